"""metadata.invalid_yaml."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, Pack, check, finding
from attune_packkit.checks.metadata._syntax import explain


@check("metadata.invalid_yaml", severity="error", layer="structure", since="0.1")
def invalid_yaml(fault: Fault, pack: Pack) -> Iterator[Finding]:
    """A metadata file cannot be parsed as YAML.

    Attune skips or refuses what it cannot parse. The commonest slips are a colon inside text
    without quotes, an entry that is indented by one space too many, and a quote that is never
    closed. Other checks see only the entries above the mistake.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        description: Urgent: somebody must look for it
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        description: "Urgent: somebody must look for it"
        ```
    """
    assert fault.place.span is not None
    number = fault.place.span.line
    lines = pack.documents[fault.place.path].data.decode("utf-8", "replace").split("\n")
    line = lines[number - 1] if number <= len(lines) else ""
    problem, hint = explain(str(fault["problem"]), str(fault["context"]), line)
    yield finding(fault.place, "not valid YAML: {problem}", hint=hint, problem=problem)
