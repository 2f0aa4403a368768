"""One item of an XML feed, of any dialect, as an entry."""

import re
from collections.abc import Iterable
from contextlib import suppress

from lxml import etree

from bot.feeds import xmlnames as names
from bot.feeds.clean import clean_title, plain
from bot.feeds.model import MAX_BODY, MAX_CATEGORIES, MAX_CONTENT, MAX_ENTRIES, MAX_FIELD, Entry
from bot.feeds.xmlvalues import (
    Element,
    Fields,
    date_of,
    fields_of,
    lang_of,
    links_of,
    markup_of,
    resolved,
    text_of,
    title_of,
)  # fmt: skip

_MAIL = re.compile(r"^\S+@\S+\s*\((.+)\)$|^(.+?)\s*<\S+@\S+>$")
_PERSON_FIELDS = ("author2", "person", "author")
_SUMMARIES = ("summary", "atom_summary", "summary2", "summary3", "summary4")
_PICTURES = (".jpg", ".jpeg", ".png", ".webp")


def read_entries(items: Iterable[Element], base: str, language: str) -> tuple[Entry, ...]:
    """The entries of a document; one that cannot be read costs only itself."""
    entries: list[Entry] = []
    content = 0
    for item in items:
        if len(entries) == MAX_ENTRIES:
            break
        with suppress(ValueError, TypeError, etree.LxmlError):
            entry = _entry(item, base, language, room=MAX_CONTENT - content)
            content += len(entry.content) + len(entry.summary)
            entries.append(entry)
    return tuple(entries)


def _entry(item: Element, base: str, language: str, *, room: int) -> Entry:
    found = fields_of(item, names.ENTRY_FIELDS)
    guid = text_of(found.get("guid")) or item.get(names.RDF_ABOUT, "") or text_of(found.get("guid2"))
    published = date_of(found, "published", "published2")
    updated = date_of(found, "updated", "updated2")
    summary, content = _bodies(found, room)
    return Entry(
        guid=plain(guid)[:MAX_FIELD],
        url=_entry_url(found, item, guid, base),
        title=title_of(found),
        published_at=published or date_of(found, "created") or updated,
        updated_at=updated,
        author=_author(found),
        summary=summary,
        content=content,
        categories=_categories(found),
        image_url=_image(found, item, base),
        language=(text_of(found.get("language")) or lang_of(item) or language)[:40],
    )


def _entry_url(found: Fields, item: Element, guid: str, base: str) -> str:
    origin = text_of(found.get("origin"))
    if origin.startswith("http"):
        return origin[:MAX_FIELD]
    link = text_of(found.get("link")) or links_of(found.get("atom_link*", ())).get("alternate", "")
    if not link and "guid" in found and found["guid"].get("isPermaLink", "true") != "false":
        link = guid if guid[:8].lower().startswith(("http://", "https://")) else ""
    return resolved(link, found.get("link", item), base)


def _bodies(found: Fields, room: int) -> tuple[str, str]:
    summaries = [found[field] for field in _SUMMARIES if field in found]
    summaries += [
        one for group in found.get("media_group*", ()) for one in group if one.tag in names.MEDIA_TEXTS
    ]
    contents = [*found.get("content*", ()), *found.get("summary*", ())[1:]]
    contents += [found[field] for field in ("atom_content", "xhtml") if field in found]
    summary = next((text for text in map(markup_of, summaries) if text), "")
    content = next((text for text in map(markup_of, contents) if text), "")
    return summary[: max(0, min(MAX_BODY, room))], content[: max(0, min(MAX_BODY, room - len(summary)))]


def _author(found: Fields) -> str:
    for field in _PERSON_FIELDS:
        people = found.get(f"{field}*") or ([found[field]] if field in found else [])
        named = [name for name in map(_person, people) if name]
        if named:
            return ", ".join(dict.fromkeys(named))[:200]
    return ""


def _person(element: Element) -> str:
    name = next((one.text for one in element if one.tag in names.ATOM_NAMES or one.tag == "name"), None)
    text = clean_title(name or element.text or "")
    if match := _MAIL.match(text):
        return match[1] or match[2]
    return "" if "@" in text and " " not in text else text


def _categories(found: Fields) -> tuple[str, ...]:
    named: dict[str, None] = {}
    for element in found.get("category*", ()):
        text = clean_title(element.get("label") or element.text or element.get("term") or "")[:200]
        if text:
            named[text] = None
        if len(named) == MAX_CATEGORIES:
            break
    return tuple(named)


def _image(found: Fields, item: Element, base: str) -> str:
    media = list(found.get("media*", ()))
    for group in found.get("media_group*", ()):
        media += [one for one in group if names.ENTRY_FIELDS.get(one.tag) == "media"]
    for one in media:
        if one.get("url") and _is_picture(one):
            return resolved(one.get("url"), item, base)
    if "image_href" in found:
        return resolved(found["image_href"].get("href", "") or _image_url(found["image_href"]), item, base)
    return ""


def _image_url(element: Element) -> str:
    return next((one.text or "" for one in element if one.tag == "url"), element.text or "")


def _is_picture(media: Element) -> bool:
    kind = media.get("type", "")
    if media.get("medium") == "image" or kind.startswith("image/") or media.tag.endswith("}thumbnail"):
        return True
    return not kind and media.get("url").lower().partition("?")[0].endswith(_PICTURES)
