"""What plugins contribute to the steps, by name, each with its owner."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from msgspec import Struct

from attune_packkit.plugin_manager import blaming
from attune_packkit.session import Session


class Contributed(Struct, frozen=True):
    """An object that a plugin contributes, and the distribution that it comes from."""

    owner: str
    value: Any

    @contextmanager
    def blamed(self, doing: str) -> Iterator[None]:
        """Turn unexpected exceptions of the object into an error that names its owner."""
        with blaming(f"'{self.value.name}' of {self.owner}", doing):
            yield


def contributed(session: Session, hook: str, what: str) -> dict[str, Contributed]:
    """Return what a hook contributes, by name. Raises `PluginError` if two share one."""
    owned = session.owned(hook, what)
    return {name: Contributed(owner, value) for name, (owner, value) in owned.items()}
