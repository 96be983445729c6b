"""packkit workflows: one file a command."""

from __future__ import annotations

from attune_packkit.cli.common import Group
from attune_packkit.cli.workflows import graph, listing, show, sync, validate

command = Group(
    "workflows",
    "List, show, draw, check and register the workflows of packs.",
    [listing.command, show.command, graph.command, validate.command, sync.command],
)
