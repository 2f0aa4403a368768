"""What a page says around an article is told from the article."""

import pickle
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefs.boilerplate import is_boilerplate, lines_to_drop, tells_only_who_told
from bot.briefs.datelines import dateline_length, is_dateline
from bot.briefs.outlet_lines import ENOUGH, MAX_LINES, OutletLines

PROSE = "The port of Baku reopened on Monday after a week of storms, the authority said."


@pytest.mark.parametrize(
    "line",
    [
        # promotion and newsletters
        "Download our app from the App Store and Google Play",
        "Subscribe to our newsletter and get the news in your inbox",
        "To get the latest updates, follow us on Telegram.",
        "Скачайте наше приложение в App Store",
        "Подписывайтесь на наш канал в Telegram",
        "Kanalımıza abunə olun",
        "Mobil tətbiqimizi yükləyin",
        "Uygulamamızı indirin",
        "Bizi takip edin",
        # cookies
        "We use cookies to improve your visit.",
        "Мы используем файлы cookie.",
        "Sitemizde çerez kullanılmaktadır.",
        # prompts for comments
        "What is your opinion on this topic?",
        "Leave the first comment",
        "Что вы думаете об этом?",
        "Оставьте комментарий",
        "Bu mövzuda fikriniz nədir?",
        "İlk şərhi siz yazın",
        "İlk yorumu siz yapın",
        "Siz ne düşünüyorsunuz?",
        # "read also"
        "Read also: Ten hurt in a crash",
        "READ MORE: Ten hurt in a crash .",
        "Читайте также: Порт закрыт",
        "Həmçinin oxuyun: Liman bağlandı",
        "Ayrıca oku: Liman kapandı",
        "Подробнее — в материале «Ъ».",
        "For more stories like this, check our news page.",
        "Xəbərin davamını oxumaq üçün tətbiqimizi yükləyin",
        "Haberin devamı için tıklayın",
        "İlginizi Çekebilir",
        # contacts, tags, misprints, dates of the page
        "Follow Jane Doe on Twitter @janedoe.",
        "Do you have a story for us? Email tips@example.com",
        "Do you have a story for us?",
        "Updated 3 hours ago",
        "Jane Doe and John Smith contributed to this report.",
        "This article was updated on Monday to correct a name.",
        "Tags: schools, Kharkiv",
        "Теги: школы, Харьков",
        "Нашли опечатку? Выделите текст и нажмите Ctrl+Enter",
        "Сообщить об ошибке",
        "Больше новостей в нашем Telegram-канале.",
        "Saytdakı materiallardan istifadə zamanı istinad vacibdir.",
        "Bizi Facebook-da izləyin",
        "Google News'te bizi takip edin",
        "Etiketler: faiz, dolar",
        "Güncelleme: 23.11.2026 14:05",
        "You might also be interested in:",
        "Image caption, The bridge carries 20,000 cars a day",
        "На сайте используются файлы cookie.",
        "Продолжая, вы соглашаетесь с этим.",
        "Есть чем поделиться?",
        "Что известно о пожаре — в нашем видео.",
        "Maraqlı xəbərləri Telegram kanalımızdan izləyin!",
        "Tüm Türkiye haberleri için sayfamızı ziyaret edin.",
        "Bu habere tepkiniz ne?",
        # bylines, credits, rights
        "By Jane Smith and John Doe",
        "Additional reporting by Jane Smith in Baku",
        "Photo: Jane Smith / Agency",
        "Фото: агентство",
        "Foto: agentlik",
        "Fotoğraf: ajans",
        "© 2026 Agency. All rights reserved.",
        "Все права защищены.",
        "Bütün hüquqlar qorunur.",
        "Tüm hakları saklıdır.",
    ],
)
def test_what_the_page_says_is_known_in_four_languages(line):
    assert is_boilerplate(line)


@pytest.mark.parametrize(
    "sentence",
    [
        PROSE,
        "By Monday the port had reopened.",
        "We read more books than ever, the library found.",
        "The company will download the data to the app of its owner.",
        "He said the newspaper's daily newsletter had been hacked.",
        "Recommended courses of antibiotics are shorter now.",
        "Commenting on the law, the minister said it would pass.",
        "Фотограф провёл неделю в порту.",
        "Follow the river on foot and you reach the port, said the guide.",
        "Have you got what it takes to run a port, the minister asked.",
        "Updated figures are due on Monday, the ministry said.",
        "For more than a week ships could not visit the port.",
        "Bütün xəbərlər limanın açıldığını göstərir.",
        "Что известно о пожаре, рассказали в порту.",
        "Tags on the cargo showed where the grain came from.",
        "Подробнее о причинах закрытия порта министр не сказал.",
        "Темы переговоров названы: зерно и хлопок, сообщил министр порта.",
        "Мы в порту с утра, рассказал капитан судна.",
        "Ən son məlumata görə, limanda qırx gəmi gözləyir.",
        "Son dakika golüyle kazanan takım, kupayı aldı.",
        "Haberi duyan liman işçileri işi bıraktı.",
        "WhatsApp hesabı ele geçirilen kadın polise gitti.",
        "Reklam bazarı bu il on faiz böyüyüb.",
        "Haber ajansı limanın açıldığını bildirdi.",
    ],
)
def test_news_is_not_taken_for_it(sentence):
    assert not is_boilerplate(sentence)


@pytest.mark.parametrize(
    ("sentence", "nothing_else"),
    [
        ("Bu barədə Report Dünya Birjasına istinadən xəbər verir.", True),
        ("Об этом сообщает РИА Новости.", True),
        ("Об этом рассказал журналистам мэр города.", True),
        ("Об этом на своей странице в сети сообщил капитан порта Иван Седов.", True),
        ("Об этом сообщили в порту, добавив, что суда ждут.", False),
        ("Такое мнение в беседе с газетой высказал капитан порта Иван Седов.", True),
        ("Такое мнение высказал капитан, добавив, что порт закрыт.", False),
        ("Bunu limanın yeni təyin olunmuş rəisi şəhər sakinləri ilə görüşündə çıxış edərkən deyib.", True),
        ("Bunu hamı bilir, çünki liman artıq açıqdır.", False),
        ("Dalğa.az xəbər verir ki, bu barədə Liman İdarəsi məlumat yayıb.", True),
        ("Dalğa.az xəbər verir ki, bu sözləri jurnalistlərə limanın rəisi deyib.", True),
        ("Dalğa.az xəbər verir ki, liman bazar ertəsi açılıb.", False),
        ("Как сообщили в порту, суда ждут.", False),
        ("Bu barədə nazir bildirib ki, liman açıqdır.", False),
        ("Об этой аварии порт сообщил в понедельник, назвав причину.", False),
        (PROSE, False),
    ],
)
def test_a_sentence_may_tell_nothing_but_who_told(sentence, nothing_else):
    assert tells_only_who_told(sentence) is nothing_else


def test_a_line_that_stands_twice_is_a_teaser():
    lines = [
        PROSE,
        "Ten hurt in a crash near the old town",
        PROSE[:-1] + " twice.",
        "Ten hurt in a crash near the old town",
    ]
    assert lines_to_drop(lines) == {1, 3}


def test_a_line_that_stands_again_cut_off_is_a_teaser():
    first = "Ten people were hurt in a crash near the old town, police said"
    lines = [PROSE, first, "Second paragraph of the news, said he.", first[:45] + " ..."]
    assert lines_to_drop(lines) == {1, 3}


def test_a_line_that_is_cut_off_at_the_end_of_an_article_is_a_teaser():
    assert lines_to_drop(
        [PROSE, "It is calm again.", "It will stay so.", "Markets fell on fears of a new ..."]
    ) == {3}


@pytest.mark.parametrize(
    "heading", ["Read also", "Related stories:", "ЧИТАЙТЕ ТАКЖЕ", "Oxşar xəbərlər", "İlgili haberler"]
)
def test_what_follows_a_heading_of_other_articles_is_theirs_until_prose(heading):
    lines = [
        PROSE,
        heading,
        "Ten hurt in a crash",
        "Markets fall",
        "Ships that had waited for a week left the port on Tuesday.",
    ]
    assert lines_to_drop(lines) == {1, 2, 3}


def test_the_first_line_is_the_articles_even_when_it_comes_again():
    assert lines_to_drop([PROSE, "Forty ships were waiting outside, he said.", PROSE]) == {2}


@pytest.mark.parametrize(
    ("dateline", "news"),
    [
        ("BAKU, Nov 23 (Agency) — ", "The port reopened on Monday."),
        ("(CNN)", "The port reopened on Monday."),
        ("Cape Town - ", "The port reopened on Monday."),
        ("Bremen – ", "Der Hafen ist seit Montag wieder offen."),
        ("", "Bremen - Riga - Tallinn is the new line."),
        ("(HARBOUR)", "The port reopened on Monday."),
        ("Bremen/Riga - ", "Der Hafen ist seit Montag wieder offen."),
        ("DAL NOSTRO INVIATO ALLE ISOLENAPOLI - ", "Il porto ha riaperto lunedì mattina."),
        ("", "(We waited.) The port reopened on Monday."),
        ("", "Bremen - the port of the north - was calm on Monday."),
        ("Ferguson, Missouri (CNN)", "The port reopened on Monday."),
        ("WASHINGTON - ", "The port reopened on Monday."),
        ("LONDON (Reuters) - ", "The port reopened on Monday."),
        ("Баку. 23 ноября. Интерфакс - ", "Порт открылся в понедельник."),
        ("МОСКВА, 23 ноября. /ТАСС/. ", "Порт открылся в понедельник."),
        ("МОСКВА, 3 мар — РИА Новости. ", "Порт открылся в понедельник."),
        ("Bakı. Trend: ", "Liman bazar ertəsi açıldı."),
        ("ANKARA (AA) - ", "Liman pazartesi günü açıldı."),
        ("", "John Smith (left) - the master of the port - spoke."),
        ("", "The port (Baku) reopened on Monday."),
        ("", "Baku - the capital - was calm on Monday."),
        ("", PROSE),
    ],
)
def test_a_dateline_is_measured_up_to_the_news(dateline, news):
    assert dateline_length(dateline + news) == len(dateline)


@pytest.mark.parametrize(
    "text",
    [
        "BAKU, Azerbaijan, November 23.",
        "Bakı, 23 noyabr.",
        "Баку. 23 ноября.",
        "BAKU (AP).",
        "МОСКВА, 3 мар — РИА Новости.",
    ],
)
def test_a_dateline_may_be_a_sentence_of_its_own(text):
    assert is_dateline(text)
    assert not is_dateline("Thank God.")
    assert not is_dateline(PROSE)


@given(st.lists(st.text(max_size=80), max_size=12))
def test_any_lines_can_be_judged(lines):
    assert all(0 <= number < len(lines) for number in lines_to_drop(lines))


def test_judging_takes_time_in_proportion_to_the_lines():
    lines = [f"Ten people were hurt in a crash number {number}, police said ..." for number in range(20_000)]
    began = time.perf_counter()
    lines_to_drop(lines)
    assert time.perf_counter() - began < 5


FOOTER = "News from the shore, every day since 1990"


def learned(count, footer=FOOTER):
    known = OutletLines()
    for number in range(count):
        known = known.learn(f"Ship number {number} came in, and nobody minded.\n{footer}")
    return known


def test_what_an_outlet_repeats_under_its_articles_is_learned():
    assert learned(ENOUGH).is_boilerplate(FOOTER)
    assert learned(ENOUGH).is_boilerplate(FOOTER.upper() + " ")
    assert not learned(ENOUGH - 1).is_boilerplate(FOOTER)
    assert not learned(50).is_boilerplate("Another line altogether")


def test_a_counter_in_a_line_does_not_hide_it():
    known = OutletLines()
    for number in range(ENOUGH):
        known = known.learn(f"An article of its own, {'x' * number}.\nRead {number + 5} comments on our page")
    assert known.is_boilerplate("Read 117 comments on our page")


def test_a_line_of_few_articles_among_many_is_news_that_was_told_again():
    assert not learned(ENOUGH).merge(OutletLines(articles=1000)).is_boilerplate(FOOTER)


def test_what_two_processes_learned_can_be_joined_in_any_order():
    one, other = learned(2), learned(3, footer="Another footer")
    assert one.merge(other) == other.merge(one)
    assert one.merge(other).articles == 5


def test_what_is_learned_survives_storage_and_a_process_border():
    known = learned(5)
    assert OutletLines.from_bytes(known.to_bytes()) == known
    assert pickle.loads(pickle.dumps(known)) == known
    assert OutletLines.from_bytes(b"") == OutletLines.from_bytes(b"\xffrubbish") == OutletLines()


def test_memory_of_an_outlet_is_bounded_and_keeps_what_repeats():
    known = learned(3).learn("\n".join(f"line {'x' * number}" for number in range(MAX_LINES + 500)))
    assert len(known.counts) == MAX_LINES
    assert known.is_boilerplate(FOOTER)
