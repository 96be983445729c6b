"""What resolvers of plugins must hold to."""

from __future__ import annotations

import contextlib
import io
import os
import re
import tempfile
from collections.abc import Iterator

from attune_packkit import clock
from attune_packkit.contracts.hostile import HOSTILE
from attune_packkit.errors import PackkitError
from attune_packkit.hookspec import Resolver
from attune_packkit.sources.access import Access
from attune_packkit.sources.archives import pack_root
from attune_packkit.sources.checksums import directory_checksum
from attune_packkit.sources.policy import NetworkPolicy
from attune_packkit.sources.request import Fetched, Request

_ODD = ("", " ", "\0", "-x", "--help", "..", "/", "@", "#", "::", "://", HOSTILE, "x" * 100_000)


class ResolverContract:
    """What every resolver must hold to, as tests: subclass it and set `resolver`.

    `source` returns one that gives a sound pack; tests reach servers on 127.0.0.1 only.
    """

    resolver: Resolver

    def source(self) -> str:
        """Return a source that the resolver accepts and that gives a pack."""
        raise NotImplementedError

    def access(self) -> Access:
        """Return what requests reach the network through."""
        return Access(NetworkPolicy(allow_http=True, allowed_hosts=("127.0.0.1",)))

    @contextlib.contextmanager
    def asked(self, *, seconds: float = 30.0) -> Iterator[Request]:
        """Make a request with an empty workspace, and look that nothing is left of it after."""
        with tempfile.TemporaryDirectory() as folder:
            yield Request(self.access(), folder, clock.elapsed() + seconds)

    def fetched(self, source: str, request: Request) -> tuple[Fetched, str]:
        """Fetch a source; return the answer and the checksum of the pack's folder."""
        into = os.path.join(request.workspace, "files")
        answer = self.resolver.fetch(source, into, request)
        return answer, directory_checksum(pack_root(into, answer.subdirectory))

    def test_name_can_be_typed(self) -> None:
        """The name serves in messages and settings."""
        assert re.fullmatch(r"[a-z][a-z0-9-]*", self.resolver.name)

    def test_accepts_its_source_and_nothing_odd(self) -> None:
        """Telling by the text never fails, whatever the text."""
        with self.asked() as request:
            assert self.resolver.accepts(self.source(), request) is True
            for text in _ODD:
                assert self.resolver.accepts(text, request) in (True, False)

    def test_what_it_accepts_is_told_without_time_or_files(self) -> None:
        """Every source is shown to every resolver, so asking costs nothing."""
        with self.asked(seconds=-1) as request:
            assert self.resolver.accepts(self.source(), request)
            assert os.listdir(request.workspace) == []

    def test_a_pack_comes(self) -> None:
        """The answer tells the kind of source, and names it without secrets."""
        with self.asked() as request:
            answer, _ = self.fetched(self.source(), request)
            assert re.fullmatch(r"[a-z][a-z0-9_-]*", answer.source_type)
            assert answer.pinned
            assert re.fullmatch(r"[0-9a-f]*", answer.commit)

    def test_the_pinned_source_gives_the_same_again(self) -> None:
        """A lock file holds it."""
        with self.asked() as request:
            first, checksum = self.fetched(self.source(), request)
        if first.source_type == "registry":
            return  # what a registry leads to is fetched by the resolver of that
        with self.asked() as request:
            assert self.resolver.accepts(first.pinned, request)
            assert self.fetched(first.pinned, request)[1] == checksum

    def test_without_time_it_gives_up(self) -> None:
        """The only failures are those that packkit expects."""
        with self.asked(seconds=-1) as request, contextlib.suppress(PackkitError):
            self.fetched(self.source(), request)

    def test_nothing_is_printed(self) -> None:
        """What there is to tell goes to `request.note`."""
        out = io.StringIO()
        told = contextlib.redirect_stdout(out), contextlib.redirect_stderr(out)
        with told[0], told[1], self.asked() as request:
            self.fetched(self.source(), request)
        assert out.getvalue() == ""
