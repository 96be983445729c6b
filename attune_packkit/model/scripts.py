"""The files that metadata names to be run: whether a path can be one, and what lies there.

Nothing here opens a file; all answers come from the pack's listing.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Literal, TypeAlias

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.model.component import Component, Mention
from attune_packkit.model.platform import RUNNER_ALIASES
from attune_packkit.tree import IGNORED_DIRECTORIES, EntryKind, Tree

Lies: TypeAlias = EntryKind | Literal["nothing", "unlisted"]
"""What lies at a path; `unlisted` in folders that the pack's listing leaves out."""

_MAX_PATH = 4_096
_NATIVE = "core.native"
_DEFAULT_RUNNERS = {"action": "core.shell", "sensor": _NATIVE}
_DRIVE = r"[A-Za-z]:"
_PLAIN_PATH = re.compile(r"\w[\w./-]{0,200}", re.ASCII)
_SHELL = r"[;|&<>`\x00-\x1f\x7f]|\$\("
_NOT_A_FILE: dict[Lies, str] = {
    "directory": "is a folder, expected a file",
    "link": "is a link, and Attune takes no links",
    "special": "is no regular file",
}


def path_fault(text: str) -> str:
    """Say why text cannot be the path of a file in the pack, as "it …"; "" if it can."""
    if _PLAIN_PATH.fullmatch(text) and ".." not in text:
        return ""
    if len(text) > _MAX_PATH:
        return "is longer than any path"
    if text.startswith(("/", "~")) or re.match(_DRIVE, text):
        return "is an absolute path"
    if ".." in re.split(r"[/\\]", text):
        return "leaves its folder through '..'"
    if text.startswith("-"):
        return "starts with a hyphen, so a program would take it for an option"
    unsafe = re.search(_SHELL, text)
    if unsafe:
        return f"has {shown(unsafe[0])} in it, which a shell would act on"
    if "\\" in text:
        return "has a backslash in it where '/' belongs"
    return ""


def kind_at(tree: Tree, path: str) -> Lies:
    """Tell what lies at a path of the pack."""
    entry = tree.entries.get(path)
    if entry is not None:
        return entry.kind
    if len(path) > _MAX_PATH:
        return "nothing"
    parents = path.split("/")[:-1]
    for size in range(1, len(parents) + 1):
        parent = tree.entries.get("/".join(parents[:size]))
        if parent is not None and parent.kind == "link":
            return "link"
    unseen = not tree.complete or tree.unreadable or IGNORED_DIRECTORIES.intersection(parents)
    return "unlisted" if unseen else "nothing"


def file_fault(tree: Tree, path: str, *, folder: bool = False) -> str:
    """Say why what lies at a path is no file that can be run; "" if it is one, or is missing.

    `folder`: a folder will do as well.
    """
    kind = kind_at(tree, path)
    return "" if folder and kind == "directory" else _NOT_A_FILE.get(kind, "")


def script_names(tree: Tree, directory: str) -> list[str]:
    """Return the files below `directory` that are no metadata, as an entry point names them."""
    prefix = f"{directory}/"
    return [
        path[len(prefix) :]
        for path, entry in tree.entries.items()
        if entry.kind == "file" and path.startswith(prefix) and not path.endswith((".yaml", ".yml"))
    ]


def runner_ref(component: Component) -> str:
    """Return the ref of the runtime that `runner_type` names; "" if none is named."""
    name = component.text("runner_type").strip()
    return RUNNER_ALIASES.get(name.lower(), name)


class NamedFile(Struct, frozen=True):
    """A file that an action or sensor names: as written, and where it lies or would lie.

    `fault` says why it can be no file to run, as "it …"; "" if it can.
    """

    mention: Mention
    path: str
    fault: str
    lies: Lies


class Program(Struct, frozen=True):
    """What an action or sensor runs: the ref of its runtime, and the files that it names.

    `runner` is "" if only a number of the API says which.
    """

    component: Component
    runner: str
    files: tuple[NamedFile, ...]

    @property
    def paths(self) -> list[str]:
        """The pack paths of the files that are there."""
        return [each.path for each in self.files if each.lies == "file" and not each.fault]

    @property
    def missing(self) -> list[Mention]:
        """The files at whose path nothing lies.

        Programs of the native runner come with Attune, so none of them is missing.
        """
        if self.runner == _NATIVE:
            return []
        return [each.mention for each in self.files if each.lies == "nothing" and not each.fault]

    @property
    def faulty(self) -> list[NamedFile]:
        """The files that can be none."""
        return [each for each in self.files if each.fault]


def program(tree: Tree, component: Component) -> Program:
    """Work out what an action or sensor runs."""
    return Program(component, _runner(component), tuple(_files(tree, component)))


def _runner(component: Component) -> str:
    named = runner_ref(component)
    if named:
        return named
    by_number = component.has("runtime") or component.has("runtime_ref")
    if by_number and not component.has("runner_type"):
        return ""
    return _DEFAULT_RUNNERS[component.kind.name]


def _files(tree: Tree, component: Component) -> Iterator[NamedFile]:
    for text, steps in _scripts(component):
        path = _located(tree, component, text)
        lies = kind_at(tree, path)
        fault = path_fault(text) or _NOT_A_FILE.get(lies, "")
        yield NamedFile(Mention(text, component.at(*steps)), path, fault, lies)


def _scripts(component: Component) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield the files that an action or sensor names: `entry_point`, and `launch`'s file.

    Each comes with the fields that lead to it.
    """
    entry_point = component.text("entry_point")
    if entry_point.strip():
        yield entry_point, ("entry_point",)
    launch = component.get("launch")
    if not isinstance(launch, dict):
        return
    nested = launch.get("file")
    steps = ("launch", "file", "path") if isinstance(nested, dict) else ("launch", "path")
    path = nested.get("path") if isinstance(nested, dict) else launch.get("path")
    if isinstance(path, str) and path.strip():
        yield path, steps


def _located(tree: Tree, component: Component, text: str) -> str:
    """Return the pack path: from the kind's folder or, as the API documents write, from the top."""
    below = posixpath.normpath(f"{component.kind.directory}/{text}")
    if kind_at(tree, below) != "nothing":
        return below
    top = posixpath.normpath(text)
    return below if kind_at(tree, top) == "nothing" else top
