"""A web page to a Document: its text as extracted once, frozen as the layer that every offset points into."""

from __future__ import annotations

import codecs
import re
from importlib.metadata import version

import trafilatura
from lxml import html as lxml_html
from lxml.etree import ParserError

from standoff.errors import InputError
from standoff.model import Document, Found, Problem
from standoff.read.decode import MAX_REPORT_BYTES, cp1252
from standoff.read.document import Given, build, given
from standoff.read.html_dates import Element, linked_data, published_day

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s{0,3}=\s{0,3}[\"']?([\w:.-]{2,30})", re.IGNORECASE)
_XML_CHARSET = re.compile(rb"<\?xml[^>]{0,100}?encoding=[\"']([\w:.-]{2,30})")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,200}\?>")
#: Blocks of a page from which on its text is not taken a second way to compare (trafilatura's ``fast``): jusText looks
#: for the neighbours of each one by one, which takes hours for the 60,000 blocks of a page of 5 MB.
MOST_BLOCKS = 3_000
_BLOCKS = ("p", "div", "li", "td", "section", "article", "blockquote", "pre", "h1", "h2", "h3", "h4", "h5", "h6")
_LATIN = frozenset(("iso8859-1", "ascii", "latin_1", "cp1252"))


def looks_html(head: bytes) -> bool:
    """Whether the first bytes of a file are those of a web page."""
    start = head[:1024].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if start.startswith((b"<!doctype html", b"<html", b"<head", b"<body")):
        return True
    return start.startswith((b"<?xml", b"<!--")) and (b"<html" in start or b"<!doctype html" in start)


def from_html(
    raw: bytes,
    *,
    path: str | None = None,
    uri: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    language: str | None = None,
    how: str = "caller",
) -> Document:
    """A report from a web page. ``Document.extractor`` names the tools and versions that made the text.

    The values given come before those of the page, those before what the text says. The day of publication is taken
    only from
    evidence (see :mod:`standoff.read.html_dates`). Raises InputError when the page has no text or is too big.
    """
    known = given(how, published=published, publisher=publisher, title=title, uri=uri, language=language)
    return page(raw, known, path=path)


def page(raw: bytes, known: Given, *, path: str | None = None) -> Document:
    """As :func:`from_html`, with the values known already gathered."""
    if len(raw) > MAX_REPORT_BYTES:
        raise InputError(f"{len(raw):,} bytes: larger than a page may be ({MAX_REPORT_BYTES:,})")
    source, problems = decode_page(raw)
    source = _DECLARATION.sub("", source.replace("\x00", ""))
    try:
        tree = lxml_html.document_fromstring(source)
    except (ParserError, ValueError) as err:
        raise InputError("the page is empty or no HTML") from err
    uri = known.uri.value if known.uri else _link(tree)
    head = _headline(tree)
    text = trafilatura.extract(
        source, include_comments=False, include_tables=True, favor_recall=False, with_metadata=False,
        fast=sum(1 for _ in tree.iter(*_BLOCKS)) > MOST_BLOCKS,
    )  # fmt: skip
    if not text or not text.strip():
        text = trafilatura.html2txt(source, clean=True)
        if not text or not text.strip():
            raise InputError("no text found in the page")
        problems += (Problem("read", "no article found in the page; all its text was taken"),)
    if head and head.casefold() not in " ".join(text[: len(head) + 400].split()).casefold():
        text = f"{head}\n\n{text}"
    return build(
        text,
        known.over(_told(tree, source, uri, head)),
        path=path,
        media_type="text/html",
        extractor=f"trafilatura {version('trafilatura')}, htmldate {version('htmldate')}",
        problems=problems,
    )


def decode_page(raw: bytes) -> tuple[str, tuple[Problem, ...]]:
    """The characters of a page: byte order mark, declared charset, UTF-8, else Windows-1252 with a Problem."""
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return raw.decode("utf-16", "replace"), ()
    declared = _XML_CHARSET.match(raw[:200]) or _CHARSET.search(raw[:4096])
    name = declared[1].decode("ascii") if declared and not raw.startswith(codecs.BOM_UTF8) else "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "utf-8"
    if codec in _LATIN:  # as browsers do: pages that say Latin-1 mean Windows-1252
        return (raw.decode("utf-8"), ()) if _is_utf8(raw) else (cp1252(raw), ())
    try:
        return raw.decode("utf-8-sig" if codec == "utf-8" else codec), ()
    except UnicodeDecodeError as err:
        reason = (
            f"not {codec} as it says (byte {err.start}); read as Windows-1252, so letters outside ASCII may be wrong"
        )
        return cp1252(raw), (Problem("read", reason),)
    except (LookupError, UnicodeError) as err:
        raise InputError(f"charset {name} cannot be read; save the page as UTF-8") from err


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _told(tree: Element, source: str, uri: str | None, head: str | None) -> Given:
    """What the page's markup says of it."""
    data = linked_data(tree)
    name = _meta(tree, "og:site_name") or next(
        (value for value in (_name(item.get("publisher")) for item in data) if value), None
    )
    authors = [_name(item.get("author")) for item in data] + [_meta(tree, "author"), _meta(tree, "article:author")]
    author = next((value for value in authors if value and not value.startswith("http")), None)
    language = tree.get("lang") or _meta(tree, "og:locale")
    day = published_day(tree, source, uri)
    return Given(
        published=Found(day, "html") if day else None,
        publisher=Found(name, "html") if name else None,
        title=Found(head, "html") if head else None,
        uri=Found(uri, "html") if uri else None,
        language=Found(re.split(r"[-_]", language)[0].lower(), "html") if language else None,
        byline=(Found(author, "html"),) if author else (),
    )


def _meta(tree: Element, name: str) -> str | None:
    for found in tree.iter("meta"):
        if name in (found.get("property"), found.get("name")) and (found.get("content") or "").strip():
            return " ".join(str(found.get("content")).split())
    return None


def _name(value: object) -> str | None:
    """The name in a JSON-LD person or organisation; of several, the first."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(value.split()) if isinstance(value, str) and value.strip() else None


def _headline(tree: Element) -> str | None:
    """The page's own headline: its only h1, else og:title, else the title element without the site's name."""
    tops = [" ".join(top.text_content().split()) for top in tree.iter("h1")]
    tops = [top for top in tops if top]
    if len(set(tops)) == 1 and len(tops[0].split()) >= 3:
        return tops[0]
    named = _meta(tree, "og:title")
    if named:
        return named
    title = next((" ".join(element.text_content().split()) for element in tree.iter("title")), "")
    return re.split(r"\s[|–—]\s|\s-\s(?=[^-]{1,40}$)", title)[0].strip() or None


def _link(tree: Element) -> str | None:
    """The page's address, where it gives one itself."""
    for found in tree.iter("link"):
        if (found.get("rel") or "").lower() == "canonical" and (found.get("href") or "").startswith(
            ("http://", "https://")
        ):
            return str(found.get("href")).strip()
    address = _meta(tree, "og:url")
    return address if address and address.startswith(("http://", "https://")) else None
