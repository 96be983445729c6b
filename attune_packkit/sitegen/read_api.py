"""The read API of the documents as files, so that a static host serves what a server would.

`api/v1/packs/index.json` is what `GET /api/v1/packs` answers, and so on. A list of more than
`PER_PAGE` entries goes on in `index.2.json`, `index.3.json`, … beside it. Lists are in the order of
refs. An id follows from the ref alone, so it stays the same whatever else the registry holds. Times
are those that the changelog gives the version; `UNKNOWN_TIME` stands for none.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.api import (
    BUILT_IN_REFS,
    RUNNER_ALIASES,
    Component,
    Pack,
    Pointer,
    Schema,
    Value,
    Workflow,
    qualify,
    texts,
)
from attune_packkit.sitegen import addresses
from attune_packkit.sitegen.cards import ComponentCard, PackCard, label_of
from attune_packkit.sitegen.json_text import Json, dump, plain
from attune_packkit.sitegen.sanitising import visible
from attune_packkit.sitegen.sources import PackSources

ROOT = "api/v1/"
UNKNOWN_TIME = "1970-01-01T00:00:00Z"
"""Stands for a time that nobody knows, as in an index without entries."""

PER_PAGE = 100
"""The most that the documents allow."""

_LISTED = ("trigger", "rule", "sensor")


def number(kind: str, ref: str) -> int:
    """Return the id of a pack or component: 48 bits, which every reader of JSON can hold."""
    return int.from_bytes(hashlib.sha256(f"{kind} {visible(ref)}".encode()).digest()[:6], "big")


def moment(day: str) -> str:
    """Return the time that stands for a day, "" if that is unknown."""
    return f"{day}T00:00:00Z" if day else UNKNOWN_TIME


def times(card: PackCard) -> dict[str, Json]:
    """Return when a version and what is in it was made."""
    time = moment(card.released)
    return {"created": time, "updated": time}


def registry_documents(cards: Sequence[PackCard]) -> Iterator[tuple[str, bytes]]:
    """Yield the lists that span all packs; `cards` are in the order of refs."""
    yield from _list(f"{ROOT}packs/", [*map(_pack_item, cards)], "pagination")
    workflows = (each for card in cards for each in _workflow_items(card))
    yield from _list(f"{ROOT}workflows/", _once(workflows), "meta")
    own = {each.ref for card in cards for each in card.components if each.kind == "runtime"}
    runtimes: list[Json] = [
        {"id": number("runtime", ref), "ref": ref} for ref in sorted(BUILT_IN_REFS["runtime"] | own)
    ]
    yield f"{ROOT}runtimes/index.json", dump({"data": runtimes})


def pack_document(ref: str) -> str:
    """Return the address of what the API says of one pack."""
    return f"{ROOT}packs/{addresses.slug(ref)}/index.json"


def pack_documents(sources: PackSources) -> Iterator[tuple[str, bytes]]:
    """Yield what the API says of one pack."""
    made = _PackDocuments(sources)
    address = pack_document(sources.card.ref)
    folder = address.removesuffix("index.json")
    yield address, dump({"data": made.pack()})
    yield f"{folder}actions/index.json", dump({"data": _once(made.actions())})
    for kind in _LISTED:
        yield f"{folder}{kind}s/index.json", dump({"data": _once(made.components(kind))})
    yield from _list(f"{folder}workflows/", _once(_workflow_items(sources.card)), "meta")
    for ref, workflow in made.workflows().items():
        yield f"{ROOT}workflows/{addresses.slug(ref)}/index.json", dump({"data": workflow})


def _list(folder: str, items: list[Json], about: str) -> Iterator[tuple[str, bytes]]:
    """Yield the pages of a list; what tells of them is called `about`."""
    pages = -(-len(items) // PER_PAGE)
    for page in range(1, max(1, pages) + 1):
        told: Json = {
            "page": page,
            "per_page": PER_PAGE,
            "total": len(items),
            "total_pages": pages,
        }
        part = items[(page - 1) * PER_PAGE : page * PER_PAGE]
        name = "index.json" if page == 1 else f"index.{page}.json"
        yield folder + name, dump({"data": part, about: told})


def _once(items: Iterable[Json]) -> list[Json]:
    """Return objects in the order of their refs, of those with one ref the first."""
    found: dict[str, Json] = {}
    for item in items:
        if isinstance(item, dict):
            found.setdefault(str(item["ref"]), item)
    return [found[ref] for ref in sorted(found)]


def _pack_item(card: PackCard) -> dict[str, Json]:
    return {
        "id": number("pack", card.ref),
        "ref": card.ref,
        "label": card.label,
        "description": card.description,
        "version": card.version or None,
        "tags": [*card.tags],
        "is_standard": card.standard,
        **times(card),
    }


def _workflow_items(card: PackCard) -> Iterator[dict[str, Json]]:
    for each in card.components:
        if each.kind == "workflow":
            yield _workflow_item(each, card)


def _workflow_item(each: ComponentCard, card: PackCard) -> dict[str, Json]:
    return {
        "id": number("workflow", each.ref),
        "ref": each.ref,
        "pack_ref": card.ref,
        "label": each.label,
        "description": each.description,
        "version": card.version or None,
        "tags": [*each.tags],
        "enabled": each.enabled,
        **times(card),
    }


def _with_secrets(schema: Schema) -> dict[str, Value]:
    """Return a flat schema as JSON Schema that still says which fields are secret."""
    made = schema.json_schema()
    properties = made.get("properties")
    for name, field in schema.fields.items():
        shown = properties.get(name) if isinstance(properties, dict) else None
        if field.secret and isinstance(shown, dict):
            shown["secret"] = True
    return made


class _PackDocuments(Struct, frozen=True):
    """Makes the objects of one pack, with its secrets hidden."""

    sources: PackSources

    @property
    def _pack(self) -> Pack:
        return self.sources.pack

    def pack(self) -> Json:
        """Return the pack in full."""
        manifest = self._pack.manifest
        return {
            **_pack_item(self.sources.card),
            "description": manifest.text("description"),
            "conf_schema": self._schema(manifest, "conf_schema"),
            "config": self._mapping(manifest, "config"),
            "meta": self._mapping(manifest, "meta"),
            "runtime_deps": [*self._runtimes()],
        }

    def _runtimes(self) -> Iterator[int]:
        manifest = self._pack.manifest
        for mention in texts(manifest.at("runtime_deps"), manifest.get("runtime_deps")):
            name = mention.text
            yield number("runtime", RUNNER_ALIASES.get(name.lower(), name))

    def actions(self) -> Iterator[Json]:
        """Yield the actions, those with a graph among them."""
        for action in self._pack.of("action"):
            runner = self._pack.programs[action.path].runner
            runtime = number("runtime", runner) if runner else None
            yield self._item("action", action, {"runtime": runtime})

    def components(self, kind: str) -> Iterator[Json]:
        """Yield the triggers, rules or sensors."""
        for each in self._pack.of(kind):
            own: dict[str, Json] = {}
            if kind == "rule":
                own = {name: self._target(each, name) for name in ("action_ref", "trigger_ref")}
            yield self._item(kind, each, {**own, "enabled": each.get("enabled") is not False})

    def _item(self, kind: str, each: Component, own: dict[str, Json]) -> Json:
        return {
            "id": number(kind, each.ref),
            "ref": each.ref,
            "pack_ref": self._pack.ref,
            "label": label_of(each),
            "description": each.text("description"),
            **own,
            **times(self.sources.card),
        }

    def _target(self, rule: Component, name: str) -> Json:
        written = rule.text(name)
        return qualify(written, self._pack.ref) if written else None

    def workflows(self) -> dict[str, Json]:
        """Return the workflows in full, by ref."""
        cards = {each.ref: each for each in reversed(self.sources.card.components)
                 if each.kind == "workflow"}  # fmt: skip
        found: dict[str, Json] = {}
        for workflow in self._pack.workflows:
            if workflow.ref in cards and workflow.ref not in found:
                found[workflow.ref] = self._workflow(workflow, cards[workflow.ref])
        return found

    def _workflow(self, workflow: Workflow, card: ComponentCard) -> Json:
        return {
            **_workflow_item(card, self.sources.card),
            "pack": number("pack", self._pack.ref),
            "description": workflow.meta.text("description"),
            "param_schema": self._schema(workflow.meta, "parameters"),
            "out_schema": self._schema(workflow.meta, "output"),
            "definition": self._definition(workflow),
        }

    def _definition(self, workflow: Workflow) -> Json:
        """Return tasks and variables, without what is metadata."""
        graph = {
            key: value
            for key, value in workflow.graph.items()
            if key in ("tasks", "vars", "variables", "output_map")
        }
        if "vars" in graph:
            graph["variables"] = graph.pop("vars")
        return plain(graph, self._secrets(workflow.path, workflow.root.pointer))

    def _schema(self, component: Component, name: str) -> Json:
        schema = component.schema(name)
        if schema is None:
            return None
        secrets = self._secrets(component.path, schema.place.pointer)
        raw = plain(schema.raw, secrets)
        if not isinstance(raw, dict):
            return None
        if schema.dialect == "json":
            return raw
        return plain(_with_secrets(replace(schema, raw=raw)))

    def _mapping(self, component: Component, name: str) -> Json:
        value = component.get(name)
        at = component.at(name).pointer
        return plain(value, self._secrets(component.path, at)) if isinstance(value, dict) else None

    def _secrets(self, path: str, below: Pointer) -> Iterator[Pointer]:
        """Yield the places of secrets in a file, relative to the value at `below`."""
        for each in self.sources.reported.get(path, ()):
            place = each.diagnostic.place
            if place.hidden and place.pointer[: len(below)] == below:
                yield place.pointer[len(below) :]
