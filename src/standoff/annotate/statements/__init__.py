"""Statements: who said what, through whom, how surely (codebook, section 2)."""

from standoff.annotate.statements.act import RULES, decide
from standoff.annotate.statements.find import find_statements

__all__ = ["RULES", "decide", "find_statements"]
