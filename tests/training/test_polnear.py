"""PolNeAR's stand-off marks to windows; brat lines of our own making."""

from types import SimpleNamespace
from typing import Any, ClassVar, cast

import numpy as np
from training.measure_attribution import _tagged
from training.polnear import Relation, annotations, paragraphs, relations

TEXT = "The governor\u2019s aide said on Monday the port was shut.\n\u201cNobody sails,\u201d she added.\n"


def brat(*rows: str) -> str:
    return "\n".join(rows) + "\n"


ANN = brat(
    "T1\tSource 0 19\tThe governor’s aide",
    "T2\tCue 20 24\tsaid",
    "T3\tContent 35 52\tthe port was shut",
    "T4\tAttribution 20 24\tsaid",
    "E1\tAttribution:T4 Source:T1 Cue:T2 Content:T3",
    "T5\tContent 55 67;68 69\tNobody sails",
    "T6\tCue 74 79\tadded",
    "T7\tSource 70 73\tshe",
    "T8\tAttribution 74 79\tadded",
    "E2\tAttribution:T8 Source:T7 Cue:T6 Content:T5",
    "T9\tDiscuss 0 3\tThe",
    "T10\tCue broken",
)


def test_relations_join_their_parts() -> None:
    """Fragments stay fragments; other labels and malformed lines are passed over."""
    first, second = relations(ANN)
    assert first == Relation(((0, 19),), ((20, 24),), ((35, 52),))
    assert second.content == ((55, 67), (68, 69))


def test_windows_carry_tags_and_owners() -> None:
    """Each line is a window: BIO tags, and from each source and content the first word of its cue."""
    one, two = paragraphs(TEXT, relations(ANN))
    words = one["words"]
    cue = words.index("said")
    assert one["attribution"][0] == "B-SOURCE"
    assert one["attribution"][cue] == "B-CUE"
    assert one["pointers"]["owner"] == {0: [cue], words.index("port") - 1: [cue]}
    assert two["attribution"][two["words"].index("Nobody")] == "B-CONTENT"
    assert two["pointers"]["owner"][two["words"].index("she")] == [two["words"].index("added")]


def test_the_first_annotator_counts() -> None:
    """Of several files for one document, the first by name."""
    assert annotations(["a/x_2.ann", "a/x_1.ann", "a/y_9.ann"]) == {"x": "a/x_1.ann", "y": "a/y_9.ann"}


def test_penn_spelling_is_undone() -> None:
    """CofeNet's tokens spell quotes and brackets as the Penn Treebank does; the network reads what the report had."""
    seen: list[str] = []

    class Pieces:
        def of(self, form: str) -> tuple[int, ...]:
            return (1,)

        def window(self, forms: list[str]) -> None:
            seen.extend(forms)

    class Network:
        pieces = Pieces()
        labels: ClassVar = {"attribution": ["O", "B-CUE"]}

        def run(self, window: None) -> dict[str, Any]:
            return {"attribution": np.array([[0.0, 5.0] if form == "said" else [5.0, 0.0] for form in seen])}

    found = _tagged(cast(Any, SimpleNamespace(network=Network())), ["``", "Go", "''", "-LRB-", "she", "-RRB-", "said"])
    assert seen == ["“", "Go", "”", "(", "she", ")", "said"]
    assert found == [(6, 7, "cue")]
