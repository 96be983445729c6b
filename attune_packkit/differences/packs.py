"""Everything that changed between two versions of a pack."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from attune_packkit.differences.components import compare_components
from attune_packkit.differences.difference import Difference, Impact
from attune_packkit.differences.schemas import compare_schemas
from attune_packkit.documents.document import Value
from attune_packkit.model.kinds import MANIFEST
from attune_packkit.model.pack import Pack
from attune_packkit.model.summarizing import dependencies

_RUNTIMES = ("attune_version", "python_version", "nodejs_version")


def compare_packs(old: Pack, new: Pack) -> tuple[Difference, ...]:
    """Return what changed from one version of a pack to another, what matters most first.

    A pack of which only files changed that promise nothing has one difference, a patch; a pack
    of which nothing changed has none.
    """
    found = [*_identity(old, new), *compare_components(old, new)]
    found += compare_schemas(f"pack {new.ref}", old.manifest, new.manifest)
    found += [*_dependencies(old, new), *_requirements(old, new)]
    if not any(each.impact for each in found) and _files(old) != _files(new):
        message = "files changed that are no part of what the pack promises"
        found.append(_about(new, "files.changed", Impact.PATCH, message))
    return tuple(sorted(found, key=lambda each: -each.impact))


def _identity(old: Pack, new: Pack) -> Iterator[Difference]:
    if old.ref != new.ref:
        message = f"the pack is called {new.ref}, no longer {old.ref}"
        yield _about(new, "pack.renamed", Impact.MAJOR, message, old=old.ref, new=new.ref)


def _dependencies(old: Pack, new: Pack) -> Iterator[Difference]:
    before, after = ({each.ref: each.constraint for each in dependencies(pack.manifest)}
                     for pack in (old, new))  # fmt: skip
    for ref in dict.fromkeys((*before, *after)):
        one, other = before.get(ref), after.get(ref)
        if one is None:
            message = f"the pack now needs {ref} {other}"
            yield _about(new, "dependency.added", Impact.MINOR, message, old=one, new=other)
        elif other is None:
            message = f"the pack no longer needs {ref}"
            yield _about(new, "dependency.removed", Impact.PATCH, message, old=one, new=other)
        elif one != other:
            message = f"the pack needs {ref} {other}, no longer {one}"
            yield _about(new, "dependency.changed", Impact.MINOR, message, old=one, new=other)


def _requirements(old: Pack, new: Pack) -> Iterator[Difference]:
    before, after = _needs(old), _needs(new)
    for name in dict.fromkeys((*before, *after)):
        one, other = before.get(name), after.get(name)
        if one == other:
            continue
        impact = Impact.PATCH if other is None else Impact.MINOR
        if other is None:
            message = f"the pack no longer asks for {name}"
        else:
            message = f"the pack asks for {name}" + (f" {other}" if other != "*" else "")
        yield _about(new, "runtime.changed", impact, message, old=one, new=other)


def _needs(pack: Pack) -> dict[str, str]:
    """Return the runtimes that a pack needs, with the versions that it takes."""
    declared = pack.manifest.get("dependencies")
    held: dict[str, Value] = declared if isinstance(declared, dict) else {}
    found = {name: str(held[name]) for name in _RUNTIMES if held.get(name) is not None}
    listed = pack.manifest.get("runtime_deps")
    for each in listed if isinstance(listed, list) else ():
        if isinstance(each, (str, int, float)):
            found[f"runtime {each}"] = "*"
    return found


def _files(pack: Pack) -> dict[str, Any]:
    """Return what tells the files of a pack apart: their bytes, or their size if they are large."""
    return {
        path: pack.tree.read(path) or entry.size
        for path, entry in pack.tree.entries.items()
        if entry.kind == "file"
    }


def _about(
    pack: Pack, kind: str, impact: Impact, message: str, *, old: Any = None, new: Any = None
) -> Difference:
    return Difference(
        kind=kind,
        component=f"pack {pack.ref}",
        path=MANIFEST,
        pointer=(),
        impact=impact,
        message=message,
        old=old,
        new=new,
    )
