"""One difference between two packs, and how much it matters."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from msgspec import Struct

from attune_packkit.spans import Pointer, pointer_text


class Impact(IntEnum):
    """What a change asks of the version, the least first."""

    NONE = 0
    PATCH = 1
    MINOR = 2
    MAJOR = 3

    @property
    def word(self) -> str:
        """The word for it in reports."""
        return self.name.lower()


class Difference(Struct, frozen=True):
    """One change. `kind` says what, such as `parameter.removed`; `component` is a kind and a ref.

    `path` and `pointer` lead to the place in the new pack, in the old one if it is gone. `old` and
    `new` are the values, None where there is none.
    """

    kind: str
    component: str
    path: str
    pointer: Pointer
    impact: Impact
    message: str
    old: Any = None
    new: Any = None

    def as_data(self) -> dict[str, Any]:
        """Return the difference as plain data."""
        return {
            "kind": self.kind,
            "component": self.component,
            "path": self.path,
            "pointer": pointer_text(self.pointer),
            "impact": self.impact.word,
            "message": self.message,
            "old": self.old,
            "new": self.new,
        }
