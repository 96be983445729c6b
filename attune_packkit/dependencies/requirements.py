"""Requirement files of Python: read, never obeyed. `node_packages` does the same for Node.js.

A requirement file can name more than packages: other indices, repositories, folders of the machine,
further files. A pack from a stranger gets none of it unless the user says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from attune_packkit.escaping import shown

MAX_REQUIREMENTS = 2_000

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_HASH = re.compile(r"\s--hash[= ](?P<hash>sha(?:256|384|512):[0-9a-f]{64,128})(?=\s|$)")
_HARMLESS = frozenset({"--require-hashes", "--prefer-binary", "--pre"})


class Refused(Struct, frozen=True):
    """Something that no requirement file of a stranger may ask for; `where` is a line or a key."""

    where: str
    text: str
    why: str

    def sentence(self) -> str:
        """Say what is refused and why."""
        return f"{self.where}: {shown(self.text)} {self.why}"


class Requirements(Struct, frozen=True):
    """The packages that a `requirements.txt` asks for, as PEP 508 text with their hashes."""

    lines: tuple[str, ...]
    names: tuple[str, ...]
    refused: tuple[Refused, ...]

    @property
    def text(self) -> str:
        """A requirement file that asks for these packages and nothing else."""
        return "".join(f"{line}\n" for line in self.lines)


def read_requirements(data: bytes) -> Requirements:
    """Read a `requirements.txt`."""
    from packaging.requirements import InvalidRequirement, Requirement
    from packaging.utils import canonicalize_name

    lines: list[str] = []
    names: list[str] = []
    refused: list[Refused] = []
    for number, line in _logical_lines(data.decode("utf-8-sig", "replace")):
        where = f"line {number}"
        if line in _HARMLESS:
            lines.append(line)
            continue
        text = _HASH.sub("", line).strip()
        why = _why_refused(text)
        try:
            requirement = None if why else Requirement(text)
        except InvalidRequirement:
            requirement, why = None, "is no requirement of the form 'name>=1.0'"
        if requirement is None or requirement.url:
            refused.append(Refused(where, text, why or "names an address"))
        elif len(names) == MAX_REQUIREMENTS:
            refused.append(Refused(where, text, f"is one of more than {MAX_REQUIREMENTS}"))
            break
        else:
            hashes = (f" --hash={found['hash']}" for found in _HASH.finditer(line))
            lines.append(str(requirement) + "".join(hashes))
            names.append(canonicalize_name(requirement.name))
    return Requirements(tuple(lines), tuple(names), tuple(refused))


def _logical_lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield lines without comments, continued ones joined, by the number of the first."""
    held, first = "", 0
    for number, line in enumerate(text.splitlines(), 1):
        first = first or number
        if line.endswith("\\") and not line.lstrip().startswith("#"):
            held += line[:-1] + " "
            continue
        whole = _COMMENT.sub("", held + line).strip()
        if whole:
            yield first, whole
        held, first = "", 0
    if held.strip():
        yield first, held.strip()


def _why_refused(text: str) -> str:
    """Say why a line is refused before it is read as a requirement; "" if it is not."""
    option = re.split(r"[\s=]", text, maxsplit=1)[0]
    if text.startswith("-"):
        return f"gives the installer the option {shown(option)}"
    if "${" in text:
        return "reads an environment variable"
    return ""
