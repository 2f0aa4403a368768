"""What is published beside the news, and is never pushed."""

import pytest

from bot.briefs.news import why_not_news
from bot.domain.article import Article

SIGNS = ["Aries", "Taurus", "Gemini", "Cancer", "Leo", "Virgo", "Libra", "Scorpio", "Sagittarius"]


@pytest.mark.parametrize(
    ("title", "reason"),
    [
        ("Your daily horoscope for 23 November", "horoscope"),
        ("Гороскоп на 23 ноября: Овнов ждёт удача", "horoscope"),
        ("Günün qoroskopu", "horoscope"),
        ("Günlük burç yorumları: 23 Kasım", "horoscope"),
        ("Quiz: how well do you know the Caucasus?", "quiz"),
        ("Викторина: угадайте город", "quiz"),
        ("The best Black Friday laptop deals", "deals"),
        ("Aktüel ürünler kataloğu: bu hafta neler var", "deals"),
        ("Powerball winning numbers for Saturday", "lottery"),
        ("Çılgın Sayısal Loto sonuçları açıklandı", "lottery"),
        ("Live updates: storm reaches the coast", "live blog"),
        ("Онлайн: заседание суда", "live blog"),
        ("How to watch the final tonight", "how to watch"),
        ("Где смотреть матч сборной", "how to watch"),
        ("Derbi saat kaçta, hangi kanalda?", "how to watch"),
        ("Photos of the day", "round-up"),
        ("Tarixdə bu gün", "round-up"),
        ("Easy apple pie recipe", "recipe"),
        ("Şəkərbura resepti", "recipe"),
    ],
)
def test_a_headline_gives_it_away(title, reason):
    assert why_not_news(Article(title=title), "en") == reason


@pytest.mark.parametrize(
    "title",
    [
        "Live ammunition used against protesters",
        "Live album: the band returns after ten years",
        "Live-action film of the game announced",
        "Minister says deal of the century is dead",
        "Lottery winner shares his prize with the village",
        "A recipe for disaster: the budget passes",
        "Суд отменил приговор блогеру",
        "Test pilot survives crash",
        "Nazir yeni qaydaları təsdiqləyib",
        "Bakan, emekli maaşlarını açıkladı",
        "Astronomers find a new planet in Leo",
    ],
)
def test_news_is_news(title):
    assert why_not_news(Article(title=title, text="The cabinet met on Monday."), "en") == ""


def test_the_address_and_the_categories_tell_too():
    assert (
        why_not_news(Article(title="What awaits you", url="https://example.org/horoscope/today"), "en")
        == "horoscope"
    )
    assert why_not_news(Article(title="Plov", categories=("Рецепты",)), "ru") == "recipe"
    assert why_not_news(Article(title="Plov", url="https://example.org/news/recipes-case"), "en") == ""


def test_a_text_that_goes_through_the_signs_is_a_horoscope():
    text = "\n".join(f"{sign}: a good day." for sign in SIGNS)
    assert why_not_news(Article(title="What the stars say", text=text), "en") == "horoscope"
    assert why_not_news(Article(title="What the stars say", text=text[:60]), "en") == ""
