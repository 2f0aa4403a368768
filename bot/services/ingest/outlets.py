"""What each outlet repeats under its articles, learnt from them as they come, and known again after a restart."""

from collections import OrderedDict
from dataclasses import dataclass, field

from bot.briefs.outlet_lines import OutletLines
from bot.domain.article import Article
from bot.feeds.urls import site_of
from bot.services.deps import Deps
from storage import outlets

_REMEMBERED = 300
"""Outlets held in memory, 100 kB each at most; the others are in the database."""

_SAVED_EVERY = 10
"""Articles after which what was learnt is written down, the first few at once; a crash costs no more lessons."""


@dataclass(slots=True)
class _Outlet:
    lines: OutletLines = field(default_factory=OutletLines)
    unsaved: int = 0


class Outlets:
    """The outlets that one process reads. Several processes each learn, and the last to write down is believed."""

    def __init__(self, deps: Deps) -> None:
        self._deps = deps
        self._known: OrderedDict[str, _Outlet] = OrderedDict()

    async def about(self, article: Article) -> OutletLines | None:
        """What is known of the lines of this article; None for one without an outlet."""
        name = _name(article)
        return (await self._get(name)).lines.only(article.text) if name else None

    async def learn(self, article: Article) -> None:
        """Take in one more article of its outlet. Each article once, not each correction."""
        name = _name(article)
        if not name or not article.text:
            return
        outlet = await self._get(name)
        outlet.lines = outlet.lines.learn(article.text)
        outlet.unsaved += 1
        if outlet.unsaved >= min(_SAVED_EVERY, 1 + outlet.lines.articles // _SAVED_EVERY):
            await self._save(name, outlet)

    async def save(self) -> None:
        """Write down what was learnt since it was last written down."""
        for name, outlet in list(self._known.items()):
            await self._save(name, outlet)

    async def _get(self, name: str) -> _Outlet:
        if name not in self._known:
            async with self._deps.database.read() as session:
                packed = await outlets.find_lines(session, name)
            self._known.setdefault(name, _Outlet(OutletLines.from_bytes(packed)))
        self._known.move_to_end(name)
        if len(self._known) > _REMEMBERED:
            await self._save(*self._known.popitem(last=False))
        return self._known[name]

    async def _save(self, name: str, outlet: _Outlet) -> None:
        if outlet.unsaved:
            outlet.unsaved = 0
            packed = outlet.lines.to_bytes()
            async with self._deps.database.write_behind() as session:
                await outlets.set_lines(session, name, packed, now=self._deps.now())


def _name(article: Article) -> str:
    return site_of(article.url) or article.source
