"""metadata.unknown_key."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import (
    Component,
    Finding,
    Pack,
    Pointer,
    Severity,
    Violation,
    check,
    is_template,
    lacks_a_letter,
    plain_key,
    qualify,
    very_near,
)
from attune_packkit.checks.metadata._foreign import guess_of, meaning_of, remark_on
from attune_packkit.checks.metadata._foreign_words import NOTES

_OWN_KEYS = "Attune ignores it; keys of your own start with 'x-'"
_GIVEN_BY_SERVER = ("id", "pack", "created", "updated")
"""Keys that nobody means to write."""


@check("metadata.unknown_key", severity="warning", layer="schema", since="0.1")
def unknown_key(violation: Violation, component: Component, pack: Pack) -> Iterator[Finding]:
    """A metadata file has a key that Attune does not know.

    Attune ignores it without a word. A key that looks like a misspelt one is a warning, and so is
    one that is read a level further in or out, one that holds a template, which nobody fills in,
    and one that other tools have for what Attune calls something else (`params`, `runIf`) or has
    not at all (`depends_on`, `ignore_errors`): what was meant has no effect. Any other is for
    information only; keys that start with `x-` are yours to use.

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
    pointer = violation.place.pointer
    found = violation.finding(hint=_OWN_KEYS)
    if violation.suggestion in _GIVEN_BY_SERVER:
        found = replace(found, hint=_OWN_KEYS)
    remark, same = remark_on(component, pointer), meaning_of(component, pointer)
    slipped = _slipped_out(component, pack, pointer) if component.kind.name == "rule" else ""
    if slipped and not _is_known(violation, same):
        yield replace(found, hint=f"it belongs into {slipped}: mind the indentation")
        return
    if remark.text:
        severity = None if remark.loses else Severity.INFO
        yield replace(found, hint=f"Attune ignores it; {remark.text}", severity=severity)
        return
    if _is_known(violation, same):
        yield found
        return
    same = same or guess_of(component, pointer)
    if same:
        found = replace(found, hint=f"Attune ignores it; what comes nearest is '{same}'")
    sure = same or _holds_template(component, violation)
    yield found if sure else replace(found, severity=Severity.INFO)


def _is_known(violation: Violation, same: str) -> bool:
    """Tell whether a key is one of Attune's own, misspelt or in a wrong place.

    `same` is what it stands for if it is a word of other tools, and `input` is never far away.
    """
    if violation.home and same != "input":
        return True
    meant = violation.suggestion
    return same in ("", meant) and _is_slip(str(violation.place.pointer[-1]), meant)


_TARGETS = (("action", "action_ref", "action_params"), ("trigger", "trigger_ref", "trigger_params"))


def _slipped_out(rule: Component, pack: Pack, pointer: Pointer) -> str:
    """Return the mapping of a rule whose target has a parameter called like a key."""
    for kind, naming, passing in _TARGETS:
        ref = qualify(rule.text(naming), pack.ref)
        target = next((each for each in pack.of(kind) if each.ref == ref), None)
        schema = target.schema("parameters") if target else None
        if schema and len(pointer) == 1 and pointer[0] in schema.fields:
            return f"'{passing}'"
    return ""


_LEADING = ("is_", "sensor_")
"""First words of keys that are easily left out."""


def _holds_template(component: Component, violation: Violation) -> bool:
    """Tell whether a key of a workflow, a rule or a queue holds a template that nothing reads."""
    reading = component.kind.name in ("workflow", "rule", "queue")
    noted = str(violation.place.pointer[-1]) in NOTES
    return reading and not noted and is_template(violation.text)


def _is_slip(key: str, meant: str) -> bool:
    """Tell whether a key is surely another one, misspelt, shortened or with a word too few."""
    return bool(meant) and (
        bool(very_near(key, (meant,)))
        or plain_key(key) == plain_key(meant)
        or lacks_a_letter(key, meant)
        or _lacks_a_word(key, meant)
        or _is_short(key, meant)
        or _is_written_out(key, meant)
    )


def _lacks_a_word(key: str, meant: str) -> bool:
    """Tell whether a key of several words lacks one of another, or has one more."""
    if meant.startswith(_LEADING) and key == meant.partition("_")[2]:
        return True
    few, many = sorted((key.split("_"), meant.split("_")), key=len)
    less = (many[:index] + many[index + 1 :] for index in range(len(many)))
    return len(few) >= 3 and few in less


def _is_written_out(key: str, meant: str) -> bool:
    """Tell whether a key has in full what Attune abbreviates: `dependencies` for `deps`."""
    short = meant.rpartition("_")[2]
    return len(short) <= 5 and _is_short(meant, key) and not key.startswith(meant)


def _is_short(key: str, meant: str) -> bool:
    """Tell whether a key abbreviates another: `params` is `parameters`, its letters in order."""
    same_words = key.count("_") == meant.count("_")
    if len(key) < 4 or len(meant) < len(key) + 3 or key[:4] != meant[:4] or not same_words:
        return False
    letters = iter(meant)
    return all(letter in letters for letter in key)
