"""What expressions read from results and payloads of components: small, plain, cacheable."""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.diagnostics import Place


class FieldUse(Struct, frozen=True):
    """What an expression reads from the result of an action or the payload of a trigger.

    `path` leads from the whole to what is read; `at` are the offsets of each step in the text.
    """

    kind: str
    ref: str
    path: tuple[str, ...]
    at: tuple[tuple[int, int], ...]
    place: Place


class Borrowed(Struct, frozen=True):
    """A text whose expressions use what components of other packs give; `reads` lists that.

    `condition` tells that the text may stand without braces. `wanted` are the JSON types that the
    result may have, empty if it may have any; `use` says in words what the result is for.
    """

    text: str
    place: Place
    reads: tuple[FieldUse, ...]
    condition: bool = False
    wanted: tuple[str, ...] = ()
    use: str = ""
