"""The day a page was published, from evidence only.

Evidence is, in this order: JSON-LD of an article, meta elements, elements marked as the date of publication, the
address, and a
``time`` element or a short date line inside the article. htmldate reads a copy of the page that holds nothing but
these, so that
a footer's "copyright 2020", a teaser's or a comment's date or today's date cannot become the report's. A year or a
month is no day.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any, TypeAlias

from htmldate import find_date
from lxml import html as lxml_html

from standoff.read import cues, dates

#: lxml has no types of its own here.
Element: TypeAlias = Any

_META = (
    "article:published_time", "article:published", "og:article:published_time", "bt:pubdate", "datepublished",
    "date_published", "publishdate", "publish_date", "publish-date", "pubdate", "published_date", "published-date",
    "publication_date", "originalpublicationdate", "article_date_original", "cxenseparse:recs:publishtime",
    "sailthru.date", "parsely-pub-date", "dc.date.issued", "dcterms.issued", "dc.date.created", "dcterms.created",
    "dc.date", "dcterms.date", "dc:date", "datecreated", "article.published", "citation_publication_date",
    "pub_date", "displaydate", "date", "dat",
)  # fmt: skip
_ELSEWHERE = re.compile(
    r"\b(?:related|teaser|sidebar|aside|footer|comment|recommend|popular|trending|promo|most-"
    r"|copyright|nav|menu|widget|latest|archive|ticker|updated|modified)",
    re.IGNORECASE,
)
_DATE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:date|dateline|pubdate|published|publish-?date|post-?date|entry-?date|timestamp"
    r"|time-?stamp|byline|article-?date|story-?date|posted(?:-on)?|datetime)(?:$|[-_\s])",
    re.IGNORECASE,
)
_URL_DAY = re.compile(r"(?:^|[/_-])((?:19|20)\d\d)[/_-]?(\d\d)[/_-]?(\d\d)(?=$|[/_.-])")
_URL_MONTH = re.compile(r"/((?:19|20)\d\d)/([a-z]{3})/(\d\d?)(?=$|[/_.-])", re.IGNORECASE)
_LATEST = datetime(2100, 1, 1)


def published_day(tree: Element, source: str, uri: str | None) -> str | None:
    """The ISO day of publication, or None without evidence. The clock is never asked."""
    for found in (_from_linked_data(tree), _from_meta(tree), _from_marked(tree), from_address(uri), _from_lines(tree)):
        if found:
            return found
    return _second_opinion(tree)


def linked_data(tree: Element) -> list[dict[str, Any]]:
    """The JSON-LD objects of articles on the page."""
    out = []
    for script in tree.iter("script"):
        if (script.get("type") or "").lower() == "application/ld+json":
            try:
                data = json.loads(script.text_content(), strict=False)
            except (ValueError, RecursionError):
                continue
            out += [item for item in _objects(data, 0) if _is_article(item)]
    return out


def _objects(data: object, depth: int) -> Iterator[dict[str, Any]]:
    if depth > 6:
        return
    if isinstance(data, dict):
        yield data
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            if key in data:
                yield from _objects(data[key], depth + 1)
    elif isinstance(data, list):
        for item in data[:200]:
            yield from _objects(item, depth + 1)


def _is_article(item: dict[str, Any]) -> bool:
    kinds = item.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(name, str) and re.search(r"Article|Posting|Report", name) for name in names)


def _from_linked_data(tree: Element) -> str | None:
    for item in linked_data(tree):
        for key in ("datePublished", "dateCreated"):
            value = item.get(key)
            if isinstance(value, str) and (day := dates.loose(value)):
                return day
    return None


def _from_meta(tree: Element) -> str | None:
    named: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = (meta.get("property") or meta.get("name") or meta.get("itemprop") or "").lower()
        if name in _META and (meta.get("content") or "").strip():
            named.setdefault(name, str(meta.get("content")))
    return next((day for name in _META if name in named and (day := dates.loose(named[name]))), None)


def _elsewhere(element: Element) -> bool:
    """Whether an element stands in a part of the page that is not the report."""
    for up in (element, *element.iterancestors()):
        if up.tag in ("aside", "footer", "nav"):
            return True
        if up.tag not in ("html", "body") and _ELSEWHERE.search(
            f"{up.get('class') or ''} {up.get('id') or ''} {up.get('itemprop') or ''}"
        ):
            return True
    return False


def _from_marked(tree: Element) -> str | None:
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag == "meta":
            continue
        marked = (element.get("itemprop") or "").lower() in ("datepublished", "datecreated") or element.get(
            "pubdate"
        ) is not None
        if marked and not _elsewhere(element):
            day = dates.loose(
                element.get("datetime") or element.get("content") or " ".join(element.text_content().split())
            )
            if day:
                return day
    return None


def from_address(uri: str | None) -> str | None:
    """The full day in a report's address (``/2014/04/10/``, ``-20140410.``); a year or month alone is none."""
    path = re.sub(r"^https?://[^/]*|[?#].*$", "", uri or "")
    if found := _URL_DAY.search(path):
        return dates.iso(int(found[1]), int(found[2]), int(found[3]))
    if found := _URL_MONTH.search(path):
        month = cues.MONTHS.get(found[2].lower())
        return dates.iso(int(found[1]), month, int(found[3])) if month else None
    return None


def _candidates(tree: Element) -> Iterator[Element]:
    """``time`` elements and short date lines that belong to the report, in page order."""
    inside = next((box for tag in ("article", "main") for box in tree.iter(tag)), tree)
    for element in inside.iter():
        if not isinstance(element.tag, str) or element.tag in ("html", "body", "script", "style", "meta"):
            continue
        named = _DATE_CLASS.search(f"{element.get('class') or ''} {element.get('id') or ''}")
        if (element.tag == "time" or named) and len(element.text_content()) <= 160 and not _elsewhere(element):
            yield element


def _from_lines(tree: Element) -> str | None:
    for element in _candidates(tree):
        day = dates.loose(element.get("datetime") or "")
        if not day and (found := dates.in_line(" ".join(element.text_content().split()))):
            day = found[0]
        if day:
            return day
    return None


def _second_opinion(tree: Element) -> str | None:
    """What htmldate makes of the evidence alone: formats and languages that the readers above do not know."""
    bare = lxml_html.document_fromstring("<html><head></head><body><article></article></body></html>")
    box = next(bare.iter("article"))
    for element in _candidates(tree):
        line = lxml_html.fragment_fromstring("<time></time>")
        line.text = " ".join(element.text_content().split())
        # 03/04/2014 is a day in March or in April: no second reader knows either
        if re.search(r"\d", line.text) and not re.search(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", line.text):
            box.append(line)
    if not len(box):
        return None
    found = find_date(bare, extensive_search=False, original_date=True, max_date=_LATEST, outputformat="%Y-%m-%d")
    # the first of a month is what htmldate answers to a month or a year alone
    return found if isinstance(found, str) and not found.endswith("-01") else None
