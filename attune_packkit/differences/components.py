"""What changed in the components of a pack: which there are, and what each promises."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from attune_packkit.differences.difference import Difference, Impact
from attune_packkit.differences.schemas import compare_schemas
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component
from attune_packkit.model.pack import Pack

_HARMLESS_TO_LOSE = frozenset({"dashboard", "policy"})
"""Kinds that nothing refers to and nothing runs by."""

_NAMES = frozenset({"ref", "name", "label", "description", "pack_ref", "tags", "keywords"})
_BEHAVIOUR = ("runner_type", "entry_point", "workflow_file", "runtime", "timeout_seconds")
"""Fields that say how a component works, which is no promise."""


class _Watched(Struct, frozen=True):
    """A field whose change matters, and how much: gone or less, come or more, or just different."""

    name: str
    removed: Impact
    added: Impact
    changed: Impact


_FIELDS: dict[str, tuple[_Watched, ...]] = {
    "rule": (
        _Watched("trigger_ref", Impact.MAJOR, Impact.MINOR, Impact.MINOR),
        _Watched("action_ref", Impact.MAJOR, Impact.MINOR, Impact.MINOR),
    ),
    "sensor": (_Watched("trigger_types", Impact.MAJOR, Impact.MINOR, Impact.MAJOR),),
    "permission_set": (_Watched("grants", Impact.MAJOR, Impact.MINOR, Impact.MAJOR),),
}


def compare_components(old: Pack, new: Pack) -> Iterator[Difference]:
    """Yield which components came and went, and what changed in the others.

    A workflow is an action that may lie in either of two places; moving it changes nothing.
    """
    before, after = _by_name(old), _by_name(new)
    gone = [name for name in before if name not in after]
    come = [name for name in after if name not in before]
    for name in gone:
        yield _removed(before[name], [after[each] for each in come])
    for name in come:
        component = after[name]
        message = f"{_title(component)} is new"
        yield _about(component, "component.added", Impact.MINOR, message, new=component.ref)
    for name in before:
        if name in after:
            yield from _changed(before[name], after[name])


def _by_name(pack: Pack) -> dict[tuple[str, str], Component]:
    """Return components by what others call them; actions and workflows share their names."""
    found: dict[tuple[str, str], Component] = {}
    for component in pack.every_component():
        kind = component.kind.name
        if kind != "pack" and component.path not in pack.linked_files:
            shared = "action" if kind == "workflow" else kind
            found.setdefault((shared, component.ref), component)
    return found


def _removed(component: Component, come: Sequence[Component]) -> Difference:
    kind = component.kind.name
    impact = Impact.MINOR if kind in _HARMLESS_TO_LOSE else Impact.MAJOR
    same = _substance(component)
    heir = next(
        (each for each in come if each.kind.name == kind and _substance(each) == same), None
    )
    renamed = f"; {heir.ref} is the same under another name" if heir else ""
    message = f"{_title(component)} is gone{renamed}"
    what = "component.renamed" if heir else "component.removed"
    return _about(
        component, what, impact, message, old=component.ref, new=heir.ref if heir else None
    )


def _substance(component: Component) -> dict[str, Value]:
    return {name: value for name, value in component.value.items() if name not in _NAMES}


def _changed(old: Component, new: Component) -> Iterator[Difference]:
    if old.value == new.value and old.kind is new.kind:
        return
    yield from compare_schemas(_title(new), old, new)
    yield from _switched(old, new)
    for watched in _FIELDS.get(new.kind.name, ()):
        yield from _watched(watched, old, new)
    if old.kind is not new.kind or any(old.get(name) != new.get(name) for name in _BEHAVIOUR):
        message = f"{_title(new)} is run in another way"
        yield _about(new, "component.retyped", Impact.PATCH, message)
    elif _substance(old) == _substance(new):
        message = f"{_title(new)} is described in other words"
        yield _about(new, "component.text_changed", Impact.PATCH, message)


def _switched(old: Component, new: Component) -> Iterator[Difference]:
    before, after = (each.get("enabled") is not False for each in (old, new))
    if before != after:
        callable_ = new.kind.name in ("action", "workflow", "trigger")
        impact = Impact.MAJOR if callable_ and not after else Impact.MINOR
        word = "on" if after else "off"
        message = f"{_title(new)} is now switched {word}"
        yield _about(new, "component.enabled_changed", impact, message, old=before, new=after)


def _watched(watched: _Watched, old: Component, new: Component) -> Iterator[Difference]:
    before, after = old.get(watched.name), new.get(watched.name)
    if before == after:
        return
    impact = watched.changed
    if isinstance(before, list) and isinstance(after, list):
        lost, won = ([each for each in one if each not in other] for one, other in
                     ((before, after), (after, before)))  # fmt: skip
        impact = watched.removed if lost else watched.added if won else Impact.PATCH
    elif after is None:
        impact = watched.removed
    elif before is None:
        impact = watched.added
    message = f"{_title(new)} has another {watched.name}"
    kind = f"{new.kind.name}.{watched.name}_changed"
    place = new.at(watched.name)
    yield Difference(
        kind=kind,
        component=_title(new),
        path=place.path,
        pointer=place.pointer,
        impact=impact,
        message=message,
        old=before,
        new=after,
    )


def _title(component: Component) -> str:
    return f"{component.kind.name.replace('_', ' ')} {component.ref}"


def _about(
    component: Component,
    kind: str,
    impact: Impact,
    message: str,
    *,
    old: Any = None,
    new: Any = None,
) -> Difference:
    return Difference(
        kind=kind,
        component=_title(component),
        path=component.path,
        pointer=(),
        impact=impact,
        message=message,
        old=old,
        new=new,
    )
