"""The fast path: well-formed XML feeds, read with lxml in one pass over each item.

It reads what it knows how to read and returns None for everything else, which feedparser then takes.
No entity is expanded that the document defines, no DTD is loaded, nothing is fetched.
"""

from lxml import etree

from bot.feeds import xmlnames as names
from bot.feeds.model import Feed
from bot.feeds.rhythm import polling_hints
from bot.feeds.xmlentry import read_entries
from bot.feeds.xmlvalues import Element, fields_of, lang_of, links_of, resolved, text_of, title_of, values_of

_PARSER = etree.XMLParser(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)


def parse_tree(body: bytes) -> Element:
    """The root of well-formed XML. Raises etree.XMLSyntaxError for what is not."""
    return etree.fromstring(body, _PARSER)


def read_root(root: Element, *, url: str = "") -> Feed | None:
    """The feed below this root; None for a dialect that is not known here."""
    if root.tag in names.ATOM_FEEDS:
        items = [one for one in root if one.tag in names.ATOM_ENTRIES]
        return _read(root, root, items, url, "atom10" if "2005" in root.tag else "atom03")
    if root.tag not in {"rss", names.RDF_ROOT} | names.RSS_CHANNELS:
        return None
    channel = next((one for one in root if one.tag in names.RSS_CHANNELS), root)
    kind = "rdf" if root.tag == names.RDF_ROOT else f"rss{root.get('version') or ''}"[:12]
    return _read(root, channel, list(root.iter(*names.RSS_ITEMS)), url, kind)


def _read(root: Element, channel: Element, items: list[Element], url: str, kind: str) -> Feed | None:
    if not items and any(str(one.tag).endswith(("}item", "}entry", "}ITEM")) for one in root.iter()):
        return None  # items under a name that is not known here
    head = fields_of(channel, names.FEED_FIELDS)
    language = text_of(head.get("language")) or lang_of(channel) or lang_of(root)
    links = links_of(head.get("atom_link*", ()))
    site = resolved(links.get("alternate", "") or text_of(head.get("link")), channel, url)
    hints = polling_hints(
        ttl=text_of(head.get("ttl")), period=text_of(head.get("period")), frequency=text_of(head.get("frequency")),
        hours=values_of(head.get("skip_hours")), days=values_of(head.get("skip_days")),
    )  # fmt: skip
    return Feed(
        format=kind,
        title=title_of(head),
        site_url=site,
        language=language[:40],
        entries=read_entries(items, site or url, language),
        every=hints.every,
        skip_hours=hints.hours,
        skip_days=hints.days,
        hub_url=resolved(links.get("hub", ""), channel, url),
        self_url=resolved(links.get("self", ""), channel, url),
        next_url=resolved(links.get("next", ""), channel, url),
    )
