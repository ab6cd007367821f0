"""Web pages: the text is frozen with its extractor, and a date needs evidence: htmldate alone invents one."""

import json
from importlib.metadata import version

import pytest
import trafilatura
from htmldate import find_date

from standoff.errors import InputError
from standoff.read import from_html
from standoff.read.html import MOST_BLOCKS, decode_page

STORY = """<p>The rebels of the northern valley freed the interior minister on Thursday,
eleven days after they had taken him from a hotel.</p>
<p>The government denied that it had paid a ransom. "Not one coin,"
its spokesman told reporters in the capital, and he called for talks.</p>
<p>The rebels' commander said that he had acted on humanitarian grounds,
and he warned the army against moving up the valley road.</p>"""


def page(head: str = "", before: str = "", after: str = "", body: str = STORY) -> bytes:
    return f"""<!DOCTYPE html><html lang="en"><head><title>Minister freed | The Post</title>{head}</head><body>
<nav><a href="/">Home</a> <a href="/world">World</a></nav>
<article><h1>Minister freed after eleven days</h1>{before}{body}</article>{after}</body></html>""".encode()


def ld(**values: str) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@context": "https://schema.org", **values})}</script>'


DATED = {
    "meta article:published_time": (
        page('<meta property="article:published_time" content="2014-04-10T08:00:00+02:00">'),
        None,
    ),
    "meta pubdate": (page('<meta name="pubdate" content="20140410">'), None),
    "meta DC": (page('<meta name="DC.date.issued" content="2014-04-10">'), None),
    "JSON-LD": (
        page(ld(**{"@type": "NewsArticle", "datePublished": "2014-04-10T08:00:00Z", "dateModified": "2019-01-01"})),
        None,
    ),
    "time pubdate": (page(before='<time pubdate datetime="2014-04-10">Thursday</time>'), None),
    "time in the article": (page(before='<p>By Ana Reyes <time datetime="2014-04-10T09:00">10 Apr</time></p>'), None),
    "itemprop": (page(before='<span itemprop="datePublished" content="2014-04-10">Thursday</span>'), None),
    "a date line": (page(before='<div class="article-date">Published: 10 April 2014, 18:22 GMT</div>'), None),
    "address": (page(), "https://post.example/world/2014/04/10/minister-freed.html"),
    "canonical address": (page('<link rel="canonical" href="https://post.example/2014/apr/10/minister-freed">'), None),
    "dateline in the text": (
        page(body=STORY.replace("<p>The rebels of", "<p>NAIROBI, April 10, 2014 (Reuters) - The rebels of", 1)),
        None,
    ),
}
UNDATED = {
    "nothing": page(),
    "copyright footer": page(after="<footer><p>Copyright 2020 The Post. All rights reserved.</p></footer>"),
    "copyright line with a day": page(after='<div id="copyright">© 1 March 2020 The Post</div>'),
    "copyright meta": page('<meta name="copyright" content="2020-02-02 The Post">'),
    "a day in the prose": page(body=STORY.replace("on Thursday", "on 3 March 2013")),
    "a teaser's time": page(
        after='<aside class="related"><time datetime="2020-05-05">5 May</time> Bridge reopens</aside>'
    ),
    "a comment's time": page(
        after='<div class="comments"><div><time datetime="2020-05-05">5 May 2020</time> Well done!</div></div>'
    ),
    "today's date in the masthead": page().replace(
        b"<nav>", b'<nav><span class="date">Sunday, November 22, 2026</span>'
    ),
    "last modified only": page(
        '<meta name="last-modified" content="2020-05-05"><meta property="og:updated_time" content="2020-05-05">'
    ),
    "the year in the address": page('<link rel="canonical" href="https://post.example/2020/minister-freed">'),
    "the month in the address": page('<link rel="canonical" href="https://post.example/2020/05/minister-freed">'),
    "a month alone": page(before='<div class="date">April 2014</div>'),
    "a website's JSON-LD": page(ld(**{"@type": "WebSite", "dateCreated": "2009-01-01"})),
    "a stylesheet's version": page(
        '<link rel="stylesheet" href="/css/2020-05-05/a.css"><script src="/js/app.20200505.js"></script>'
    ),
    "an ambiguous day": page(before='<div class="date">03/04/2014</div>'),
}  # fmt: skip


@pytest.mark.parametrize("name", DATED)
def test_a_dated_page(name: str) -> None:
    raw, uri = DATED[name]
    doc = from_html(raw, uri=uri)
    assert doc.published and doc.published.value == "2014-04-10"
    assert doc.published.how == ("text" if name.endswith("text") else "html")


@pytest.mark.parametrize("name", UNDATED)
def test_an_undated_page_stays_undated(name: str) -> None:
    assert from_html(UNDATED[name]).published is None


def test_htmldate_alone_invents_dates() -> None:
    """Why the guard is there: on the undated pages above htmldate by itself gives a day for nearly all."""
    invented = [name for name, raw in UNDATED.items() if find_date(raw.decode(), original_date=True)]
    assert len(invented) >= 10, invented


def test_the_page_as_a_report() -> None:
    head = (
        '<meta property="og:site_name" content="The Post"><meta name="author" content="Ana Reyes">'
        '<link rel="canonical" href="https://post.example/x">'
    )
    doc = from_html(page(head, after="<footer>Subscribe to our newsletter</footer>"), path="x.html")
    assert (
        doc.media_type == "text/html"
        and doc.path == "x.html"
        and doc.uri == "https://post.example/x"
        and doc.language == "en"
    )
    assert doc.extractor == f"trafilatura {version('trafilatura')}, htmldate {version('htmldate')}"
    assert doc.title and doc.title.value == "Minister freed after eleven days"
    assert doc.publisher and (doc.publisher.value, doc.publisher.how) == ("The Post", "html")
    assert [found.value for found in doc.byline] == ["Ana Reyes"]
    assert (
        doc.text.startswith("Minister freed after eleven days")
        and "Subscribe" not in doc.text
        and "Not one coin" in doc.text
    )
    assert [zone.role for zone in doc.zones] == ["headline", "body", "body", "body"]
    assert from_html(page(head)).text == from_html(page(head)).text


@pytest.mark.parametrize("raw", [b"", b"<html></html>", b"<html><body><script>x()</script></body></html>", b"\x00"])
def test_a_page_without_text(raw: bytes) -> None:
    with pytest.raises(InputError):
        from_html(raw)


def test_a_page_of_thousands_of_blocks_is_not_compared_block_by_block(monkeypatch: pytest.MonkeyPatch) -> None:
    """jusText looks for the neighbours of each block one after the other: a page of 5 MB took hours."""
    asked: list[bool] = []

    def extract(source: str, *, fast: bool, **_: object) -> str:
        asked.append(fast)
        return "The minister was freed."

    monkeypatch.setattr(trafilatura, "extract", extract)
    from_html(page())
    from_html(page(after="<div>advert</div>" * MOST_BLOCKS))
    assert asked == [False, True]


def test_charsets() -> None:
    story = "Präsident sagte “Nein”"
    assert decode_page(b'<meta charset="iso-8859-1">' + story.encode("cp1252"))[0].endswith(story)
    assert decode_page(b'<meta charset="koi8-r">' + "Киев".encode("koi8-r"))[0].endswith("Киев")
    assert decode_page(story.encode())[0] == story
    assert decode_page(story.encode("utf-16"))[0] == story
    text, problems = decode_page(story.encode("cp1252"))
    assert text == story and problems
