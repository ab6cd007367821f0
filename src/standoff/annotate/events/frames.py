"""A sentence prepared for questions of the form "who does what to whom": scenes and frames.

A :class:`Scene` is a sentence with its tree and the names in it; a :class:`Frame` is one word of it with what
depends on it, sorted by part: ``subj``, ``obj``, ``comp`` (clauses), ``inf`` (infinitives with "to"), ``part``
(particles), ``mod`` (modifiers), ``poss``, ``head`` (the governing verb), ``under`` (the noun above), ``case`` and one
part for each preposition. Passives, relative clauses, control and participles are undone here, once, so that a table
row can say ``obj=TROOPS``.
"""

from __future__ import annotations

from functools import cached_property

from standoff.annotate.events.words import classes, irregular
from standoff.grammar import Tree
from standoff.model import Entity, Sentence, Span

RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
#: What stands before the gerund of a deed that is laid to the object's charge or account, or that he is kept from:
#: "accused Lima of staging", "fined the bank for hiding", "charged two men with painting".
CHARGED = frozenset({"of", "for", "with", "from", "against", "into"})
#: What stands before the one who is called on to do something: "called on Quito to reverse".
CALLED = frozenset({"on", "upon", "to", "for", "with"})
#: Words that call on somebody.
CALLING = frozenset({"call", "appeal", "plead", "plea", "signal", "demand", "urge", "pressure"})
HYPHENS = frozenset({"-", "‑", "–"})


class Scene:
    """One sentence: tree, lower-cased lemmas, and the kind of name that each token belongs to ("" for none)."""

    def __init__(self, sentence: Sentence, entities: tuple[Entity, ...] = ()) -> None:
        self.sentence = sentence
        self.tree = Tree(sentence)
        self.tokens = sentence.tokens
        self.forms = tuple(token.form.lower() for token in sentence.tokens)
        self.lemmas = tuple(
            irregular().get(form, token.lemma.lower()) if token.upos == "VERB" else token.lemma.lower()
            for form, token in zip(self.forms, sentence.tokens, strict=True)
        )
        kinds = [""] * len(self.tokens)
        self.names: dict[int, Span] = {}  # the name that a token belongs to
        for entity in entities:
            for i in self.tree.at(entity.span):
                kinds[i] = entity.kind
                self.names[i] = entity.span
        nations = classes()["NATIONS"]
        for i, form in enumerate(self.forms):
            if not kinds[i] and form in nations and self.tokens[i].form[:1].isupper():
                kinds[i] = "NORP" if self.tokens[i].upos == "ADJ" else "LOC"
        self.kinds = tuple(kinds)
        self._frames: dict[int, Frame] = {}

    def frame(self, i: int) -> Frame:
        """The frame of token ``i``, built once."""
        if i not in self._frames:
            self._frames[i] = Frame(self, i)
        return self._frames[i]

    def conjuncts(self, i: int) -> list[int]:
        """``i`` and what is coordinated with it."""
        out = [i]
        for k in self.tree.children(i, "conj"):
            out.extend(self.conjuncts(k))
        return out

    def case_of(self, i: int) -> str:
        """The preposition of ``i`` as one lower-cased word ("" for none; "out of" gives "of")."""
        cases = self.tree.children(i, "case")
        return self.forms[cases[-1]] if cases else ""


class Frame:
    """What depends on one word, by part. Values are token indices in text order."""

    def __init__(self, scene: Scene, i: int) -> None:
        self.scene = scene
        self.i = i
        self.parts: dict[str, list[int]] = {}
        token = scene.tokens[i]
        if token.upos in {"VERB", "AUX"}:
            self._verb()
        else:
            self._noun()
        self._common()

    def __getitem__(self, part: str) -> list[int]:
        return self.parts.get(part, [])

    @cached_property
    def verbal(self) -> bool:
        return self.scene.tokens[self.i].upos in {"VERB", "AUX"}

    def _add(self, part: str, index: int) -> None:
        found = self.parts.setdefault(part, [])
        if index not in found:
            found.append(index)

    # --- verbs

    def _verb(self) -> None:
        scene, tree, i = self.scene, self.scene.tree, self.i
        token = scene.tokens[i]
        passive = self._passive()
        self.passive = passive
        early = self._early(i)
        objects = [k for k in tree.children(i, "obj", "iobj") if k not in early]
        for clause in tree.children(i, "xcomp", "ccomp", "advcl"):
            objects += [k for k in self._early(clause) if not scene.case_of(k)]
        for k in objects:
            self._add("obj", k)
        subject = self._subject()
        if token.deprel == "amod" or (token.deprel == "acl" and not tree.children(i, "nsubj")):
            # "detained crew", "striking nurses", "ships held by pirates", "soldiers holding the gate"
            if token.xpos == "VBN":
                passive = self.passive = True
                self._add("obj", token.head)
            elif token.xpos == "VBG" and token.head >= 0:
                subject = token.head
            if passive:
                subject = None
        if passive:
            if subject is not None:
                self._add("obj", subject)
            agent = tree.agent(i)
            if agent is None and self._tied(i) and scene.tokens[i - 2].head == i and self._animate(i - 2):
                agent = i - 2  # "Moscow-annexed Crimea", "the rebel-held town"
            if agent is not None:
                self._add("subj", agent)
        elif subject is not None:
            self._add("subj", subject)
        self._relative(passive, bool(objects))
        for k in tree.children(i, "xcomp", "ccomp", "advcl"):
            if any(scene.forms[m] == "to" for m in tree.children(k, "mark")):
                self._add("inf", k)
        for k in tree.children(i, "xcomp", "ccomp"):
            self._add("comp", k)
        for k in tree.children(i, "advcl"):
            if any(scene.forms[m] == "to" for m in tree.children(k, "mark")):
                self._add("comp", k)

    def _passive(self) -> bool:
        tree, i = self.scene.tree, self.i
        if tree.is_passive(i):
            return True
        token = self.scene.tokens[i]
        if token.xpos == "VBN" and not tree.children(i, "aux", "nsubj"):
            if token.deprel == "conj":
                return tree.is_passive(token.head)
            # "flown to Lima, the prisoners ...", "the crew came home, traded for two pilots"
            return token.deprel == "advcl" and not tree.children(i, "obj")
        return False

    def _subject(self) -> int | None:
        scene, tree, i = self.scene, self.scene.tree, self.i
        token = scene.tokens[i]
        if token.deprel in {"amod", "acl", "acl:relcl"} and not tree.children(i, "nsubj", "csubj"):
            if token.deprel == "acl" and any(scene.forms[m] == "to" for m in tree.children(i, "mark")):
                return self._beyond(token.head)
            return token.head if token.deprel != "acl:relcl" else None
        found = self._controller()
        if found is None:
            found = self._of_infinitive()
        if found is None:
            found = self._past_first_part(tree.subject(i))
        return found if found is not None and found != i else None

    def _of_infinitive(self) -> int | None:
        """Who does what stands beside an infinitive that a noun governs: "a plan to seize and to sell"."""
        scene, tree = self.scene, self.scene.tree
        token = scene.tokens[self.i]
        if token.deprel not in {"conj", "advcl"} or tree.children(self.i, "nsubj", "csubj"):
            return None
        above = scene.tokens[token.head]
        if above.deprel != "acl" or not any(scene.forms[m] == "to" for m in tree.children(token.head, "mark")):
            return None
        return next(iter(scene.frame(token.head)["subj"]), None)

    def _past_first_part(self, subject: int | None) -> int | None:
        """The subject, where the tree takes the first part of a verb of two for it ("Kestria test-fired") or leaves the
        name before that part alone; of two, the one that no hyphen has torn ("the 15-member Council approved")."""
        scene, tree, i = self.scene, self.scene.tree, self.i
        first = i - 2
        if self._tied(i) and scene.tokens[first].head == i and tree.child(i, "nsubj", "csubj") in {None, first}:
            before = tree.children(first, "compound", "nmod:poss", "nmod", "nsubj", "amod")
            own = next((k for k in reversed(before) if k < first and self._animate(k)), None)
            if own is not None or subject == first:
                return own
        if subject is not None and self._tied(subject):
            return tree.children(i, "nsubj", "csubj")[-1] if scene.tokens[subject].head == i else subject
        return subject

    def _tied(self, i: int) -> bool:
        """Whether a hyphen without blanks stands before a word."""
        tokens = self.scene.tokens
        return (
            i >= 2
            and tokens[i - 1].form in HYPHENS
            and tokens[i - 2].span.end == tokens[i - 1].span.start
            and tokens[i - 1].span.end == tokens[i].span.start
        )

    def _controller(self) -> int | None:
        """The object or hearer of the verb above that does what its gerund or infinitive names."""
        scene, tree = self.scene, self.scene.tree
        top = self._first()
        above = scene.tokens[top].head
        if above < 0 or scene.tokens[top].deprel not in {"advcl", "acl", "xcomp", "ccomp"}:
            return None
        if tree.children(self.i, "nsubj", "csubj") or tree.children(top, "nsubj", "csubj"):
            return None
        early = self._early(top)
        if early:
            return early[-1]
        marks = {scene.forms[k] for k in tree.children(top, "mark", "case")}
        if marks & CHARGED and scene.tokens[top].xpos == "VBG":
            whom = tree.child(above, "nsubj:pass") if tree.is_passive(above) else tree.child(above, "obj")
            return whom if whom is not None and self._animate(whom) else None
        if "to" in marks and scene.lemmas[above] in CALLING:
            called = [k for k in tree.children(above, "obl", "nmod") if scene.case_of(k) in CALLED]
            return next((k for k in called if above < k < top and self._animate(k)), None)
        return None

    def _first(self) -> int:
        """The first of the verbs that this one is coordinated with."""
        scene, top = self.scene, self.i
        while scene.tokens[top].deprel == "conj" and 0 <= scene.tokens[top].head < top:
            if scene.tree.children(top, "nsubj", "csubj"):
                break
            top = scene.tokens[top].head
        return top

    def _early(self, verb: int) -> list[int]:
        """What stands between the verb above and the "to" of an infinitive, and hangs on the infinitive by the tree:
        "exhorted Lima to reverse"."""
        scene, tree = self.scene, self.scene.tree
        above = scene.tokens[verb].head
        to = next((k for k in tree.children(verb, "mark") if scene.forms[k] == "to"), None)
        if to is None:
            return []
        hung = tree.children(verb, "obj", "iobj", "obl")
        return [k for k in hung if above < k < to and scene.case_of(k) in CALLED | {""} and self._animate(k)]

    def _animate(self, i: int) -> bool:
        """Whether a word names somebody: a name, a pronoun, a people."""
        scene = self.scene
        named = bool(scene.kinds[i]) or scene.tokens[i].upos in {"PROPN", "PRON"}
        return named or any(scene.lemmas[i] in classes()[name] for name in ("PERSON", "ACTORS", "TROOPS"))

    def _beyond(self, noun: int) -> int | None:
        """The one who would do what a noun's infinitive names: "Lima's plan to withdraw", "he made a promise to go"."""
        tree = self.scene.tree
        owner = tree.child(noun, "nmod:poss")
        if owner is not None:
            return owner
        head = self.scene.tokens[noun].head
        told = tree.child(noun, "nsubj")
        if told is not None and self.scene.forms[told] == "it" and head >= 0:
            return tree.subject(head)  # "Lima said that it was time to go"
        return tree.subject(head) if head >= 0 and self.scene.tokens[noun].deprel == "obj" else None

    def _relative(self, passive: bool, has_object: bool) -> None:
        """Puts the antecedent where the relative pronoun, or the gap, stands."""
        scene, tree, i = self.scene, self.scene.tree, self.i
        token = scene.tokens[i]
        if token.deprel != "acl:relcl" or token.head < 0:
            return
        for part in ("subj", "obj"):
            self.parts[part] = [token.head if scene.forms[k] in RELATIVE else k for k in self[part]]
        own = tree.child(i, "nsubj")
        if own is None:
            self._add("obj" if passive else "subj", token.head)
        elif scene.forms[own] not in RELATIVE and not has_object and not passive:
            self._add("obj", token.head)
        self.parts["subj"] = [k for k in self["subj"] if k not in self["obj"]] if not passive else self["subj"]

    # --- nouns and adjectives

    def _noun(self) -> None:
        scene, tree, i = self.scene, self.scene.tree, self.i
        self.passive = False
        for k in tree.children(i, "nmod:poss"):
            self._add("poss", k)
        for k in tree.children(i, "amod", "compound", "nmod:unmarked", "nmod:desc"):
            self._add("mod", k)
            for m in tree.children(k, "compound", "amod"):
                self._add("mod", m)
                if scene.kinds[m] == "NORP":
                    self._add("poss", m)  # "Kestrian election meddling"
            if k < i and scene.kinds[k] in {"NORP", "LOC", "ORG"}:
                self._add("poss", k)
        for k in tree.children(i, "det"):
            if scene.lemmas[k] in {"no", "neither"}:
                self._add("no", k)
        for k in tree.children(i, "nummod"):
            self._add("num", k)
        for k in tree.children(i, "acl", "acl:relcl"):
            self._add("comp", k)
        top = i
        while scene.tokens[top].deprel == "conj" and scene.tokens[top].head >= 0:
            top = scene.tokens[top].head
        head, rel = scene.tokens[top].head, scene.tokens[top].deprel
        if head < 0:
            return
        if rel.split(":")[0] in {"obj", "nsubj", "obl", "xcomp", "iobj", "ccomp", "advmod"}:
            self._add("head", head)
        elif rel.split(":")[0] in {"nmod", "compound", "amod"}:
            self._add("under", head)
        for k in tree.children(i, "acl"):
            # "the strike carried out by the army", "talks held in Lima"
            if scene.tokens[k].xpos == "VBN":
                self._add("head", k)

    # --- both

    def _common(self) -> None:
        scene, tree, i = self.scene, self.scene.tree, self.i
        for k in tree.children(i, "obl", "nmod"):
            if scene.tokens[k].deprel == "nmod:poss":
                continue
            for c in tree.children(k, "case"):
                self._add(scene.forms[c], k)
                self._add("part", c)
        relations = ("advmod", "compound:prt", "case", "xcomp", "obj") if self.verbal else ("advmod", "compound:prt")
        for k in tree.children(i, *relations):
            if scene.forms[k] in classes()["PARTICLES"]:
                self._add("part", k)
        for k in tree.children(i, "case"):
            self._add("case", k)
        if self.verbal:
            for k in tree.children(i, "advmod", "compound", "amod"):
                self._add("mod", k)
        # hyphenated words come in three tokens: "pull-out", "test-fired", "de-escalate"
        for j in (i - 2, i + 2):
            if 0 <= j < len(scene.tokens) and scene.forms[(i + j) // 2] in HYPHENS:
                self._add("part" if j > i or scene.forms[j] in {"de", "re"} else "mod", j)
