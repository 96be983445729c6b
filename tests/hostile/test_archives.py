"""Hostile archives, by the rows of the catalogue: refused as a whole, and nothing is left of them.

What holds is asserted from outside: the files that there are before and after, time, memory.
"""

from __future__ import annotations

import gzip
import io
import os
import resource
import signal
import stat
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from textwrap import dedent
from typing import TypeAlias

import pytest

from attune_packkit.errors import SourceError
from attune_packkit.sources import writing
from attune_packkit.sources.archives import ArchiveError, extract, pack_root
from attune_packkit.sources.placing import workspace

from .crafting import (
    GNU_MAGIC,
    PACK,
    PACK_ENTRY,
    PACK_MEMBER,
    Zipped,
    deflated,
    end,
    endless_deflate,
    endless_gzip,
    entry,
    pax,
    record,
    symlink,
    tar,
    tgz,
    zipped,
)

SECONDS = 2.0
MEMORY = 64 * 1024
"""Kilobytes that the largest archive may add to what this process takes."""

Refused: TypeAlias = Callable[..., str]


def listing(folder: Path) -> dict[str, tuple[int, bytes]]:
    """Return all there is below a folder, following no link."""
    found: dict[str, tuple[int, bytes]] = {}
    for path in folder.rglob("*"):
        mode = path.lstat().st_mode
        content = path.read_bytes() if stat.S_ISREG(mode) else b""
        found[str(path.relative_to(folder))] = (
            mode,
            os.readlink(path).encode() if stat.S_ISLNK(mode) else content,
        )
    return found


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """A folder to unpack in, in a folder with something to destroy."""
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/kept").write_text("kept")
    (tmp_path / "base").mkdir()
    return tmp_path / "base"


@pytest.fixture
def refused(base: Path) -> Refused:
    """Return a function that expects an archive to be refused and nothing to be changed."""

    def run(data: bytes, match: str | None = None, *, name: str = "archive") -> str:
        archive = base.parent / name
        archive.write_bytes(data)
        before = listing(base.parent)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        started = time.process_time()
        with pytest.raises(SourceError, match=match) as caught:
            extract(str(archive), str(base / "into"))
        assert time.process_time() - started < SECONDS
        assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - peak < MEMORY
        assert listing(base.parent) == before
        message = caught.value.message
        assert message.isprintable()
        assert len(message) < 400
        return message

    return run


def unpacked(base: Path, data: bytes, name: str = "archive") -> Path:
    (base.parent / name).write_bytes(data)
    extract(str(base.parent / name), str(base / "into"))
    return base / "into"


def both(name: str, content: bytes = b"x") -> Iterator[bytes]:
    """Yield a tar, a gzipped and a ZIP archive with a good and a bad member."""
    yield tar(PACK_ENTRY, entry(name, content))
    yield tgz(PACK_ENTRY, entry(name, content))
    yield zipped(PACK_MEMBER, Zipped(name, content, flags=0 if name.isascii() else 0x0800))


def refuse_names(refused: Refused, *names: str, match: str | None = None) -> None:
    for name in names:
        for data in both(name):
            refused(data, match)


def test_the_crafted_archives_are_fine_if_nothing_is_wrong(base: Path) -> None:
    for number, data in enumerate(both("demo/actions/ä.sh")):
        (base / str(number)).mkdir()
        into = unpacked(base / str(number), data)
        assert (into / "demo/pack.yaml").read_bytes() == PACK
        assert (into / "demo/actions/ä.sh").read_bytes() == b"x"


# names


def test_a01_a_member_above_the_destination(refused: Refused) -> None:
    refuse_names(refused, "../x", "../../x", "demo/../../x", "..", "demo/..", match="leads out")


def test_a02_an_absolute_member(refused: Refused, base: Path) -> None:
    names = (
        str(base.parent / "planted"),
        "/x",
        "//x",
        "C:\\x",
        "C:x",
        "C:/x",
        "\\\\server\\s",
        "\\??\\c:\\x",
        "\\x",
    )
    refuse_names(refused, *names, match="has an absolute path")


def test_a03_a_backslash(refused: Refused) -> None:
    refuse_names(
        refused, "..\\x", "a\\..\\..\\x", "demo\\x", "demo/..\\x", match="not every system"
    )


def test_a04_out_and_back_in(refused: Refused) -> None:
    refuse_names(refused, "../new/../into/y", "demo/../../into/y", match="leads out")


def test_a05_a_sibling_with_the_same_beginning(refused: Refused, base: Path) -> None:
    refuse_names(refused, "../into-evil/x", match="leads out")
    refuse_names(refused, f"{base}/into-evil/x", match="absolute")


def test_a06_a_file_through_a_link(refused: Refused, base: Path) -> None:
    outside = str(base.parent / "outside")
    for target in (outside, "../../outside", "/etc", "."):
        refused(tar(symlink("demo/l", target), entry("demo/l/kept", b"lost")), "symbolic link")
        refused(
            zipped(
                Zipped("demo/l", target.encode(), mode=0o120777), Zipped("demo/l/kept", b"lost")
            ),
            "symbolic link",
        )


def test_a07_a_chain_of_links(refused: Refused) -> None:
    refused(tar(symlink("a", "b"), symlink("b", ".."), entry("a/x", b"x")), "symbolic link")
    refused(tar(symlink("dangling", "later"), entry("later", b"x")), "symbolic link")
    refused(tar(PACK_ENTRY, symlink("demo/here", "pack.yaml")), "symbolic link")


def test_a08_a_path_too_long_to_resolve(refused: Refused) -> None:
    long = "/".join(["a" * 200] * 6)
    refused(tar(pax({"path": long}), entry("a", b"x"), symlink("l", "..")), "1024 bytes")
    refused(tar(pax({"path": "a" * 256}), entry("a", b"x")), "255 bytes")
    refused(zipped(Zipped(long, b"x")), "1024 bytes")
    refused(zipped(Zipped("a" * 60_000, b"x")), "1024 bytes")


def test_a09_hard_links(refused: Refused, base: Path) -> None:
    outside = str(base.parent / "outside/kept")
    for target in (outside, "../../outside/kept", "demo/pack.yaml"):
        refused(tar(PACK_ENTRY, entry("demo/h", kind=b"1", link=target)), "hard link")
    refused(tar(symlink("l", outside), entry("h", kind=b"1", link="l")), "symbolic link")
    refused(tar(pax({"linkpath": outside}), entry("h", b"x")), "a link")


def test_a10_devices_and_their_like(refused: Refused) -> None:
    kinds = {b"3": "character", b"4": "block", b"6": "FIFO", b"7": "contiguous", b"S": "sparse"}
    for kind, name in kinds.items():
        refused(tar(PACK_ENTRY, entry("demo/odd", kind=kind)), name)
    for kind in (b"Z", b"D", b"M", b"V", b"N", b"s", b"\xff"):
        refused(tar(PACK_ENTRY, entry("demo/odd", kind=kind)), "unknown type")
    for sparse in ("GNU.sparse.major", "GNU.sparse.map", "SCHILY.realsize"):
        refused(tar(pax({sparse: "1"}), entry("demo/odd", b"x")), "sparse")
    for kind_of_mode in (stat.S_IFIFO, stat.S_IFSOCK, stat.S_IFBLK, stat.S_IFCHR):
        refused(zipped(Zipped("odd", b"x", mode=kind_of_mode | 0o644)), "neither a file")


def test_a11_modes_are_normal(base: Path) -> None:
    modes = {"setuid": 0o4755, "none": 0, "all": 0o777, "written": 0o666, "sticky": 0o1644}
    into = unpacked(
        base, tar(*(entry(name, b"x", mode=b"%07o\0" % mode) for name, mode in modes.items()))
    )
    found = {path.name: stat.S_IMODE(path.stat().st_mode) for path in into.iterdir()}
    executable = {"setuid", "all"}
    assert found == {name: 0o755 if name in executable else 0o644 for name in modes}
    (base / "zip").mkdir()
    into = unpacked(base / "zip", zipped(Zipped("d/", mode=0o040000), Zipped("d/x", mode=0o104755)))
    assert stat.S_IMODE((into / "d").stat().st_mode) == 0o755
    assert stat.S_IMODE((into / "d/x").stat().st_mode) == 0o755


def test_a12_owners_times_and_attributes_are_dropped(base: Path) -> None:
    records: dict[str, str | bytes] = {
        "SCHILY.xattr.user.evil": b"\x00\xff",
        "LIBARCHIVE.xattr.security.capability": "AQAAAg==",
        "uid": "99999999999",
        "mtime": "-1.5",
    }
    before_1970 = struct.pack(">q", -1).rjust(12, b"\xff")
    huge = b"\x80" + bytes([0xFF] * 7)
    started = time.time() - 5
    into = unpacked(
        base,
        tar(
            pax(records),
            entry("a", b"x", mtime=before_1970, owner=huge),
            entry("b", b"x", mtime=b"77777777777\x00", owner=b"0001750\x00"),
        ),
    )
    for path in into.iterdir():
        status = path.stat()
        assert (status.st_uid, status.st_gid) == (os.geteuid(), os.getegid())
        assert started < status.st_mtime < time.time() + 5
        assert os.listxattr(path) == []


def test_a13_a_name_twice(refused: Refused) -> None:
    evil = PACK.replace(b"demo", b"evil")
    refused(tar(PACK_ENTRY, entry("demo/pack.yaml", evil)), "is there twice")
    refused(zipped(PACK_MEMBER, Zipped("demo/pack.yaml", evil)), "is there twice")
    refused(tar(PACK_ENTRY, PACK_ENTRY), "is there twice")
    refused(tar(entry("d/", kind=b"5"), entry("d", kind=b"5"), PACK_ENTRY), "is there twice")


def test_a14_names_that_are_one_elsewhere(refused: Refused) -> None:
    pairs = (
        ("demo/Pack.yaml", "demo/pack.yaml"),
        ("demo/é", "demo/e\u0301"),
        ("demo/straße", "demo/STRASSE"),
        ("Demo/a", "demo/b"),
        ("demo/İ", "demo/i\u0307"),
    )
    for first, second in pairs:
        refused(tar(entry(first, b"1"), entry(second, b"2")), "one name on some file systems")
        refused(
            zipped(Zipped(first, b"1", flags=0x0800), Zipped(second, b"2", flags=0x0800)),
            "one name on some file systems",
        )


def test_a15_a_file_that_is_a_folder(refused: Refused) -> None:
    pairs = (("a", "a/b"), ("a/b", "a"), ("x/y/z", "x/y"), ("x/y", "x/y/z/z"))
    for first, second in pairs:
        refused(tar(entry(first, b"1"), entry(second, b"2")), "both a file and a folder")
        refused(zipped(Zipped(first, b"1"), Zipped(second, b"2")), "both a file and a folder")
    refused(zipped(Zipped("a/", mode=0o100644)), "both a file and a folder")
    refused(zipped(Zipped("a", mode=0o040755)), "both a file and a folder")
    refused(zipped(Zipped("a", mode=0, attributes=0x10)), "both a file and a folder")
    refused(tar(entry("a/", b"x")), "empty component")
    refused(tar(entry("a/", b"x", kind=b"5")), "has content")
    refused(zipped(Zipped("a/", b"x", mode=0o040755)), "has content")


def test_a16_names_that_not_every_system_has(refused: Refused) -> None:
    refuse_names(
        refused, "CON", "aux.yaml", "d/NUL", "com1.txt", "LPT9", "Com¹.sh", "conin$", "con .txt",
        match="device",
    )  # fmt: skip
    refuse_names(
        refused, "ab:c", "d/x:$DATA", "x?", "x*", 'x"', "x<", "x|", match="not every system"
    )
    refuse_names(refused, "x.", "x ", "d./x", "d /x", "...", match="ends in a dot or a space")


def test_a17_names_that_cannot_be_seen(refused: Refused) -> None:
    refuse_names(
        refused, "a\nb", "a\x1b[2Jb", "a\x7f", "a\x85", "a\u202egpj.sh", "a\u200b", "a\u2028",
        "\ufeffa", "a\u2066b", match="invisible character",
    )  # fmt: skip
    refused(zipped(Zipped("a\x00b")), "invisible character")
    refused(tar(entry(b"a\xff\xfe", b"x")), "not UTF-8")
    refused(tar(pax({"path": b"\xff" * 101}), entry("a", b"x")), "not UTF-8")
    refused(tar(pax({"hdrcharset": "BINARY"}), entry("a", b"x")), "not UTF-8")
    refused(zipped(Zipped(b"a\xff", flags=0x0800)), "not marked as UTF-8")
    refused(zipped(Zipped("é")), "not marked as UTF-8")


# sizes


def test_a18_a_bomb_is_stopped_while_it_is_read(refused: Refused) -> None:
    bomb = endless_deflate(10_000)
    assert len(bomb) < 12_000_000
    small = Zipped("a", packed=bomb, size=10, checksum=0)
    refused(zipped(small), "not as long as its header tells")
    entry_limit = "per-entry extracted size limit"
    refused(zipped(Zipped("a", packed=bomb, size=0xFFFFFFFE, checksum=0)), entry_limit)
    refused(tar(entry("a", size=b"77777777777\x00")), entry_limit)
    refused(endless_gzip(entry("a", size=b"77777777777\x00"), 10_000), entry_limit)
    refused(endless_gzip(tar(PACK_ENTRY), 10_000), "more follows the end")
    refused(endless_gzip(b"", 10_000), "more follows the end")
    refused(endless_gzip(b"x" * 512, 10_000), "gzip file, and its content is a text file")


def test_a18_many_members_that_are_a_bomb_together(base: Path, refused: Refused) -> None:
    size = 30 * 1024 * 1024
    members = [Zipped(f"{name}", bytes(size)) for name in "abcd"]
    refused(zipped(*members), "Archive exceeds the total extracted size limit")
    headers = b"".join(entry(name, size=b"%011o\x00" % size) + bytes(size) for name in "abcd")
    packed = gzip.compress(headers, 1, mtime=0)
    refused(packed, "Archive exceeds the total extracted size limit")


def test_a19_overlapping_members(refused: Refused) -> None:
    inner = Zipped("b", b"b" * 100, method=0)
    outer = Zipped("a", inner.local() * 3, method=0)
    inside = 30 + 1  # where the content of the first member begins
    refused(zipped(outer, Zipped("b", b"b" * 100, method=0, offset=inside)), "overlaps|hidden data")
    same = Zipped("a", b"a" * 100)
    refused(zipped(same, Zipped("a", b"a" * 100, offset=0)), "overlaps|hidden data")
    longer = Zipped("a", b"a" * 100, method=0, packed_size=140, size=140)
    refused(zipped(longer, Zipped("b", b"b" * 100)), "overlaps")


def test_a20_sizes_that_lie(refused: Refused) -> None:
    megabytes = bytes(10_000_000)
    wrong = "not as long as its header tells"
    refused(zipped(Zipped("a", megabytes, size=10)), wrong)
    refused(zipped(Zipped("a", b"short", size=10_000_000)), wrong)
    refused(zipped(Zipped("a", b"stored", method=0, size=3)), wrong)
    refused(zipped(Zipped("a", b"hello", checksum=1)), "checksum is wrong")
    refused(zipped(Zipped("a", b"hello", packed=deflated(b"hello") + b"more")), "after its end")
    refused(zipped(Zipped("a", b"hello", packed=deflated(b"hello")[:-1])), "is cut")
    refused(tar(entry("a", b"x", size=b"00010000000\x00")), "is cut")
    refused(tar(entry("a", b"x" * 2000, size=b"00000000012\x00")), "damaged|octal")


def test_a21_too_many_and_too_deep(refused: Refused) -> None:
    many = "too many entries"
    refused(tgz(*(entry(f"d/{number}") for number in range(10_001))), many)
    refused(zipped(*(Zipped(f"{number}") for number in range(10_001))), many)
    refused(zipped(PACK_MEMBER, entries=65_534), many)
    refused(tar(pax({"path": "d/" * 300 + "x"}), entry("x")), "64 folders deep")
    refused(zipped(Zipped("d/" * 300 + "x")), "64 folders deep")
    refused(tar(pax({"path": "d/" * 300}), entry("x", kind=b"5")), "64 folders deep")


def test_a22_an_archive_in_an_archive_is_a_file(base: Path, refused: Refused) -> None:
    innermost = tgz(entry("../../x", b"x"))
    inner = zipped(Zipped("inner.tgz", innermost, method=0))
    into = unpacked(base, tgz(PACK_ENTRY, entry("demo/inner.zip", inner)))
    assert sorted(listing(into)) == ["demo", "demo/inner.zip", "demo/pack.yaml"]
    assert (into / "demo/inner.zip").read_bytes() == inner
    with pytest.raises(SourceError, match="its content is a gzip file"):
        unpacked(base / "into", gzip.compress(innermost))
    (base / "zip").mkdir()
    stored = zipped(PACK_MEMBER, Zipped("demo/inner.zip", inner, method=0))
    assert (unpacked(base / "zip", stored) / "demo/inner.zip").read_bytes() == inner


def test_a23_more_after_the_end_of_a_gzip_file(refused: Refused) -> None:
    good = tgz(PACK_ENTRY)
    more = "more follows the end"
    refused(good + good, more)
    refused(good + tgz(entry("evil", b"x")), more)
    refused(good + b"garbage", more)
    refused(good + bytes(512), more)
    refused(gzip.compress(PACK_ENTRY) + gzip.compress(bytes(1024)), more)
    refused(tar(PACK_ENTRY) + b"garbage".ljust(512), more)
    refused(tar(PACK_ENTRY) + tar(entry("evil", b"x")), more)
    refused(PACK_ENTRY + bytes(512) + entry("evil", b"x") + bytes(1024), more)
    refused(tar(PACK_ENTRY) + bytes(2_000_000), more)
    refused(good[:-8] + bytes(8), "damaged")


def test_a24_zip_archives_that_readers_disagree_on(refused: Refused) -> None:
    refused(zipped(Zipped("a", b"x", local_name="b")), "another one in its own header")
    refused(zipped(Zipped("a", b"x", local_name="../b")), "another one in its own header")
    refused(zipped(Zipped("a", b"x", local_size=2)), "another one in its own header")
    refused(zipped(Zipped("a", b"x", local_method=0)), "another one in its own header")
    good = zipped(PACK_MEMBER)
    two_ends = "two ends|more follows|no member"
    refused(good + end(0, 0, len(good)), two_ends)
    refused(good + good, two_ends)
    refused(good[:-22] + end(1, 60, 0) + good[-22:], two_ends)
    refused(zipped(PACK_MEMBER, comment=end(0, 0, 0)), two_ends)
    refused(zipped(PACK_MEMBER, comment=end(0, 0, 0, b"x") + b"y"), two_ends)
    refused(good + b"trailing", two_ends)
    refused(zipped(PACK_MEMBER, between=b"between"), "hidden data")
    refused(zipped(PACK_MEMBER, Zipped("b", b"x", offset=9_999)), "no header of its own")
    prefixed = zipped(PACK_MEMBER, before=b"PK\x03\x04" + b"#!/bin/sh\n")
    refused(prefixed, "begins with data that is no member")
    refused(zipped(PACK_MEMBER, entries=0), "more in its central directory")
    refused(zipped(PACK_MEMBER, entries=2), "damaged")
    refused(zipped(PACK_MEMBER, offset=0), two_ends)
    name = Zipped("a", b"x", extra=b"\x75\x70" + struct.pack("<HB4s", 9, 1, bytes(4)) + b"evil")
    refused(zipped(name), "two names that do not agree")


def test_a24_the_lies_of_zip64(refused: Refused) -> None:
    extra = struct.pack("<2H2Q", 1, 16, 1, 1)
    refused(zipped(Zipped("a", b"x", extra=extra)), "ZIP64")
    refused(zipped(Zipped("a", b"x", local_extra=extra)), "ZIP64")
    refused(zipped(Zipped("a", b"x", size=0xFFFFFFFF)), "ZIP64")
    refused(zipped(PACK_MEMBER, entries=0xFFFF), "ZIP64")
    refused(zipped(PACK_MEMBER, offset=0xFFFFFFFF), "ZIP64")
    record64 = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, 60, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    good = zipped(PACK_MEMBER)
    refused(good[:-22] + record64 + locator + good[-22:], "two ends|no member accounts for")
    refused(zipped(Zipped("a", b"x", extra=b"\x01\x00\xff\x00")), "damaged")


def test_a24_data_descriptors_must_agree(base: Path, refused: Refused) -> None:
    plain = PACK_MEMBER
    numbers = struct.pack("<3L", plain.checksum, plain.packed_size, plain.size)
    for number, descriptor in enumerate((numbers, b"PK\x07\x08" + numbers)):
        (base / str(number)).mkdir()
        member = Zipped("demo/pack.yaml", PACK, flags=8, descriptor=descriptor)
        into = unpacked(base / str(number), zipped(member, Zipped("demo/b", b"x")))
        assert (into / "demo/pack.yaml").read_bytes() == PACK
    for wrong in (b"", numbers[:-1], bytes(12), b"PK\x07\x08" + bytes(12), numbers * 2):
        member = Zipped("demo/pack.yaml", PACK, flags=8, descriptor=wrong)
        refused(zipped(member, Zipped("demo/b", b"x")), "no right descriptor")


def test_a25_what_is_not_supported_is_told(refused: Refused) -> None:
    refused(zipped(Zipped("a", b"x" * 12, flags=1)), "'a' is encrypted")
    refused(zipped(Zipped("a", b"x" * 12, flags=0x2001)), "'a' is encrypted")
    refused(zipped(Zipped("a", b"x", extra=b"\x01\x99\x07\x00" + bytes(7))), "encrypted")
    refused(zipped(Zipped("a", b"x", method=99)), r"method 99 \(unknown\)")
    refused(zipped(Zipped("a", b"x", flags=0x20)), "unsupported kind")
    for method, name in ((zipfile.ZIP_BZIP2, "bzip2"), (zipfile.ZIP_LZMA, "LZMA")):
        file = io.BytesIO()
        with zipfile.ZipFile(file, "w", method) as archive:
            archive.writestr("pack.yaml", PACK)
        refused(file.getvalue(), rf"method {method} \({name}\)")


def test_a26_tar_headers_that_lie(refused: Refused) -> None:
    octal = "no octal number"
    for size in (
        b"-0000000001\x00",
        b"\xff" * 12,
        b"\x80" + b"\xff" * 11,
        b"\x80" + bytes(10) + b"\x01",
        b"0x000000001\x00",
        bytes(12),
        b" " * 12,
        b"0000 000001\x00",
    ):
        refused(tar(PACK_ENTRY, entry("a", b"x", size=size)), octal)
    refused(tar(PACK_ENTRY, entry("a", b"x", mode=b"\x80" + bytes(7))), octal)
    refused(tar(PACK_ENTRY, entry("a", b"x", magic=bytes(8))), "neither of the ustar")
    damaged = bytearray(tar(PACK_ENTRY, entry("a", b"x")))
    damaged[1024 + 5] ^= 1
    refused(bytes(damaged), "checksum is wrong")


def test_a26_pax_records_that_rename_or_resize(refused: Refused) -> None:
    good = entry("demo/pack.yaml", PACK)
    refused(tar(pax({"path": "demo/evil.yaml"}), good), "renames member")
    refused(tar(pax({"path": "../../x"}), good), "renames member")
    refused(tar(pax({"path": "../" + "x" * 150}), good), "leads out")
    for size in ("0", "1024", "99999999999999999999", "-1", "1e3", "٣", " 25", "1" * 5000):
        refused(tar(pax({"size": size}), good), "another size")
    refused(tar(pax({"path": "demo/evil.yaml"}, b"g"), good), "changes the members")
    refused(tar(pax({"size": "0"}, b"g"), good), "changes the members")
    refused(tar(pax({"uid": "1"}), pax({"uid": "2"}), good), "several extended headers")
    refused(tar(good, pax({"uid": "1"})), "extended header of no member")
    for broken in (
        b"x path=a\n",
        b"0 path=a\n",
        b"999 path=a\n",
        b"5 a\n",
        b"9 path=ab",
        b"-9 path=a\n",
        b"99999999999999999999 a=b\n",
        record("path", "a") * 2,
        b"\xff\xff",
    ):
        refused(tar(entry("x", broken, kind=b"x"), good), "PAX record|damaged")


def test_a26_gnu_long_names_that_loop(refused: Refused) -> None:
    def long(name: bytes) -> bytes:
        return entry("././@LongLink", name + b"\x00", kind=b"L", magic=GNU_MAGIC)

    name = b"demo/" + b"x" * 120
    named = entry(name[:100], b"x", magic=GNU_MAGIC)
    refused(tar(*[long(name)] * 1000, named), "several extended headers")
    refused(tar(long(name)), "extended header of no member")
    refused(tar(long(b"../" + b"x" * 120), entry(b"../" + b"x" * 97, magic=GNU_MAGIC)), "leads out")
    refused(tar(long(b"evil"), entry("demo", b"x", magic=GNU_MAGIC)), "two names")
    refused(tar(long(name), entry(name[:100], b"x")), "two names")
    refused(tar(long(b""), named), "empty, too long")
    refused(tar(long(b"x" * 5000), named), "empty, too long")
    refused(tar(long(b"a\x00b"), named), "holds a NUL")
    refused(tar(entry("l", b"target\x00", kind=b"K", magic=GNU_MAGIC), named), "is a link")


def test_a27_large_and_many_pax_headers(refused: Refused) -> None:
    huge = entry("x", kind=b"x", size=b"10000000000\x00")
    refused(huge, "65,536 bytes")
    refused(endless_gzip(huge, 1000), "65,536 bytes")
    refused(tar(pax({f"k{number}": "v" for number in range(2000)}), PACK_ENTRY), "100 records")
    refused(tar(*[pax({"comment": "x"}, b"g")] * 2000, PACK_ENTRY), "changes the members")
    pairs = [pax({"comment": "x" * 900}) + entry(f"{number}") for number in range(10_001)]
    refused(tgz(*pairs), "too many entries")


def test_a28_what_is_no_archive_is_told(refused: Refused) -> None:
    kinds = {
        b"": "an empty file",
        b"<!DOCTYPE html><html><body>404</body></html>": "an HTML page",
        b"\n <HTML lang=en>": "an HTML page",
        b'<?xml version="1.0"?><Error/>': "an XML document",
        b'{"message": "Not Found"}': "a JSON document",
        b"version https://git-lfs.github.com/spec/v1\n": "a Git LFS pointer",
        b"Not Found\n": "a text file",
        b"BZh91AY&SY": "a bzip2 file",
        b"\xfd7zXZ\x00\x00": "an xz file",
        b"\x28\xb5\x2f\xfd": "a Zstandard file",
        b"7z\xbc\xaf\x27\x1c": "a 7-Zip archive",
        b"Rar!\x1a\x07\x01": "a RAR archive",
        b"\x7fELF\x02": "a program",
        bytes(range(256)) * 3: "of no kind",
    }
    for data, what in kinds.items():
        said = refused(data, "expected ZIP, TAR, or TGZ", name="pack.tar.gz")
        assert what in said
        if data:
            assert what in refused(gzip.compress(data), "a gzip file, and its content is")


def test_a28_a_wrong_suffix_is_told(refused: Refused) -> None:
    zipped_pack, packed, plain = zipped(PACK_MEMBER), tgz(PACK_ENTRY), tar(PACK_ENTRY)
    refused(zipped_pack, "this is a ZIP archive, in spite of its name", name="pack.tar.gz")
    refused(packed, "this is a gzip file, in spite of its name", name="pack.zip")
    refused(packed, "this is a gzip file, in spite of its name", name="pack.tar")
    refused(plain, "this is a tar archive that is not compressed", name="pack.tgz")


def test_a28_a_cut_archive(refused: Refused) -> None:
    content = entry("demo/a", os.urandom(3000))
    plain, packed = tar(PACK_ENTRY, content), tgz(PACK_ENTRY, content)
    whole_zip = zipped(PACK_MEMBER, Zipped("demo/a", os.urandom(3000)))
    for length in [*range(0, len(plain), 97), *range(len(plain) - 1024, len(plain), 13)]:
        refused(plain[:length], "is cut|expected ZIP")
    for length in range(0, len(packed), 61):
        refused(packed[:length], "is cut|expected ZIP|its content is")
    for length in range(0, len(whole_zip), 61):
        refused(whole_zip[:length], "is cut|expected ZIP|split")
    refused(zipped(), "holds no files")
    refused(bytes(1024), "holds no files")
    refused(tar(entry("d/", kind=b"5")), "holds no files")


def test_a28_a_zip_that_makes_readers_loop(refused: Refused) -> None:
    name = Zipped("/", mode=0o040755)
    refused(zipped(name), "no name")
    refused(zipped(Zipped("a", b"x", offset=0xFFFFFFF0)), "no header of its own")
    refused(zipped(Zipped("a", b"x", comment=b"PK\x05\x06" * 100)), "an end within")


def test_a28_what_is_no_file(base: Path) -> None:
    os.mkfifo(base / "pipe")
    (base / "loop").symlink_to("loop")
    for name in ("pipe", "loop", "nowhere", "."):
        with pytest.raises(SourceError, match=r"not a regular file|cannot be read"):
            extract(str(base / name), str(base / "into"))


# where things go


def test_a29_a_top_folder_that_is_none(refused: Refused) -> None:
    refuse_names(refused, "./pack.yaml", "/pack.yaml", "../pack.yaml", "a/./b", "a//b")
    refused(tar(entry("./", kind=b"5"), entry("../x", b"x")), "leads out")
    refused(tar(entry("./", kind=b"5"), entry("./../x", b"x")), "leads out")
    refused(tar(entry("./", kind=b"5"), entry(".//x", b"x")), "absolute")
    refused(tar(entry("./", b"x", kind=b"5"), PACK_ENTRY), "has content")
    refused(tar(entry("./", kind=b"5"), entry("./", kind=b"5"), PACK_ENTRY), "no name")
    refused(tar(entry("./", kind=b"5"), entry("./x", b"1"), entry("x", b"2")), "twice")
    refused(tar(entry("..", kind=b"5"), PACK_ENTRY), "leads out")
    refused(tar(entry(".", kind=b"5"), PACK_ENTRY), "'.' in its path")
    refused(tar(entry("", b"x")), "no name")
    refused(zipped(Zipped("", b"x")), "no name")


def test_a29_two_top_folders(base: Path) -> None:
    into = unpacked(base, tar(entry("a/pack.yaml", PACK), entry("b/pack.yaml", PACK)))
    with pytest.raises(SourceError, match="2 packs, not one: 'a', 'b'"):
        pack_root(str(into))


def test_a30_a_second_archive_over_the_first(base: Path) -> None:
    (base.parent / "first").write_bytes(tar(PACK_ENTRY))
    into = unpacked(base, tar(PACK_ENTRY))
    (into / "demo/l").symlink_to(base.parent / "outside")
    before = listing(base.parent)
    (base.parent / "second").write_bytes(tar(entry("demo/l/kept", b"lost")))
    with pytest.raises(SourceError, match="File exists"):
        extract(str(base.parent / "second"), str(into))
    (base.parent / "second").unlink()
    assert listing(base.parent) == before
    (base / "link").symlink_to(base.parent / "outside")
    with pytest.raises(SourceError, match="File exists"):
        extract(str(base.parent / "first"), str(base / "link"))


def planting(monkeypatch: pytest.MonkeyPatch, plant: Callable[[], None]) -> None:
    """Do something bad when the first file is being written."""
    write_all = writing._write_all

    def planted(descriptor: int, data: bytes) -> None:
        monkeypatch.setattr(writing, "_write_all", write_all)
        plant()
        write_all(descriptor, data)

    monkeypatch.setattr(writing, "_write_all", planted)


def test_a31_a_destination_that_becomes_a_link(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = base.parent / "outside"

    def replace_the_destination() -> None:
        (base / "into").rename(base / "moved")
        (base / "into").symlink_to(outside)

    planting(monkeypatch, replace_the_destination)
    with pytest.raises(SourceError, match="replaced by another"):
        unpacked(base, tar(entry("a", b"1"), entry("kept", b"lost"), entry("d/x", b"x")))
    assert list(listing(outside)) == ["kept"]
    assert (outside / "kept").read_text() == "kept"


def test_a31_a_folder_that_becomes_a_link(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = base.parent / "outside"

    def replace_a_folder() -> None:
        (base / "into/d").rename(base / "into/moved")
        (base / "into/d").symlink_to(outside)

    planting(monkeypatch, replace_a_folder)
    with pytest.raises(SourceError, match="cannot be written"):
        unpacked(base, tar(entry("d/a", b"1"), entry("d/kept", b"lost")))
    assert (outside / "kept").read_text() == "kept"
    assert list(base.iterdir()) == []


def test_a32_cleaning_up_after_a_planted_link(base: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    outside = base.parent / "outside"
    planting(monkeypatch, lambda: (base / "into/l").symlink_to(outside))
    with pytest.raises(ArchiveError, match="hard link"):
        unpacked(base, tar(entry("a", b"1"), entry("b", kind=b"1", link="a")))
    assert (outside / "kept").read_text() == "kept"
    assert list(base.iterdir()) == []


def test_a33_killed_half_way(base: Path) -> None:
    """Unpack in a process that stops after the first file, kill it, and unpack again."""
    (base.parent / "pack.tgz").write_bytes(tgz(PACK_ENTRY, entry("demo/b", b"x" * 5000)))
    program = dedent(
        """
        import sys
        from attune_packkit.sources import writing
        from attune_packkit.sources.archives import extract
        from attune_packkit.sources.placing import workspace

        def wait(descriptor, data):
            print("half", flush=True)
            sys.stdin.read()

        base, archive = sys.argv[1:]
        with workspace(base) as work:
            writing._write_all = wait
            extract(archive, work + "/unpacked")
        """
    )
    command = [sys.executable, "-c", program, str(base), str(base.parent / "pack.tgz")]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "half\n"
        child.send_signal(signal.SIGKILL)
    assert [name[:14] for name in os.listdir(base)] == [".packkit-work-"]
    with workspace(str(base)) as work:
        assert os.listdir(base) == [os.path.basename(work)]
        extract(str(base.parent / "pack.tgz"), f"{work}/unpacked")
        assert sorted(listing(Path(work, "unpacked/demo"))) == ["b", "pack.yaml"]
    assert os.listdir(base) == []


def test_g07_folders_of_git_are_left_out(base: Path) -> None:
    folders = (".git", "demo/.GIT", "demo/d/git~1", "demo/GIT~2")
    config = [entry(f"{folder}/config", b"[core]\nfsmonitor=evil") for folder in folders]
    into = unpacked(base, tar(PACK_ENTRY, *config, entry("demo/e/.git", b"gitdir: /x")))
    assert sorted(listing(into)) == ["demo", "demo/pack.yaml"]
