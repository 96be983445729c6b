"""packkit site: one file a command."""

from __future__ import annotations

from attune_packkit.cli.common import Group
from attune_packkit.cli.site import build, serve

command = Group("site", "Build the static site of a registry.", [build.command, serve.command])
