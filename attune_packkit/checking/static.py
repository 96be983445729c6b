"""Find checks without importing them: their decorator says all that planning needs.

Importing hundreds of small modules takes longer than checking a pack. Most checks have no subject
in a given pack (it has no dashboard, or no broken YAML), so most modules are never needed.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from importlib import import_module

from attune_packkit.checking.check import Check, Deferred, Layer
from attune_packkit.diagnostics import Severity

_HEADER = re.compile(
    r"""
    @check\(\s*"(?P<id>[a-z0-9_.]+)",
    \s*severity="(?P<severity>\w+)",
    \s*layer="(?P<layer>\w+)",
    \s*since="(?P<since>[0-9.]+)",?
    (?:\s*only_with=\((?P<words>[^()]*)\),?)?\s*\)\n
    def\ (?P<name>\w+)\((?P<parameters>[^()]*)\)
    """,
    re.VERBOSE,
)
_WORD = re.compile(r'"([^"]+)"')
_PARAMETER = re.compile(r"(\w+):")
_DECORATOR = b"\n@check("
_LONGEST_HEADER = 1_000


def find_checks(folder: str, package: str) -> Iterator[Check]:
    """Yield the checks of a package: `topic/slug.py` below `folder` holds check `topic.slug`.

    A module whose decorator is not written plainly is imported. Names that start with `_` are
    helpers.
    """
    for topic in _names(folder):
        inside = os.path.join(folder, topic)
        if not os.path.isdir(inside):
            continue
        for file in _names(inside):
            if file.endswith(".py"):
                slug = file.removesuffix(".py")
                yield from _checks(os.path.join(inside, file), f"{package}.{topic}.{slug}")


def _names(folder: str) -> list[str]:
    return sorted(name for name in os.listdir(folder) if not name.startswith("_"))


def _checks(path: str, module: str) -> Iterator[Check]:
    source = _read(path)
    if source.count(_DECORATOR) == 1:
        begins = source.index(_DECORATOR) + 1
        header = _HEADER.match(source[begins : begins + _LONGEST_HEADER].decode("latin-1"))
        if header is not None:
            yield _deferred(header, module, path)
            return
    yield from (each for each in vars(import_module(module)).values() if isinstance(each, Check))


def _read(path: str) -> bytes:
    """Return a whole file; of hundreds of small ones, file objects take half the time."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return os.read(descriptor, os.fstat(descriptor).st_size)
    finally:
        os.close(descriptor)


def _deferred(header: re.Match[str], module: str, path: str) -> Check:
    return Check(
        id=header["id"],
        severity=Severity.parse(header["severity"]),
        layer=Layer[header["layer"].upper()],
        since=header["since"],
        body=Deferred(module, path, header["name"]),
        inputs=tuple(_PARAMETER.findall(header["parameters"])),
        only_with=tuple(_WORD.findall(header["words"] or "")),
    )
