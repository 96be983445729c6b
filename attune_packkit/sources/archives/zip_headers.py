"""The records of a ZIP archive, read strictly."""

from __future__ import annotations

import os
import stat
import struct
from typing import IO

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.sources.archives.limits import MAX_ENTRIES
from attune_packkit.sources.archives.members import read_exactly
from attune_packkit.sources.archives.refusal import ArchiveError

END = struct.Struct("<4s4H2LH")
CENTRAL = struct.Struct("<4s4B4HL2L5H2L")
LOCAL = struct.Struct("<4s2B4HL2L2H")

STORED, DEFLATED = 0, 8
HAS_DESCRIPTOR, IS_UTF8 = 0x0008, 0x0800

_END_MAGIC, _CENTRAL_MAGIC, _LOCAL_MAGIC = b"PK\x05\x06", b"PK\x01\x02", b"PK\x03\x04"
_ENCRYPTED = 0x0001 | 0x0040 | 0x2000
_ALLOWED_FLAGS = 0x0002 | 0x0004 | HAS_DESCRIPTOR | IS_UTF8
_METHODS = {6: "implode", 9: "Deflate64", 12: "bzip2", 14: "LZMA", 93: "Zstandard", 95: "xz"}
_ZIP64_EXTRA, _NAME_EXTRA, _AES_EXTRA = 0x0001, 0x7075, 0x9901
_MAX_COMMENT = 0xFFFF
_MAX_DIRECTORY = MAX_ENTRIES * 4096
_FILL = (0xFFFF, 0xFFFFFFFF)
"""Values that say that the real number stands in a ZIP64 record."""


class End(Struct, frozen=True):
    """The end record: where the central directory lies."""

    position: int
    entries: int
    directory_size: int
    directory_offset: int


class Central(Struct, frozen=True):
    """What the central directory tells of one member."""

    raw_name: bytes
    flags: int
    method: int
    checksum: int
    packed_size: int
    size: int
    mode: int
    offset: int

    @property
    def name(self) -> str:
        """The name as text."""
        return _decoded(self.raw_name, self.flags)

    @property
    def is_folder(self) -> bool:
        """Whether the name is that of a folder."""
        return self.raw_name.endswith(b"/")


def read_end(file: IO[bytes]) -> End:
    """Find the one end record; raises `ArchiveError` if none ends exactly where the file does."""
    size = file.seek(0, os.SEEK_END)
    start = max(0, size - END.size - _MAX_COMMENT)
    file.seek(start)
    tail = read_exactly(file, size - start)
    at = tail.rfind(_END_MAGIC)
    if at < 0 or len(tail) - at < END.size:
        raise ArchiveError("the ZIP archive is cut: it has no central directory")
    _, disk, first_disk, here, entries, length, offset, comment = END.unpack_from(tail, at)
    if at + END.size + comment != len(tail):
        raise ArchiveError("more follows the end of the ZIP archive, or it is cut")
    if entries in _FILL or length in _FILL or offset in _FILL:
        raise _zip64()
    if disk or first_disk or here != entries:
        raise ArchiveError("the ZIP archive is part of a split one")
    if entries > MAX_ENTRIES:
        raise ArchiveError("Archive contains too many entries")
    return End(start + at, entries, length, offset)


def read_directory(file: IO[bytes], end: End) -> list[Central]:
    """Return the entries of the central directory, which must fill the space before its end."""
    if end.directory_offset + end.directory_size != end.position:
        raise ArchiveError("the ZIP archive has two ends, or data that no member accounts for")
    if end.directory_size > _MAX_DIRECTORY:
        raise ArchiveError("the ZIP archive has a central directory that is far too large")
    file.seek(end.directory_offset)
    data = read_exactly(file, end.directory_size)
    if _END_MAGIC in data:
        raise ArchiveError("the ZIP archive has an end within its central directory")
    found: list[Central] = []
    at = 0
    for _ in range(end.entries):
        entry, at = _central(data, at)
        found.append(entry)
    if at != len(data):
        raise ArchiveError("the ZIP archive has more in its central directory than it tells")
    return found


def read_local(file: IO[bytes], entry: Central) -> int:
    """Return where the content of a member begins; raises `ArchiveError` if its header disagrees.

    A header before a data descriptor may leave the sizes and the checksum to that.
    """
    file.seek(entry.offset)
    fixed = read_exactly(file, LOCAL.size)
    if len(fixed) < LOCAL.size or not fixed.startswith(_LOCAL_MAGIC):
        raise ArchiveError(f"member {shown(entry.name)} has no header of its own")
    _, _, _, flags, method, _, _, checksum, packed, size, name, extra = LOCAL.unpack(fixed)
    rest = read_exactly(file, name + extra)
    told = (checksum, packed, size)
    known = (entry.checksum, entry.packed_size, entry.size)
    agrees = told == known or (bool(flags & HAS_DESCRIPTOR) and not any(told))
    if (flags, method, rest[:name]) != (entry.flags, entry.method, entry.raw_name) or not agrees:
        raise ArchiveError(
            f"member {shown(entry.name)} is another one in its own header than in the directory"
        )
    _refuse_extras(rest[name:], entry.raw_name)
    return entry.offset + LOCAL.size + int(name) + int(extra)


def descriptors(entry: Central) -> tuple[bytes, bytes]:
    """Return the two forms that the data descriptor of a member may have."""
    plain = struct.pack("<3L", entry.checksum, entry.packed_size, entry.size)
    return plain, b"PK\x07\x08" + plain


def _central(data: bytes, at: int) -> tuple[Central, int]:
    if len(data) - at < CENTRAL.size or data[at : at + 4] != _CENTRAL_MAGIC:
        raise ArchiveError("the central directory of the ZIP archive is damaged")
    fields = CENTRAL.unpack_from(data, at)
    _, _, system, _, _, flags, method, _, _, checksum, packed, size = fields[:12]
    name_size, extra_size, comment_size, disk, _, attributes, offset = fields[12:]
    at += CENTRAL.size
    name = data[at : at + name_size]
    extra = data[at + name_size : at + name_size + extra_size]
    at += name_size + extra_size + comment_size
    if at > len(data) or disk:
        raise ArchiveError("the central directory of the ZIP archive is damaged")
    if packed in _FILL or size in _FILL or offset in _FILL:
        raise _zip64()
    mode = attributes >> 16 if system in (3, 19) else 0
    entry = Central(
        raw_name=name,
        flags=flags,
        method=method,
        checksum=checksum,
        packed_size=packed,
        size=size,
        mode=mode,
        offset=offset,
    )
    _refuse_special(entry, attributes)
    _refuse_extras(extra, name)
    return entry, at


def _refuse_special(entry: Central, attributes: int) -> None:
    name = shown(entry.name)
    if entry.flags & _ENCRYPTED:
        raise ArchiveError(f"member {name} is encrypted")
    if entry.flags & ~_ALLOWED_FLAGS:
        raise ArchiveError(f"member {name} has flags of an unsupported kind ({entry.flags:#06x})")
    if entry.method not in (STORED, DEFLATED):
        method = _METHODS.get(entry.method, "unknown")
        raise ArchiveError(
            f"member {name} is compressed by method {entry.method} ({method}), "
            "which is not supported; expected deflate"
        )
    kind = stat.S_IFMT(entry.mode)
    if kind == stat.S_IFLNK:
        raise ArchiveError(f"member {name} is a symbolic link")
    if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
        raise ArchiveError(f"member {name} is neither a file nor a folder")
    says_folder = kind == stat.S_IFDIR or (kind == 0 and bool(attributes & 0x10))
    if (says_folder and not entry.is_folder) or (kind == stat.S_IFREG and entry.is_folder):
        raise ArchiveError(f"member {name} is both a file and a folder")
    if entry.is_folder and entry.size:
        raise ArchiveError(f"folder {name} has content")


def _refuse_extras(extra: bytes, raw_name: bytes) -> None:
    """Refuse extra fields that change what a member is or is called."""
    while extra:
        kind, length = struct.unpack_from("<2H", extra) if len(extra) >= 4 else (0, len(extra))
        value = extra[4 : 4 + length]
        if len(value) != length:
            raise ArchiveError("an extra field of the ZIP archive is damaged")
        if kind == _ZIP64_EXTRA:
            raise _zip64()
        if kind == _AES_EXTRA:
            raise ArchiveError("the ZIP archive is encrypted")
        if kind == _NAME_EXTRA and value[5:] != raw_name:
            raise ArchiveError("a member of the ZIP archive has two names that do not agree")
        extra = extra[4 + length :]


def _decoded(name: bytes, flags: int) -> str:
    try:
        return name.decode("utf-8" if flags & IS_UTF8 else "ascii")
    except UnicodeDecodeError:
        quoted = shown(name.decode("utf-8", "backslashreplace"))
        raise ArchiveError(f"member {quoted} has a name that is not marked as UTF-8") from None


def _zip64() -> ArchiveError:
    return ArchiveError("the ZIP archive uses ZIP64, which no archive of this size needs")
