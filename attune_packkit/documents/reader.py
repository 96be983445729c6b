"""Bytes to values: libyaml composes once, then one walk over the nodes builds plain data.

Positions are not kept: `positions.py` finds them again for the few documents that have something
to report.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any

import yaml
from yaml._yaml import CParser

from attune_packkit.diagnostics import Scalar
from attune_packkit.documents import guard
from attune_packkit.documents.document import Document, Fault, Value, fault, unreadable
from attune_packkit.documents.scalars import Resolved, resolve
from attune_packkit.spans import Span

MAX_EXPANDED_NODES = 200_000
MAX_FAULTS = 100

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
    """Parse the YAML file at `path` (of its pack). Never raises for what the bytes hold."""
    refused = guard.refuse(path, data)
    if refused is not None:
        return refused
    faults = guard.notices(path, data)
    try:
        root, second = _compose(data)
    except yaml.YAMLError as error:
        return _half_broken(path, data, faults, _syntax_fault(path, error))
    except RecursionError:
        return unreadable(path, "yaml.too_deep", data=data, limit=guard.MAX_DEPTH)
    if second is not None:
        faults.append(fault("yaml.multiple_documents", path, _span(second)))
    builder = _Builder(path, shared=b"*" in data)
    try:
        value = None if root is None else builder.build(root, 0)
    except _UnusableError as stop:
        return unreadable(path, stop.code, data=data, span=stop.span, **stop.params)
    faults += builder.faults
    return Document(path, value, data, tuple(faults[:MAX_FAULTS]))


def _compose(data: bytes) -> tuple[yaml.Node | None, yaml.Node | None]:
    composer = _Composer(data)
    try:
        root = composer.get_node() if composer.check_node() else None
        second = composer.get_node() if composer.check_node() else None
        return root, second
    finally:
        composer.dispose()


def _half_broken(path: str, data: bytes, faults: list[Fault], error: Fault) -> Document:
    """Keep the top-level entries that end before the line of the error."""
    assert error.place.span is not None
    lines = data.split(b"\n")[: error.place.span.line]
    while lines and (not lines[-1].strip() or lines[-1][:1] in b" \t#-"):
        lines.pop()
    value: Value = None
    if len(lines) > 1:
        try:
            root, _ = _compose(b"\n".join(lines[:-1]))
            value = None if root is None else _Builder(path, shared=True).build(root, 0)
        except (yaml.YAMLError, _UnusableError):
            value = None
    return Document(path, value, data, (*faults, error), readable=False)


def _syntax_fault(path: str, error: yaml.YAMLError) -> Fault:
    mark = getattr(error, "problem_mark", None)
    context = getattr(error, "context", None) or ""
    if "quoted scalar" in context or "flow" in context:
        mark = getattr(error, "context_mark", None) or mark
    if mark is None:
        reason = getattr(error, "reason", None) or str(error)
        return fault("yaml.syntax", path, problem=str(reason), context="")
    span = Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
    problem = getattr(error, "problem", None) or str(error)
    return fault("yaml.syntax", path, span, problem=problem, context=context)


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

    def __init__(self, path: str, *, shared: bool) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.build: Callable[[yaml.Node, int], Value] = self._shared if shared else self._build
        self._built: dict[int, Value] = {}
        self._open: set[int] = set()
        self._sizes: dict[int, int] = {}

    def _build(self, node: yaml.Node, depth: int) -> Value:
        if isinstance(node, yaml.ScalarNode):
            return self._scalar(node)
        if depth > guard.MAX_DEPTH:
            raise _UnusableError("yaml.too_deep", node, limit=guard.MAX_DEPTH)
        if node.tag and node.tag not in _STANDARD:
            self._fault("yaml.unknown_tag", node, tag=node.tag)
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, depth)
        build = self.build
        return [build(item, depth + 1) for item in node.value]

    def _shared(self, node: yaml.Node, depth: int) -> Value:
        """As `_build`, for documents with aliases: bounded in what they expand to."""
        name = id(node)
        if name in self._built:
            return self._built[name]
        if name in self._open:
            raise _UnusableError("yaml.recursive_alias", node)
        self._open.add(name)
        value = self._build(node, depth)
        self._open.discard(name)
        size = 1
        if isinstance(node, yaml.SequenceNode):
            size += sum(self._sizes[id(item)] for item in node.value)
        elif isinstance(node, yaml.MappingNode):
            size += sum(self._sizes.get(id(item), 1) for _, item in node.value)
        if size > MAX_EXPANDED_NODES:
            raise _UnusableError("yaml.alias_bomb", node, limit=MAX_EXPANDED_NODES)
        self._sizes[name] = size
        self._built[name] = value
        return value

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
                first = next(other for other, _ in node.value if other.value == key)
                line = first.start_mark.line + 1
                self._fault("yaml.duplicate_key", key_node, key=key, first=line)
            result[key] = value
        for mapping in merged:
            if isinstance(mapping, dict):
                result = {**mapping, **result}
        return result

    def _key(self, node: yaml.Node) -> str:
        if node.__class__ is not yaml.ScalarNode:
            template = isinstance(node, yaml.MappingNode) and node.flow_style
            code = "yaml.unquoted_template" if template else "yaml.complex_key"
            self._fault(code, node)
            return f"<{node.start_mark.line + 1}:{node.start_mark.column + 1}>"
        text: str = node.value
        if node.tag is _PLAIN:
            resolved = _resolve(text)
            if resolved.other_reading:
                self._fault(
                    "yaml.ambiguous_scalar", node, text=text, other=resolved.other_reading, key=True
                )
            elif not isinstance(resolved.value, str):
                self._fault("yaml.key_not_text", node, text=text)
        if len(text) > 1024:
            self._fault("yaml.key_too_long", node, length=len(text))
        return text

    def _fault(self, code: str, node: yaml.Node, **params: Scalar) -> None:
        if len(self.faults) < MAX_FAULTS:
            self.faults.append(fault(code, self.path, _span(node), **params))


def _span(node: yaml.Node) -> Span:
    start, end = node.start_mark, node.end_mark
    return Span(start.line + 1, start.column + 1, end.line + 1, end.column + 1)
