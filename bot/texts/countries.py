"""Names of countries as a newsroom writes them: CLDR's, shortened where nobody says the whole."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale

from bot.domain.brief import CountryCode
from bot.domain.countries import COUNTRIES

# CLDR's own short forms (which Babel leaves out), what it abbreviates written in full, and what our readers'
# newspapers say: one line a country.
_SHORTER = {
    "en": """
BA Bosnia and Herzegovina
CD DR Congo
CG Congo
HK Hong Kong
MM Myanmar
MO Macao
PS Palestine
AG Antigua and Barbuda
GS South Georgia
KN Saint Kitts and Nevis
ST São Tomé and Príncipe
SJ Svalbard
TC Turks and Caicos Islands
TT Trinidad and Tobago
UM US Outlying Islands
VC Saint Vincent and the Grenadines
VI US Virgin Islands
""",
    "az": """
CD Konqo DR
CG Konqo
FM Mikroneziya
GB Böyük Britaniya
GS Cənubi Georgiya
HK Honq-Konq
MO Makao
PS Fələstin
SA Səudiyyə Ərəbistanı
SJ Svalbard
UM ABŞ-ın xarici adaları
US ABŞ
ZA Cənubi Afrika
""",
    "ru": """
AX Аландские острова
BM Бермудские острова
BQ Карибские Нидерланды
BV Остров Буве
CC Кокосовые острова
CD ДР Конго
CF ЦАР
CG Конго
CK Острова Кука
CX Остров Рождества
FK Фолклендские острова
FM Микронезия
FO Фарерские острова
GS Южная Георгия
HK Гонконг
HM Остров Херд
IM Остров Мэн
IO Британская территория в Индийском океане
KG Кыргызстан
KP Северная Корея
KR Южная Корея
KY Каймановы острова
MH Маршалловы острова
MM Мьянма
MO Макао
MP Северные Марианские острова
NF Остров Норфолк
PG Папуа — Новая Гвинея
PN Острова Питкэрн
PS Палестина
SB Соломоновы острова
SC Сейшельские острова
SH Остров Святой Елены
SJ Шпицберген
UM Внешние малые острова США
US США
VG Британские Виргинские острова
VI Американские Виргинские острова
ZA ЮАР
""",
    "tr": """
CD Kongo DC
CG Kongo
CI Fildişi Sahili
GS Güney Georgia
HK Hong Kong
MM Myanmar
MO Makao
PS Filistin
SJ Svalbard
UM ABD Dış Adaları
US ABD
""",
}


@cache
def country_names(language: str) -> Mapping[CountryCode, str]:
    """Every country's name in a language."""
    shorter = dict(line.split(maxsplit=1) for line in _SHORTER.get(language, "").strip().splitlines())
    names = Locale(language).territories
    return MappingProxyType({code: shorter.get(code) or str(names[code]) for code in COUNTRIES})
