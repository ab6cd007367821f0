"""The record on disk: one SQLite file, one transaction a report, every anchor checkable.

The way in is :class:`Store`; :class:`Filter` says what to list; :func:`verify` proves a whole store.
"""

from standoff.store.finding_query import FindingFilter
from standoff.store.judgements import Judged
from standoff.store.lookup import Ambiguous, NotFound
from standoff.store.query import Filter, ReportHead
from standoff.store.rows import spans, words
from standoff.store.store import State, Store
from standoff.store.summary import Summary
from standoff.store.verify import verify
from standoff.store.verify_across import Finding
from standoff.store.write import Added

__all__ = [
    "Added", "Ambiguous", "Filter", "Finding", "FindingFilter", "Judged", "NotFound", "ReportHead", "State", "Store",
    "Summary", "spans", "verify", "words",
]  # fmt: skip
