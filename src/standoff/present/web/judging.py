"""From the fields of a form to judgements in the store, and from judgements to what a page says of them."""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from standoff.dossier import Claim, Judgement, Verdict
from standoff.model import Actor, Event, Mention, Quantity, Statement
from standoff.present.judging import IN_FORCE, WAITING, Weighed, weigh
from standoff.present.rows import known
from standoff.present.web.desk import Desk
from standoff.present.web.freshness import writable
from standoff.present.wording import cut, folded
from standoff.store import Judged, NotFound, Store
from standoff.store.questions import words_of
from standoff.verdicts import SUBJECTS

Record = Statement | Event | Quantity | Mention
#: The fields of a form: each name with its values, in order.
Form = Mapping[str, Sequence[str]]
#: Characters of a reason and of a name that are kept, and records that one part of a claim is told from.
REASON, NAME, OTHERS = 2_000, 100, 24


class Refused(Exception):
    """What a form asks for cannot be written down; the message is for whoever sent it."""


class Saying(Struct, frozen=True):
    """A judgement that is not signed yet."""

    verdict: Verdict
    subjects: tuple[str, ...]
    value: str | None = None


class Batch(Struct, frozen=True):
    """Judgements that were made with one press of a button: one author, one time. ``taken_back`` are those that hold
    no longer, ``undoes`` what they take back themselves."""

    judgements: tuple[Judgement, ...]
    taken_back: frozenset[str] = frozenset()
    undoes: tuple[Judgement, ...] = ()

    @property
    def about(self) -> tuple[Judgement, ...]:
        """What it is about: what it undoes, else itself."""
        return self.undoes or self.judgements

    @property
    def record(self) -> str | None:
        """The one record that it is about; None where it is about several, or an actor."""
        names = {subject for one in self.about for subject in one.subjects}
        return names.pop() if len(names) == 1 and SUBJECTS[self.about[0].verdict][1] == "record" else None

    @property
    def standing(self) -> tuple[str, ...]:
        """The ids of those that an undo would take back."""
        return tuple(one.id for one in self.judgements if one.id not in self.taken_back)


# --- writing ---------------------------------------------------------------------------------------------------------


def first(form: Form, name: str) -> str:
    return next(iter(form.get(name, ())), "").strip()


def sayings(store: Store, form: Form) -> tuple[Saying, ...]:
    """What a form says. Raises :class:`Refused`; what is said of which record is checked where it is written."""
    verdict = first(form, "verdict")
    subjects = tuple(dict.fromkeys(one.strip() for one in form.get("subject", ()) if one.strip()))
    if verdict == "undo":
        return tuple(Saying("undo", (one,)) for one in subjects)
    if not subjects:
        raise Refused("the form names nothing that could be judged")
    if verdict == "accept":
        return (Saying("accept", subjects[:1]),)
    if verdict == "reject":
        return (Saying("reject", subjects[:1]),)
    if verdict == "change":
        return _changes(form, subjects[0])
    if verdict == "merge":
        return (Saying("merge", (subjects[0], first(form, "value"))),)
    if verdict == "same":
        return (Saying("same", (subjects[0], head_of(store, first(form, "other")))),)
    if verdict == "different":
        return tuple(Saying("different", (subjects[0], other)) for other in subjects[1 : OTHERS + 1])
    raise Refused(f"no verdict is called {verdict!r}")


def _changes(form: Form, record: str) -> tuple[Saying, ...]:
    """The fields that say something else than they did when the page was made."""
    names: tuple[Verdict, ...] = ("act", "type", "status", "actor")
    found = [
        Saying(name, (record,), first(form, name))
        for name in names
        if name in form and first(form, name) != first(form, f"was-{name}")
    ]
    if not found:
        raise Refused("nothing is changed: accept the record if it is right, or put in what is")
    return tuple(found)


def head_of(store: Store, asked: str) -> str:
    """The record that an id means; for a claim, which is made anew at each linking, the first record in it."""
    if not asked:
        raise Refused("say which: the id of a claim, a statement or an event")
    try:
        _, record = store.find(asked)
        return record.id
    except NotFound:
        found = store.finding(asked)
    if not isinstance(found, Claim):
        raise Refused(f"{found.id} is no claim, statement or event")
    heads = records_of(found)
    if not heads:
        raise Refused(f"{found.id} is told by reporters alone: there is no record in it to go by")
    return heads[0]


def records_of(claim: Claim) -> tuple[str, ...]:
    """The records in a claim, each once, in the order of its positions."""
    found = (position.statement or position.event for position in claim.positions)
    return tuple(dict.fromkeys(name for name in found if name))


def apart(claim: Claim, wanted: Container[int]) -> dict[int, tuple[str, ...]]:
    """For each of the ``wanted`` positions (by number) its record, and those that it is told from when it is put out of
    the claim: the others that say it in other words (a copy goes where it goes), those next to it first. Positions
    without a record are left out, and those that have nothing to be told from."""
    held = [(i, p.statement or p.event, folded(p.words)) for i, p in enumerate(claim.positions)]
    near = {frozenset((link.a, link.b)): link.score for link in claim.links}
    out: dict[int, tuple[str, ...]] = {}
    for i, mine, words in held:
        if i not in wanted:
            continue
        others = [(j, other) for j, other, said in held if other and other != mine and said != words]
        others = others or [(j, other) for j, other, _ in held if other and other != mine]
        if mine and others:
            others.sort(key=lambda one: (-near.get(frozenset((i, one[0])), 0.0), one[0]))
            out[i] = (mine, *tuple(dict.fromkeys(other for _, other in others))[:OTHERS])
    return out


def write(desk: Desk, form: Form, author: str) -> tuple[Judgement, ...]:
    """Write down what ``form`` says, with one time for all of it. Waits for another process that writes.

    Raises :class:`Refused`, ``ValueError`` for a value that is not in the codebook, :class:`NotFound` for a subject
    that is not there, :class:`~standoff.errors.StoreBusy`."""
    if not writable(desk.path):
        raise Refused("the store can only be read here: nothing can be written down")
    with Store.open(desk.path, create=False) as store:
        return sign(store, sayings(store, form), author=author, reason=first(form, "reason"))


def sign(store: Store, said: Iterable[Saying], *, author: str, reason: str) -> tuple[Judgement, ...]:
    """Write judgements with one author, time and reason; raises as :func:`write`."""
    time = now()
    return tuple(
        store.judge(one.verdict, *one.subjects, value=one.value, author=author, time=time, reason=reason[:REASON])
        for one in said
    )


def now() -> str:
    """The time of a judgement, ISO with its offset."""
    return datetime.datetime.now(datetime.UTC).isoformat()


def named(words: str) -> str:
    """A name to sign with: on one line, without controls, of a length that a list can show."""
    return " ".join("".join(c if c.isprintable() else " " for c in words).split())[:NAME]


# --- showing ---------------------------------------------------------------------------------------------------------


def batches(found: Sequence[Weighed]) -> tuple[Batch, ...]:
    """Judgements as they were made, in their order: what has one author, time and verdict stands together."""
    out: dict[tuple[str, str, str], list[Weighed]] = {}
    for line in found:
        one = line.judgement
        out.setdefault((one.time, one.author, one.verdict), []).append(line)
    return tuple(_batch(lines) for lines in out.values())


def _batch(lines: Sequence[Weighed]) -> Batch:
    gone = (line.judgement.id for line in lines if line.state.startswith("undone"))
    return Batch(tuple(sorted((line.judgement for line in lines), key=_by_verdict)), frozenset(gone))


def made_with(store: Store, asked: str) -> Batch | None:
    """Everything that was said together with the judgement ``asked``; None where there is none of that id."""
    together = store.judged_with(asked)
    if not together:
        return None
    mine = {one.id for one in together}
    return told(store, _batch([line for line in weigh(with_undos(store, together)) if line.judgement.id in mine]))


def told(store: Store, batch: Batch) -> Batch:
    """``batch`` with what it takes back."""
    undone = [one.subjects[0] for one in batch.judgements if one.verdict == "undo"]
    found = (one for name in undone for one in store.judged_with(name) if one.id == name)
    return replace(batch, undoes=tuple(sorted(found, key=_by_verdict)))


def _by_verdict(judged: Judgement) -> tuple[str, str]:
    """The order in which things said at once are told."""
    return judged.verdict, judged.id


def with_undos(store: Store, found: Iterable[Judgement]) -> list[Judgement]:
    """``found`` and all that takes them back, and that again, by time and id."""
    known: dict[str, Judgement] = {}
    waits = list(found)
    while waits:
        one = waits.pop()
        if one.id not in known:
            known[one.id] = one
            waits += store.judgements(one.id)
    return sorted(known.values(), key=lambda one: (one.time, one.id))


def states(store: Store, found: Iterable[Judgement]) -> dict[str, str]:
    """How each of ``found`` stands, by id. Only what could speak to them is weighed, unless it is about pairs, which
    hang together in rings."""
    listed = list(found)
    all_of_them = any(one.verdict in {"same", "different", "merge"} for one in listed)
    beside = store.judgements() if all_of_them else with_undos(store, listed)
    return {line.judgement.id: line.state for line in weigh(beside)}


class Quoted(Struct, frozen=True):
    """A record as a list of judgements shows it: its id, kind, report and words."""

    id: str
    kind: str
    report: str
    words: str


def quoted(store: Store, found: Iterable[Judgement], *, most: int = 120) -> dict[str, Quoted]:
    """The words of the records that judgements are about, by id; those that are not in the store are left out."""
    records = (one for one in found if SUBJECTS[one.verdict][1] == "record")
    names = dict.fromkeys(subject for one in records for subject in one.subjects)
    return {
        name: Quoted(name, kind, report, cut(folded(words), most))
        for name, (kind, report, words) in words_of(store, names).items()
    }


def actors_in(record: Record) -> tuple[Actor, ...]:
    """Whom the verdict ``actor`` is about: who speaks, acts, holds, or is meant."""
    if isinstance(record, Statement):
        return record.source_actors
    if isinstance(record, Quantity):
        return (record.holder,) if record.holder else ()
    return record.actors


def actor_field(record: Record) -> str:
    """The actors of a record as a form shows them and as a judgement has them."""
    return "; ".join(known(actor) for actor in actors_in(record)) or "none"


def type_field(event: Event) -> str:
    return f"{event.type} {event.mode}" if event.mode else event.type


class Compared(Struct, frozen=True):
    """What the machine coded beside what a person made of it."""

    field: str
    machine: str
    person: str


def compared(judged: Judged) -> tuple[Compared, ...]:
    """What reads otherwise than it was coded."""
    before, after = _fields(judged.coded), _fields(judged.now) if judged.now is not None else {}
    if judged.now is None:
        return (Compared("record", type(judged.coded).__name__.lower(), "left out"),)
    return tuple(Compared(name, value, after[name]) for name, value in before.items() if value != after[name])


def _fields(record: Record) -> dict[str, str]:
    out = {"who": actor_field(record)}
    if isinstance(record, Statement):
        out |= {"act": record.act, "certainty": record.certainty, "inside": record.inside or "none"}
    elif isinstance(record, Event):
        out |= {
            "type": type_field(record), "status": record.status, "class": record.quad,
            "attributed to": record.attributed_to or "none", "same as": record.same_as or "none",
        }  # fmt: skip
    elif isinstance(record, Quantity):
        out["attributed to"] = record.attributed_to or "none"
    return out


def about(store: Store, record: str) -> tuple[Weighed, ...]:
    """What was judged of ``record``, latest first; also the judgement on another that changed it."""
    changed = store.judged(record)
    found = {one.id: one for one in store.judgements(record)}
    if changed is not None:
        found.setdefault(changed.judgement.id, changed.judgement)
    state = states(store, found.values())
    return tuple(Weighed(one, state[one.id]) for one in reversed(found.values()))


def holds(line: Weighed) -> bool:
    return line.state == IN_FORCE


def shown(line: Weighed, known: Mapping[str, Quoted]) -> str:
    """How a judgement stands; in force it can only be where its records are ``known``."""
    about_records = SUBJECTS[line.judgement.verdict][1] == "record"
    there = not about_records or all(subject in known for subject in line.judgement.subjects)
    return WAITING if holds(line) and not there else line.state
