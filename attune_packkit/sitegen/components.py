"""The pages of components: one model for all kinds, filled with what each kind has."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec.structs import replace

from attune_packkit.api import Component, Workflow
from attune_packkit.sitegen import addresses, highlighting, trying, using
from attune_packkit.sitegen.cards import ComponentCard, label_of
from attune_packkit.sitegen.component_models import ComponentPage
from attune_packkit.sitegen.facts import facts
from attune_packkit.sitegen.kinds import TITLES
from attune_packkit.sitegen.models import (
    FieldTable,
    Frame,
    Heading,
    Link,
    Listing,
    Notice,
    Snippet,
)
from attune_packkit.sitegen.parameters import table
from attune_packkit.sitegen.rules import rule_parts
from attune_packkit.sitegen.sources import METADATA_PREFIX, WITHDRAWN, PackSources
from attune_packkit.sitegen.workflow_parts import task_lines, workflow_parts

MAX_DESCRIPTION = 20_000

_TABLES: dict[str, tuple[tuple[str, str, str, str], ...]] = {
    "action": (
        ("parameters", "Parameters", "param", "It takes no parameters."),
        ("output", "Output", "output", "It does not say what it returns."),
    ),
    "workflow": (
        ("parameters", "Parameters", "param", "It takes no parameters."),
        ("output", "Output", "output", "It does not say what it returns."),
    ),
    "trigger": (
        ("parameters", "Parameters", "param", "It takes no parameters."),
        ("output", "Payload", "payload", "It does not say what its events carry."),
    ),
    "sensor": (("parameters", "Parameters", "param", "It takes no parameters."),),
    "queue": (("item_schema", "Items", "item", "It does not say what its items carry."),),
}
"""By kind, its tables: the field with the schema, title, prefix of ids, text if it is empty."""


def component_pages(sources: PackSources) -> Iterator[tuple[Component, ComponentPage]]:
    """Yield every component of a pack with its page."""
    flows = {flow.meta.path: flow for flow in sources.pack.workflows}
    for components in sources.pack.components.values():
        for component in components:
            card = sources.view.by_path.get(component.path)
            if card is not None:
                flow = flows.get(component.path)
                yield component, component_page(component, card, sources, flow)


def component_page(
    component: Component, card: ComponentCard, sources: PackSources, flow: Workflow | None
) -> ComponentPage:
    """Return the page of one component; `flow` if it is a workflow."""
    page, view = card.page, sources.view
    paths = [component.path, *([flow.path] if flow and flow.linked else [])]
    made = ComponentPage(
        frame=Frame(
            address=page,
            title=f"{card.ref} · {TITLES[card.kind][0].lower()}",
            description=card.description,
            crumbs=_crumbs(card, sources),
            canonical=canonical(card, sources),
            kind="component",
        ),
        kind=card.kind,
        kind_title=TITLES[card.kind][0],
        ref=card.ref,
        name=card.name,
        label=card.label or label_of(component),
        description=component.text("description")[:MAX_DESCRIPTION].strip(),
        pack=view.pack_link(sources.card.ref, page),
        enabled=card.enabled,
        tags=view.tag_links(card.tags, page),
        tables=tuple(_tables(component, card.kind)),
        snippets=tuple(_snippets(component, card.kind)),
        facts=tuple(facts(component, lambda kind, ref: view.link(kind, ref, page))),
        uses=using.groups(card, view, page),
        diagnostics=sources.diagnostics(paths, page),
        listings=tuple(_listings(component, sources, flow)),
        rule=rule_parts(component, view, page) if card.kind == "rule" else None,
        workflow=workflow_parts(flow, sources, page) if flow else None,
        notices=notices(sources, page, card),
    )
    return _with_contents(made)


def notices(
    sources: PackSources, page: str, card: ComponentCard | None = None
) -> tuple[Notice, ...]:
    """Return what the top of a page has to say of the version it shows."""
    pack = sources.card
    found = []
    newest = sources.view.registry.packs.get(pack.ref)
    if pack.version_folder and newest is not None:
        target = canonical(card, sources) if card else newest.page
        url = addresses.relative(target or newest.page, page)
        text = f"This is version {pack.version}."
        found.append(Notice(text, Link(f"The newest is {newest.version}.", url)))
    for mark in sources.published.marks:
        if mark.version == pack.version:
            tone = "bad" if mark.kind == WITHDRAWN else "warn"
            found.append(Notice(f"This version is {mark.text}", tone=tone))
    if sources.published.kept:
        text = (
            "The newest files of this pack have errors, so this is the last version that had none."
        )
        found.append(Notice(text, tone="warn"))
    return tuple(found)


def canonical(card: ComponentCard, sources: PackSources) -> str:
    """Return the address of the newest version of a page; "" if it is gone."""
    if not sources.card.version_folder:
        return card.page
    newest = sources.view.registry.find(card.kind, card.ref)
    return newest.page if newest else ""


def _crumbs(card: ComponentCard, sources: PackSources) -> tuple[Link, ...]:
    pack = sources.card
    of_kind = f"{pack.page}#{addresses.FOLDERS[card.kind]}"
    return (
        Link("Packs", addresses.relative(addresses.HOME, card.page)),
        Link(pack.ref, addresses.relative(pack.page, card.page)),
        Link(TITLES[card.kind][1], addresses.relative(of_kind, card.page)),
    )


def _tables(component: Component, kind: str) -> Iterator[FieldTable]:
    for field, title, prefix, empty in _TABLES.get(kind, ()):
        always = "always" if field == "output" else "required"
        yield table(title, prefix, component.schema(field), empty, always)


def _snippets(component: Component, kind: str) -> Iterator[Snippet]:
    if kind in ("action", "workflow"):
        yield from trying.snippets(component, component.schema("parameters"))
    elif kind == "trigger":
        yield from trying.trigger_snippets(component, component.schema("parameters"))


def _listings(
    component: Component, sources: PackSources, flow: Workflow | None
) -> Iterator[Listing]:
    if flow is not None and flow.linked:
        yield _listing(flow.path, flow.source.document.data, sources, "L", flow)
        yield _listing(component.path, component.document.data, sources, METADATA_PREFIX, None)
    else:
        yield _listing(component.path, component.document.data, sources, "L", flow)


def _listing(
    path: str, data: bytes, sources: PackSources, prefix: str, flow: Workflow | None
) -> Listing:
    return highlighting.listing(
        path,
        "source" if prefix == "L" else "metadata",
        data,
        prefix=prefix,
        tones=sources.tones(path),
        hidden=tuple(sources.hidden(path)),
        names=task_lines(flow) if flow else None,
    )


def _with_contents(page: ComponentPage) -> ComponentPage:
    """Return a page with the list of its parts."""
    return replace(page, frame=replace(page.frame, contents=tuple(_contents(page))))


def _contents(page: ComponentPage) -> Iterator[Heading]:
    yield from _main_contents(page)
    if page.snippets:
        yield Heading("Try it", "try")
    if page.facts:
        yield Heading("Details", "details")
    if page.uses:
        yield Heading("Used by", "used-by")
    if page.diagnostics:
        yield Heading("Checks", "checks", len(page.diagnostics))
    for listing in page.listings:
        yield Heading(listing.title.rpartition("/")[2], listing.anchor)


def _main_contents(page: ComponentPage) -> Iterator[Heading]:
    if page.rule is not None and page.rule.action_arguments:
        yield Heading("Arguments", "arguments", len(page.rule.action_arguments))
    if page.rule is not None and page.rule.trigger_arguments:
        count = len(page.rule.trigger_arguments)
        yield Heading("Arguments of the trigger", "trigger-arguments", count)
    if page.workflow is not None:
        yield Heading("Graph", "graph")
    if page.workflow is not None and page.workflow.view.outline is not None:
        yield Heading("Tasks", "tasks", len(page.workflow.view.outline.tasks))
    for each in page.tables:
        yield Heading(each.title, each.anchor, len(each.rows))
    if _has_values(page):
        yield Heading("Values", "values")


def _has_values(page: ComponentPage) -> bool:
    outline = page.workflow.view.outline if page.workflow is not None else None
    return outline is not None and bool(outline.outputs or outline.uses)
