"""Bundles: one file with packs, their lock and an index, for a site without a network.

Unpacked on a web server, a bundle is a registry: its index names the archives beside it.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence

from msgspec.structs import replace

from attune_packkit.errors import PackkitError, SourceError
from attune_packkit.escaping import shown, shown_path
from attune_packkit.pipeline.downloading import download
from attune_packkit.pipeline.downloads import DownloadOptions, DownloadResult, Told, Wanted
from attune_packkit.pipeline.locking import (
    LOCK_FILE,
    MAX_LOCK_BYTES,
    LockedPack,
    locked_packs,
    parse_lock,
    text_of,
    wanted_packs,
)
from attune_packkit.registry.assembling import FIRST, Head, assemble, render
from attune_packkit.registry.entry import Draft
from attune_packkit.registry.index import InstallSource
from attune_packkit.session import Session
from attune_packkit.sources.archives import extract, write_archive
from attune_packkit.sources.checksums import directory_checksum
from attune_packkit.tree import read_regular

TOP = "packkit-bundle"
INDEX_FILE = "index.json"
NOWHERE = "https://bundle.invalid/"
"""The address in a bundle's index if its maker does not say where the bundle will be served."""

_PACKS = "packs"
_SUFFIX = ".tar.gz"


def bundle(
    session: Session,
    wanted: Sequence[Wanted],
    options: DownloadOptions,
    output: str,
    *,
    base_url: str = NOWHERE,
    replace_old: bool = False,
    told: Told = lambda source: None,
) -> tuple[str, DownloadResult]:
    """Write the packs of all sources into one file and return its checksum.

    The same packs give the same bytes. Writes nothing, and returns "", if a source fails.
    """
    with tempfile.TemporaryDirectory(prefix="packkit-") as folder:
        fetched = os.path.join(folder, "fetched")
        result = download(session, wanted, replace(options, destination=fetched), told)
        if result.failed:
            return "", result
        top = os.path.join(folder, TOP)
        os.makedirs(os.path.join(top, _PACKS))
        packs = locked_packs(result)
        entries = [_add(each, fetched, top, base_url) for each in packs]
        index = assemble(entries, Head("bundle", base_url), now=FIRST)
        _write(os.path.join(top, LOCK_FILE), text_of(packs))
        _write(os.path.join(top, INDEX_FILE), render(index))
        return write_archive(top, output, top=TOP, replace=replace_old), result


def unbundle(
    session: Session,
    path: str,
    refs: Sequence[str],
    options: DownloadOptions,
    *,
    lock: Sequence[LockedPack] = (),
    promised_by: str = "",
    told: Told = lambda source: None,
) -> DownloadResult:
    """Put packs of a bundle, by default all, in place; each must be what a lock file promises.

    That is the lock file in the bundle, or a given one.
    """
    with tempfile.TemporaryDirectory(prefix="packkit-") as folder:
        top = _unpacked(path, folder)
        name = promised_by or f"{LOCK_FILE} of {path}"
        packs = list(lock) or _own_lock(top, path)
        wanted = [
            replace(each, pinned=os.path.join(top, _PACKS, each.pack_ref + _SUFFIX))
            for each in wanted_packs(packs, refs, promised_by=name)
        ]
        return download(session, wanted, options, told)


def _add(pack: LockedPack, fetched: str, top: str, base_url: str) -> dict[str, object]:
    """Put one pack into the bundle and return its entry of the index."""
    root = os.path.join(fetched, pack.ref)
    name = f"{_PACKS}/{pack.ref}{_SUFFIX}"
    checksum = write_archive(root, os.path.join(top, name), top=pack.ref)
    with tempfile.TemporaryDirectory(prefix="packkit-") as folder:
        copy = os.path.join(folder, "copy")
        extract(os.path.join(top, name), copy)
        if directory_checksum(os.path.join(copy, pack.ref)) != pack.checksum:
            raise SourceError(
                f"pack '{pack.ref}' cannot be bundled: it holds folders that no archive takes",
                hint="such as node_modules or .venv",
            )
    source = InstallSource("archive", base_url.rstrip("/") + "/" + name, checksum)
    try:
        return Draft(root).indexed([source]).entry
    except PackkitError as error:  # which names the copy that nobody has seen
        told = error.message.replace(shown_path(root), shown(pack.source, 200))
        raise type(error)(told, hint=error.hint) from None


def _unpacked(path: str, folder: str) -> str:
    extract(path, os.path.join(folder, "bundle"))
    top = os.path.join(folder, "bundle", TOP)
    if not os.path.isdir(top):
        raise SourceError(f"{shown(path, 200)} is no bundle", hint="packkit bundle makes one")
    return top


def _own_lock(top: str, path: str) -> list[LockedPack]:
    data = read_regular(os.path.join(top, LOCK_FILE), MAX_LOCK_BYTES)
    if data is None:
        raise SourceError(
            f"bundle {shown(path, 200)} has no {LOCK_FILE}", hint="packkit bundle makes it anew"
        )
    return parse_lock(data, f"{LOCK_FILE} of {path}")


def _write(path: str, text: str) -> None:
    with open(path, "w", encoding="utf-8", newline="\n") as file:
        file.write(text)
