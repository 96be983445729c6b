"""Contributes the built-in registrars."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.api import Registrar, RegistryStore, UsageError, hookimpl


class JsonIndex:
    """Keeps one JSON file a pack beside the packs. Its module is imported when it is first used."""

    name = "json-index"

    def open(self, packs_base_dir: str, url: str, *, create: bool = True) -> RegistryStore:
        """Open the registry in the folder `.packkit` of the packs' folder."""
        from attune_packkit.registrars import json_index

        if url:
            raise UsageError(
                f"registrar '{self.name}' keeps files and has no use for a database URL",
                hint="leave --registrar out, or name one that uses a database",
            )
        return json_index.open_store(packs_base_dir, create=create)


@hookimpl
def packkit_registrars() -> Iterable[Registrar]:
    """Return the built-in registrars."""
    return [JsonIndex()]
