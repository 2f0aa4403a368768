"""The names feeds give to the same things: element names of every dialect, with all their namespaces, to our fields."""

_ATOM = ("http://www.w3.org/2005/Atom", "http://purl.org/atom/ns#", "http://purl.org/atom/ns")
_RSS = (
    "", "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/", "http://my.netscape.com/publish/formats/rss-0.91.dtd",
    "http://backend.userland.com/rss", "http://backend.userland.com/rss2", "http://blogs.law.harvard.edu/tech/rss",
    "http://channel.netscape.com/rdf/simple/0.9/", "http://backend.userland.com/RSS2", "http://backend.userland.com/rss091",
    "http://cyber.law.harvard.edu/rss", "http://cyber.harvard.edu/rss/rss.html",
)  # fmt: skip
_DC = ("http://purl.org/dc/elements/1.1/", "http://purl.org/dc/elements/1.0/", "http://purl.org/dc/terms/")
_CONTENT = ("http://purl.org/rss/1.0/modules/content/",)
_MEDIA = (
    "http://search.yahoo.com/mrss/",
    "http://search.yahoo.com/mrss",
    "http://tools.search.yahoo.com/mrss/",
    "http://video.search.yahoo.com/mrss/",
)
_ITUNES = (
    "http://www.itunes.com/DTDs/PodCast-1.0.dtd",
    "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "http://www.itunes.com/DTDs/Podcast-1.0.dtd",
    "http://example.com/DTDs/PodCast-1.0.dtd",
)
_SY = ("http://purl.org/rss/1.0/modules/syndication/",)
_BURNER = ("http://rssnamespace.org/feedburner/ext/1.0", "http://www.pheedo.com/namespace/pheedo")
_XHTML = ("http://www.w3.org/1999/xhtml",)
_SITEMAP = ("http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.google.com/schemas/sitemap/0.84", "")
_NEWS = ("http://www.google.com/schemas/sitemap-news/0.9",)
_IMAGE = ("http://www.google.com/schemas/sitemap-image/1.1",)
_RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"

XML = "{http://www.w3.org/XML/1998/namespace}"
RDF_ABOUT = f"{{{_RDF}}}about"


def _names(table: dict[tuple[str, ...], dict[str, str]]) -> dict[str, str]:
    return {
        f"{{{space}}}{name}" if space else name: field
        for spaces, names in table.items()
        for space in spaces
        for name, field in names.items()
    }


def tags(spaces: tuple[str, ...], name: str) -> tuple[str, ...]:
    """An element's name in each of its namespaces, as lxml writes it."""
    return tuple(f"{{{space}}}{name}" if space else name for space in spaces)


ENTRY_FIELDS = _names({
    _ITUNES: {"author": "author2", "image": "image_href", "summary": "summary4"},
    _MEDIA: {"title": "title2", "description": "summary3", "content": "media", "thumbnail": "media",
             "group": "media_group", "keywords": "keywords"},
    _DC: {"title": "title2", "description": "summary2", "creator": "author2", "date": "updated2",
          "subject": "category", "language": "language", "identifier": "guid2", "created": "created",
          "modified": "updated", "issued": "published2"},
    _CONTENT: {"encoded": "content"},
    _XHTML: {"body": "xhtml", "div": "xhtml"},
    _BURNER: {"origLink": "origin"},
    _ATOM: {"title": "title", "link": "atom_link", "id": "guid", "published": "published", "issued": "published",
            "updated": "updated", "modified": "updated", "created": "created", "author": "person",
            "summary": "atom_summary", "content": "atom_content", "category": "category"},
    _RSS: {"title": "title", "link": "link", "guid": "guid", "pubDate": "published", "pubdate": "published",
           "author": "author", "description": "summary", "category": "category", "enclosure": "media",
           "image": "image_href", "fullitem": "content", "issued": "published", "modified": "updated",
           "summary": "atom_summary", "content": "atom_content", "published": "published", "updated": "updated",
           "id": "guid", "body": "xhtml"},
})  # fmt: skip

FEED_FIELDS = _names({
    _DC: {"title": "title2", "language": "language"},
    _SY: {"updatePeriod": "period", "updateFrequency": "frequency"},
    _ATOM: {"title": "title", "link": "atom_link"},
    _RSS: {"title": "title", "link": "link", "language": "language", "ttl": "ttl", "skipHours": "skip_hours",
           "skipDays": "skip_days"},
})  # fmt: skip

RSS_ITEMS = frozenset(tags(_RSS, "item"))
RSS_CHANNELS = frozenset(tags(_RSS, "channel"))
RDF_ROOT = f"{{{_RDF}}}RDF"
ATOM_FEEDS = frozenset(tags(_ATOM, "feed"))
ATOM_ENTRIES = frozenset(tags(_ATOM, "entry")) | {"entry"}
MEDIA_TEXTS = frozenset(tags(_MEDIA, "description"))
ATOM_NAMES = frozenset(tags(_ATOM, "name"))
ATOM_SOURCES = frozenset(tags(_ATOM, "source"))
SITEMAPS = frozenset(tags(_SITEMAP, "urlset"))
SITEMAP_INDEXES = frozenset(tags(_SITEMAP, "sitemapindex"))
SITEMAP_URLS = frozenset(tags(_SITEMAP, "url"))
SITEMAP_FIELDS = _names({
    _SITEMAP: {"loc": "url", "lastmod": "updated"},
    _NEWS: {"news": "news", "title": "title", "publication_date": "published", "keywords": "keywords",
            "publication": "publication", "language": "language", "name": "name"},
    _IMAGE: {"image": "image", "loc": "image_url"},
})  # fmt: skip
