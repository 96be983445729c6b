"""Work out what an expression gives, and what in it cannot work.

Nothing is evaluated. Only certain faults are reported: a value that may be of the right kind is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.expressions.functions import (
    FILTERS,
    FOREIGN_FUNCTIONS,
    FUNCTIONS,
    METHODS,
    TESTS,
    Signature,
    as_function,
)
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
    Mapping,
    Name,
    Node,
    Slice,
    Test,
    Unary,
    children,
)
from attune_packkit.expressions.operators import BINARY, COMPARISON
from attune_packkit.expressions.possible import (
    below_zero,
    both,
    is_format,
    is_zero,
    misfit,
    repeats,
    strangers,
    unequal,
)
from attune_packkit.expressions.results import (
    entries_of,
    field_named,
    given_back,
    listed,
    refused,
)
from attune_packkit.expressions.types import (
    ANY,
    BOOLEAN,
    INTEGER,
    NULL,
    NUMBER,
    STRING,
    Type,
    array_of,
    object_with,
    of_value,
    union,
)
from attune_packkit.phrases import known
from attune_packkit.suggest import did_you_mean, very_near

_ORDERED = ("number", "string")
_NUMBERS = ("integer", "number")

Lookup: TypeAlias = Callable[[Name], Type | None]
"""Gives the type of a bare name, or None after reporting it as unknown."""

Member: TypeAlias = Callable[[Attribute | Index], Type | None]
"""Gives the type of `a.b` or `a['b']` where the scope knows better than `a`; None where not."""


class TypeFault(Struct, frozen=True):
    """Something in an expression that cannot work; `code` names the check that reports it."""

    code: str
    message: str
    start: int
    end: int
    hint: str = ""


class Typer:
    """Types one expression after another in one scope, collecting faults."""

    def __init__(self, lookup: Lookup, member: Member, *, result: Type = ANY) -> None:
        self._lookup = lookup
        self._member = member
        self._result = result
        self.faults: list[TypeFault] = []

    def type_of(self, node: Node) -> Type:  # noqa: C901 - one case a kind of node
        """Return the type of a node; whatever cannot work is noted in `faults`."""
        match node:
            case Literal(value):
                return of_value(value) if not isinstance(value, str) else STRING
            case Name():
                return self._lookup(node) or ANY
            case Array(items):
                return array_of(union(map(self.type_of, items)))
            case Mapping(pairs):
                return self._mapping(pairs)
            case Call():
                return self._call(node)
            case Unary(operator, operand):
                return self._unary(node, operator, self.type_of(operand))
            case Binary():
                return self._binary(node)
            case Attribute():
                return self._attribute(node)
            case Index(value, key):
                known = self._member(node) if isinstance(key, Literal) else None
                return known or self._index(node, self.type_of(value), self.type_of(key))
            case Filter():
                return self._filter(node)
            case Chain():
                return self._chain(node)
            case Keyword(_, value):
                return self.type_of(value)
            case Test():
                return self._test(node)
            case Conditional(condition, then, otherwise):
                self.type_of(condition)
                other = NULL if otherwise is None else self.type_of(otherwise)
                return union((self.type_of(then), other))
            case Slice():
                for part in children(node):
                    self.type_of(part)
                return ANY

    def _fault(self, code: str, node: Node, message: str, hint: str = "") -> None:
        self.faults.append(TypeFault(code, message, node.start, node.end, hint))

    def _mapping(self, pairs: tuple[tuple[Node, Node], ...]) -> Type:
        fields: dict[str, Type] = {}
        for key, value in pairs:
            self.type_of(key)
            found = self.type_of(value)
            if isinstance(key, Literal) and isinstance(key.value, str):
                fields[key.value] = found
        return object_with(fields, is_open=len(fields) < len(pairs))

    def _call(self, node: Call) -> Type:
        given = list(map(self.type_of, node.arguments))
        if not isinstance(node.function, Name):
            return self._method(node.function)
        name = node.function.name
        signature = FUNCTIONS.get(name)
        if signature is None:
            message = f"no function is called '{name}'"
            hint = FOREIGN_FUNCTIONS.get(name.lower()) or did_you_mean(name, FUNCTIONS)
            self._fault("expression.unknown_function", node.function, message, hint)
            return ANY
        self._arguments(node, signature, node.arguments, given)
        if name == "result":
            return self._result
        if name in ("min", "max") and len(given) == 2 and not both(given[0], given[1], *_ORDERED):
            message = f"function '{name}' is given {given[0]} and {given[1]}, which have no order"
            self._fault("expression.type", node, message)
        if name == "contains" and len(given) == 2:
            whole, part = node.arguments
            self._membership(whole, part, given[0], given[1])
        return given_back(signature, given)

    def _method(self, function: Node) -> Type:
        """Type what a method is called on; the name of a method is no field."""
        of = self.type_of(function.value if isinstance(function, Attribute) else function)
        if isinstance(function, Attribute) and function.name not in METHODS:
            meant = very_near(function.name, METHODS)
            if not meant and not of.certain:
                return ANY
            message = f"no method is called '{function.name}'"
            end = function.at + len(function.name)
            hint = as_function(function.name) or "values have no methods"
            hint = f"did you mean '{meant}'?" if meant else hint
            code = "expression.unknown_function"
            self.faults.append(TypeFault(code, message, function.at, end, hint))
        return ANY

    def _filter(self, node: Filter) -> Type:
        defaulted = node.name in ("default", "d")
        value = self._maybe_missing(node.value) if defaulted else self.type_of(node.value)
        given = [value, *map(self.type_of, node.arguments)]
        signature = FILTERS.get(node.name)
        if signature is None:
            end = node.at + len(node.name)
            message = f"no filter is called '{node.name}'"
            hint = did_you_mean(node.name, FILTERS)
            code = "expression.unknown_filter"
            self.faults.append(TypeFault(code, message, node.at, end, hint))
            return ANY
        self._arguments(node, signature, (node.value, *node.arguments), given)
        if defaulted:
            return union(given[:2])
        field = self._named_field(node, given[0])
        if node.name == "map" and field is not None:
            return array_of(field)
        return entries_of(signature, given[0])

    def _named_field(self, node: Filter, of: Type) -> Type | None:
        """Return the type of the field of each entry that a filter names; None if it names none."""
        items, named = listed(of), field_named(node)
        if items is None or items.never("object") or named is None:
            return None
        return self._field(named, items, str(named.value), named.start)

    def _test(self, node: Test) -> Type:
        if node.name not in TESTS:
            message = f"no test is called '{node.name}'"
            hint = as_function(node.name) or did_you_mean(node.name, TESTS)
            self._fault("expression.unknown_filter", node, message, hint)
        if node.name in ("defined", "undefined"):
            self._maybe_missing(node.value)
        else:
            self.type_of(node.value)
        for argument in node.arguments:
            self.type_of(argument)
        return BOOLEAN

    def _maybe_missing(self, node: Node) -> Type:
        """Type a value that need not exist: a plain path is taken as it is."""
        return ANY if isinstance(node, Name | Attribute | Index) else self.type_of(node)

    def _arguments(
        self,
        node: Call | Filter,
        signature: Signature,
        values: tuple[Node, ...],
        given: list[Type],
    ) -> None:
        if any(isinstance(value, Keyword) for value in values):
            return
        piped = isinstance(node, Filter)
        word = "filter" if piped else "function"
        if not signature.least <= len(given) <= len(signature.takes):
            count = len(given) - piped
            self._fault(
                "expression.arity",
                node,
                f"{word} '{signature.name}' is given {count}"
                f" argument{'' if count == 1 else 's'}, it takes {signature.arity(piped)}",
            )
            return
        at, wrong, hint = misfit(given, signature.takes)
        if wrong:
            message = f"{word} '{signature.name}' is given {wrong}"
            self._fault("expression.type", values[at], message, hint)
        if not piped and values:
            self._written_out(signature.name, values[0])

    def _written_out(self, name: str, value: Node) -> None:
        """Note that a function cannot work with what is written out."""
        text = value.value if isinstance(value, Literal) else None
        message = refused(name, text) if isinstance(text, str) else ""
        if message:
            self._fault("expression.type", value, message)

    def _unary(self, node: Unary, operator: str, operand: Type) -> Type:
        if operator == "not":
            return BOOLEAN
        if operand.never(*_NUMBERS):
            self._fault("expression.type", node, f"'-' is applied to {operand}, it takes a number")
        return INTEGER if operand.only("integer") else NUMBER

    def _chain(self, node: Chain) -> Type:
        types = list(map(self.type_of, node.operands))
        for index, operator in enumerate(node.operators):
            left, right = node.operands[index : index + 2]
            pair = Binary(operator, left, right, left.start, right.end)
            self._comparison(pair, *types[index : index + 2])
        return BOOLEAN

    def _binary(self, node: Binary) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        operator = node.operator
        if operator in ("and", "or"):
            # Today's engine gives true or false, Jinja one of the operands.
            return union((left, right, BOOLEAN))
        if BINARY[operator] == COMPARISON:
            return self._comparison(node, left, right)
        if operator == "~":
            return STRING
        return self._arithmetic(node, operator, left, right)

    def _comparison(self, node: Binary, left: Type, right: Type) -> Type:
        if node.operator in ("==", "!="):
            self._equality(node, left, right)
        elif node.operator not in ("in", "not in"):
            self._order(node, left, right)
        elif right.never("array", "object", "string"):
            message = f"'in' looks into {right}, which holds nothing"
            self._fault("expression.type", node.right, message)
        else:
            self._membership(node.right, node.left, right, left)
        return BOOLEAN

    def _membership(self, whole: Node, part: Node, within: Type, of: Type) -> None:
        """Note that a list or text can never hold what is looked for in it."""
        for stranger, message, hint in strangers(whole, part, within, of):
            self._fault("expression.constant_comparison", stranger, message, hint)

    def _equality(self, node: Binary, left: Type, right: Type) -> None:
        message, hint = unequal(node, left, right)
        if message:
            self._fault("expression.constant_comparison", node, message, hint)

    def _order(self, node: Binary, left: Type, right: Type) -> None:
        settled = below_zero(node)
        if settled:
            hint = "a list or text without entries has the length 0"
            self._fault("expression.constant_comparison", node, settled, hint)
        elif not both(left, right, "string", "array", "number"):
            self._fault(
                "expression.type",
                node,
                f"'{node.operator}' compares {left} with {right}, it takes numbers or texts",
            )

    def _arithmetic(self, node: Binary, operator: str, left: Type, right: Type) -> Type:
        if operator == "%" and is_format(node.left):
            return STRING
        if operator == "*" and (repeats(node.left, right) or repeats(node.right, left)):
            return STRING
        others = [kind for kind in ("string", "array") if operator == "+"]
        if not both(left, right, *others, "number"):
            wanted = "two numbers or two texts" if operator == "+" else "two numbers"
            mixed = operator == "+" and "string" in left.kinds | right.kinds
            self._fault(
                "expression.type",
                node,
                f"'{operator}' is given {left} and {right}, it takes {wanted}",
                "convert with string(…)" if mixed else "",
            )
            return ANY
        if operator in ("/", "//", "%") and is_zero(node.right):
            self._fault("expression.type", node, "division by zero")
        if both(left, right, *others):
            return STRING if left.only("string") or right.only("string") else ANY
        whole = left.only("integer") and right.only("integer") and operator not in ("/", "**")
        return INTEGER if whole else NUMBER

    def _attribute(self, node: Attribute) -> Type:
        known = self._member(node)
        if known is not None:
            return known
        of = self.type_of(node.value)
        if node.name.isdigit() and not of.never("array"):
            return of.items or ANY
        if of.never("object"):
            hint = as_function(node.name)
            self._fault("expression.type", node, f"{of} has no field '{node.name}'", hint)
            return ANY
        return self._field(node, of, node.name, node.at)

    def _field(self, node: Node, of: Type, name: str, at: int) -> Type:
        if of.fields is None:
            return ANY
        found = of.fields.get(name)
        hint = did_you_mean(name, of.fields) if found is None else ""
        if found is None and (not of.open or (of.named and hint)):
            self.faults.append(
                TypeFault(
                    "expression.unknown_field",
                    f"there is no field {shown(name)}",
                    at,
                    max(node.end, at + 1),
                    hint or known("fields", sorted(of.fields)),
                )
            )
        return found or ANY

    def _index(self, node: Index, of: Type, key: Type) -> Type:
        if of.never("array", "object", "string"):
            self._fault("expression.type", node, f"{of} cannot be indexed")
            return ANY
        if isinstance(node.key, Slice):
            return of
        if isinstance(node.key, Literal) and isinstance(node.key.value, str):
            if of.only("object"):
                return self._field(node, of, node.key.value, node.key.start)
            if of.never("object") and not of.only("null"):
                self._fault("expression.type", node.key, f"{of} is indexed with a text")
            return ANY
        part = isinstance(node.key, Literal) and isinstance(node.key.value, float)
        if of.never("object", "string") and (part or key.never(*_NUMBERS)):
            self._fault("expression.type", node.key, f"a list is indexed with {key}")
        return of.items or ANY
