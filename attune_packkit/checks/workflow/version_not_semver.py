"""workflow.version_not_semver."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Workflow, check, finding, is_version, shown


def _remedy(version: str) -> str:
    """Offer the semantic version that an author most likely means."""
    number = version.removeprefix("v").strip()
    for candidate in (number, f"{number}.0", f"{number}.0.0"):
        if is_version(candidate):
            return f'did you mean "{candidate}"?'
    return 'write three numbers, such as "1.0.0"'


@check("workflow.version_not_semver", severity="warning", layer="references", since="0.1")
def version_not_semver(workflow: Workflow) -> Iterator[Finding]:
    """The version of a workflow is not a semantic version.

    Versions are compared as three numbers, `MAJOR.MINOR.PATCH`; others cannot be put in order.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        tasks:
          - name: weigh
            action: parcels.weigh
        ```
    """
    version = workflow.source.text("version")
    if version and not is_version(version):
        yield finding(
            workflow.source.at("version"),
            "version {version} is not of the form MAJOR.MINOR.PATCH",
            hint=_remedy(version),
            version=shown(version),
        )
