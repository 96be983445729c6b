"""policy.invalid_action_ref."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, is_template, ref_fault


@check("policy.invalid_action_ref", severity="error", layer="references", since="0.1")
def invalid_action_ref(policy: Component) -> Iterator[Finding]:
    """A policy's action is not a ref.

    Refs are lowercase names joined by dots, such as `parcels.label`; a short name belongs to the
    policy's own pack. Templates are not taken.

    Bad:
        ```yaml policies/one_label.yaml
        ref: parcels.one_label
        action_ref: Label Printer
        concurrency: {limit: 1, method: enqueue}
        ```

    Good:
        ```yaml policies/one_label.yaml
        ref: parcels.one_label
        action_ref: parcels.label
        concurrency: {limit: 1, method: enqueue}
        ```
        ```yaml actions/label.yaml
        ref: parcels.label
        launch: intrinsic
        ```
    """
    text = policy.text("action_ref")
    fault = ref_fault(text) if text else ""
    if is_template(text):
        fault = "a template, expected a ref in plain text"
    if fault:
        yield finding(
            policy.at("action_ref"),
            "'action_ref' is no ref: {fault}",
            hint="write it like 'parcels.label'",
            fault=fault,
        )
