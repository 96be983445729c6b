"""The built-in inputs of checks.

Base inputs of the per-pack pass are `pack`, `target` and `platform`; of the cross-pack pass
`catalog`, `packs`, `target` and `platform`. Everything else derives from them here, or in a plugin.
What only workflows need is imported where there is one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from attune_packkit.checking.check import Input, provides
from attune_packkit.checking.violations import Violation, violations
from attune_packkit.dependencies.cycles import cycles
from attune_packkit.dependencies.workflow_circles import WorkflowCircles
from attune_packkit.documents.document import Document, Fault
from attune_packkit.model.arguments import Comparison, compare_call
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.component import Component
from attune_packkit.model.field_uses import Borrowed, FieldUse
from attune_packkit.model.pack import Pack
from attune_packkit.model.python import Script
from attune_packkit.model.refs import ref_fault
from attune_packkit.model.schema import Schema
from attune_packkit.model.summary import Call, Dependency, PackSummary, Reference
from attune_packkit.model.targets import Target
from attune_packkit.model.workflow import Task, Workflow
from attune_packkit.tree import Entry
from attune_packkit.workflows.slip import Slip

if TYPE_CHECKING:
    from attune_packkit.workflows.graph import Graph
    from attune_packkit.workflows.relays import Relays

LOCAL_BASE = ("pack", "target", "platform")
ACROSS_BASE = ("packs", "catalog", "target", "platform")


@provides("entry", each=True)
def entry(pack: Pack) -> Iterable[Entry]:
    """Each name in the pack's folder."""
    return pack.tree.entries.values()


@provides("document", each=True)
def document(pack: Pack) -> Iterable[Document]:
    """Each metadata file as parsed."""
    return pack.documents.values()


@provides("fault", each=True, coded=True)
def fault(pack: Pack) -> Iterator[Fault]:
    """Each thing the parser met; a check gets the faults with its own id."""
    for each in pack.documents.values():
        yield from each.faults


@provides("component", each=True)
def component(pack: Pack) -> Iterator[Component]:
    """Each component with a file of its own, the manifest first, and each linked graph file."""
    return pack.every_part()


@provides("violation", each=True, coded=True)
def violation(component: Component) -> Iterable[Violation]:
    """Each break of the JSON Schema; a check gets the violations with its own id."""
    return violations(component)


@provides("schema", each=True)
def schema(component: Component) -> Iterable[Schema]:
    """Each parameter, output, configuration or item schema."""
    return component.schemas.values()


@provides("manifest")
def manifest(pack: Pack) -> Component:
    """The pack's own metadata, `pack.yaml`."""
    return pack.manifest


@provides("script", each=True)
def script(pack: Pack) -> Iterable[Script]:
    """Each Python file that actions or sensors run; read, never run."""
    return pack.scripts


@provides("workflow", each=True)
def workflow(pack: Pack) -> Iterable[Workflow]:
    """Each workflow, standalone or linked from an action."""
    return pack.workflows


@provides("graph")
def graph(workflow: Workflow) -> Graph:
    """The workflow's tasks and the edges between them."""
    from attune_packkit.workflows.graph import build

    return build(workflow)


@provides("task", each=True)
def task(workflow: Workflow) -> Iterable[Task]:
    """Each task, nested ones too."""
    return workflow.all_tasks()


@provides("slip", each=True, coded=True)
def slip(pack: Pack, target: Target) -> Iterable[Slip]:
    """Each fault in the expressions and the data flow; a check gets those with its own id."""
    if not (pack.workflows or pack.of("rule") or pack.of("queue")):
        return ()
    from attune_packkit.workflows.meaning import pack_slips

    return pack_slips(pack, target)


def _kind(name: str) -> Input:
    def produce(pack: Pack) -> Iterable[Component]:
        return pack.of(name)

    produce.__doc__ = f"Each {name.replace('_', ' ')}."
    return provides(name, each=True)(produce)


@provides("summary", each=True)
def summary(packs: tuple[PackSummary, ...]) -> Iterable[PackSummary]:
    """Each pack of the set, reduced to what others may know of it."""
    return packs


@provides("reference", each=True)
def reference(summary: PackSummary) -> Iterable[Reference]:
    """Each place where a component names another without passing arguments."""
    return summary.references


@provides("call", each=True)
def call(summary: PackSummary) -> Iterable[Call]:
    """Each place where a rule, queue or task names another component and passes arguments."""
    return summary.calls


@provides("field_use", each=True)
def field_use(summary: PackSummary) -> Iterable[FieldUse]:
    """Each field that an expression reads from the result of an action or a trigger's payload."""
    return summary.field_uses


@provides("borrowed", each=True)
def borrowed(summary: PackSummary) -> Iterable[Borrowed]:
    """Each text whose expressions work with what components of other packs give."""
    return summary.borrowed


@provides("comparison")
def comparison(call: Call, catalog: Catalog) -> Comparison:
    """What a call passes that its target does not expect, and the other way round."""
    return compare_call(call, catalog)


@provides("dependency", each=True)
def dependency(summary: PackSummary) -> Iterable[Dependency]:
    """Each entry of a pack's `dependencies`."""
    return summary.dependencies


@provides("naming", each=True)
def naming(summary: PackSummary, catalog: Catalog) -> Iterator[Reference]:
    """Each well-formed ref of another component, with arguments or without.

    Calls of tasks are left to the checks of workflows. A pack without a ref of its own, or with
    that of another pack, yields nothing: nobody knows what its short refs mean.
    """
    calls = (call.target for call in summary.calls if call.target.source_kind != "workflow")
    known = summary.named and catalog.packs.get(summary.ref) is summary
    for each in (*summary.references, *calls) if known else ():
        if each.kind == "runtime" or not ref_fault(each.ref):
            yield each


@provides("standing")
def standing(naming: Reference, catalog: Catalog) -> Standing:
    """What the pack set says of the ref that a component names."""
    return catalog.standing(naming.kind, naming.ref)


@provides("workflow_circles")
def workflow_circles(packs: tuple[PackSummary, ...]) -> WorkflowCircles:
    """The circles in which workflows run each other."""
    return WorkflowCircles(call for summary in packs for call in summary.calls)


@provides("relays")
def relays(packs: tuple[PackSummary, ...], catalog: Catalog) -> Relays:
    """How workflows hand their parameters on to command lines."""
    from attune_packkit.workflows.relays import Relays

    return Relays((call for summary in packs for call in summary.calls), catalog)


@provides("dependency_cycles")
def dependency_cycles(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Cycles of packs that depend on each other, by each pack in them, beginning with that."""
    edges = {
        ref: [dependency.ref for dependency in summary.dependencies]
        for ref, summary in catalog.packs.items()
    }
    return {
        pack: cycle[index:] + cycle[:index]
        for cycle in cycles(edges)
        for index, pack in enumerate(cycle)
    }


BUILT_IN: tuple[Input, ...] = (
    entry,
    document,
    fault,
    component,
    violation,
    schema,
    manifest,
    script,
    workflow,
    graph,
    task,
    summary,
    reference,
    call,
    comparison,
    field_use,
    borrowed,
    dependency,
    naming,
    standing,
    dependency_cycles,
    workflow_circles,
    relays,
    slip,
    *map(
        _kind,
        (
            "action",
            "trigger",
            "sensor",
            "rule",
            "queue",
            "policy",
            "permission_set",
            "runtime",
            "dashboard",
            "cache",
        ),
    ),
)
"""What packkit itself provides."""
