"""Diagnostics: what a check finds, as data.

A check yields `Finding`s. The engine adds what the check does not know (code, severity, pack) and
makes `Diagnostic`s. Positions stay symbolic, as pointers, until a report resolves them against the
document as it is then.
"""

from __future__ import annotations

from enum import IntEnum
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit import digest
from attune_packkit.spans import Pointer, Span, pointer_text

Anchor: TypeAlias = Literal["value", "key"]
Scalar: TypeAlias = str | int | float | bool | None


class Severity(IntEnum):
    """How bad a diagnostic is; comparable."""

    INFO = 1
    WARNING = 2
    ERROR = 3

    @property
    def label(self) -> str:
        """The lower-case word for reports."""
        return self.name.lower()

    @classmethod
    def parse(cls, text: str) -> Severity:
        """Return the severity called `text`; raise `KeyError` for any other word."""
        return cls[text.upper()]


class Place(Struct, frozen=True):
    """A point in one file of a pack: a pointer into a document, or a span in any text file.

    `path` is relative to the pack, with `/`. `within` narrows the place to a stretch of the scalar
    at the pointer, in characters of its value (start, end). What stands at a `hidden` place is a
    secret, and no report shows it.
    """

    path: str
    pointer: Pointer = ()
    on: Anchor = "value"
    span: Span | None = None
    within: tuple[int, int] | None = None
    hidden: bool = False

    def at(self, *steps: str | int) -> Place:
        """Return the value below this place."""
        return Place(self.path, self.pointer + steps)

    def key(self, *steps: str | int) -> Place:
        """Return the key that leads to the value below this place."""
        return Place(self.path, self.pointer + steps, "key")

    def hide(self) -> Place:
        """Return this place with its text never to be shown."""
        return replace(self, hidden=True)

    def part(self, start: int, end: int) -> Place:
        """Return a stretch of the text here, in characters of its value."""
        return replace(self, within=(start, end))

    def whole(self) -> Place:
        """Return all of the value of which this is a stretch."""
        return replace(self, within=None)

    def on_key(self) -> Place:
        """Return the key that leads to this value."""
        return replace(self, on="key")


class Related(Struct, frozen=True):
    """Another place that explains a diagnostic, maybe in another pack of the run."""

    place: Place
    message: str
    pack: str = ""


class Edit(Struct, frozen=True):
    """Replace the text at a place, nothing else."""

    place: Place
    text: str


class Finding(Struct, frozen=True):
    """What one check found at one place. `template` is filled from `params` with `str.format`."""

    place: Place
    template: str
    params: tuple[tuple[str, Scalar], ...] = ()
    hint: str = ""
    severity: Severity | None = None
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()

    def diagnosed(self, code: str, severity: Severity, pack: str) -> Diagnostic:
        """Return what check `code` found in the pack with ref `pack`, with this severity."""
        return Diagnostic(
            code=code,
            severity=severity,
            pack=pack,
            place=self.place,
            template=self.template,
            params=self.params,
            hint=self.hint,
            related=self.related,
            fix=self.fix,
        )


def finding(
    place: Place,
    template: str,
    *,
    hint: str = "",
    severity: Severity | None = None,
    related: tuple[Related, ...] = (),
    fix: tuple[Edit, ...] = (),
    **params: Scalar,
) -> Finding:
    """Make a finding; keyword arguments fill the `{names}` of the template."""
    return Finding(place, template, tuple(params.items()), hint, severity, related, fix)


class Diagnostic(Struct, frozen=True):
    """One finding with everything a report needs except the resolved line numbers."""

    code: str
    severity: Severity
    pack: str
    place: Place
    template: str
    params: tuple[tuple[str, Scalar], ...] = ()
    hint: str = ""
    related: tuple[Related, ...] = ()
    fix: tuple[Edit, ...] = ()
    span: Span | None = None

    @property
    def path(self) -> str:
        """The file, relative to its pack."""
        return self.place.path

    @property
    def message(self) -> str:
        """The message, with its parameters filled in."""
        return self.template.format(**dict(self.params))

    @property
    def fingerprint(self) -> str:
        """A name for this diagnostic that survives moved lines: 32 hex digits.

        A parameter `on_line` tells where something else stands, so it is no part of it.
        """
        steady = (pair for pair in self.params if pair[0] != "on_line")
        parts = (self.code, self.pack, self.path, pointer_text(self.place.pointer), *steady)
        text = "\x1f".join(map(repr, parts))
        return digest.of_bytes(text.encode("utf-8", "backslashreplace"))[:32]

    def located(self, span: Span) -> Diagnostic:
        """Return this diagnostic with its position filled in."""
        return replace(self, span=span)

    def sort_key(self) -> tuple[str, Span, str, str]:
        """Order within a pack: path, position, code, message."""
        return (self.path, self.span or Span(1, 1, 1, 1), self.code, self.message)
