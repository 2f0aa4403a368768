"""The topics a reader can follow: IPTC Media Topics, the 17 top levels and the finer ones asked for.

The names are IPTC's (CC BY 4.0, release of 2024), shortened where a button needs it; their translations
stand in the gettext catalogues. `parent` skips levels that nobody would follow ("products and services"),
and electricity, a utility to IPTC, stands below energy, where its readers look for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.domain.brief import TopicId


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic: `name` in English, the key of its translations; `emoji` for its button."""

    id: TopicId
    parent: TopicId | None
    name: str
    emoji: str = ""


def topic_id(number: str) -> TopicId:
    """The id for an IPTC number: `04000000` → `medtop:04000000`."""
    return TopicId(f"medtop:{number}")


# One line a topic: number, parent's number or "-", emoji or "-", English name.
_TABLE = """\
01000000 -        🎭 Arts and media
20000005 01000000 🎬 Cinema
20000011 01000000 -  Fashion
20000013 01000000 📚 Literature
20000018 01000000 🎵 Music
20000029 01000000 -  Theatre
20000031 01000000 🎨 Visual arts
20000038 01000000 -  Culture
20000044 20000038 🏛 Heritage
20000045 01000000 📰 Mass media
20001182 20000045 -  Social media
20000051 20000045 📺 Television
20001319 20000045 -  Disinformation
16000000 -        ⚔️ Conflict and peace
20000053 16000000 -  Acts of terror
20000056 16000000 -  Armed conflict
20000062 20000056 -  War
20000065 16000000 -  Civil unrest
20000066 20000065 📢 Demonstrations
20000070 16000000 -  Coups
20001361 16000000 -  Cyber warfare
20000073 16000000 🕊 Peace process
20000077 16000000 -  Post-war reconstruction
02000000 -        ⚖️ Crime and law
20000082 02000000 🚨 Crime
20000093 20000082 -  Corruption
20000086 20000082 -  Cyber crime
20000095 20000082 -  Drug crimes
20000097 20000082 -  Fraud
20000099 20000082 -  Homicide
20000101 20000082 -  Organised crime
20000105 20000082 -  War crimes
20000107 02000000 -  Courts
20000121 02000000 -  Law
20000126 20000121 -  International law
20000129 02000000 👮 Law enforcement
03000000 -        🚑 Disasters and accidents
20000139 03000000 -  Accidents
20000143 20000139 -  Transport accidents
20000148 03000000 -  Disasters
20000150 20000148 🔥 Fires
20000151 20000148 -  Natural disasters
20000153 20000151 -  Earthquakes
20000154 20000151 🌊 Floods
20000168 03000000 -  Emergency response
04000000 -        💼 Economy and business
20000183 04000000 -  Business financing
20000186 20000183 📈 Stock markets
20001365 04000000 -  Company results
20000344 04000000 -  Economy
20000350 20000344 -  Central banks
20001279 20000344 🪙 Cryptocurrency
20000370 20000344 -  Inflation
20000373 20000344 🚢 International trade
20000386 04000000 -  Commodity markets
20000391 04000000 💱 Currency markets
20000210 04000000 🌾 Agriculture
20000225 04000000 💻 IT industry
20000233 20000225 📡 Telecommunications
20000235 04000000 🏗 Construction and property
20000256 04000000 ⚡️ Energy
20001243 20000256 🛢 Oil and gas
20000265 20000256 ☢️ Nuclear power
20000257 20000256 🔋 Renewable energy
20000260 20000256 -  Electricity
20000274 04000000 🏦 Banking
20000279 04000000 -  Insurance
20000294 04000000 🏭 Manufacturing
20000296 20000294 🚗 Car industry
20000316 04000000 ⛏ Mining and metals
20000331 04000000 -  Tourism industry
20000337 04000000 🚚 Transport
20000338 20000337 ✈️ Aviation
20000340 20000337 🚆 Railways
20000341 20000337 -  Road transport
05000000 -        🎓 Education
20000400 05000000 🏫 Schools
20000405 05000000 -  Universities
20000413 05000000 -  Examinations
06000000 -        🌍 Environment
20000418 06000000 🌡 Climate change
20000420 06000000 -  Conservation
20000424 06000000 -  Pollution
20000437 06000000 💧 Water
20000500 06000000 🐾 Animals
07000000 -        🩺 Health
20000446 07000000 -  Diseases
20000448 20000446 🦠 Infectious diseases
20000458 07000000 -  Mental health
20000461 07000000 🏥 Hospitals
20000477 07000000 💉 Vaccines
20001358 07000000 -  Public health
08000000 -        🙂 Human interest
20000498 08000000 🏆 Awards and prizes
20000505 08000000 ⭐️ Celebrities
20000506 08000000 👑 Royalty
09000000 -        👷 Labour
20000509 09000000 -  Employment
20000518 09000000 -  Wages
20000529 09000000 -  Strikes
20000532 09000000 -  Pensions
20000533 09000000 -  Unemployment
10000000 -        🏖 Lifestyle and leisure
20000548 10000000 🎮 Video games
20000563 10000000 🧳 Travel
20000570 10000000 -  House and home
20001339 10000000 🧘 Wellness
11000000 -        🏛 Politics
20000574 11000000 🗳 Elections
20000587 11000000 -  Fundamental rights
20000592 20000587 -  Human rights
20000591 20000587 -  Freedom of the press
20000593 11000000 -  Government
20000598 20000593 🛡 Defence
20000605 20000593 🕵️ Espionage
20000615 20000593 -  Parliament
20000612 20000593 -  Local government
20000621 11000000 -  Government policy
20000634 20000621 -  Migration policy
20000620 20000621 -  Taxation
20000638 11000000 -  International relations
20000639 20000638 🤝 Diplomacy
20000642 20000638 -  Sanctions
20001316 20000638 -  Border disputes
20000644 20000638 🌐 International organisations
20000645 20000638 -  Refugees
20000651 11000000 -  Political parties
12000000 -        🛐 Religion
20000659 12000000 ✝️ Christianity
20000677 12000000 ☪️ Islam
20000679 12000000 ✡️ Judaism
13000000 -        🔬 Science and technology
20001298 13000000 🤖 Artificial intelligence
20000763 13000000 -  Information technology
20000710 13000000 🧬 Biomedical science
20000717 13000000 -  Natural science
20000718 20000717 🔭 Astronomy
20000735 13000000 -  Scientific research
20000739 20000735 🚀 Space exploration
20000742 13000000 -  Social sciences
20000744 20000742 🏺 Archaeology
20000747 20000742 -  History
14000000 -        👥 Society
20000770 14000000 -  Demographics
20000775 14000000 -  Discrimination
20000780 14000000 👪 Family
20000771 14000000 -  Immigration
20000788 14000000 -  People
20000799 14000000 -  Social conditions
20000801 20000799 -  Poverty
20000802 14000000 -  Social problems
20000817 14000000 -  Welfare
20000818 20000817 -  Charity
15000000 -        🏅 Sport
20001065 15000000 ⚽️ Football
20000823 15000000 🏈 American football
20000827 15000000 🏃 Athletics
20000849 15000000 ⚾️ Baseball
20000851 15000000 🏀 Basketball
20000856 15000000 🥊 Boxing
20001154 15000000 ♟ Chess
20000888 15000000 🏏 Cricket
20000892 15000000 🚴 Cycling
20001183 15000000 -  Esports
20000940 15000000 ⛳️ Golf
20000942 15000000 -  Gymnastics
20000965 15000000 🏒 Ice hockey
20001157 15000000 🥋 Martial arts
20000991 15000000 🏎 Motor racing
20001177 15000000 -  Olympic Games
20001176 15000000 🏉 Rugby
20001071 15000000 🏊 Swimming
20001085 15000000 🎾 Tennis
20001089 15000000 🏐 Volleyball
20001093 15000000 🏋️ Weightlifting
20001098 15000000 🤼 Wrestling
20001148 15000000 -  Transfers
17000000 -        🌤 Weather
20001128 17000000 -  Weather forecasts
20001131 17000000 ⚠️ Weather warnings
"""


def _read_table() -> Mapping[TopicId, Topic]:
    topics = {}
    for line in _TABLE.splitlines():
        number, parent, emoji, name = line.split(maxsplit=3)
        topics[topic_id(number)] = Topic(
            id=topic_id(number),
            parent=None if parent == "-" else topic_id(parent),
            name=name,
            emoji="" if emoji == "-" else emoji,
        )
    return MappingProxyType(topics)


TOPICS: Mapping[TopicId, Topic] = _read_table()
TOP_LEVELS: tuple[Topic, ...] = tuple(topic for topic in TOPICS.values() if topic.parent is None)


def ancestors(topic: TopicId) -> tuple[TopicId, ...]:
    """The topic and all above it, nearest first; a topic that is not in the table has only itself."""
    found = [topic]
    while (known := TOPICS.get(found[-1])) is not None and known.parent is not None:
        found.append(known.parent)
    return tuple(found)


def children(topic: TopicId) -> tuple[Topic, ...]:
    """The topics directly below this one, in the order of the table."""
    return tuple(child for child in TOPICS.values() if child.parent == topic)
