"""Indexes of releases made of packs: their archives written, the versions of before kept."""

from __future__ import annotations

import os
import tempfile

from attune_packkit import clock
from attune_packkit.config import Settings
from attune_packkit.errors import UsageError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.pipeline.index_files import held, read_file, write_index
from attune_packkit.pipeline.indexing import (
    BuildRequest,
    Built,
    read_packs,
    sorted_out,
    staged,
)
from attune_packkit.registry import assembling
from attune_packkit.registry.entry import Indexed
from attune_packkit.registry.faults import IndexingError
from attune_packkit.registry.releases import Release, assemble, read_releases
from attune_packkit.registry.sourcing import archive_name
from attune_packkit.sources.local import find_packs


def build_releases(settings: Settings, request: BuildRequest) -> Built:
    """Put the packs at or below the paths of a request into an index of releases, and write it.

    Nothing is written if a pack cannot be indexed (raises `IndexingError`), unless it may be left
    out, nor if nothing changed. Raises `UsageError` for what such an index cannot say.
    """
    _refuse_unsaid(request)
    found = find_packs(request.paths)
    with held(request.output), tempfile.TemporaryDirectory(prefix="packkit-") as nowhere:
        kept = bool(request.sourcing.archives)
        old = None
        if request.output and os.path.lexists(request.output):
            old = read_releases(read_file(request.output), name=shown_path(request.output))
        wanted = request.sourcing if kept else request.sourcing.with_archives(nowhere)
        with staged(wanted) as (sourcing, keep):
            works = read_packs(settings, sourcing, {}, [each.root for each in found], request.jobs)
            paths = [each.path for each in found]
            made, skipped = sorted_out(paths, works, skip=request.skip_broken)
            _refuse_double(made)
            releases = [_release(each, sourcing.archives) for _, each in made]
            now = request.timestamp or clock.timestamp()
            index = assemble(releases, old, now=now, update=request.update)
            written = index != old and bool(request.output) and bool(found)
            if found and kept:
                keep()
            if written:
                write_index(request.output, index)
    notes = tuple(note for _, each in made for note in each.notes)
    difference = assembling.compare(old, index)
    return Built(
        index=index,
        difference=difference,
        written=written,
        found=len(found),
        notes=notes,
        skipped=tuple(skipped),
    )


def _release(made: Indexed, archives: str) -> Release:
    name = archive_name(made.ref, str(made.entry["version"]))
    return Release(made.entry, os.path.getsize(os.path.join(archives, name)))


def _refuse_unsaid(request: BuildRequest) -> None:
    sourcing, head = request.sourcing, request.head
    if not sourcing.base_url:
        raise UsageError("an index of releases needs --base-url, where the archives are served")
    unsaid = {
        "--git-url-template": sourcing.git_url,
        "--sources": sourcing.listed,
        "--registry-name": head.name,
        "--registry-url": head.url,
    }
    for option, value in unsaid.items():
        if value:
            raise UsageError(f"an index of releases has no place for {option}")


def _refuse_double(made: list[tuple[str, Indexed]]) -> None:
    owners: dict[tuple[str, str], str] = {}
    for path, each in made:
        version = str(each.entry["version"])
        other = owners.setdefault((each.ref, version), path)
        if other != path:
            raise IndexingError(
                f"version {version} of {shown(each.ref)} is in {shown_path(other)} and in"
                f" {shown_path(path)}"
            )
