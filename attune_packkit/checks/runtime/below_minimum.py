"""runtime.below_minimum."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Mention, Value, check, finding, shown


@check("runtime.below_minimum", severity="warning", layer="references", since="0.1")
def below_minimum(runtime: Component) -> Iterator[Finding]:
    """A runtime lists or recommends a version below the lowest one that it takes.

    `distributions.min_version` is the lowest, so nothing below it is ever chosen.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        distributions: {min_version: "3.11", recommended_version: "3.9"}
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        distributions: {min_version: "3.11", recommended_version: "3.12"}
        ```
    """
    distributions = runtime.get("distributions")
    lowest = _numbers(distributions.get("min_version") if isinstance(distributions, dict) else None)
    for version in _versions(runtime) if lowest else ():
        numbers = _numbers(version.text)
        if numbers and numbers < lowest[: len(numbers)]:
            yield finding(
                version.place,
                "version {version} is below 'min_version'",
                hint="raise it, or lower 'distributions.min_version'",
                version=shown(version.text),
            )


def _versions(runtime: Component) -> Iterator[Mention]:
    """Yield the versions that a runtime recommends and lists."""
    distributions, versions = runtime.get("distributions"), runtime.get("versions")
    if isinstance(distributions, dict) and isinstance(distributions["min_version"], str):
        place = runtime.at("distributions", "recommended_version")
        yield Mention(str(distributions.get("recommended_version") or ""), place)
    for index, entry in enumerate(versions if isinstance(versions, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("version"), str):
            yield Mention(str(entry["version"]), runtime.at("versions", index, "version"))


def _numbers(version: Value) -> tuple[int, ...]:
    """Return the numbers of a version such as "3.11"; () for any other text."""
    parts = version.split(".") if isinstance(version, str) else []
    plain = all(part.isascii() and part.isdigit() and len(part) < 9 for part in parts)
    return tuple(map(int, parts)) if plain else ()
