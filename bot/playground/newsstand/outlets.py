"""The outlets, and what is peculiar to each: its language, its kind of feed, how much the feed tells, its pages."""

from dataclasses import dataclass
from enum import StrEnum


class Feed(StrEnum):
    RSS = "feed.xml"
    BROKEN_RSS = "rss.php"  # with a bare ampersand and an entity that XML does not know
    ATOM = "atom.xml"
    JSON = "feed.json"


class Page(StrEnum):
    CLEAN = "clean"  # an <article> of paragraphs
    PROMOTED = "promoted"  # teasers, an app and a call for comments in the middle of the text's own element
    BREAKS = "breaks"  # one <div>, its paragraphs parted by <br><br>


@dataclass(frozen=True, slots=True)
class Outlet:
    """`full`: the feed carries whole articles; otherwise a teaser, and the page must be fetched."""

    slug: str
    name: str
    language: str
    feed: Feed
    page: Page
    full: bool

    @property
    def feed_path(self) -> str:
        return f"/{self.slug}/{self.feed.value}"


OUTLETS = {
    outlet.slug: outlet
    for outlet in (
        Outlet("caspian-courier", "Caspian Courier", "en", Feed.RSS, Page.CLEAN, full=True),
        Outlet("two-rivers", "Two Rivers Dispatch", "en", Feed.ATOM, Page.PROMOTED, full=False),
        Outlet("steppe-ledger", "Steppe Ledger", "en", Feed.JSON, Page.BREAKS, full=True),
        Outlet("meridian", "Меридиан 50", "ru", Feed.RSS, Page.PROMOTED, full=False),
        Outlet("stepnoy-telegraf", "Степной телеграф", "ru", Feed.BROKEN_RSS, Page.CLEAN, full=True),
        Outlet("xezer-xeber", "Xəzər Xəbər", "az", Feed.RSS, Page.PROMOTED, full=False),
        Outlet("gunun-sozu", "Günün Sözü", "az", Feed.ATOM, Page.BREAKS, full=True),
        Outlet("bogaz-postasi", "Boğaz Postası", "tr", Feed.JSON, Page.CLEAN, full=False),
    )
}
