"""What the user allows packkit to do on the network."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from attune_packkit.errors import VerificationError
from attune_packkit.sources.addresses import Lookup, look_up, permitted
from attune_packkit.sources.urls import Url, parse_url, shown_url


class NetworkPolicy(Struct, frozen=True):
    """What the user allows. `credentials` are values of `Authorization` by origin.

    `direct_hosts` and what is below them are reached without the proxy.
    """

    allow_http: bool = False
    allowed_hosts: tuple[str, ...] = ()
    verify_ssl: bool = True
    ca_bundle: str = ""
    proxy: str = ""
    direct_hosts: tuple[str, ...] = ()
    credentials: Mapping[str, str] = field(default_factory=dict)

    def check(self, text: str) -> Url:
        """Return a URL that may be asked. Raises `VerificationError` for plain HTTP unasked."""
        url = parse_url(text)
        if url.scheme == "http" and not self.allow_http:
            raise VerificationError(
                f"{shown_url(text)} is plain http, which anybody on the way can change",
                hint="if you mean it, set 'allow-http'",
            )
        return url

    def proxy_for(self, url: Url) -> str:
        """Return the proxy to reach a URL through; "" for none."""
        if any(url.host == each or url.host.endswith(f".{each}") for each in self.direct_hosts):
            return ""
        return self.proxy

    def addresses(self, url: Url, lookup: Lookup = look_up) -> tuple[str, ...]:
        """Return the checked addresses of a URL's host."""
        return permitted(url.host, url.port, self.allowed_hosts, lookup)
