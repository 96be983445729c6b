"""The hooks: what this plugin contributes to packkit."""

from __future__ import annotations

from collections.abc import Iterable

import click

from attune_packkit.api import Check, Input, Reporter, SitePage, hookimpl
from attune_packkit_example.markdown import Markdown
from attune_packkit_example.owners import owners
from attune_packkit_example.ownership import owner, owner_missing
from attune_packkit_example.panel import OwnerPanel


@hookimpl
def packkit_inputs() -> Iterable[Input]:
    """Contribute the input `owner`."""
    return [owner]


@hookimpl
def packkit_checks() -> Iterable[Check]:
    """Contribute the check team.owner_missing."""
    return [owner_missing]


@hookimpl
def packkit_reporters() -> Iterable[Reporter]:
    """Contribute `--format markdown`."""
    return [Markdown()]


@hookimpl
def packkit_site_pages() -> Iterable[SitePage]:
    """Contribute the panel "Owner" to the pages of packs."""
    return [OwnerPanel()]


@hookimpl
def packkit_commands() -> Iterable[click.Command]:
    """Contribute `packkit owners`."""
    return [owners]
