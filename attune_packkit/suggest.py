"""Near matches for names that do not exist."""

from __future__ import annotations

from collections.abc import Iterable

_MAX_CANDIDATES = 5_000
_CUTOFF = 0.7


def near(name: str, candidates: Iterable[str]) -> str:
    """Return the candidate most like `name`, or "".

    Names that differ only in case or in `_`, `-`, `.` come first: `min_items` is `minItems`.
    """
    if not name or len(name) > 255:
        return ""
    pool = sorted(set(candidates) - {name})[:_MAX_CANDIDATES]
    plain = _plain(name)
    for candidate in pool:
        if _plain(candidate) == plain:
            return candidate
    import difflib

    cutoff = 0.6 if len(name) <= 4 else _CUTOFF
    matches = difflib.get_close_matches(name, pool, n=1, cutoff=cutoff)
    return matches[0] if matches else ""


def did_you_mean(name: str, candidates: Iterable[str]) -> str:
    """Return "did you mean 'x'?" or ""."""
    match = near(name, candidates)
    return f"did you mean '{match}'?" if match else ""


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "").replace(".", "")
