"""What reading one file gives: plain values, and the faults met on the way."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from attune_packkit.diagnostics import Place, Scalar
from attune_packkit.spans import FIRST_LINE, Pointer, Span

Value: TypeAlias = "str | int | float | bool | list[Value] | dict[str, Value] | None"
"""Plain data as JSON knows it; every key is text."""


class Fault(Struct, frozen=True):
    """Something wrong with a file as text. `code` is the id of the check that reports it."""

    code: str
    place: Place
    params: tuple[tuple[str, Scalar], ...] = ()

    def __getitem__(self, name: str) -> Scalar:
        """Return the parameter called `name`."""
        return dict(self.params)[name]


class Document(Struct, frozen=True):
    """One parsed file. `readable` is false when `value` is missing or only the part that parsed."""

    path: str
    value: Value
    data: bytes
    faults: tuple[Fault, ...] = ()
    readable: bool = True

    @property
    def place(self) -> Place:
        """The root of the document."""
        return Place(self.path)

    @property
    def mapping(self) -> dict[str, Value]:
        """The top-level mapping; empty if the document is something else."""
        return self.value if isinstance(self.value, dict) else {}


def fault(
    code: str, path: str, span: Span = FIRST_LINE, pointer: Pointer = (), **params: Scalar
) -> Fault:
    """Make a fault at a span of the file at `path`."""
    return Fault(code, Place(path, pointer, span=span), tuple(params.items()))


def unreadable(
    path: str, code: str, *, data: bytes = b"", span: Span = FIRST_LINE, **params: Scalar
) -> Document:
    """Make the document of a file of which nothing can be used."""
    return Document(path, None, data, (fault(code, path, span, (), **params),), readable=False)
