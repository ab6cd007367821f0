"""Small reports made without reading or analysing anything, for the store's tests and the child that they kill."""

from __future__ import annotations

import hashlib

from standoff.model import (
    Actor,
    Analysis,
    Document,
    Entity,
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
    TimeExpression,
    Token,
    Unresolved,
    Zone,
    document_id,
    record_id,
)

CODER = "standoff 0.1.0, rules 1, weights 0000"
SPEAKERS = (
    ("The Vesk ministry", Actor("VSK.GOV"), "DENY", "CT-"),
    ("President Ana Torv", Actor("ORL.GOV", "Ana Torv"), "ACCUSE", "CT+"),
    ("The alliance", Actor("NATO"), "DOUBT", "U"),
)


def document(text: str, **facts: object) -> Document:
    """A document of ``text``; ``published``, ``publisher``, ``title`` as plain strings, the rest as they are."""
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    publisher, uri = facts.get("publisher"), facts.get("uri")
    given = {k: Found(v, "caller") if k in {"published", "publisher", "title"} and v else v for k, v in facts.items()}
    name = document_id(
        sha256, publisher=publisher if isinstance(publisher, str) else None, uri=uri if isinstance(uri, str) else None
    )
    return Document(id=name, sha256=sha256, text=text, **given)  # type: ignore[arg-type]


def report(number: int, *, lines: int = 3, **facts: object) -> Report:
    """Report ``number``: ``lines`` lines of one statement, one event and one quantity each. The same number, the same
    report."""
    facts = {
        "path": f"reports/{number}.txt",
        "published": f"2031-{1 + number % 12:02}-{1 + number % 28:02}",
        "publisher": f"Paper {number % 7}",
        **facts,
    }
    text = ""
    at: list[tuple[int, str, str, int]] = []
    for i in range(lines):
        who, count = SPEAKERS[(number + i) % 3][0], 100 + (37 * number + i) % 900
        at.append((len(text), who, str(count), count))
        text += f"{who} said that {count} troops had crossed the river Ilm on day {number}.{i} 🛰.\n"
    doc = document(text, **facts)
    origin = Origin("made", "line", "1")
    sentences, mentions, times, statements, events, quantities = [], [], [], [], [], []
    for i, (start, who, digits, count) in enumerate(at):
        _, actor, act, certainty = SPEAKERS[(number + i) % 3]

        def span(words: str, start: int = start) -> Span:
            begin = text.index(words, start)
            return Span(begin, begin + len(words))

        end = text.index("\n", start)
        content = Span(span("that").end + 1, end - 3)
        tokens = tuple(
            Token(span(form), form, form.lower(), "X", "XX", -1 if form == "said" else 0, "dep")
            for form in ("said", "troops", "crossed")
        )
        sentences.append(Sentence(Span(start, end), tokens))
        mention, statement, event, quantity = (
            record_id(doc.id, kind, start) for kind in ("mention", "statement", "event", "quantity")
        )
        mentions.append(Mention(id=mention, span=span(who), kind="actor", actors=(actor,), entity=f"e{number % 5}"))
        times.append(TimeExpression(span=span("day"), value="XXXX", rule="made"))
        statements.append(
            Statement(
                id=statement, source=span(who), cue=span("said"), content=(content,), quotation="indirect", act=act,
                certainty=certainty, source_actors=(actor,), targets=(Actor("VSK.MIL"),), score=0.25 + i / 8,
                origin=origin,
                unresolved=Unresolved("two namesakes", ("a", "b")) if number % 4 == 0 else None,
            )
        )  # fmt: skip
        events.append(
            Event(
                id=event, trigger=span("crossed"), type="MOBILIZE" if i % 2 else "ASSAULT",
                mode="troops" if i % 2 else None,
                actors=(Actor("VSK.MIL"),), recipients=(Actor("ORL.GOV"),), attributed_to=statement,
                quad="material conflict",
                date=Interval(f"2030-0{1 + i % 9}-01", None) if i % 3 else None, intensity=-7.5, place_at=span("Ilm"),
                place=Place("Ilm", "ORL", 1.5, 2.5, 7), score=0.5, origin=origin,
            )
        )  # fmt: skip
        quantities.append(
            Quantity(
                id=quantity, span=span(digits), low=float(count), high=None, approx=bool(i % 2), unit="person",
                of="troops",
                holder=Actor("VSK.MIL"), attributed_to=statement, origin=origin,
            )
        )  # fmt: skip
    doc = replace_zones(doc, tuple(Zone(s.span, "body") for s in sentences))
    return Report(
        document=doc,
        analysis=Analysis(tuple(sentences), (Entity(Span(0, 3), "ORG", 0.5),), "made"),
        mentions=tuple(mentions), times=tuple(times), statements=tuple(statements), events=tuple(events),
        quantities=tuple(quantities), problems=(Problem("made", f"number {number}"),) if number % 3 == 0 else (),
    )  # fmt: skip


def replace_zones(doc: Document, zones: tuple[Zone, ...]) -> Document:
    import msgspec

    return msgspec.structs.replace(doc, zones=zones, problems=(Problem("read", "made up"),))


def schema_1(path, *numbers: int) -> None:
    """A store as the first release made it, with these reports: only the first step is walked, and only the writing of
    rows, which has not changed since, is today's."""
    import sqlite3

    from standoff.store import migrations
    from standoff.store.rows import prepare
    from standoff.store.write import write

    db = sqlite3.connect(path, isolation_level=None)
    migrations.migrate(db, migrations.STEPS[:1])
    db.execute("PRAGMA journal_mode = WAL")
    for number in numbers:
        db.execute("BEGIN IMMEDIATE")
        write(db, prepare(report(number)), coder=CODER, replace=False, run=None)
        db.execute("COMMIT")
    db.close()
