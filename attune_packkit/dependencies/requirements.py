"""Requirement files of Python and Node.js: read, never obeyed.

A requirement file can name more than packages: other indices, repositories, folders of the machine,
further files. A pack from a stranger gets none of it unless the user says so.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.registry import strict_json

MAX_REQUIREMENTS = 2_000

_COMMENT = re.compile(r"(?:^|\s)#.*$")
_HASH = re.compile(r"\s--hash[= ](?P<hash>sha(?:256|384|512):[0-9a-f]{64,128})(?=\s|$)")
_HARMLESS = frozenset({"--require-hashes", "--prefer-binary", "--pre"})
_RANGE = re.compile(r"(?:npm:(?:@[\w.-]+/)?[\w.-]+@)?[\w.^~<>=*|+ -]*", re.ASCII)
_SAME = re.compile(r"\$(?:@[\w.-]+/)?[\w.-]+", re.ASCII)
_ARCHIVE = re.compile(r"https?://[^\s#?]+\.tgz", re.ASCII)
_FILES = (".tgz", ".tar", ".tar.gz")
_GROUPS = ("dependencies", "devDependencies", "optionalDependencies", "peerDependencies")


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


class NodePackages(Struct, frozen=True):
    """What a `package.json` asks for: the names needed to run, and what is refused."""

    names: tuple[str, ...]
    refused: tuple[Refused, ...]


def read_package(data: bytes) -> NodePackages:
    """Read a `package.json`. Raises `SourceError` if it is no object in strict JSON."""
    value = _object(data, "package.json")
    refused = [Refused("workspaces", "workspaces", "name other folders")] * ("workspaces" in value)
    for group in _GROUPS:
        for name, wanted in _mapping(value, group, refused).items():
            refused += _judge(f"{group}.{name}", wanted)
    refused += _overrides("overrides", value.get("overrides"))
    return NodePackages(tuple(sorted(_mapping(value, "dependencies", []))), tuple(refused))


def lock_refused(data: bytes) -> list[Refused]:
    """Return what is refused of a `package-lock.json`: everything that is no registry's archive.

    Raises `SourceError` if it is no object in strict JSON.
    """
    refused: list[Refused] = []
    pending: list[tuple[str, Any]] = [("", _object(data, "package-lock.json"))]
    while pending:
        where, value = pending.pop()
        for group in ("packages", "dependencies"):
            for name, each in _mapping(value, group, []).items():
                if isinstance(each, dict):
                    place = f"{where}{group}.{name}"
                    refused += _judge_locked(place, each)
                    pending.append((f"{place}.", each))
    return refused


def _judge_locked(where: str, entry: dict[str, Any]) -> Iterator[Refused]:
    resolved = entry.get("resolved")
    if entry.get("link"):
        yield Refused(where, str(resolved), "is a link to a folder")
    elif resolved is not None and not _ARCHIVE.fullmatch(str(resolved)):
        yield Refused(where, str(resolved), "is no archive of a registry")
    elif "version" in entry and not _is_range(entry["version"]):
        yield Refused(where, str(entry["version"]), "is no version of a registry's package")


def _judge(where: str, wanted: Any) -> Iterator[Refused]:
    if not _is_range(wanted):
        text = wanted if isinstance(wanted, str) else json.dumps(wanted)
        yield Refused(where, text, "is no version range of a registry's package")


def _is_range(wanted: Any) -> bool:
    """Tell whether npm takes this for a range or tag; what looks like a file it opens."""
    if not isinstance(wanted, str) or not _RANGE.fullmatch(wanted):
        return False
    return not wanted.startswith(".") and not wanted.lower().endswith(_FILES)


def _overrides(where: str, value: Any) -> Iterator[Refused]:
    pending = [(where, value)] if value is not None else []
    while pending:
        place, each = pending.pop()
        if isinstance(each, dict):
            pending += [(f"{place}.{name}", below) for name, below in each.items()]
        elif not isinstance(each, str) or not _SAME.fullmatch(each):
            yield from _judge(place, each)


def _object(data: bytes, name: str) -> dict[str, Any]:
    value = strict_json.parse(data, name=name)
    if not isinstance(value, dict):
        raise SourceError(f"{name} holds no object")
    return value


def _mapping(value: dict[str, Any], key: str, refused: list[Refused]) -> dict[str, Any]:
    found = value.get(key, {})
    if isinstance(found, dict):
        return found
    refused.append(Refused(key, json.dumps(found)[:200], "is no object"))
    return {}
