"""Who did it to whom, where and when: the noun phrases that fill an event's parts.

Spans only; who they are is for ``resolve``. A modifier can be an actor ("the Ruritanian withdrawal"): then the span is
that word.
"""

from __future__ import annotations

from msgspec import Struct

from standoff.annotate.events.classes import in_class
from standoff.annotate.events.frames import Frame, Scene
from standoff.annotate.events.triggers import Reading
from standoff.model import Span

#: Prepositions whose phrase names the one to whom it is done, by type; the rest takes DEFAULT_TO.
TO: dict[str, tuple[str, ...]] = {
    "AGREE": ("with", "to"),
    "SUPPORT": ("for", "of", "behind"),
    "CONCEDE": ("to",),
    "COOPERATE": ("with", "to"),
    "AID": ("to", "for", "from"),
    "RETREAT": ("to",),
    "REQUEST": ("to", "from", "on"),
    "ACCUSE": ("against", "of", "on", "into", "over"),
    "REJECT": ("from", "with", "of"),
    "THREATEN": ("against", "to"),
    "PROTEST": ("against", "at"),
    "SANCTION": ("against", "on", "with", "to", "from"),
    "MOBILIZE": ("against", "over", "toward", "towards", "into", "at", "through", "across"),
    "COERCE": ("from", "against", "on", "of", "in"),
    "ASSAULT": ("on", "against", "at", "into", "of", "in"),
}
PLACE_CASES = ("in", "at", "near", "on", "off", "from", "outside", "inside", "around", "along", "across", "over")
#: Modes whose possessor suffers the deed.
SUFFERED = frozenset(
    {"arrest", "deport", "expel", "convict", "release", "abduct", "targeted", "investigate", "torture", "beat"}
)
#: Modes of giving way that name nobody who gains.
ALONE = frozenset({"withdraw", "disarm", "resign", "ceasefire"})
#: Verbs whose subject is the host of a visit, and whose object comes.
HOSTS = frozenset({"receive", "host", "welcome", "greet"})
#: Types whose object is the thing moved, never the one acted on.
MOVES = frozenset({"MOBILIZE", "RETREAT"})
#: Modes of giving way whose object is another's: "freed two Ruritanian sailors".
LET_GO = frozenset({"release", "access"})
#: What stands before a deed that is laid to somebody's charge.
LAID = ("of", "for", "over")


class Parts(Struct, frozen=True):
    """The words that fill an event."""

    actors: tuple[Span, ...]
    recipients: tuple[Span, ...]
    place: Span | None


def participants(scene: Scene, token: int, reading: Reading) -> Parts:
    """Actors, recipients and place of the deed named by ``token``."""
    frame = scene.frame(token)
    if reading.mode == "seize" and frame.verbal and scene.lemmas[token] == "fall":
        # "the town has fallen to the rebels"
        taken, takers = ([k for k in frame[part] if _can_act(scene, k)] for part in ("subj", "to"))
        return Parts(_spans(scene, takers), _spans(scene, taken), _place(scene, frame))
    actors = _actors(scene, frame, reading)
    if actors and _mutual(scene, frame, reading):
        both = _spans(scene, actors)
        return Parts(both, both, _place(scene, frame))
    if reading.type == "CONSULT":
        actors, recipients = _meeting(scene, frame, reading, actors)
    elif reading.mode in ALONE:
        recipients = []
    else:
        recipients = _recipients(scene, frame, reading, actors)
    if reading.type == "AGREE" or reading.mode == "ceasefire" or (reading.type == "COOPERATE" and not frame.verbal):
        # made by both sides: "an accord with Lima", "a truce between ...", "signed a pact with Quito"
        made = [frame, *(scene.frame(k) for k in frame["obj"] if in_class(scene, k, "TREATY"))]
        named = [k for case in ("with", "between") for part in made for k in part[case]]
        others = [k for k in _with_conjuncts(scene, named) if _can_act(scene, k)]
        actors = [*actors, *(k for k in others if k not in actors)]
        recipients = [k for k in recipients if k not in actors]
    return Parts(_spans(scene, actors), _spans(scene, recipients, but=_spans(scene, actors)), _place(scene, frame))


def _spans(scene: Scene, indices: list[int], *, but: tuple[Span, ...] = ()) -> tuple[Span, ...]:
    out: list[Span] = []
    for i in indices:
        span = _phrase(scene, i)
        if not any(span.overlaps(other) for other in (*out, *but)):
            out.append(span)
    return tuple(sorted(out))


def _phrase(scene: Scene, i: int) -> Span:
    """The noun phrase of ``i`` with all of its name; of a modifier, the name; of coordinated heads, each its own."""
    token = scene.tokens[i]
    name = scene.names.get(i)
    if token.deprel in {"amod", "compound"} and scene.kinds[i]:
        return name or scene.tree.span(scene.tree.subtree(i)) or token.span
    span = scene.tree.noun_phrase(i)
    members = scene.tree.children(i, "conj")
    if members:
        end = scene.tokens[members[0]].span.start
        branch = set(scene.tree.subtree(members[0]))
        own = [k for k in scene.tree.at(span) if scene.tokens[k].span.start < end and k not in branch]
        while own and scene.tokens[own[-1]].upos in {"PUNCT", "CCONJ"}:
            own.pop()
        span = scene.tree.span(own) or token.span
    if name is not None and name.overlaps(span):
        return Span(min(name.start, span.start), max(name.end, span.end))
    return span


def _with_conjuncts(scene: Scene, indices: list[int]) -> list[int]:
    out: list[int] = []
    for i in indices:
        out.extend(k for k in scene.conjuncts(i) if k not in out)
    return out


def _actors(scene: Scene, frame: Frame, reading: Reading) -> list[int]:
    if frame.verbal:
        found = frame["subj"]
        if not found and reading.type in MOVES and reading.mode not in LET_GO:
            found = _owners(scene, frame["obj"])
        if not found and reading.type == "ACCUSE" and frame.passive:
            # "indicted in the prosecutor's inquiry"
            found = _owners(scene, [k for k in (*frame["in"], *frame["by"]) if in_class(scene, k, "INQUIRY")])
    else:
        found = list(frame["by"]) or _charged(scene, frame)
        if not found:
            found = [k for k in frame["poss"] if not _patient(scene, k, frame, reading)]
        if not found and reading.type in {"RETREAT", "MOBILIZE", "PROTEST"}:
            found = [k for k in frame["of"] if in_class(scene, k, "ACTOR") or in_class(scene, k, "TROOPS")]
        if not found:
            found = list(frame["between"])
        if not found:
            found = _carrier(scene, frame)
        if not found and reading.type in {"REQUEST", "ACCUSE", "SUPPORT", "AGREE"}:
            found = [k for k in frame["from"] if in_class(scene, k, "ACTOR")]
        if not found:
            found = _issuers(scene, frame, reading)
    return _with_conjuncts(scene, [k for k in found if _can_act(scene, k)])


def _mutual(scene: Scene, frame: Frame, reading: Reading) -> bool:
    """Whether force is used by each on the other: "shot at each other", "traded fire"."""
    if reading.type != "ASSAULT":
        return False
    if frame.verbal and scene.lemmas[frame.i] in {"trade", "exchange", "swap"}:
        return True
    named = [k for part in ("obj", *TO["ASSAULT"]) for k in frame[part]]
    pairs = {(scene.forms[k - 1], scene.forms[k]) for k in named if k}
    return not pairs.isdisjoint({("each", "other"), ("one", "another")})


def _can_act(scene: Scene, i: int) -> bool:
    """Things and deeds do not act: "the agreement ended", "the move sparked"."""
    return (
        in_class(scene, i, "ACTOR")
        or in_class(scene, i, "PERSON")
        or in_class(scene, i, "TROOPS")
        or (scene.tokens[i].upos == "PRON" and scene.tokens[i].deprel == "nmod:poss")
        or bool([k for k in scene.tree.children(i, "nmod:poss", "amod", "compound") if scene.kinds[k]])
    )


def _patient(scene: Scene, i: int, frame: Frame, reading: Reading) -> bool:
    """A possessor that suffers the deed: "his arrest", "the envoy's expulsion", "the Lima inquiry"."""
    compound = scene.tokens[i].deprel == "compound" and scene.kinds[i] == "LOC"
    if compound and (reading.mode in {"investigate", "seize"} or scene.lemmas[frame.i] == "war"):
        return True
    if reading.mode not in SUFFERED:
        return False
    return not frame["of"] and scene.kinds[i] not in {"NORP", "LOC", "ORG"}


def _charged(scene: Scene, frame: Frame) -> list[int]:
    """Those to whose charge a noun's deed is laid: "officers accused of the theft", "held Lima responsible for it"."""
    for word in frame["head"]:
        above = scene.frame(word)
        cases = (*LAID, "with") if scene.lemmas[word] == "charge" else LAID
        if not any(frame.i in scene.conjuncts(k) for case in cases for k in above[case]):
            continue
        if in_class(scene, word, "GUILTY"):
            subject = scene.tree.subject(word)
            return [subject] if subject is not None else []
        found = any(in_class(scene, k, "GUILTY") for k in scene.tree.children(word, "xcomp"))
        if above.verbal and (found or in_class(scene, word, "CHARGERS")):
            return above["obj"]
    return []


def _carrier(scene: Scene, frame: Frame) -> list[int]:
    """The subject of the light verb: "the army carried out the raid"."""
    for verb in frame["head"]:
        if scene.tokens[verb].upos == "VERB" and in_class(scene, verb, "LIGHT"):
            carried = scene.frame(verb)
            if frame.i in carried["obj"] or any(frame.i in scene.conjuncts(k) for k in carried["obj"]):
                return carried["subj"]
    return []


def _owners(scene: Scene, indices: list[int]) -> list[int]:
    """Those to whom things belong: "Lima's troops", "Ruritanian soldiers"."""
    out: list[int] = []
    for i in indices:
        out.extend(scene.tree.children(i, "nmod:poss"))
        out.extend(k for k in scene.tree.children(i, "amod", "compound") if scene.kinds[k] in {"NORP", "LOC", "ORG"})
        if not out:
            behind = [k for k in scene.tree.children(i, "nmod") if scene.case_of(k) in {"of", "from"}]
            out.extend(k for k in behind if in_class(scene, k, "ACTOR"))
    return out


def _issuers(scene: Scene, frame: Frame, reading: Reading) -> list[int]:
    """The bodies whose measure it is: "the adoption of an EU resolution". A country before it is the one it is taken
    against: "the lifting of Kestria sanctions"."""
    if reading.type != "SANCTION":
        return []
    measures = [k for k in frame["of"] if in_class(scene, k, "SANCTIONS") or in_class(scene, k, "RESOLUTION")]
    return [k for k in _owners(scene, measures) if scene.kinds[k] == "ORG"]


def _recipients(scene: Scene, frame: Frame, reading: Reading, actors: list[int]) -> list[int]:
    found: list[int] = []
    if reading.type not in MOVES or reading.mode in {"release", "access"}:
        direct = (
            frame["obj"]
            if frame.verbal
            else [
                *[k for k in frame["poss"] if k not in actors],
                *(frame["of"] if reading.type not in {"PROTEST", "AGREE", "AID"} else []),
            ]
        )
        for k in _with_conjuncts(scene, direct):
            if in_class(scene, k, "ACTOR") or in_class(scene, k, "PERSON"):
                found.append(k)
            else:
                found.extend(o for o in _owners(scene, [k]) if o not in actors)
                found.extend(_beyond(scene, k, reading))
                if scene.kinds[k] and k not in found:
                    found.append(k)
    if not found:
        for case in TO.get(reading.type, ()):
            for k in _with_conjuncts(scene, [*frame[case], *_aimed(scene, frame, reading, case)]):
                if in_class(scene, k, "SEAS"):
                    continue
                if in_class(scene, k, "ACTOR") or in_class(scene, k, "PERSON"):
                    found.append(k)
                else:
                    found.extend(o for o in _owners(scene, [k]) if o not in actors)
            if found:
                break
    return [k for k in found if k not in actors]


def _aimed(scene: Scene, frame: Frame, reading: Reading, case: str) -> list[int]:
    """Where the weapons go by the tree of another word: of the verb that carries the deed ("carried out a launch over
    Lima"), of what is launched ("fired missiles toward Quito")."""
    if (reading.type, reading.mode) != ("MOBILIZE", "weapons") or case == "at":
        return []
    carried = [v for v in frame["head"] if in_class(scene, v, "LIGHT") and frame.i in scene.frame(v)["obj"]]
    return [k for other in (*carried, *frame["obj"]) for k in scene.frame(other)[case]]


def _beyond(scene: Scene, thing: int, reading: Reading) -> list[int]:
    """Those whom the object concerns: "passed sanctions on Lima", "cancelled the talks with Quito"."""
    inner = scene.frame(thing)
    near = [k for case in (*TO.get(reading.type, ()), "with") for k in _with_conjuncts(scene, inner[case])]
    return [k for k in near if in_class(scene, k, "ACTOR") and not in_class(scene, k, "SEAS")]


def _meeting(scene: Scene, frame: Frame, reading: Reading, actors: list[int]) -> tuple[list[int], list[int]]:
    """All who meet are actors; a visit has a host, to whom it is done."""
    others = [k for case in ("with", "between", "among") for k in _with_conjuncts(scene, frame[case])]
    if frame.verbal:
        others = [*_with_conjuncts(scene, frame["obj"]), *others]
    else:
        others.extend(k for k in _with_conjuncts(scene, frame["of"]) if in_class(scene, k, "ACTOR"))
    others = [k for k in others if in_class(scene, k, "ACTOR") or in_class(scene, k, "PERSON")]
    if reading.mode == "visit" and frame.verbal and scene.lemmas[frame.i] in HOSTS and others:
        return [k for k in others if k not in actors], actors
    if reading.mode == "visit":
        host = [k for case in ("to", "by", "in", "into") for k in frame[case] if scene.kinds[k] in {"LOC", "ORG"}]
        return actors, [k for k in (*others, *host) if k not in actors][:2]
    if reading.mode == "third-party" and frame["between"]:
        return [*actors, *[k for k in others if k not in actors]], []
    return [*actors, *[k for k in others if k not in actors]], []


def _place(scene: Scene, frame: Frame) -> Span | None:
    """The locative phrase of the deed itself, else of the verb that carries it."""
    chain = [frame, *[scene.frame(h) for h in frame["head"][:1]]]
    above = scene.tokens[frame.i].head
    if frame.verbal and above >= 0 and scene.tokens[frame.i].deprel in {"conj", "xcomp", "advcl"}:
        chain.append(scene.frame(above))
    for step in chain:
        for case in PLACE_CASES:
            for k in step[case]:
                if scene.kinds[k] == "LOC":
                    return _phrase(scene, k)
    objects = [k for k in (*frame["obj"], *frame["of"]) if scene.kinds[k] == "LOC"]
    return _phrase(scene, objects[0]) if objects else None
