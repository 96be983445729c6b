"""runtime.invalid_pattern."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Value, check, finding, pattern_engine, shown


@check("runtime.invalid_pattern", severity="error", layer="references", since="0.1")
def invalid_pattern(runtime: Component) -> Iterator[Finding]:
    r"""The pattern that recognises a runtime is not a regular expression that Attune can use.

    A worker compares what the verification command prints with it. Without a working pattern no
    worker ever has the runtime.

    Bad:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        distributions:
          verification:
            commands:
              - {binary: python3, args: [--version], pattern: "Python 3\\.(\\d+"}
        ```

    Good:
        ```yaml runtimes/scale_python.yaml
        ref: parcels.scale_python
        name: Scale Python
        distributions:
          verification:
            commands:
              - {binary: python3, args: [--version], pattern: "Python 3\\.\\d+"}
        ```
    """
    for steps, distributions in _distributions(runtime):
        verification = distributions.get("verification")
        commands = verification.get("commands") if isinstance(verification, dict) else None
        for index, command in enumerate(commands if isinstance(commands, list) else ()):
            pattern = command.get("pattern") if isinstance(command, dict) else None
            if isinstance(pattern, str) and pattern_engine(pattern) == "none":
                yield finding(
                    runtime.place.at(*steps, "verification", "commands", index, "pattern"),
                    "pattern {pattern} is not a regular expression that can be used",
                    hint="look for unbalanced brackets or syntax of one language only",
                    pattern=shown(pattern),
                )


def _distributions(
    runtime: Component,
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Value]]]:
    """Yield the `distributions` of the runtime and of its versions, with the way to them."""
    versions = runtime.get("versions")
    places: list[tuple[tuple[str | int, ...], Value]] = [((), runtime.value)]
    if isinstance(versions, list):
        places += [(("versions", index), entry) for index, entry in enumerate(versions)]
    for steps, holder in places:
        found = holder.get("distributions") if isinstance(holder, dict) else None
        if isinstance(found, dict):
            yield (*steps, "distributions"), found
