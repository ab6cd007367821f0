"""The record on disk: one SQLite file, one transaction a report, every anchor checkable.

The way in is :class:`Store`; :class:`Filter` says what to list; :func:`verify` proves a whole store.
"""

from standoff.store.lookup import Ambiguous, NotFound
from standoff.store.query import Filter, ReportHead
from standoff.store.rows import spans, words
from standoff.store.store import State, Store, Summary
from standoff.store.verify import Finding, verify
from standoff.store.write import Added

__all__ = [
    "Added", "Ambiguous", "Filter", "Finding", "NotFound", "ReportHead", "State", "Store", "Summary", "spans",
    "verify", "words",
]  # fmt: skip
