"""HTML of strangers to plain text: paragraphs kept, everything that is not words dropped.

What comes out is text, never mark-up: whoever shows it escapes it.
"""

import html
import re
import unicodedata

from lxml import etree
from lxml import html as lxml_html

MAX_DEPTH = 200
"""Elements inside one another that are still read; deeper ones are an attack or a machine's mistake."""

_MARKUP = re.compile(r"<[a-zA-Z/!?]|&(?:#\d+|#[xX][0-9a-fA-F]+|\w+);")
_UNSEEN = re.compile(r"<(script|style)\b[^>]*>.*?(?:</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<(?:/?[a-zA-Z][^<>]*|!--.*?--|!\[CDATA\[|/?)>|\]\]>", re.DOTALL)
_ODD = re.compile(
    r"[\x00-\x09\x0b-\x1f\x7f-\xa0\xad\u061c\u180e\u2000-\u200b\u200e\u200f\u2028-\u202f\u2060-\u2069\u3000]"
    r"|[\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f]"
)
_SPACES = frozenset("\t\x0b\x0c\x1f\u2028\u2029\u202f\xa0\u3000") | {chr(n) for n in range(0x2000, 0x200B)}
_BLOCKS = frozenset({
    "address", "article", "aside", "blockquote", "br", "caption", "center", "dd", "details", "div", "dl", "dt",
    "fieldset", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hgroup", "hr", "li", "main",
    "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul",
})  # fmt: skip
_SILENT = frozenset({
    "applet", "audio", "button", "canvas", "embed", "figcaption", "form", "frameset", "head", "iframe", "input", "map",
    "math", "noembed", "noframes", "noscript", "object", "plaintext", "script", "select", "style", "svg", "template",
    "textarea", "title", "video", "xmp",
})  # fmt: skip
_SUFFIX = re.compile(r"^(?P<title>.+?)\s+[-–—|·•»:]+\s+(?P<outlet>[^-–—|·•»]{2,60})$", re.DOTALL)


def plain(text: str) -> str:
    """Text without characters that hide, reverse or break it: controls, bidi marks, odd blanks, lone surrogates."""
    if not _ODD.search(text):
        return text
    return _ODD.sub(_replacement, text)


def _replacement(odd: re.Match[str]) -> str:
    """A blank for an odd blank; what Windows meant for a C1 control, which no text holds; else nothing."""
    if "\x80" <= odd[0] <= "\x9f":
        return odd[0].encode("latin-1").decode("cp1252", "ignore")
    return " " if odd[0] in _SPACES else ""


def clean_title(raw: str, *, outlet: str = "") -> str:
    """A headline on one line: no tags, entities resolved (twice, as many feeds escape twice), no outlet at its end."""
    text = raw
    for _ in range(2):
        if not _MARKUP.search(text):
            break
        text = html.unescape(_TAG.sub("", _UNSEEN.sub("", text)))
    text = " ".join(plain(unicodedata.normalize("NFC", text)).split())
    return without_outlet(text, outlet) if outlet else text


def without_outlet(title: str, outlet: str) -> str:
    """A headline without " - Outlet" at its end, when that is the name of the outlet or of its site."""
    match = _SUFFIX.match(title)
    if match is None or len(match["title"]) < 10:
        return title
    named, known = _bare(match["outlet"]), _bare(outlet)
    if named and known and (named == known or (len(named) >= 4 and (named in known or known in named))):
        return match["title"].rstrip()
    return title


def _bare(name: str) -> str:
    return re.sub(r"[\W_]+|^(?:https?|www)\b|\b(?:com|org|net|www)\b", "", name.casefold())


def html_to_text(markup: str) -> str:
    """The words of an HTML fragment, a paragraph a line. Captions, scripts and forms are left out."""
    if not _MARKUP.search(markup):
        return _paragraphs(markup.split("\n"))
    tree = _fragment(markup)
    if tree is None:
        return _paragraphs([html.unescape(_TAG.sub(" ", markup))])
    pieces: list[str] = []
    _collect(tree, pieces)
    return _paragraphs("".join(pieces).split("\n"))


def first_image(markup: str) -> str:
    """The address of the first picture of a fragment that is no tracking pixel; may be relative."""
    if "<img" not in markup.lower():
        return ""
    tree = _fragment(markup)
    for image in tree.iter("img") if tree is not None else ():
        source = (image.get("src") or "").strip()
        if (
            source
            and not source.startswith("data:")
            and image.get("width") not in {"0", "1"} != image.get("height")
        ):
            return plain(source)
    return ""


def _fragment(markup: str) -> etree._Element | None:
    parser = lxml_html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, no_network=True)
    try:
        root = etree.fromstring(f"<html><body>{markup}".encode("utf-8", "ignore"), parser)
    except (etree.LxmlError, ValueError):
        return None
    return root


def _collect(root: etree._Element, pieces: list[str]) -> None:
    """Append the words below an element, with a line feed at each block; by events, not by recursion."""
    silent = depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag
        if event == "start":
            depth += 1
            silent += tag in _SILENT or depth > MAX_DEPTH
            if tag in _BLOCKS:
                pieces.append("\n")
            if element.text and not silent:
                pieces.append(element.text.replace("\n", " "))
            continue
        silent -= tag in _SILENT or depth > MAX_DEPTH
        depth -= 1
        if tag in _BLOCKS or tag in {"td", "th"}:
            pieces.append("\n" if tag in _BLOCKS else " ")
        if element.tail and not silent:
            pieces.append(element.tail.replace("\n", " "))


def _paragraphs(lines: list[str]) -> str:
    cleaned = (" ".join(plain(line).split()) for line in lines)
    return unicodedata.normalize("NFC", "\n".join(line for line in cleaned if line))
