"""Feeds of every dialect, whole and broken."""

from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ParseError
from bot.feeds.model import MAX_ENTRIES, MAX_FIELD
from bot.feeds.parse import parse_feed

AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

RSS2 = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"
 xmlns:media="http://search.yahoo.com/mrss/" xmlns:atom="http://www.w3.org/2005/Atom"
 xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel><title>Harbour Herald</title><link>https://herald.example/</link><language>en-gb</language><ttl>30</ttl>
<atom:link rel="self" href="https://herald.example/rss"/><atom:link rel="hub" href="https://hub.example/"/>
<skipHours><hour>1</hour><hour>2</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays>
<item><title>Ferry &amp;amp; port reopen</title><link>/ferry</link><guid isPermaLink="false">a1</guid>
<pubDate>Fri, 20 Nov 2026 13:30:00 +0400</pubDate><dc:creator>Ann Lee</dc:creator>
<category>Transport</category><category>Sea</category>
<description>Short &lt;b&gt;words&lt;/b&gt;.</description>
<content:encoded><![CDATA[<p>Long words.</p>]]></content:encoded>
<media:content url="https://herald.example/f.jpg" medium="image"/></item>
</channel></rss>"""

ATOM = """<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="az" xml:base="https://herald.example/blog/">
<title type="text">Harbour Herald</title><link href="https://herald.example/"/>
<link rel="hub" href="https://hub.example/"/><entry><title type="html">Ferry &amp;amp; port reopen</title>
<link rel="alternate" href="../ferry"/>
<link rel="enclosure" href="x.mp3"/><id>tag:herald.example,2026:1</id><published>2026-11-20T09:30:00Z</published>
<updated>2026-11-20T10:00:00Z</updated><author><name>Ann Lee</name></author><category term="Transport"/>
<summary>Short words.</summary>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Long words.</p></div></content>
</entry></feed>"""

RDF = """<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:sy="http://purl.org/rss/1.0/modules/syndication/">
<channel rdf:about="https://herald.example/"><title>Harbour Herald</title><link>https://herald.example/</link>
<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency></channel>
<item rdf:about="https://herald.example/ferry"><title>Ferry and port reopen</title>
<link>https://herald.example/ferry</link>
<description>Short words.</description><dc:date>2026-11-20T09:30:00+00:00</dc:date>
<dc:creator>Ann Lee</dc:creator></item>
</rdf:RDF>"""

JSON = """{"version": "https://jsonfeed.org/version/1.1", "title": "Harbour Herald",
"home_page_url": "https://herald.example/",
"language": "tr", "hubs": [{"type": "WebSub", "url": "https://hub.example/"}],
"items": [{"id": 7, "url": "/ferry", "title": "Ferry & port reopen",
"content_text": "Long < words.", "summary": "Short words.",
"date_published": "2026-11-20T09:30:00Z", "authors": [{"name": "Ann Lee"}],
"tags": ["Transport", null], "image": "/f.jpg"}, 5, null]}"""

SITEMAP = """<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:news="http://www.google.com/schemas/sitemap-news/0.9"
 xmlns:image="http://www.google.com/schemas/sitemap-image/1.1">
<url><loc>https://herald.example/ferry</loc><news:news><news:publication><news:name>Harbour Herald</news:name>
<news:language>ru</news:language></news:publication><news:publication_date>2026-11-20T09:30:00Z</news:publication_date>
<news:title>Ferry &amp; port reopen</news:title><news:keywords>Transport, Sea</news:keywords></news:news>
<image:image><image:loc>https://herald.example/f.jpg</image:loc></image:image></url>
<url><loc>https://herald.example/about</loc></url></urlset>"""


def parsed(text, **kwargs):
    return parse_feed(text.encode(), url="https://herald.example/rss", **kwargs)


@pytest.mark.parametrize(("document", "kind"), [
    (RSS2, "rss2.0"), (ATOM, "atom10"), (RDF, "rdf"), (JSON, "json"), (SITEMAP, "sitemap"),
])  # fmt: skip
def test_each_format_gives_the_same_article(document, kind):
    feed = parsed(document)
    assert (feed.format, feed.title, feed.bozo) == (kind, "Harbour Herald", False)
    (entry,) = feed.entries
    assert entry.title in {"Ferry & port reopen", "Ferry and port reopen"}
    assert entry.url == "https://herald.example/ferry"
    assert entry.published_at == AT


def test_rss_keeps_what_the_feed_says_of_itself():
    feed = parsed(RSS2)
    assert (feed.site_url, feed.language) == ("https://herald.example/", "en-gb")
    assert (feed.every, feed.skip_hours, feed.skip_days) == (timedelta(minutes=30), {1, 2}, {6})
    assert (feed.hub_url, feed.self_url) == ("https://hub.example/", "https://herald.example/rss")


def test_rss_keeps_every_field_of_an_entry():
    (entry,) = parsed(RSS2).entries
    assert (entry.guid, entry.author, entry.categories) == ("a1", "Ann Lee", ("Transport", "Sea"))
    assert (entry.summary, entry.content) == ("Short <b>words</b>.", "<p>Long words.</p>")
    assert (entry.image_url, entry.language) == ("https://herald.example/f.jpg", "en-gb")


def test_atom_keeps_every_field_of_an_entry():
    (entry,) = parsed(ATOM).entries
    assert (entry.guid, entry.author, entry.categories) == (
        "tag:herald.example,2026:1",
        "Ann Lee",
        ("Transport",),
    )
    assert entry.updated_at == datetime(2026, 11, 20, 10, 0, tzinfo=UTC)
    assert (entry.language, entry.summary) == ("az", "Short words.")
    assert "<p>Long words.</p>" in entry.content


def test_rdf_asks_for_half_an_hour_between_checks():
    feed = parsed(RDF)
    assert feed.every == timedelta(minutes=30)
    assert feed.entries[0].guid == "https://herald.example/ferry"


def test_json_text_is_text_and_not_mark_up():
    feed = parsed(JSON)
    assert feed.entries[0].content == "Long &lt; words."
    assert (feed.hub_url, feed.entries[0].guid, feed.entries[0].categories) == (
        "https://hub.example/",
        "7",
        ("Transport",),
    )


def test_a_sitemap_gives_its_news_and_nothing_else():
    (entry,) = parsed(SITEMAP).entries
    assert (entry.language, entry.categories, entry.image_url) == (
        "ru",
        ("Transport", "Sea"),
        "https://herald.example/f.jpg",
    )


def test_a_sitemap_without_news_is_said_to_be_one():
    with pytest.raises(ParseError, match="not of news"):
        parsed(
            '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>https://a.example/</loc></url></urlset>'
        )
    with pytest.raises(ParseError, match="list of sitemaps"):
        parsed('<sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"/>')


@pytest.mark.parametrize("version", ["0.91", "0.92", "0.93", "0.94", "2.0", "2.00", ""])
def test_old_rss_is_read(version):
    feed = parsed(
        f'<rss version="{version}"><channel><title>H</title><item><title>Ferry</title></item></channel></rss>'
    )
    assert [entry.title for entry in feed.entries] == ["Ferry"]


def test_items_outside_their_channel_are_read():
    assert (
        len(parsed("<rss><channel><title>H</title></channel><item><title>Ferry</title></item></rss>").entries)
        == 1
    )
    assert len(parsed("<rss><item><title>Ferry</title></item></rss>").entries) == 1


@pytest.mark.parametrize(("fault", "repaired"), [
    ("Rates & Co", "Rates & Co"), ("caf&eacute; &nbsp; bar", "café bar"), ("a\x0bb\x00c", "abc"),
    ("tick &#11; tock", "tick tock"),
    ("x < y", "x < y"), ("AT&T;", "AT&T;"),
])  # fmt: skip
def test_a_broken_entry_never_costs_the_others(fault, repaired):
    feed = parsed(f"""\n\n <?xml version="1.0"?><rss version="2.0"><channel><title>H</title>
    <item><title>First</title></item><item><title>{fault}</title></item><item><title>Last</title></item></channel></rss>""")
    titles = [entry.title for entry in feed.entries]
    assert titles[0] == "First"
    assert titles[-1] == "Last"
    assert titles[1] == repaired or "<" in fault
    assert feed.bozo


def test_an_entry_whose_values_are_nonsense_keeps_the_rest():
    feed = parsed("""<rss version="2.0"><channel><item><title>First</title><pubDate>yesterday</pubDate><link>http://[bad</link>
    </item><item><title>Second</title><pubDate>Fri, 99 Nov 2026 99:99:99 GMT</pubDate></item></channel></rss>""")
    assert [(entry.title, entry.published_at) for entry in feed.entries] == [
        ("First", None),
        ("Second", None),
    ]


def test_a_document_cut_off_in_the_middle_gives_what_it_has():
    feed = parsed(RSS2.replace("</channel></rss>", "<item><title>Second</title><descr"))
    assert [entry.title for entry in feed.entries][:1] == ["Ferry & port reopen"]


@pytest.mark.parametrize(("encoding", "declared"), [
    ("utf-8", "utf-8"), ("windows-1251", "windows-1251"), ("koi8-r", "koi8-r"), ("utf-16", "utf-16"), ("utf-8-sig",
    "utf-8"),
    ("windows-1251", "utf-8"), ("utf-8", "windows-1251x"), ("windows-1251", ""),
])  # fmt: skip
def test_a_feed_is_read_in_its_encoding_even_if_it_lies(encoding, declared):
    words = "Паром снова ходит через залив, и порт открыт для всех судов. " * 20
    head = f'<?xml version="1.0" encoding="{declared}"?>' if declared else '<?xml version="1.0"?>'
    item = f"<item><title>Паром</title><description>{words}</description></item>"
    text = f"{head}<rss version='2.0'><channel>{item}</channel></rss>"
    feed = parse_feed(text.encode(encoding))
    assert feed.entries[0].title == "Паром"


def test_the_header_names_the_encoding_when_the_document_does_not():
    text = "<rss version='2.0'><channel><item><title>Gəmi</title></item></channel></rss>"
    assert (
        parse_feed(text.encode("utf-16-le"), content_type="text/xml; charset=utf-16le").entries[0].title
        == "Gəmi"
    )


def test_doubly_encoded_text_is_read_as_it_was_meant():
    feed = parsed("<rss version='2.0'><channel><item><title>Ãœber die FÃ¤hre</title></item></channel></rss>")
    assert feed.entries[0].title in {"Über die Fähre", "Ãœber die FÃ¤hre"}
    assert (
        parsed("<rss><channel><item><title>FÃ¤hre</title></item></channel></rss>").entries[0].title == "Fähre"
    )


@pytest.mark.parametrize(("document", "word"), [
    ("", "empty"), ("   \n ", "empty"), ("<!DOCTYPE html><html><body>Hello</body></html>", "web page"),
    ("<html lang='en'>", "web page"),
    ("Just a moment...", "no feed"), ("{}", "items"), ("[1,2]", "JSON Feed"), ('{"items": 5}', "items"),
    ("{" * 50_000, "JSON"),
    ("\x00\x01\x02", "no feed"), ("<opml><body/></opml>", "no feed"),
])  # fmt: skip
def test_what_is_no_feed_is_told_by_name(document, word):
    with pytest.raises(ParseError, match=word):
        parsed(document)


def test_of_a_long_broken_document_the_first_items_are_read():
    items = "".join(f"<item><title>a & b < c {number}</title></item>" for number in range(40_000))
    titles = [entry.title for entry in parsed(f"<rss version='2.0'><channel>{items}</channel></rss>").entries]
    assert len(titles) == MAX_ENTRIES
    assert titles[7].endswith("7")


def test_an_empty_feed_is_a_feed():
    assert parsed('<rss version="2.0"><channel><title>H</title></channel></rss>').entries == ()
    assert parsed('<feed xmlns="http://www.w3.org/2005/Atom"><title>H</title></feed>').entries == ()


def test_entities_that_a_document_defines_are_not_expanded():
    bomb = '<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'
    feed = parsed(
        f"<?xml version='1.0'?>{bomb}<rss version='2.0'><channel><item><title>x &c;</title></item></channel></rss>"
    )
    assert "haha" not in feed.entries[0].title


def test_no_file_is_read_for_an_external_entity(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("the harbour password")
    entity = f'<!DOCTYPE r [<!ENTITY x SYSTEM "file://{secret}">]>'
    feed = parsed(
        f"<?xml version='1.0'?>{entity}<rss version='2.0'><channel><item><title>x &x;</title></item></channel></rss>"
    )
    assert "password" not in repr(feed)


def test_a_document_is_never_taken_for_the_name_of_a_file(tmp_path):
    path = tmp_path / "feed.xml"
    path.write_text(RSS2)
    with pytest.raises(ParseError):
        parse_feed(str(path).encode())


def test_nesting_deeper_than_any_feeds_is_refused():
    with pytest.raises(ParseError, match="nested"):
        parsed(
            "<rss><channel><item><title>" + "<a>" * 1000 + "</a>" * 1000 + "</title></item></channel></rss>"
        )


def test_fields_and_entries_are_capped():
    items = "<item><title>" + "x" * 100_000 + "</title></item>" + "<item><title>y</title></item>" * 3_000
    feed = parsed(f"<rss version='2.0'><channel>{items}</channel></rss>")
    assert len(feed.entries) == MAX_ENTRIES
    assert len(feed.entries[0].title) <= MAX_FIELD


def test_script_addresses_are_dropped():
    feed = parsed(
        "<rss><channel><item><title>x</title><link>javascript:alert(1)</link></item></channel></rss>"
    )
    assert feed.entries[0].url == ""


@settings(max_examples=150, deadline=None)
@given(
    st.lists(
        st.sampled_from(RSS2.replace(">", ">\0").split("\0") + ATOM.replace(">", ">\0").split("\0")),
        max_size=40,
    )
)
def test_any_shuffle_of_tags_is_a_feed_or_a_parse_error(pieces):
    with suppress(ParseError):
        parsed("".join(pieces))


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(RSS2)), st.binary(max_size=8), st.integers(0, 30))
def test_any_damage_leaves_a_feed_or_a_parse_error(at, inserted, removed):
    body = RSS2.encode()
    with suppress(ParseError):
        parse_feed(body[:at] + inserted + body[at + removed :])
