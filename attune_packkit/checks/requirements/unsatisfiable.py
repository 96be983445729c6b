"""requirements.unsatisfiable."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attune_packkit.api import Finding, Pack, check, finding
from attune_packkit.checks.requirements._lines import Entry, entries

_BOUND = re.compile(r"(==|>=|<=|>|<)\s*([0-9]+(?:\.[0-9]+){0,5})\s*(?=,|$)", re.ASCII)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)

_Version = tuple[int, ...]


@check(
    "requirements.unsatisfiable",
    severity="warning",
    layer="structure",
    since="0.1",
    only_with=("requirements.txt",),
)
def unsatisfiable(pack: Pack) -> Iterator[Finding]:
    """The demands of `requirements.txt` on a package contradict each other.

    pip stops, so the pack's environment cannot be built. All lines that name the package count;
    those with a condition after `;` may hold at different times and are left out.

    Bad:
        ```text requirements.txt
        requests==2.31.0
        requests==2.32.3
        ```

    Good:
        ```text requirements.txt
        requests==2.32.3
        ```
    """
    bounds: dict[str, list[tuple[str, _Version]]] = {}
    for entry in entries(pack):
        name = _plain_name(entry)
        if not name:
            continue
        known = bounds.setdefault(name, [])
        known += _bounds(entry.value)
        if _excludes_all(known):
            known.clear()
            yield finding(
                entry.place,
                "no version of '{name}' is all that is asked for",
                hint="name each package once, with a lower bound below the upper one",
                name=name,
            )


def _plain_name(entry: Entry) -> str:
    match = _NAME.match(entry.value)
    if entry.option or ";" in entry.value or "@" in entry.value or match is None:
        return ""
    return re.sub(r"[-_.]+", "-", match[0]).lower()


def _bounds(text: str) -> Iterator[tuple[str, _Version]]:
    for operator, version in _BOUND.findall(text):
        yield operator, _version(version)


def _version(text: str) -> _Version:
    """Return the numbers of a version; zeros at its end mean nothing."""
    numbers = [int(part[:18]) for part in text.split(".")]
    while len(numbers) > 1 and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def _excludes_all(bounds: Iterable[tuple[str, _Version]]) -> bool:
    """Tell whether a lower bound lies above an upper one, or on it where one excludes it."""
    known = list(dict.fromkeys(bounds))[:50]
    least = [each for each in known if "<" not in each[0]]
    most = [each for each in known if ">" not in each[0]]
    return any(
        low > high or (low == high and {one, other} & {"<", ">"} != set())
        for one, low in least
        for other, high in most
    )
