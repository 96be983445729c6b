"""Work out what an expression gives, in bounded time, without any template engine.

Today's engine is followed; where only Jinja knows a form, Jinja is. What a run alone can tell stays
`Unknown`, and so does what depends on it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from inspect import signature
from itertools import pairwise

from msgspec import Struct, field

from attune_packkit.escaping import shown
from attune_packkit.expressions import filters, operations
from attune_packkit.expressions.functions import FILTERS, FUNCTIONS
from attune_packkit.expressions.library import LIBRARY, STRUCTURAL, as_text
from attune_packkit.expressions.nodes import (
    Array,
    Attribute,
    Binary,
    Call,
    Chain,
    Conditional,
    Filter,
    Index,
    Keyword,
    Literal,
    Name,
    Node,
    Slice,
    Test,
    Unary,
)
from attune_packkit.expressions.nodes import Mapping as MappingNode
from attune_packkit.expressions.values import (
    Budget,
    Data,
    Open,
    UnfitError,
    Unknown,
    together,
    truth,
)
from attune_packkit.suggest import did_you_mean

KEYSTORE = "keystore"

NO_OUTCOME: Mapping[str, Data] = {
    "result": None, "succeeded": False, "failed": False, "timed_out": False, "cancelled": False
}  # fmt: skip
"""What the functions that ask for the end of a task give where no task has ended."""


class Scope(Struct, frozen=True):
    """What names stand for, and what `result()`, `succeeded()` and their like give."""

    names: Mapping[str, Data]
    outcome: Mapping[str, Data] = field(default_factory=lambda: NO_OUTCOME)


class EvaluationError(Exception):
    """An expression that cannot be evaluated, and the offsets of the part at fault."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.start = start
        self.end = end


class MissingError(EvaluationError):
    """A variable, field or entry does not exist."""


def evaluate(node: Node, scope: Scope, budget: Budget | None = None) -> Data:
    """Return the value of an expression. Raises `EvaluationError` if it has none."""
    return _Evaluation(scope, budget or Budget()).value(node)


class _Evaluation:
    def __init__(self, scope: Scope, budget: Budget) -> None:
        self._scope = scope
        self._budget = budget

    def value(self, node: Node) -> Data:
        try:
            self._budget.spend()
            return self._value(node)
        except UnfitError as error:
            raise EvaluationError(str(error), node.start, node.end) from None

    def _value(self, node: Node) -> Data:  # noqa: C901 - one case a kind of node
        match node:
            case Literal(value):
                return value
            case Name(name):
                return self._name(node, name)
            case Array(items):
                return self._budget.whole([self.value(item) for item in items])
            case MappingNode(pairs):
                return self._mapping(pairs)
            case Attribute() | Index():
                return self._part(node)
            case Unary("not", operand):
                return operations.negated(truth(self.value(operand)))
            case Unary(_, operand):
                return operations.minus(self.value(operand))
            case Binary():
                return self._binary(node)
            case Chain():
                return self._chain(node)
            case Conditional():
                return self._conditional(node)
            case Call():
                return self._call(node)
            case Filter():
                return self._filter(node)
            case Test():
                return self._test(node)
        raise UnfitError("this has no value by itself")

    def _name(self, node: Node, name: str) -> Data:
        if name == KEYSTORE:
            raise UnfitError('keystore needs a key: write keystore["canonical.key_ref"]')
        if name not in self._scope.names:
            hint = did_you_mean(name, self._scope.names)
            message = f"unknown variable '{name}'" + (f"; {hint}" if hint else "")
            raise MissingError(message, node.start, node.end)
        return self._scope.names[name]

    def _mapping(self, pairs: tuple[tuple[Node, Node], ...]) -> Data:
        keys = [self.value(key) for key, _ in pairs]
        lacking = [key for key in keys if isinstance(key, Unknown)]
        if lacking:
            return together(lacking)
        values = [self.value(value) for _, value in pairs]
        return self._budget.whole(dict(zip(map(as_text, keys), values, strict=True)))

    def _part(self, node: Attribute | Index) -> Data:
        if isinstance(node, Index) and _is_keystore(node.value):
            return self._secret(self.value(node.key))
        value = self.value(node.value)
        try:
            if isinstance(node, Attribute):
                return operations.member(value, node.name)
            if isinstance(node.key, Slice):
                return operations.sliced(value, *self._ends(node.key))
            return operations.indexed(value, self.value(node.key))
        except KeyError as missing:
            what = "field" if isinstance(missing.args[0], str) else "entry"
            message = f"there is no {what} {shown(str(missing.args[0]))}"
            raise MissingError(message, node.start, node.end) from None

    def _ends(self, node: Slice) -> list[Data]:
        ends = (node.first, node.last, node.step)
        return [None if end is None else self.value(end) for end in ends]

    def _secret(self, key: Data) -> Data:
        if isinstance(key, Unknown):
            return key
        if not isinstance(key, str) or not key:
            raise UnfitError("a key of the keystore is a string that is not empty")
        return Unknown((f"keystore[{shown(key)}]",), secret=True)

    def _binary(self, node: Binary) -> Data:
        if node.operator in ("and", "or"):
            return self._junction(node, node.operator == "or")
        left, right = self.value(node.left), self.value(node.right)
        return operations.binary(node.operator, left, right, self._budget)

    def _junction(self, node: Binary, decisive: bool) -> bool | Unknown:
        """Evaluate `and` or `or`; an operand with the decisive value makes the other one idle."""
        left = truth(self.value(node.left))
        if left is decisive:
            return decisive
        try:
            right = truth(self.value(node.right))
        except EvaluationError:
            if isinstance(left, Unknown):
                return left
            raise
        lacking = [each for each in (left, right) if isinstance(each, Unknown)]
        return together(lacking) if lacking and right is not decisive else right

    def _chain(self, node: Chain) -> Data:
        values = [self.value(operand) for operand in node.operands]
        found = [
            operations.compare(operator, left, right, self._budget)
            for operator, (left, right) in zip(node.operators, pairwise(values), strict=True)
        ]
        lacking = [each for each in found if isinstance(each, Unknown)]
        return together(lacking) if lacking and False not in found else False not in found

    def _conditional(self, node: Conditional) -> Data:
        condition = truth(self.value(node.condition))
        if isinstance(condition, Unknown):
            return condition
        chosen = node.then if condition else node.otherwise
        return None if chosen is None else self.value(chosen)

    def _call(self, node: Call) -> Data:
        if not isinstance(node.function, Name):
            raise UnfitError("methods are not simulated")
        name = node.function.name
        found = FUNCTIONS.get(name)
        if found is None:
            raise UnfitError(f"no function is called '{name}'")
        if not found.least <= len(node.arguments) <= len(found.takes):
            raise UnfitError(f"function '{name}' takes {found.arity()}")
        if found.outcome:
            return self._scope.outcome[name]
        if found.classic:
            return Unknown((f"{name}()",))
        arguments = [self.value(argument) for argument in node.arguments]
        lacking = self._lacking(name, arguments)
        return lacking or self._made(LIBRARY[name](self._budget, *arguments))

    def _lacking(self, function: str, values: list[Data]) -> Unknown | None:
        """Return what keeps a function from working, if anything unknown does."""
        if function not in STRUCTURAL:
            return self._budget.lacking(*values)
        found = [each for each in values if isinstance(each, Unknown)]
        if function not in ("bool", "type_of"):
            found += [Unknown((each.origin,)) for each in values if isinstance(each, Open)]
        return together(found) if found else None

    def _made(self, value: Data) -> Data:
        return self._budget.text(value) if isinstance(value, str) else self._budget.whole(value)

    def _filter(self, node: Filter) -> Data:
        if node.name in ("default", "d"):
            return self._default(node)
        function = filters.FILTERS.get(node.name)
        if function is None:
            known = "is not simulated" if node.name in FILTERS else "does not exist"
            raise UnfitError(f"filter '{node.name}' {known}")
        value = self.value(node.value)
        return self._made(self._applied(node, function, value))

    def _default(self, node: Filter) -> Data:
        arguments, named = self._given(node)
        instead = named.get("default_value", arguments[0] if arguments else "")
        always = truth(named.get("boolean", arguments[1] if len(arguments) > 1 else False))
        try:
            value = self.value(node.value)
        except MissingError:
            return instead
        return instead if always and truth(value) is False else value

    def _test(self, node: Test) -> Data:
        if node.name in ("defined", "undefined"):
            found: Data = self._exists(node.value) is (node.name == "defined")
        else:
            function = filters.TESTS.get(node.name)
            if function is None:
                raise UnfitError(f"test '{node.name}' is not simulated")
            found = self._applied(node, function, self.value(node.value))
        return operations.negated(truth(found)) if node.negated else found

    def _exists(self, node: Node) -> bool:
        try:
            self.value(node)
        except MissingError:
            return False
        return True

    def _applied(self, node: Filter | Test, function: Callable[..., Data], value: Data) -> Data:
        arguments, named = self._given(node)
        lacking = self._budget.lacking(value, *arguments, *named.values())
        if lacking is not None:
            return lacking
        try:
            signature(function).bind(self._budget, value, *arguments, **named)
        except TypeError:
            raise UnfitError(f"'{node.name}' does not take such arguments") from None
        return function(self._budget, value, *arguments, **named)

    def _given(self, node: Filter | Test) -> tuple[list[Data], dict[str, Data]]:
        """Return the arguments by position and by name."""
        named = {
            each.name: self.value(each.value)
            for each in node.arguments
            if isinstance(each, Keyword)
        }
        positional = [each for each in node.arguments if not isinstance(each, Keyword)]
        return [self.value(each) for each in positional], named


def _is_keystore(node: Node) -> bool:
    return isinstance(node, Name) and node.name == KEYSTORE
