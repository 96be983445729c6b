"""Connections to checked addresses only, and none that outlives its time. Imported when used."""

from __future__ import annotations

import ssl
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, TypeAlias

import httpcore
import httpx

from attune_packkit import clock

Addresses: TypeAlias = Callable[[str, int], Iterable[str]]

CONNECT_SECONDS = 10.0
SILENT_SECONDS = 30.0
"""Seconds that a server may be silent."""


class Connector(httpcore.NetworkBackend):
    """Connects to what `addresses` returns for a host: what was checked is what is used."""

    def __init__(self, addresses: Addresses, deadline: float) -> None:
        self._addresses = addresses
        self._deadline = deadline
        self._real = httpcore.SyncBackend()

    def connect_tcp(self, host: str, port: int, *args: Any, **kwargs: Any) -> _TimedStream:
        """Connect to the first address that answers."""
        failure: Exception = httpcore.ConnectError("no address answered")
        for address in self._addresses(host, port):
            seconds = _left(self._deadline, CONNECT_SECONDS)
            try:
                return _TimedStream(
                    self._real.connect_tcp(address, port, timeout=seconds), self._deadline
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
        raise failure


class _TimedStream(httpcore.NetworkStream):
    """A stream on which no operation waits beyond the deadline of the whole transfer."""

    def __init__(self, stream: httpcore.NetworkStream, deadline: float) -> None:
        self._stream = stream
        self._deadline = deadline

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, _left(self._deadline, SILENT_SECONDS))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, _left(self._deadline, SILENT_SECONDS))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> _TimedStream:
        seconds = _left(self._deadline, CONNECT_SECONDS)
        secured = self._stream.start_tls(ssl_context, server_hostname, seconds)
        return _TimedStream(secured, self._deadline)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, response: httpcore.Response) -> None:
        self._response = response

    def __iter__(self) -> Iterator[bytes]:
        yield from self._response.iter_stream()

    def close(self) -> None:
        self._response.close()


class Transport(httpx.BaseTransport):
    """Hands requests of httpx to a pool of connections made here."""

    def __init__(self, connector: Connector, context: ssl.SSLContext, proxy: str) -> None:
        if not proxy:
            self._pool = httpcore.ConnectionPool(context, network_backend=connector)
            return
        server = httpx.Proxy(proxy)
        self._pool = httpcore.HTTPProxy(
            str(server.url), server.raw_auth, ssl_context=context, network_backend=connector
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request and return its response, the body yet to be read."""
        url = request.url
        found = self._pool.handle_request(
            httpcore.Request(
                request.method,
                httpcore.URL(
                    scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
                ),
                headers=request.headers.raw,
                content=b"",
                extensions=request.extensions,
            )
        )
        return httpx.Response(found.status, headers=found.headers, stream=_Body(found))

    def close(self) -> None:
        """Close every connection."""
        self._pool.close()


@contextmanager
def asked(transport: Transport, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
    """Send a GET request with these headers and no others: no cookies, nothing remembered."""
    response = transport.handle_request(httpx.Request("GET", url, headers=dict(headers)))
    try:
        yield response
    finally:
        response.close()


FAILURES = (
    httpx.InvalidURL,
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.ProxyError,
    httpcore.UnsupportedProtocol,
    ssl.SSLError,
)
"""What sending a request raises, but for running out of time."""

TIMEOUTS = (httpcore.TimeoutException,)


def ssl_context(*, verify: bool, ca_bundle: str) -> ssl.SSLContext:
    """Return what certificates are verified with. Raises `OSError` for an unreadable bundle."""
    if ca_bundle and verify:
        return ssl.create_default_context(cafile=ca_bundle)
    return httpx.create_ssl_context(verify=verify, trust_env=False)


def _left(deadline: float, most: float) -> float:
    """Return the seconds an operation may take. Raises the time-out that is due."""
    left = deadline - clock.elapsed()
    if left <= 0:
        raise httpcore.ReadTimeout("the time is up")
    return min(left, most)
