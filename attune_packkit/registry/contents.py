"""The metadata files of a pack as an index counts them: each by itself, no check run."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import PurePosixPath

from attune_packkit import tree
from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, Value
from attune_packkit.documents.reasons import reason
from attune_packkit.escaping import shown, shown_path
from attune_packkit.model.kinds import MANIFEST, SUFFIXES
from attune_packkit.model.pack import Pack
from attune_packkit.registry import licences
from attune_packkit.registry.faults import IndexingError
from attune_packkit.registry.form import CONTENTS
from attune_packkit.tree import MAX_KEPT_BYTES, MAX_METADATA_BYTES, Entry, Tree


class PackFiles:
    """The files of a pack that an index looks at. Everything raises `IndexingError`.

    Of components and licences only those that `includes` takes. `pack` is the same folder where it
    has been read already, so that no file is read twice.
    """

    def __init__(
        self, root: str, includes: Callable[[str], bool], pack: Pack | None = None
    ) -> None:
        self.root = root
        self._includes = includes
        self._left = MAX_KEPT_BYTES
        self._tree: Tree = pack.tree if pack else tree.walk(root)
        self._known: Mapping[str, Document] = pack.documents if pack else {}
        if not self._tree.complete or self._tree.unreadable:
            raise IndexingError(f"pack {shown_path(root)} has too many files or unreadable folders")

    def manifest(self) -> dict[str, Value]:
        """Return what `pack.yaml` says."""
        if not self._tree.is_file(MANIFEST):
            raise IndexingError(f"{shown(self.root)} has no {MANIFEST}")
        return self._mapping(MANIFEST)

    def contents(self, pack_ref: str) -> dict[str, list[dict[str, str]]]:
        """Return the names and descriptions of components, sorted, under each kind of an index.

        An action that runs a workflow counts as a workflow.
        """
        found: dict[str, list[dict[str, str]]] = {kind: [] for kind in CONTENTS}
        for kind in CONTENTS:
            for entry in self._metadata(kind):
                value = self._mapping(entry.path)
                target = "workflows" if kind == "actions" and value.get("workflow_file") else kind
                found[target].append(_summary(value, pack_ref, PurePosixPath(entry.path).stem))
        for components in found.values():
            components.sort(key=lambda each: each["name"])
        return found

    def licence(self) -> str:
        """Return the SPDX id of the licence text at the top of the pack; "" if none is known."""
        for name in licences.NAMES:
            data = self._tree.read(name) if self._includes(name) else None
            if data is not None:
                return licences.recognise(data.decode("utf-8", "replace"))
        return ""

    @property
    def leftovers(self) -> tuple[str, ...]:
        """Folders that tools leave in a working copy; they count in the checksum."""
        return tuple(
            entry.path
            for entry in self._tree.entries.values()
            if entry.kind == "directory"
            and PurePosixPath(entry.path).name in tree.IGNORED_DIRECTORIES - {".git"}
            and self._includes(entry.path)
        )

    def _metadata(self, directory: str) -> list[Entry]:
        return [
            entry
            for entry in self._tree.children(directory)
            if entry.kind != "directory"
            and entry.path.endswith(SUFFIXES)
            and self._includes(entry.path)
        ]

    def _mapping(self, path: str) -> dict[str, Value]:
        data = self._tree.read(path)
        where = f"{path} of {shown_path(self.root)}"
        if data is None:
            raise IndexingError(
                f"{where} cannot be read",
                hint=f"expected a regular file of at most {MAX_METADATA_BYTES:,} bytes",
            )
        self._left -= len(data)
        if self._left < 0:
            raise IndexingError(f"{shown_path(self.root)} has too much metadata")
        known = self._known.get(path)
        document = known if known and known.data == data else reader.read(path, data)
        if not document.readable or not isinstance(document.value, dict):
            raise IndexingError(f"{where} holds no mapping: {reason(document)}")
        return document.value


def _summary(value: dict[str, Value], pack_ref: str, stem: str) -> dict[str, str]:
    name = first_text(value.get("ref"), value.get("name")) or stem
    description = first_text(value.get("description"), value.get("label"))
    return {"name": name.removeprefix(f"{pack_ref}."), "description": description}


def first_text(*values: Value) -> str:
    """Return the first value that is there, not empty and no list or mapping, as text; else ""."""
    for value in values:
        if value and not isinstance(value, (list, dict)):
            return str(value)
    return ""
