"""Who uses a component, and what it uses, as links."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.api import listed
from attune_packkit.sitegen.cards import ComponentCard, Use
from attune_packkit.sitegen.kinds import TITLES
from attune_packkit.sitegen.models import Link, LinkGroup
from attune_packkit.sitegen.registry import View

MAX_LINKS = 300
"""Links in one group; an action that everybody calls has no list of them all."""

_MOST_TASKS = 4
"""Tasks of one workflow that the note of a link names."""

_EMITTED = ("trigger_types", "trigger_type")
_WORDS = {
    "action": "No workflow, rule or queue of this registry calls it.",
    "workflow": "No workflow, rule or queue of this registry calls it.",
    "trigger": "",
    "runtime": "No action or sensor of this registry runs on it.",
    "permission_set": "Nothing in this registry asks for it.",
}


def groups(card: ComponentCard, view: View, page: str) -> tuple[LinkGroup, ...]:
    """Return who uses a component, by kind of user; for a trigger, who fires it and who listens."""
    users = view.registry.users(card.kind, card.ref)
    if card.kind == "trigger":
        fires = [use for use in users if use.how in _EMITTED]
        listens = [use for use in users if use.how not in _EMITTED]
        return (
            _group("Fired by", fires, view, page, "No sensor of this registry fires it."),
            _group("Listened to by", listens, view, page, "No rule of this registry listens."),
        )
    if not users:
        empty = _WORDS.get(card.kind, "")
        return (LinkGroup("", (), empty),) if empty else ()
    by_kind: dict[str, list[Use]] = {}
    for use in users:
        by_kind.setdefault(use.source_kind, []).append(use)
    return tuple(
        _group(TITLES[kind][1] if kind in TITLES else "Packs", uses, view, page, "")
        for kind, uses in by_kind.items()
    )


def _group(title: str, uses: Iterable[Use], view: View, page: str, empty: str) -> LinkGroup:
    tasks: dict[tuple[str, str], list[str]] = {}
    for use in uses:
        how = tasks.setdefault((use.source_kind, use.source), [])
        if use.source_kind == "workflow":
            how.append(use.how)
    links = [
        view.link(kind, source, page, note=_note(how))
        for (kind, source), how in list(tasks.items())[:MAX_LINKS]
    ]
    if len(tasks) > MAX_LINKS:
        links.append(Link(f"and {len(tasks) - MAX_LINKS:,} more"))
    return LinkGroup(title, tuple(links), empty)


def _note(tasks: list[str]) -> str:
    names = list(dict.fromkeys(tasks))
    if not names:
        return ""
    return f"{'task' if len(names) == 1 else 'tasks'} {listed(names, _MOST_TASKS)}"
