"""Words for days that stand beside a cue and are neither source, addressee nor content."""

DAYS = frozenset("monday tuesday wednesday thursday friday saturday sunday today yesterday".split())
