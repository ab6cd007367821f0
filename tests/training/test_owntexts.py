"""Marked texts of our own to windows: cues, certainty, triggers, and pointers only where the words are known."""

from training.owntexts import _windows

ITEM = {
    "text": "Moscow accused Kyiv of shelling the bridge.",
    "statements": [
        {
            "source": "Moscow", "cue": "accused", "content": ["shelling the bridge"], "act": "ACCUSE",
            "certainty": "CT+", "addressees": [], "targets": ["UKR.GOV"],
        }
    ],
    "events": [
        {"trigger": "shelling", "type": "ASSAULT", "mode": "heavy-weapons", "actors": ["UKR.MIL"], "recipients": [],
         "status": "actual"}
    ],
}  # fmt: skip


def test_labels_and_pointers() -> None:
    """A code that has a mention is pointed to; one that has none teaches nothing; an empty list says nowhere."""
    (window,) = _windows(ITEM, [(0, 6, "RUS.GOV"), (15, 19, "UKR.GOV")])
    words = window["words"]
    cue, trigger = words.index("accused"), words.index("shelling")
    assert window["cue"][cue] == "B-ACCUSE"
    assert window["certainty"][cue] == "CT+"
    assert window["event"][trigger] == "ASSAULT heavy-weapons"
    assert window["status"][trigger] == "actual"
    points = window["pointers"]
    assert points["source_first"] == {cue: [0]}
    assert points["content_first"] == {cue: [trigger]}
    assert points["content_last"] == {cue: [words.index("bridge")]}
    assert points["target"] == {cue: [words.index("Kyiv")]}
    assert points["addressee"] == {cue: []}
    assert points["actor"] == {}
    assert points["recipient"] == {trigger: []}
