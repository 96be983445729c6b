"""Look at the bytes before a parser does: encoding, hidden characters, nesting depth."""

from __future__ import annotations

import re
from typing import Any

from attune_packkit.documents import separators
from attune_packkit.documents.document import Document, Fault, fault, unreadable
from attune_packkit.spans import Span, span_at

MAX_DEPTH = 100
MAX_NOTICES = 20
MAX_KEY = 1024
"""Characters of a key; YAML allows longer ones only after `?`."""

MAX_TAG_DIRECTIVES = 64
"""More are refused: libyaml compares each directive with all before it."""

SAFE_BRACKETS = 500
"""Opening brackets from which on nesting is counted exactly, before libyaml sees the file.

Its composer recurses in C, and its scanner looks at every level for every token.
"""

# Patterns, compiled when first used: most files need none of them.
HIDDEN = "[\x85\u200b\u200e\u200f\u2028-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
_COMPACT_NESTING = rb"(?:[-?:][ \t]+){%d}" % MAX_DEPTH
_EXPRESSION = rb"""\{\{[^{}\[\]"'#]*\}\}"""
_TAG_DIRECTIVE = rb"(?m)(?:^|(?<=\r))%TAG"
_BOM = b"\xef\xbb\xbf"


def refuse(path: str, data: bytes) -> Document | None:
    """Return the unreadable document of bytes that no parser may see, or None if they are fine."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return unreadable(
            path, "yaml.encoding", data=data, span=byte_span(data, error.start), found=_guess(data)
        )
    if b"\0" in data:
        where = byte_span(data, data.index(b"\0"))
        return unreadable(path, "yaml.encoding", data=data, span=where, found="a NUL byte")
    beyond = tags_beyond(data)
    if beyond is not None:
        return unreadable(
            path,
            "metadata.invalid_yaml",
            data=data,
            span=byte_span(data, beyond),
            problem=f"found more than {MAX_TAG_DIRECTIVES} %TAG directives",
            context="",
        )
    deep = nested_beyond(data, MAX_DEPTH)
    if deep is not None:
        return unreadable(path, "yaml.too_deep", data=data, span=deep, limit=MAX_DEPTH)
    return None


def notices(path: str, data: bytes) -> list[Fault]:
    """Return faults that leave the text readable: a byte order mark, hidden characters."""
    if data.isascii():
        return []
    found = []
    if data.startswith(_BOM):
        found.append(fault("yaml.byte_order_mark", path))
    text = data.decode("utf-8").removeprefix("\ufeff")
    for match in re.finditer(HIDDEN, text):
        span = span_at(text, match.start())
        found.append(fault("yaml.hidden_character", path, span, found=f"U+{ord(match[0]):04X}"))
        if len(found) >= MAX_NOTICES:
            break
    return found


def nested_beyond(data: bytes, limit: int) -> Span | None:
    """Return where composing would nest deeper than is safe, without recursion; None if nowhere.

    An upper bound decides nearly every file; only bracket-heavy ones pay for an exact count.
    """
    if not _may_nest(data):
        return None
    import yaml
    from yaml._yaml import CParser

    depth = 0
    parser = CParser(separators.hide(data))
    try:
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
                if depth > limit:
                    mark: Any = event.start_mark
                    return Span(mark.line + 1, mark.column + 1, mark.line + 1, mark.column + 2)
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
    except yaml.YAMLError:
        return None
    finally:
        parser.dispose()
    return None


def _may_nest(data: bytes) -> bool:
    """Tell cheaply whether a document has what deep nesting is made of."""
    if has_many_brackets(data):
        return True
    indicators = sum(map(data.count, (b"- ", b"-\t", b"? ", b"?\t", b" :", b"\t:")))
    return indicators >= MAX_DEPTH and re.search(_COMPACT_NESTING, data) is not None


def has_many_brackets(data: bytes) -> bool:
    """Tell cheaply whether so many brackets open that they might nest deeper than is safe."""
    brackets = data.count(b"[") + data.count(b"{")
    return brackets > SAFE_BRACKETS and brackets - 2 * _expressions(data) > SAFE_BRACKETS - 2


def _expressions(data: bytes) -> int:
    """Count the `{{ … }}` that close what they open, whether it is a template or YAML."""
    return sum(1 for _ in re.finditer(_EXPRESSION, data))


def tags_beyond(data: bytes) -> int | None:
    """Return where the first %TAG directive too many stands."""
    if data.count(b"%TAG") <= MAX_TAG_DIRECTIVES:
        return None
    found = [match.start() for match in re.finditer(_TAG_DIRECTIVE, data)]
    return found[MAX_TAG_DIRECTIVES] if len(found) > MAX_TAG_DIRECTIVES else None


def byte_span(data: bytes, offset: int) -> Span:
    """Return the span of the character that starts at a byte."""
    text = data[:offset].decode("utf-8", "replace").removeprefix("\ufeff")
    return span_at(text, len(text))


def _guess(data: bytes) -> str:
    return "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "bytes that are not UTF-8"
