"""Across reports: copies, stories, claims and their standing, demands, series of figures, dyads, judgements.

Each module has a gatherer with ``add(report)``, called once a report in the order of day and id, and a ``result`` that
needs no report any more: so one pass over a store serves them all, and no report need stay in memory.
"""
