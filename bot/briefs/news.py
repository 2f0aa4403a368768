"""What is published beside the news: stored like any article, never pushed to a reader.

Each rule reads the headline, the address or the categories; the text only where a headline cannot tell.
A rule must be sure: an article that is wrongly held back is lost news.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from bot.briefs.words import lower
from bot.domain.article import Article

_TITLES: Mapping[str, str] = MappingProxyType(
    {
        "horoscope": (
            r"\bhoroscopes?\b|\bzodiac signs?\b|\bastrolog(?:y|ical) (?:forecast|predictions?)|"
            r"\bгороскоп|\bзнак(?:ам|и|ов) зодиака|астролог(?:ический|и) прогноз|"
            r"\bqoroskop|\bulduz fal|\bbürclər|\bbürcünüz|\bgünlük burç|\bburç yorum|\bburçlar[ıi]n|"
            r"\bburcunuz"
        ),
        "quiz": (
            r"\bquiz\b|\bcrossword\b|\bsudoku\b|\bwordle (?:today|hint|answer)|\bspelling bee answers?\b|"
            r"\bconnections hints?\b|\bbrain ?teaser\b|\bheadline[s]? challenge\b|"
            r"\bвикторин|\bкроссворд|\bтест: |\bтест на знание|\bпройдите тест|\bsudoku|\bkrossvord|\bviktorina|"
            r""
            r"\bbulmaca\b|\btest: "
        ),
        "deals": (
            r"\b(?:best|top|hot(?:test)?|early|today.s) (?:\w+ ){0,4}deals\b|\bdeals? of the (?:day|week)\b|"
            r"\bpromo codes?\b|\bcoupon codes?\b|\bdiscount codes?\b|\bgift guide\b|\bgift ideas\b|"
            r"\b\d+ (?:best|great) (?:\w+ ){1,4}(?:to buy|under [$£€]\d+)|\bon sale (?:right now|today) (?:at|"
            r"for)\b|"
            r"\bsave up to \d+|\b\d+% off (?:at|on|your)\b|"
            r"\bпромокод|\bлучшие скидки|\bраспродажа на алиэкспресс|\bпромо-?код|\bкупить со скидкой|"
            r"\bpromo ?kod|\bendirim kampaniyası|\bindirim kodu|\bkupon kodu|\bfırsat ürün|\baktüel katalo|"
            r"\baktüel ürün"
        ),
        "lottery": (
            r"\b(?:lotto|powerball|mega millions|euromillions|lottery) (?:winning )?(?:results|numbers)\b|"
            r"\bwinning (?:lotto|powerball|mega millions|lottery) numbers\b|\bрезультаты (?:лотере|тираж)|"
            r"\blotereya nəticə|\b(?:sayısal loto|süper loto|şans topu|çılgın sayısal|on numara|"
            r"milli piyango)\b.*sonuç"
        ),
        "live blog": (
            r"^live(?: blog| updates?)?(?:\s*[:|]|\s+[-–—]\s)|\blive ?blog\b|\blive updates\b|"
            r"\bas it happened\b|\bminute by minute\b|"
            r"^онлайн(?:\s*[:|]|\s+[-–—]\s)|\bпрямая трансляция\b|\bтекстовая трансляция\b|"
            r"\bонлайн-трансляция\b|"
            r"\bcanlı yayım\b|^canlı(?:\s*[:|]|\s+[-–—]\s)|\bcanlı blog\b|\bcanlı anlatım\b|\bdakika dakika\b"
        ),
        "how to watch": (
            r"\bhow to watch\b|\bwhere to watch\b|\bwhat channel is\b|\btv (?:listings|schedule|guide)\b|"
            r"\blive stream(?:ing)? (?:free|info|details)\b|"
            r"\bгде смотреть\b|\bсмотреть онлайн\b|\bво сколько начало\b|\bпрограмма передач\b|"
            r"\bhansı kanalda\b|"
            r"\bhangi kanalda\b|\bsaat kaçta\b|\byayın akışı\b"
        ),
        "round-up": (
            r"^(?:the )?(?:morning|evening|daily|weekend) (?:briefing|digest|headlines|newsletter)\b|"
            r"\b(?:photos|pictures) of the (?:day|week)\b|\bthis day in history\b|\btoday in history\b|"
            r"\bon this day\b|"
            r"\bnewspaper headlines\b|\bthe papers:|\bcartoon of the (?:day|week)\b|\bquotes? of the (?:day|"
            r"week)\b|"
            r"\bфото дня\b|\bкартина дня\b|\bв этот день\b|\bдень в истории\b|\bглавное за (?:день|ночь|"
            r"неделю)\b|\bдайджест\b|"
            r"\bgünün fotosu\b|\btarixdə bu gün\b|\bgünün əsas xəbərləri\b|\bgünün fotoğrafı\b|"
            r"\btarihte bugün\b|\bgazete manşetleri\b"
        ),
        "recipe": (
            r"^(?:[\w'-]+ ){1,6}recipes?$|^recipes?:|^рецепт(?:ы)?\b|\bresepti$|\breseptləri$|"
            r"\btarifi$|\btarifi:|\bnasıl yapılır\?? (?:tarif|malzeme)"
        ),
        "name day": (
            r"\bименины\b|\bнародный календарь\b|"
            r"\bкакой (?:сегодня|завтра) праздник\b|\bприметы на \d"
        ),
        "advertisement": (
            r"^(?:sponsored|advertorial|paid post|partner content|promoted)\b|\[(?:sponsored|ad|advertorial)\]|"
            r""
            r"\bна правах рекламы\b|^реклама\s*[:|]|^\(?r\)\s|\badvertorial\b|\breklam hüququnda\b|^ilan\s*[:|"
            r"]"
        ),
    }
)

_FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "horoscope": r"horoscopes?|astrology|goroskop|qoroskop|astroloji|burclar",
        "quiz": r"quiz(?:zes)?|crosswords?|puzzles?|games-and-puzzles|sudoku|bulmaca",
        "deals": r"deals|coupons?|promo-codes?|gift-guides?|shopping-deals|skidki",
        "live blog": r"live-?blog",
        "lottery": r"lotto-results|lottery-results|loto-sonuclari",
        "recipe": r"recipes?|recepty|resept(?:ler)?|yemek-tarifleri|tarifler",
        "advertisement": r"sponsored|advertorial|partner-content|paid-post|brandvoice|brand-studio|promoted",
    }
)

_CATEGORIES: Mapping[str, str] = MappingProxyType(
    {
        "horoscope": r"horoscopes?|astrology|гороскопы?|qoroskop(?:lar)?|burçlar|astroloji",
        "quiz": r"quiz(?:zes)?|crosswords?|puzzles?|тесты|викторины|bulmaca",
        "deals": r"deals|coupons|shopping deals|gift guides?|скидки|промокоды|fırsatlar",
        "recipe": r"recipes?|рецепты|reseptlər|yemek tarifleri|tarifler",
        "advertisement": r"sponsored|advertorial|partner content|реклама|reklam|advertisement",
    }
)

_IN_TITLE = {name: re.compile(rule) for name, rule in _TITLES.items()}
_IN_FOLDER = {name: re.compile(rule) for name, rule in _FOLDERS.items()}
_IN_CATEGORY = {name: re.compile(rule) for name, rule in _CATEGORIES.items()}
_SIGNS = re.compile(
    r"^(?:aries|taurus|gemini|cancer|leo|virgo|libra|scorpio|sagittarius|capricorn|aquarius|pisces|овен|"
    r"телец|близнецы|"
    r"рак|лев|дева|весы|скорпион|стрелец|козерог|водолей|рыбы|qoç|buğa|əkizlər|xərçəng|şir|qız|tərəzi|"
    r"əqrəb|oxatan|oğlaq|"
    r"dolça|balıqlar|koç|boğa|ikizler|yengeç|aslan|başak|terazi|akrep|yay|oğlak|kova|balık)\b",
    re.MULTILINE,
)
_ALL_SIGNS = 8
"""Lines that begin with a sign of the zodiac make a horoscope from this many on."""


def why_not_news(article: Article, language: str) -> str:  # noqa: ARG001  # every rule knows its own language
    """A short name of what an article is instead of news, such as "horoscope"; empty for news."""
    title = lower(article.title).replace("’", "'")
    for name, rule in _IN_TITLE.items():
        if rule.search(title):
            return name
    folders = lower(article.url).split("?")[0].split("/")[3:-1]
    for name, rule in _IN_FOLDER.items():
        if any(rule.fullmatch(folder) for folder in folders):
            return name
    for name, rule in _IN_CATEGORY.items():
        if any(rule.fullmatch(lower(category).strip()) for category in article.categories):
            return name
    return "horoscope" if len(_SIGNS.findall(lower(article.text[:6000]))) >= _ALL_SIGNS else ""
