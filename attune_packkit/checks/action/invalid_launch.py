"""action.invalid_launch."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Violation, check


@check("action.invalid_launch", severity="error", layer="schema", since="0.1")
def invalid_launch(violation: Violation) -> Iterator[Finding]:
    """An action's `launch` is not written as one of its forms.

    It is one of `file`, `native`, `java_jar`, `java_class` and `intrinsic`, each with keys of its
    own. Attune cannot start the action from anything else.

    Bad:
        ```yaml actions/label.yaml
        ref: parcels.label
        launch:
          native:
            program: label-printer
        ```

    Good:
        ```yaml actions/label.yaml
        ref: parcels.label
        launch:
          native:
            artifact: label-printer
        ```
    """
    yield violation.finding()
