"""packkit workflows list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.paging import Page, page_options
from attune_packkit.cli.tables import table
from attune_packkit.cli.workflows.loading import (
    Collection,
    Located,
    collect,
    note_shared_refs,
    paths_argument,
    unreadable,
)
from attune_packkit.errors import UsageError
from attune_packkit.suggest import did_you_mean
from attune_packkit.workflows.describe import summary

PER_PAGE = 20


@click.command("list", cls=Command)
@paths_argument
@click.option("--pack", metavar="REF", help="Only workflows of this pack.")
@click.option("--tags", metavar="TAGS", help="Only with any of these tags; commas between them.")
@click.option(
    "--enabled", type=click.Choice(["true", "false"]), help="Only enabled ones, or only others."
)
@click.option(
    "--search", metavar="TEXT", default="", help="Only with this text in label or description."
)
@page_options("Workflows", PER_PAGE)
@json_option
@pass_globals
def command(given: Globals, /, paths: tuple[str, ...], form: str, **wanted: Any) -> None:
    """List the workflows of packs, sorted by ref.

    PATHS are packs or folders of packs; without PATHS, the packs below the working directory. The
    JSON has the fields of the workflow API except those that only a server knows: id, created and
    updated.
    """
    collection = collect(given, paths)
    _refuse_unknown_pack(wanted["pack"], collection)
    found = list(_readable(collection))
    note_shared_refs(found)
    told = [summary(each.workflow) for each in found]
    kept = [each for each in told if _fits(each, wanted)]
    page = Page(kept, wanted["page"], wanted["per_page"])
    if form == "json":
        emit_json({"data": page.items, "meta": page.as_data()})
        return
    if page.items:
        rows = [_row(each) for each in page.items]
        console.emit(table(("ref", "version", "enabled", "label", "tags"), rows))
    if kept:
        page.tell_others("workflows")
    else:
        console.note("no workflow fits" if told else "no workflow found")


def _readable(collection: Collection) -> Iterable[Located]:
    for each in collection.workflows:
        if each.readable:
            yield each
        else:
            error = unreadable(each)
            console.note(f"note: {error.message}; {error.hint}")


def _refuse_unknown_pack(ref: str | None, collection: Collection) -> None:
    if ref is not None and ref not in collection.packs:
        hint = did_you_mean(ref, collection.packs)
        raise UsageError(f"no pack here is called '{ref}'", hint=hint)


def _fits(told: dict[str, Any], wanted: dict[str, Any]) -> bool:
    tags = {tag.strip() for tag in (wanted["tags"] or "").split(",")} - {""}
    enabled, text = wanted["enabled"], wanted["search"].casefold()
    return (
        wanted["pack"] in (None, told["pack_ref"])
        and (not tags or not tags.isdisjoint(told["tags"]))
        and enabled in (None, "true" if told["enabled"] else "false")
        and any(text in (told[name] or "").casefold() for name in ("label", "description"))
    )


def _row(told: dict[str, Any]) -> tuple[str, ...]:
    enabled = "yes" if told["enabled"] else "no"
    return (told["ref"], told["version"] or "", enabled, told["label"], ", ".join(told["tags"]))
