"""Words that a person wraps around what he wants: "please show me the latest news about ..."."""

from collections.abc import Sequence

_STOP_WORDS = (
    # English
    "a about against and at follow for from i in latest me my news of on please send show some "
    "story stories subscribe the to topic topics want with "
    # Azerbaijani, spelled without accents and with e for ə; da: ABŞ-da
    "barede bagli bana da dan de den en et gonder goster haqqinda ile isteyirem izle mene olan qarsi son ucun uzre ve "
    "xeber xeberi xeberler xeberleri xahis yenilik yenilikler "
    # Russian, with и for й
    "в во для за из и или мне на новости новость новостеи новостям о об обо ответь по подпиши "
    "подписаться подписка пожалуиста показать покажи последнее последние последняя про против с следить со хочу "
    # Turkish
    "gelismeler gore haber haberi haberler haberleri hakkinda icin ilgili istiyorum karsi konu konusu lutfen sondakika "
    "takip ver"
)
_DROPPED = frozenset(_STOP_WORDS.split())

_NEWS = "news новости новостеи xeber xeberler xeberleri haber haberler haberleri"
NEWS_WORDS = frozenset(_NEWS.split())
"""Alone, they ask for everything."""

EVERYTHING_WORDS = {
    "en": ("everything", "all", "anything", "all news", "all topics", "all countries", "any", "every"),
    "az": ("hamısı", "hər şey", "hər şeyi", "bütün", "bütün xəbərlər", "hamı", "bütün mövzular"),
    "ru": ("всё", "все", "все новости", "все темы", "что угодно", "любые", "абсолютно всё"),
    "tr": ("hepsi", "her şey", "her şeyi", "tümü", "tüm haberler", "bütün haberler", "bütün"),
}
"""What people write to follow all that there is."""

MINE = frozenset(
    ["mine", "my", "menim", "menimkiler", "mənim", "mənimkilər", "мои", "мое", "benim", "benimkiler"]
)
"""What stands behind /latest, folded, for what the chat follows."""


def without_stop_words(words: Sequence[str]) -> tuple[str, ...]:
    return tuple(word for word in words if word not in _DROPPED)
