"""packkit packs list."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, Whole, emit_json, json_option, pass_globals
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.cli.tables import table
from attune_packkit.registration.entries import Stored

PER_PAGE = 50
MAX_PER_PAGE = 100


@click.command("list", cls=Command)
@installation_options
@click.option("--page", metavar="N", type=Whole(1), default=1, help="Which page; 1 first.")
@click.option(
    "--per-page",
    metavar="N",
    type=Whole(1, MAX_PER_PAGE),
    default=PER_PAGE,
    help=f"Packs on a page; {PER_PAGE} if not given, {MAX_PER_PAGE} at most.",
)
@json_option
@pass_globals
def command(given: Globals, opening: Opening, page: int, per_page: int, form: str) -> None:
    """List the packs that are registered, in the order in which they came.

    The JSON is the answer of the pack API.
    """
    with opening.open(given) as (_, installation), installation.reading() as store:
        packs = store.packs()
    shown = packs[(page - 1) * per_page : page * per_page]
    pages = -(-len(packs) // per_page)
    if form == "json":
        counted = {"page": page, "per_page": per_page, "total": len(packs), "total_pages": pages}
        emit_json({"data": [each.listed() for each in shown], "pagination": counted})
        return
    if shown:
        console.emit(table(("ref", "version", "label", "updated"), list(map(_row, shown))))
    if not packs:
        console.note(f"no pack is installed in {installation.folder}")
    elif pages > 1:
        console.note(f"page {page} of {pages}; {len(packs)} packs in all")


def _row(pack: Stored) -> tuple[str, ...]:
    fields = pack.record.fields
    return (pack.ref, str(fields["version"] or ""), str(fields["label"]), pack.updated)
