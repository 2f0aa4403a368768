"""Which addresses Telegram lets a link or a button lead to."""

import re

_URL = re.compile(
    r"(?P<scheme>[a-zA-Z][a-zA-Z0-9+.-]*://)?(?:[^/?#@\s]*@)?(?P<host>\[[0-9a-fA-F:.]+\]|[^/?#:\s]*)"
    r"(?::(?P<port>[^/?#\s]*))?(?P<rest>[/?#]\S*)?"
)
_USER = re.compile(r"tg:(?://)?user\?id=(\d{1,15})\Z", re.IGNORECASE)
_DEEP = re.compile(r"tg:(?://)?(?P<host>[A-Za-z0-9_-]+)(?P<query>[/?]\S*)?\Z", re.IGNORECASE)
_HOST = re.compile(r"[^\x00-\x2c\x2f\x3a-\x40\x5b-\x60\x7b-\x7f]+|_")


class LinkError(Exception):
    """Telegram's reason against an address."""


def check_link(link: str) -> str:
    """The address in the form in which Telegram gives it back; raises LinkError."""
    if deep := _DEEP.match(link):
        return f"tg://{deep['host']}{deep['query'] or ''}"
    found = _URL.fullmatch(link.strip())
    if not found:
        raise LinkError("URL host is invalid")
    scheme = (found["scheme"] or "http://").lower()
    if scheme not in {"http://", "https://"}:
        raise LinkError("Unsupported URL protocol")
    if found["port"] is not None and not (found["port"].isdigit() and 0 < int(found["port"]) < 65536):
        raise LinkError("Wrong port number specified in the URL")
    return f"{scheme}{_checked_host(found['host'])}{_port(found['port'])}{_path(found['rest'])}"


def checked_link(link: str) -> str:
    """The same, and nothing for an address that leads nowhere: in a text, such a link is dropped without a word."""
    try:
        return check_link(link)
    except LinkError:
        return ""


def user_of_link(link: str) -> int:
    """The user that `tg://user?id=` names; 0 for any other address."""
    found = _USER.match(link)
    return int(found[1]) if found else 0


def _checked_host(host: str) -> str:
    if not host:
        raise LinkError("URL host is empty")
    if host.startswith("["):
        return host.lower()
    if not _HOST.fullmatch(host):
        raise LinkError("Unallowed characters in URL host")
    if "." not in host:
        raise LinkError("Wrong HTTP URL")
    return host.lower()


def _port(port: str | None) -> str:
    return f":{port}" if port else ""


def _path(rest: str | None) -> str:
    """Telegram puts a slash where the path is empty."""
    return rest if rest and rest.startswith("/") else f"/{rest or ''}"
