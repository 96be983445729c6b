"""How a queue hands out its items: the parts of `config.dispatch`."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.component import Component


def dispatch(queue: Component) -> dict[str, Value]:
    """Return `config.dispatch`; empty if it is no mapping."""
    config = queue.get("config")
    found = config.get("dispatch") if isinstance(config, dict) else None
    return found if isinstance(found, dict) else {}


def tunables(queue: Component) -> Iterator[tuple[Place, dict[str, Value]]]:
    """Yield the numbers that are given by a source, with their places."""
    settings = dispatch(queue)
    for name in ("concurrency", "batch_size"):
        value = settings.get(name)
        if isinstance(value, dict):
            yield queue.at("config", "dispatch", name), value
