"""One address for one page: what a publisher's servers, trackers and mobile editions add is taken off."""

import re
from functools import lru_cache
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit, urlunsplit

_TRACKERS = re.compile(
    r"(?:utm|pk|piwik|mtm|matomo|hsa|ns|at|oly|vero|_hs|wt|xtor|itm|ga|mc|trk|cm|ito|spm|sc|stm|hmb|ir|epik)_\w+"
    r"|(?:fb|g|y|ms|dcl|tw|ttcl|igsh|yclid|gcl|wbra|gbra|li_fat_)(?:cl|cls)?(?:id|src)"
    r"|fbclid|gclid|gclsrc|dclid|msclkid|yclid|twclid|ttclid|igshid|igsh|wickedid|_openstat|openstat|xtor|spm"
    r"|ref|ref_?src|ref_?url|referr?er|refer|src|source|cmp|cmpid|cid|icid|ncid|ocid|smid|smtyp|sr_share|partner|emc"
    r"|ito|rss|feed(?:type|name)?|fromrss|from|via|share|shared|social|mod|guccounter|guce_\w+|taid|__twitter_impression"
    r"|amp|amp_\w+|outputtype|usqp|tpcc|traffic_source|medium|campaign|cmpredirect|nocache|_ga|_gl|s_cid|sref|seid",
    re.IGNORECASE,
)
_SIDE_HOST = re.compile(r"^(?:www\d?|m|mobile|mobi|amp|touch|wap|pda|lite)\.(?=[^.]+\.)")
_SIDE_LABEL = re.compile(r"(?<=\.)(?:m|amp|mobile)\.(?=[^.]+\.)")
_AMP_PATH = re.compile(r"/amp(?=/|$)|(?<=[^/])\.amp(?=(?:\.html?)?$)|(?<=/)amphtml/", re.IGNORECASE)
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP_CACHE = re.compile(
    r"https?://(?:[\w-]+\.cdn\.ampproject\.org/[a-z]/(?P<tls>s/)?|(?:www\.)?google\.[a-z.]+/amp/(?P<tls2>s/)?)(?P<rest>.+)",
    re.IGNORECASE,
)
_KEEP = "/:@!$&'()*+,;=~-._"


@lru_cache(maxsize=20_000)
def canonical_url(url: str) -> str:
    """The form under which an address is known: without scheme, side host, tracking, fragment or AMP.

    It is a name to compare, not one to fetch. Empty for what is no address of the web.
    """
    try:
        parts = urlsplit(_out_of_cache(url.strip()))
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not host:
        return ""
    name = _SIDE_LABEL.sub("", _SIDE_HOST.sub("", _ascii(host)))
    place = name if port in {None, 80, 443} else f"{name}:{port}"
    path = _INDEX.sub("", _AMP_PATH.sub("", re.sub(r"/{2,}", "/", parts.path)))
    query = _query(parts.query, sort=True)
    fragment = f"#{parts.fragment}" if parts.fragment.startswith("!") else ""
    return place + _even(path.rstrip("/")) + (f"?{query}" if query else "") + fragment


def readers_url(url: str) -> str:
    """The same page without tracking parameters, fit to be shown and followed; the address itself when unsure."""
    try:
        parts = urlsplit(_out_of_cache(url.strip()))
        if parts.scheme not in {"http", "https"} or not parts.hostname or not parts.query:
            return url.strip()
        return urlunsplit(parts._replace(query=_query(parts.query, sort=False)))
    except ValueError:
        return url.strip()


def site_of(url: str) -> str:
    """The host of an address in its plain form, such as `example.com`; empty when there is none."""
    return canonical_url(url).partition("/")[0].partition("?")[0]


def _out_of_cache(url: str) -> str:
    match = _AMP_CACHE.fullmatch(url)
    if match is None:
        return url
    return f"http{'s' if match['tls'] or match['tls2'] else ''}://{match['rest']}"


def _ascii(host: str) -> str:
    try:
        return host.encode("idna").decode("ascii").lower() if not host.isascii() else host.lower()
    except UnicodeError:
        return host.lower()


def _query(query: str, *, sort: bool) -> str:
    pairs = [
        (name, value)
        for name, value in parse_qsl(query, keep_blank_values=True)
        if not _TRACKERS.fullmatch(name)
    ]
    return urlencode(sorted(pairs) if sort else pairs)


def _even(path: str) -> str:
    """A path with one spelling for each escape."""
    return quote(unquote(path), safe=_KEEP)
