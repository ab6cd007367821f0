# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""The tables of a store, schema by schema, and the names of their columns.

``reports`` is thin, so that lists and filters stay quick; the heavy layers of a report (text, analysis) stand in
``bodies``. Every record has columns to filter by, ``words`` (what each of its spans quotes, as JSON) and ``record``
(the whole record as JSON, which is what queries give back). Schema 2 adds what stands across reports, and what people
judged, schema 3 what they should be asked. A report's text is a BLOB of UTF-8, since a TEXT may hold
NUL but few SQL functions survive it. Plain types and no STRICT, RETURNING or generated columns: SQLite 3.24 is enough.
"""

from __future__ import annotations

#: "Stnd" in the header of the file: says that a SQLite file is a store of ours.
APPLICATION_ID = 0x53746E64

SCHEMA_1 = (
    """CREATE TABLE runs (
        n INTEGER PRIMARY KEY, started TEXT NOT NULL, ended TEXT, coder TEXT NOT NULL, command TEXT NOT NULL)""",
    """CREATE TABLE failed (
        run INTEGER NOT NULL REFERENCES runs(n) ON DELETE CASCADE, path TEXT NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (run, path)) WITHOUT ROWID""",
    """CREATE TABLE reports (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, sha256 TEXT NOT NULL, path TEXT, uri TEXT, publisher TEXT,
        title TEXT,
        published TEXT, day TEXT NOT NULL, language TEXT, media_type TEXT NOT NULL,
        lineage TEXT, revision INTEGER NOT NULL CHECK (revision >= 1), previous TEXT REFERENCES reports(id),
        latest INTEGER NOT NULL CHECK (latest IN (0, 1)), coder TEXT NOT NULL, run INTEGER REFERENCES runs(n),
        mentions INTEGER NOT NULL, statements INTEGER NOT NULL, events INTEGER NOT NULL, quantities INTEGER NOT NULL,
        problems INTEGER NOT NULL, facts TEXT NOT NULL, seal TEXT NOT NULL,
        UNIQUE (lineage, revision))""",
    "CREATE UNIQUE INDEX one_latest ON reports (lineage) WHERE latest = 1 AND lineage IS NOT NULL",
    # UNIQUE tells the planner that records need no sorting within (day, id).
    "CREATE UNIQUE INDEX reports_in_order ON reports (latest, day, id)",
    "CREATE INDEX reports_by_path ON reports (path)",
    """CREATE TABLE bodies (
        report INTEGER PRIMARY KEY REFERENCES reports(n) ON DELETE CASCADE, text BLOB NOT NULL, document TEXT NOT NULL,
        analysis BLOB NOT NULL, times TEXT NOT NULL)""",
    """CREATE TABLE problems (
        report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE,
        layer TEXT NOT NULL CHECK (layer IN ('document', 'report')),
        ord INTEGER NOT NULL, stage TEXT NOT NULL, reason TEXT NOT NULL,
        PRIMARY KEY (report, layer, ord)) WITHOUT ROWID""",
    """CREATE TABLE actors (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL, name TEXT NOT NULL, folded TEXT NOT NULL, UNIQUE (id, name))""",
    """CREATE TABLE mentions (
        n INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE, ord INTEGER NOT NULL,
        id TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, kind TEXT NOT NULL, entity TEXT NOT NULL,
        words TEXT NOT NULL, record TEXT NOT NULL)""",
    """CREATE TABLE statements (
        n INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE, ord INTEGER NOT NULL,
        id TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, source_start INTEGER, source_stop INTEGER, cue_start INTEGER,
        cue_stop INTEGER,
        content_start INTEGER, content_stop INTEGER, act TEXT NOT NULL, certainty TEXT NOT NULL,
        quotation TEXT NOT NULL,
        inside TEXT, denies TEXT, score REAL NOT NULL, rule TEXT NOT NULL,
        words TEXT NOT NULL, record TEXT NOT NULL)""",
    """CREATE TABLE events (
        n INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE, ord INTEGER NOT NULL,
        id TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, type TEXT NOT NULL, mode TEXT, status TEXT NOT NULL,
        quad TEXT NOT NULL,
        intensity REAL, dated INTEGER NOT NULL, earliest TEXT, latest TEXT, place TEXT, country TEXT, lat REAL,
        lon REAL,
        attributed_to TEXT, statement TEXT, same_as TEXT, score REAL NOT NULL, rule TEXT NOT NULL,
        words TEXT NOT NULL, record TEXT NOT NULL)""",
    """CREATE TABLE quantities (
        n INTEGER PRIMARY KEY, report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE, ord INTEGER NOT NULL,
        id TEXT NOT NULL,
        start INTEGER NOT NULL, stop INTEGER NOT NULL, low REAL, high REAL, approx INTEGER NOT NULL,
        unit TEXT NOT NULL, counted TEXT,
        place TEXT, attributed_to TEXT, rule TEXT NOT NULL, words TEXT NOT NULL, record TEXT NOT NULL)""",
    # The columns behind ``ord`` are there so that a filter is decided in the index, without a look at the fat row.
    "CREATE INDEX mentions_in_order ON mentions (report, start, ord)",
    "CREATE INDEX statements_in_order ON statements (report, start, ord, act, certainty, quotation)",
    "CREATE INDEX events_in_order ON events (report, start, ord, type, mode, status, quad, dated, earliest, latest)",
    "CREATE INDEX quantities_in_order ON quantities (report, start, ord, unit, counted)",
    *(f"CREATE INDEX {table}_by_id ON {table} (id)" for table in ("mentions", "statements", "events", "quantities")),
    *(
        f"""CREATE TABLE {one}_actors (
        actor INTEGER NOT NULL REFERENCES actors(n), role TEXT NOT NULL,
        record INTEGER NOT NULL REFERENCES {many}(n) ON DELETE CASCADE,
        PRIMARY KEY (actor, role, record)) WITHOUT ROWID"""
        for one, many in (
            ("mention", "mentions"),
            ("statement", "statements"),
            ("event", "events"),
            ("quantity", "quantities"),
        )
    ),
    *(
        f"CREATE INDEX {one}_actors_by_record ON {one}_actors (record)"
        for one in ("mention", "statement", "event", "quantity")
    ),
    # Full text by stem, case and accents folded; rowid is the n of the table searched.
    *(
        f"CREATE VIRTUAL TABLE {name} USING fts5 ({columns}, tokenize = 'porter unicode61 remove_diacritics 2')"
        for name, columns in (
            ("report_search", "title, text"),
            ("statement_search", "source, content"),
            ("event_search", "sentence"),
            ("quantity_search", "sentence"),
        )
    ),
)

#: Every write of a report and every judgement raises ``mark``; ``linked`` is the mark that the findings were made from,
#: ``linker`` the version of what made them.
SCHEMA_2 = (
    """CREATE TABLE ledger (
        one INTEGER PRIMARY KEY CHECK (one = 1), mark INTEGER NOT NULL, linked INTEGER, linker TEXT)""",
    "INSERT INTO ledger (one, mark) VALUES (1, (SELECT count(*) FROM reports))",
    # One table for all kinds: they differ in their record, hardly in how they are asked for. ``first`` and ``last`` are
    # days, empty when there are none.
    """CREATE TABLE findings (
        n INTEGER PRIMARY KEY, kind TEXT NOT NULL, id TEXT NOT NULL, standing TEXT, type TEXT, first TEXT NOT NULL,
        last TEXT NOT NULL, legs INTEGER NOT NULL, weight INTEGER NOT NULL, title TEXT NOT NULL, record TEXT NOT NULL,
        UNIQUE (kind, id))""",
    # The two orders of a list; what stands behind the order is there so that filters are decided in the index.
    "CREATE INDEX findings_in_order ON findings (kind, weight DESC, last DESC, id, first, standing, type, legs)",
    "CREATE INDEX findings_by_day ON findings (kind, first, id, last, standing, type, legs)",
    """CREATE TABLE finding_actors (
        actor INTEGER NOT NULL REFERENCES actors(n), role TEXT NOT NULL, finding INTEGER NOT NULL,
        PRIMARY KEY (actor, role, finding)) WITHOUT ROWID""",
    """CREATE TABLE finding_reports (
        report TEXT NOT NULL, finding INTEGER NOT NULL, PRIMARY KEY (report, finding)) WITHOUT ROWID""",
    # Found by their words, but shown from their record: the index keeps no words of its own.
    "CREATE VIRTUAL TABLE finding_search USING fts5 (title, words, actors, content = '', "
    "tokenize = 'porter unicode61 remove_diacritics 2')",
    """CREATE TABLE judgements (
        n INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, verdict TEXT NOT NULL, value TEXT, author TEXT NOT NULL,
        time TEXT NOT NULL, reason TEXT NOT NULL)""",
    """CREATE TABLE judged (
        subject TEXT NOT NULL, judgement INTEGER NOT NULL REFERENCES judgements(n), ord INTEGER NOT NULL,
        PRIMARY KEY (subject, judgement, ord)) WITHOUT ROWID""",
    "CREATE INDEX judged_by_judgement ON judged (judgement, ord)",
    # What judgements make of records: derived, and made anew with whatever it derives from. ``n`` is the record's row
    # in the table of its kind.
    """CREATE TABLE overlays (
        kind TEXT NOT NULL, n INTEGER NOT NULL, report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE,
        id TEXT NOT NULL, judgement TEXT NOT NULL, rejected INTEGER NOT NULL CHECK (rejected IN (0, 1)),
        act TEXT, certainty TEXT, type TEXT, mode TEXT, quad TEXT, record TEXT NOT NULL,
        PRIMARY KEY (kind, n)) WITHOUT ROWID""",
    "CREATE INDEX overlays_by_report ON overlays (report)",
    "CREATE INDEX overlays_by_id ON overlays (id)",
    """CREATE TABLE overlay_actors (
        kind TEXT NOT NULL, actor INTEGER NOT NULL REFERENCES actors(n), role TEXT NOT NULL, n INTEGER NOT NULL,
        PRIMARY KEY (kind, actor, role, n)) WITHOUT ROWID""",
    "CREATE INDEX overlay_actors_by_record ON overlay_actors (kind, n)",
    # Judgements are added, never changed: not by us, not by another program with a slip in its SQL. Replacing a row
    # deletes without a trigger, hence the look before an insert.
    *(
        f"""CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} BEGIN
        SELECT RAISE(ABORT, 'judgements are only added: take one back with an undo'); END"""
        for table in ("judgements", "judged")
        for deed in ("UPDATE", "DELETE")
    ),
    """CREATE TRIGGER judgements_no_replace BEFORE INSERT ON judgements
        WHEN EXISTS (SELECT 1 FROM judgements WHERE id = NEW.id OR n = NEW.n) BEGIN
        SELECT RAISE(ABORT, 'judgements are only added: take one back with an undo'); END""",
    *(
        f"""CREATE TRIGGER {table}_{deed.lower()}_raises_mark AFTER {deed} ON {table} BEGIN
        UPDATE ledger SET mark = mark + 1; END"""
        for table, deeds in (("reports", ("INSERT", "UPDATE", "DELETE")), ("judgements", ("INSERT",)))
        for deed in deeds
    ),
)

#: What a person should be asked, in order (see :mod:`standoff.store.questions`). Laid out with the findings: those that
#: are there are to be made anew.
SCHEMA_3 = (
    """CREATE TABLE questions (
        place INTEGER PRIMARY KEY, record TEXT NOT NULL, kind TEXT NOT NULL, doubt REAL NOT NULL,
        stakes INTEGER NOT NULL)""",
    "CREATE INDEX questions_by_record ON questions (record)",
    "UPDATE ledger SET linker = NULL",
)

#: What the propositions of a report mean, as vectors: slow to read, so kept for the next linking. ``key`` is what they
#: were read from; nothing else is told by them.
SCHEMA_4 = ("CREATE TABLE meanings (report TEXT PRIMARY KEY, key TEXT NOT NULL, vectors BLOB NOT NULL)",)

#: What pages count is counted in an index, without a look at the fat rows: a hundredth more on disk.
SCHEMA_5 = (
    "CREATE INDEX statements_by_act ON statements (act, report)",
    "CREATE INDEX events_by_type ON events (type, report)",
    "CREATE INDEX events_by_place ON events (place, report, start, ord) WHERE place IS NOT NULL",
    """CREATE INDEX reports_counted ON reports (
        latest, day, publisher, coder, mentions, statements, events, quantities, problems)""",
)

#: A problem that document and report both tell is one. Every row that changes raises the mark, which is taken back
#: before: findings are as current as they were.
_TOLD = "(SELECT count(*) FROM (SELECT DISTINCT stage, reason FROM problems WHERE report = reports.n))"
SCHEMA_6 = (
    f"UPDATE ledger SET mark = mark - (SELECT count(*) FROM reports WHERE problems <> {_TOLD})",
    f"UPDATE reports SET problems = {_TOLD} WHERE problems <> {_TOLD}",
)

#: Other files that a report was read from: the same text, by the same publisher, is one report. The number also says
#: that a judgement can be about a status, which an older version would not know.
SCHEMA_7 = (
    """CREATE TABLE elsewhere (
        report INTEGER NOT NULL REFERENCES reports(n) ON DELETE CASCADE, path TEXT NOT NULL,
        PRIMARY KEY (report, path)) WITHOUT ROWID""",
)
#: What a store of an older schema, where it can only be read, is asked for all the same: it is empty there.
EMPTY = {7: "CREATE TEMP TABLE elsewhere (report INTEGER, path TEXT)"}

REPORT_COLUMNS = (
    "id", "sha256", "path", "uri", "publisher", "title", "published", "day", "language", "media_type", "lineage",
    "mentions",
    "statements", "events", "quantities", "problems", "facts", "seal",
)  # fmt: skip
BODY_COLUMNS = ("text", "document", "analysis", "times")

RECORD_COLUMNS = {
    "mention": ("ord", "id", "start", "stop", "kind", "entity", "words", "record"),
    "statement": (
        "ord", "id", "start", "stop", "source_start", "source_stop", "cue_start", "cue_stop", "content_start",
        "content_stop",
        "act", "certainty", "quotation", "inside", "denies", "score", "rule", "words", "record",
    ),
    "event": (
        "ord", "id", "start", "stop", "type", "mode", "status", "quad", "intensity", "dated", "earliest", "latest",
        "place",
        "country", "lat", "lon", "attributed_to", "statement", "same_as", "score", "rule", "words", "record",
    ),
    "quantity": (
        "ord", "id", "start", "stop", "low", "high", "approx", "unit", "counted", "place", "attributed_to", "rule",
        "words",
        "record",
    ),
}  # fmt: skip
OVERLAY_COLUMNS = (
    "kind", "n", "report", "id", "judgement", "rejected", "act", "certainty", "type", "mode", "quad", "record",
)  # fmt: skip
FINDING_COLUMNS = ("kind", "id", "standing", "type", "first", "last", "legs", "weight", "title", "record")
TABLES = {"mention": "mentions", "statement": "statements", "event": "events", "quantity": "quantities"}
SEARCH_COLUMNS = {
    "report": ("title", "text"),
    "statement": ("source", "content"),
    "event": ("sentence",),
    "quantity": ("sentence",),
}


def insert(table: str, columns: tuple[str, ...]) -> str:
    """The INSERT statement for ``columns`` of ``table``, all values as parameters."""
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
