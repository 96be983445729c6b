"""packkit db: the tables of the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click

from attune_packkit.api import UsageError

if TYPE_CHECKING:
    from sqlalchemy import Engine


@click.group("db", invoke_without_command=True)
@click.pass_context
def command(context: click.Context) -> None:
    """Make and change the tables of the registry's database."""
    if context.invoked_subcommand is None:
        click.echo(context.get_help())


def _database(called: Callable[..., Any]) -> Callable[..., Any]:
    """Add the options that name a database."""
    url = click.option(
        "--database-url",
        "url",
        metavar="URL",
        envvar="PACKKIT_DATABASE_URL",
        default="",
        help="The database.",
    )
    folder = click.option(
        "--packs-base-dir",
        "folder",
        metavar="DIR",
        type=click.Path(),
        envvar=["PACKKIT_PACKS_BASE_DIR", "ATTUNE__PACKS_BASE_DIR"],
        help="Without a URL: folder of the installed packs, beside which the file lies.",
    )
    return url(folder(called))


@command.command("current")
@_database
def current(url: str, folder: str | None) -> None:
    """Print the version of the tables."""
    with _open(url, folder) as engine:
        from attune_packkit_database import schema

        found = schema.version(engine)
    needed = "" if found == schema.HEAD else f" ({schema.HEAD} is needed)"
    click.echo(f"{found or 'no tables'}{needed}")


@command.command("upgrade")
@click.argument("revision", default="head")
@_database
def upgrade(revision: str, url: str, folder: str | None) -> None:
    """Bring the tables up to a version: the newest, or REVISION."""
    with _open(url, folder) as engine:
        from attune_packkit_database import schema

        schema.upgrade(engine, revision)
        click.echo(schema.version(engine))


@command.command("downgrade")
@click.argument("revision")
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@_database
def downgrade(revision: str, yes: bool, url: str, folder: str | None) -> None:
    """Take the tables down to REVISION.

    What older tables cannot hold is lost; base takes all of them away.
    """
    if not yes:
        click.confirm("This loses data. Go on?", abort=True, err=True)
    with _open(url, folder) as engine:
        from attune_packkit_database import schema

        schema.downgrade(engine, revision)
        click.echo(schema.version(engine) or "no tables")


@contextmanager
def _open(url: str, folder: str | None) -> Iterator[Engine]:
    from attune_packkit_database.engine import connect, parse_url

    if not url and not folder:
        raise UsageError("no database is named", hint="use --database-url or --packs-base-dir")
    engine = connect(parse_url(folder or "", url))
    try:
        yield engine
    finally:
        engine.dispose()
