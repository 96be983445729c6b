"""All commands with their summaries, in groups: help is shown without importing them."""

from __future__ import annotations

GROUPS: dict[str, dict[str, str]] = {
    "Write packs": {
        "validate": "Check packs and report what is wrong with them.",
        "explain": "Explain what a check finds and how to mend it.",
        "new": "Make a new pack, or a new component of the pack here.",
        "workflows": "List, show, draw, check and register the workflows of packs.",
        "simulate": "Show what a rule or a workflow would do.",
        "test": "Run the tests that packs bring along.",
        "diff": "Tell what changed between two versions of packs for those who use them.",
    },
    "Install packs": {
        "install": "Download packs and register them, with what they depend on.",
        "download": "Fetch packs into a folder.",
        "deps": "Show what packs need, and what of it is missing.",
        "build-envs": "Tell what packs need beside themselves to run, or build it.",
        "register": "Validate packs, test them, and put them among the installed ones.",
        "packs": "List and show the packs that are installed.",
        "uninstall": "Remove an installed pack: its folder, its entry and all its components.",
        "lock": "Write down exactly which packs sources give now.",
        "bundle": "Write packs into one file for a site without a network.",
    },
    "Keep a registry": {
        "publish": "Validate packs, index them, and write the registry as a static site.",
        "site": "Build the static site of a registry.",
        "index": "Make, change, merge and check the index of a registry.",
        "checksum": "Print the checksums of packs and archives.",
        "archive": "Write a pack as a reproducible .tar.gz archive.",
    },
    "Know packkit": {
        "checks": "List all checks, or those below a PREFIX.",
        "schema": "Print the JSON Schema of a kind of file.",
        "config": "Look at the settings.",
        "plugins": "List the active plugins and the hooks they implement.",
        "cache": "Look at the cache, or empty it.",
        "completion": "Print the code that makes a shell complete commands.",
    },
}

COMMANDS: tuple[str, ...] = tuple(sorted(name for group in GROUPS.values() for name in group))


def module_of(name: str) -> str:
    """Return the module that holds a command; it is imported when the command is used."""
    return f"attune_packkit.cli.{name.replace('-', '_')}"
