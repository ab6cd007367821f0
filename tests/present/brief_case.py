"""A small invented crisis over a lighthouse, with findings made by hand, for the tests of the brief."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from standoff.dossier import (
    Anchor,
    Claim,
    ClaimStanding,
    CopyGroup,
    CopyPair,
    Deed,
    Demand,
    Dyad,
    Member,
    Position,
    Reading,
    Series,
    Stance,
    Story,
    Turn,
)
from standoff.model import (
    Act,
    Actor,
    Analysis,
    Document,
    Event,
    Found,
    Interval,
    Origin,
    Report,
    Sentence,
    Span,
    Statement,
    Zone,
    document_id,
    record_id,
)
from standoff.present.gather import Asked, Gatherer, Material, texts_of
from standoff.store import ReportHead

RULE = Origin(stage="test", rule="by hand", version="1")
CHILE, ARGENTINA, OAS = Actor("CHL.GOV"), Actor("ARG.GOV", "Clara Benedetti"), Actor("OAS")
ARMY = Actor("ARG.MIL")

COAST = """Argentina masses troops at lighthouse, says Chile
Chile accused Argentina on Saturday of massing about 40,000 troops near the Cabo Frio lighthouse.
Chile demanded that Argentina give back the lighthouse.
Argentina seized the lighthouse on Friday.
"""
CAPITAL = """Argentina rejects Chilean claim
"There are 9,000 men on an exercise and no more," said Clara Benedetti, a spokeswoman for Argentina.
Benedetti denied that Argentina was massing troops near the lighthouse.
The OAS said that it could not confirm the build-up.
"""
HARBOUR = """Lighthouse handed back
Argentina returned the lighthouse to Chile on Tuesday.
The OAS counted 38,000 troops near the lighthouse.
"""


def report(text: str, *, title: str | None, publisher: str | None, published: str | None, path: str) -> Report:
    """A report whose lines are its sentences."""
    sha = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    lines, begin = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            lines.append(Span(begin, begin + len(line.rstrip("\n"))))
        begin += len(line)
    return Report(
        document=Document(
            id=document_id(sha, publisher=publisher, uri=None), sha256=sha, text=text, path=path,
            title=Found(title, "text") if title else None,
            published=Found(published, "manifest") if published else None,
            publisher=Found(publisher, "manifest") if publisher else None,
            zones=tuple(Zone(line, "headline" if i == 0 else "body") for i, line in enumerate(lines)),
        ),
        analysis=Analysis(sentences=tuple(Sentence(line, ()) for line in lines), entities=(), model="test"),
    )  # fmt: skip


def at(report: Report, words: str) -> Anchor:
    """Where ``words`` stand first."""
    document = report.document
    start = document.text.index(words)
    return Anchor(document.id, document.sha256, Span(start, start + len(words)))


def statement(
    report: Report, act: Act, who: tuple[Actor, ...], source: str, cue: str, content: str, *, direct: bool = False,
    towards: tuple[Actor, ...] = (), via: tuple[str, ...] = (),
) -> Statement:  # fmt: skip
    spans = [at(report, words).span for words in (source, cue, content)]
    return Statement(
        id=record_id(report.document.id, "statement", *spans), source=spans[0], cue=spans[1], content=(spans[2],),
        quotation="direct" if direct else "indirect", act=act, certainty="CT+", source_actors=who, score=0.9,
        addressees=towards if act == "REQUEST" else (), targets=() if act == "REQUEST" else towards, via=via,
        origin=RULE,
    )  # fmt: skip


def event(report: Report, type: str, trigger: str, day: str, who: Actor, whom: Actor) -> Event:
    span = at(report, trigger).span
    return Event(
        id=record_id(report.document.id, "event", span), trigger=span, type=type, mode=None, actors=(who,),
        recipients=(whom,), date=Interval(day, day), date_at=span, quad="material conflict" if type == "COERCE" else
        "material cooperation", intensity=-7.0 if type == "COERCE" else 6.5, score=0.9, origin=RULE,
    )  # fmt: skip


def with_records(report: Report, statements: tuple[Statement, ...], events: tuple[Event, ...]) -> Report:
    return Report(document=report.document, analysis=report.analysis, statements=statements, events=events)


def coast(publisher: str = "Coast Gazette", more: str = "", title: str = "Argentina masses troops") -> Report:
    bare = report(COAST + more, title=title, publisher=publisher, published="2031-05-03", path=f"{publisher}.txt")
    told = (
        statement(bare, "ACCUSE", (CHILE,), "Chile", "accused",
                  "massing about 40,000 troops near the Cabo Frio lighthouse", towards=(ARGENTINA,)),
        statement(bare, "REQUEST", (CHILE,), "Chile", "demanded", "Argentina give back the lighthouse",
                  towards=(ARGENTINA,)),
    )  # fmt: skip
    return with_records(bare, told, (event(bare, "COERCE", "seized", "2031-05-02", ARMY, CHILE),))


def capital() -> Report:
    bare = report(CAPITAL, title=None, publisher="Capital Times", published="2031-05-04", path="in/capital.txt")
    told = (
        statement(bare, "STATE", (ARGENTINA,), "Clara Benedetti", "said",
                  "There are 9,000 men on an exercise and no more", direct=True),
        statement(bare, "DENY", (ARGENTINA,), "Benedetti", "denied",
                  "Argentina was massing troops near the lighthouse"),
        statement(bare, "DOUBT", (OAS,), "The OAS", "could not confirm", "the build-up"),
    )  # fmt: skip
    return with_records(bare, told, ())


def harbour() -> Report:
    bare = report(HARBOUR, title="Lighthouse handed back", publisher=None, published="2031-05-06", path="harbour.txt")
    told = (statement(bare, "STATE", (OAS,), "The OAS", "counted", "38,000 troops near the lighthouse"),)
    return with_records(bare, told, (event(bare, "RETREAT", "returned", "2031-05-06", ARGENTINA, CHILE),))


def position(
    report: Report, words: str, stance: Stance, actor: Actor | None, *, statement: int | None = None,
    low: float | None = None, high: float | None = None, leg: str | None = None,
) -> Position:  # fmt: skip
    document = report.document
    return Position(
        at=at(report, words), actor=actor, position=stance,
        statement=report.statements[statement].id if statement is not None else None, event=None,
        day=document.published.value if document.published else None,
        publisher=document.publisher.value if document.publisher else None, via=(), leg=leg or document.id, words=words,
        low=low, high=high,
    )  # fmt: skip


def claim(name: str, proposition: str, standing: ClaimStanding, *positions: Position, differs: bool = False) -> Claim:
    days = sorted(p.day for p in positions if p.day)
    return Claim(
        id=f"c-{name}", proposition=proposition, standing=standing, positions=positions,
        legs=len({p.leg for p in positions if p.position in {"asserts", "confirms"}}),
        differs=((0, 1),) if differs else (), links=(), first=days[0], last=days[-1],
        actors=(Actor("ARG.MIL"),),
    )  # fmt: skip


def reports() -> tuple[Report, ...]:
    """Four reports: the second a copy of the first."""
    return coast(), coast("Evening Copy", "It was a quiet evening.\n"), capital(), harbour()


def head(report: Report) -> ReportHead:
    document = report.document
    return ReportHead(
        id=document.id, sha256=document.sha256, path=document.path, uri=document.uri,
        publisher=document.publisher.value if document.publisher else None,
        title=document.title.value if document.title else None,
        published=document.published.value if document.published else None, language="en", media_type="text/plain",
        revision=1, previous=None, latest=True, coder="test", mentions=0, statements=len(report.statements),
        events=len(report.events), quantities=0, problems=0,
    )  # fmt: skip


def findings(all_of_them: tuple[Report, ...]) -> dict[str, tuple[object, ...]]:
    """Findings of every kind, by the name of the field of :class:`Material`."""
    first, copy, second, third = all_of_them
    build_up = claim(
        "build-up", "ARG.MIL massing troops near the Cabo Frio lighthouse", "disputed",
        position(first, "massing about 40,000 troops near the Cabo Frio lighthouse", "asserts", CHILE, statement=0,
                 low=40000, high=40000),
        position(second, "There are 9,000 men on an exercise and no more", "asserts", ARGENTINA, statement=0, low=9000,
                 high=9000),
        position(second, "Argentina was massing troops near the lighthouse", "denies", ARGENTINA, statement=1),
        position(second, "the build-up", "doubts", OAS, statement=2),
        differs=True,
    )  # fmt: skip
    alone = claim(
        "alone", "The keeper was bribed", "disputed",
        position(second, "Benedetti denied that Argentina was massing troops", "denies", ARGENTINA),
    )  # fmt: skip
    unsure = claim(
        "unsure", "A build-up", "unconfirmed", position(second, "the build-up", "doubts", OAS, statement=2),
        position(first, "massing about 40,000 troops", "asserts", CHILE, statement=0),
    )  # fmt: skip
    seized = claim(
        "seized", "Argentina seized the lighthouse", "corroborated",
        position(first, "Argentina seized the lighthouse", "asserts", None),
        position(third, "Argentina returned the lighthouse", "asserts", None),
    )  # fmt: skip
    back = Demand(
        id="w-back", at=at(first, "Argentina give back the lighthouse"), statement=first.statements[1].id,
        day="2031-05-03", askers=(CHILE,), addressees=(ARGENTINA,), deed="Argentina give back the lighthouse",
        type="RETREAT", mode=None, standing="met", by=at(third, "returned"),
        again=(at(copy, "Argentina give back the lighthouse"),),
        turns=(Turn(at=at(third, "Argentina returned the lighthouse to Chile"), day="2031-05-06", standing="met",
                    record=third.events[0].id, actors=(ARGENTINA,), words="Argentina returned the lighthouse to Chile",
                    why="same deed"),),
    )  # fmt: skip
    still = Demand(
        id="w-still", at=at(first, "give back the lighthouse"), statement="s-gone", day="2031-05-06", askers=(),
        addressees=(), deed="give back the lighthouse", type=None, mode=None, standing="open", by=None, again=(),
        turns=(),
    )  # fmt: skip
    troops = Series(
        id="m-troops", what="troops", unit="person", holder=ARMY, place="near the lighthouse", deed=None, when=None,
        points=tuple(
            Reading(at=at(told, words), quantity="q", low=low, high=low, approx=approx, day=day, source_actors=who,
                    publisher="Coast Gazette", leg=told.document.id, words=words)
            for told, words, low, approx, day, who in (
                (first, "about 40,000 troops", 40000.0, True, "2031-05-03", (CHILE,)),
                (copy, "about 40,000 troops", 40000.0, True, "2031-05-03", (CHILE,)),
                (second, "9,000 men", 9000.0, False, "2031-05-04", (ARGENTINA,)),
                (third, "38,000 troops", 38000.0, False, "2031-05-06", (OAS,)),
            )
        ),
    )  # fmt: skip
    seizure, retreat = first.events[0], third.events[0]
    dyads = (
        Dyad(id="p-1", actor="ARG", recipient="CHL", deeds=(
            Deed(at=Anchor(first.document.id, first.document.sha256, seizure.trigger), event=seizure.id,
                 day="2031-05-03", type="COERCE", mode=None, quad="material conflict", intensity=-7.0,
                 status="actual", legs=1),
            Deed(at=Anchor(third.document.id, third.document.sha256, retreat.trigger), event=retreat.id,
                 day="2031-05-06", type="RETREAT", mode=None, quad="material cooperation", intensity=6.5,
                 status="actual", legs=1),
        )),
    )  # fmt: skip
    copies = CopyGroup(
        id="g-1", reports=(first.document.id, copy.document.id), origin=first.document.id, why="earlier",
        pairs=(CopyPair(a=first.document.id, b=copy.document.id, kind="copy", containment=0.9),),
    )  # fmt: skip
    story = Story(
        id="t-1", title="Argentina masses troops", first="2031-05-03", last="2031-05-06",
        members=tuple(
            Member(report=one.document.id, day=None, drawn_by=None, score=1.0, shared=()) for one in all_of_them[:3]
        ),
    )  # fmt: skip
    return {
        "claims": (build_up, alone, unsure, seized), "demands": (back, still), "series": (troops,), "dyads": dyads,
        "copies": (copies,), "stories": (story,),
    }  # fmt: skip


def material(all_of_them: tuple[Report, ...] | None = None, **fields: object) -> Material:
    """The material of the crisis; ``fields`` take the place of its own."""
    all_of_them = all_of_them or reports()
    found = findings(all_of_them)
    gatherer = Gatherer(texts_of(found["copies"]))  # type: ignore[arg-type]
    for one in all_of_them:
        day = one.document.published.value if one.document.published else None
        for record in one.statements:
            gatherer.say(one.document.id, day, record, one.document.text)
        for deed in one.events:
            gatherer.do(one.document.id, day, deed, one.document.text)
    said, counts = gatherer.said()
    given: dict[str, object] = {
        "asked": Asked(), "heads": tuple(head(one) for one in all_of_them), "said": said, "counts": counts,
        "done": gatherer.done(), **found, **fields,
    }  # fmt: skip
    return Material(**given)  # type: ignore[arg-type]


def fetch(all_of_them: tuple[Report, ...] | None = None) -> Callable[[str], Report]:
    """A report by its id."""
    return {one.document.id: one for one in all_of_them or reports()}.__getitem__
