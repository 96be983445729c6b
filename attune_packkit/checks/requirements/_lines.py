"""The entries of a requirements file: what pip would make of each line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct

from attune_packkit.api import Pack, Place, Span

REQUIREMENTS = "requirements.txt"
_WIDE = (b"\xff\xfe", b"\xfe\xff")
"""The marks of UTF-16, which PowerShell writes and pip reads."""
_MOST_LINES = 2_000
_LONGEST = 1_000
_COMMENT = re.compile(r"(?:^|\s)#")
_OPTIONS = re.compile(r"\s--?[A-Za-z]")
_OPTION = r"(--?[A-Za-z][A-Za-z-]*)(?:[ \t=]+|(?<=^-[A-Za-z]))(.*)"
_NAMED = re.compile(
    r"[A-Za-z0-9][\w.-]{0,99}\s{0,9}(?:\[[^\[\]]{0,200}\])?\s{0,9}@\s{0,9}", re.ASCII
)
_REMOTE = re.compile(r"(?:git|hg|svn|bzr)\+|https?://", re.ASCII)
_LOCAL = re.compile(r"\.{0,2}/|\.\.?$|file:|[A-Za-z]:[\\/]|[\w.~-]{1,100}/", re.ASCII)


class Entry(Struct, frozen=True):
    """One entry. `option` is `-r`, `--index-url` … or "" for a requirement, which is `value`."""

    option: str
    value: str
    place: Place

    @property
    def address(self) -> str:
        """The value without the `name @` before it."""
        named = None if self.option else _NAMED.match(self.value)
        return self.value[named.end() :] if named else self.value

    @property
    def is_local(self) -> bool:
        """Whether the address is a path."""
        return bool(_LOCAL.match(self.address))

    @property
    def is_remote(self) -> bool:
        """Whether the address is one on the web or of a repository."""
        return bool(_REMOTE.match(self.address))


def entries(pack: Pack) -> Iterator[Entry]:
    """Yield the entries of a pack's requirements file, if it has one."""
    data = pack.tree.read(REQUIREMENTS)
    if data is None:
        return
    wide = data.startswith(_WIDE)
    text = data.decode("utf-16" if wide else "utf-8-sig", "replace")
    for number, line in islice(_logical_lines(text), _MOST_LINES):
        content = _COMMENT.split(line, maxsplit=1)[0].strip()
        if not content or len(content) > _LONGEST or "${" in content:
            continue
        column = len(line) - len(line.lstrip()) + 1
        span = Span(number, column, number, column + len(content.split("\n")[0]))
        yield _entry(content, Place(REQUIREMENTS, span=span))


def _entry(content: str, place: Place) -> Entry:
    if content.startswith("-"):
        match = re.match(_OPTION, content, re.DOTALL)
        option, value = (match[1], match[2].strip()) if match else (content, "")
        return Entry(option, value.strip("\"'"), place)
    return Entry("", _OPTIONS.split(content, maxsplit=1)[0].strip(), place)


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines with the number of their first; a backslash at the end joins the next one."""
    first, joined = 1, ""
    for number, line in enumerate(text.splitlines(), start=1):
        if not joined:
            first = number
        if line.endswith("\\") and len(joined) <= _LONGEST:
            joined += line[:-1] + " "
            continue
        yield first, joined + line
        joined = ""
    if joined:
        yield first, joined
