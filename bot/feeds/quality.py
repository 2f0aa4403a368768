"""Whether the text of a page is an article: not a list of teasers, a cookie wall, a video page or a paywall's stub."""

import re

from bot.feeds.metadata import Metadata

SHORTEST = 250
"""Characters of the shortest text that is taken for an article's; a standfirst is as long."""

STUB = 1_500
"""Characters under which a text that asks for money is the beginning of an article and not the article."""

_COOKIES = re.compile(
    r"\bcookies?\b|\bconsent\b|\bGDPR\b|privacy (?:policy|settings|choices)|personali[sz]ed (?:ads|content)"
    r"|legitimate interest|Einwilligung|Datenschutz|témoins de connexion|cookie-fayl|файл\w* cookie|cookies? файл"
    r"|персональных данных|çerez|məxfilik",
    re.IGNORECASE,
)
_PAYWALL = re.compile(
    r"subscribe (?:now |today )?to (?:continue|read|keep reading|unlock)|(?:already|existing) (?:a )?subscriber"
    r"|subscribers only|(?:sign|log) in to (?:continue|read)|to continue reading"
    r"|unlock (?:this|the full) (?:article|story)|free articles? (?:left|remaining)|create an? (?:free )?account to"
    r"|become a (?:member|subscriber)|jetzt (?:abonnieren|weiterlesen)|réservé aux abonnés"
    r"|(?:оформите|купите) подписку|доступно (?:только )?(?:по подписке|подписчикам)"
    r"|abunə olun və oxuyun|abone (?:olun|ol) ve oku",
    re.IGNORECASE,
)
_NO_SCRIPT = re.compile(
    r"enable javascript|javascript is (?:disabled|required)|checking your browser|verify (?:that )?you are (?:a )?human"
    r"|access (?:to this page has been )?denied|включите javascript|unusual traffic",
    re.IGNORECASE,
)
_END = re.compile(r"[.!?…。！？؟։।][\"'”’»)\]]*$")
_ARTICLES = re.compile(r"Article|BlogPosting|Report$", re.IGNORECASE)


def refusal(text: str, meta: Metadata, *, dropped: int = 0) -> str:
    """Why a page's text is no article; empty when it is one. One of: teasers, wall, paywall, video, empty.

    `dropped` are the characters of link lines that were taken out of it.
    """
    reasons = {
        "teasers": _is_mostly_links(text, dropped) or (_is_list(text) and not _is_declared(meta)),
        "wall": _is_wall(text),
        "paywall": 0 < len(text) < STUB and (bool(_PAYWALL.search(text[-600:])) or not meta.is_free),
        "video": len(text) < 2 * SHORTEST and _is_video(meta),
        "empty": not text.strip() or (len(text) < SHORTEST and not _is_declared(meta)),
    }
    return next((reason for reason, holds in reasons.items() if holds), "")


def _is_mostly_links(text: str, dropped: int) -> bool:
    return dropped > 2 * SHORTEST and dropped > len(text)


def _is_wall(text: str) -> bool:
    """A bot check, or short and on every fortieth word about cookies; an article about cookies is longer."""
    if len(text) < 3 * SHORTEST and _NO_SCRIPT.search(text):
        return True
    return len(text) < 4_000 and len(_COOKIES.findall(text)) * 40 >= max(len(text.split()), 80)


def _is_video(meta: Metadata) -> bool:
    about_video = "VideoObject" in meta.types or any(kind.startswith("video") for kind in meta.types)
    return about_video and not any(_ARTICLES.search(kind) for kind in meta.types if kind != "article")


def _is_list(text: str) -> bool:
    """Many lines, hardly one of which is a sentence: headlines under each other."""
    lines = text.split("\n")
    written = sum(len(line) for line in lines if len(line) >= 60 and _END.search(line))
    return len(lines) >= 10 and written * 5 < len(text)


def _is_declared(meta: Metadata) -> bool:
    return any(_ARTICLES.search(kind) for kind in meta.types)
