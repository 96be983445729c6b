"""packkit index: one file a command."""

from __future__ import annotations

from attune_packkit.cli.common import Group
from attune_packkit.cli.index import build, check, entry, mark, merge, update

command = Group(
    "index",
    "Make, change, merge and check the index of a registry.",
    [build.command, entry.command, update.command, merge.command, check.command, mark.command],
)
