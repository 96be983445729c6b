"""workflow.version_not_semver."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Workflow, check, finding, is_version, shown
from attune_packkit.checks._versions import meant_version


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
        meant = meant_version(version)
        yield finding(
            workflow.source.at("version"),
            "version {version} is not of the form MAJOR.MINOR.PATCH",
            hint=f'did you mean "{meant}"?' if meant else 'write three numbers, such as "1.0.0"',
            version=shown(version),
        )
