"""Events: who did what to whom, by PLOVER. See ``find`` for the way through, ``lexicon`` for the tables."""

from __future__ import annotations

from standoff.annotate.events.find import find_events

__all__ = ["find_events"]
