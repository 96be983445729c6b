"""package_json.invalid_field."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    Document,
    Finding,
    Pack,
    Severity,
    Value,
    check,
    describe,
    finding,
    read_document,
    shown,
    very_near,
)

_PATH = "package.json"
_PACKAGES = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")
_KEYS = (*_PACKAGES, "engines")


@check(
    "package_json.invalid_field",
    severity="warning",
    layer="structure",
    since="0.1",
    only_with=("package.json",),
)
def invalid_field(pack: Pack) -> Iterator[Finding]:
    """A field of `package.json` is not what npm expects, or its name is misspelt.

    `dependencies` and its like are objects of names and versions, both texts; npm stops at anything
    else, and passes over keys that it does not know. A `name` with capitals or blanks, under which
    nothing can be published, is for information only.

    Bad:
        ```json package.json
        {
          "name": "parcels",
          "dependencies": ["suncalc"]
        }
        ```

    Good:
        ```json package.json
        {
          "name": "parcels",
          "dependencies": {"suncalc": "^2.0.2"}
        }
        ```
    """
    data = pack.tree.read(_PATH)
    document = read_document(_PATH, data) if data else None
    if document is None or not document.readable:
        return
    content = document.mapping
    name = content.get("name")
    if isinstance(name, str) and not re.fullmatch(r"(?:@[^\sA-Z/]+/)?[^\sA-Z/._][^\sA-Z/]*", name):
        yield finding(
            document.place.at("name"),
            "{name} is no name of a package",
            hint="lowercase letters, digits, hyphens, dots and underscores, no blanks",
            severity=Severity.INFO,
            name=shown(name),
        )
    for key in content:
        meant = "" if key in _KEYS else very_near(key, _KEYS) or _MISSPELT.get(key, "")
        if meant and meant not in content:
            yield finding(
                document.place.key(key),
                "npm knows no '{key}'",
                hint=f"did you mean '{meant}'?",
                key=key,
            )
    for key in _PACKAGES:
        if content.get(key) is not None:
            yield from _packages(document, key, content[key])


_NO_RANGE = r"\s*(?:[\^~]\s*[\^~<>=]|=[<>]|[<>]=?\s*[\^~<>])"
"""Operators that no range starts with, two of them or in the wrong order."""
_MISSPELT = {"dependancies": "dependencies", "devDependancies": "devDependencies"}


def _packages(document: Document, key: str, packages: Value) -> Iterator[Finding]:
    if not isinstance(packages, dict):
        yield finding(
            document.place.at(key),
            "'{key}' is {found}, expected an object of names and versions",
            hint='write {"suncalc": "^2.0.2"}',
            key=key,
            found=describe(packages),
        )
        return
    for name, version in packages.items():
        if not isinstance(version, str):
            yield finding(
                document.place.at(key, name),
                "the version of '{name}' is {found}, expected text",
                hint='write it in quotes, such as "^2.0.2"',
                name=name,
                found=describe(version),
            )
        elif re.match(_NO_RANGE, version):
            yield finding(
                document.place.at(key, name),
                "the version {version} of '{name}' cannot be read",
                hint='write it like "^2.0.2" or ">=2 <3"',
                name=name,
                version=shown(version),
            )
