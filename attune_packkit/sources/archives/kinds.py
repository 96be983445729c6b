"""What a file is, by its first bytes."""

from __future__ import annotations

from typing import Literal, TypeAlias

from attune_packkit.escaping import shown
from attune_packkit.sources.archives.refusal import ArchiveError

HEAD_BYTES = 512

Kind: TypeAlias = Literal["ZIP", "TAR", "GZIP"]

_SUFFIXES: dict[str, Kind] = {
    ".zip": "ZIP",
    ".tar": "TAR",
    ".tgz": "GZIP",
    ".gz": "GZIP",
}
_NAMES: dict[Kind, str] = {
    "ZIP": "a ZIP archive",
    "TAR": "a tar archive that is not compressed",
    "GZIP": "a gzip file",
}
_OTHERS: tuple[tuple[bytes, str], ...] = (
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ\x00", "an xz file"),
    (b"\x28\xb5\x2f\xfd", "a Zstandard file"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"PK", "part of a split ZIP archive"),
    (b"%PDF-", "a PDF document"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"version https://git-lfs", "a Git LFS pointer, not the file it stands for"),
    (b"# v2 git bundle", "a git bundle"),
)
_MARKUP: tuple[tuple[bytes, str], ...] = (
    (b"<!doctype html", "an HTML page"),
    (b"<html", "an HTML page"),
    (b"<head", "an HTML page"),
    (b"<?xml", "an XML document"),
    (b"<", "an HTML page or an XML document"),
    (b"{", "a JSON document"),
    (b"[", "a JSON document"),
)
_TEXT = frozenset(range(0x20, 0x7F)) | frozenset(b"\t\r\n\f") | frozenset(range(0x80, 0x100))


def archive_kind(head: bytes, path: str) -> Kind:
    """Return the kind of an archive; raises `ArchiveError` that says what it is instead."""
    kind = _kind(head)
    if kind is None:
        raise ArchiveError(
            f"Unsupported archive format; expected ZIP, TAR, or TGZ: this is {description(head)}"
        )
    expected = _expected(path)
    if expected not in (None, kind):
        raise ArchiveError(f"this is {_NAMES[kind]}, in spite of its name {shown(path)}")
    return kind


def is_tar(head: bytes) -> bool:
    """Tell whether these are the first bytes of a tar archive of any usual kind."""
    return head[257:262] == b"ustar" or (len(head) >= HEAD_BYTES and not any(head[:HEAD_BYTES]))


def description(head: bytes) -> str:
    """Say for people what a file is, from its first bytes."""
    kind = _kind(head)
    if kind is not None:
        return _NAMES[kind]
    if not head:
        return "an empty file"
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    for magic, name in _OTHERS:
        if head.startswith(magic):
            return name
    for magic, name in _MARKUP:
        if start.startswith(magic):
            return name
    return "a text file" if _TEXT.issuperset(head) else "of no kind that is known here"


def _kind(head: bytes) -> Kind | None:
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return "ZIP"
    if head.startswith(b"\x1f\x8b"):
        return "GZIP"
    return "TAR" if is_tar(head) else None


def _expected(path: str) -> Kind | None:
    name = path.lower()
    return next((kind for suffix, kind in _SUFFIXES.items() if name.endswith(suffix)), None)
