"""What kind of article a headline announces: a preview, a result, one of a daily row."""

import re
from enum import IntFlag


class Kind(IntFlag):
    """What an article says of itself by its headline."""

    PREVIEW = 1
    """Of what is still to come: a match, a vote, a launch."""
    RESULT = 2
    """Of how it ended: the headline gives a score, or says who won."""
    SERIAL = 4
    """One of a row that comes every day: markets, currencies, weather, losses."""


def kind_of(title: str) -> Kind:
    """What the headline says the article is."""
    found = Kind(0)
    if _PREVIEW.search(title):
        found |= Kind.PREVIEW
    elif _SCORE.search(_CLOCK.sub(" ", title)) or _RESULT.search(title):
        found |= Kind.RESULT
    if _SERIAL.search(title):
        found |= Kind.SERIAL
    return found


def _any_of(phrases: str) -> re.Pattern[str]:
    """A pattern of whole words from phrases parted by slashes and line ends; `*` is any ending."""
    each = (phrase.strip() for line in phrases.strip().splitlines() for phrase in line.split("/"))
    patterns = (re.escape(phrase).replace(r"\*", r"\w*") for phrase in each if phrase)
    return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)", re.IGNORECASE)


_SCORE = re.compile(
    r"(?<![\d.,:/-])\d{1,3}\s?[-:–]\s?\d{1,3}(?![\d.,:/-]|\s?(?:years?|month|day|лет|год|yaş))"  # 2-1, 2:1, no date
)
_CLOCK = re.compile(
    r"\b(?:at|в|saat)\s+\d{1,2}[:.]\d{2}|\b\d{1,2}[:.]\d{2}\s?(?:gmt|bst|est|et|[ap]\.?m|мск|tsi|by local)\b",
    re.IGNORECASE,
)

_PREVIEW = _any_of("""
preview / prediction / predicted / how to watch / where to watch / what to expect / what time / kick-off time
team news / lineup / lineups / will face / will play / will meet / will host / will take on / set to face
set to play / set to meet / set to host / to face / to take on / ahead of / look ahead / looks ahead / awaits
анонс / прогноз на матч / прогноз и ставки / где смотреть / когда и где / во сколько / сыграет / сыграют
встретится с / встретятся / накануне / стартовые составы
ne zaman / hangi kanalda / saat kaçta / muhtemel / karşılaşacak / konuk edecek / ağırlayacak / maç öncesi
nə vaxt / hansı kanalda / saat neçədə / qarşılaşacaq / üz-üzə gələcək / oynayacaq / anons
""")
_RESULT = _any_of("""
beat / beats / defeat / defeats / defeated / thrash / thrashes / thrashed / edge / edges / edged
stun / stuns / stunned / win / wins / won / draw / draws / drew / held to / lose / loses / lost / knocked out / crowned
обыграл* / победил* / разгромил* / уступил* / проиграл* / сыграли вничью / сыграл вничью / выиграл*
yendi / mağlup etti / kazandı / berabere kaldı / galip geldi / kaybetti
qalib gəldi / məğlub etdi / məğlub oldu / uddu / uduzdu / heç-heçə
""")
_SERIAL = _any_of("""
stock / stocks / shares / wall street / dow jones / nasdaq / s&p 500 / ftse / nikkei / futures / oil price / oil prices
gold price / gold prices / brent / wti / exchange rate / exchange rates / weather forecast / horoscope
morning briefing / daily briefing / market report / market wrap / markets wrap / closing bell
what we know on day / live updates
курс* доллара / курс* евро / курс* валют* / курс* рубля / доллар* и евро / официальн* курс* / мосбирж* / биржев*
индекс мосбиржи / ртс / цен* на нефть / цен* на золото / нефть марки / стоимость нефти / прогноз погоды / погода на
погода в / гороскоп / потери врага / потери россии / потери рф / потери противника
borsa* / bist / dolar* kur* / dolar ne kadar / dolar kaç / altın fiyat* / gram altın / petrol fiyat* / brent petrol*
hava durumu / günlük burç*
məzənnə* / neft* qiymət* / azeri light / azərbaycan nefti* / qızıl* qiymət* / hava proqnoz* / hava şəraiti
bürclər / qoroskop
""")
