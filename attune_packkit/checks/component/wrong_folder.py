"""component.wrong_folder."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

from attune_packkit.api import ALL_KINDS, Component, Finding, check, finding

_SIGNS = (
    ("sensor", ("trigger_types",)),
    ("sensor", ("trigger_type", "entry_point")),
    ("rule", ("trigger_ref", "action_ref")),
    ("rule", ("action_ref", "action_params")),
    ("action", ("workflow_file",)),
    ("action", ("entry_point",)),
    ("action", ("entrypoint",)),
    ("workflow", ("tasks",)),
    ("permission_set", ("grants",)),
    ("queue", ("dispatch_action",)),
    ("cache", ("namespace", "owner_type")),
    ("dashboard", ("cards", "layout")),
    ("runtime", ("execution_config",)),
    ("policy", ("rate_limit",)),
    ("policy", ("quotas",)),
)
"""Fields that only one kind has; the first kind that has them all counts."""


@cache
def _signs_of_others(kind: str) -> frozenset[str]:
    """Return fields of which one stands in every component of another kind."""
    return frozenset(named[0] for other, named in _SIGNS if other != kind)


@check("component.wrong_folder", severity="warning", layer="references", since="0.1")
def wrong_folder(component: Component) -> Iterator[Finding]:
    """A metadata file lies in the folder of another kind of component.

    Attune tells the kind by the folder: an action in `triggers/` is a trigger to it, and the fields
    that make it an action are ignored.

    Bad:
        ```yaml triggers/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        ```
    """
    own = component.kind.name
    if own == "pack" or _signs_of_others(own).isdisjoint(component.value):
        return
    has = component.value.__contains__
    signs = next(((kind, named) for kind, named in _SIGNS if all(map(has, named))), None)
    if signs is None or signs[0] == own or (own == "sensor" and signs[0] == "action"):
        return
    if own == "workflow" and has("tasks"):
        return
    kind, named = signs
    yield finding(
        component.place.key(named[0]),
        "this has the fields of another kind ({kind}) than '{folder}/' holds ({own})",
        hint=f"move it to {ALL_KINDS[kind].directory}/",
        kind=kind.replace("_", " "),
        folder=component.kind.directory,
        own=own.replace("_", " "),
    )
