"""Write a pack's folder as an archive whose bytes depend on its files and on zlib only."""

from __future__ import annotations

import gzip
import os
import tarfile
from collections.abc import Callable
from typing import IO

from attune_packkit.errors import SourceError, UsageError
from attune_packkit.escaping import shown
from attune_packkit.sources.archives.limits import Budget
from attune_packkit.sources.archives.names import Names, components
from attune_packkit.sources.archives.refusal import ArchiveError
from attune_packkit.sources.archives.tar_headers import BLOCK
from attune_packkit.sources.checksums import file_checksum
from attune_packkit.sources.copying import is_repository
from attune_packkit.sources.folders import Folder, RegularFile, opened, told_path
from attune_packkit.sources.placing import workspace
from attune_packkit.tree import IGNORED_DIRECTORIES

_LEVEL = 9


def write_archive(
    root: str,
    output: str,
    *,
    top: str = "",
    replace: bool = False,
    wanted: Callable[[str], bool] = lambda path: True,
) -> str:
    """Write the wanted files of a pack as `.tar.gz` and return the checksum of that file.

    They lie in one folder named `top` (by default as the pack's folder), without times, owners, the
    folders of version control and what builds leave. Only `replace` lets an existing file go.
    """
    if not replace and os.path.lexists(output):
        raise UsageError(f"{shown(output)} is there already", hint="--force replaces it")
    real, target = os.path.realpath(root), os.path.realpath(output)
    if os.path.commonpath([real, target]) == real:
        raise UsageError(
            f"{shown(output)} would become part of the pack", hint="write it outside the folder"
        )
    with opened(root) as folder:
        files = folder.files(_is_litter, wanted)
        named = _named(files, top or os.path.basename(real))
        return _put(folder, named, target)


def _is_litter(name: str) -> bool:
    return name in IGNORED_DIRECTORIES or is_repository(name)


def _named(files: list[RegularFile], top: str) -> list[tuple[str, RegularFile]]:
    """Return the files with their names in the archive, in its order, if it may hold them."""
    if len(components(top)) != 1:
        raise UsageError(f"{shown(top)} is no name for the top folder")
    named = [(f"{top}/{file.path}", file) for file in files]
    budget, names = Budget(), Names()
    for name, file in named:
        budget.add_entry(name, file.size)
        budget.size += file.size
        names.add(name, folder=False)
    if not named:
        raise SourceError("the folder holds no files")
    return sorted(named, key=lambda each: os.fsencode(each[0]))


def _put(folder: Folder, named: list[tuple[str, RegularFile]], target: str) -> str:
    parent = os.path.dirname(target)
    if not os.path.isdir(parent):
        raise SourceError(f"{shown(target)} cannot be written: {shown(parent)} is no folder")
    with workspace(parent) as own:
        aside = os.path.join(own, "archive")
        try:
            with open(aside, "xb") as file:
                _write(folder, named, file)
                os.fchmod(file.fileno(), 0o644)
            checksum = file_checksum(aside)
            os.replace(aside, target)
        except OSError as error:
            raise SourceError(f"{told_path(target)} cannot be written: {error.strerror}") from None
    return checksum


def _write(folder: Folder, named: list[tuple[str, RegularFile]], file: IO[bytes]) -> None:
    with gzip.GzipFile("", "wb", _LEVEL, file, mtime=0) as packed:
        for name, each in named:
            packed.write(_header(name, each))
            for chunk in folder.chunks(each):
                packed.write(chunk)
            packed.write(bytes(-each.size % BLOCK))
        packed.write(bytes(2 * BLOCK))


def _header(name: str, file: RegularFile) -> bytes:
    info = tarfile.TarInfo(name)
    info.size = file.size
    info.mode = 0o755 if file.executable else 0o644
    try:
        return info.tobuf(tarfile.USTAR_FORMAT, "utf-8", "strict")
    except ValueError:
        raise ArchiveError(f"{shown(name)} is too long a path for an archive") from None
