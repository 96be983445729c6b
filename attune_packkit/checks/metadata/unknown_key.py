"""metadata.unknown_key."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Finding, Severity, Violation, check, very_near
from attune_packkit.checks.metadata._foreign import meaning_of


@check("metadata.unknown_key", severity="warning", layer="schema", since="0.1")
def unknown_key(violation: Violation, component: Component) -> Iterator[Finding]:
    """A key is none that Attune knows.

    Attune ignores it without a word. A key that looks like a misspelt one is a warning, and so is
    one that other tools have for what Attune calls something else (`depends_on`, `params`), since
    what was meant has no effect. Any other is for information only; keys that start with `x-` are
    yours to use.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        desciption: Nobody has seen the parcel for two days
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        description: Nobody has seen the parcel for two days
        x-owner: claims desk
        ```
    """
    key, meant = str(violation.place.pointer[-1]), violation.suggestion
    misspelt = very_near(key, (meant,)) or _plain(key) == _plain(meant) or _is_short(key, meant)
    found = violation.finding(hint="Attune ignores it; keys of your own start with 'x-'")
    same = "" if misspelt else meaning_of(component, violation.place.pointer)
    if same and not meant:
        found = replace(found, hint=f"Attune ignores it; what comes nearest is '{same}'")
    yield found if misspelt or same else replace(found, severity=Severity.INFO)


def _plain(name: str) -> str:
    return name.lower().replace("_", "").replace("-", "")


def _is_short(key: str, meant: str) -> bool:
    """Tell whether a key abbreviates another: `params` is `parameters`, its letters in order."""
    same_words = key.count("_") == meant.count("_")
    if len(key) < 4 or len(meant) < len(key) + 3 or key[:4] != meant[:4] or not same_words:
        return False
    letters = iter(meant)
    return all(letter in letters for letter in key)
