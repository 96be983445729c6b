"""Which version a set of differences asks for, and whether a pack has it.

After semver a breaking change asks for a new MAJOR version, an addition for a MINOR one, all else
for a PATCH. Below 1.0.0 nothing is promised yet: there a breaking change asks for a MINOR version
and all else for a PATCH. Between pre-releases, and from one to its release, everything is allowed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from attune_packkit.dependencies.constraints import parse_version
from attune_packkit.differences.difference import Difference, Impact


class Verdict(Struct, frozen=True):
    """What the differences amount to, and what became of the version.

    `needed` is the rise that they ask for; `rise` the one that there is, None if a version is
    missing, is no semantic version, or went down.
    """

    old_version: str
    new_version: str
    impact: Impact
    needed: Impact
    rise: Impact | None

    @property
    def satisfied(self) -> bool:
        """Whether the version rose as much as the differences ask for."""
        return self.rise is not None and self.rise >= self.needed

    @property
    def sentence(self) -> str:
        """The verdict in words."""
        change = f"from {self.old_version or 'no version'} to {self.new_version or 'no version'}"
        if self.impact is Impact.NONE and self.satisfied:
            return f"nothing changed {change}"
        asked = f"ask for a {self.needed.name} version" if self.needed else "ask for none"
        if self.rise is None:
            return f"changes of {self.impact.name} impact {asked}, and there is no rise {change}"
        verdict = "is enough" if self.satisfied else "is not enough"
        return f"changes of {self.impact.name} impact {asked}; {change} {verdict}"

    def as_data(self) -> dict[str, Any]:
        """Return the verdict as plain data."""
        return {
            "old_version": self.old_version,
            "new_version": self.new_version,
            "impact": self.impact.word,
            "needed": self.needed.word,
            "rise": None if self.rise is None else self.rise.word,
            "satisfied": self.satisfied,
        }


def judge(differences: Iterable[Difference], old_version: str, new_version: str) -> Verdict:
    """Return what differences ask of a pack that went from one version to another."""
    impact = max((each.impact for each in differences), default=Impact.NONE)
    rise = _rise(old_version, new_version)
    return Verdict(old_version, new_version, impact, _needed(impact, old_version), rise)


def _needed(impact: Impact, old_version: str) -> Impact:
    parsed = parse_version(old_version)
    if parsed is None or parsed.major or impact is Impact.NONE:
        return impact
    return Impact.MINOR if impact is Impact.MAJOR else Impact.PATCH


def _rise(old_version: str, new_version: str) -> Impact | None:
    old, new = parse_version(old_version), parse_version(new_version)
    if old is None or new is None or new < old:
        return None
    if new == old:
        return Impact.NONE
    if old.prerelease or new.major > old.major:
        return Impact.MAJOR
    return Impact.MINOR if new.minor > old.minor else Impact.PATCH
