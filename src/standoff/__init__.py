"""Standoff reads reports about a crisis and writes the record: who said what, who did what to whom, when, where,
how many.

>>> import standoff
>>> nlp = standoff.load()
>>> report = nlp("The ministry denied that troops had crossed the border.", published="2031-03-04")
>>> report.statements[0].act
'DENY'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from standoff import model
from standoff.model import Document, Report, Span
from standoff.version import VERSION

if TYPE_CHECKING:
    from standoff.pipeline import Standoff, load

__version__ = VERSION
__all__ = ["Document", "Report", "Span", "Standoff", "__version__", "load", "model"]


def __getattr__(name: str) -> Any:
    # loading the pipeline imports onnxruntime: only when asked for, so that `standoff --help` answers at once
    if name in {"load", "Standoff"}:
        from standoff import pipeline

        return getattr(pipeline, name)
    raise AttributeError(f"module 'standoff' has no attribute {name!r}")
