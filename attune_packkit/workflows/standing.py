"""Whether what a workflow names has happened by then: tasks run, names published."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cached_property
from itertools import takewhile

from attune_packkit.diagnostics import Severity
from attune_packkit.model.pointing import texts_in
from attune_packkit.model.targets import Target
from attune_packkit.model.transitions import Publish, Transition
from attune_packkit.workflows.flow import Flow, Knowledge
from attune_packkit.workflows.paths import Path, Step
from attune_packkit.workflows.sites import Site
from attune_packkit.workflows.slip import Slip
from attune_packkit.workflows.slips import inside, slip

_OUTPUT = re.compile(r"\b(\w+)\.output\b")


class Standings:
    """Answers for one workflow."""

    def __init__(self, flow: Flow, target: Target, *, linked: bool = False) -> None:
        self._flow = flow
        self.target = target
        self._graph = flow.graph
        # Only today's Attune links graph files, and it starts tasks without transitions together.
        current = target is Target.CURRENT or (linked and target is Target.AUTO)
        self._together = flow.implicit and current
        self._read_by: dict[int, frozenset[str]] = {}

    @cached_property
    def _numbers(self) -> dict[int, int]:
        return {id(task): number for number, task in enumerate(self._graph.tasks)}

    @cached_property
    def _publishers(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for number, task in enumerate(self._graph.tasks):
            for transition in task.transitions:
                for publish in transition.publish:
                    found.setdefault(publish.name, []).append(number)
        return found

    @cached_property
    def _at_end(self) -> int:
        """What is certainly published whichever way the workflow ends."""
        certain = -1
        for known, _ in self._flow.ends:
            certain &= known.certain
        return certain

    def _before(self, site: Site) -> Knowledge | None:
        if site.task is None or site.moment in ("start", "end") or not self._flow.known:
            return None
        return self._flow.before[self._numbers[id(site.task)]]

    def may_have_failed(self, site: Site) -> bool:
        """Tell whether some failure may lead to this site."""
        known = self._before(site)
        if known is None or known.failed or site.moment == "retry":
            return True
        taken = site.transition and self._flow.fates[id(site.transition)]
        return bool(taken and taken.unhappy)

    def of_task(self, site: Site, number: int, step: Step, path: Path) -> Iterator[Slip]:
        """Yield a slip if a task cannot have run when its result is read."""
        if site.moment == "start" and not path.guarded:
            at = inside(site.place, step.start, step.end)
            template = "no task has run when variables are given their first values"
            yield slip("workflow.future_reference", at, template, hint="publish it in the task")
        known = self._before(site)
        if known is None or site.task is None or self._flow.before[number] is None:
            return
        own = self._numbers[id(site.task)]
        bit = self._flow.task(number)
        if own == number or self._holds(own, number):
            ended = site.moment in ("after", "retry") or known.perhaps & bit
            template = "task '{name}' has not ended when it reads its own result"
        elif self._flow.implicit:
            yield from self._unordered(site, own, number, step)
            return
        else:
            ended = bool(known.perhaps & bit)
            template = ""
        if ended or path.guarded:
            return
        before = self._flow.before[number]
        later = before is not None and before.perhaps & self._flow.task(own)
        if template or later:
            code = "workflow.future_reference"
            template = template or "task '{name}' runs only after this one"
            hint = "read it in a task that follows"
        else:
            code = "workflow.no_path"
            template = "no transition leads from task '{name}' to here, so it may not have run"
            hint = "let the transitions lead from the one to the other"
        at = inside(site.place, step.start, step.end)
        yield slip(code, at, template, hint=hint, name=step.name)

    def _holds(self, outer: int, inner: int) -> bool:
        return inner in self._graph.containers.get(outer, ())

    def _unordered(self, site: Site, own: int, number: int, step: Step) -> Iterator[Slip]:
        """Without transitions, today's Attune starts all tasks together."""
        at = inside(site.place, step.start, step.end)
        if self._together:
            template = "task '{name}' starts together with this one: no transition orders them"
            hint = f"add 'next' to task '{step.name}'"
            yield slip("workflow.data_race", at, template, hint=hint, name=step.name)
        elif number > own and self._reads(number, own):
            template = "task '{name}' reads the result of this one, so neither can be first"
            hint = "let one of the two do without the other"
            yield slip("workflow.future_reference", at, template, hint=hint, name=step.name)
        elif number > own:
            template = "task '{name}' stands behind this one in the list"
            hint = "say with transitions which comes first"
            yield slip(
                "workflow.future_reference", at, template, hint=hint, severity=Severity.INFO,
                name=step.name,
            )  # fmt: skip

    def _reads(self, number: int, other: int) -> bool:
        """Tell whether the input of a task reads the result of another one."""
        known = self._read_by.get(number)
        if known is None:
            texts = texts_in(self._graph.tasks[number].value.get("input"))
            read = (name for _, text in texts if "{{" in text for name in _OUTPUT.findall(text))
            known = self._read_by[number] = frozenset(read)
        return self._graph.tasks[other].name in known

    def of_name(self, site: Site, step: Step, path: Path) -> Iterator[Slip]:
        """Yield a slip if a name that only transitions publish need not be set by then."""
        if path.guarded or path.compared or not self._flow.known:
            return
        bit = self._flow.name(step.name)
        if site.moment == "end" and not self._at_end & bit:
            yield self._unset(site, step, Severity.INFO)
        known = self._before(site)
        if known is None or self._published_here(site, step.name):
            return
        if not known.perhaps & bit:
            yield self._never(site, step)
        elif not known.certain & bit:
            excused = known.likely & bit or (site.task and site.task.value.get("when") is not None)
            excused = excused and not self._published_by_itself(site, step.name)
            yield self._unset(site, step, Severity.INFO if excused else None)

    def of_empty(self, site: Site, step: Step, path: Path) -> Iterator[Slip]:
        """Yield a slip if a variable that is empty at first cannot have been published by then."""
        publishers = self._publishers.get(step.name, ())
        if not publishers or path.guarded or path.compared:
            return
        if self._flow.implicit and not self._together:
            return
        known = self._before(site)
        if known is None or site.moment not in ("before", "each"):
            return
        own = self._numbers[id(site.task)]
        published = known.perhaps & self._flow.name(step.name) and not self._together
        within = any(own in self._with_holders(number) for number in publishers)
        if published or within or site.place.pointer[-1] == "when":
            return
        at = inside(site.place, step.start, step.end)
        if not self._together and all(self._follows(number, own) for number in publishers):
            template = "'{name}' is empty here: it is published only after this task"
            hint = "read it in a task that follows, or give it a first value in vars"
            yield slip("workflow.future_reference", at, template, hint=hint, name=step.name)
        elif own in self._graph.entry_points:
            template = "'{name}' is empty here: this task starts before anything is published"
            hint = "let the task that publishes it lead to this one"
            yield slip("workflow.no_path", at, template, hint=hint, name=step.name)

    def _with_holders(self, number: int) -> Iterator[int]:
        """Yield a task and all that it is nested in."""
        holder: int | None = number
        while holder is not None:
            yield holder
            holder = self._graph.holders.get(holder)

    def _follows(self, number: int, own: int) -> bool:
        """Tell whether a task may run after another one."""
        known = self._flow.before[number]
        return known is not None and bool(known.perhaps & self._flow.task(own))

    def _published_here(self, site: Site, name: str) -> bool:
        """Tell whether the transitions that go on here publish the name themselves."""
        if site.moment != "after" or site.publishes == name or site.task is None:
            return False
        if not site.publishes:
            return _published_before(site.task.transitions, site, name)
        return any(
            publish.name == name and (transition is not site.transition or _precedes(publish, site))
            for transition in site.task.transitions
            for publish in transition.publish
        )

    def _published_by_itself(self, site: Site, name: str) -> bool:
        """Tell whether only the task of this site publishes a name: never before its first run."""
        own = self._numbers[id(site.task)]
        return all(number == own for number in self._publishers[name])

    def _unset(self, site: Site, step: Step, severity: Severity | None) -> Slip:
        return slip(
            "workflow.maybe_unset",
            inside(site.place, step.start, step.end),
            "'{name}' is published on some ways to here only",
            hint="give it a first value in vars, or publish it on every way",
            severity=severity,
            name=step.name,
        )

    def _never(self, site: Site, step: Step) -> Slip:
        assert site.task is not None
        own = self._flow.task(self._numbers[id(site.task)])
        publishers = [self._flow.before[number] for number in self._publishers[step.name]]
        at = inside(site.place, step.start, step.end)
        if site.publishes and self._published_by_itself(site, step.name):
            template = "'{name}' is published only after this, by the same task"
            hint = "publish it first, or give it a first value in vars"
            return slip("workflow.future_reference", at, template, hint=hint, name=step.name)
        if any(known is not None and known.perhaps & own for known in publishers):
            template = "'{name}' is published only after this task"
            hint = "give it a first value in vars"
            return slip("workflow.future_reference", at, template, hint=hint, name=step.name)
        template = "no way leads to here from a transition that publishes '{name}'"
        hint = "give it a first value in vars, or publish it on the way to here"
        return slip("workflow.no_path", at, template, hint=hint, name=step.name)


def _published_before(transitions: Iterable[Transition], site: Site, name: str) -> bool:
    """Tell whether a transition publishes a name that a later one of the list asks for."""
    earlier = takewhile(lambda each: each is not site.transition, transitions)
    return any(publish.name == name for each in earlier for publish in each.publish)


def _precedes(publish: Publish, site: Site) -> bool:
    """Tell whether a name is published before the one that this site is part of."""
    published = site.transition.publish if site.transition else ()
    first = next((each for each in published if each.name in (publish.name, site.publishes)), None)
    return first is not None and first.name == publish.name
