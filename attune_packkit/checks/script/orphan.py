"""script.orphan."""

from __future__ import annotations

import os
import posixpath
import re
from collections.abc import Iterator

from attune_packkit.api import (
    SUFFIXES,
    Finding,
    Pack,
    Place,
    check,
    finding,
)

_KINDS = ("action", "sensor")
_SCRIPT = re.compile(r"\.(?:py|sh|bash|js|mjs|cjs|rb|pl|ps1|[rR])$")
_NO_SCRIPT = re.compile(
    r"[._]|(?:test|spec|conftest|setup|index)\b|test_|.*[._-](?:test|spec|config)$"
    r"|(?:.*[_-])?(?:lib|libs|common|utils?|helpers?|base|shared|constants|version)$",
    re.IGNORECASE,
)
_LOADS_ANYTHING = re.compile(
    rb"importlib|__import__|pkgutil|runpy|listdir|iterdir|scandir|\bglob\b"
)
_PLAIN = re.compile(r"[\w-]+(?:\.[\w-]+)*", re.ASCII)
_FILE_NAME = re.compile(rb"(?<![\w-])[\w-]++(?:\.[\w-]++)+")
_MODULES = (re.compile(rb"[\w-]+"), re.compile(rb"\w+"))
_MAX_BYTES = 8 * 1024 * 1024


@check("script.orphan", severity="info", layer="references", since="0.1")
def orphan(pack: Pack) -> Iterator[Finding]:
    """No action or sensor runs a script, and no other file names it.

    It never runs. Mostly a component was removed or renamed and its script stayed, or the metadata
    of a new one is missing. Helpers, tests and whatever another file imports or mentions are left
    alone; so is a pack whose scripts load others by names that only a run knows.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: shell
        entry_point: weigh.sh
        ```

        ```shell actions/weigh.sh
        echo 5
        ```

        ```shell actions/measure.sh
        echo 12
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: shell
        entry_point: weigh.sh
        ```

        ```shell actions/weigh.sh
        sh "$(dirname "$0")/measure.sh"
        ```

        ```shell actions/measure.sh
        echo 12
        ```
    """
    components = [component for kind in _KINDS for component in pack.of(kind)]
    seen = pack.tree.complete and not pack.tree.unreadable
    if not seen or any(not component.document.readable for component in components):
        return
    run = {path for program in pack.programs.values() for path in program.paths}
    candidates = [path for path in _scripts(pack, run) if path not in run]
    naming = _naming(pack, candidates) if candidates else None
    if naming is None:
        return
    for path in candidates:
        if not (naming[_name(path)] | naming[_stem(path)]) - {path}:
            yield finding(
                Place(path),
                "no action or sensor runs this file, and no other file names it",
                hint=_hint(pack, path),
            )


def _scripts(pack: Pack, run: set[str]) -> Iterator[str]:
    """Yield what looks like a component's script, in the folders where those of others lie."""
    for folder in sorted({"actions", "sensors", *map(posixpath.dirname, run)} - {""}):
        for entry in pack.tree.children(folder):
            stem, suffix = posixpath.splitext(posixpath.basename(entry.path))
            plain = entry.kind == "file" and _SCRIPT.fullmatch(suffix) and _PLAIN.fullmatch(stem)
            if plain and not _NO_SCRIPT.match(stem):
                yield entry.path


def _naming(pack: Pack, candidates: list[str]) -> dict[bytes, set[str]] | None:
    """Return the files that name each script, by its file name or, in a script, as a module.

    None if that cannot be told: a script loads others by names that only a run knows, or the pack
    is too large to be searched.
    """
    found: dict[bytes, set[str]] = {name(path): set() for path in candidates for name in _NAMES}
    left = _MAX_BYTES
    for entry in pack.tree.entries.values():
        left -= entry.size
        if left < 0:
            return None
        text = (entry.kind == "file" and pack.tree.read(entry.path)) or b""
        is_script = _SCRIPT.search(entry.path)
        if is_script and _LOADS_ANYTHING.search(text):
            return None
        for said in (_FILE_NAME, *_MODULES) if is_script else (_FILE_NAME,):
            for match in said.finditer(text):
                if match[0] in found:
                    found[match[0]].add(entry.path)
    return found


def _name(path: str) -> bytes:
    return os.fsencode(posixpath.basename(path))


def _stem(path: str) -> bytes:
    return posixpath.splitext(_name(path))[0]


_NAMES = (_name, _stem)


def _hint(pack: Pack, path: str) -> str:
    folder, _, name = path.partition("/")
    for suffix in SUFFIXES:
        metadata = posixpath.splitext(path)[0] + suffix
        if metadata in pack.documents:
            return f"write entry_point: {name} in {metadata}, or remove the file"
    return f"name it as entry_point: {name} in {folder}/, or remove it"
