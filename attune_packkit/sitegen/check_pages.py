"""The pages of packkit's checks, from their docstrings."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby

from attune_packkit.api import Check, DocumentedCode, documentation
from attune_packkit.sitegen import addresses, highlighting
from attune_packkit.sitegen.list_models import CheckPage, IndexPage
from attune_packkit.sitegen.lists import crumbs_to
from attune_packkit.sitegen.models import ComponentLine, Frame, Heading, KindGroup, Link, Snippet


def check_list(checks: Sequence[Check]) -> IndexPage:
    """Return the page that lists all checks by topic."""
    page = addresses.CHECKS
    groups = tuple(
        KindGroup(
            topic, addresses.anchor("topic", topic), tuple(_line(each, page) for each in group)
        )
        for topic, group in groupby(checks, key=_topic)
    )
    sentence = (
        f"What packkit looks for in a pack: {len(checks):,} checks in {len(groups):,} topics."
    )
    return IndexPage(
        Frame(page, "Checks", sentence, crumbs_to(page), canonical=page, kind="list"),
        "Checks",
        sentence,
        tuple(Link(group.title, f"#{group.anchor}") for group in groups),
        groups,
    )


def check_page(check: Check, topic: Sequence[Check]) -> CheckPage:
    """Return the page of one check; `topic` are all of its topic."""
    page = addresses.check_page(check.id)
    told = documentation(check)
    sections = tuple(
        (section.title, tuple(_part(part, number) for number, part in enumerate(section.parts)))
        for section in told.sections
    )
    crumbs = (*crumbs_to(page), Link("Checks", addresses.relative(addresses.CHECKS, page)))
    contents = [Heading("Why", "why")] if told.why else []
    contents += [Heading(title, title.lower()) for title, _ in sections]
    contents.append(Heading("On the command line", "command-line"))
    if len(topic) > 1:
        contents.append(Heading("Other checks", "topic", len(topic) - 1))
    frame = Frame(
        address=page,
        title=check.id,
        description=told.summary,
        crumbs=crumbs,
        contents=tuple(contents),
        canonical=page,
        kind="check",
    )
    siblings = tuple(
        Link(each.id, addresses.relative(addresses.check_page(each.id), page), each.summary)
        for each in topic
        if each is not check
    )
    return CheckPage(
        frame=frame,
        code=check.id,
        summary=told.summary,
        severity=check.severity.label,
        layer=check.layer.name.lower(),
        since=check.since,
        why=told.why,
        sections=sections,
        siblings=siblings,
    )


def by_topic(checks: Sequence[Check]) -> Iterator[tuple[Check, list[Check]]]:
    """Yield every check with all checks of its topic."""
    for _, group in groupby(checks, key=_topic):
        members = list(group)
        for each in members:
            yield each, members


def _topic(check: Check) -> str:
    return check.id.partition(".")[0]


def _line(check: Check, page: str) -> ComponentLine:
    url = addresses.relative(addresses.check_page(check.id), page)
    return ComponentLine(
        name=check.id,
        ref=check.id,
        url=url,
        description=check.summary,
        state="",
        kind=check.severity.label,
    )


def _part(part: str | DocumentedCode, number: int) -> str | Snippet:
    if isinstance(part, str):
        return part
    marked = highlighting.yaml(part.text) if part.language in ("yaml", "") else None
    return Snippet(part.path, f"example-{number}", marked or highlighting.shell(part.text))
