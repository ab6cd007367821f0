"""A store whose every text field was written by somebody who means harm: one report, and one finding of each kind, for
each of the payloads."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from standoff.dossier import (
    Anchor,
    Claim,
    CopyGroup,
    CopyPair,
    Deed,
    Demand,
    Dyad,
    Link,
    Member,
    Position,
    Reading,
    Series,
    Story,
    Turn,
)
from standoff.model import (
    Actor,
    Analysis,
    Document,
    Event,
    Failed,
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
from standoff.store import Store

DAY = "2031-03-0{}"


def report(number: int, bad: str) -> Report:
    """A report that says ``bad`` wherever it can: in the text under every kind of record, and in all that is known of
    it."""
    parts = ("source", "cue", "content", "trigger", "place", "quantity", "holder")
    text, at = "", dict[str, Span]()
    for part in parts:  # the payload stands at the very beginning of each span, and at the end of the one before
        start = len(text)
        text += f"{bad} {part} {number} {bad}"
        at[part] = Span(start, len(text))
        text += " "
    text += f"\n{bad}\n"
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    publisher, uri = f"{bad} Post", f"{bad}/{number}"
    name = document_id(sha256, publisher=publisher, uri=uri)
    day = DAY.format(1 + number % 9)
    known, person = Actor(f"{bad}.GOV", f"{bad} Lind"), Actor("RUS.GOV", f"{bad} Torv")
    origin = Origin(bad, bad, bad)
    statement, event, quantity, mention = (
        record_id(name, kind, 1) for kind in ("statement", "event", "quantity", "mention")
    )
    found = Found(bad, bad, None)
    line = Span(0, text.index("\n", at["holder"].end - 1))
    return Report(
        document=Document(
            id=name, sha256=sha256, text=text, path=f"{bad}/{number}.txt", uri=uri, extractor=bad, title=found,
            published=Found(day, bad), publisher=Found(publisher, bad), byline=(found,), credits=(found,), language=bad,
            zones=(Zone(line, "body"),), problems=(Problem(bad, bad),),
        ),
        analysis=Analysis(sentences=(Sentence(line, (), "body"),), entities=(), model=bad),
        mentions=(Mention(id=mention, span=at["source"], kind="actor", actors=(known,), entity=bad,
                          unresolved=Unresolved(bad, (bad,))),),
        statements=(
            Statement(
                id=statement, source=at["source"], cue=at["cue"], content=(at["content"],), quotation="direct",
                act="DENY", certainty="CT-", source_actors=(known, person), addressees=(known,), targets=(person,),
                via=(bad, f"{bad} again"), via_at=(at["holder"],), score=0.5, origin=origin,
                unresolved=Unresolved(bad, (bad,)),
            ),
        ),
        events=(
            Event(
                id=event, trigger=at["trigger"], type="ASSAULT", mode=bad, contexts=(bad,), actors=(known,),
                recipients=(person,), statement=statement, date=Interval(day, day), place=Place(bad, bad, 48.0, 20.0),
                place_at=at["place"], quad="material conflict", intensity=-7.0, score=0.5, origin=origin,
            ),
        ),
        quantities=(
            Quantity(
                id=quantity, span=at["quantity"], low=float(number), high=None, approx=True, unit=bad, of=bad,
                holder=known, place=bad, holder_at=at["holder"], origin=origin,
            ),
        ),
        problems=(Problem(bad, bad),),
    )  # fmt: skip


def findings(number: int, bad: str, told: Report) -> dict[str, list[object]]:
    """What a report of ours adds up to, by kind."""
    doc, statement, event, quantity = told.document, told.statements[0], told.events[0], told.quantities[0]
    known, day = statement.source_actors[0], DAY.format(1 + number % 9)

    def at(span: Span) -> Anchor:
        return Anchor(doc.id, doc.sha256, span)

    here, numbered = at(statement.content[0]), f"{number:016x}"
    positions = tuple(
        Position(
            at=here, actor=actor, position=stance, statement=name, event=None, day=day, publisher=bad, via=(bad,),
            leg=bad, words=bad, low=float(number), high=None,
        )
        for stance, actor, name in (
            ("asserts", known, statement.id), ("denies", statement.source_actors[1], statement.id),
            ("doubts", None, None),
        )
    )  # fmt: skip
    return {
        "claim": [Claim(
            id=f"c-{numbered}", proposition=bad, standing="disputed", legs=1, positions=positions, differs=((0, 1),),
            links=(Link(a=0, b=1, relation="disputes", score=0.5, features=((bad, 1.0),), by=bad),), first=day,
            last=day, type=bad, actors=(known,), place=Place(bad, bad), story=f"h-{numbered}",
        )],
        "demand": [Demand(
            id=f"r-{numbered}", at=here, statement=statement.id, day=day, askers=(known,), addressees=(known,),
            deed=bad, type=bad, mode=bad, standing="open", by=None, again=(here,),
            turns=(Turn(at=here, day=day, standing="open", record=event.id, actors=(known,), words=bad, why=bad),),
        )],
        "series": [Series(
            id=f"f-{numbered}", what=bad, unit=bad, holder=known, place=bad, deed=bad, when=Interval(day, day),
            points=tuple(
                Reading(
                    at=at(quantity.span), quantity=quantity.id, low=low, high=None, approx=False, day=day,
                    source_actors=actors, publisher=bad, leg=bad, words=bad,
                )
                for low, actors in ((1.0, (known,)), (5.0, ()))
            ),
        )],
        "dyad": [Dyad(
            id=f"p-{numbered}", actor=f"{number}{bad}".replace(" ", "_"), recipient=bad.replace(" ", "_"),
            deeds=(Deed(at=at(event.trigger), event=event.id, day=day, type=bad, mode=bad, quad=bad, intensity=-1.0,
                        status="actual", legs=1),),
        )],
        "story": [Story(
            id=f"h-{numbered}", title=bad, first=day, last=day,
            members=(Member(report=doc.id, day=day, drawn_by=None, score=1.0, shared=(bad,)),),
        )],
        "copies": [CopyGroup(
            id=f"g-{numbered}", reports=(doc.id,), origin=bad, why=bad,
            pairs=(CopyPair(a=doc.id, b=doc.id, kind="copy", containment=1.0),),
        )],
    }  # fmt: skip


def store(path: Path, payloads: Sequence[str]) -> list[Report]:
    """Make the store at ``path``, judgements and failed inputs included; the reports in it, in the order of the
    payloads."""
    reports = [report(number, bad) for number, bad in enumerate(payloads)]
    made: dict[str, list[object]] = {}
    with Store.open(path) as db:
        run = db.begin_run(started="2031-05-01T08:00:00+00:00", coder="test", command=payloads[0])
        for told in reports:
            db.add(told, coder="test", run=run)
        for bad in payloads[:5]:
            db.fail(Failed(bad, bad), run=run)
        db.end_run(run, ended="2031-05-01T08:01:00+00:00")
        for number, (bad, told) in enumerate(zip(payloads, reports, strict=True)):
            for kind, found in findings(number, bad, told).items():
                made.setdefault(kind, []).extend(found)
            if number % 6 == 0:
                time = f"2031-05-02T08:{number // 60:02}:{number % 60:02}+00:00"
                db.judge("accept", told.statements[0].id, author=bad, time=time, reason=bad)
                with suppress(ValueError):  # some the store refuses: no name has brackets in it
                    db.judge("actor", told.events[0].id, value=f"RUS.MIL ({bad})", author=bad, time=time, reason=bad)
        db.save_findings(made, mark=db.mark(), linker=payloads[0])
    return reports
