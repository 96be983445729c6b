"""The references of a pack's schema: those that leave it, lead nowhere, or run in circles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model.pointing import REFERRING, is_local, resolve
from attune_packkit.model.schema import Node, Schema
from attune_packkit.spans import Pointer, pointer_text

_METASCHEMA = r"https?://json-schema\.org/(?:draft/20(?:19-09|20-12)|draft-0[3467])/schema#?"
"""The addresses of the standard's own schemas, which every validator knows without fetching."""
_IN_PLACE_ONE = ("not", "if", "then", "else")
_IN_PLACE_LIST = ("allOf", "anyOf", "oneOf")


def refs(schema: Schema) -> Iterator[tuple[Node, Place, str]]:
    """Yield every reference: the subschema that holds it, its place, its text."""
    for node in schema.using(*REFERRING):
        for word in REFERRING:
            ref = node.raw.get(word)
            if isinstance(ref, str):
                yield node, node.place.at(word), ref


def outside_refs(schema: Schema) -> Iterator[tuple[Place, str]]:
    """Yield references to something that is not part of the schema."""
    outside = ((place, ref) for _, place, ref in refs(schema) if not is_local(ref))
    found = [(place, ref) for place, ref in outside if not re.fullmatch(_METASCHEMA, ref)]
    if not found:
        return
    word = _address_word(schema)
    bases = _bases(schema, word)
    known = {base.partition("#")[0] for base in bases.values()}
    for place, ref in found:
        if _absolute(_base(bases, place.pointer), ref).partition("#")[0] not in known:
            yield place, ref


def _address_word(schema: Schema) -> str:
    """Return the keyword that gives a part of the schema its address."""
    return "id" if "draft-04" in str(schema.raw.get("$schema", "")) else "$id"


def _bases(schema: Schema, word: str) -> dict[Pointer, str]:
    """Return the address of each part that has one of its own, by the place of that part."""
    bases: dict[Pointer, str] = {}
    for node in schema.nodes:
        address = node.raw.get(word)
        if isinstance(address, str):
            bases[node.pointer] = _absolute(_base(bases, node.pointer), address)
    return bases


def _base(bases: dict[Pointer, str], pointer: Pointer) -> str:
    """Return the address from which a reference at a place starts: that of the part around it."""
    around = (pointer[:length] for length in range(len(pointer), -1, -1))
    return next((bases[each] for each in around if each in bases), "")


def _absolute(base: str, ref: str) -> str:
    try:
        return urljoin(base, ref)
    except ValueError:
        return ref


def dangling_refs(schema: Schema) -> Iterator[tuple[Place, str]]:
    """Yield references to a part of the schema that does not exist.

    None where parts of the schema have an address of their own, from which references start.
    """
    found = list(refs(schema))
    word = _address_word(schema) if found else ""
    if not found or any(word in node.raw for node in schema.nodes if not node.root):
        return
    for node, place, ref in found:
        if is_local(ref) and _target(schema, node, ref) is None:
            yield place, ref


def targets(schema: Schema) -> list[str]:
    """Return what references usually name: the definitions of a schema."""
    return [
        "#" + pointer_text((word, name))
        for word in ("$defs", "definitions")
        for name in _mapping(schema.raw.get(word))
    ]


def circular_refs(schema: Schema) -> Iterator[tuple[Place, str]]:
    """Yield one reference of each circle in which no part of a value is ever looked at."""
    found = list(refs(schema))
    if found:
        yield from _Circles(schema).references()


class _Circles:
    """Walks from subschema to subschema for the same value, each once, without recursion."""

    def __init__(self, schema: Schema) -> None:
        self._schema = schema
        self._nodes = {id(node.raw): node for node in schema.nodes}
        self._done: set[int] = set()

    def references(self) -> Iterator[tuple[Place, str]]:
        for start in self._schema.nodes:
            if id(start.raw) not in self._done:
                yield from self._walk(start)

    def _walk(self, start: Node) -> Iterator[tuple[Place, str]]:
        path = [start]
        pending = [self._next(start)]
        on_path = {id(start.raw): 0}
        while path:
            below = next(pending[-1], None)
            if below is None:
                pending.pop()
                left = id(path.pop().raw)
                del on_path[left]
                self._done.add(left)
            elif id(below.raw) in on_path:
                yield self._first_ref(path[on_path[id(below.raw)] :])
            elif id(below.raw) not in self._done:
                on_path[id(below.raw)] = len(path)
                path.append(below)
                pending.append(self._next(below))

    def _first_ref(self, circle: list[Node]) -> tuple[Place, str]:
        return next(
            (node.place.at(word), str(node.raw[word]))
            for node in circle
            for word in REFERRING
            if word in node.raw
        )

    def _next(self, node: Node) -> Iterator[Node]:
        for raw in self._same_value(node):
            below = self._nodes.get(id(raw))
            if below is not None:
                yield below

    def _same_value(self, node: Node) -> Iterator[Value]:
        raw = node.raw
        for word in REFERRING:
            ref = raw.get(word)
            if isinstance(ref, str):
                yield _target(self._schema, node, ref)
        yield from (raw[word] for word in _IN_PLACE_ONE if word in raw)
        for word in _IN_PLACE_LIST:
            branches = raw.get(word)
            yield from branches if isinstance(branches, list) else ()
        yield from _mapping(raw.get("dependentSchemas")).values()


def _target(schema: Schema, node: Node, ref: str) -> Value:
    """Return the subschema that a reference names, as written.

    In a flat map it may start at the field, or at the whole map read as JSON Schema.
    """
    if schema.dialect == "json":
        return resolve(schema.raw, ref)
    name = node.place.pointer[len(schema.place.pointer)]
    found = resolve(schema.raw[str(name)], ref)
    return resolve({"properties": schema.raw}, ref) if found is None else found


def _mapping(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}
