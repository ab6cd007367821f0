"""What one report says: times, quantities, statements, events. Stages are pure functions, records in, records out."""

from standoff.annotate.events import find_events
from standoff.annotate.statements import find_statements

__all__ = ["find_events", "find_statements"]
