"""Seams of fused lines.

A row is a marked line: ``[role words]`` is a part whose seam says its role, the rest is left to the model.
"""

import re

import pytest

from standoff.read.lines import pieces

MARKED = [
    # a credit fused to the end of a caption, without even a space
    "Barges on the Marn, where the bridge stood.[credit GRZEGORZ NOWAK / EPA]",
    "The minister at the border on Tuesday. [credit (Ivan Orlov, Tass, Senate Pool Photo via AP)]",
    "Police outside the palace ahead of the talks [credit (AFP Photo/Marco Rossi)]",
    "Freed fighters kiss the tarmac at the airport. [credit Khaled Omar/Reuters]",
    "File photo: the convoy at the gate in 2008 [credit (AP)]",
    "Soldiers carry a comrade near the town on Saturday.[credit Credit Omar Najjar for The New York Times]",
    # a credit that opens one
    "[credit Irena Kolar—Reuters] Two customs officers smoke beside a burnt lorry.",
    "[credit Sam Arden/AP] Potato prices have doubled since the spring.",
    # players' widgets
    "[boilerplate Enlarge this image toggle caption] [credit Lee Sun-ho/AP Lee Sun-ho/AP]",
    "[boilerplate Image copyright] [credit Reuters] [boilerplate Image caption] The bridge reopened in the evening",
    # datelines in the orders that wires use
    "[dateline NAIROBI (October 27, 2025) -] The army said it had pulled back.",
    "[dateline Helsinki (AFP) -] Several thousand people marched on Sunday.",
    "[dateline SEOUL, South Korea —] The North fired three missiles on Monday.",
    "[dateline MOSCOW --] Russia condemned the latest launch.",
    "[dateline NEW DELHI:] India will not discuss the waters, its minister said.",
    "[dateline ADEN, Yemen, Oct. 16 —] The rebels fired on a tanker.",
    "[byline By Jane Wambui] [dateline NAIROBI, Kenya (AP) —] The court dropped the case.",
    # a sign-off at the end of the last paragraph
    "He did not say when. [credit Reuters contributed to this report.]",
    "The talks go on. [credit (Additional reporting by Paul Dene; Editing by R. Marsh)]",
    # what only looks like a seam
    "BACK TO SCHOOL: The minister reads to pupils on Monday.",
    "Putin: We will not be drawn into a war with the West.",
    "U.S. - Russian relations are at a low point, he said.",
    "He met Gen. Smith in the U.S. AP reported the visit first.",
    "The agency (WAFA) carried the statement.",
    "ANALYSIS — Why inspections stopped and what comes next for them",
]


@pytest.mark.parametrize("marked", MARKED)
def test_fused_lines_are_cut_at_their_seams(marked: str) -> None:
    text = re.sub(r"\[[a-z]+ ([^\]]*)\]", r"\1", marked)
    out, last = "", 0
    for piece in pieces(text):
        words = text[piece.start : piece.end]
        out += text[last : piece.start] + (f"[{piece.role} {words}]" if piece.role else words)
        last = piece.end
    assert out + text[last:] == marked
