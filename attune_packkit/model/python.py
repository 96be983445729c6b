"""Python files that actions and sensors run: read with `ast`, never imported or run."""

from __future__ import annotations

import ast
import re
import sys
import warnings
from collections.abc import Collection, Iterable, Iterator

from msgspec import Struct

from attune_packkit.diagnostics import Place, Severity
from attune_packkit.model.component import Component, texts
from attune_packkit.model.python_facts import NOTHING, Facts, gather
from attune_packkit.model.scripts import Program
from attune_packkit.spans import FIRST_LINE, Span
from attune_packkit.tree import Tree

MAX_BYTES = 512 * 1024
NEVER_RUN = "<parsed, never run>".ljust(300, ".")
"""The file name for parsing. It is too long for any file: Python opens it to report errors."""

_TELLTALE = re.compile(rb"attune|ATTUNE_|\.config\b|\bstdin\b")
_NEWER = (
    rb"^[ \t]*(?:async[ \t]+)?(?:def|class)[ \t]+\w+[ \t]*\[|^[ \t]*type[ \t]+\w+[ \t]*[\[=]"
    rb"|^[ \t]*lazy[ \t]+(?:import|from)\b|(?<!\w)(?:[tT][rR]?|[rR][tT])['\"]"
)
_NEWER_LINE = _NEWER.decode()
_NEWER_SYNTAX = rb"(?m)" + _NEWER + rb"|\bexcept\b[ \t]*\*?[ \t]*[\w.]+[ \t]*,"
_FORMATTED = r"(?<!\w)(?:[fF][rR]?|[rR][fF])['\"]"
_LIFTED = ("f-string", "iterable unpacking", "dict unpacking")
_PYTHON_2 = r"<\s*3(?:\.0)*\s*(?:,|$)|(?<![\d.])2(?:\.|$)"
_MINOR = r"(?:>=?|==?|\^|~=?|^)\s*3\.(\d{1,3})"
_PYTHON_3 = r"(?:[\w./-]*/)?python3(?:\.\d+)?"
"""These patterns are compiled only for a file that Python cannot parse, which is rare."""


class SyntaxFault(Struct, frozen=True):
    """Why a file is no valid Python.

    `certain`: no later version of Python would take it either. `newer`: it seems to be written for
    a later version than the one that runs here.
    """

    place: Place
    message: str
    certain: bool
    newer: bool

    @property
    def severity(self) -> Severity | None:
        """The severity of the finding; None stands for that of the check."""
        if self.certain:
            return None
        return Severity.INFO if self.newer else Severity.WARNING


class Script(Struct, frozen=True):
    """One Python file and the actions and sensors that run it."""

    path: str
    users: tuple[Component, ...]
    fault: SyntaxFault | None
    facts: Facts

    @property
    def words(self) -> Collection[str]:
        """The names of the facts that are known of it, and `fault`, for `only_with` of checks."""
        known = {"fault"} if self.fault is not None else set[str]()
        if self.facts is not NOTHING:
            known.update(name for name in Facts.__struct_fields__ if getattr(self.facts, name))
        return known

    def of(self, kind: str) -> tuple[Component, ...]:
        """Return the users of one kind."""
        return tuple(user for user in self.users if user.kind.name == kind)


def load(
    tree: Tree,
    programs: Iterable[Program],
    version: str = "",
    runtimes: Iterable[Component] = (),
) -> tuple[Script, ...]:
    """Read the Python files among programs, each once.

    `version` is what the pack asks for, `runtimes` are its own: some may be Python as well.
    """
    pythons = frozenset(("core.python", *(name for each in runtimes for name in _pythons(each))))
    users: dict[str, list[Program]] = {}
    for program in programs:
        if program.component.document.readable:
            for path in program.paths:
                if path.endswith(".py"):
                    users.setdefault(path, []).append(program)
    return tuple(
        _read(tree, path, tuple(group), version, pythons) for path, group in sorted(users.items())
    )


def _pythons(runtime: Component) -> Iterator[str]:
    """Yield the names of a runtime whose interpreter is Python 3."""
    execution = runtime.get("execution_config")
    interpreter = execution.get("interpreter") if isinstance(execution, dict) else None
    binary = interpreter.get("binary") if isinstance(interpreter, dict) else None
    if isinstance(binary, str) and re.fullmatch(_PYTHON_3, binary):
        yield runtime.ref
        yield from (alias.text for alias in texts(runtime.at("aliases"), runtime.get("aliases")))


def _read(
    tree: Tree, path: str, programs: tuple[Program, ...], version: str, pythons: frozenset[str]
) -> Script:
    users = tuple(program.component for program in programs)
    data = tree.read(path)
    fault: SyntaxFault | None = None
    facts = NOTHING
    if data and len(data) <= MAX_BYTES:
        try:
            module = _parse(data)
            facts = gather(module, path, data) if _TELLTALE.search(data) else NOTHING
        except SyntaxError as error:
            if all(program.runner in pythons for program in programs):
                fault = _fault(path, data, error, users, version)
        except (ValueError, RecursionError, MemoryError):
            facts = NOTHING
    return Script(path, users, fault, facts)


def _parse(data: bytes) -> ast.Module:
    """Parse a file; what Python would merely warn of stays unsaid."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return ast.parse(data, NEVER_RUN)


def _fault(
    path: str, data: bytes, error: SyntaxError, users: tuple[Component, ...], version: str
) -> SyntaxFault | None:
    """Word a syntax error; None if Python 2 may be meant."""
    versions = [user.text("runtime_version") for user in users]
    if any(re.search(_PYTHON_2, each) for each in versions):
        return None
    from attune_packkit.model.python_strings import without_formatted

    line = (error.text or "") if error.lineno else ""
    newer = bool(re.search(_NEWER_LINE, line)) or any(
        int(minor) > sys.version_info.minor
        for text in (*versions, version)
        for minor in re.findall(_MINOR, text)
    )
    lifted = error.msg.startswith(_LIFTED) or bool(re.search(_FORMATTED, line))
    newer = newer or (lifted and _takes(without_formatted(data.decode("utf-8", "replace"))))
    certain = not (newer or lifted or re.search(_NEWER_SYNTAX, data))
    return SyntaxFault(Place(path, span=_span(error)), error.msg, certain, newer)


def _takes(source: str) -> bool:
    """Tell whether the Python at work here takes some source."""
    try:
        _parse(source.encode())
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    return True


def _span(error: SyntaxError) -> Span:
    line, column = error.lineno or 0, error.offset or 0
    if line < 1 or column < 1:
        return Span(line, 1, line, 1) if line > 0 else FIRST_LINE
    end_line, end_column = error.end_lineno or line, error.end_offset or 0
    if (end_line, end_column) <= (line, column):
        end_line, end_column = line, column + 1
    return Span(line, column, end_line, end_column)
