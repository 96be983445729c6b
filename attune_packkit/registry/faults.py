"""What can be wrong with an index: a fault in a file, or an error that prevents making one."""

from __future__ import annotations

from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.errors import ExitCode, PackkitError

Path: TypeAlias = tuple[str | int, ...]
Severity: TypeAlias = Literal["error", "warning"]

MAX_FAULTS = 1_000
"""After so many faults in one file nothing more is looked for: it is hardly an index."""


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
