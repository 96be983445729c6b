"""Files of a git repository at one commit, read from its objects: nothing is checked out."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator

from msgspec import Struct

from attune_packkit.errors import SourceError, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.processes import Finished
from attune_packkit.sources import git_refs
from attune_packkit.sources.archives.limits import MAX_ENTRIES, MAX_TOTAL_BYTES
from attune_packkit.sources.copying import is_repository
from attune_packkit.sources.git_program import Git, Remote, failure
from attune_packkit.sources.git_refs import Chosen

_WANTED = "refs/packkit/wanted"
_LINE = re.compile(rb"([0-9a-f]{40})\t(HEAD|refs/[\x21-\x7e]{1,255})")
_ENTRY = re.compile(rb"([0-7]{6}) ([a-z]+) ([0-9a-f]{40})(?: +([0-9]+|-))?\t(.+)", re.DOTALL)
_UNSUPPORTED = ("shallow", "not our ref", "unadvertised object", "not advertised", "remote ref")


class Exported(Struct, frozen=True):
    """The commit whose files were written, and what to tell about them."""

    commit: str
    notes: tuple[str, ...] = ()


class _Entry(Struct, frozen=True):
    mode: str
    kind: str
    object: str
    size: int
    path: str


def export(git: Git, source: Remote, wanted: str, subdirectory: str, archive: str) -> Exported:
    """Write the files at a branch, tag or commit as a tar archive to `archive`.

    With a subdirectory, only what is in it. Raises `SourceError` if they cannot be had, and
    `VerificationError` for a tree that no pack may have.
    """
    git.create()
    chosen = fetch(git, source, wanted)
    commit = git.run("rev-parse", "--verify", f"{_WANTED}^{{commit}}").decode().strip()
    if git_refs.is_commit(wanted) and commit != wanted:
        raise VerificationError(f"the server sent commit {commit} where {wanted} was asked for")
    tree = _subtree(git, commit, subdirectory) if subdirectory else f"{commit}^{{tree}}"
    notes = [chosen.note] if chosen.note else []
    notes += _inspect(_entries(git.run("ls-tree", "-r", "-z", "-l", "--full-tree", tree)))
    git.run("archive", "--format=tar", f"--output={archive}", tree)
    return Exported(commit, tuple(notes))


def fetch(git: Git, source: Remote, wanted: str) -> Chosen:
    """Bring one commit, with as little of its history as the server can do, to `_WANTED`."""
    fault = git_refs.fault(wanted) if wanted else ""
    if fault:
        raise VerificationError(f"{shown(wanted)} is no git branch, tag or commit: {fault}")
    if git_refs.is_commit(wanted):
        done = git.attempt(*_fetch(source, f"+{wanted}:{_WANTED}", depth=1), source=source)
        if not done.ok:
            _require_unsupported(done)
            _fetch_everything(git, source, wanted)
        return Chosen(wanted, wanted)
    chosen = resolve(git, source, wanted)
    done = git.attempt(*_fetch(source, f"+{chosen.name}:{_WANTED}", depth=1), source=source)
    if not done.ok:
        _require_unsupported(done)
        git.run(*_fetch(source, f"+{chosen.name}:{_WANTED}"), source=source)
    return chosen


def resolve(git: Git, source: Remote, wanted: str) -> Chosen:
    """Return what a branch or tag stands for in the remote repository now."""
    names = [f"refs/heads/{wanted}", f"refs/tags/{wanted}", f"refs/{wanted}", wanted]
    refs = _list(git, source, names if wanted else ["HEAD"])
    try:
        return git_refs.choose(wanted, refs)
    except SourceError:
        every = _list(git, source, [])
        if not every:
            raise SourceError("the repository is empty") from None
        return git_refs.choose(wanted, every)


def _list(git: Git, source: Remote, names: Iterable[str]) -> dict[str, str]:
    output = git.run("ls-remote", "--quiet", "--", source.location, *names, source=source)
    found: dict[str, str] = {}
    for line in output.splitlines():
        match = _LINE.fullmatch(line)
        if match is not None:  # an annotated tag comes twice, the second time as what it names
            found[match[2].decode().removesuffix("^{}")] = match[1].decode()
    return found


def _fetch(source: Remote, *refspecs: str, depth: int = 0) -> list[str]:
    options = ["--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head"]
    shallow = [f"--depth={depth}"] if depth else []
    return ["fetch", *options, *shallow, "--", source.location, *refspecs]


def _fetch_everything(git: Git, source: Remote, commit: str) -> None:
    """Fetch all branches and tags: some servers hand out no commit by its id."""
    every = ("+refs/heads/*:refs/packkit/heads/*", "+refs/tags/*:refs/packkit/tags/*")
    git.run(*_fetch(source, *every), source=source)
    if not git.attempt("cat-file", "-e", f"{commit}^{{commit}}").ok:
        raise SourceError(f"the repository has no commit {commit} on any branch or tag")
    git.run("update-ref", _WANTED, commit)


def _require_unsupported(done: Finished) -> None:
    """Raise what went wrong, unless it is that the server cannot do it this way."""
    words = done.stderr.decode("utf-8", "replace")
    if done.timed_out or not any(phrase in words for phrase in _UNSUPPORTED):
        raise failure("fetch", done)


def _subtree(git: Git, commit: str, subdirectory: str) -> str:
    output = git.run("ls-tree", "-d", "-z", "--full-tree", commit, "--", subdirectory)
    found = list(_entries(output))
    if not found:
        raise SourceError(f"the repository has no folder {shown(subdirectory)} at {commit}")
    return found[0].object


def _entries(listing: bytes) -> Iterator[_Entry]:
    for line in filter(None, listing.split(b"\0")):
        match = _ENTRY.fullmatch(line)
        if match is None:
            raise SourceError(f"git listed {shown(line.decode('utf-8', 'replace'))}, not a file")
        mode, kind, name, size, path = (
            each.decode("utf-8", "surrogateescape") for each in match.groups(b"")
        )
        yield _Entry(mode, kind, name, int(size) if size.isdecimal() else 0, path)


def _inspect(entries: Iterable[_Entry]) -> list[str]:
    """Refuse a tree that cannot be a pack on every machine; return what to tell about it."""
    seen: dict[str, str] = {}
    total = 0
    submodules = []
    for number, entry in enumerate(entries):
        total += entry.size
        if number >= MAX_ENTRIES:
            raise SourceError(f"the repository has more than {MAX_ENTRIES:,} files at that commit")
        if total > MAX_TOTAL_BYTES:
            raise SourceError(f"its files have more than {MAX_TOTAL_BYTES:,} bytes at that commit")
        if entry.mode == "120000":
            raise VerificationError(
                f"{shown(entry.path)} is a symbolic link", hint="a pack holds regular files only"
            )
        if entry.kind == "commit":
            submodules.append(entry.path)
        _refuse_odd_path(entry.path, seen)
    return [f"submodule {shown(path)} was left out: packkit fetches none" for path in submodules]


def _refuse_odd_path(path: str, seen: dict[str, str]) -> None:
    """Refuse names that git treats as its own, and names that some systems take for one."""
    whole = ""
    for part in path.split("/"):
        whole = f"{whole}/{part}" if whole else part
        if is_repository(part):
            raise VerificationError(f"{shown(path)} would be part of a git repository")
        known = seen.setdefault(unicodedata.normalize("NFC", whole).casefold(), whole)
        if known != whole:
            raise VerificationError(
                f"{shown(known)} and {shown(whole)} are one file on many systems"
            )
