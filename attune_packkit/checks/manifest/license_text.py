"""manifest.license_text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import Component, Finding, Pack, check, finding, shown
from attune_packkit.checks.manifest._licenses import written

_NAMES = ("license", "licence", "copying", "unlicense")
_OF_OTHERS = ("third", "3rd", "vendor", "bundled", "depend")
"""In the name of a file with the licences of what the pack brings along."""
_FIRST_BYTES = 1_500
_MOST_BYTES = 65_536
_HEAD = 600
_GNU = (
    ("AGPL", "gnu affero general public license"),
    ("LGPL", "gnu lesser general public license"),
    ("GPL", "gnu general public license"),
)
"""Their texts name each other, so only their first lines count."""
_PHRASES = (
    ("Apache-2.0", "apache license version 2.0"),
    ("MIT", "permission is hereby granted free of charge to any person obtaining a copy of this"),
    ("MPL", "mozilla public license"),
    ("BSD", "redistribution and use in source and binary forms"),
    ("Unlicense", "this is free and unencumbered software"),
    ("EPL", "eclipse public license"),
)


@check(
    "manifest.license_text",
    severity="warning",
    layer="references",
    since="0.1",
    only_with=("license", "meta"),
)
def license_text(manifest: Component, pack: Pack) -> Iterator[Finding]:
    """A manifest names another licence than the one whose text lies in the pack.

    Nobody can tell which of the two holds. Only the texts of widespread licences are known, and
    only a pack with one such text is judged.

    Bad:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        license: MIT
        ```
        ```text LICENSE
        Apache License
        Version 2.0, January 2004
        ```

    Good:
        ```yaml pack.yaml
        ref: parcels
        label: Parcels
        version: "1.0.0"
        license: Apache-2.0
        ```
        ```text LICENSE
        Apache License
        Version 2.0, January 2004
        ```
    """
    named = next(written(manifest), None)
    if named is None:
        return
    name, place = named
    families = {_family(word) for word in re.split(r"[\s()/,]+|\b(?:OR|AND|WITH)\b", name)} - {""}
    names = (entry.path for entry in pack.tree.children(""))
    texts = [
        name
        for name in names
        if name.lower().startswith(_NAMES) and not any(map(name.lower().count, _OF_OTHERS))
    ]
    if not families or len(texts) != 1 or not pack.tree.is_file(texts[0]):
        return
    data = pack.tree.read(texts[0]) or b""
    first = _texts_of(data[:_FIRST_BYTES])
    if first and _family(first[0]) in families:
        return
    found = _texts_of(data[:_MOST_BYTES])
    if len(found) == 1 and _family(found[0]) not in families:
        yield finding(
            place,
            "the licence is {name}, but '{path}' holds the text of {text}",
            hint="name the licence whose text it is, or replace the text",
            name=shown(name),
            path=texts[0],
            text=found[0],
        )


def _texts_of(data: bytes) -> list[str]:
    """Return the licences whose texts a file holds."""
    text = data.decode("utf-8", "replace").lower()
    plain = " ".join(text.replace(",", " ").split())
    gnu = [name for name, title in _GNU if title in plain[:_HEAD]]
    return gnu[:1] or [name for name, words in _PHRASES if words in plain]


def _family(name: str) -> str:
    """Return the family of a licence by its name; "" for one whose text is not known here."""
    plain = name.lower()
    families = ("apache", "mit", "mpl", "bsd", "unlicense", "epl", "agpl", "lgpl", "gpl")
    return next((each for each in families if plain.startswith(each)), "")
