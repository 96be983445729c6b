"""What a site needs to know of every pack before the first page is written, pack by pack."""

from __future__ import annotations

import marshal
import os
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit import clock, digest, tree
from attune_packkit.errors import PackkitError
from attune_packkit.model.pack import Pack, load
from attune_packkit.outcomes import GRAIN
from attune_packkit.registry.checkout import read_checkout
from attune_packkit.registry.entry import Draft
from attune_packkit.registry.sourcing import Sourcing
from attune_packkit.registry.tracked import tracked
from attune_packkit.sitegen.cards import ComponentCard, PackCard, Use, make_card
from attune_packkit.sources.local import Found
from attune_packkit.store.codec import Codec

_codec = Codec((PackCard, ComponentCard, Use))


class Gathered(Struct, frozen=True):
    """One pack: its card, its entry in the index, and its checksum.

    `stamp` changes with the bytes of its files, and is "" where it cannot be trusted. `entry` is
    None for a pack that cannot be indexed; `problem` then says why. `data` is everything but path
    and stamp as bytes, `told` the card alone.
    """

    path: str
    root: str
    stamp: str
    card: PackCard
    entry: dict[str, Any] | None
    checksum: str
    notes: tuple[str, ...]
    problem: str
    data: bytes
    told: bytes


class GatherWork:
    """Gathers one pack, here or in another process."""

    def __init__(self, sourcing: Sourcing, old: Mapping[str, dict[str, Any]]) -> None:
        self._sourcing = sourcing
        self._old = old

    def __call__(self, root: str) -> tuple[bytes, bytes]:
        """Return what is to know of the pack, as bytes."""
        pack = load(tree.walk(root))
        card = _codec.dumps(make_card(pack))
        entry, checksum, notes, problem = self._entry(root, pack)
        return marshal.dumps((card, entry, checksum, notes, problem)), b""

    def _entry(
        self, root: str, pack: Pack
    ) -> tuple[dict[str, Any] | None, str, tuple[str, ...], str]:
        try:
            draft = Draft(root, pack)
            made = self._sourcing.indexed(draft, self._old.get(draft.ref))
        except PackkitError as error:
            return None, "", (), error.message
        return made.entry, made.checksum, made.notes, ""


def gather(
    found: Sequence[Found],
    known: Mapping[str, tuple[str, bytes]],
    engine: str,
    run: Callable[[Sequence[str]], Sequence[tuple[bytes, bytes]]],
) -> list[Gathered]:
    """Return what a site needs to know of packs, in their order.

    `known` holds stamp and data of the last time by root; `run` gathers those that have changed.
    """
    stamps = {each.root: _stamp_of(each.root, engine) for each in found}
    same = {
        root: known[root][1]
        for root, stamp in stamps.items()
        if stamp and known.get(root, ("", b""))[0] == stamp
    }
    fresh = [each.root for each in found if each.root not in same]
    made = {root: data for root, (data, _) in zip(fresh, run(fresh), strict=True)}
    return [
        _gathered(each, stamps[each.root], same.get(each.root) or made[each.root]) for each in found
    ]


def _stamp_of(root: str, engine: str) -> str:
    """Return a digest that changes with the files of a pack and with what git knows of them.

    Where that cannot be told it is "".
    """
    stamp, newest = tree.stamp(root)
    if newest >= clock.wall_nanoseconds() - GRAIN:
        return ""
    checkout = read_checkout(root) if os.path.lexists(os.path.join(root, ".git")) else None
    commit = (checkout.url, checkout.commit, checkout.branch) if checkout else ()
    known = tracked(root)
    files = tuple(known.files.items()) if known else ()
    return digest.of_parts(engine, root, stamp, commit, files)


def _gathered(found: Found, stamp: str, data: bytes) -> Gathered:
    card, entry, checksum, notes, problem = marshal.loads(data)  # noqa: S302 - runs no code
    known = replace(_codec.loads(card), root=found.root)
    return Gathered(
        path=found.path,
        root=found.root,
        stamp=stamp,
        card=known,
        entry=entry,
        checksum=checksum,
        notes=notes,
        problem=problem,
        data=data,
        told=card,
    )
