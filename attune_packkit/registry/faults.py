"""What can be wrong with an index: at its place in the file, or so that none is made."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.errors import ExitCode, PackkitError

Path: TypeAlias = tuple[str | int, ...]
Severity: TypeAlias = Literal["error", "warning"]

MAX_FAULTS = 1_000
"""As many as are looked for in one index; with more, it is none."""


class IndexingError(PackkitError):
    """A pack of which no entry can be made, or an index that must not be written."""

    exit_code = ExitCode.DIAGNOSTICS


class Fault(Struct, frozen=True):
    """One thing that is wrong: a code, the path to it in the file, and words for people."""

    code: str
    path: Path
    message: str
    severity: Severity = "error"
    hint: str = ""

    @property
    def where(self) -> str:
        """The path as the official validator writes it: `packs.0.ref`, or `<root>`."""
        return ".".join(map(str, self.path)) or "<root>"

    def below(self, *steps: str | int) -> Fault:
        """Return the fault as seen from further up."""
        return Fault(self.code, (*steps, *self.path), self.message, self.severity, self.hint)
