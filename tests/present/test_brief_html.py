"""The brief as one HTML file: nothing runs, nothing is fetched, every mark leads somewhere."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from msgspec.structs import replace
from tests.present.brief_case import coast, fetch, material, reports

from standoff.model import Actor
from standoff.present import brief
from standoff.present.gather import Asked

#: What our own writer and charts may contain.
TAGS = frozenset(
    "html head meta title style body header h1 h2 h3 p a nav ul li main section article div span strong em code sup "
    "table thead tbody tr th td figure svg g path rect line text footer ol mark cite".split()
)
PAYLOADS = (
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg/onload=alert(1)>",
    "<svg><script xlink:href=//e.example/x.js></script></svg>",
    '"><iframe src=javascript:alert(1)>',
    "'-alert(1)-'",
    '" onmouseover="alert(1)" x="',
    "<a href=javascript:alert(1)>x</a>",
    "<math><mtext></mtext><mglyph><style><!--</style><img title='--><img src=1 onerror=alert(1)>'>",
    "<!--><script>alert(1)</script-->",
    "]]><script>alert(1)</script>",
    "<link rel=stylesheet href=//e.example/x.css>",
    "<meta http-equiv=refresh content='0;url=//e.example'>",
    "<base href=//e.example/>",
    "<style>@import url(//e.example/x.css)</style>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "\u202e<script>\x00alert(1)</script>",
    "<details open ontoggle=alert(1)>",
    "<form action=//e.example><button>x",
    "<object data=//e.example/x.swf>",
    "<template><script>alert(1)</script></template>",
    "url(//e.example/x.png)",
)


class Seen(HTMLParser):
    """Tags, attributes, ids and links of a page, and the text of its elements."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.words: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        self.words.append(data)

    def of(self, name: str) -> list[str]:
        return [value for _, found, value in self.attributes if found == name]


def page(**fields: object) -> str:
    return brief.write(material(**fields), fetch(), form="html")


def check(seen: Seen) -> None:
    """Nothing that runs, loads, or leads out of the page."""
    assert seen.tags <= TAGS, seen.tags - TAGS
    for tag, name, value in seen.attributes:
        assert not name.startswith("on"), (tag, name)
        assert name not in {"src", "srcset", "data", "action", "formaction", "xlink:href", "style", "background"}, (
            tag,
            name,
        )
        if name == "href":
            assert value.startswith("#"), value
        if tag not in {"meta", "figure", "div", "text"}:
            assert "url(" not in value and "javascript:" not in value, (tag, name, value)


def test_the_page_stands_alone() -> None:
    """No script, no address of anywhere, a policy that forbids both, a chart drawn in."""
    text = page()
    seen = Seen(text)
    check(seen)
    assert "://" not in text
    assert "<script" not in text
    assert "default-src 'none'" in seen.of("content")[0] or "default-src 'none'" in " ".join(seen.of("content"))
    assert "svg" in seen.tags
    assert "@media (prefers-color-scheme: dark)" in text and "@media print" in text
    assert 'lang="en"' in text


def test_every_mark_has_its_note_and_every_note_its_way_back() -> None:
    """Ids are unique; each link of the page leads to one of them."""
    seen = Seen(page())
    ids = seen.of("id")
    assert len(ids) == len(set(ids))
    targets = [value.removeprefix("#") for value in seen.of("href")]
    assert set(targets) <= set(ids)
    notes = {name for name in ids if re.fullmatch(r"n\d+", name)}
    marks = {name for name in ids if re.fullmatch(r"m\d+-\d+", name)}
    assert len(notes) >= 10
    assert notes | marks <= set(targets)


def test_the_words_are_the_reports() -> None:
    """Every note holds its sentence exactly, the words that it is about marked in it."""
    text = page()
    texts = {one.document.id: one.document.text for one in reports()}
    notes = re.findall(r'<li id="n\d+"><span class="said">“(.*?)”</span> .*?report (\S+), characters (\d+)–(\d+)', text)
    assert notes
    for quote, identity, start, end in notes:
        plain = re.sub(r"</?mark>", "", quote).replace("&quot;", '"').replace("&#x27;", "'").replace("&amp;", "&")
        assert plain == texts[identity][int(start) : int(end)].replace("\n", " ")
    assert "<mark>Argentina seized the lighthouse</mark> on Friday." in text


def test_it_tells_what_the_markdown_tells() -> None:
    """One page, two forms: the same headings, the same words."""
    words = " ".join("".join(Seen(page()).words).split())
    for line in ("Asserted by two independent sources", "Denied, though nobody here asserts it", "Who towards whom",
                 "“There are 9,000 men on an exercise and no more”", "They cannot all be right"):  # fmt: skip
        assert line in words


@pytest.mark.parametrize("payload", PAYLOADS)
def test_payloads_in_every_field_stay_words(payload: str) -> None:
    """Text, title, publisher, path, proposition, words, deed, names, units, story, agency, filters: shown, not run."""
    bad = coast(payload, f"{payload}\n", title=payload)
    of = (bad, *reports()[1:])
    base = material(of)
    who = Actor(None, payload)
    claims = tuple(
        replace(
            one, proposition=payload, actors=(who,),
            positions=tuple(
                replace(p, words=payload, publisher=payload, via=(payload,), actor=who if n else None)
                for n, p in enumerate(one.positions)
            ),
        )
        for one in base.claims
    )  # fmt: skip
    demands = tuple(
        replace(one, deed=payload, askers=(who,), addressees=(who,),
                turns=tuple(replace(turn, words=payload, actors=(who,), record="gone") for turn in one.turns))
        for one in base.demands
    )  # fmt: skip
    series = tuple(
        replace(one, what=payload, unit=payload, place=payload, holder=who,
                points=tuple(replace(p, words=payload, source_actors=(who,) if n else (), publisher=payload)
                             for n, p in enumerate(one.points)))
        for one in base.series
    )  # fmt: skip
    said = tuple(replace(one, party=f"?{payload}", statement=replace(one.statement, via=(payload,),
                         source_actors=(Actor("CHL.GOV", payload),), targets=(who,))) for one in base.said)  # fmt: skip
    heads = tuple(replace(one, title=payload, publisher=payload, path=payload) for one in base.heads)
    stories = tuple(replace(one, title=payload) for one in base.stories)
    dyads = tuple(replace(one, actor=payload, recipient=payload) for one in base.dyads)
    bent = replace(
        base, claims=claims, demands=demands, series=series, said=said, heads=heads, stories=stories, dyads=dyads,
        counts=((f"?{payload}", 3),), asked=Asked(actor=None, about=payload, report=payload),
        totals=(("disputed", 99),),
    )  # fmt: skip
    text = brief.write(bent, fetch(of), form="html")
    check(Seen(text))
    assert "\u202e" not in text and "\x00" not in text
    assert not any(value != "light dark" and "e.example" in value for tag, name, value in Seen(text).attributes
                   if name in {"href", "content", "id"})  # fmt: skip
    svg = re.search(r"<svg.*?</svg>", text, re.DOTALL)
    assert svg is not None
    check(Seen(svg.group()))
