"""Bytes to values and faults: libyaml composes once, one walk over the nodes builds plain data.

Positions are not kept: `positions.py` finds them again for the few documents that have something
to report.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import ComposerError

from attune_packkit.diagnostics import Scalar
from attune_packkit.documents import guard, separators
from attune_packkit.documents.document import Document, Fault, Value, fault, unreadable
from attune_packkit.documents.pointers import pointers_to, step
from attune_packkit.documents.scalars import Resolved, resolve
from attune_packkit.spans import Span

MAX_EXPANDED_NODES = 200_000
CHARACTERS_A_NODE = 50
"""In the size of what aliases repeat, so many characters of text count as one more node."""

MAX_FAULTS = 1_000
"""The most that are reported for one file; the report says if there are more."""

_PLAIN = "plain"
_STRING = "tag:yaml.org,2002:str"
_STANDARD = frozenset(
    f"tag:yaml.org,2002:{name}" for name in ("null", "bool", "int", "float", "map", "seq", "str")
)


class _Composer(CParser):
    """libyaml's composer with tag resolution reduced to "plain or not"; values come later."""

    def resolve(self, kind: type, value: str | None, implicit: Any) -> str:
        return _PLAIN if value is not None and implicit[0] else _STRING

    # There are no path resolvers, but libyaml's binding calls these for every node: functions in C
    # that do nothing of note are the cheapest answer.
    descend_resolver = staticmethod(operator.is_)
    ascend_resolver = staticmethod(tuple)


def read(path: str, data: bytes) -> Document:
    """Parse YAML of any kind. Never raises for what the bytes hold."""
    refused = guard.refuse(path, data)
    if refused is not None:
        return refused
    faults = guard.notices(path, data)
    try:
        root, second = _compose(data)
    except yaml.YAMLError as error:
        from attune_packkit.documents.syntax_errors import syntax_fault

        return _half_broken(path, data, faults, syntax_fault(path, data, error))
    except RecursionError:
        return unreadable(path, "yaml.too_deep", data=data, limit=guard.MAX_DEPTH)
    if second is not None:
        faults.append(fault("yaml.multiple_documents", path, _marker(data, second)))
    builder = _Builder(path, data, shared=b"*" in data)
    try:
        value = builder.document(root)
    except _UnusableError as stop:
        return unreadable(path, stop.code, data=data, span=stop.span, **stop.params)
    faults += builder.faults()
    return Document(path, value, data, tuple(faults[:MAX_FAULTS]))


def _compose(data: bytes) -> tuple[yaml.Node | None, yaml.Node | None]:
    hidden = separators.hide(data)
    composer = _Composer(hidden)
    try:
        root = composer.get_node() if composer.check_node() else None
        second = composer.get_node() if composer.check_node() else None
    except ComposerError as error:
        from attune_packkit.documents import anchors

        if not anchors.are_repeated(error, data):
            raise
        root, second = anchors.compose(_Composer(hidden))
    finally:
        composer.dispose()
    if root is not None and hidden != data:
        _show_separators(root)
    return root, second


def _show_separators(root: yaml.Node) -> None:
    """Give the scalars below a node back what was hidden from libyaml."""
    pending = [root]
    seen = set()
    while pending:
        node = pending.pop()
        if isinstance(node, yaml.ScalarNode):
            node.value = separators.show(node.value)
        elif id(node) not in seen:
            seen.add(id(node))
            for item in node.value:
                pending += item if isinstance(item, tuple) else (item,)


def _half_broken(path: str, data: bytes, faults: list[Fault], error: Fault) -> Document:
    """Keep the top-level entries that end before the line of the error."""
    assert error.place.span is not None
    lines = data.splitlines(keepends=True)[: error.place.span.line]
    while lines and (not lines[-1].strip() or lines[-1][:1] in b" \t#-"):
        lines.pop()
    value: Value = None
    if len(lines) > 1:
        try:
            root, _ = _compose(b"".join(lines[:-1]))
            value = _Builder(path, data, shared=True).document(root)
        except (yaml.YAMLError, _UnusableError):
            value = None
    return Document(path, value, data, (*faults, error), readable=False)


class _UnusableError(Exception):
    """The document cannot be given a bounded value at all."""

    def __init__(self, code: str, node: yaml.Node, **params: Scalar) -> None:
        super().__init__(code)
        self.code = code
        self.span = _span(node)
        self.params = params


_resolved: dict[str, Resolved] = {}
_RESOLVED_LIMIT = 20_000

_texts: set[str] = set()
"""Plain scalars known to be ordinary text; most keys are among them."""


def _resolve(text: str) -> Resolved:
    """Resolve a plain scalar, remembering short ones: keys and types repeat all the time."""
    found = _resolved.get(text)
    if found is None:
        found = resolve(text)
        if len(text) < 64 and len(_resolved) < _RESOLVED_LIMIT:
            _resolved[text] = found
            if found.value is text and not found.other_reading and not found.fault:
                _texts.add(text)
    return found


class _Builder:
    """Builds plain values from nodes, each shared node once, and collects faults."""

    def __init__(self, path: str, data: bytes, *, shared: bool) -> None:
        self.path = path
        self.data = data
        self.build: Callable[[yaml.Node, int], Value] = self._shared if shared else self._build
        self._built: dict[int, Value] = {}
        self._open: set[int] = set()
        self._sizes: dict[int, int] = {}
        self._merged = 0
        self._first_lines: dict[int, dict[str, int]] = {}
        self._root: yaml.Node | None = None
        self._noted: list[tuple[str, yaml.Node, dict[str, Scalar]]] = []

    def document(self, root: yaml.Node | None) -> Value:
        """Return the value of a whole document; only once."""
        self._root = root
        try:
            return None if root is None else self.build(root, 0)
        finally:
            del self.build  # it refers back to the builder, which would keep all nodes

    def faults(self) -> list[Fault]:
        """Return what was met on the way."""
        if self._root is None or not self._noted:
            return []
        pointers = pointers_to(self._root, [node for _, node, _ in self._noted])
        return [
            fault(code, self.path, _span(node), pointers.get(id(node), ()), **params)
            for code, node, params in self._noted
        ]

    def _build(self, node: yaml.Node, depth: int) -> Value:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if depth >= guard.MAX_DEPTH:
            raise _UnusableError("yaml.too_deep", node, limit=guard.MAX_DEPTH)
        if node.tag and node.tag not in _STANDARD:
            self._fault("yaml.unknown_tag", node, tag=node.tag)
        if isinstance(node, yaml.MappingNode):
            return self._template(node) if _is_template(node) else self._mapping(node, depth)
        build = self.build
        return [build(item, depth + 1) for item in node.value]

    def _shared(self, node: yaml.Node, depth: int) -> Value:
        """Build a value of a document with aliases, within the bounds for what they expand to."""
        name = id(node)
        if name in self._built:
            return self._built[name]
        if name in self._open:
            raise _UnusableError("yaml.recursive_alias", node)
        self._open.add(name)
        value = self._build(node, depth)
        self._open.discard(name)
        size = self._size(node)
        if size > MAX_EXPANDED_NODES:
            raise _UnusableError("yaml.alias_bomb", node, limit=MAX_EXPANDED_NODES)
        self._sizes[name] = size
        self._built[name] = value
        return value

    def _size(self, node: yaml.Node) -> int:
        """Return how many nodes a node expands to; long text counts as several nodes."""
        if isinstance(node, yaml.ScalarNode):
            return 1 + len(node.value) // CHARACTERS_A_NODE
        if isinstance(node, yaml.SequenceNode):
            return 1 + sum(self._sizes[id(item)] for item in node.value)
        return 1 + sum(
            len(key.value) // CHARACTERS_A_NODE + self._sizes.get(id(item), 1)
            for key, item in node.value
        )

    def _scalar(self, node: yaml.ScalarNode) -> Value:
        tag = node.tag
        text: str = node.value
        if tag is _PLAIN:
            resolved = _resolve(text)
            if resolved.other_reading:
                self._fault(
                    "yaml.ambiguous_scalar",
                    node,
                    text=text,
                    other=resolved.other_reading,
                    key=False,
                )
            elif resolved.fault:
                self._fault(resolved.fault, node, text=text[:40])
            return resolved.value
        if tag is _STRING or tag == _STRING:
            return text
        if tag not in _STANDARD:
            self._fault("yaml.unknown_tag", node, tag=tag)
            return text
        return resolve(text).value

    def _template(self, node: yaml.MappingNode) -> str:
        """Read `{{ x }}` without quotes as the text it was meant to be."""
        self._fault("yaml.unquoted_template", node)
        text = self.data.decode("utf-8").removeprefix("\ufeff")
        return text[node.start_mark.index : node.end_mark.index]

    def _mapping(self, node: yaml.MappingNode, depth: int) -> dict[str, Value]:
        result: dict[str, Value] = {}
        merged: list[Value] = []
        build = self.build
        for key_node, value_node in node.value:
            key = key_node.value
            if key_node.tag is not _PLAIN or key not in _texts:
                key = self._key(key_node)
            value = build(value_node, depth + 1)
            if key == "<<" and key_node.tag is _PLAIN:
                self._fault("yaml.merge_key", key_node)
                merged += value if isinstance(value, list) else [value]
                continue
            if key in result:
                self._duplicate(node, key_node, key)
            result[key] = value
        return self._merge(node, merged, result) if merged else result

    def _duplicate(self, mapping: yaml.MappingNode, node: yaml.Node, key: str) -> None:
        if len(self._noted) < MAX_FAULTS:
            if id(mapping) not in self._first_lines:
                keys = [(step(other), other.start_mark.line + 1) for other, _ in mapping.value]
                self._first_lines[id(mapping)] = dict(reversed(keys))
            first = self._first_lines[id(mapping)][key]
            self._fault("yaml.duplicate_key", node, key=key, first=first)

    def _merge(
        self, node: yaml.Node, merged: list[Value], own: dict[str, Value]
    ) -> dict[str, Value]:
        """Put a mapping's own entries over those of the mappings it merges, the first one on top.

        Raises `_UnusableError` before the merges of a document copy more than it may expand to.
        """
        mappings = [each for each in merged if isinstance(each, dict)]
        self._merged += len(own) + sum(map(len, mappings))
        if self._merged > MAX_EXPANDED_NODES:
            raise _UnusableError("yaml.alias_bomb", node, limit=MAX_EXPANDED_NODES)
        result: dict[str, Value] = {}
        for mapping in reversed(mappings):
            result.update(mapping)
        return {**result, **own}

    def _key(self, node: yaml.Node) -> str:
        if node.__class__ is not yaml.ScalarNode:
            self._fault("yaml.complex_key", node)
            return step(node)
        text: str = node.value
        if node.tag is _PLAIN:
            resolved = _resolve(text)
            if resolved.other_reading:
                self._fault(
                    "yaml.ambiguous_scalar", node, text=text, other=resolved.other_reading, key=True
                )
            elif not isinstance(resolved.value, str):
                self._fault("yaml.key_not_text", node, text=text)
        elif node.tag not in _STANDARD:
            self._fault("yaml.unknown_tag", node, tag=node.tag)
        if len(text) > guard.MAX_KEY:
            self._fault("yaml.key_too_long", node, length=len(text))
        return text

    def _fault(self, code: str, node: yaml.Node, **params: Scalar) -> None:
        if len(self._noted) < MAX_FAULTS:
            self._noted.append((code, node, params))


def _is_template(node: yaml.MappingNode) -> bool:
    """Tell whether a mapping is written `{{ x }}`: to YAML, a mapping that is its own key."""
    if not node.flow_style or len(node.value) != 1:
        return False
    inner = node.value[0][0]
    return (
        isinstance(inner, yaml.MappingNode)
        and inner.start_mark.index == node.start_mark.index + 1
        and inner.end_mark.index == node.end_mark.index - 1
    )


def _marker(data: bytes, document: yaml.Node) -> Span:
    """Return where the `---` stands that begins a document after the first."""
    lines = data.splitlines()[: document.start_mark.line + 1]
    while lines and not lines[-1].startswith(b"---"):
        lines.pop()
    return Span(len(lines), 1, len(lines), 4) if lines else _span(document)


def _span(node: Any) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
