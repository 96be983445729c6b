"""yaml.unquoted_template."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Fault, Finding, check, finding


@check("yaml.unquoted_template", severity="error", layer="structure", since="0.1")
def unquoted_template(fault: Fault) -> Iterator[Finding]:
    """A template stands without quotes.

    To YAML, `{{ x }}` without quotes is not text but a mapping whose key is a mapping, which Attune
    cannot load. The other checks read it as the template that was meant.

    Bad:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        label: Dispatch
        vars:
          depot: {{ config.depot }}
        tasks:
          - name: announce
            action: core.echo
            input:
              message: "{{ vars.depot }}"
        ```

    Good:
        ```yaml workflows/dispatch.yaml
        version: "1.0.0"
        label: Dispatch
        vars:
          depot: "{{ config.depot }}"
        tasks:
          - name: announce
            action: core.echo
            input:
              message: "{{ vars.depot }}"
        ```
    """
    yield finding(
        fault.place,
        "a template without quotes is a mapping to YAML",
        hint='quote it: "{{ … }}"',
    )
