"""URLs as packkit takes them: a plain origin and path, nothing that a program could misread."""

from __future__ import annotations

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from msgspec import Struct

from attune_packkit.errors import UsageError, VerificationError
from attune_packkit.escaping import shown

MAX_URL = 2048

PORTS = {"https": 443, "http": 80}
"""The schemes of the network, with their usual ports."""

_FORBIDDEN = re.compile(r"[^\x21-\x7e]|[\\\"<>^`{|}]")
_ENCODED_CONTROL = re.compile(r"%(?:[01][0-9a-f]|7f)", re.IGNORECASE)
_HOST = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*", re.ASCII)
_NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*", re.ASCII)
_ORIGIN = r"(?:\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9._-]+)(?::[0-9]+)?(?:[/?#]|$)"
_USER = re.compile(rf"://(?!{_ORIGIN}).*@", re.DOTALL)
"""What may be credentials: all up to the last `@`, unless a plain host is named first."""

_QUERY = re.compile(r"(://[^\s?#]*\?)[^\s#'\"]+")


class Url(Struct, frozen=True):
    """A checked URL: `text` as it may be asked for, and its parts."""

    text: str
    scheme: str
    host: str
    port: int
    path: str

    @property
    def origin(self) -> str:
        """Scheme, host and port: what credentials belong to."""
        return f"{self.scheme}://{bracketed(self.host)}:{self.port}"


def masked(text: str) -> str:
    """Return text without the users, passwords and queries of the URLs in it."""
    return _QUERY.sub(r"\1***", _USER.sub("://***@", text))


def shown_url(text: str) -> str:
    """Quote a URL, or a source that may be one, for a message: masked, and cut where it is long."""
    return shown(masked(text), 200)


def bracketed(host: str) -> str:
    """Return a host as it stands in a URL."""
    return f"[{host}]" if ":" in host else host


def parse_url(text: str, named: str = "") -> Url:
    """Read an http or https URL; messages call it `named`, the text that it was taken from.

    Raises `UsageError` for what is none, `VerificationError` for credentials in it.
    """
    named = shown_url(named or text)
    parts = _split(text, named)
    if parts.scheme not in PORTS:
        raise UsageError(
            f"{named} is no https URL", hint="packkit reads https, and http if allowed"
        )
    if "@" in parts.netloc:
        raise VerificationError(
            f"{named} holds credentials, which would end in logs and files",
            hint="keep them in an environment variable and name it in the setting 'credentials'",
        )
    if parts.fragment:
        raise UsageError(f"{named} has a fragment (#…), which means nothing here")
    host = _parse_host(parts.hostname or "", named)
    port = _port(parts, named)
    path = parts.path or "/"
    standard = "" if port == PORTS[parts.scheme] else f":{port}"
    query = f"?{parts.query}" if parts.query else ""
    return Url(
        f"{parts.scheme}://{bracketed(host)}{standard}{path}{query}",
        parts.scheme,
        host,
        port,
        path,
    )


def _parse_host(host: str, named: str) -> str:
    """Return a host in its one spelling; `named` quotes its URL. Raises `UsageError` for odd ones.

    Numbers such as `2130706433` or `0x7f.1` are hosts to some programs only; nobody means them.
    """
    plain = host.removesuffix(".").lower()
    if ":" in plain or not _HOST.fullmatch(plain) or _NUMBER.fullmatch(plain.rpartition(".")[2]):
        try:
            return str(ipaddress.ip_address(plain))
        except ValueError:
            raise UsageError(
                f"{named} names no host that packkit would ask: {shown(host)}",
                hint="expected a name such as example.org, or an IP address in its usual form",
            ) from None
    return plain


def _split(text: str, named: str) -> SplitResult:
    if len(text) > MAX_URL:
        raise UsageError(f"a URL of {len(text):,} characters is longer than {MAX_URL:,}")
    odd = _FORBIDDEN.search(text) or _ENCODED_CONTROL.search(text)
    if odd is not None:
        raise UsageError(f"{named} holds {shown(odd[0])}, which no URL may hold")
    try:
        return urlsplit(text)
    except ValueError as error:
        raise UsageError(f"{named} is no URL: {error}") from None


def _port(parts: SplitResult, named: str) -> int:
    try:
        port = parts.port
    except ValueError:
        port = 0
    if port is None:
        return PORTS[parts.scheme]
    if port < 1:
        raise UsageError(f"{named} has no port that exists")
    return port
