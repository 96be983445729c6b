"""Codes of checks and their dotted prefixes."""

from __future__ import annotations

from collections.abc import Iterable


def matches(prefix: str, code: str) -> bool:
    """Tell whether a code is `prefix` or lies below it; only whole segments count."""
    return code == prefix or code.startswith(prefix + ".")


def with_prefixes(codes: Iterable[str]) -> set[str]:
    """Return codes and all their dotted prefixes: what a setting or comment may name."""
    found = set()
    for code in codes:
        found.add(code)
        while "." in code:
            code = code.rpartition(".")[0]
            found.add(code)
    return found
