"""manifest.invalid_version."""

from __future__ import annotations

from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Value, check, finding, is_version, shown
from attune_packkit.checks._versions import meant_version

_LONGEST = 50


@check("manifest.invalid_version", severity="error", layer="schema", since="0.1")
def invalid_version(manifest: Component) -> Iterator[Finding]:
    """A pack's version is none by the rules of semver.

    A version is text of three numbers, such as `"1.4.0"`, with an optional suffix as in
    `"2.0.0-rc.1"`. Without quotes YAML reads `1.10` as the number 1.1.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: 1.10
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.10.0"
        ```
    """
    version = manifest.value.get("version")
    if version is None:
        return
    fault, hint = _fault(version)
    if fault:
        yield finding(manifest.at("version"), "{fault}", hint=hint, fault=fault)


def _fault(version: Value) -> tuple[str, str]:
    if isinstance(version, bool) or not isinstance(version, (str, int, float)):
        return "the version is no text", 'write it as text, such as "1.0.0"'
    if not isinstance(version, str):
        return "the version is a number to YAML", 'write all three parts in quotes, as in "1.10.0"'
    if not 1 <= len(version) <= _LONGEST:
        return f"a version has 1 to {_LONGEST} characters, this one {len(version)}", ""
    if is_version(version):
        return "", ""
    meant = meant_version(version)
    hint = f'did you mean "{meant}"?' if meant else 'write three numbers with dots, as in "1.0.0"'
    return f"{shown(version)} is no semantic version", hint
