"""Reading: bytes to :class:`~standoff.model.Document`, with zones and metadata, each pointing at its words.

:func:`read_inputs` reads whatever the command line names, :func:`from_text` and :func:`from_html` one report each.
"""

from standoff.read.document import from_text
from standoff.read.html import from_html
from standoff.read.inputs import read_inputs

__all__ = ["from_html", "from_text", "read_inputs"]
