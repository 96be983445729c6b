"""Forms that Attune's older tools wrote, told apart from mere mistakes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec.structs import replace

from attune_packkit.errors import SourceError
from attune_packkit.escaping import shown
from attune_packkit.registry.faults import Fault

_PLACEHOLDER = re.compile(r"your[-_](?:org|name|user|repo|company)|<[a-z_-]+>|/OWNER/", re.I)
_NOWHERE = re.compile(r"https?://[^/]*\.invalid(?:[:/]|$)")
_COUNTS = (
    "an older attune command wrote counts here where lists of components belong;"
    " write the entry anew with: packkit index update"
)
_MADE_UP = (
    "an older attune command wrote made-up addresses; write the entry anew with:"
    " packkit index update --git-url URL --git-ref REF"
)
_NOT_YET = "build the index with --base-url, the address under which the archives are served"


def explain(entry: Any, faults: Sequence[Fault]) -> Iterator[Fault]:
    """Yield faults of an entry, with a hint where an older tool wrote it so, and made-up URLs."""
    for fault in faults:
        counts = fault.path[:1] == ("contents",) and _is_count(entry, fault.path)
        yield replace(fault, hint=_COUNTS) if counts else fault
    sources = entry.get("install_sources") if isinstance(entry, dict) else None
    for index, source in enumerate(sources if isinstance(sources, list) else ()):
        url = source.get("url") if isinstance(source, dict) else None
        path = ("install_sources", index, "url")
        if isinstance(url, str) and _PLACEHOLDER.search(url[:2048]):
            yield Fault("index.placeholder_url", path, "the URL is a placeholder", hint=_MADE_UP)
        elif isinstance(url, str) and _NOWHERE.match(url):
            message = f"{shown(url)} leads nowhere: no host can have this name"
            yield Fault("index.placeholder_url", path, message, "warning", hint=_NOT_YET)


def _is_count(entry: Any, path: tuple[str | int, ...]) -> bool:
    value = entry["contents"]
    if len(path) > 1 and isinstance(value, dict):
        value = value.get(path[1])
    return isinstance(value, int)


def refuse_other_formats(index: dict[str, Any], name: str) -> None:
    """Raise `SourceError` for an index of releases, which looks like an index of packs."""
    if "format_version" in index:
        both = " as well as 'version'" if "version" in index else ""
        raise SourceError(
            f"{name} has 'format_version'{both}: it is an index of releases",
            hint='expected an index of packs, which has "version": "1.0"',
        )
