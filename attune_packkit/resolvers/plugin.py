"""Contributes the built-in resolvers."""

from __future__ import annotations

from collections.abc import Iterable

from attune_packkit.api import Resolver, hookimpl
from attune_packkit.resolvers.archive import ArchiveResolver
from attune_packkit.resolvers.git import GitResolver
from attune_packkit.resolvers.local import LocalResolver
from attune_packkit.resolvers.registry import RegistryResolver


@hookimpl
def packkit_resolvers() -> Iterable[Resolver]:
    """Return the built-in resolvers."""
    return [RegistryResolver(), GitResolver(), ArchiveResolver(), LocalResolver()]
