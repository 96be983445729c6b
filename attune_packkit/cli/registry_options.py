"""The options by which commands name an installation, and how they open it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from functools import wraps
from typing import Any

import click

from attune_packkit.cli.common import PATH, Globals, options_of
from attune_packkit.pipeline.installation import Installation
from attune_packkit.session import Session

packs_base_dir_option = click.option(
    "--packs-base-dir",
    metavar="DIR",
    type=PATH,
    help="Folder of the installed packs; the setting packs-base-dir if not given.",
)

_OPTIONS = options_of(
    packs_base_dir_option,
    click.option(
        "--registrar",
        metavar="NAME",
        help="Where packs are registered: the setting registrar, or json-index, files beside them.",
    ),
    click.option(
        "--database-url",
        metavar="URL",
        help="Database to register in, or the setting; needs the plugin attune-packkit-database.",
    ),
)


class Opening:
    """The options that name an installation, as given on the command line."""

    def __init__(self, **given: str | None) -> None:
        self._given = given

    @contextlib.contextmanager
    def open(self, given: Globals, **more: object) -> Iterator[tuple[Session, Installation]]:
        """Give a session and the installation, which is closed in the end.

        `more` are settings that the command's other options give.
        """
        settings = given.load(**self._given, **more).settings
        session = Session(settings)
        installation = Installation(
            session, settings.packs_base_dir, settings.registrar, settings.database_url
        )
        with contextlib.closing(installation):
            yield session, installation


def installation_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options to a command, which gets them as one `opening`."""

    @wraps(command)
    def called(*args: Any, **kwargs: Any) -> Any:
        names = ("packs_base_dir", "registrar", "database_url")
        opening = Opening(**{name: kwargs.pop(name) for name in names})
        return command(*args, opening=opening, **kwargs)

    return _OPTIONS(called)
