"""component.wrong_folder."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import ALL_KINDS, Component, Finding, check, finding

_SIGNS: tuple[tuple[str, tuple[tuple[str, ...], ...]], ...] = (
    ("sensor", (("trigger_types",), ("trigger_type", "entry_point"))),
    ("rule", (("trigger_ref", "action_ref"), ("action_ref", "action_params"))),
    ("action", (("workflow_file",), ("entry_point",), ("entrypoint",))),
    ("workflow", (("tasks",),)),
    ("permission_set", (("grants",),)),
    ("queue", (("dispatch_action",),)),
    ("cache", (("namespace", "owner_type"),)),
    ("dashboard", (("cards", "layout"),)),
    ("runtime", (("execution_config",),)),
    ("policy", (("rate_limit",), ("quotas",))),
)
"""Fields that only one kind has; the first kind that has them all counts."""


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
    if own == "pack" or not component.document.readable:
        return
    fields = component.value.keys()
    signs = next(
        ((kind, each) for kind, sets in _SIGNS for each in sets if fields >= set(each)), None
    )
    if signs is None or signs[0] == own or (own == "sensor" and signs[0] == "action"):
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


def _signs(component: Component) -> tuple[str, tuple[str, ...]]:
    """Return the kind whose fields a component has, and these; "" if they tell none."""
    fields = component.value.keys()
    found = ((kind, each) for kind, sets in _SIGNS for each in sets if fields >= set(each))
    return next(found, ("", ()))
