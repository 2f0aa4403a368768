"""Countries in the case that "in" asks for: in Georgia, Gürcüstanda, в Грузии, Gürcistan'da.

Azerbaijani and Turkish follow the harmony of vowels, Russian the declension of the last word; what goes by no
rule stands in a table. The rules are those of any school grammar; a test reviews every country.
"""

import re
from functools import cache

from bot.domain.brief import CountryCode
from bot.texts.countries import country_names

_THE = "AE AX BQ BS CC CF CK DO FK FO GB GM HM IM IO KM KY MH MP MV NL PH PN SB TC TF UM US VG VI"
"""English puts the article before these."""

_BACK_VOWELS = frozenset("aıouâ")
_VOWELS = _BACK_VOWELS | frozenset("eəiöü")
_VOICELESS = frozenset("fstkçşhp")

_POSSESSIVE = (
    "adaları adası bölgeleri cumhuriyeti devletleri emirlikleri ginesi guyanası hollandası niderlandı polinezyası "
    "polineziyası qvianası respublikası sahili samoası toprakları əmirlikləri əraziləri ərazisi ərəbistanı"
)
"""Last words that carry a possessive ending in Azerbaijani or Turkish: the case comes after an n."""

_SPOKEN = {"GP": "Guadeloupe'ta", "MQ": "Martinique'te", "YT": "Mayotte'ta", "BL": "Saint Barthelemy'de"}
"""French names, which Turkish declines as they are spoken."""

_RUSSIAN = dict(
    line.split(maxsplit=1)
    for line in """\
AG в Антигуа и Барбуде
AI на Ангилье
AQ в Антарктиде
AS на Американском Самоа
AW на Арубе
AX на Аландских островах
BA в Боснии и Герцеговине
BB на Барбадосе
BF в Буркина-Фасо
BL на Сен-Бартелеми
BM на Бермудских островах
BQ в Карибских Нидерландах
BS на Багамах
BV на острове Буве
BY в Беларуси
CC на Кокосовых островах
CF в ЦАР
CK на островах Кука
CU на Кубе
CW на Кюрасао
CX на острове Рождества
CY на Кипре
DM на Доминике
DO в Доминиканской Республике
EG в Египте
EH в Западной Сахаре
FJ на Фиджи
FK на Фолклендских островах
FO на Фарерских островах
FR во Франции
GD на Гренаде
GF во Французской Гвиане
GG на Гернси
GP на Гваделупе
GQ в Экваториальной Гвинее
GS на Южной Георгии
GU на Гуаме
HM на острове Херд
HT на Гаити
IM на острове Мэн
IO в Британской территории в Индийском океане
JE на Джерси
JM на Ямайке
KM на Коморах
KP в Северной Корее
KR в Южной Корее
KY на Каймановых островах
LK на Шри-Ланке
MF на Сен-Мартене
MG на Мадагаскаре
MH на Маршалловых островах
MK в Северной Македонии
MP на Северных Марианских островах
MQ на Мартинике
MS на Монтсеррате
MT на Мальте
MU на Маврикии
MV на Мальдивах
NC в Новой Каледонии
NF на острове Норфолк
NI в Никарагуа
NU на Ниуэ
NZ в Новой Зеландии
PF во Французской Полинезии
PH на Филиппинах
PM на Сен-Пьере и Микелоне
PN на островах Питкэрн
RE на Реюньоне
SA в Саудовской Аравии
SB на Соломоновых островах
SC на Сейшельских островах
SH на острове Святой Елены
SJ на Шпицбергене
SS в Южном Судане
SV в Сальвадоре
SX на Синт-Мартене
TC на островах Тёркс и Кайкос
TF во Французских Южных территориях
TK на Токелау
TL в Восточном Тиморе
TT в Тринидаде и Тобаго
TW на Тайване
UM на Внешних малых островах США
VC в Сент-Винсенте и Гренадинах
VG на Британских Виргинских островах
VI на Американских Виргинских островах
VN во Вьетнаме
WF на островах Уоллис и Футуна
WS в Самоа
YT на Майотте
""".splitlines()
)
"""Islands take "на"; Ukraine takes "в", as it asks and as our readers' newspapers write."""


@cache
def in_country(code: CountryCode, language: str) -> str:
    """A country as the place where something happens, in a language of ours."""
    name = country_names(language).get(code, code)
    decline = {"az": _in_azerbaijani, "ru": _in_russian, "tr": _in_turkish}.get(language, _in_english)
    return decline(code, name)


def _in_english(code: CountryCode, name: str) -> str:
    return f"in the {name}" if code in _THE.split() else f"in {name}"


def _in_azerbaijani(_code: CountryCode, name: str) -> str:
    harmony = "a" if _last_vowel(name) in _BACK_VOWELS else "ə"
    if name.isupper():
        return f"{name}-da"  # ABŞ, read letter by letter
    if name.endswith(" DR"):
        return f"{name}-də"
    return f"{name}{'n' if _is_possessive(name) else ''}d{harmony}"


def _in_turkish(code: CountryCode, name: str) -> str:
    if code in _SPOKEN:
        return _SPOKEN[code]
    if name.endswith(("ABD", " DC")):
        return f"{name}'de"
    harmony = "a" if _last_vowel(name) in _BACK_VOWELS else "e"
    if _is_possessive(name):
        return f"{name}'nd{harmony}"
    return f"{name}'{'t' if name[-1] in _VOICELESS else 'd'}{harmony}"


def _last_vowel(name: str) -> str:
    lowered = name.replace("I", "ı").replace("İ", "i").lower()
    return next((letter for letter in reversed(lowered) if letter in _VOWELS), "a")


def _is_possessive(name: str) -> bool:
    last = name.rsplit(maxsplit=1)[-1].replace("İ", "i").lower()
    return last in _POSSESSIVE.split()


_RUSSIAN_ENDINGS = (
    (r"ия$", "ии"),
    (r"[ая]$", "е"),
    (r"ы$", "ах"),
    (r"[йь]$", "е"),
    (r"([бвгджзклмнпрстфхцчшщ])$", r"\1е"),
)
"""What is not changed by one of these is not declined: Марокко, Перу, Мали."""


def _in_russian(code: CountryCode, name: str) -> str:
    if code in _RUSSIAN:
        return _RUSSIAN[code]
    if name.isupper():
        return f"в {name}"  # США, ОАЭ
    for ending, prepositional in _RUSSIAN_ENDINGS:
        if re.search(ending, name):
            return "в " + re.sub(ending, prepositional, name)
    return f"в {name}"
