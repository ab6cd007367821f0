# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""The part of a store that stands across reports: findings, and what people judged."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

import msgspec

from standoff.dossier import Claim, CopyGroup, Demand, Dyad, Judgement, Series, Story
from standoff.errors import StoreDamaged, StoreError
from standoff.model import Act, Actor
from standoff.store import findings as rows_of
from standoff.store import judgements, questions
from standoff.store.connect import telling
from standoff.store.finding_query import FindingFilter, findings_query, place_of
from standoff.store.findings import Found
from standoff.store.lookup import Ambiguous, NotFound, actor_known, finding_named, record_named
from standoff.store.opened import Opened
from standoff.store.outlines import CopiesOutline, DyadOutline
from standoff.store.query import Filter, Overlaid, _overlays, actors_like, as_judged
from standoff.store.tables import FINDING_COLUMNS, insert
from standoff.store.write import number
from standoff.verdicts import KINDS, SUBJECTS, judgement

F = TypeVar("F", bound=Found | CopiesOutline | DyadOutline)


class Told(msgspec.Struct, frozen=True):
    """An event as one report tells it: its id, the days that it may lie on (ISO), and its status."""

    event: str
    earliest: str | None
    latest: str | None
    status: str


class Across(Opened):
    """Findings and judgements of a store."""

    # --- findings ------------------------------------------------------------------------------------------------

    def mark(self) -> int:
        """A number that every write of a report and every judgement raises."""
        if self.schema < 2:
            return 0
        with telling(self.path):
            return int(self._db.execute("SELECT mark FROM ledger").fetchone()[0])

    def stale(self, linker: str) -> bool:
        """Whether the findings are not, or no longer, what this version of the ``linker`` makes of this store."""
        if self.schema < 2:
            return True
        with telling(self.path):
            mark, linked, by = self._db.execute("SELECT mark, linked, linker FROM ledger").fetchone()
        return bool(linked != mark or by != linker)

    def linked(self) -> bool:
        """Whether there are findings at all, of whatever age."""
        if self.schema < 2:
            return False
        with telling(self.path):
            return self._db.execute("SELECT linked FROM ledger").fetchone()[0] is not None

    def save_findings(self, found: Mapping[str, Iterable[Found]], *, mark: int, linker: str) -> dict[str, int]:
        """Put ``found`` (by kind: copies, story, claim, demand, series, dyad) in the place of all findings, in one
        transaction; gives how many there are of each kind.

        ``mark`` is :meth:`mark` as it was before the reports were read, ``linker`` the version of what made the
        findings of them: whatever is written meanwhile leaves them stale. The iterables are walked once; they may read
        this store. Raises :class:`~standoff.errors.StoreError` for what could not be stored: the old findings are then
        kept."""
        unknown = sorted(set(found) - set(rows_of.TYPES))
        if unknown:
            raise ValueError(f"no kind of finding is called {unknown[0]!r}")
        with self._writing():
            for table in ("findings", "finding_actors", "finding_reports"):
                self._db.execute(f"DELETE FROM {table}")
            self._db.execute("INSERT INTO finding_search (finding_search) VALUES ('delete-all')")
            numbers: dict[Actor, int] = {}
            counts = dict.fromkeys(rows_of.TYPES, 0)
            worth: dict[str, int] = {}
            n = 0
            for kind in rows_of.TYPES:
                for record in found.get(kind, ()):
                    if not isinstance(record, rows_of.TYPES[kind]):
                        raise StoreError(f"{self.path}: a {type(record).__name__} is not of the kind {kind!r}")
                    n += 1
                    counts[kind] += 1
                    self._save(n, record, numbers)
                    for name, stake in questions.stakes(record).items():
                        worth[name] = max(stake, worth.get(name, 0))
            questions.lay_out(self._db, worth)
            self._db.execute("UPDATE ledger SET linked = ?, linker = ?", (mark, linker))
        return counts

    def meanings_known(self) -> frozenset[str]:
        """The reports whose propositions have been read, whatever they were read from."""
        with telling(self.path):
            return frozenset(str(report) for (report,) in self._db.execute("SELECT report FROM meanings"))

    def meanings(self, report: str, key: str) -> bytes | None:
        """The vectors of a report's propositions, when they were read from what ``key`` stands for."""
        with telling(self.path):
            sql = "SELECT vectors FROM meanings WHERE report = ? AND key = ?"
            row = self._db.execute(sql, (report, key)).fetchone()
        return None if row is None else bytes(row[0])

    def keep_meanings(self, read: Iterable[tuple[str, str, bytes]]) -> None:
        """Keep the vectors of propositions for the next linking: (report, what they were read from, vectors)."""
        with self._writing():
            self._db.executemany("INSERT OR REPLACE INTO meanings VALUES (?, ?, ?)", read)

    def _save(self, n: int, record: Found, numbers: dict[Actor, int]) -> None:
        try:
            row = rows_of.row(record, self._about)
        except (UnicodeEncodeError, msgspec.MsgspecError, ValueError) as err:
            raise StoreError(f"{self.path}: finding {record.id} cannot be stored: {err}") from err
        self._db.execute(insert("findings", ("n", *FINDING_COLUMNS)), (n, *row.values))
        self._db.execute(insert("finding_search", ("rowid", "title", "words", "actors")), (n, *row.search))
        self._db.executemany(
            insert("finding_actors", ("actor", "role", "finding")),
            [(number(self._db, actor, numbers), role, n) for role, actor in row.actors],
        )
        self._db.executemany(insert("finding_reports", ("report", "finding")), [(report, n) for report in row.reports])

    def _about(self, report: str) -> tuple[str, str]:
        row = self._db.execute("SELECT day, title FROM reports WHERE id = ?", (report,)).fetchone()
        return ("", "") if row is None else (str(row[0]), str(row[1] or ""))

    def claims(self, wanted: FindingFilter | None = None) -> Iterator[Claim]:
        """Claims, the most telling first: disputed, unconfirmed, corroborated, single; then by legs, positions, day."""
        return self._findings("claim", wanted, Claim)

    def demands(self, wanted: FindingFilter | None = None) -> Iterator[Demand]:
        """Demands: open ones, refused, met; then by how often they were made, and day."""
        return self._findings("demand", wanted, Demand)

    def series(self, wanted: FindingFilter | None = None) -> Iterator[Series]:
        """Series of figures, those on most independent sources first."""
        return self._findings("series", wanted, Series)

    def stories(self, wanted: FindingFilter | None = None) -> Iterator[Story]:
        """Stories, those of most reports first."""
        return self._findings("story", wanted, Story)

    def copies(self, wanted: FindingFilter | None = None, *, stretches: bool = True) -> Iterator[CopyGroup]:
        """Groups of copies, those of most reports first; without the ``stretches`` that pairs share they are read ten
        times as fast."""
        if stretches:
            return self._findings("copies", wanted, CopyGroup)
        return (outline.group() for outline in self._findings("copies", wanted, CopiesOutline))

    def dyads(self, wanted: FindingFilter | None = None) -> Iterator[Dyad]:
        """Dyads, those of most deeds first."""
        return self._findings("dyad", wanted, Dyad)

    def deed_days(self, wanted: FindingFilter | None = None) -> Iterator[DyadOutline]:
        """The same with no more of the deeds than their days and whether they were done."""
        return self._findings("dyad", wanted, DyadOutline)

    def dyads_named(self, names: Iterable[str]) -> Iterator[Dyad]:
        """The dyads with these ids, by id; those that are not there are left out."""
        sql = (
            "SELECT weight, last, first, id, record FROM findings "
            "WHERE kind = 'dyad' AND id IN (SELECT value FROM json_each(?)) ORDER BY id"
        )
        return self._listed(sql, [msgspec.json.encode(list(names)).decode()], Dyad)

    def count(self, kind: str, wanted: FindingFilter | None = None) -> int:
        """How many findings of ``kind`` a filter finds, whatever its limit; those behind its cursor when it has one."""
        if self.schema < 2:
            return 0
        return self.number(*findings_query(kind, wanted or FindingFilter(), self.heeded(wanted), count=True))

    def deeds_told(self, claim: Claim) -> tuple[Told, ...]:
        """The events of the claim's type in the words of its positions, each once, as people corrected them."""
        overlaid = self.heeded()
        kept = "AND o.rejected IS NOT 1 " if overlaid.any else ""
        sql = (
            f"SELECT x.n, x.id, x.earliest, x.latest, {as_judged('status', overlaid)} FROM reports r "
            f"CROSS JOIN events x ON x.report = r.n {_overlays('event', overlaid)}"
            f"WHERE r.id = ? AND x.start >= ? AND x.start < ? AND {as_judged('type', overlaid)} = ? {kept}"
            "ORDER BY x.start"
        )
        found: dict[int, Told] = {}
        for at in dict.fromkeys(position.at for position in claim.positions):
            for n, *told in self.rows(sql, [at.report, at.span.start, at.span.end, claim.type]):
                found[n] = Told(*told)
        return tuple(found.values())

    def sentences(self, events: Iterable[str]) -> dict[str, str]:
        """The sentences that these events stand in, by record id; what is not in the store is left out."""
        sql = (
            "SELECT x.id, s.sentence FROM json_each(?) j CROSS JOIN events x ON x.id = j.value "
            "CROSS JOIN event_search s ON s.rowid = x.n"
        )
        return dict(self.rows(sql, [msgspec.json.encode(list(events)).decode()]))

    def acts(self, statements: Iterable[str]) -> dict[str, Act]:
        """The acts of these statements as people corrected them, by record id; what is rejected or not in the store is
        left out."""
        overlaid = self.heeded()
        kept = "WHERE o.rejected IS NOT 1" if overlaid.any else ""
        sql = (
            f"SELECT x.id, {as_judged('act', overlaid)} FROM json_each(?) j CROSS JOIN statements x ON x.id = j.value "
            f"{_overlays('statement', overlaid)}{kept}"
        )
        return dict(self.rows(sql, [msgspec.json.encode(list(statements)).decode()]))

    def behind(self, found: Found, wanted: FindingFilter | None = None) -> str:
        """The cursor behind a listed finding, for ``FindingFilter.after`` of the next page."""
        kind = next(kind for kind, type in rows_of.TYPES.items() if isinstance(found, type))
        with telling(self.path):
            sql = "SELECT weight, last, first, id FROM findings WHERE kind = ? AND id = ?"
            row = self._db.execute(sql, (kind, found.id)).fetchone()
        if row is None:
            raise NotFound(f"no finding {found.id!r} in the store")
        return place_of((wanted or FindingFilter()).order, row)

    def finding(self, asked: str) -> Found:
        """The finding whose id is or begins with ``asked``. Raises :class:`NotFound` or :class:`Ambiguous`."""
        if self.schema < 2:
            raise NotFound(f"no finding {asked!r} in the store")
        with telling(self.path):
            kind, record = finding_named(self._db, asked)
        found: Found = self._decode(record, rows_of.TYPES[kind])
        return found

    def _findings(self, kind: str, wanted: FindingFilter | None, type: type[F]) -> Iterator[F]:
        # the query is made here, not at the first step: a bad filter is told at once
        sql, values = findings_query(kind, wanted or FindingFilter(), self.heeded(wanted))
        if self.schema < 2:
            return iter(())
        return self._listed(sql, values, type)

    def _listed(self, sql: str, values: list[object], type: type[F]) -> Iterator[F]:
        for row in self.rows(sql, values):
            yield self._decode(str(row[4]), type)

    def _decode(self, record: str, type: type[F]) -> F:
        try:
            return msgspec.json.decode(record, type=type)
        except msgspec.MsgspecError as err:
            raise StoreDamaged(f"{self.path}: a finding cannot be read ({err}); see `standoff verify`") from err

    def heeded(self, wanted: Filter | FindingFilter | None = None) -> Overlaid:
        """What queries heed; with the row numbers of the actor who is asked for."""
        merges = self.weighed().merges
        actor = wanted.actor if wanted is not None else None
        actors = {} if actor is None else {actor: self._numbers(actor, merges)}
        return Overlaid(any=self._overlaid(), merges=merges, actors=actors)

    def knows(self, actor: str) -> bool:
        """Whether any record of the store is of ``actor``, as filters take it: an id, a state, words of a name."""
        return self.heeded(FindingFilter(actor=actor)).actors[actor] != "[]"

    def _numbers(self, actor: str, merges: dict[str, str]) -> str:
        """The row numbers of the actors that ``actor`` asks for; kept until something is written, here or elsewhere."""
        with telling(self.path):
            as_of = self._db.execute("PRAGMA data_version").fetchone()[0], self._db.total_changes, actor
            if as_of != self._asked[0]:
                condition, values = actors_like(actor, merges)
                found = self._db.execute(f"SELECT n FROM actors WHERE {condition} ORDER BY n", values)
                self._asked = as_of, msgspec.json.encode([n for (n,) in found]).decode()
        return self._asked[1]

    # --- judgements ----------------------------------------------------------------------------------------------

    def judge(
        self, verdict: str, *subjects: str, value: str | None = None, author: str, time: str, reason: str = ""
    ) -> Judgement:
        """Write down what a person decided, and show it from now on. ``time`` is the caller's, ISO with its offset:
        the store reads no clock. Saying the very same twice changes nothing.

        Raises ``ValueError`` for what no verdict or value can be (see :func:`standoff.verdicts.judgement`) or one that
        is not of this kind of record, :class:`NotFound` for a subject that is not in the store."""
        judged = judgement(verdict, subjects, value, author=author, time=time, reason=reason)
        with self._writing():
            self._known(judged)
            if judgements.save(self._db, judged):
                # a pair or a merge changes no record: linking heeds the one, every reading applies the other
                for report in judgements.holders(self._db, judgements.about(self._db, judged)):
                    judgements.rebuild(self._db, report, self.weighed().corrections)
        return judged

    def corrected(self) -> dict[str, str]:
        """The records that read otherwise than they were coded, and are not rejected: each with the judgement that did
        it. Actors read as others are not among them: a merge holds for all."""
        if self.schema < 2:
            return {}
        with telling(self.path):
            return dict(self._db.execute("SELECT id, judgement FROM overlays WHERE rejected = 0 ORDER BY id"))

    def _known(self, judged: Judgement) -> None:
        """Whether its subjects are there, and are what the verdict is about."""
        for subject in judged.subjects:
            what = SUBJECTS[judged.verdict][1]
            if what == "judgement":
                if next(judgements.load(self._db, "j.id = ?", (subject,)), None) is None:
                    raise NotFound(f"no judgement {subject!r} in the store")
            elif what == "record":
                kind, name, _ = record_named(self._db, subject)
                if name != subject:
                    raise NotFound(f"no record {subject!r} in the store")
                kinds = KINDS[judged.verdict]
                if kind not in kinds:
                    article = "an" if kind == "event" else "a"
                    raise ValueError(f"{subject} is {article} {kind}; {judged.verdict} is about {' or '.join(kinds)}s")
        if judged.verdict == "merge" and not actor_known(self._db, judged.subjects[0]):
            raise NotFound(f"no actor {judged.subjects[0]!r} in the store")

    def judgements(self, subject: str | None = None) -> tuple[Judgement, ...]:
        """What people decided, taken back or not, by time and id; with ``subject``, only what is about it."""
        if self.schema < 2:
            return ()
        with telling(self.path):
            if subject is None:
                return tuple(judgements.load(self._db))
            condition = "j.n IN (SELECT judgement FROM judged WHERE subject = ?)"
            return tuple(judgements.load(self._db, condition, (subject,)))

    def judged_with(self, judgement: str) -> tuple[Judgement, ...]:
        """The judgement of this id and those of the same author and time, by id; none where there is no such one."""
        if self.schema < 2:
            return ()
        condition = "(j.time, j.author) = (SELECT time, author FROM judgements WHERE id = ?)"
        with telling(self.path):
            return tuple(judgements.load(self._db, condition, (judgement,)))

    def judgement(self, asked: str) -> Judgement:
        """The judgement whose id is or begins with ``asked``. Raises :class:`NotFound` or :class:`Ambiguous`."""
        found = [judged for judged in self.judgements() if asked and judged.id.startswith(asked)]
        if not found:
            raise NotFound(f"no judgement {asked!r} in the store")
        if len(found) > 1:
            raise Ambiguous(asked, tuple(judged.id for judged in found[:5]), more=len(found) > 5)
        return found[0]

    def waiting(self) -> frozenset[str]:
        """Records that were judged and are not in the store: coded no more, or not yet."""
        return frozenset(
            subject
            for judged in self.judgements()
            if SUBJECTS[judged.verdict][1] == "record"
            for subject in judged.subjects
            if not judgements.holders(self._db, (subject,))
        )
