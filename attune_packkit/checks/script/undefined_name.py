"""script.undefined_name."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding


@check(
    "script.undefined_name",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("unbound",),
)
def undefined_name(script: Script) -> Iterator[Finding]:
    """A Python file uses a name to which nothing gives a meaning.

    Where it comes by, Python stops with a `NameError`. The name is neither assigned, imported nor
    defined anywhere in the file, and is none of Python's own.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        output_format: json
        ```
        ```python actions/weigh.py
        import attune


        def main():
            grams = 1200
            return {"grams": gramms}


        attune.run_action(main)
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: python
        entry_point: weigh.py
        output_format: json
        ```
        ```python actions/weigh.py
        import attune


        def main():
            grams = 1200
            return {"grams": grams}


        attune.run_action(main)
        ```
    """
    told = {misuse.place for misuse in script.facts.misuses}
    for name in script.facts.unbound:
        if name.place not in told:
            yield finding(
                name.place,
                "nothing in this file is called '{name}'",
                hint="define or import it, or correct the name",
                name=name.text,
            )
