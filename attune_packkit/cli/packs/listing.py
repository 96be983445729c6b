"""packkit packs list."""

from __future__ import annotations

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.paging import Page, page_options
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.cli.tables import table
from attune_packkit.registration.entries import Stored

PER_PAGE = 50


@click.command("list", cls=Command)
@installation_options
@page_options("Packs", PER_PAGE)
@json_option
@pass_globals
def command(given: Globals, opening: Opening, page: int, per_page: int, form: str) -> None:
    """List the packs that are registered, in the order in which they came.

    The JSON is the answer of the pack API.
    """
    with opening.open(given) as (_, installation), installation.reading() as store:
        packs = store.packs()
    shown = Page(packs, page, per_page)
    if form == "json":
        data = [each.listed() for each in shown.items]
        emit_json({"data": data, "pagination": shown.as_data()})
        return
    if shown.items:
        console.emit(table(("ref", "version", "label", "updated"), list(map(_row, shown.items))))
    if packs:
        shown.tell_others("packs")
    else:
        console.note(f"no pack is installed in {installation.folder}")


def _row(pack: Stored) -> tuple[str, ...]:
    fields = pack.record.fields
    return (pack.ref, str(fields["version"] or ""), str(fields["label"]), pack.updated)
