"""packkit simulate."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

import click

from attune_packkit.cli import console, simulated
from attune_packkit.cli.common import PATH, Command, Globals, emit_json, json_option, pass_globals
from attune_packkit.cli.simulation_values import read_outcomes, read_values
from attune_packkit.documents.document import Value
from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown
from attune_packkit.model.catalog import Catalog, Standing
from attune_packkit.model.component import Component
from attune_packkit.model.summarizing import summarize
from attune_packkit.model.workflow import Workflow
from attune_packkit.simulation.declared import configuration
from attune_packkit.simulation.report import rule_data, workflow_data
from attune_packkit.simulation.rule import RuleRun, simulate_rule, trigger_of
from attune_packkit.simulation.steps import WorkflowRun
from attune_packkit.simulation.workflow import simulate_workflow
from attune_packkit.sources.local import NoPackError
from attune_packkit.suggest import did_you_mean, very_near
from attune_packkit.workflows.graph import build


@click.command("simulate", cls=Command)
@click.argument("ref", required=False)
@click.option("--event", metavar="FILE", help="The event: an object with its payload.")
@click.option("--workflow", metavar="REF", help="Play this workflow through.")
@click.option("--input", "inputs", metavar="FILE", help="The inputs of the workflow.")
@click.option(
    "--outcome",
    "outcomes",
    metavar="TASK=END",
    multiple=True,
    help="How a task ends: failed, timed_out, or a result as JSON.",
)
@click.option("--pack-config", metavar="FILE", help="Values of the pack's configuration.")
@click.option(
    "--packs",
    metavar="DIR",
    multiple=True,
    type=PATH,
    help="A pack or a folder of packs; else the working directory.",
)
@click.option(
    "--platform-catalog",
    metavar="FILE",
    type=PATH,
    help="What Attune has without any pack; by default packkit's own list.",
)
@json_option
@pass_globals
def command(given: Globals, /, ref: str | None, form: str, **options: Any) -> None:
    """Show what a rule or a workflow would do. Nothing is run.

    REF is a rule, or a trigger for all of its rules; --event gives the event. It tells whether a
    rule matches, why, and what the action gets.

    With --workflow it follows a workflow task by task. Tasks succeed with a result that nobody
    knows unless --outcome says how they end; repeated for a task, it tells run by run. What depends
    on an unknown result is shown in angle brackets.

    Files are JSON or YAML; - is standard input. Secrets are shown as stars.
    """
    _refuse_mixture(ref, options)
    values = read_values(options["pack_config"]) if options["pack_config"] else {}
    if ref is None:
        given_inputs = read_values(options["inputs"]) if options["inputs"] else {}
        packs = _Packs(given, options)
        run = packs.workflow(options["workflow"], given_inputs, options["outcomes"], values)
        _emit(form, workflow_data(run), lambda: simulated.workflow_text(run))
        return
    event = _event(read_values(options["event"]))
    runs = _Packs(given, options).rules(ref, event, values)
    data = {"rules": [rule_data(run) for run in runs]}
    _emit(form, data, lambda: "\n".join(map(simulated.rule_text, runs)))


def _emit(form: str, data: Any, text: Callable[[], str]) -> None:
    if form == "json":
        emit_json(data)
    else:
        console.emit(text())


def _refuse_mixture(ref: str | None, options: dict[str, Any]) -> None:
    """Raise `UsageError` for options that do not go together."""
    if (ref is None) is (options["workflow"] is None):
        raise UsageError("name either a rule or trigger, or a workflow with --workflow")
    if ref is not None and options["event"] is None:
        raise UsageError(
            "a rule needs an event",
            hint="--event FILE gives it; a workflow is named with --workflow",
        )
    strange = ("inputs", "outcomes") if ref is not None else ("event",)
    for name in strange:
        if options[name]:
            option = {"inputs": "--input", "outcomes": "--outcome"}.get(name, "--event")
            what = "rule" if ref is not None else "workflow"
            raise UsageError(f"{option} means nothing to a {what}")


def _event(values: dict[str, Value]) -> dict[str, Value]:
    """Return an event; a file without a payload is taken for the payload itself."""
    if "payload" in values:
        return values
    meant = next((name for name in values if very_near(name, ("payload",))), "")
    doubt = f"; did you mean 'payload' by {shown(meant)}?" if meant else ""
    console.note(f"note: the file has no 'payload', so all of it is taken for the payload{doubt}")
    return {"payload": values}


class _Packs:
    """The packs of one simulation, read."""

    def __init__(self, given: Globals, options: dict[str, Any]) -> None:
        from attune_packkit.session import Session

        places = list(options["packs"]) or ["."]
        session = Session(given.load(platform_catalog=options["platform_catalog"]).settings)
        platform = session.platform
        self._packs = list(session.packs(places))
        if not self._packs:
            raise NoPackError(places)
        self._catalog = Catalog((summarize(pack) for _, pack in self._packs), platform)

    def rules(self, ref: str, event: dict[str, Value], config: dict[str, Value]) -> list[RuleRun]:
        """Play an event through a rule, or through all rules of a trigger."""
        known = [(rule, path, pack) for path, pack in self._packs for rule in pack.of("rule")]
        found = [each for each in known if each[0].ref == ref]
        if not found:
            found = [each for each in known if trigger_of(each[0]) == ref]
        elif len(found) > 1:
            raise _several("rules", ref, [f"{path}/{rule.path}" for rule, path, _ in found])
        if not found:
            raise self._no_rule(ref, [rule for rule, _, _ in known])
        for rule, path, _ in found:
            _ensure_readable("rule", rule.ref, path, [rule])
        return [
            simulate_rule(rule, event, configuration(pack.manifest, config), self._catalog)
            for rule, _, pack in found
        ]

    def _no_rule(self, ref: str, rules: list[Component]) -> UsageError:
        if self._catalog.standing("trigger", ref) in (Standing.DEFINED, Standing.BUILT_IN):
            return UsageError(f"no rule here has the trigger '{ref}'")
        names = [name for rule in rules for name in (rule.ref, trigger_of(rule))]
        hint = self._otherwise(ref) or _meant(ref, names)
        return UsageError(f"no rule or trigger is called '{ref}'", hint=hint)

    def _otherwise(self, ref: str) -> str:
        """Say what else a ref is, and how to play that through."""
        found = self._catalog.other_kind("", ref)
        if found is None:
            return ""
        if found.kind == "workflow" or any(ref == flow.ref for flow in self._workflows()):
            return f"'{ref}' is a workflow: name it with --workflow"
        if found.kind in ("rule", "trigger"):
            return f"'{ref}' is a {found.kind}: name it without --workflow, and an --event"
        kind = found.kind.replace("_", " ")
        return f"'{ref}' is of kind {kind}: only rules and workflows are played"

    def _workflows(self) -> Iterator[Workflow]:
        for _, pack in self._packs:
            yield from pack.workflows

    def workflow(
        self, ref: str, inputs: dict[str, Value], outcomes: Sequence[str], config: dict[str, Value]
    ) -> WorkflowRun:
        """Play a workflow through."""
        known = [(flow, path, pack) for path, pack in self._packs for flow in pack.workflows]
        found = [each for each in known if each[0].ref == ref]
        if not found:
            hint = self._otherwise(ref) or _meant(ref, [flow.ref for flow, _, _ in known])
            raise UsageError(f"no workflow is called '{ref}'", hint=hint)
        if len(found) > 1:
            raise _several("workflows", ref, [f"{path}/{flow.path}" for flow, path, _ in found])
        flow, path, pack = found[0]
        _ensure_readable("workflow", ref, path, [flow.source, flow.meta])
        graph = build(flow)
        return simulate_workflow(
            flow,
            graph,
            inputs,
            outcomes=read_outcomes(outcomes, graph.numbers),
            config=configuration(pack.manifest, config),
            catalog=self._catalog,
        )


def _ensure_readable(kind: str, ref: str, path: str, components: Iterable[Component]) -> None:
    for component in components:
        if not component.document.readable:
            raise SourceError(
                f"{kind} '{ref}' in {path}/{component.path} cannot be read",
                hint=f"packkit validate {path} says why",
            )


def _several(kind: str, ref: str, paths: list[str]) -> UsageError:
    return UsageError(
        f"{len(paths)} {kind} are called '{ref}': {', '.join(paths)}",
        hint="name one pack with --packs",
    )


def _meant(ref: str, names: Iterable[str]) -> str:
    known = sorted(set(names))
    full = next((name for name in known if name.endswith(f".{ref}")), "")
    return f"did you mean '{full}'?" if full else did_you_mean(ref, known)
