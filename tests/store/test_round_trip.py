"""Whatever a report may hold, it comes back: texts with any character, spans anywhere, every field set or not."""

from __future__ import annotations

import hashlib
import shutil
from typing import get_args

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from standoff.model import (
    ACTS,
    CERTAINTIES,
    ROLES,
    STATUSES,
    Actor,
    Analysis,
    Document,
    Entity,
    EntityKind,
    Event,
    Found,
    Interval,
    Mention,
    MentionKind,
    Origin,
    Place,
    Problem,
    Quantity,
    Quotation,
    Report,
    Sentence,
    Span,
    Statement,
    TimeExpression,
    Token,
    Unresolved,
    Zone,
)
from standoff.store import Store, verify

LINES = st.text(max_size=8)
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
BYTES = st.binary(min_size=8, max_size=8).map(bytes.hex)


def tuples(of):
    return st.lists(of, max_size=2).map(tuple)


def maybe(of):
    return st.none() | of


@st.composite
def reports(draw):
    text = draw(st.text(min_size=1, max_size=60))
    spans = st.builds(
        lambda a, n: Span(a, min(a + n, len(text))), st.integers(0, len(text) - 1), st.integers(1, len(text))
    )
    found = st.builds(Found, LINES, LINES, maybe(spans))
    actors = tuples(st.builds(Actor, maybe(LINES), maybe(LINES)))
    actor = maybe(st.builds(Actor, maybe(LINES), maybe(LINES)))
    origin = st.builds(Origin, LINES, LINES, LINES)
    unresolved = maybe(st.builds(Unresolved, LINES, tuples(LINES)))
    interval = maybe(st.builds(Interval, maybe(LINES), maybe(LINES)))
    problems = tuples(st.builds(Problem, LINES, LINES))
    document = st.builds(
        Document, id=BYTES.map("d-".__add__), sha256=st.just(hashlib.sha256(text.encode()).hexdigest()),
        text=st.just(text),
        path=maybe(LINES), uri=maybe(LINES), media_type=LINES, extractor=maybe(LINES), title=maybe(found),
        published=maybe(found), publisher=maybe(found), dateline=maybe(found), byline=tuples(found),
        credits=tuples(found),
        language=maybe(LINES), zones=tuples(st.builds(Zone, spans, st.sampled_from(ROLES))), problems=problems,
    )  # fmt: skip
    token = st.builds(Token, spans, LINES, LINES, LINES, LINES, st.integers(-1, 3), LINES)
    analysis = st.builds(
        Analysis,
        tuples(st.builds(Sentence, spans, tuples(token), st.sampled_from(ROLES))),
        tuples(st.builds(Entity, spans, st.sampled_from(get_args(EntityKind)), NUMBERS)),
        LINES,
    )
    mention = st.builds(
        Mention, id=BYTES.map("m-".__add__), span=spans, kind=st.sampled_from(get_args(MentionKind)), actors=actors,
        entity=LINES, unresolved=unresolved,
    )  # fmt: skip
    time = st.builds(TimeExpression, span=spans, value=LINES, interval=interval, rule=LINES)
    statement = st.builds(
        Statement, id=BYTES.map("s-".__add__), source=maybe(spans), cue=maybe(spans), content=tuples(spans),
        quotation=st.sampled_from(get_args(Quotation)), act=st.sampled_from(ACTS),
        certainty=st.sampled_from(CERTAINTIES),
        source_actors=actors, addressees=actors, targets=actors, via=tuples(LINES), inside=st.none(),
        addressees_at=tuples(spans), targets_at=tuples(spans), via_at=tuples(spans), condition=maybe(spans),
        denies=st.none(), unresolved=unresolved, score=NUMBERS, origin=origin,
    )  # fmt: skip
    event = st.builds(
        Event, id=BYTES.map("e-".__add__), trigger=spans, type=LINES, mode=maybe(LINES), contexts=tuples(LINES),
        actors=actors, recipients=actors, status=st.sampled_from(STATUSES), attributed_to=st.none(),
        statement=st.none(),
        date=interval, quad=LINES, intensity=maybe(NUMBERS), same_as=st.none(), actors_at=tuples(spans),
        place=maybe(st.builds(Place, LINES, maybe(LINES), maybe(NUMBERS), maybe(NUMBERS), maybe(st.integers(0,
        2**40)))),
        recipients_at=tuples(spans), date_at=maybe(spans), place_at=maybe(spans), score=NUMBERS, origin=origin,
    )  # fmt: skip
    quantity = st.builds(
        Quantity, id=BYTES.map("q-".__add__), span=spans, low=maybe(NUMBERS), high=maybe(NUMBERS), approx=st.booleans(),
        unit=LINES, of=maybe(LINES), holder=actor, place=maybe(LINES), attributed_to=st.none(), holder_at=maybe(spans),
        place_at=maybe(spans), origin=origin,
    )  # fmt: skip
    made = draw(
        st.builds(
            Report, document=document, analysis=analysis, mentions=tuples(mention), times=tuples(time),
            statements=tuples(statement), events=tuples(event), quantities=tuples(quantity), problems=problems,
        )
    )  # fmt: skip
    # ids are unique in a report; what points to a record points to one that is there
    renamed = {}
    for field in ("mentions", "statements", "events", "quantities"):
        renamed[field] = tuple(msgspec.structs.replace(r, id=f"{r.id}{i}") for i, r in enumerate(getattr(made, field)))
    ids = [None, *(s.id for s in renamed["statements"])]
    renamed["events"] = tuple(
        msgspec.structs.replace(e, attributed_to=draw(st.sampled_from(ids)), statement=draw(st.sampled_from(ids)))
        for e in renamed["events"]
    )
    return msgspec.structs.replace(made, **renamed)


@pytest.fixture(scope="module")
def blank(tmp_path_factory):
    """An empty store to copy: making one takes longer than filling it."""
    path = tmp_path_factory.mktemp("round") / "blank.db"
    Store.open(path).close()
    return path


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(made=reports())
def test_a_report_comes_back_equal_and_sound(made, blank):
    with Store.open(shutil.copyfile(blank, blank.with_name("s.db"))) as store:
        store._db.execute("PRAGMA synchronous = OFF")  # nothing is pulled here
        store.add(made, coder="x")
        assert store.report(made.document.id) == made
        assert store.text(made.document.id) == made.document.text
        assert len(list(store.statements())) == len(made.statements)
        for record in (*made.mentions, *made.statements, *made.events, *made.quantities):
            assert store.find(record.id) == (made, record)
        assert list(verify(store)) == []
        store.add(made, coder="y", replace=True)
        assert store.report(made.document.id) == made
        assert list(verify(store)) == []
