"""Archives as no honest program writes them."""

from __future__ import annotations

import gzip
import struct
import zlib
from dataclasses import dataclass

PACK = b"ref: demo\nversion: 1.0.0\n"

PLAIN_MAGIC = b"ustar\x0000"
GNU_MAGIC = b"ustar  \x00"


def entry(
    name: str | bytes,
    content: bytes = b"",
    *,
    kind: bytes = b"0",
    mode: bytes = b"0000644\x00",
    size: bytes | None = None,
    mtime: bytes = b"00000000000\x00",
    owner: bytes = b"0000000\x00",
    link: str = "",
    magic: bytes = PLAIN_MAGIC,
) -> bytes:
    """Return a header with a right checksum, and padded content."""
    raw = name if isinstance(name, bytes) else name.encode("utf-8", "surrogatepass")
    if size is None:
        size = b"%011o\x00" % len(content)
    header = b"".join(
        (
            raw.ljust(100, b"\x00"),
            mode,
            owner * 2,
            size,
            mtime,
            b" " * 8,
            kind,
            link.encode().ljust(100, b"\x00"),
            magic,
            bytes(247),
        )
    )
    assert len(header) == 512
    header = header[:148] + b"%06o\x00 " % sum(header) + header[156:]
    return header + content + bytes(-len(content) % 512)


def pax(records: dict[str, str | bytes], kind: bytes = b"x") -> bytes:
    return entry("PaxHeaders/x", b"".join(map(record, records, records.values())), kind=kind)


def record(key: str, value: str | bytes) -> bytes:
    raw = value if isinstance(value, bytes) else value.encode()
    rest = b" " + key.encode() + b"=" + raw + b"\n"
    size = len(rest)
    while size != len(rest) + len(str(size)):
        size = len(rest) + len(str(size))
    return str(size).encode() + rest


def tar(*entries: bytes) -> bytes:
    return b"".join(entries) + bytes(1024)


def tgz(*entries: bytes) -> bytes:
    return gzip.compress(tar(*entries), mtime=0)


def symlink(name: str, target: str) -> bytes:
    return entry(name, kind=b"2", link=target)


PACK_ENTRY = entry("demo/pack.yaml", PACK)


@dataclass
class Zipped:
    """One member of a ZIP archive; what differs from the truth is given."""

    name: str | bytes
    content: bytes = b""
    method: int = 8
    flags: int = 0
    mode: int = 0o100644
    attributes: int | None = None
    extra: bytes = b""
    local_extra: bytes = b""
    packed: bytes | None = None
    checksum: int | None = None
    size: int | None = None
    packed_size: int | None = None
    local_name: str | bytes | None = None
    local_size: int | None = None
    local_method: int | None = None
    descriptor: bytes = b""
    offset: int | None = None
    comment: bytes = b""

    def __post_init__(self) -> None:
        if self.packed is None:
            self.packed = deflated(self.content) if self.method == 8 else self.content
        if self.checksum is None:
            self.checksum = zlib.crc32(self.content)
        if self.size is None:
            self.size = len(self.content)
        if self.packed_size is None:
            self.packed_size = len(self.packed)

    @property
    def raw(self) -> bytes:
        return self.name if isinstance(self.name, bytes) else self.name.encode()

    def local(self) -> bytes:
        name = self.local_name if self.local_name is not None else self.raw
        raw = name if isinstance(name, bytes) else name.encode()
        size = self.size if self.local_size is None else self.local_size
        method = self.method if self.local_method is None else self.local_method
        told = (self.checksum, self.packed_size, size)
        if self.flags & 8:
            told = (0, 0, 0)
        head = struct.pack(
            "<4s5H3L2H", b"PK\x03\x04", 20, self.flags, method, 0, 0x21, *told, len(raw),
            len(self.local_extra),
        )  # fmt: skip
        return head + raw + self.local_extra + (self.packed or b"") + self.descriptor

    def central(self, offset: int) -> bytes:
        attributes = self.mode << 16 if self.attributes is None else self.attributes
        head = struct.pack(
            "<4s6H3L5H2L", b"PK\x01\x02", 3 << 8 | 20, 20, self.flags, self.method, 0, 0x21,
            self.checksum, self.packed_size, self.size, len(self.raw), len(self.extra),
            len(self.comment), 0, 0, attributes, offset if self.offset is None else self.offset,
        )  # fmt: skip
        return head + self.raw + self.extra + self.comment


def deflated(content: bytes) -> bytes:
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    return deflater.compress(content) + deflater.flush()


def end(entries: int, size: int, offset: int, comment: bytes = b"") -> bytes:
    head = struct.pack(
        "<4s4H2LH", b"PK\x05\x06", 0, 0, entries, entries, size, offset, len(comment)
    )
    return head + comment


def zipped(
    *members: Zipped,
    before: bytes = b"",
    between: bytes = b"",
    after: bytes = b"",
    comment: bytes = b"",
    entries: int | None = None,
    offset: int | None = None,
) -> bytes:
    """Return a ZIP archive of these members."""
    data, directory = before, b""
    for member in members:
        directory += member.central(len(data))
        data += member.local()
    data += between
    start = len(data) if offset is None else offset
    count = len(members) if entries is None else entries
    return data + directory + end(count, len(directory), start, comment) + after


PACK_MEMBER = Zipped("demo/pack.yaml", PACK)


def endless_deflate(megabytes: int) -> bytes:
    """Return a deflate stream of so many zero megabytes without having them in memory."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = deflater.compress(bytes(1 << 20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    again = deflater.compress(bytes(1 << 20)) + deflater.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes - 1) + deflater.flush()


def endless_gzip(start: bytes, megabytes: int) -> bytes:
    """Return a gzip file of `start` and so many zero megabytes, with a wrong checksum."""
    deflater = zlib.compressobj(9, zlib.DEFLATED, -15)
    head = deflater.compress(start) + deflater.flush(zlib.Z_FULL_FLUSH)
    return b"\x1f\x8b\x08\0\0\0\0\0\2\xff" + head + endless_deflate(megabytes) + bytes(8)
