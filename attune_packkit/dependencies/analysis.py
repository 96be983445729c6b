"""What packs need: other packs, and runtimes; which of it is installed and which is missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from msgspec import Struct

from attune_packkit.dependencies.constraints import allows, constraint_fault
from attune_packkit.documents.document import Value
from attune_packkit.escaping import shown
from attune_packkit.model.component import Component
from attune_packkit.model.refs import ref_fault
from attune_packkit.model.summarizing import dependencies

PLATFORM = "core"
"""The pack that every installation has, so that no index needs to list it."""

REQUIREMENT_FILES = {"python": "requirements.txt", "nodejs": "package.json"}
"""By runtime, the file beside the manifest that lists the packages a pack needs."""

_FILE_FIELDS = {"python": "requirements_file", "nodejs": "package_file"}


class Need(Struct, frozen=True):
    """One pack that another one depends on."""

    ref: str
    constraint: str
    required_by: str


class PackNeeds(Struct, frozen=True):
    """What one pack needs. `runtimes` is Attune's object for it, empty if it needs none."""

    ref: str
    version: str
    path: str
    needs: tuple[Need, ...]
    runtimes: dict[str, Any]
    faults: tuple[str, ...]


class Analysis(Struct, frozen=True, dict=True):
    """What a set of packs needs, beside what is `installed`: versions by ref."""

    packs: tuple[PackNeeds, ...]
    installed: Mapping[str, str]
    errors: tuple[tuple[str, str], ...] = ()

    @property
    def needs(self) -> list[Need]:
        """Every dependency of every pack, in order."""
        return [need for pack in self.packs for need in pack.needs]

    @property
    def missing(self) -> list[Need]:
        """The dependencies that are neither installed nor among the packs, in a version wanted."""
        return [n for n in self.needs if not self.is_installed(n) and not self.is_among(n)]

    def is_installed(self, need: Need) -> bool:
        """Tell whether a dependency is installed; the platform's own pack is in any version."""
        if need.ref in self.installed:
            return allows(need.constraint, self.installed[need.ref])
        return need.ref == PLATFORM

    def is_among(self, need: Need) -> bool:
        """Tell whether a dependency is one of the packs looked at."""
        return any(allows(need.constraint, version) for version in self._among.get(need.ref, ()))

    @cached_property
    def _among(self) -> dict[str, list[str]]:
        versions: dict[str, list[str]] = {}
        for pack in self.packs:
            versions.setdefault(pack.ref, []).append(pack.version)
        return versions

    def as_data(self) -> dict[str, Any]:
        """Return the answer of Attune's dependency step."""
        return {
            "dependencies": [
                _data(need) | {"already_installed": self.is_installed(need)} for need in self.needs
            ],
            "runtime_requirements": {
                pack.ref: pack.runtimes for pack in self.packs if pack.runtimes
            },
            "missing_dependencies": [_data(need) for need in self.missing],
            "analyzed_packs": [
                {
                    "pack_ref": pack.ref,
                    "pack_path": pack.path,
                    "has_dependencies": bool(pack.needs),
                    "dependency_count": len(pack.needs),
                }
                for pack in self.packs
            ],
            "errors": [{"pack_path": path, "error": error} for path, error in self.errors],
        }


def _data(need: Need) -> dict[str, str]:
    return {
        "pack_ref": need.ref,
        "version_spec": need.constraint,
        "required_by": need.required_by,
    }


def needs_of(manifest: Component, path: str, files: Iterable[str]) -> PackNeeds:
    """Return what a pack's manifest says it needs; `files` are the names beside the manifest."""
    ref = manifest.ref
    needs = tuple(Need(each.ref, each.constraint, ref) for each in dependencies(manifest))
    version = manifest.text("version")
    return PackNeeds(
        ref=ref,
        version=version,
        path=path,
        needs=needs,
        runtimes=_runtimes(manifest, path, set(files)),
        faults=tuple(_faults(ref, needs)),
    )


def runtime_version(manifest: Component, runtime: str) -> str:
    """Return the version of a runtime that a manifest names in either form; "" if none."""
    written = manifest.text(runtime)
    if written:
        return written
    form = manifest.get("dependencies")
    value: Value = form.get(f"{runtime}_version") if isinstance(form, dict) else None
    return value if isinstance(value, str) else ""


def _runtimes(manifest: Component, path: str, files: set[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for runtime, name in REQUIREMENT_FILES.items():
        version = runtime_version(manifest, runtime)
        if version:
            file = f"{path}/{name}" if name in files else None
            found[runtime] = {"version": version, _FILE_FIELDS[runtime]: file}
    return {"pack_ref": manifest.ref, **found} if found else {}


def _faults(ref: str, needs: Sequence[Need]) -> Iterable[str]:
    """Say what keeps the dependencies of a pack from being understood."""
    fault = ref_fault(ref)
    if fault:
        yield f"Invalid pack ref: {fault}"
    for need in needs:
        wrong = ref_fault(need.ref) or constraint_fault(need.constraint)
        if wrong:
            text = f"{need.ref}@{need.constraint}"
            yield f"Invalid dependency {shown(text)}: {wrong}"
