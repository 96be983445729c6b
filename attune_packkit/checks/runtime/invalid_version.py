"""runtime.invalid_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("runtime.invalid_version", severity="error", layer="schema", since="0.1")
def invalid_version(violation: Violation) -> Iterator[Finding]:
    """A version of a runtime is not written as a version.

    Each entry of `versions` has a `version` in quotes that starts with a number, such as "3.12" or
    "20.11.0". Constraints on versions are compared with it.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        versions:
          - version: newest
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        versions:
          - version: "3.12"
        ```
    """
    yield violation.finding()
