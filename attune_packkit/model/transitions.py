"""Transitions between tasks: every accepted spelling, brought into one normal form."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Mention, texts

Outcome: TypeAlias = Literal["success", "failure", "timeout", "any"]
"""How a task ends, as far as a transition tells."""

OUTCOMES: dict[str, Outcome] = {
    "on_success": "success",
    "on_failure": "failure",
    "on_timeout": "timeout",
    "on_complete": "any",
}
"""The keys of a task that name what follows one outcome."""

TESTS: dict[Outcome, str] = {
    "success": "succeeded()",
    "failure": "failed()",
    "timeout": "timed_out()",
}
"""The expression that tells each outcome."""

_TESTED: dict[str, Outcome] = {test: outcome for outcome, test in TESTS.items()}


class Publish(Struct, frozen=True):
    """One name that a transition publishes. `value` is None for a bare name (the whole result)."""

    name: str
    place: Place
    value: Value


class Transition(Struct, frozen=True):
    """What follows a task when it ends with `outcome`, all `conditions` hold and none of `unless`.

    `spelling` is the key of the task that holds it. A condition that only tells an outcome, such as
    `succeeded()`, is that outcome.
    """

    place: Place
    spelling: str
    outcome: Outcome
    targets: tuple[Mention, ...]
    conditions: tuple[Mention, ...] = ()
    unless: tuple[Mention, ...] = ()
    publish: tuple[Publish, ...] = ()

    @property
    def always(self) -> bool:
        """Whether it is taken whatever happens."""
        return self.outcome == "any" and not self.conditions and not self.unless

    @property
    def condition(self) -> str:
        """The whole condition as one expression without braces; "" if it always holds."""
        parts = [bare(mention.text) for mention in self.conditions]
        refused = [f"not ({bare(mention.text)})" for mention in self.unless]
        test = TESTS.get(self.outcome, "")
        if not test and not refused and len(parts) == 1:
            return parts[0]
        grouped = [f"({part})" for part in parts]
        return " and ".join([*([test] if test else []), *grouped, *refused])


def bare(template: str) -> str:
    """Return the expression of a template that is nothing else; other text as it is, stripped."""
    text = template.strip()
    inner = text[2:-2]
    whole = text.startswith("{{") and text.endswith("}}") and "{{" not in inner
    return inner.strip() if whole and "}}" not in inner else text


def read(place: Place, task: dict[str, Value]) -> tuple[Transition, ...]:
    """Return the transitions of a task in written order, with what the task itself publishes."""
    found = tuple(_written(place, task))
    published = read_publish(place.at("publish"), task.get("publish"))
    return _with_published(place.at("publish"), found, published) if published else found


def read_publish(place: Place, written: Value) -> tuple[Publish, ...]:
    """Read a bare name, a mapping, or a list of bare names and mappings."""
    items = written if isinstance(written, list) else [written]
    found = []
    for index, item in enumerate(items):
        at = place.at(index) if isinstance(written, list) else place
        if isinstance(item, str):
            found.append(Publish(item, at, None))
        elif isinstance(item, dict):
            found += [Publish(name, at.at(name), value) for name, value in item.items()]
    return tuple(found)


def _with_published(
    place: Place, transitions: tuple[Transition, ...], published: tuple[Publish, ...]
) -> tuple[Transition, ...]:
    """Add a task's own `publish` to its first transition for success, else to its first one.

    Without any transition it becomes one that leads nowhere.
    """
    if not transitions:
        return (Transition(place, "publish", "success", (), publish=published),)
    chosen = next(
        (number for number, each in enumerate(transitions) if each.outcome == "success"), 0
    )
    return tuple(
        replace(each, publish=each.publish + published) if number == chosen else each
        for number, each in enumerate(transitions)
    )


def _written(place: Place, task: dict[str, Value]) -> Iterator[Transition]:
    for key, value in task.items():
        at = place.at(key)
        if key == "next":
            yield from _follow(at, key, "any", value)
        elif key in OUTCOMES:
            yield from _follow(at, key, OUTCOMES[key], value)
        elif key == "decision" and isinstance(value, list):
            yield from _decision(at, value)


def _follow(place: Place, key: str, outcome: Outcome, written: Value) -> Iterator[Transition]:
    """Read a name, a list of names, or a list of items with conditions."""
    names = tuple(texts(place, written))
    if names:
        yield Transition(place, key, outcome, names)
    for index, item in enumerate(written if isinstance(written, list) else ()):
        if isinstance(item, dict):
            yield from _item(Transition(place.at(index), key, outcome, ()), item)


def _item(base: Transition, item: dict[str, Value]) -> Iterator[Transition]:
    """Read `{when, publish, do}`; each `{when, next}` inside `do` gives a transition of its own."""
    key = "do" if "do" in item else "next"
    written = item.get(key)
    place = base.place.at(key)
    whole = _conditioned(base, item)
    entries = list(enumerate(written)) if isinstance(written, list) else []
    nested = [(index, entry) for index, entry in entries if isinstance(entry, dict)]
    targets = tuple(texts(place, written))
    if targets or whole.publish or not nested:
        yield replace(whole, targets=targets)
    for index, entry in nested:
        inner = replace(whole, place=place.at(index), publish=())
        yield from _item(inner, entry)


def _decision(place: Place, branches: list[Value]) -> Iterator[Transition]:
    items = [
        (place.at(index), branch)
        for index, branch in enumerate(branches)
        if isinstance(branch, dict)
    ]
    others = tuple(
        mention
        for at, branch in items
        if branch.get("default") is not True
        for mention in texts(at.at("when"), branch.get("when"))
    )
    for at, branch in items:
        key = "next" if "next" in branch else "do"
        targets = tuple(texts(at.at(key), branch.get(key)))
        unless = others if branch.get("default") is True else ()
        yield _conditioned(Transition(at, "decision", "any", targets, unless=unless), branch)


def _conditioned(base: Transition, item: dict[str, Value]) -> Transition:
    """Add an item's own condition and what it publishes."""
    publish = base.publish + read_publish(base.place.at("publish"), item.get("publish"))
    when = item.get("when")
    if not isinstance(when, str):
        return replace(base, publish=publish)
    outcome = _TESTED.get(bare(when))
    if outcome and base.outcome in ("any", outcome):
        return replace(base, publish=publish, outcome=outcome)
    condition = Mention(when, base.place.at("when"))
    return replace(base, publish=publish, conditions=(*base.conditions, condition))
