"""packkit packs show."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.registry_options import Opening, installation_options
from attune_packkit.cli.tables import table
from attune_packkit.cli.workflows.listing import PER_PAGE
from attune_packkit.documents.document import Value
from attune_packkit.model.kinds import ALL_KINDS
from attune_packkit.pipeline.uninstalling import find
from attune_packkit.registration.entries import RegistryStore, Stored
from attune_packkit.registration.records import KINDS

_BY_PLURAL = {ALL_KINDS[name].plural: name for name in KINDS}


@click.command("show", cls=Command)
@click.argument("ref")
@installation_options
@click.option(
    "--components",
    "plural",
    type=click.Choice(sorted(_BY_PLURAL)),
    metavar="KIND",
    help="Show its components of one kind, such as actions, instead.",
)
@json_option
@pass_globals
def command(given: Globals, ref: str, opening: Opening, plural: str | None, form: str) -> None:
    """Show a pack that is registered, or its components of one kind.

    REF is the name of the pack. The JSON is the answer of the pack API.
    """
    with opening.open(given) as (_, installation), installation.reading() as store:
        pack = find(store.packs(), ref)
        if plural is not None:
            _show_components(store.components(ref, _BY_PLURAL[plural]), plural, form)
        elif form == "json":
            emit_json({"data": pack.detailed()})
        else:
            console.emit("\n".join(_sections(pack, store)))


def _show_components(components: list[Stored], plural: str, form: str) -> None:
    told = [each.listed() for each in components]
    if form == "json":
        total = len(told)
        meta = {"page": 1, "per_page": max(PER_PAGE, total), "total": total}
        paged = {"meta": meta | {"total_pages": int(total > 0)}} if plural == "workflows" else {}
        emit_json({"data": told, **paged})
    elif told:
        rows = [(each.ref, str(each.record.fields["label"])) for each in components]
        console.emit(table(("ref", "label"), rows))
    else:
        console.note(f"no {plural}")


def _sections(pack: Stored, store: RegistryStore) -> Iterator[str]:
    yield table(("pack", ""), list(_facts(pack.detailed())))
    counts = {plural: len(store.components(pack.ref, kind)) for plural, kind in _BY_PLURAL.items()}
    rows = [(plural, str(count)) for plural, count in counts.items() if count]
    if rows:
        yield table(("components", ""), rows)


def _facts(told: Mapping[str, Value]) -> Iterator[tuple[str, str]]:
    for name, value in told.items():
        if isinstance(value, list):
            value = ", ".join(map(str, value))
        if value not in (None, ""):
            yield name, value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
