"""Look at the bytes before a parser does: encoding, hidden characters, nesting depth."""

from __future__ import annotations

import re

import yaml
from yaml._yaml import CParser

from attune_packkit.documents.document import Document, Fault, fault, unreadable
from attune_packkit.spans import Span

MAX_DEPTH = 100
SAFE_BRACKETS = 5_000
"""libyaml's composer recurses in C: 10,000 levels are fine, 30,000 kill the process."""

_COMPACT_NESTING = re.compile(rb"(?:[-?:][ \t]+){%d}" % MAX_DEPTH)
_HIDDEN = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]")
_BOM = b"\xef\xbb\xbf"


def refuse(path: str, data: bytes) -> Document | None:
    """Return the unreadable document of bytes that no parser may see, or None if they are fine."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        return unreadable(
            path, "yaml.encoding", data=data, span=_byte_span(data, error.start), found=_guess(data)
        )
    if b"\0" in data:
        where = _byte_span(data, data.index(b"\0"))
        return unreadable(path, "yaml.encoding", data=data, span=where, found="a NUL byte")
    if depth_exceeds(data, MAX_DEPTH):
        return unreadable(path, "yaml.too_deep", data=data, limit=MAX_DEPTH)
    return None


def notices(path: str, data: bytes) -> list[Fault]:
    """Return faults that leave the text readable: a byte order mark, hidden characters."""
    if data.isascii():
        return []
    found = []
    if data.startswith(_BOM):
        found.append(fault("yaml.byte_order_mark", path))
    text = data.decode("utf-8").removeprefix("\ufeff")
    for match in _HIDDEN.finditer(text):
        line = text.count("\n", 0, match.start()) + 1
        column = match.start() - text.rfind("\n", 0, match.start())
        span = Span(line, column, line, column + 1)
        found.append(fault("yaml.hidden_character", path, span, found=f"U+{ord(match[0]):04X}"))
        if len(found) >= 20:
            break
    return found


def depth_exceeds(data: bytes, limit: int) -> bool:
    """Tell whether composing would nest deeper than is safe, without recursion.

    An upper bound decides nearly every file; only bracket-heavy ones pay for an exact count.
    """
    if _indicators(data) >= limit and _COMPACT_NESTING.search(data):
        return True
    if data.count(b"[") + data.count(b"{") <= SAFE_BRACKETS:
        return False
    depth = 0
    parser = CParser(data)
    try:
        while parser.check_event():
            event = parser.get_event()
            if isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
                depth += 1
                if depth > limit:
                    return True
            elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
                depth -= 1
    except yaml.YAMLError:
        return False
    finally:
        parser.dispose()
    return False


def _indicators(data: bytes) -> int:
    """Count what compact nesting is made of: `- `, `? ` and ` :`, or the same with a tab."""
    return sum(map(data.count, (b"- ", b"-\t", b"? ", b"?\t", b" :", b"\t:")))


def _byte_span(data: bytes, offset: int) -> Span:
    before = data[:offset]
    line = before.count(b"\n") + 1
    column = len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    return Span(line, column, line, column + 1)


def _guess(data: bytes) -> str:
    return "UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "bytes that are not UTF-8"
