"""What is wrong in the expressions of a pack, as data that the checks report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from msgspec.structs import replace

from attune_packkit.diagnostics import Finding, Place, Scalar, Severity
from attune_packkit.escaping import shown
from attune_packkit.expressions.nodes import Attribute, Index, Literal, Name, Node
from attune_packkit.expressions.template import Expression, Template
from attune_packkit.expressions.typer import TypeFault, Typer
from attune_packkit.expressions.types import ANY, STRING, Type
from attune_packkit.model.targets import Target
from attune_packkit.workflows.paths import Path, Step, path_of, paths
from attune_packkit.workflows.slip import Slip


def slip(
    code: str,
    place: Place,
    template: str,
    *,
    hint: str = "",
    severity: Severity | None = None,
    **params: Scalar,
) -> Slip:
    """Make a slip; keyword arguments fill the `{names}` of the template."""
    return Slip(code, Finding(place, template, tuple(params.items()), hint, severity))


def inside(place: Place, start: int, end: int) -> Place:
    """Return a stretch of the scalar at a place."""
    return place.part(start, end)


class Scope(Protocol):
    """What names mean at one place."""

    def read(self, path: Path) -> Iterator[Slip]:
        """Yield what is wrong with reading this path here."""

    def type_of(self, path: Path) -> Type | None:
        """Return the type of a path; None where only the type of what it starts with is known."""

    def result_type(self) -> Type:
        """Return what `result()` gives here."""

    def gives(self, of: Type) -> None:
        """Take note of the type of the whole scalar."""


def examine(place: Place, template: Template, scope: Scope, target: Target) -> Iterator[Slip]:
    """Yield all that is wrong with a template at a place."""
    for fault in template.faults:
        at = inside(place, fault.start, fault.end)
        yield slip(fault.code, at, "{message}", hint=fault.hint, message=fault.message)
    if template.has_statements:
        return
    if target is Target.CURRENT:
        for expression in template.expressions:
            yield from _extensions(place, expression)
    for path in paths(template):
        yield from scope.read(path)
    for expression in template.expressions:
        if expression.node is not None:
            typer = _typer(scope)
            of = typer.type_of(expression.node)
            scope.gives(of if template.whole else STRING)
            yield from _type_faults(place, typer.faults)


def colons(place: Place, template: Template) -> Iterator[Slip]:
    """Yield the filters whose argument stands behind a colon, which no workflow understands."""
    for expression in template.expressions:
        for name, start, end in expression.extensions:
            called, colon, _ = template.text[start:end].partition(":")
            if name == "filter" and colon and called.strip().isidentifier():
                message = "an argument stands behind a colon"
                hint = "put the arguments of a filter in brackets: default('x')"
                yield slip("expression.syntax", inside(place, start, end), message, hint=hint)


def quoted(place: Place, template: Template) -> Iterator[Slip]:
    """Yield a slip if all of a condition is a text, which is as good as true."""
    node = template.expressions[0].node if template.whole and not template.faults else None
    if isinstance(node, Literal) and isinstance(node.value, str) and node.value:
        yield slip(
            "expression.constant_comparison",
            inside(place, node.start, node.end),
            "the condition is the text {text}, which always holds",
            hint="a name or comparison stands without quotes",
            text=shown(node.value),
        )


BROKEN = replace(ANY)
"""The type of an expression that cannot work."""


def type_of(node: Node, scope: Scope) -> Type:
    """Return the type of an expression; `BROKEN` where something is wrong with it."""
    typer = _typer(scope)
    found = typer.type_of(node)
    return BROKEN if typer.faults else found


_REFUSED = {
    "conditional": "a conditional",
    "mapping": "a mapping",
    "slice": "a slice",
    "method": "a method call",
    "test": "'is'",
    "keyword argument": "a named argument",
    "tuple": "a tuple",
    "concatenation": "'~'",
    "power": "'**'",
    "floor division": "'//'",
    "chained comparison": "a chained comparison",
}
"""The classic forms that today's engine certainly does not know."""


def _extensions(place: Place, expression: Expression) -> Iterator[Slip]:
    for name, start, end in expression.extensions:
        at = inside(place, start, end)
        if name == "filter":
            message = "today's Attune knows no filters"
            hint = "call a function instead, such as 'length(x)' for 'x | length'"
            yield slip("expression.pipe", at, message, hint=hint)
        elif name in _REFUSED:
            message = "today's Attune does not know {form} in expressions"
            yield slip("expression.syntax", at, message, form=_REFUSED[name])


def _typer(scope: Scope) -> Typer:
    def lookup(node: Name) -> Type | None:
        return scope.type_of(Path(Step(node.name, node.start, node.end), ())) or ANY

    def member(node: Attribute | Index) -> Type | None:
        path = path_of(node)
        if path is None or path.called:
            return None
        if path.dynamic:
            return ANY if isinstance(node, Attribute) else None
        return scope.type_of(path)

    return Typer(lookup, member, result=scope.result_type())


def _type_faults(place: Place, faults: list[TypeFault]) -> Iterator[Slip]:
    for fault in faults:
        yield slip(
            fault.code,
            inside(place, fault.start, fault.end),
            "{message}",
            hint=fault.hint,
            message=fault.message,
        )
