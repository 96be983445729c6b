"""workflow.ref_mismatch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Pack, Workflow, belongs, check, finding


@check("workflow.ref_mismatch", severity="error", layer="references", since="0.1")
def ref_mismatch(workflow: Workflow, pack: Pack) -> Iterator[Finding]:
    """The `ref` inside a workflow file is not the one its place gives it.

    The ref of a file in `workflows/` is the pack's ref, a dot and the name of the file. A different
    one inside is refused.

    Bad:
        ```yaml workflows/dispatch.yaml
        ref: parcels.send
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        ref: parcels.dispatch
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    component = workflow.source
    ref = "" if workflow.linked or not pack.manifest.declared else component.text("ref")
    if not ref or ref in (component.ref, component.name):
        return
    same = belongs(ref, pack.ref)
    yield finding(
        component.at("ref"),
        "Workflow ref '{ref}' does not match {what} '{name}'",
        hint=f"its place and name make it '{component.ref}'",
        ref=ref,
        what="file" if same else "pack",
        name=component.path if same else pack.ref,
    )
