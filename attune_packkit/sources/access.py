"""Bytes and repositories by URL: from a mirror, from the cache, or from the network."""

from __future__ import annotations

import io
import json
import threading
from typing import IO

from msgspec import Struct, field

from attune_packkit import digest
from attune_packkit.errors import SourceError, VerificationError
from attune_packkit.escaping import shown_path
from attune_packkit.sources import git, git_program, git_refs
from attune_packkit.sources.addresses import Lookup, in_time, look_up
from attune_packkit.sources.archives.unpacking import MAX_ARCHIVE_BYTES
from attune_packkit.sources.checksums import file_checksum
from attune_packkit.sources.folders import file_chunks
from attune_packkit.sources.git import Exported
from attune_packkit.sources.git_program import Git
from attune_packkit.sources.mirror import is_url, mirrored, repository_at
from attune_packkit.sources.policy import NetworkPolicy
from attune_packkit.sources.urls import shown_url
from attune_packkit.store import Store

MAX_DOCUMENT_BYTES = 10 * 1024 * 1024
"""Bytes of an index, as many as Attune reads."""


class Access(Struct):
    """How one run reaches what is not on this machine; for several threads at once.

    With `offline` nothing but mirrors on this machine and the cache answer.
    """

    policy: NetworkPolicy = field(default_factory=NetworkPolicy)
    mirrors: tuple[tuple[str, str], ...] = ()
    store: Store | None = None
    offline: bool = False
    lookup: Lookup = look_up
    _documents: dict[str, bytes] = field(default_factory=dict)
    _reading: threading.Lock = field(default_factory=threading.Lock)

    def document(self, url: str, deadline: float) -> bytes:
        """Return a small file such as an index, read once a run; `url` may be a path."""
        with self._reading:
            if url not in self._documents:
                body, name = io.BytesIO(), _name("body", url)
                if self._receive(url, body, MAX_DOCUMENT_BYTES, deadline, name):
                    self._keep(name, body.getvalue())
                self._documents[url] = body.getvalue()
            return self._documents[url]

    def save(self, url: str, path: str, deadline: float, checksum: str = "") -> None:
        """Write an archive to a new file, verified if a checksum is given.

        With a checksum the cache may answer: it holds the right bytes or none. Raises
        `VerificationError` for the wrong ones.
        """
        name = _name("archive", checksum) if checksum else _name("body", url)
        with open(path, "xb") as file:
            fresh = self._receive(url, file, MAX_ARCHIVE_BYTES, deadline, name, sure=bool(checksum))
        found = file_checksum(path) if checksum else ""
        if found != checksum:
            raise VerificationError(
                f"the archive at {shown_url(url)} has checksum {found}, expected {checksum}"
            )
        if fresh and self.store:
            with open(path, "rb") as file:
                self._keep(name, file.read())

    def export(
        self, url: str, wanted: str, subdirectory: str, archive: str, deadline: float
    ) -> Exported:
        """Write the files of a repository at a ref as a tar archive to a new file."""
        known = self._cached_commit(url, wanted)
        cached = self._cached(_name("git", url, known, subdirectory)) if known else None
        if cached is not None:
            head, _, content = cached.partition(b"\n")
            with open(archive, "xb") as file:
                file.write(content)
            return Exported(known, tuple(json.loads(head)))
        place = mirrored(url, self.mirrors)
        source = self._remote(url, place, deadline)
        repository = Git(archive + ".git", deadline)
        exported = git.export(repository, source, wanted, subdirectory, archive)
        with open(archive, "rb") as file:
            head = json.dumps(exported.notes).encode() + b"\n"
            self._keep(_name("git", url, exported.commit, subdirectory), head + file.read())
        self._keep(_name("git ref", url, wanted), exported.commit.encode())
        return exported

    def _cached_commit(self, url: str, wanted: str) -> str:
        """Return the commit to look for in the cache; "" for a branch or tag, unless offline.

        These may have moved since, which only the server can tell.
        """
        if git_refs.is_commit(wanted):
            return wanted
        known = self._cached(_name("git ref", url, wanted)) if self.offline else None
        return (known or b"").decode()

    def _remote(self, url: str, place: str, deadline: float) -> git_program.Remote:
        if not is_url(place):
            return git_program.local_remote(repository_at(place))
        self._require_online(url)
        lookup = in_time(self.lookup, deadline)
        return git_program.remote(self.policy.check(place), self.policy, lookup)

    def _receive(
        self,
        url: str,
        into: IO[bytes],
        limit: int,
        deadline: float,
        name: str,
        *,
        sure: bool = False,
    ) -> bool:
        """Write the body of a URL; tell whether it came over the network.

        The cache answers under `name`: when offline, or if what it holds is `sure` to be right.
        """
        place = mirrored(url, self.mirrors)
        if not is_url(place):
            _copy(place, into, limit)
            return False
        known = self._cached(name) if self.offline or sure else None
        if known is not None:
            into.write(known)
            return False
        self._require_online(url)
        from attune_packkit.sources.network import Network

        Network(self.policy, self.lookup).receive(place, into, limit=limit, deadline=deadline)
        return True

    def _require_online(self, url: str) -> None:
        if self.offline:
            raise SourceError(
                f"offline: {shown_url(url)} is neither mirrored nor in the cache",
                hint="run without --offline, or name a copy in the setting 'mirrors'",
            )

    def _cached(self, name: str) -> bytes | None:
        return self.store.get(name) if self.store else None

    def _keep(self, name: str, data: bytes) -> None:
        if self.store:
            self.store.put(name, data)


def _name(*parts: str) -> str:
    return digest.of_parts("source", *parts)


def _copy(path: str, into: IO[bytes], limit: int) -> None:
    left = limit
    for chunk in file_chunks(path):
        left -= len(chunk)
        if left < 0:
            raise SourceError(f"{shown_path(path)} is larger than {limit:,} bytes")
        into.write(chunk)
