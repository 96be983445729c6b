"""What the items of a pack stand for."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.model.component import Component
from attune_packkit.model.kinds import WORKFLOW
from attune_packkit.model.pack import Pack, linked_path
from attune_packkit.model.refs import MAX_REF


class Subject(Struct, frozen=True):
    """A component, the file that defines it, and all files whose diagnostics are its own.

    With `others`, those are all files but `paths`.
    """

    kind: str
    name: str
    file: str
    paths: frozenset[str]
    others: bool = False

    def owns(self, path: str) -> bool:
        """Tell whether the diagnostics of a file are this component's."""
        return (path in self.paths) is not self.others


def subjects(pack: Pack) -> Iterator[Subject]:
    """Yield the manifest, which answers for all files that no component has, then the components.

    An action with a graph file is a workflow that answers for both files.
    """
    components = [each for each in pack.every_component() if each is not pack.manifest]
    owned = [frozenset({each.path, linked_path(each)} - {""}) for each in components]
    manifest = pack.manifest
    elsewhere = frozenset().union(*owned)
    yield Subject("pack", _name(manifest, set()), manifest.path, elsewhere, others=True)
    taken: dict[str, set[str]] = {}
    for each, paths in zip(components, owned, strict=True):
        kind = WORKFLOW.name if each.has("workflow_file") else each.kind.name
        yield Subject(kind, _name(each, taken.setdefault(kind, set())), each.path, paths)


def _name(component: Component, taken: set[str]) -> str:
    """Return a printable name for a component, not yet taken by another; take it."""
    name = shown(component.ref, MAX_REF)[1:-1]
    if name in taken:
        name += f"[{component.path.rpartition('/')[2]}]"
    taken.add(name)
    return name
