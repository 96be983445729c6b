"""packkit packs: one file a command."""

from __future__ import annotations

from attune_packkit.cli.common import Group
from attune_packkit.cli.packs import listing, show

command = Group("packs", "List and show the packs that are installed.", [
    listing.command, show.command,
])  # fmt: skip
