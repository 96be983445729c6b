"""metadata.placeholder."""

from __future__ import annotations

import re
from collections.abc import Iterator

from attune_packkit.api import (
    Component,
    Finding,
    Place,
    check,
    finder,
    finding,
    shown,
    texts_in,
)

_LEFT = (
    r"(?i)(?:change[-_ ]?me|replace[-_ ]?me|fill[-_ ]?me[-_ ]?in|YOUR_[A-Z0-9_]+|FIXME\b.{0,200}"
    r"|<your\b[^<>]{0,80}>|<(?:insert|enter|add|fill in|replace|put)\s\w[^<>=]{0,80}>)"
)
_UNFINISHED = (
    r"(?s)(?:TODO|TBD|XXX+)\b(?:\s*[^\w\s].{0,200}|\s+(?i:add|complete|describe|document|explain"
    r"|fill|fix|implement|put|replace|say|update|write)\b.{0,200})?"
)
_BEGINNINGS = ("change", "replace", "fill", "your_", "fixme", "<", "todo", "tbd", "xxx")
"""How every placeholder begins, in lower case."""

_has_mark = finder(
    (
        *(f"{verb}{space}me" for verb in ("change", "replace", "fill") for space in ("", *"-_ ")),
        *(f"<{word}" for word in ("your", "insert", "enter", "add", "fill in", "replace", "put")),
        *("your_", "fixme", "todo", "tbd", "xxx"),
    )
)
"""Whether a lower-case file holds what stands in every placeholder; looking for it is cheap."""
_PROSE = frozenset({"label", "name", "description", "author", "summary", "use_case", "title"})
_FREE = frozenset(
    {"enum", "examples", "example", "placeholder", "pattern", "const", "default", "config"}
)
"""Where such a word is one to choose, to show, or for whoever installs the pack to replace."""


@check("metadata.placeholder", severity="warning", layer="references", since="0.1")
def placeholder(component: Component) -> Iterator[Finding]:
    """A value is still the placeholder of a template or an example.

    Somebody meant to replace it.

    Bad:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        description: TODO
        ```

    Good:
        ```yaml triggers/lost.yaml
        ref: parcels.lost
        label: Parcel lost
        description: Nobody has seen the parcel for two days
        ```
    """
    if not _has_mark(component.document.data.lower().decode("utf-8", "replace")):
        return
    for pointer, text in texts_in(component.value):
        text = text.strip()
        if len(text) > 250 or not text.lower().startswith(_BEGINNINGS):
            continue
        if not _FREE.isdisjoint(map(str, pointer)):
            continue
        prose = pointer[-1] in _PROSE
        if re.fullmatch(_LEFT, text) or (prose and re.fullmatch(_UNFINISHED, text)):
            yield finding(
                Place(component.path, pointer),
                "{text} is a placeholder",
                hint="write what it stands for",
                text=shown(text),
            )
