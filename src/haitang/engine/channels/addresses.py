"""Addresses 地址检查: a webhook never reaches into the machine or the network it runs in (SSRF, CWE-918).

A host is resolved once; every address it has must be a public one; the connection then goes to that very address, so
that a name which answers differently the second time (DNS rebinding) gains nothing. `HAITANG_WEBHOOK_ALLOW` names the
hosts and networks of an intranet that are wanted all the same.
"""

import ipaddress
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import SplitResult, urlsplit

from django.conf import settings

from haitang.kernel.words import Words

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

#: Public by number, but answered by the cloud's own machinery (Azure's wire server).
CLOUD = frozenset({ipaddress.ip_address("168.63.129.16")})
#: IPv6 networks that carry an IPv4 address inside and could lead anywhere: NAT64 (RFC 6052, 8215), 6to4, Teredo.
CARRIERS: tuple[Network, ...] = tuple(
    ipaddress.ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32", "::/96")
)
#: A change is under way while an address is checked: a name server that is slow must not hold up the office.
RESOLVE_SECONDS = 3.0
PORTS = {"https": 443, "http": 80}


class Refused(Exception):
    """地址不能用: why nothing is sent to an address, in both languages; never the address itself."""

    def __init__(self, zh: str, en: str, passing: bool = False) -> None:
        super().__init__(en)
        self.words = Words(zh=zh, en=en)
        #: Whether it may be otherwise in a while (a name server that does not answer).
        self.passing = passing


@dataclass(frozen=True, slots=True)
class Target:
    """Where exactly a request goes: the checked address, and the name that TLS and the receiver know it by."""

    secure: bool
    host: str
    port: int
    path: str
    address: str


def target_of(url: str) -> Target:
    """Resolve and check the address of a webhook; Refused with the reason."""
    parts = _parts(url)
    host = parts.hostname or ""
    port = parts.port or PORTS[parts.scheme]
    found = _resolved(host, port)
    if not all(_wanted(host, address) for address in found):
        raise Refused(
            "这个地址在内网或本机，不能发；确实需要的，请管理员写进 HAITANG_WEBHOOK_ALLOW",
            "This address lies in a private network or this machine; whoever needs it names it in HAITANG_WEBHOOK_ALLOW",
        )
    if parts.scheme != "https" and not all(_allowed(host, address) for address in found):
        raise Refused("地址要用 https 开头", "The address has to begin with https")
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    return Target(parts.scheme == "https", host, port, path, str(found[0]))


def is_public(address: Address) -> bool:
    """Whether an address belongs to the open internet: no private, loopback, link-local, metadata or carrier address."""
    mapped = getattr(address, "ipv4_mapped", None)
    if mapped is not None:
        return is_public(mapped)
    carried = any(address in network for network in CARRIERS if network.version == address.version)
    return address.is_global and not (address.is_multicast or carried or address in CLOUD)


def _parts(url: str) -> SplitResult:
    wrong = Refused("这不是可以用的网址", "This is not an address that can be used")
    try:
        parts = urlsplit(url)
        usable = parts.scheme in PORTS and parts.hostname and parts.port != 0
    except ValueError:
        raise wrong from None
    if not usable or parts.username or parts.password or parts.fragment or not url.isascii() or _spaced(url):
        raise wrong
    return parts


def _spaced(url: str) -> bool:
    return any(character.isspace() or ord(character) < 32 or character == "\\" for character in url)


def _resolved(host: str, port: int) -> list[Address]:
    """Every address the name has now, as the system's resolver tells."""
    asking = ThreadPoolExecutor(1)
    try:
        told = asking.submit(socket.getaddrinfo, host, port, type=socket.SOCK_STREAM).result(RESOLVE_SECONDS)
    except (OSError, UnicodeError, TimeoutError):
        raise Refused("找不到这个主机名", "There is no host of that name", passing=True) from None
    finally:
        asking.shutdown(wait=False)
    return [ipaddress.ip_address(str(where[4][0]).partition("%")[0]) for where in told]


def _wanted(host: str, address: Address) -> bool:
    return is_public(address) or _allowed(host, address)


def _allowed(host: str, address: Address) -> bool:
    """Whether the installation names this host or a network that holds the address."""
    plain = getattr(address, "ipv4_mapped", None) or address
    for entry in settings.WEBHOOK_ALLOW:
        network = _network(entry)
        if network is None and entry.lower() == host.lower():
            return True
        if network is not None and network.version == plain.version and plain in network:
            return True
    return False


def _network(entry: str) -> Network | None:
    try:
        return ipaddress.ip_network(entry)
    except ValueError:
        return None
