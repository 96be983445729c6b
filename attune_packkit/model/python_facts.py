"""What a parsed Python file says about itself, as far as that is beyond doubt."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, TypeAlias

from msgspec import Struct

from attune_packkit.diagnostics import Place
from attune_packkit.documents.document import Value
from attune_packkit.model import python_input, python_names, python_sdk
from attune_packkit.model.component import Mention
from attune_packkit.model.python_nodes import DEFINITIONS, Nodes, outside_functions
from attune_packkit.spans import Span

_CONFIGS = frozenset({"context.pack.config", "attune.context.pack.config"})
_ENVIRONMENTS = frozenset({"os.environ", "environ"})
_ENVIRONMENT_READERS = frozenset({"os.getenv", "getenv"})
_BINDING = (ast.Name, ast.alias, *DEFINITIONS, ast.ExceptHandler, ast.MatchAs)
"""The nodes that define names."""

_Definition: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


class Argument(Struct, frozen=True):
    """One argument of an entry function. `default` counts only where `literal` is true."""

    name: str
    place: Place
    needed: bool
    literal: bool = False
    default: Value = None


class EntryFunction(Struct, frozen=True):
    """The function an action runs. `takes_all`: it has `**kwargs` or the like."""

    name: str
    place: Place
    arguments: tuple[Argument, ...]
    takes_all: bool


class Emission(Struct, frozen=True):
    """The literal keys of one payload that a sensor emits; `trigger` is "" if it names none."""

    keys: tuple[Mention, ...]
    trigger: str


class InputKey(Struct, frozen=True):
    """One key looked up in the JSON that a script reads; `needed`: it fails without."""

    mention: Mention
    needed: bool


class Lookup(Struct, frozen=True):
    """One key looked up in settings; `defaulted`: the script reckons with its absence."""

    mention: Mention
    defaulted: bool


class Misuse(Struct, frozen=True):
    """A way of using the SDK that fails as soon as the file runs."""

    place: Place
    reason: str
    cure: str


class Facts(Struct, frozen=True):
    """What is known of one file. `reads_json`: its input has to be JSON.

    `texts` are all constant texts in it, and all names that it looks up in the SDK. `unbound` are
    names without a meaning, `guards` the texts with which it compares its own `__name__`.
    """

    runs_action: bool = False
    entry: EntryFunction | None = None
    emissions: tuple[Emission, ...] = ()
    trigger_params: tuple[Lookup, ...] = ()
    config_keys: tuple[Lookup, ...] = ()
    environment: tuple[Mention, ...] = ()
    reads_json: bool = False
    input_keys: tuple[InputKey, ...] = ()
    texts: frozenset[str] = frozenset()
    misuses: tuple[Misuse, ...] = ()
    unbound: tuple[Mention, ...] = ()
    guards: tuple[Mention, ...] = ()


NOTHING = Facts()


def gather(module: ast.Module, path: str, data: bytes) -> Facts:
    """Return the facts of a module."""
    return _Reader(module, path, data).facts()


class _Reader:
    """Looks at one module. Whatever is not plain is taken as unknown."""

    def __init__(self, module: ast.Module, path: str, data: bytes) -> None:
        self._module = module
        self._path = path
        self._lines = data.removeprefix(b"\xef\xbb\xbf").splitlines()
        self._nodes = Nodes(module)
        self._sdk = _sdk_names(self._nodes)
        self._bindings = Counter(map(_bound, self._nodes.among(*_BINDING)))

    def facts(self) -> Facts:
        runs_action = self._call("run_action")
        function = self._defined(runs_action, alone=True)
        sensor = self._defined(self._call("run_sensor"), alone=False)
        inside = Nodes(sensor) if isinstance(sensor, ast.ClassDef) else Nodes()
        aliases = _config_aliases(self._nodes, self._bindings)
        return Facts(
            runs_action=runs_action is not None,
            entry=None if isinstance(function, ast.ClassDef | None) else self._entry(function),
            emissions=tuple(self._emissions(inside)),
            trigger_params=tuple(self._keys(inside, _is_trigger_params)),
            config_keys=tuple(self._keys(self._nodes, lambda node: _is_config(node, aliases))),
            environment=tuple(self._environment()),
            reads_json=python_input.reads_json(self._nodes),
            input_keys=tuple(self._input_keys()),
            texts=frozenset(self._said()),
            misuses=tuple(self._misuses()),
            unbound=tuple(
                Mention(each.id, self._place(each))
                for each in python_names.unbound(self._nodes, self._known)
            ),
            guards=tuple(self._guards()),
        )

    def _misuses(self) -> Iterator[Misuse]:
        for node, reason, cure in python_sdk.misuses(self._nodes, self._sdk, self._known):
            yield Misuse(self._place(node), reason, cure)

    @cached_property
    def _known(self) -> set[str]:
        """The names to which the file or Python gives a meaning anywhere; "*" for all."""
        arguments = {node.arg for node in self._nodes.of(ast.arg)}
        return {*arguments, *dir(builtins), *(name.split(".")[0] for name in self._bindings)}

    def _guards(self) -> Iterator[Mention]:
        """Yield the texts other than `__main__` with which the file compares its own name."""
        for node in self._nodes.of(ast.Compare):
            asked = _name(node.left) == "__name__" and isinstance(node.ops[0], ast.Eq)
            if asked and _text(node.comparators[0]) not in ("", "__main__"):
                yield self._mention(node.comparators[0])

    def _input_keys(self) -> Iterator[InputKey]:
        for key, needed in python_input.keys(self._nodes, self._bindings):
            yield InputKey(self._mention(key), needed)

    def _call(self, name: str) -> ast.Call | None:
        """Return the one call of an SDK function, if it stands outside all functions."""
        found = [node for node in self._nodes.of(ast.Call) if self._is_sdk_call(node, name)]
        if len(found) != 1:
            return None
        return found[0] if found[0] in outside_functions(self._module.body) else None

    def _is_sdk_call(self, node: ast.Call, name: str) -> bool:
        function = node.func
        if isinstance(function, ast.Attribute):
            return function.attr == name and self._sdk.get(_name(function.value)) == ""
        return self._sdk.get(_name(function)) == name

    def _defined(self, call: ast.Call | None, *, alone: bool) -> _Definition | None:
        """Return the definition that a call is given, if its name can mean nothing else."""
        if call is None or not call.args or (alone and (call.args[1:] or call.keywords)):
            return None
        name = _name(call.args[0])
        definitions = [node for node in self._module.body if isinstance(node, DEFINITIONS)]
        named = [node for node in definitions if node.name == name]
        certain = self._bindings[name] == 1 and not self._bindings["*"]
        return named[0] if named and certain and not named[0].decorator_list else None

    def _entry(self, function: ast.FunctionDef | ast.AsyncFunctionDef) -> EntryFunction:
        written = function.args
        positional = [*written.posonlyargs, *written.args]
        missing = len(positional) - len(written.defaults)
        defaults = [*[None] * missing, *written.defaults, *written.kw_defaults]
        arguments = zip([*positional, *written.kwonlyargs], defaults, strict=True)
        return EntryFunction(
            function.name,
            Place(self._path, span=Span(function.lineno, 1, function.lineno, 1)),
            tuple(self._argument(argument, default) for argument, default in arguments),
            written.kwarg is not None or written.vararg is not None,
        )

    def _argument(self, argument: ast.arg, default: ast.expr | None) -> Argument:
        place = self._place(argument)
        if default is None:
            return Argument(argument.arg, place, needed=True)
        literal, value = _literal(default)
        return Argument(argument.arg, place, False, literal, value)

    def _emissions(self, inside: Nodes) -> Iterator[Emission]:
        defined = inside.among(*DEFINITIONS)
        if any(isinstance(node, DEFINITIONS) and node.name == "emit" for node in defined):
            return
        for node in inside.of(ast.Call):
            if _is_method(node.func, "self", "emit"):
                options = {each.arg: each.value for each in node.keywords}
                payload = node.args[0] if node.args else options.get("payload")
                trigger = options.get("trigger_ref")
                known = set(options) <= {"payload", "rule", "trigger_ref"} and len(node.args) < 3
                if known and isinstance(payload, ast.Dict) and (not trigger or _text(trigger)):
                    keys = tuple(self._mention(key) for key in payload.keys if _text(key))
                    yield Emission(keys, _text(trigger))

    def _environment(self) -> Iterator[Mention]:
        for key in self._keys(self._nodes, lambda node: _dotted(node) in _ENVIRONMENTS):
            yield key.mention
        for node in self._nodes.of(ast.Call):
            if _dotted(node.func) in _ENVIRONMENT_READERS:
                yield from map(self._mention, filter(_text, node.args[:1]))

    def _keys(self, nodes: Nodes, is_mapping: Callable[[ast.AST], bool]) -> Iterator[Lookup]:
        """Yield the constant keys looked up in a mapping, by brackets or by `get`."""
        for node in nodes.among(ast.Subscript, ast.Call):
            key: ast.expr | None = None
            defaulted = False
            if isinstance(node, ast.Subscript) and is_mapping(node.value):
                key = node.slice if isinstance(node.ctx, ast.Load) else None
            elif isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
                found = node.args and node.func.attr == "get" and is_mapping(node.func.value)
                key = node.args[0] if found else None
                defaulted = len(node.args) > 1
            if _text(key):
                yield Lookup(self._mention(key), defaulted or _text(key) in self._asked)

    @cached_property
    def _asked(self) -> frozenset[object]:
        return python_input.asked_for(self._nodes)

    def _said(self) -> Iterator[str]:
        """Yield the constant texts, and the names looked up in the SDK."""
        yield from filter(None, map(_text, self._nodes.of(ast.Constant)))
        for node in self._nodes.of(ast.Attribute) if self._sdk else ():
            if _dotted(node).partition(".")[0] in self._sdk:
                yield node.attr

    def _mention(self, node: ast.expr | None) -> Mention:
        assert node is not None
        return Mention(_text(node), self._place(node))

    def _place(self, node: ast.expr | ast.arg | ast.alias) -> Place:
        """Return where a node stands; `ast` counts columns in bytes, a place in characters."""
        end_line = node.end_lineno or node.lineno
        start = self._column(node.lineno, node.col_offset)
        end = self._column(end_line, node.end_col_offset or node.col_offset)
        return Place(self._path, span=Span(node.lineno, start, end_line, end))

    def _column(self, line: int, offset: int) -> int:
        text = self._lines[line - 1] if line <= len(self._lines) else b""
        return len(text[:offset].decode("utf-8", "replace")) + 1


def _sdk_names(nodes: Nodes) -> dict[str, str]:
    """Return names that stand for the SDK (as "") or for a function imported from it."""
    found: dict[str, str] = {}
    for node in nodes.among(ast.Import, ast.ImportFrom):
        if isinstance(node, ast.Import):
            imported = [each for each in node.names if each.name == python_sdk.SDK]
            found |= {each.asname or each.name: "" for each in imported}
        elif isinstance(node, ast.ImportFrom) and node.module == python_sdk.SDK and not node.level:
            found |= {each.asname or each.name: each.name for each in node.names}
    return found


def _bound(node: ast.AST) -> str:
    """Return the name that a node gives a meaning; "*" for all names of a module, "" for none."""
    if isinstance(node, ast.Name):
        return "" if isinstance(node.ctx, ast.Load) else node.id
    if isinstance(node, ast.alias):
        return node.asname or node.name
    if isinstance(node, (*DEFINITIONS, ast.ExceptHandler, ast.MatchAs)):
        return node.name or ""
    return ""


def _config_aliases(nodes: Nodes, bindings: Counter[str]) -> set[str]:
    """Return the names that mean the pack's configuration wherever they stand."""
    arguments = {node.arg for node in nodes.of(ast.arg)}
    return {
        name
        for node in nodes.of(ast.Assign)
        if _dotted(node.value) in _CONFIGS
        for name in map(_name, node.targets)
        if bindings[name] == 1 and name not in arguments
    }


def _is_trigger_params(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "trigger_params"


def _is_config(node: ast.AST, aliases: set[str]) -> bool:
    return _dotted(node) in _CONFIGS or _name(node) in aliases


def _is_method(node: ast.AST, owner: str, name: str) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == name and _name(node.value) == owner


def _name(node: ast.AST) -> str:
    return node.id if isinstance(node, ast.Name) else ""


def _dotted(node: ast.AST) -> str:
    """Return `a.b.c` for such an expression of at most four names; "" for any other."""
    names: list[str] = []
    while isinstance(node, ast.Attribute) and len(names) < 4:
        names.append(node.attr)
        node = node.value
    return ".".join([_name(node), *reversed(names)]) if _name(node) else ""


def _text(node: ast.AST | None) -> str:
    """Return the text of a constant; "" for any other expression."""
    value = node.value if isinstance(node, ast.Constant) else None
    return value if isinstance(value, str) else ""


def _literal(node: ast.expr) -> tuple[bool, Value]:
    """Return whether an expression is plain data, and which. None is "not given", not data."""
    try:
        value = ast.literal_eval(node)
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        return False, None
    return _is_plain(value), _listed(value) if _is_plain(value) else None


def _is_plain(value: object) -> bool:
    if isinstance(value, (list, tuple)):
        return all(map(_is_plain, value))
    if isinstance(value, dict):
        return all(isinstance(key, str) and _is_plain(item) for key, item in value.items())
    return isinstance(value, (str, bool, int, float))


def _listed(value: Any) -> Value:
    """Turn tuples into lists, at any depth."""
    if isinstance(value, (list, tuple)):
        return [_listed(item) for item in value]
    if isinstance(value, dict):
        return {key: _listed(item) for key, item in value.items()}
    plain: Value = value
    return plain
