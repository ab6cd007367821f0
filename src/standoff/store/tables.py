# ruff: noqa: S608  (only names from our own tables are spliced into SQL; values are parameters)
"""The tables of a store, schema 1, and the names of their columns.

``reports`` is thin, so that lists and filters stay quick; the heavy layers of a report (text, analysis) stand in
``bodies``. Every record has columns to filter by, ``words`` (what each of its spans quotes, as JSON) and ``record``
(the whole record as JSON, which is what queries give back). A report's text is a BLOB of UTF-8, since a TEXT may hold
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
