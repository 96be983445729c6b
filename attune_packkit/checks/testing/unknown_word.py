"""testing.unknown_word."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, check, finding, shown, testing_section, very_near

_KNOWN = (
    (("discovery", "method"), ("directory",)),
    (("result_format",), ("simple", "json")),
    (("on_failure",), ("block",)),
)


@check(
    "testing.unknown_word",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("testing",),
)
def unknown_word(manifest: Component) -> Iterator[Finding]:
    """A choice of the `testing` section is misspelt.

    The tests are found by the method `directory`, results come in the format `simple` or `json`,
    and `on_failure: block` keeps a pack out whose tests fail.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        testing:
          enabled: true
          discovery: {method: directory, path: tests}
          runners: {}
          on_failure: blok
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        testing:
          enabled: true
          discovery: {method: directory, path: tests}
          runners: {}
          on_failure: block
        ```
    """
    section = testing_section(manifest)
    for steps, known in _KNOWN:
        written: object = section
        for step in steps:
            written = written.get(step) if isinstance(written, dict) else None
        meant = very_near(written, known) if isinstance(written, str) else ""
        if meant and written not in known:
            yield finding(
                manifest.at("testing", *steps),
                "{written} is no {what}",
                hint=f"did you mean '{meant}'?",
                written=shown(str(written)),
                what=" ".join(steps).replace("_", " "),
            )
