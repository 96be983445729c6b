"""On which workers something may run: selector, tolerations, affinity."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component

SPELLINGS = (("worker_tolerations", "tolerations"), ("worker_affinity", "affinity"))
"""Fields that have two names each."""

_PREFIXES = ("worker_", "sensor_worker_")


def selector(component: Component) -> dict[str, Value]:
    """Return the labels that a worker must carry; empty if none are given."""
    for prefix in _PREFIXES:
        found = component.value.get(f"{prefix}selector")
        if isinstance(found, dict):
            return found
    return {}


def affinity_labels(component: Component, group: str) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Yield the `match_labels` of each affinity term of a group that has no other condition."""
    for name in (*(f"{prefix}affinity" for prefix in _PREFIXES), "affinity"):
        affinity = component.value.get(name)
        terms = affinity.get(group) if isinstance(affinity, dict) else None
        for index, term in enumerate(terms if isinstance(terms, list) else ()):
            if not isinstance(term, dict) or term.get("match_expressions"):
                continue
            labels = term.get("match_labels")
            if isinstance(labels, dict) and labels:
                yield component.place.at(name, group, index), labels
