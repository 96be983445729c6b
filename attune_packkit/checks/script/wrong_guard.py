"""script.wrong_guard."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Finding, Script, check, finding, shown


@check(
    "script.wrong_guard", severity="warning", layer="references", since="0.1", only_with=("guards",)
)
def wrong_guard(script: Script) -> Iterator[Finding]:
    """What a Python file does when it is run stands below a condition that never holds.

    A file that is run is called `__main__`, with two underscores on each side. Compared with any
    other text, its name is never equal, and the file ends without having done anything.

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
            return {"grams": 1200}


        if __name__ == "main":
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
            return {"grams": 1200}


        if __name__ == "__main__":
            attune.run_action(main)
        ```
    """
    for text in script.facts.guards:
        if "main" in text.text.lower():
            yield finding(
                text.place,
                "a file that is run is called '__main__', never {text}",
                hint="write '__main__'",
                text=shown(text.text),
            )
