"""The one place that reads from the network. Imported when used.

Redirects are followed by hand: each hop is checked like the first, and what belongs to an origin
stays there. Bodies are counted as they come, and no encoding is accepted that could hide their
size.
"""

from __future__ import annotations

import hashlib
from typing import IO
from urllib.parse import urljoin

import httpx
from msgspec import Struct

from attune_packkit import __version__, clock
from attune_packkit.errors import ConfigError, SourceError, VerificationError
from attune_packkit.escaping import shown
from attune_packkit.sources import connecting
from attune_packkit.sources.addresses import Lookup, addresses_of, in_time, look_up
from attune_packkit.sources.connecting import Connector, Transport
from attune_packkit.sources.policy import NetworkPolicy
from attune_packkit.sources.urls import Url, shown_url

MAX_REDIRECTS = 5

_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Received(Struct, frozen=True):
    """A body that has been written: where it came from in the end, and its checksum."""

    url: str
    size: int
    checksum: str


class Network:
    """Reads URLs within a policy. `lookup` tells the addresses of hosts."""

    def __init__(self, policy: NetworkPolicy, lookup: Lookup = look_up) -> None:
        self.policy = policy
        self._lookup = lookup

    def receive(self, text: str, into: IO[bytes], *, limit: int, deadline: float) -> Received:
        """Write the body of a URL to a file; `deadline` is a time of `clock.elapsed`.

        Raises `SourceError` if it cannot be had, or not within the limits, and `VerificationError`
        if the policy forbids it.
        """
        url = self.policy.check(text)
        try:
            return self._follow(url, into, limit, deadline)
        except connecting.TIMEOUTS:
            late = clock.elapsed() >= deadline
            problem = "took longer than allowed" if late else "did not answer in time"
            raise SourceError(f"{_named(url)} {problem}", hint="see --timeout") from None
        except connecting.FAILURES as error:
            reason = shown(str(error) or type(error).__name__, 200)
            raise SourceError(f"{_named(url)} cannot be read: {reason}") from None

    def _follow(self, url: Url, into: IO[bytes], limit: int, deadline: float) -> Received:
        """Ask a URL and whatever it redirects to; credentials of an origin go to no other."""
        first = url
        for _ in range(MAX_REDIRECTS + 1):
            with (
                self._transport(url, deadline) as transport,
                connecting.asked(transport, url.text, self._headers(url)) as response,
            ):
                if response.status_code not in _REDIRECTS:
                    _require_success(url, response)
                    return _received(url, response, into, limit)
                url = self._next(url, response)
        raise SourceError(f"{_named(first)} redirects more than {MAX_REDIRECTS} times")

    def _next(self, url: Url, response: httpx.Response) -> Url:
        location = response.headers.get("location", "")
        if not location:
            raise SourceError(f"{_named(url)} redirects to nowhere")
        target = self.policy.check(urljoin(url.text, location.partition("#")[0]))
        if url.scheme == "https" and target.scheme != "https":
            raise VerificationError(f"{_named(url)} redirects from https to plain http")
        return target

    def _transport(self, url: Url, deadline: float) -> Transport:
        policy = self.policy
        proxy = policy.proxy_for(url)
        try:
            context = connecting.ssl_context(verify=policy.verify_ssl, ca_bundle=policy.ca_bundle)
        except OSError as error:
            raise ConfigError(
                f"the certificates in {shown(policy.ca_bundle)} cannot be read: {error}"
            ) from None
        lookup = in_time(self._lookup, deadline)
        if proxy:
            _refuse_private_literal(policy, url)
            connector = Connector(lambda host, port: addresses_of(host, port, lookup), deadline)
            return Transport(connector, context, proxy)
        connector = Connector(lambda *_: policy.addresses(url, lookup), deadline)
        return Transport(connector, context, "")

    def _headers(self, url: Url) -> dict[str, str]:
        headers = {
            "Accept": "*/*",
            "Accept-Encoding": "identity",
            "User-Agent": f"packkit/{__version__}",
        }
        credentials = self.policy.credentials.get(url.origin)
        return headers | ({"Authorization": credentials} if credentials else {})


def _named(url: Url) -> str:
    return shown_url(url.text)


def _refuse_private_literal(policy: NetworkPolicy, url: Url) -> None:
    """Check what can be checked behind a proxy, which looks up names itself."""
    if ":" in url.host or url.host.replace(".", "").isdecimal() or "localhost" in url.host:
        policy.addresses(url, lambda host, _: (host,))


def _require_success(url: Url, response: httpx.Response) -> None:
    status = response.status_code
    if status == 200:
        return
    hint = ""
    if status in (401, 403):
        hint = f"if it needs credentials, name them for {url.origin} in the setting 'credentials'"
    raise SourceError(f"{_named(url)} answered with status {status}", hint=hint)


def _received(url: Url, response: httpx.Response, into: IO[bytes], limit: int) -> Received:
    encoding = response.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in ("", "identity"):
        raise SourceError(
            f"{_named(url)} came encoded as {shown(encoding)}, which was not asked for"
        )
    length = response.headers.get("content-length", "")
    if length.isdecimal() and (len(length) > 15 or int(length) > limit):
        raise _too_large(url, limit)
    digest = hashlib.sha256()
    size = 0
    for chunk in response.iter_raw():
        size += len(chunk)
        if size > limit:
            raise _too_large(url, limit)
        digest.update(chunk)
        into.write(chunk)
    return Received(url.text, size, f"sha256:{digest.hexdigest()}")


def _too_large(url: Url, limit: int) -> SourceError:
    return SourceError(f"{_named(url)} is larger than {limit:,} bytes")
