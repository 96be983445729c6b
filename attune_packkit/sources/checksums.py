"""Checksums as Attune computes them: of a pack's folder, and of a file."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from attune_packkit.errors import VerificationError
from attune_packkit.escaping import shown
from attune_packkit.sources.folders import Folder, RegularFile, file_chunks, opened

PREFIX = "sha256:"

_FRAME = b"attune-pack-file-v1"
_CHECKSUM = re.compile(r"sha256:[0-9a-f]{64}", re.ASCII)
_BARE = re.compile(r"[0-9a-f]{64}", re.ASCII)


class DirectoryChecksum(Struct, frozen=True):
    """A folder's checksum, and what it would be with the paths sorted as whole strings.

    `sensitive` names what sorts differently: beside a folder `a`, names such as `a.md` or `a-b`.
    """

    value: str
    string_order_value: str
    sensitive: tuple[str, ...]


def directory_checksum(root: str) -> str:
    """Return the checksum of a folder's files in the order of their paths' components.

    `.git` does not count. Raises `SourceError` for a link or a special file.
    """
    with opened(root) as folder:
        return _framed(folder, folder.files(_is_repository))


def inspect_directory(
    root: str, wanted: Callable[[str], bool] = lambda path: True
) -> DirectoryChecksum:
    """Return a folder's checksum in both orders; of its wanted files and folders only."""
    with opened(root) as folder:
        files = folder.files(_is_repository, wanted)
        value = _framed(folder, files)
        sensitive = tuple(_order_sensitive([file.path for file in files]))
        if not sensitive:
            return DirectoryChecksum(value, value, ())
        by_string = sorted(files, key=lambda file: os.fsencode(file.path))
        return DirectoryChecksum(value, _framed(folder, by_string), sensitive)


def file_checksum(path: str) -> str:
    """Return the checksum of a file's bytes; raises `SourceError`."""
    digest = hashlib.sha256()
    for chunk in file_chunks(path):
        digest.update(chunk)
    return PREFIX + digest.hexdigest()


def parse_checksum(text: str, *, bare: bool = False) -> str:
    """Return `text` if it is `sha256:` and 64 lower-case hex digits.

    `bare` allows the digits alone, as people type them. Raises `VerificationError` for others.
    """
    if _CHECKSUM.fullmatch(text):
        return text
    if bare and _BARE.fullmatch(text):
        return PREFIX + text
    raise VerificationError(
        f"{shown(text)} is not a checksum that can be trusted",
        hint="expected 'sha256:' and 64 lower-case hexadecimal digits",
    )


def _is_repository(name: str) -> bool:
    return name == ".git"


def _framed(folder: Folder, files: Iterable[RegularFile]) -> str:
    digest = hashlib.sha256()
    for file in files:
        path = os.fsencode(file.path)
        digest.update(_FRAME + len(path).to_bytes(8, "big") + path + file.size.to_bytes(8, "big"))
        for chunk in folder.chunks(file):
            digest.update(chunk)
    return PREFIX + digest.hexdigest()


def _order_sensitive(paths: list[str]) -> Iterator[str]:
    """Yield, sorted, the names that sort between a folder's name and what lies in it."""
    folders = {prefix for path in paths for prefix in _folders(path)}
    for entry in sorted(folders | set(paths), key=os.fsencode):
        parent, _, name = entry.rpartition("/")
        start = parent + "/" if parent else ""
        if any(c < "/" and start + name[:i] in folders for i, c in enumerate(name)):
            yield entry


def _folders(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path
