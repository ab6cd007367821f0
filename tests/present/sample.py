"""A report of our own writing with a record made by hand, for what prints and keeps records."""

from __future__ import annotations

import hashlib

from standoff.model import (
    Actor,
    Analysis,
    Document,
    Event,
    Found,
    Interval,
    Mention,
    Origin,
    Place,
    Problem,
    Quantity,
    Report,
    Sentence,
    Span,
    Statement,
    Unresolved,
    Zone,
    document_id,
    record_id,
)

TEXT = """Alliance doubts pull-back
Sign up for our newsletter
Secretary-General Mara Lind said on Tuesday: "We cannot confirm that Norland is withdrawing its forces."
Norland's defence ministry denied that its army had shelled Port Ella, according to the Harbour Agency.
Lind called on Norland to pull back about 40,000 troops near Port Ella.
Norland's army pulled back a battalion on Monday.
"""
RULE = Origin(stage="statements", rule="cue:said", version="1")


def at(words: str, text: str = TEXT) -> Span:
    """Where ``words`` stand first."""
    start = text.index(words)
    return Span(start, start + len(words))


def report(
    text: str = TEXT, *, path: str = "reports/a.txt", title: str | None = None, published: str | None = "2014-04-01",
    publisher: str | None = "Harbour Post",
) -> Report:  # fmt: skip
    """The report; another ``text`` must hold the same words somewhere."""
    sha = hashlib.sha256(text.encode()).hexdigest()
    identity = document_id(sha, publisher=publisher, uri=None)
    lines, begin = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(Span(begin, begin + len(line.rstrip("\r\n"))))
        begin += len(line)
    newsletter = text.find("Sign up")
    zones = tuple(
        Zone(span, "headline" if i == 0 else "boilerplate" if span.start == newsletter else "body")
        for i, span in enumerate(lines)
    )
    nato, norland = Actor("NATO", "Mara Lind"), Actor("RUS.GOV")

    def where(words: str) -> Span:
        return at(words, text)

    doubt = Statement(
        id=record_id(identity, "statement", 1), source=where("Secretary-General Mara Lind"), cue=where("said"),
        content=(where("We cannot confirm that Norland is withdrawing its forces"),), quotation="direct", act="DOUBT",
        certainty="U", source_actors=(nato,), score=0.91239999, origin=RULE,
    )  # fmt: skip
    deny = Statement(
        id=record_id(identity, "statement", 2), source=where("Norland's defence ministry"), cue=where("denied"),
        content=(where("its army had shelled Port Ella"),), quotation="indirect", act="DENY", certainty="CT-",
        source_actors=(norland,), via=("Harbour Agency",), via_at=(where("the Harbour Agency"),), denies=doubt.id,
        score=0.8, origin=RULE,
    )  # fmt: skip
    lind = text.index("Lind called")
    request = Statement(
        id=record_id(identity, "statement", 3), source=Span(lind, lind + 4), cue=where("called on"),
        content=(where("pull back about 40,000 troops near Port Ella"),), quotation="indirect", act="REQUEST",
        certainty="U", source_actors=(), addressees=(norland, Actor(None, "The Council")), score=0.7, origin=RULE,
        unresolved=Unresolved("two namesakes", ("Mara Lind", "Ola Lind")), inside=doubt.id,
    )  # fmt: skip
    retreat = Event(
        id=record_id(identity, "event", 1), trigger=where("pulled back"), type="RETREAT", mode="withdraw",
        contexts=("military",), actors=(Actor("RUS.MIL"),), date=Interval("2014-03-31", "2014-03-31"),
        date_at=where("on Monday"), place=Place("Port Ella", "UKR", 47.1, 37.5, 701822), quad="material cooperation",
        intensity=5.0, score=0.6, origin=RULE,
    )  # fmt: skip
    shelled = Event(
        id=record_id(identity, "event", 2), trigger=where("shelled"), type="ASSAULT", mode="heavy-weapons",
        actors=(Actor("RUS.MIL"),), status="negation", attributed_to=deny.id, quad="material conflict", score=0.5,
        origin=RULE,
    )  # fmt: skip
    asked = Event(
        id=record_id(identity, "event", 3), trigger=where("called"), type="REQUEST", mode="yield", actors=(nato,),
        recipients=(norland,), statement=request.id, quad="verbal conflict", score=0.7, origin=RULE,
        date=Interval("2014-04-01", "2014-04-01"),
    )  # fmt: skip
    troops = Quantity(
        id=record_id(identity, "quantity", 1), span=where("about 40,000 troops"), low=40000.0, high=40000.0,
        approx=True, unit="person", of="troops", holder=Actor("RUS.MIL"), place="near Port Ella",
        attributed_to=request.id, origin=RULE,
    )  # fmt: skip
    mentions = (
        Mention(id=record_id(identity, "mention", 1), span=where("Secretary-General Mara Lind"), kind="actor",
                actors=(nato,), entity="e1"),
        Mention(id=record_id(identity, "mention", 2), span=where("its forces"), kind="actor", entity="e2",
                actors=(norland, Actor(None, "The Council"))),
        Mention(id=record_id(identity, "mention", 3), span=where("Tuesday"), kind="time", entity="e3"),
    )  # fmt: skip
    return Report(
        document=Document(
            id=identity, sha256=sha, text=text, path=path,
            title=Found(title or "Alliance doubts pull-back", "text"),
            published=Found(published, "manifest") if published else None,
            publisher=Found(publisher, "manifest") if publisher else None,
            byline=(Found("Ada Quill", "text"),), credits=(Found("Harbour Agency", "text"),),
            language="en", zones=zones,
            problems=(Problem("read", "no final line end"),),
        ),
        analysis=Analysis(sentences=tuple(Sentence(z.span, (), z.role) for z in zones if z.role != "boilerplate"),
                          entities=(), model="test"),
        mentions=mentions, statements=(doubt, deny, request), events=(shelled, asked, retreat), quantities=(troops,),
        problems=(Problem("resolve", "no head"),),
    )  # fmt: skip
