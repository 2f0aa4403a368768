"""The place, the date and the agency that stand before the news: "BAKU, Nov 23 (Agency) — The port ..."."""

import re

_MONTH = (
    r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?|"
    r"(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[а-я]*\.?|"
    r"(?:yanvar|fevral|mart|aprel|may|iyun|iyul|avqust|sentyabr|oktyabr|noyabr|dekabr)|"
    r"(?:Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık)"
)
_DAY = rf"(?:(?:{_MONTH})\s\d{{1,2}}|\d{{1,2}}\s(?:{_MONTH}))(?:,?\s\d{{4}}(?:-c[iıuü] il)?)?"
_PLACE = r"[A-ZÇƏĞIİÖŞÜА-ЯЁ][\w.’'-]*(?:[\s/][A-ZÇƏĞIİÖŞÜА-ЯЁ][\w.’'-]*){0,3}"
_AGENCY = (
    r"(?:\([A-ZİÖŞÜÇƏĞА-ЯЁ][^()]{1,40}\)|/[^/]{2,40}/\.?|"
    r"(?:Trend|APA|Report|Turan|TASS|ТАСС|Interfax|Интерфакс|INTERFAX\.RU|"
    r"РИА Новости|AZƏRTAC|AZERTAC|Reuters|AFP|AP|IHA|İHA|DHA|AA)\b\.?)"
)
_CAPITALS = r"[A-ZÇƏĞIİÖŞÜÄА-ЯЁ][A-ZÇƏĞIİÖŞÜÄА-ЯЁ.’' -]{2,40}"
_TOWN = r"[A-ZÇƏĞIİÖŞÜÄА-ЯЁ][\w.’'-]+(?:\s[A-ZÇƏĞIİÖŞÜÄА-ЯЁ][\w.’'-]+)?"
_ARTICLE = r"(?:The|An?|Der|Die|Das|Eine?|El|La|Los|Las|Les?|Une?|Il)"
"""What shows that a sentence begins behind a town and a dash, and not an aside."""

_DATELINE = re.compile(
    rf"^(?:"
    rf"(?:{_PLACE}(?:,\s{_PLACE})?\s)?\((?:CNN|Reuters|AP|AFP|TASS|Trend|AA|DPA|dpa|EFE|ANSA)(?: [A-Z][a-z]+)?\)"
    rf"\s*[—–-]*\s*|"
    rf"\([A-Z][\w&/ -]{{1,24}}\)\s*(?:[—–-]+\s*)?|"
    rf"{_TOWN}(?:/{_TOWN}){{1,2}}\s[—–-]+\s+|{_TOWN}\s[—–-]+\s+(?={_ARTICLE}\s)|"
    rf"{_PLACE}(?:[,.]\s{_PLACE}){{0,2}}(?:[,.]\s{_DAY})?[,.]?\s*{_AGENCY}\s*(?:[—–:-]+|\.)\s*|"
    rf"{_PLACE}(?:[,.]\s{_PLACE}){{0,2}}[,.]\s{_DAY}\.?\s*[—–:-]+\s*(?:{_AGENCY}\s*(?:[—–:-]+|\.)?\s*)?|"
    rf"{_CAPITALS}(?:,\s{_PLACE}){{0,2}}(?:[,.]\s{_DAY})?\.?\s*(?:[—–]+|\s-+)\s+"
    rf")"
)
_DATELINE_ALONE = re.compile(
    rf"^(?:{_PLACE}(?:[,.]\s{_PLACE}){{0,2}}(?:[,.]\s?{_DAY})?[,.]?\s*(?:[—–:-]+\s*)?(?:{_AGENCY})?|{_DAY})[.:,]?$"
)
_NAMES_AGENCY = re.compile(_AGENCY)
_MARK = re.compile(r"[—–:/()-]")


def dateline_length(text: str) -> int:
    """How many characters of place, date and agency stand before the news in a sentence."""
    if not _MARK.search(text, 0, 80):
        return 0
    found = _DATELINE.match(text)
    if found is None:
        return 0
    rest = text[found.end() :]
    news = rest.lstrip("\"'«“„(")
    return found.end() if len(rest) >= 20 and (news[:1].isupper() or news[:1].isdigit()) else 0


def is_dateline(text: str) -> bool:
    """Whether a sentence is a place, a date and an agency and nothing else."""
    return (
        len(text) < 80
        and bool(_DATELINE_ALONE.match(text))
        and (any(char.isdigit() for char in text) or bool(_NAMES_AGENCY.search(text)))
    )
