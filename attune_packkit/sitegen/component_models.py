"""What the pages of components show, as plain data."""

from __future__ import annotations

from msgspec import Struct

from attune_packkit.sitegen.models import (
    Argument,
    DiagnosticRow,
    Fact,
    FieldTable,
    Frame,
    Link,
    LinkGroup,
    Listing,
    Notice,
    Panel,
    Snippet,
)
from attune_packkit.sitegen.workflow_view import WorkflowView


class RuleParts(Struct, frozen=True):
    """A rule as a sentence: when `trigger` fires and `condition` holds, run `action`."""

    trigger: Link
    condition: str
    action: Link
    trigger_arguments: tuple[Argument, ...]
    action_arguments: tuple[Argument, ...]
    enabled: bool


class WorkflowParts(Struct, frozen=True):
    """The graph with its outline, and the variables with their first values."""

    view: WorkflowView
    variables: tuple[Argument, ...]


class ComponentPage(Struct, frozen=True):
    """The page of a component of any kind; what a kind does not have is empty or None."""

    frame: Frame
    kind: str
    kind_title: str
    ref: str
    name: str
    label: str
    description: str
    pack: Link
    enabled: bool
    tags: tuple[Link, ...]
    tables: tuple[FieldTable, ...]
    snippets: tuple[Snippet, ...]
    facts: tuple[Fact, ...]
    uses: tuple[LinkGroup, ...]
    diagnostics: tuple[DiagnosticRow, ...]
    listings: tuple[Listing, ...]
    rule: RuleParts | None = None
    workflow: WorkflowParts | None = None
    notices: tuple[Notice, ...] = ()
    panels: tuple[Panel, ...] = ()
