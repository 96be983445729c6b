"""A pack: its tree, its documents, its components."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from attune_packkit.documents import reader
from attune_packkit.documents.document import Document, fault, unreadable
from attune_packkit.model import python, schema, scripts, workflow
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import (
    COMPONENT_KINDS,
    LINKED_WORKFLOWS,
    MANIFEST,
    PACK,
    SUFFIXES,
    WORKFLOW,
    Kind,
)
from attune_packkit.model.python import Script
from attune_packkit.model.refs import qualify
from attune_packkit.model.scripts import Program
from attune_packkit.model.workflow import Workflow
from attune_packkit.tree import MAX_METADATA_BYTES, Entry, Tree

MAX_METADATA_FILES = 2_000
"""Files that are read of one pack."""

MANY_FAULTS = 50_000
"""Faults in all files of a pack after which a further file keeps only its first `FEW_FAULTS`."""

FEW_FAULTS = 50

MAX_PACK_BYTES = 16 * 1024 * 1024
"""Bytes of metadata that are read in one pack."""

REPEATED = 8
"""A graph file that several actions run counts this many times its size for each further one."""


class Pack(Struct, frozen=True, dict=True):
    """One pack, read. `ref` is the declared one or, if there is none, the folder's name."""

    tree: Tree
    ref: str
    manifest: Component
    components: dict[str, tuple[Component, ...]]
    workflows: tuple[Workflow, ...]
    documents: dict[str, Document]

    @property
    def version(self) -> str:
        """The declared version; "" if it is missing or no text."""
        return self.manifest.text("version")

    def of(self, kind: str) -> tuple[Component, ...]:
        """Return the components of one kind, by file name."""
        return self.components.get(kind, ())

    def every_component(self) -> Iterator[Component]:
        """Yield the manifest, then all components kind by kind."""
        yield self.manifest
        for components in self.components.values():
            yield from components

    def every_part(self) -> Iterator[Component]:
        """Yield every component, then the graph file of each action that names one."""
        yield from self.every_component()
        for flow in self.workflows:
            if flow.linked:
                yield flow.source

    @cached_property
    def words(self) -> Collection[str]:
        """The fields of the manifest, the kinds of components, and the names at the pack's top."""
        kinds = (kind for kind, found in self.components.items() if found)
        top = (path for path in self.tree.entries if "/" not in path)
        return {*self.manifest.words, *kinds, *top}

    @cached_property
    def linked_files(self) -> frozenset[str]:
        """Paths of graph files that an action names."""
        return frozenset(flow.path for flow in self.workflows if flow.linked)

    @cached_property
    def programs(self) -> dict[str, Program]:
        """What actions and sensors run, by the path of their metadata."""
        users = (*self.of("action"), *self.of("sensor"))
        return {user.path: scripts.program(self.tree, user) for user in users}

    @cached_property
    def scripts(self) -> tuple[Script, ...]:
        """The Python files that actions and sensors run."""
        programs, version = self.programs.values(), self.manifest.text("python")
        return python.load(self.tree, programs, version, self.of("runtime"))

    @cached_property
    def notes(self) -> dict[str, Any]:
        """What later rooms work out of the pack once and keep with it."""
        return {}

    def counts(self) -> dict[str, int]:
        """Count components by plural kind name; an action with a workflow counts as a workflow."""
        counts = {
            kind.plural: len(self.of(kind.name))
            for kind in COMPONENT_KINDS
            if self.of(kind.name) and kind.name != "action"
        }
        linked = sum(1 for action in self.of("action") if action.has("workflow_file"))
        actions = len(self.of("action")) - linked
        workflows = len(self.of("workflow")) + linked
        if actions:
            counts["actions"] = actions
        if workflows:
            counts["workflows"] = workflows
        return dict(sorted(counts.items()))


def metadata_files(tree: Tree, kind: Kind) -> list[Entry]:
    """Return the metadata files of one kind: direct children of its directory, by name."""
    return [
        entry
        for entry in tree.children(kind.directory)
        if entry.kind != "directory" and entry.path.endswith(SUFFIXES)
    ]


def load(tree: Tree) -> Pack:
    """Read a pack. Whatever is wrong with it becomes faults of its documents, never an error."""
    files = _Files(tree)
    documents = files.documents
    manifest = files.read(MANIFEST)
    declared = manifest.mapping.get("ref")
    ref = declared if isinstance(declared, str) and declared else tree.root.rpartition("/")[2]
    components = {
        kind.name: tuple(
            _component(kind, files.read(entry.path), ref)
            for entry in metadata_files(tree, kind)[: MAX_METADATA_FILES - len(documents)]
        )
        for kind in (*COMPONENT_KINDS, WORKFLOW)
    }
    workflows = [workflow.load(component) for component in components["workflow"]]
    for action in components["action"]:
        path = linked_path(action)
        if path and tree.is_file(path):
            document = files.read(path)
            if files.within_limit:
                graph = _component(WORKFLOW, document, ref)
                workflows.append(workflow.load(graph, action))
    if not files.within_limit:
        beyond = fault("limits.pack_size", MANIFEST, limit=MAX_PACK_BYTES)
        documents[MANIFEST] = replace(manifest, faults=(*manifest.faults, beyond))
    root = _component(PACK, manifest, ref)
    return Pack(
        tree=tree,
        ref=ref,
        manifest=root,
        components=components,
        workflows=tuple(workflows),
        documents=documents,
    )


def linked_path(action: Component) -> str:
    """Return the pack path of an action's `workflow_file`; "" if none or not where it must be."""
    name = action.text("workflow_file")
    steps = name.split("/")
    inside = steps[0] == "workflows" and not {"", ".", ".."} & set(steps)
    return f"{LINKED_WORKFLOWS}/{'/'.join(steps[1:])}" if inside and len(steps) > 1 else ""


def stem(path: str) -> str:
    """Return the name a metadata file gives its component."""
    name = path.rpartition("/")[2]
    for suffix in SUFFIXES:
        name = name.removesuffix(suffix)
    return name.removesuffix(".workflow")


class _Files:
    """Reads metadata files, each once, as long as they are not too much in all."""

    def __init__(self, tree: Tree) -> None:
        self._tree = tree
        self._left = MAX_PACK_BYTES
        self._faults = 0
        self.documents: dict[str, Document] = {}

    @property
    def within_limit(self) -> bool:
        """Whether everything asked for so far was read."""
        return self._left >= 0

    def read(self, path: str) -> Document:
        """Return the document at `path`; one without content beyond the limit."""
        known = self.documents.get(path)
        data = known.data if known else self._tree.read(path)
        self._left -= len(data or b"") * (REPEATED if known else 1)
        if known is not None:
            return known
        if data is None:
            document = _unread(self._tree, path)
        elif self.within_limit:
            document = self._shortened(reader.read(path, data))
        else:
            document = Document(path, None, b"", readable=False)
        self.documents[path] = document
        return document

    def _shortened(self, document: Document) -> Document:
        """Return a document with fewer faults if there are more in all than ever get reported."""
        self._faults += len(document.faults)
        if self._faults <= MANY_FAULTS:
            return document
        return replace(document, faults=document.faults[:FEW_FAULTS])


def _unread(tree: Tree, path: str) -> Document:
    entry = tree.entries.get(path)
    if entry is None:
        return Document(path, None, b"", readable=False)
    if entry.kind != "file":
        return unreadable(path, "metadata.not_a_file", kind=entry.kind)
    if entry.size > MAX_METADATA_BYTES:
        return unreadable(path, "limits.file_size", size=entry.size, limit=MAX_METADATA_BYTES)
    return unreadable(path, "metadata.unreadable")


def _component(kind: Kind, document: Document, pack_ref: str) -> Component:
    value = document.mapping
    written = value.get("ref")
    declared = isinstance(written, str) and bool(written)
    implied = f"{pack_ref}.{stem(document.path)}" if kind is not PACK else pack_ref
    ref = qualify(str(written), pack_ref) if declared and kind is not PACK else implied
    if kind is WORKFLOW:
        ref = implied
    component = Component(
        kind=kind, document=document, pack_ref=pack_ref, ref=ref, declared=declared, value=value
    )
    for name in kind.schemas:
        found = schema.load(name, component.at(name), component.get(name))
        if found is not None:
            component.schemas[name] = found
    return component
