"""A text and what is known of it, to a Document with zones and metadata."""

from __future__ import annotations

import hashlib

from msgspec import Struct

from standoff.errors import InputError
from standoff.model import Document, Found, Problem, document_id
from standoff.read import dates, metadata
from standoff.read.decode import MAX_REPORT_BYTES
from standoff.read.zones import bears, zones


class Given(Struct, frozen=True):
    """What is known of a report from outside its text. Where two sources know a field, the stronger one fills it."""

    published: Found | None = None
    publisher: Found | None = None
    title: Found | None = None
    uri: Found | None = None
    language: Found | None = None
    byline: tuple[Found, ...] = ()

    def over(self, weaker: Given) -> Given:
        """These values, and those of ``weaker`` where there are none."""
        return Given(
            self.published or weaker.published,
            self.publisher or weaker.publisher,
            self.title or weaker.title,
            self.uri or weaker.uri,
            self.language or weaker.language,
            self.byline or weaker.byline,
        )


def given(
    how: str,
    *,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    uri: str | None = None,
    language: str | None = None,
) -> Given:
    """Values from one source. Raises InputError when ``published`` is no ISO date."""
    if published is not None and published.strip():
        day = dates.strict(published)
        if day is None:
            raise InputError(f"published: {published!r} is no ISO date (YYYY-MM-DD)")
        published = day

    def found(value: str | None) -> Found | None:
        return Found(value.strip(), how) if value and value.strip() else None

    return Given(found(published), found(publisher), found(title), found(uri), found(language))


def build(
    text: str,
    known: Given,
    *,
    path: str | None = None,
    media_type: str = "text/plain",
    extractor: str | None = None,
    fallback: Given | None = None,
    problems: tuple[Problem, ...] = (),
) -> Document:
    """The document of ``text``. ``known`` comes before what the text says of itself, ``fallback`` after it.

    Raises InputError for an empty text, one beyond the size limit, or one with half a surrogate pair.
    """
    if not text.strip():
        raise InputError("there is no text in it")
    if len(text) > MAX_REPORT_BYTES:
        raise InputError(f"{len(text):,} characters: longer than a report may be ({MAX_REPORT_BYTES:,})")
    try:
        sha256 = hashlib.sha256(text.encode()).hexdigest()
    except UnicodeEncodeError as err:
        raise InputError(f"half a surrogate pair at character {err.start}; the text was decoded wrongly") from err
    found = zones(text)
    said = metadata.said(text, found)
    told = Given(said.published, said.publisher, said.title, None, None, said.byline)
    whole = known.over(told).over(fallback or Given())
    if whole.published is not None and fallback is not None and whole.published is fallback.published:
        problems += (Problem("read", "no date of publication; the day it was scraped stands in for it"),)
    if not bears(found):
        problems += (Problem("zones", "no headline, body or caption found; nothing will be recorded"),)
    language = whole.language.value if whole.language else None
    if language is None:
        english = metadata.looks_english(text)
        language = "en" if english else None
        if english is False:
            problems += (Problem("read", "does not look English; the analyser reads English only"),)
    publisher = whole.publisher.value if whole.publisher else None
    uri = whole.uri.value if whole.uri else None
    # a publisher read off the page must not make another report of the same words: only what came from outside enters
    # the id
    outside = publisher if whole.publisher and whole.publisher.how != "text" else None
    return Document(
        id=document_id(sha256, publisher=outside, uri=uri),
        sha256=sha256,
        text=text,
        path=path,
        uri=uri,
        media_type=media_type,
        extractor=extractor,
        title=whole.title,
        published=whole.published,
        publisher=whole.publisher,
        dateline=said.dateline,
        byline=whole.byline or said.byline,
        credits=said.credits,
        language=language,
        zones=found,
        problems=problems,
    )


def from_text(
    text: str,
    *,
    path: str | None = None,
    uri: str | None = None,
    published: str | None = None,
    publisher: str | None = None,
    title: str | None = None,
    language: str | None = None,
    how: str = "caller",
) -> Document:
    """A report from its text. ``published`` is an ISO date; ``how`` says who gave the values (``caller``,
    ``manifest``, ...).

    What is not given is looked for in the text where it stands; an unknown date stays None. Raises
    :class:`~standoff.errors.InputError` for an empty or overlong text or a date that is not ISO.
    """
    known = given(how, published=published, publisher=publisher, title=title, uri=uri, language=language)
    return build(text, known, path=path)
