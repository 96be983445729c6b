"""packkit schema."""

from __future__ import annotations

import click

from attune_packkit import schemas
from attune_packkit.cli import console
from attune_packkit.cli.common import Command, emit_json
from attune_packkit.errors import UsageError
from attune_packkit.suggest import did_you_mean


def _complete(context: click.Context, parameter: click.Parameter, start: str) -> list[str]:
    return [kind for kind in schemas.KINDS if kind.startswith(start)]


@click.command("schema", cls=Command)
@click.argument("kind", required=False, shell_complete=_complete)
def command(kind: str | None) -> None:
    """Print the JSON Schema of a kind of file.

    Editors complete and check with it. Without KIND it lists the kinds.
    """
    if kind is None:
        console.emit("".join(f"{name}\n" for name in schemas.KINDS))
    elif kind in schemas.KINDS:
        emit_json(schemas.load(kind))
    else:
        raise UsageError(
            f"there is no schema of '{kind}'",
            hint=did_you_mean(kind, schemas.KINDS) or f"kinds: {', '.join(schemas.KINDS)}",
        )
