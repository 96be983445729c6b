"""The blocks of a tar archive, read strictly."""

from __future__ import annotations

import re

from msgspec import Struct

from attune_packkit.escaping import shown
from attune_packkit.sources.archives.names import MAX_PATH_BYTES
from attune_packkit.sources.archives.refusal import ArchiveError

BLOCK = 512
MAX_EXTENSION_BYTES = 64 * 1024
MAX_RECORDS = 100

FILE, FOLDER, GLOBAL, EXTENDED, LONG_NAME = b"0", b"5", b"g", b"x", b"L"

_REFUSED = {
    b"1": "is a hard link",
    b"2": "is a symbolic link",
    b"K": "is a link",
    b"3": "is a character device",
    b"4": "is a block device",
    b"6": "is a FIFO",
    b"7": "is a contiguous file",
    b"S": "is a sparse file",
}
_MAGICS = (b"ustar\x0000", b"ustar  \x00")
_OCTAL = re.compile(rb" *([0-7]+)[ \x00]*")
_LENGTH = re.compile(rb"([1-9][0-9]{0,6}) ")
_SPARSE = ("GNU.sparse.", "SCHILY.realsize")
_DECIMAL = re.compile(r"[0-9]{1,20}", re.ASCII)


class Header(Struct, frozen=True):
    """One header block. `kind` is one of the five that packs may need."""

    kind: bytes
    name: bytes
    size: int
    mode: int
    is_gnu: bool

    @property
    def padded_size(self) -> int:
        """Bytes that the content takes in the archive."""
        return -(-self.size // BLOCK) * BLOCK


def parse_header(block: bytes) -> Header:
    """Return a header; raises `ArchiveError` for a damaged one, a link or anything special."""
    if sum(block[:148]) + sum(block[156:]) + 8 * ord(" ") != _number(block[148:156], "checksum"):
        raise ArchiveError("a tar header is damaged: its checksum is wrong")
    if block[257:265] not in _MAGICS:
        raise ArchiveError("a tar header is neither of the ustar nor of the GNU kind")
    name = block[:100].split(b"\x00")[0]
    is_gnu = block[257:265] == _MAGICS[1]
    if not is_gnu and (prefix := block[345:500].split(b"\x00")[0]):
        name = prefix + b"/" + name
    kind = block[156:157].replace(b"\x00", FILE)
    if kind in _REFUSED:
        raise ArchiveError(f"member {shown(decoded(name))} {_REFUSED[kind]}")
    if kind not in (FILE, FOLDER, GLOBAL, EXTENDED, LONG_NAME):
        raise ArchiveError(f"member {shown(decoded(name))} is of unknown type {kind!r}")
    size, mode = _number(block[124:136], "size"), _number(block[100:108], "mode")
    return Header(kind, name, size, mode, is_gnu)


def decoded(name: bytes) -> str:
    """Return a name as text; raises `ArchiveError` if it is not UTF-8."""
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        quoted = shown(name.decode("utf-8", "backslashreplace"))
        raise ArchiveError(f"member {quoted} has a name that is not UTF-8") from None


def long_name(content: bytes) -> bytes:
    """Return the name in a GNU long-name member."""
    name = content.removesuffix(b"\x00")
    if not name or b"\x00" in name or len(name) > MAX_PATH_BYTES:
        raise ArchiveError("a GNU long name is empty, too long or holds a NUL")
    return name


def pax_records(content: bytes) -> dict[str, str]:
    """Return the records of a PAX header; raises `ArchiveError` for malformed or many ones."""
    records: dict[str, str] = {}
    while content:
        length = _LENGTH.match(content)
        record = content[: int(length[1])] if length else b""
        if length is None or len(record) != int(length[1]) or record[-1:] != b"\n":
            raise ArchiveError("a PAX record is damaged")
        key, equals, value = record[length.end() : -1].partition(b"=")
        name = decoded(key)
        if not key or not equals or name in records:
            raise ArchiveError(f"PAX record {shown(name)} is damaged or there twice")
        if len(records) == MAX_RECORDS:
            raise ArchiveError(f"a PAX header has more than {MAX_RECORDS} records")
        records[name] = value.decode("utf-8", "surrogateescape")
        content = content[len(record) :]
    return records


def refuse_special(records: dict[str, str]) -> None:
    """Raise `ArchiveError` for PAX records that would make a member a link or something else."""
    for name in records:
        if name == "linkpath":
            raise ArchiveError("a PAX record makes a member a link")
        if name.startswith(_SPARSE):
            raise ArchiveError("a PAX record makes a member a sparse file")
    if records.get("hdrcharset", "UTF-8") == "BINARY":
        raise ArchiveError("a PAX header has names that are not UTF-8")


def apply(records: dict[str, str], header: Header) -> bytes:
    """Return the name that PAX records give a member.

    A record that says other than the header, where the header could have said it, makes readers
    disagree: `ArchiveError`.
    """
    size = records.get("size", str(header.size))
    if not _DECIMAL.fullmatch(size) or int(size) != header.size:
        raise ArchiveError("a PAX record gives a member another size than its header")
    if "path" not in records:
        return header.name
    path = records["path"].encode("utf-8", "surrogateescape")
    if path != header.name and len(path) <= 100 and path.isascii():
        raise ArchiveError(
            f"a PAX record renames member {shown(decoded(header.name))} to {shown(decoded(path))}"
        )
    return path


def _number(field: bytes, name: str) -> int:
    digits = _OCTAL.fullmatch(field)
    if digits is None:
        raise ArchiveError(f"the {name} in a tar header is no octal number")
    return int(digits[1], 8)
