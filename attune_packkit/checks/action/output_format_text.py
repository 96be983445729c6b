"""action.output_format_text."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Severity, check, finding

_SPEAKS_JSON = ("workflow_file", "launch")
_OF_ANY_PROCESS = frozenset({"stdout", "stderr", "exit_code", "return_code", "succeeded", "failed"})
"""What there is of every program, whatever it prints."""


@check(
    "action.output_format_text",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("output",),
)
def output_format_text(action: Component) -> Iterator[Finding]:
    """An action describes its output, but its output is read as plain text.

    Without `output_format: json` Attune keeps what a script prints as one text, so the fields that
    the schema announces are not there for the tasks and rules that ask for them. This is an info
    where the format is only left out.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        output:
          grams: {type: integer, description: Weight that the scale shows}
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: native
        entry_point: weigh
        output_format: json
        output:
          grams: {type: integer, description: Weight that the scale shows}
        ```
    """
    schema = action.schema("output")
    written = action.get("output_format")
    if schema is None or written not in (None, "text") or not schema.fields:
        return
    if _OF_ANY_PROCESS.issuperset(schema.fields):
        return
    if not any(action.has(name) for name in _SPEAKS_JSON):
        yield finding(
            action.at("output_format") if written else schema.place.key(),
            "the output has a schema, but is read as plain text",
            hint=f"{'write' if written else 'add'} 'output_format: json', and print JSON",
            severity=None if written else Severity.INFO,
        )
