"""yaml.value_is_comment."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from attune_packkit.api import Document, Finding, Place, Span, Value, check, finding

_LINE = (
    r"(?P<indent> *)(?:- +)?(?P<key>[A-Za-z_][\w-]*): {1,2}(?P<text>#[A-Za-z0-9][\w-]*)(?:\s+#.*)?"
)
_REMARKS = frozenset(
    ("todo", "fixme", "none", "null", "empty", "optional", "required", "unused", "default", "tbd")
)


@check("yaml.value_is_comment", severity="warning", layer="schema", since="0.1")
def value_is_comment(document: Document) -> Iterator[Finding]:
    """What seems to be a value is a comment, because it starts with `#` and is not quoted.

    The value is null then. Names of channels, colours and numbers of tickets start so.

    Bad:
        ```yaml actions/post.yaml
        ref: parcels.post
        launch: intrinsic
        parameters:
          channel:
            type: string
            description: Whom to tell
            default: #depot
        ```

    Good:
        ```yaml actions/post.yaml
        ref: parcels.post
        launch: intrinsic
        parameters:
          channel:
            type: string
            description: Whom to tell
            default: "#depot"
        ```
    """
    if b": #" not in document.data and b":  #" not in document.data:
        return
    empty = _keys_of_nothing(document.value)
    lines = document.data.decode("utf-8-sig", "replace").split("\n")
    for number, line in enumerate(lines, start=1):
        match = re.fullmatch(_LINE, line.rstrip())
        if match is None or match["key"] not in empty or match["text"][1:].lower() in _REMARKS:
            continue
        if _ends(match["indent"], map(lines.__getitem__, range(number, len(lines)))):
            span = Span(number, match.start("text") + 1, number, match.end("text") + 1)
            yield finding(
                Place(document.path, span=span),
                "'{text}' is a comment, so '{key}' has no value",
                hint=f'quote it: "{match["text"]}"',
                text=match["text"],
                key=match["key"],
            )


def _keys_of_nothing(value: Value) -> set[str]:
    """Return the keys whose value is null, at any depth."""
    found: set[str] = set()
    pending = [value]
    while pending:
        each = pending.pop()
        if isinstance(each, dict):
            found.update(key for key, item in each.items() if item is None)
            pending += each.values()
        elif isinstance(each, list):
            pending += each
    return found


def _ends(indent: str, following: Iterable[str]) -> bool:
    """Tell whether what follows a key with its comment is no value of that key."""
    for line in following:
        plain = line.strip()
        if plain and not plain.startswith("#"):
            depth = len(line) - len(line.lstrip(" "))
            return depth < len(indent) or (depth == len(indent) and not plain.startswith("- "))
    return True
