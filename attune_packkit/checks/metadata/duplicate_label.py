"""metadata.duplicate_label."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown


@check("metadata.duplicate_label", severity="info", layer="references", since="0.1")
def duplicate_label(pack: Pack) -> Iterator[Finding]:
    """Two components of one kind have the same label.

    People choose by the label, and cannot tell the two apart. Mostly one file began as a copy of
    the other; the one that is not called like its label is reported.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        label: Weigh
        launch: intrinsic
        ```
        ```yaml actions/measure.yaml
        ref: parcels.measure
        label: Weigh
        launch: intrinsic
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        label: Weigh
        launch: intrinsic
        ```
        ```yaml actions/measure.yaml
        ref: parcels.measure
        label: Measure
        launch: intrinsic
        ```
    """
    groups: dict[tuple[str, str], list[Component]] = {}
    for component in pack.every_component():
        label = component.get("label")
        if isinstance(label, str) and label.strip() and component.kind.name != "pack":
            groups.setdefault((component.kind.name, label.strip()), []).append(component)
    for (kind, label), group in groups.items():
        if len({each.ref for each in group}) < len(group) or len(group) == 1:
            continue
        owner = next((each for each in group if _plain(each.name) == _plain(label)), None)
        first = owner or group[0]
        for component in group:
            if component is not first:
                yield finding(
                    component.at("label"),
                    "{kind} '{other}' is called {label} as well",
                    hint="give each a label of its own",
                    kind=kind.replace("_", " "),
                    other=first.ref,
                    label=shown(label),
                )


def _plain(text: str) -> str:
    return "".join(filter(str.isalnum, text)).lower()
