"""The pages of the manual that are made from code: checks, hooks, API, commands, configuration."""

from __future__ import annotations

import inspect
from itertools import groupby

from attune_packkit import hookspec, testing
from attune_packkit.checking.documentation import documentation
from attune_packkit.config import Settings
from attune_packkit.manual import api, hooks
from attune_packkit.manual.commands import commands, exit_codes
from attune_packkit.manual.configuration import settings
from attune_packkit.manual.rendering import markdown
from attune_packkit.session import Session


def pages() -> dict[str, str]:
    """Return the generated pages by path below `site/content`. Plugins take no part in them."""
    return {
        "api.md": markdown("api", entries=list(api.entries())),
        "testing.md": markdown("testing", entries=list(api.entries(testing))),
        "hooks.md": markdown(
            "hooks",
            introduction=inspect.getdoc(hookspec),
            hooks=list(hooks.hooks()),
            inputs=list(hooks.inputs()),
        ),
        "commands.md": markdown(
            "commands",
            commands=[
                {"name": context.command_path, "help": command.get_help(context)}
                for command, context in commands()
            ],
            exit_codes=exit_codes(),
        ),
        "configuration.md": markdown("configuration", options=list(settings())),
        **_of_checks(),
    }


def _of_checks() -> dict[str, str]:
    checks = Session(Settings(autoload=False, cache=False)).checks
    topics = [
        (topic, list(group))
        for topic, group in groupby(checks.values(), key=lambda check: check.id.partition(".")[0])
    ]
    made = {"checks/index.md": markdown("checks", topics=topics, count=len(checks))}
    for topic, group in topics:
        explained = [(each, documentation(each)) for each in group]
        made[f"checks/{topic}.md"] = markdown("topic", topic=topic, checks=explained)
    return made
