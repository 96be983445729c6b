"""packkit workflows show."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from attune_packkit.cli import console
from attune_packkit.cli.common import Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.tables import table
from attune_packkit.cli.workflows.loading import Located, find, paths_argument
from attune_packkit.documents.document import Value
from attune_packkit.model.schema import Schema
from attune_packkit.workflows.describe import detail


@click.command("show", cls=Command)
@click.argument("ref")
@paths_argument
@json_option
@pass_globals
def command(given: Globals, ref: str, paths: tuple[str, ...], form: str) -> None:
    """Show one workflow.

    REF is its full name, such as parcels.dispatch. PATHS are packs or folders of packs to look for
    it; without PATHS, the packs below the working directory. The JSON has the fields of the
    workflow API except those that only a server knows: id, pack, created and updated.
    """
    located = find(given, ref, paths)
    told = detail(located.workflow)
    if form == "json":
        emit_json(told)
    else:
        console.emit("\n".join(_sections(located, told)))


def _sections(located: Located, told: dict[str, Value]) -> Iterator[str]:
    flow = located.workflow
    facts = {
        "ref": told["ref"],
        "label": told["label"],
        "description": told["description"],
        "version": told["version"],
        "tags": ", ".join(str(tag) for tag in _list(told["tags"])),
        "enabled": "yes" if told["enabled"] else "no",
        "file": located.path,
    }
    # The table escapes what does not print, and keeps each value on its line.
    yield table(("workflow", ""), [(name, str(value)) for name, value in facts.items() if value])
    for title, schema in (("parameter", flow.parameters), ("output", flow.output)):
        if schema and schema.fields:
            yield table((title, "type", "", "description"), list(_fields(schema)))
    if flow.variables:
        rows = [(each.name, json.dumps(each.value, ensure_ascii=False)) for each in flow.variables]
        yield table(("variable", "first value"), rows)
    tasks = [(task.title, task.action or task.type) for task in flow.all_tasks()]
    if tasks:
        yield table(("task", "action"), tasks)


def _fields(schema: Schema) -> Iterator[tuple[str, ...]]:
    for field in schema.fields.values():
        description = field.raw.get("description")
        yield (
            field.name,
            " or ".join(field.types) or "any",
            "required" if field.required else "",
            description if isinstance(description, str) else "",
        )


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
