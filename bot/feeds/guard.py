"""Which addresses we may reach: an address somebody gave us must not open our own network to them.

The judgement that counts is the one on the socket address, at connect time (`bot.feeds.connect`): no
spelling of a host and no answer of a name server gets around it. The judgement on the URL comes first,
costs no look-up, and says what is wrong in words.

The table is ours: Python's `ipaddress.is_global` holds a NAT64 form of 127.0.0.1 to be global, and
differs between patch releases (CVE-2024-4032).
"""

import re
import unicodedata
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from yarl import URL

from bot.errors import ForbiddenAddress

MAX_URL = 2000
"""Characters of an address; longer ones are not followed, and break what they are shown in."""

WEB_PORTS = frozenset({80, 443, 8080, 8443})
"""Ports on which the open web is served. Others speak mail, databases and consoles."""

_NEVER_V4 = {
    "0.0.0.0/8": "this network",
    "192.0.0.0/24": "protocol assignments",
    "192.0.2.0/24": "documentation",
    "192.31.196.0/24": "AS112",
    "192.52.193.0/24": "AMT",
    "192.88.99.0/24": "6to4 relays",
    "192.175.48.0/24": "AS112",
    "198.18.0.0/15": "benchmarks",
    "198.51.100.0/24": "documentation",
    "203.0.113.0/24": "documentation",
    "224.0.0.0/4": "multicast",
    "240.0.0.0/4": "reserved",
    "169.254.169.254/32": "cloud metadata",
    "169.254.170.0/24": "cloud metadata",
    "100.100.100.200/32": "cloud metadata",
    "168.63.129.16/32": "cloud metadata",
}
_PRIVATE_V4 = {
    "10.0.0.0/8": "private",
    "100.64.0.0/10": "shared by carriers",
    "127.0.0.0/8": "loopback",
    "169.254.0.0/16": "link-local",
    "172.16.0.0/12": "private",
    "192.168.0.0/16": "private",
}
_NEVER_V6 = {
    "::/128": "unspecified",
    "64:ff9b:1::/48": "local NAT64",
    "100::/64": "discard",
    "2001::/32": "Teredo",
    "2001::/23": "protocol assignments",
    "2001:db8::/32": "documentation",
    "2002::/16": "6to4",
    "2620:4f:8000::/48": "AS112",
    "3fff::/20": "documentation",
    "fd00:ec2::254/128": "cloud metadata",
    "fd20:ce::254/128": "cloud metadata",
    "fec0::/10": "site-local",
    "ff00::/8": "multicast",
}
_PRIVATE_V6 = {
    "::1/128": "loopback",
    "fc00::/7": "private",
    "fe80::/10": "link-local",
}
_TABLE_V4 = [(IPv4Network(net), why, False) for net, why in _NEVER_V4.items()]
_TABLE_V4 += [(IPv4Network(net), why, True) for net, why in _PRIVATE_V4.items()]
_TABLE_V6 = [(IPv6Network(net), why, False) for net, why in _NEVER_V6.items()]
_TABLE_V6 += [(IPv6Network(net), why, True) for net, why in _PRIVATE_V6.items()]
_NAT64 = IPv6Network("64:ff9b::/96")
_GLOBAL = IPv6Network("2000::/3")

_NUMBER = r"(?:0x[0-9a-f]*|[0-9]+)"
_NUMERIC_HOST = re.compile(rf"{_NUMBER}(?:\.{_NUMBER}){{0,3}}\.?", re.IGNORECASE)
_UNFIT = re.compile(r"[\x00-\x20\x7f-\xa0\\]|[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_AUTHORITY = re.compile(r"[a-z][a-z0-9+.-]*://([^/?#]*)", re.IGNORECASE)
_LOCAL_NAMES = (
    "localhost",
    "local",
    "internal",
    "intranet",
    "lan",
    "home.arpa",
    "localdomain",
    "onion",
    "test",
)


def refuse_address(address: str, *, allow_private: bool = False) -> str:
    """Why a socket address must not be reached; empty when it may be.

    `allow_private` opens loopback, link-local and private networks, never multicast, reserved ranges
    or the metadata services of clouds.
    """
    try:
        found = ip_address(address)
    except ValueError:
        return "not an address"
    if isinstance(found, IPv4Address):
        return _refuse_v4(found, allow_private=allow_private)
    return _refuse_v6(found, allow_private=allow_private)


def _refuse_v4(address: IPv4Address, *, allow_private: bool) -> str:
    for network, why, private in _TABLE_V4:
        if address in network:
            return "" if private and allow_private else why
    return ""


def _refuse_v6(address: IPv6Address, *, allow_private: bool) -> str:
    if address.scope_id is not None:
        return "bound to an interface"
    for network, why, private in _TABLE_V6:
        if address in network:
            return "" if private and allow_private else why
    inner = _embedded(address)
    why = _refuse_v4(inner, allow_private=allow_private) if inner else ""
    if why:
        return f"{why}, inside an IPv6 address"
    return "" if address in _GLOBAL or _carries_v4(address) else "outside global unicast"


def _embedded(address: IPv6Address) -> IPv4Address | None:
    """The IPv4 address at which traffic to this one ends: mapped, NAT64 or ISATAP."""
    isatap = (int(address) >> 32) & 0xFDFFFFFF == 0x00005EFE  # the "universal" bit may be set (RFC 5214)
    if isatap or _carries_v4(address):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _carries_v4(address: IPv6Address) -> bool:
    """Whether the system sends this out as IPv4, or a network without IPv4 translates it (DNS64)."""
    return address.ipv4_mapped is not None or address in _NAT64


def refuse_url(url: str, *, allow_private: bool = False) -> str:
    """Why this URL must not be fetched, as far as its spelling tells; empty when it may be."""
    authority = _AUTHORITY.match(url)
    faults = {
        f"longer than {MAX_URL} characters": len(url) > MAX_URL,
        "holds blanks, control characters or backslashes": bool(_UNFIT.search(url[: MAX_URL + 1])),
        "not http or https": authority is None or not url.lower().startswith(("http://", "https://")),
        "holds a user name or password": authority is not None and "@" in authority[1],
        "escapes its host": authority is not None and "%" in authority[1],
    }
    fault = next((fault for fault, holds in faults.items() if holds), "")
    return fault or _refuse_parsed(url, allow_private=allow_private)


def _refuse_parsed(url: str, *, allow_private: bool) -> str:
    try:
        parsed = URL(url)
        host, port = parsed.host or "", parsed.port
    except (ValueError, UnicodeError):
        return "malformed"
    if not port or (not allow_private and port not in WEB_PORTS):
        return f"port {port} is not one of the web's"
    return _refuse_host(host, allow_private=allow_private)


def _refuse_host(host: str, *, allow_private: bool) -> str:
    plain = unicodedata.normalize("NFKC", host).replace("\u3002", ".").lower()
    if ":" in plain or _is_dotted_quad(host):
        return refuse_address(plain, allow_private=allow_private)
    if _NUMERIC_HOST.fullmatch(plain):
        return "a number in disguise"
    return _refuse_name(plain.rstrip("."), allow_private=allow_private)


def _refuse_name(name: str, *, allow_private: bool) -> str:
    if not name or len(name) > 253 or any(not label or len(label) > 63 for label in name.split(".")):
        return "no host"
    if name == "metadata" or name.startswith("metadata.google."):
        return "cloud metadata"
    if not allow_private and (
        "." not in name or any(f".{name}".endswith(f".{local}") for local in _LOCAL_NAMES)
    ):
        return "a local name"
    return ""


def _is_dotted_quad(host: str) -> bool:
    """Whether a host is an IPv4 address as it is written, without leading zeros."""
    try:
        return str(IPv4Address(host)) == host
    except ValueError:
        return False


def check_url(url: str, *, allow_private: bool = False) -> URL:
    """The URL, parsed. Raises ForbiddenAddress, which says why."""
    why = refuse_url(url, allow_private=allow_private)
    if why:
        raise ForbiddenAddress(f"{url[:200]}: {why}")
    return URL(url)
