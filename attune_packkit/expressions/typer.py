"""Work out what an expression gives, and what in it cannot work.

Nothing is evaluated. Only certain faults are reported: a value that may be of the right kind is.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from attune_packkit.expressions.functions import FILTERS, FUNCTIONS, Signature
from attune_packkit.expressions.nodes import (
    Array,
    Attribute,
    Binary,
    Call,
    Conditional,
    Filter,
    Index,
    Literal,
    Mapping,
    Name,
    Node,
    Test,
    Unary,
)
from attune_packkit.expressions.types import (
    ANY,
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Type,
    array_of,
    object_with,
    of_value,
    union,
)
from attune_packkit.suggest import did_you_mean

Lookup: TypeAlias = Callable[[Name], Type | None]
"""Gives the type of a bare name, or None after reporting it as unknown."""

Member: TypeAlias = Callable[[Attribute, Type], Type | None]
"""Gives the type of a member where the scope knows better than the type; None where not."""


@dataclass(frozen=True, slots=True)
class TypeFault:
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
                return self._index(node, self.type_of(value), self.type_of(key))
            case Filter():
                return self._filter(node)
            case Test(value):
                self.type_of(value)
                return BOOLEAN
            case Conditional(condition, then, otherwise):
                self.type_of(condition)
                branches = [then] if otherwise is None else [then, otherwise]
                return union(map(self.type_of, branches))

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
            self.type_of(node.function)
            return ANY
        name = node.function.name
        signature = FUNCTIONS.get(name)
        if signature is None:
            hint = did_you_mean(name, FUNCTIONS)
            self._fault(
                "expression.unknown_function",
                node.function,
                f"no function is called '{name}'",
                hint,
            )
            return ANY
        self._arguments(node, signature, given, "function")
        if name == "result":
            return self._result
        if name == "reversed" and given:
            return given[0]
        return signature.gives

    def _filter(self, node: Filter) -> Type:
        given = [self.type_of(node.value), *map(self.type_of, node.arguments)]
        signature = FILTERS.get(node.name)
        if signature is None:
            self.faults.append(
                TypeFault(
                    "expression.unknown_filter",
                    f"no filter is called '{node.name}'",
                    node.at,
                    node.at + len(node.name),
                    did_you_mean(node.name, FILTERS),
                )
            )
            return ANY
        self._arguments(node, signature, given, "filter")
        if node.name in ("default", "d"):
            return union(given[:2])
        return signature.gives

    def _arguments(
        self, node: Call | Filter, signature: Signature, given: list[Type], word: str
    ) -> None:
        if not signature.least <= len(given) <= len(signature.takes):
            count = len(given) - (word == "filter")
            self._fault(
                "expression.arity",
                node,
                f"{word} '{signature.name}' is given {count}"
                f" argument{'' if count == 1 else 's'}, it takes {signature.arity}",
            )
            return
        values = node.arguments if isinstance(node, Call) else (node.value, *node.arguments)
        for value, found, wanted in zip(values, given, signature.takes, strict=False):
            if found.never(*wanted.kinds):
                self._fault(
                    "expression.type",
                    value,
                    f"{word} '{signature.name}' is given {found}, it takes {wanted}",
                )

    def _unary(self, node: Unary, operator: str, operand: Type) -> Type:
        if operator == "not":
            return BOOLEAN
        if operand.never("integer", "number"):
            self._fault("expression.type", node, f"'-' is applied to {operand}, it takes a number")
        return INTEGER if operand.only("integer") else NUMBER

    def _binary(self, node: Binary) -> Type:
        left, right = self.type_of(node.left), self.type_of(node.right)
        operator = node.operator
        if operator in ("and", "or"):
            return union((left, right))
        if operator in ("==", "!="):
            self._equality(node, left, right)
            return BOOLEAN
        if operator in ("<", ">", "<=", ">="):
            self._order(node, left, right)
            return BOOLEAN
        if operator in ("in", "not in"):
            if right.never("array", "object", "string"):
                self._fault(
                    "expression.type", node.right, f"'in' looks into {right}, which holds nothing"
                )
            return BOOLEAN
        if operator == "~":
            return STRING
        return self._arithmetic(node, operator, left, right)

    def _equality(self, node: Binary, left: Type, right: Type) -> None:
        if not _comparable(left, right):
            outcome = "false" if node.operator == "==" else "true"
            self._fault(
                "expression.constant_comparison",
                node,
                f"{left} is compared with {right}, which is always {outcome}",
            )

    def _order(self, node: Binary, left: Type, right: Type) -> None:
        both_numbers = not left.never("integer", "number") and not right.never("integer", "number")
        both_texts = not left.never("string") and not right.never("string")
        if not both_numbers and not both_texts:
            self._fault(
                "expression.type",
                node,
                f"'{node.operator}' compares {left} with {right}, it takes numbers or texts",
            )

    def _arithmetic(self, node: Binary, operator: str, left: Type, right: Type) -> Type:
        texts = operator == "+" and not left.never("string") and not right.never("string")
        lists = operator == "+" and not left.never("array") and not right.never("array")
        numbers = not left.never("integer", "number") and not right.never("integer", "number")
        if not (numbers or texts or lists):
            wanted = "two numbers or two texts" if operator == "+" else "two numbers"
            hint = "convert with string(…)" if "string" in left.kinds | right.kinds else ""
            self._fault(
                "expression.type",
                node,
                f"'{operator}' is given {left} and {right}, it takes {wanted}",
                hint if operator == "+" else "",
            )
            return ANY
        if operator in ("/", "%") and isinstance(node.right, Literal) and node.right.value == 0:
            self._fault("expression.type", node, "division by zero")
        if texts or lists:
            return STRING if left.only("string") or right.only("string") else ANY
        whole = left.only("integer") and right.only("integer") and operator != "/"
        return INTEGER if whole else NUMBER

    def _attribute(self, node: Attribute) -> Type:
        known = self._member(node, ANY)
        if known is not None:
            return known
        of = self.type_of(node.value)
        if node.name.isdigit() and not of.never("array"):
            return of.items or ANY
        if of.never("object"):
            self._fault("expression.type", node, f"{of} has no field '{node.name}'")
            return ANY
        return self._field(node, of, node.name, node.at)

    def _field(self, node: Node, of: Type, name: str, at: int) -> Type:
        if of.fields is None:
            return ANY
        found = of.fields.get(name)
        if found is None and not of.open:
            self.faults.append(
                TypeFault(
                    "expression.unknown_field",
                    f"there is no field '{name}'",
                    at,
                    max(node.end, at + 1),
                    did_you_mean(name, of.fields) or _listing(of.fields),
                )
            )
        return found or ANY

    def _index(self, node: Index, of: Type, key: Type) -> Type:
        if of.never("array", "object", "string"):
            self._fault("expression.type", node, f"{of} cannot be indexed")
            return ANY
        if isinstance(node.key, Literal) and isinstance(node.key.value, str):
            if of.only("object"):
                return self._field(node, of, node.key.value, node.key.start)
            return ANY
        if of.only("array") and key.never("integer", "number"):
            self._fault("expression.type", node.key, f"a list is indexed with {key}")
        return of.items or ANY


def _comparable(left: Type, right: Type) -> bool:
    """Tell whether two values can ever be equal: 3 equals 3.0, and nothing crosses kinds else."""
    if left.kinds & right.kinds:
        return True
    numbers = {"integer", "number"}
    return bool(left.kinds & numbers and right.kinds & numbers)


def _listing(fields: object) -> str:
    names = sorted(fields) if isinstance(fields, dict) else []
    return f"known fields: {', '.join(names)}" if 0 < len(names) <= 12 else ""
