"""Which addresses packkit may speak to: public ones, and private ones that the user allows."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Iterable, Iterator
from typing import TypeAlias

from attune_packkit import clock
from attune_packkit.errors import SourceError, VerificationError
from attune_packkit.escaping import shown

Address: TypeAlias = ipaddress.IPv4Address | ipaddress.IPv6Address
Lookup: TypeAlias = Callable[[str, int], Iterable[str]]

_NAT64 = (ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("64:ff9b:1::/48"))


def look_up(host: str, port: int) -> list[str]:
    """Return the addresses of a host as the system knows them. Raises `OSError`."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


def in_time(lookup: Lookup, deadline: float) -> Lookup:
    """Return a look-up that is given up at `deadline`, a time of `clock.elapsed`.

    The system's look-up can be neither limited nor stopped, so it runs in a thread that nobody
    waits for after that. The look-up raises `SourceError` when the time is up.
    """
    import queue
    import threading

    def bounded(host: str, port: int) -> tuple[str, ...]:
        answer: queue.SimpleQueue[tuple[str, ...] | Exception] = queue.SimpleQueue()

        def ask() -> None:
            try:
                answer.put(tuple(lookup(host, port)))
            except Exception as error:
                answer.put(error)

        threading.Thread(target=ask, daemon=True).start()
        try:
            found = answer.get(timeout=max(0.0, deadline - clock.elapsed()))
        except queue.Empty:
            raise SourceError(
                f"host {shown(host)} was not looked up in time",
                hint="does the name server answer? see also --timeout",
            ) from None
        if isinstance(found, Exception):
            raise found
        return found

    return bounded


def permitted(
    host: str, port: int, allowed: Iterable[str], lookup: Lookup = look_up
) -> tuple[str, ...]:
    """Return the addresses to connect to for a host.

    `allowed` holds names, addresses and networks beyond the public ones. Raises `SourceError` for
    an unknown host, `VerificationError` if one of its addresses is not public and not allowed: a
    host with both kinds is made for getting past such checks.
    """
    allowed = tuple(allowed)
    if _is_local_name(host) and host not in allowed:
        raise _refused(host, "")
    found = addresses_of(host, port, lookup)
    if host not in allowed:
        for text in found:
            if not _is_allowed(text, allowed):
                raise _refused(host, text)
    return found


def addresses_of(host: str, port: int, lookup: Lookup = look_up) -> tuple[str, ...]:
    """Return the addresses of a host, whatever they are. Raises `SourceError` if it has none."""
    try:
        found = (host,) if _is_literal(host) else tuple(lookup(host, port))
    except OSError as error:
        raise SourceError(f"host {shown(host)} is unknown: {error.strerror or error}") from None
    if not found:
        raise SourceError(f"host {shown(host)} has no address")
    return found


def is_public(address: Address) -> bool:
    """Tell whether an address, and any that is wrapped in it, is one of the public internet."""
    return all(
        each.is_global and not (each.is_multicast or each.is_reserved or each.is_unspecified)
        for each in _unwrapped(address)
    )


def _unwrapped(address: Address) -> Iterator[Address]:
    """Yield what is behind an address: IPv4 in IPv6 in its several forms; else itself."""
    if not isinstance(address, ipaddress.IPv6Address):
        yield address
    elif any(address in network for network in _NAT64):
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.ipv4_mapped or address.sixtofour:
        yield address.ipv4_mapped or address.sixtofour or address
    elif int(address) >> 32 == 0:
        yield ipaddress.IPv4Address(int(address))
    else:
        yield from address.teredo or (address,)


def _is_allowed(text: str, allowed: Iterable[str]) -> bool:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return False
    return is_public(address) or any(_contains(each, address) for each in allowed)


def _contains(network: str, address: Address) -> bool:
    try:
        return address in ipaddress.ip_network(network, strict=False)
    except ValueError:
        return False


def _is_literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def _is_local_name(host: str) -> bool:
    return host == "localhost" or host.endswith(".localhost")


def _refused(host: str, address: str) -> VerificationError:
    where = f", at {address}," if address and address != host else ""
    return VerificationError(
        f"host {shown(host)}{where} is not on the public internet",
        hint="if you mean it, add it to the setting 'allow-private-hosts'",
    )
