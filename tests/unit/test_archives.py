"""Archives as real programs write them, our own reproducible ones, and the packs in them."""

from __future__ import annotations

import gzip
import os
import random
import shutil
import stat
import subprocess
import tarfile
import unicodedata
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from folders import write
from hypothesis import given, settings
from hypothesis import strategies as st
from serving import needed

from attune_packkit.errors import PackkitError, SourceError, UsageError
from attune_packkit.sources import folders
from attune_packkit.sources.archives import ArchiveError, extract, pack_root, write_archive
from attune_packkit.sources.archives.limits import MAX_ENTRIES
from attune_packkit.sources.archives.names import Names, components
from attune_packkit.sources.checksums import directory_checksum, file_checksum

FILES = {
    "pack.yaml": b"ref: demo\nversion: 1.0.0\n",
    "actions/run.sh": b"#!/bin/sh\n",
    "actions/empty.py": b"",
    "actions.md": b"x\n",
    "docs/Grüße aus Köln.md": b"ok\n",
    "docs/" + "long-" * 25 + "name/" + "longer-" * 10 + "x.md": b"deep\n",
    "data.bin": bytes(range(256)) * 3000,
}
SIMPLE = {path: content for path, content in FILES.items() if len(path) < 100 and path.isascii()}


def run(*command: str, cwd: Path) -> None:
    subprocess.run(
        [needed(command[0]), *command[1:]], cwd=cwd, check=True, capture_output=True, timeout=60
    )


def git_archive(form: str) -> Callable[[Path, str], None]:
    def archive(root: Path, output: str) -> None:
        identity = ("-c", "user.name=x", "-c", "user.email=x@example.com")
        run("git", "init", "-q", ".", cwd=root)
        run("git", "add", "-A", cwd=root)
        run("git", *identity, "commit", "-q", "-m", "x", cwd=root)
        command = ("git", "archive", f"--format={form}", "--prefix=demo-1.0.0/", "-o", output)
        run(*command, "HEAD", cwd=root)

    return archive


WRITERS: dict[str, Callable[[Path, str], None]] = {
    "tar.gz": lambda root, out: run("tar", "czf", out, root.name, cwd=root.parent),
    "here.tgz": lambda root, out: run("tar", "czf", out, ".", cwd=root),
    "gnu.tar": lambda root, out: run("tar", "--format=gnu", "-cf", out, root.name, cwd=root.parent),
    "pax.tar": lambda root, out: run("tar", "--format=pax", "-cf", out, root.name, cwd=root.parent),
    "ustar.tar": lambda root, out: run(
        "tar", "--format=ustar", "-cf", out, root.name, cwd=root.parent
    ),
    "git.tar": git_archive("tar"),
    "git.tar.gz": git_archive("tar.gz"),
    "git.zip": git_archive("zip"),
    "zip.zip": lambda root, out: run("zip", "-q", "-r", out, root.name, cwd=root.parent),
    "python.zip": lambda root, out: _made("zip", root, out),
    "python.tar.gz": lambda root, out: _made("gztar", root, out),
    "streamed.zip": lambda root, out: _streamed(root, out),
}


def _made(form: str, root: Path, output: str) -> None:
    base = output.removesuffix(".tar.gz").removesuffix(".zip")
    shutil.make_archive(base, form, root.parent, root.name)


def _streamed(root: Path, output: str) -> None:
    """Write a ZIP archive with data descriptors, as to something that cannot seek."""
    with open(output, "wb") as file:
        file.seekable = lambda: False  # type: ignore[method-assign]
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in sorted(root.rglob("*")):
                if path.is_file():
                    archive.write(path, path.relative_to(root.parent))


@pytest.mark.parametrize("writer", WRITERS)
def test_what_real_programs_write_is_taken(tmp_path: Path, writer: str) -> None:
    root = write(tmp_path / "demo", SIMPLE if writer in ("zip.zip", "ustar.tar") else FILES)
    expected = directory_checksum(str(root))
    output = str(tmp_path / f"out.{writer}")
    WRITERS[writer](root, output)
    extract(output, str(tmp_path / "into"))
    found = pack_root(str(tmp_path / "into"))
    assert directory_checksum(found) == expected
    modes = {stat.S_IMODE(path.stat().st_mode) for path in Path(found).rglob("*.sh")}
    assert modes == {0o755}
    assert stat.S_IMODE(os.stat(found).st_mode) == 0o755


def test_the_folder_must_not_be_there(tmp_path: Path) -> None:
    write_archive(str(write(tmp_path / "demo", FILES)), str(tmp_path / "a.tgz"))
    with pytest.raises(SourceError, match="File exists"):
        extract(str(tmp_path / "a.tgz"), str(tmp_path / "demo"))
    with pytest.raises(SourceError, match="cannot be read"):
        extract(str(tmp_path / "a.tgz"), str(tmp_path / "no/where"))


# our own


def test_an_archive_is_reproducible(tmp_path: Path) -> None:
    first = write(tmp_path / "a/demo", FILES)
    second = tmp_path / "b/other"
    write(second, dict(reversed(FILES.items())))
    for path in second.rglob("*"):
        path.chmod(0o700 if path.is_dir() or path.suffix == ".sh" else 0o600)
        os.utime(path, (10**9, 10**9))
    sums = {
        write_archive(str(first), str(tmp_path / "1.tar.gz")),
        write_archive(str(second), str(tmp_path / "2.tar.gz"), top="demo"),
        file_checksum(str(tmp_path / "1.tar.gz")),
        file_checksum(str(tmp_path / "2.tar.gz")),
    }
    assert len(sums) == 1


def test_an_archive_has_the_form_of_a_release(tmp_path: Path) -> None:
    output = tmp_path / "1.tar.gz"
    write_archive(str(write(tmp_path / "demo", FILES)), str(output))
    data = output.read_bytes()
    assert data[:10] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    plain = gzip.decompress(data)
    assert plain[257:265] == b"ustar\x0000"
    assert plain.endswith(bytes(1024))
    with tarfile.open(output) as archive:
        members = archive.getmembers()
    names = [member.name for member in members]
    assert names == sorted((f"demo/{path}" for path in FILES), key=str.encode)
    assert all(member.isreg() and not member.pax_headers for member in members)
    assert {(m.uid, m.gid, m.uname, m.gname, m.mtime) for m in members} == {(0, 0, "", "", 0)}
    assert {m.name: m.mode for m in members}["demo/actions/run.sh"] == 0o755
    assert {m.mode for m in members if not m.name.endswith(".sh")} == {0o644}
    assert stat.S_IMODE(output.stat().st_mode) == 0o644


def test_what_builds_and_version_control_leave_is_not_packed(tmp_path: Path) -> None:
    root = write(tmp_path / "demo", FILES)
    expected = directory_checksum(str(root))
    litter = (".git/config", "actions/__pycache__/a.pyc", ".venv/x", "node_modules/a/b", ".hg/x")
    write(root, dict.fromkeys((*litter, "lib/.git", ".GIT/config", ".pytest_cache/x"), b"litter"))
    (root / ".venv/link").symlink_to("/usr/bin/python3")
    write_archive(str(root), str(tmp_path / "a.tgz"))
    extract(str(tmp_path / "a.tgz"), str(tmp_path / "into"))
    assert os.listdir(tmp_path / "into") == ["demo"]
    assert directory_checksum(str(tmp_path / "into/demo")) == expected


def test_no_file_is_overwritten_unasked(tmp_path: Path) -> None:
    root = str(write(tmp_path / "demo", FILES))
    output = tmp_path / "a.tgz"
    output.write_text("kept")
    with pytest.raises(UsageError, match="is there already"):
        write_archive(root, str(output))
    assert output.read_text() == "kept"
    assert write_archive(root, str(output), replace=True) == file_checksum(str(output))


def test_an_archive_is_not_written_into_its_pack(tmp_path: Path) -> None:
    root = write(tmp_path / "demo", FILES)
    for output in (root / "a.tgz", root / "docs/a.tgz"):
        with pytest.raises(UsageError, match="would become part of the pack"):
            write_archive(str(root), str(output))
    write_archive(str(root), str(tmp_path / "demo.tgz"))


def test_what_could_not_be_unpacked_is_not_packed(tmp_path: Path) -> None:
    for number, (files, message) in enumerate(
        (
            ({"aux.yaml": b""}, "name of a device"),
            ({"a": b"", "A": b""}, "one name on some file systems"),
            ({"x" * 101: b""}, "too long a path"),
            ({}, "holds no files"),
            ({"big": bytes(50 * 1024 * 1024 + 1)}, "per-entry extracted size limit"),
        )
    ):
        root = tmp_path / f"{number}" / "demo"
        root.mkdir(parents=True)
        with pytest.raises(SourceError, match=message):
            write_archive(str(write(root, files)), str(tmp_path / f"{number}/a.tgz"))
        assert os.listdir(tmp_path / f"{number}") == ["demo"]
    with pytest.raises(PackkitError, match="no name for the top folder"):
        write_archive(str(write(tmp_path / "demo", FILES)), str(tmp_path / "a.tgz"), top="a/b")
    with pytest.raises(SourceError, match="cannot be written"):
        write_archive(str(tmp_path / "demo"), str(tmp_path / "no/where.tgz"))


def test_a_file_that_changes_meanwhile_leaves_no_archive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = write(tmp_path / "demo", FILES)
    listed = folders.Folder.files

    def then_changed(folder: folders.Folder, *ignored: Callable[[str], bool]) -> object:
        found = listed(folder, *ignored)
        (root / "data.bin").write_bytes(b"short")
        return found

    monkeypatch.setattr(folders.Folder, "files", then_changed)
    with pytest.raises(SourceError, match="changed while it was being read"):
        write_archive(str(root), str(tmp_path / "a.tgz"))
    assert os.listdir(tmp_path) == ["demo"]


NAME = st.text("abcXYZ019 ._-éüßñ漢", min_size=1, max_size=8)
TREE = st.dictionaries(
    st.lists(NAME, min_size=1, max_size=3).map("/".join), st.binary(max_size=700), max_size=8
)


@settings(max_examples=80)
@given(TREE)
def test_what_is_packed_is_what_is_unpacked(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes]
) -> None:
    names = Names()
    kept: dict[str, bytes] = {}
    for path, content in files.items():
        try:
            names.add(f"demo/{path}", folder=False)
        except ArchiveError:
            break
        kept[path] = content
    if not kept:
        return
    base = tmp_path_factory.mktemp("trip")
    root = write(base / "demo", kept)
    write_archive(str(root), str(base / "a.tgz"))
    extract(str(base / "a.tgz"), str(base / "into"))
    assert directory_checksum(str(base / "into/demo")) == directory_checksum(str(root))


@settings(max_examples=300)
@given(st.one_of(st.text(max_size=20), st.text("./\\:aA~ \x00\u202e-gitCON", max_size=12)))
def test_a_name_that_is_taken_is_harmless(path: str) -> None:
    try:
        parts = components(path)
    except ArchiveError:
        return
    assert "/".join(parts) == path
    assert os.path.normpath(path) == path
    for part in parts:
        assert part not in ("", ".", "..")
        assert not set(part) & set('\\:*?"<>|')
        assert part == part.rstrip(". ")
        assert not {unicodedata.category(c) for c in part} & {"Cc", "Cf", "Cs", "Zl", "Zp"}


@pytest.mark.parametrize("writer", ["python.zip", "gnu.tar", "pax.tar", "tar.gz"])
def test_a_damaged_archive_is_refused_or_harmless(tmp_path: Path, writer: str) -> None:
    """Change bytes at random: nothing but an expected error, and nothing outside."""
    root = write(tmp_path / "demo", {"pack.yaml": b"ref: demo\n", "a/b": b"x" * 200, "a/c": b"y"})
    output = tmp_path / f"out.{writer}"
    WRITERS[writer](root, str(output))
    good = output.read_bytes()
    chance = random.Random(writer)
    (tmp_path / "base").mkdir()
    before = sorted(path.name for path in tmp_path.iterdir())
    refused = 0
    for number in range(400):
        data = bytearray(good)
        for _ in range(chance.choice((1, 1, 2, 8))):
            data[chance.randrange(len(data))] = chance.choice((0, 0xFF, chance.randrange(256)))
        output.write_bytes(data)
        try:
            extract(str(output), str(tmp_path / "base/into"))
            shutil.rmtree(tmp_path / "base/into")
        except SourceError:
            refused += 1
        assert os.listdir(tmp_path / "base") == []
        assert sorted(path.name for path in tmp_path.iterdir()) == before, number
    assert refused > 100


# where the pack lies


def test_the_pack_is_at_the_top_in_pack_or_in_the_only_folder(tmp_path: Path) -> None:
    for number, (paths, found) in enumerate(
        (
            (["pack.yaml", "pack/pack.yaml", "a/pack.yaml"], "."),
            (["a/pack.yaml", "pack/pack.yaml", "b/pack.yaml"], "pack"),
            (["docs/x", "zoo/pack.yaml", "README.md"], "zoo"),
            ([".hidden/pack.yaml", "a/pack.yaml"], "a"),
            (["pack/x", "b/pack.yaml"], "b"),
        )
    ):
        root = write(tmp_path / f"{number}", dict.fromkeys(paths, b"x"))
        assert os.path.relpath(pack_root(str(root)), root) == found


def test_no_pack_and_several_packs_are_errors(tmp_path: Path) -> None:
    several = write(tmp_path / "several", dict.fromkeys(["b/pack.yaml", "a/pack.yaml"], b"x"))
    with pytest.raises(SourceError, match="2 packs, not one: 'a', 'b'") as caught:
        pack_root(str(several))
    assert caught.value.hint == "name one as #subdirectory=PATH"
    none = write(tmp_path / "none", dict.fromkeys(["a/b/pack.yaml", "README.md"], b"x"))
    (none / "link").symlink_to(several / "a")
    (none / "pack").symlink_to(several / "a")
    with pytest.raises(SourceError, match="no pack"):
        pack_root(str(none))
    with pytest.raises(SourceError, match="cannot be read"):
        pack_root(str(tmp_path / "nowhere"))


def test_a_subdirectory_names_the_pack(tmp_path: Path) -> None:
    paths = ["pack.yaml", "packs/a/pack.yaml", "packs/b/pack.yaml", "empty/x"]
    root = write(tmp_path / "top", dict.fromkeys(paths, b"x"))
    (root / "link").symlink_to(root / "packs")
    for name in ("packs/b", "packs/b/", "/packs/b"):
        assert os.path.samefile(pack_root(str(root), name), root / "packs/b")
    for name, message in (
        ("..", "leads out"),
        ("packs/../..", "leads out"),
        ("nowhere", "no folder"),
        ("link/a", "no folder"),
        ("empty", r"no pack\.yaml in folder"),
    ):
        with pytest.raises(SourceError, match=message):
            pack_root(str(root), name)


def test_a_full_archive_is_taken(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        for number in range(MAX_ENTRIES):
            archive.writestr(f"d{number % 10}/{number}", b"")
    extract(str(tmp_path / "a.zip"), str(tmp_path / "into"))
    assert sum(path.is_file() for path in (tmp_path / "into").rglob("*")) == MAX_ENTRIES


def test_a_pack_below_the_only_folder_of_an_archive_is_found(tmp_path: Path) -> None:
    preferred = write(tmp_path / "one", {"repo-1a2b/pack/pack.yaml": b"x", "repo-1a2b/a.md": b""})
    assert pack_root(str(preferred)) == str(preferred / "repo-1a2b" / "pack")
    only = write(tmp_path / "two", {"repo-1a2b/src/pack.yaml": b"x", "repo-1a2b/docs/a.md": b""})
    assert pack_root(str(only)) == str(only / "repo-1a2b" / "src")
    deeper = write(tmp_path / "three", {"repo-1a2b/packs/mail/pack.yaml": b"x"})
    with pytest.raises(SourceError, match="no pack") as caught:
        pack_root(str(deeper))
    assert "#subdirectory=" in caught.value.hint


def test_what_a_killed_archiving_left_goes_with_the_next(tmp_path: Path) -> None:
    root = write(tmp_path / "demo", SIMPLE)
    write(tmp_path / "out", {".packkit-work-0123/archive": b"half"})
    write_archive(str(root), str(tmp_path / "out" / "demo.tar.gz"))
    assert os.listdir(tmp_path / "out") == ["demo.tar.gz"]
    with pytest.raises(SourceError, match="is no folder"):
        write_archive(str(root), str(tmp_path / "none" / "demo.tar.gz"))
    assert not (tmp_path / "none").exists()
