"""script.missing_module."""

from __future__ import annotations

import posixpath
import re
import sys
from collections.abc import Iterator
from itertools import islice

from attune_packkit.api import (
    Finding,
    Pack,
    Place,
    Span,
    Tree,
    check,
    did_you_mean,
    finding,
    very_near,
)

_JAVASCRIPT = (".js", ".mjs", ".cjs")
_REQUIRED = (
    r"(?:\brequire\(|\bfrom |^ *import )(?P<quote>[\"'])"
    r"(?P<path>\.{1,2}/[^\"'\s]{1,200})(?P=quote)"
)
_SET_APART = (
    r"//[^\n]*|/\*.*?(?:\*/|\Z)|`(?:\\.|[^`\\])*+(?:`|\\?\Z)"
    r"|\"(?:\\.|[^\"\\\n])*+(?:\"|(?=\n)|\\?\Z)|'(?:\\.|[^'\\\n])*+(?:'|(?=\n)|\\?\Z)"
)
"""Comments and texts, in which nothing is loaded; one that is never closed goes on to the end."""
_POPULAR = frozenset(("requests", "yaml"))
"""Packages that nearly everybody uses, even from a file that is called `request.py`."""
_ATTEMPT = r"\btry\s*\{"
"""Before a file that need not be there."""
_IMPORTED = re.compile(rb"^(?:from|import) +([A-Za-z_]\w*)", re.MULTILINE)
_LARGEST = 262_144
_MOST_FINDINGS = 100
"""Of one script: each looks for a file of a like name."""


@check("script.missing_module", severity="warning", layer="references", since="0.1")
def missing_module(pack: Pack) -> Iterator[Finding]:
    """A script loads a file of the pack that does not exist.

    It fails on that line. In JavaScript a path that starts with `./` or `../` is judged where its
    folder exists. In Python the name of a module is, if it is by one letter that of a file beside
    the script or in `lib/`, and no module of Python itself.

    Bad:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: nodejs
        entry_point: weigh.js
        ```
        ```js actions/weigh.js
        const { scale } = require("../lib/scale.js");
        scale();
        ```
        ```js lib/scales.js
        exports.scale = () => {};
        ```

    Good:
        ```yaml actions/weigh.yaml
        ref: parcels.weigh
        runner_type: nodejs
        entry_point: weigh.js
        ```
        ```js actions/weigh.js
        const { scale } = require("../lib/scales.js");
        scale();
        ```
        ```js lib/scales.js
        exports.scale = () => {};
        ```
    """
    if not pack.tree.complete:
        return
    users = [
        each
        for each in (*pack.of("action"), *pack.of("sensor"))
        if each.text("entry_point").endswith(_JAVASCRIPT)
    ]
    for path in sorted({path for user in users for path in pack.programs[user.path].paths}):
        yield from islice(_javascript(pack.tree, path), _MOST_FINDINGS)
    local: dict[str, set[str]] = {}
    run = {_stem(script.path) for script in pack.scripts}
    for script in pack.scripts:
        folder = posixpath.dirname(script.path)
        if folder not in local:
            local[folder] = _modules(pack.tree, folder)
        yield from _python(pack.tree, script.path, local[folder], run)


def _read(tree: Tree, path: str) -> bytes:
    data = tree.read(path) or b""
    return data if len(data) <= _LARGEST else b""


def _javascript(tree: Tree, path: str) -> Iterator[Finding]:
    text = _read(tree, path).decode("utf-8", "replace")
    lines = re.sub(_SET_APART, _blanked, text, flags=re.DOTALL).split("\n") if "./" in text else ()
    found: dict[str, set[str]] = {}
    for number, line in enumerate(lines, start=1):
        match = re.search(_REQUIRED, line) if "./" in line else None
        if match is None:
            continue
        if re.search(_ATTEMPT, " ".join((*lines[max(number - 2, 0) : number - 1], line))):
            continue
        plain = re.split(r"[?#]", match["path"], maxsplit=1)[0]
        wanted = posixpath.normpath(posixpath.join(posixpath.dirname(path), plain))
        folder = posixpath.dirname(wanted)
        if folder not in found:
            found[folder] = {name for each in tree.children(folder) for name in _names(each.path)}
        if wanted.startswith("..") or not found[folder] or wanted in found[folder]:
            continue
        span = Span(number, match.start("path") + 1, number, match.end("path") + 1)
        yield finding(
            Place(path, span=span),
            "'{wanted}' is not in the pack",
            hint=did_you_mean(wanted, [each.path for each in tree.children(folder)])
            or "add the file, or load another",
            wanted=wanted,
        )


def _blanked(found: re.Match[str]) -> str:
    """Return blanks for a comment or a text; a text that is a path stays."""
    text = found[0]
    if text[0] in "\"'" and text[1:2] == "." and " " not in text:
        return text
    return re.sub(r"[^\n]", " ", text)


def _names(path: str) -> Iterator[str]:
    """Yield the names by which Node.js finds a file or folder: the whole, or without endings."""
    yield path
    yield from (path[:at] for at, sign in enumerate(path) if sign == ".")


def _modules(tree: Tree, folder: str) -> set[str]:
    """Return the names of the modules that a script of a folder may load from the pack."""
    files = [entry.path for each in (folder, "lib") for entry in tree.children(each)]
    return set(map(_stem, files))


def _stem(path: str) -> str:
    return posixpath.basename(path).removesuffix(".py")


def _python(tree: Tree, path: str, local: set[str], run: set[str]) -> Iterator[Finding]:
    """Judge the modules that a script loads. What components `run` themselves is seldom one."""
    data = _read(tree, path)
    for match in _IMPORTED.finditer(data):
        name = match[1].decode()
        if name in local or name in _POPULAR or name in sys.stdlib_module_names:
            continue
        meant = very_near(name, local)
        if meant and meant not in run and not _is_required(tree, name):
            number = data.count(b"\n", 0, match.start()) + 1
            column = match.start(1) - match.start() + 1
            yield finding(
                Place(path, span=Span(number, column, number, column + len(name))),
                "module '{name}' is not in the pack",
                hint=f"did you mean '{meant}'?",
                name=name,
            )


def _is_required(tree: Tree, name: str) -> bool:
    """Tell whether a package of nearly this name is to be installed."""
    listed = (tree.read("requirements.txt") or b"").decode("utf-8", "replace").lower()
    return name.lower().replace("_", "-") in listed.replace("_", "-")
