"""Which resolver fetches a source, and what all of them have for the network."""

from __future__ import annotations

import base64
import os
from collections.abc import Mapping

from msgspec import Struct

from attune_packkit.config import Settings
from attune_packkit.errors import ConfigError, PluginError
from attune_packkit.escaping import shown
from attune_packkit.pipeline.contributed import Contributed, contributed
from attune_packkit.plugin_manager import PACKKIT
from attune_packkit.session import Session
from attune_packkit.sources.access import Access
from attune_packkit.sources.policy import NetworkPolicy
from attune_packkit.sources.reference import parse
from attune_packkit.sources.request import Request
from attune_packkit.sources.urls import parse_url, shown_url


class Resolvers(Struct, frozen=True):
    """The resolvers of a session: those of plugins are asked before the built-in ones."""

    known: tuple[Contributed, ...]

    def choose(self, source: str, request: Request) -> Contributed:
        """Return the resolver that accepts a source.

        Raises `UsageError` if none does, and `PluginError` if two plugins do.
        """
        strange = [each for each in self.known if each.owner != PACKKIT]
        accepting = [each for each in strange if _accepts(each, source, request)]
        if len(accepting) > 1:
            names = " and ".join(f"'{each.value.name}' of {each.owner}" for each in accepting)
            raise PluginError(f"source {shown_url(source)} is accepted by {names}")
        if not accepting:
            parse(source, request.ref_spec)
            ours = (each for each in self.known if each.owner == PACKKIT)
            accepting = [each for each in ours if _accepts(each, source, request)]
        if not accepting:
            raise PluginError(f"no resolver accepts source {shown_url(source)}")
        return accepting[0]


def resolvers(session: Session) -> Resolvers:
    """Return the resolvers of all plugins. Raises `PluginError` if two share a name."""
    return Resolvers(tuple(contributed(session, "packkit_resolvers", "resolver").values()))


def access(session: Session, *, offline: bool | None = None, verify_ssl: bool = True) -> Access:
    """Return how a session reaches the network, as its settings allow."""
    settings = session.settings
    proxy, direct_hosts = _proxy(settings, os.environ)
    return Access(
        NetworkPolicy(
            allow_http=settings.allow_http,
            allowed_hosts=tuple(host.lower() for host in settings.allow_private_hosts),
            verify_ssl=verify_ssl,
            ca_bundle=settings.ca_bundle,
            proxy=proxy,
            direct_hosts=direct_hosts,
            credentials=credentials(settings, os.environ),
        ),
        settings.mirrors,
        session.store,
        settings.offline if offline is None else offline,
    )


def credentials(settings: Settings, environ: Mapping[str, str]) -> dict[str, str]:
    """Return values of `Authorization` by origin, from the variables that the settings name.

    `user:password` is sent as such, anything else as a bearer token.
    """
    found = {}
    for place, variable in settings.credentials:
        secret = environ.get(variable, "")
        if not secret:
            raise ConfigError(
                f"the setting 'credentials' names the variable {shown(variable)}, which is not set"
            )
        if not secret.isprintable() or not secret.isascii():
            raise ConfigError(
                f"the variable {shown(variable)} holds what no header can",
                hint="expected a token or user:password, in ASCII and on one line",
            )
        if ":" in secret:
            value = f"Basic {base64.b64encode(secret.encode()).decode()}"
        else:
            value = f"Bearer {secret}"
        found[parse_url(place).origin] = value
    return found


def _proxy(settings: Settings, environ: Mapping[str, str]) -> tuple[str, tuple[str, ...]]:
    """Return the proxy, and the hosts to reach without it: of the environment only if it says so.

    Raises `ConfigError` for a proxy that is no URL.
    """
    proxy, direct = settings.proxy, ""
    if proxy == "environment":
        proxy = environ.get("HTTPS_PROXY") or environ.get("https_proxy") or ""
        direct = environ.get("NO_PROXY") or environ.get("no_proxy") or ""
    if proxy and not proxy.startswith(("http://", "https://")):
        raise ConfigError(
            f"the proxy {shown_url(proxy)} is no http or https URL",
            hint="the setting 'proxy' is a URL, or environment for HTTPS_PROXY and NO_PROXY",
        )
    hosts = (each.strip().lstrip(".").lower() for each in direct.split(","))
    return proxy, tuple(filter(None, hosts))


def _accepts(each: Contributed, source: str, request: Request) -> bool:
    with each.blamed("to tell whether it accepts a source"):
        return bool(each.value.accepts(source, request))
