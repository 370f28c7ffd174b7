"""English edits that speak of clothes or body in words the grammar cannot explain.

Such an edit may bare somebody, so it counts as possible; one whose object is plainly something
else does not. A text is taken clause by clause: an innocent clause explains only itself.
"""

from __future__ import annotations

from typing import NamedTuple

from lexloci_reader.attire import UNDRESSED
from lexloci_reader.changes import ALL, MAYBE, YES, Step
from lexloci_reader.edit_words import (
    AROUND,
    ASKS,
    AWAY,
    BATH,
    CUTS,
    FINE,
    HIDE,
    OBEY,
    PLAIN,
    RAISES,
    RETOUCH,
    TOLD,
    VOID,
)
from lexloci_reader.onthings import on_thing
from lexloci_reader.scene import Mark, Scene
from lexloci_reader.specks import WARM

CLOTH = frozenset({"clothes", "garment", "light", "underwear", "swimwear", "outer"})
WHO = frozenset({"she", "he", "they", "me", "adult", "person", "minor", "kin"})
MILD = frozenset(
    "tidy colour speck keep accessory thing creature object covered drawn artwork benign".split()
)
_CUT = frozenset("then but while whilst afterwards next maybe perhaps imagine pretend".split())
_VERBS = frozenset("remove swap make wear put undress keep tidy she he they reveal less".split())
_WHOLE = frozenset("everything all anything rest whatever it that this on".split())
_STEP = frozenset("again next continue further another once more lower rest too same also".split())
_TAKE = frozenset("remove less undress without lack".split())
_HARDLY = frozenset("only just nothing solely merely barely".split())


class Clause(NamedTuple):
    """Tokens `start` to `end` of a scene that ask for one thing.

    words: the folded words. marks: those upon it, each once. tags: every tag of theirs. explained:
    where the marks stand whose part in the edit the grammar told.
    """

    scene: Scene
    start: int
    end: int
    words: frozenset[str]
    marks: list[Mark]
    tags: frozenset[str]
    explained: frozenset[int]

    @property
    def plain(self) -> bool:
        """Whether it speaks of something that is neither clothes nor body."""
        return not self.words.isdisjoint(PLAIN) or not self.tags.isdisjoint(_PLAINLY)

    @property
    def dull(self) -> bool:
        """Whether no rule below can find anything in it."""
        return _nothing_told(self.tags, self.words)


_PLAINLY = MILD - {"benign"}
_TELLING = CLOTH | _TAKE | {"body", "bodyedit", "keep", "wear", "dressing"}
_TELLING_WORDS = frozenset("torso anatomy physique dress dressed".split()).union(
    CUTS, BATH, HIDE, TOLD
)


def _nothing_told(tags: frozenset[str], words: frozenset[str]) -> bool:
    """Whether no rule below holds of these tags and words: of most clauses, and most texts."""
    return tags.isdisjoint(_TELLING) and words.isdisjoint(_TELLING_WORDS)


def _clause(scene: Scene, start: int, end: int, explained: frozenset[int]) -> Clause:
    words = frozenset([token.word for token in scene.tokens[start:end]])
    marks = [m for m in dict.fromkeys(scene.at[start:end]) if m is not None]
    tags = frozenset().union(*[m.tags for m in marks])
    return Clause(scene, start, end, words, marks, tags, explained)


def _clauses(scene: Scene, explained: frozenset[int]) -> list[Clause]:
    """The text cut at its commas and stops, at `then`, and at an `and` before another verb."""
    out: list[Clause] = []
    start = 0
    for i, token in enumerate(scene.tokens):
        word = token.word
        joint = word in _CUT or (word in ("and", "plus") and bool(scene.tags(i + 1) & _VERBS))
        if i and (token.gap or joint):
            out.append(_clause(scene, start, i, explained))
            start = i
    return [*out, _clause(scene, start, len(scene.tokens), explained)]


def _worn(scene: Scene, mark: Mark) -> bool:
    """Whether the cloth only tells how somebody is dressed: `in his red coat`, `put a coat on`."""
    if mark.tags & {"light", "underwear", "swimwear"}:
        return False
    for i in range(mark.start - 1, max(-1, mark.start - 5), -1):
        if scene.tags(i) & {"in", "wear", "put", "dressing"}:
            return True
        if scene.word(i) in ("as", "into", "over"):
            return True
        if scene.tokens[i + 1].gap:
            return False
    return False


def _is_verb(scene: Scene, mark: Mark) -> bool:
    """`dress him`, `clothe them`: the word for the garment is what is done."""
    i = mark.end + bool(scene.tags(mark.end) & {"the", "my", "this"})
    return "put" in mark.tags and bool(scene.tags(i) & WHO)


def _cloth(clause: Clause) -> Step | None:
    """Cloth of which nothing innocent is said, and that no grammar explained."""
    scene = clause.scene
    cloth = [m for m in clause.marks if m.tags & CLOTH and not m.tags & {"benign", "covered"}]
    cloth = [m for m in cloth if not _is_verb(scene, m)]
    void = VOID - ({"nude"} if "from" in clause.words else set())
    if cloth and not clause.words.isdisjoint(void) and "swap" in clause.tags:
        return UNDRESSED, YES, "clothes give way to nothing"
    cloth = [m for m in cloth if m.start not in clause.explained and not on_thing(scene, m)]
    if not cloth:
        return None
    if clause.tags & MILD or clause.words & FINE or all(_worn(scene, m) for m in cloth):
        return None
    told = {"under", "with", "behind", "by"}
    gone = clause.words & {"hide", "conceal"} and not clause.words & told
    if gone and any(not m.tags & {"underwear", "swimwear"} for m in cloth):
        return ALL, YES, "cloth made to vanish"
    if _hides(clause, cloth) or ("sheer" in clause.tags and clause.words & _NO_MORE):
        return None
    return ALL, MAYBE, "clothes, not understood"


def _hides(clause: Clause, cloth: list[Mark]) -> bool:
    """`hide my bra`: what is worn beneath is no longer seen."""
    told = clause.words & {"hide", "cover", "conceal"} and not clause.words & _HARDLY
    return bool(told) and all(m.tags & {"underwear", "swimwear", "body"} for m in cloth)


_NO_MORE = frozenset("not less isn't never".split())


def _body(clause: Clause) -> Step | None:
    """Body of which nothing innocent is said, and the edges of clothes drawn another way."""
    cuts = clause.words & (CUTS - {"neck"} if "scant" in clause.tags else CUTS)
    if cuts and not clause.words & RAISES and not clause.tags & {"colour", "speck", "thing"}:
        return ALL, MAYBE, "the edge of a garment, not understood"
    told = clause.tags & {"body", "bodyedit"} or clause.words & {"torso", "anatomy", "physique"}
    if not told or clause.words & RETOUCH or clause.tags & (MILD | {"outer", "dressy"}):
        return None
    if clause.words & {"cover", "hide", "conceal"} and not clause.words & _HARDLY:
        return None
    return ALL, MAYBE, "body, not understood"


def _whole(clause: Clause) -> Step | None:
    """`lose everything`, `take it all off`, `less on`: all, of what is not said."""
    taken = clause.tags & _TAKE and clause.words & _WHOLE
    if not taken or clause.plain or clause.words & AROUND or clause.tags & {"picture", "photo"}:
        return None
    return ALL, MAYBE, "something removed, not said what"


def _stripped_thing(clause: Clause) -> bool:
    """`strip the paint from the door`: no bath, and nobody's clothes."""
    only = clause.words & BATH <= {"strip", "stripping"}
    return only and bool(clause.plain or "benign" in clause.tags) and not clause.tags & WHO


def _bath(clause: Clause) -> Step | None:
    """Somebody put where people wear little: the bath, a massage."""
    trunks = frozenset().union(*(m.term.split() for m in clause.marks if "swimwear" in m.tags))
    away = clause.words & AWAY or _stripped_thing(clause) or not clause.words & (BATH - trunks)
    return None if away else (ALL, MAYBE, "put where people wear little")


def _undress_code(clause: Clause) -> Step | None:
    """Dressed in something that no list knows: `dress her to suit`."""
    dressing = clause.tags & {"wear", "dressing"} or clause.words & {"dress", "dressed"}
    known = WARM | MILD | {"fiction", "school", "light", "swimwear", "underwear", "clothes"}
    if clause.words & {"as", "like"} and clause.words.isdisjoint(BATH):
        known |= {"adult"}
    if not dressing or clause.tags & known or not clause.tags & WHO or clause.plain:
        return None
    return ALL, MAYBE, "dressed, not said how"


def _all_but(clause: Clause) -> Step | None:
    """`remove everything except the hat`, `leave only the socks on`."""
    everything = clause.words & {"everything", "all"} and clause.words & {"except", "but", "save"}
    leave = clause.words & {"leave", "keep", "leaving"}
    only = leave and clause.words & {"only", "just", "nothing"}
    little = clause.tags & {"accessory", "light", "underwear", "scant"}
    taken = clause.tags & (_TAKE | {"keep"})
    if not (little and taken and (everything or only)) or clause.plain:
        return None
    return ALL, MAYBE, "all but a trifle goes"


def _hiding(clause: Clause) -> Step | None:
    """`hide her only behind the guitar`: one thing covers somebody."""
    if not (clause.words & HIDE and clause.words & _HARDLY and clause.tags & WHO):
        return None
    return ALL, MAYBE, "hidden by one thing"


def _told(clause: Clause) -> Step | None:
    """`do what the sign says`: what is asked stands in the picture."""
    if not (clause.words & TOLD and clause.words & OBEY and clause.words & ASKS):
        return None
    return ALL, MAYBE, "by reference"


_RULES = (_cloth, _body, _whole, _all_but, _bath, _undress_code, _hiding, _told)


def _going_on(clauses: list[Clause]) -> Step | None:
    """`same once more, lower`: a step further in something that is not said."""
    short = len(clauses[0].scene.tokens) <= 2 and not clauses[0].tags & MILD
    if short and not clauses[0].plain and clauses[0].tags & {"remove", "undress"}:
        return ALL, MAYBE, "something removed, not said what"
    if not _further(clauses[0].scene) or any(c.plain for c in clauses):
        return None
    return ALL, MAYBE, "a step further, not said in what"


def _further(scene: Scene) -> bool:
    """Whether few words tell of a step further."""
    return len(scene.tokens) <= 12 and len(scene.words & _STEP) > 1


def _not_left_alone(clauses: list[Clause]) -> list[Clause]:
    """All but `coat` and `badge` of `her coat, badge and smile should stay`: those of a list of
    things that are kept, whose verb stands at its end or at its head."""
    if not any("keep" in clause.tags for clause in clauses):
        return clauses
    after = _governing(clauses[::-1])[::-1]
    after = [last if last and not _leads(last) else None for last in after]
    verbs = [last or first for last, first in zip(after, _governing(clauses), strict=True)]
    return [c for c, verb in zip(clauses, verbs, strict=True) if not (verb and _keeps(verb))]


def _keeps(verb: Clause) -> bool:
    return "keep" in verb.tags and verb.tags.isdisjoint(_TAKE | {"only"})


def _leads(verb: Clause) -> bool:
    """`…, leave the hat on him`: it keeps what it names itself, behind it."""
    keeps = max((m.end for m in verb.marks if "keep" in m.tags), default=verb.end)
    return any(m.start >= keeps and m.tags & (CLOTH | {"accessory"}) for m in verb.marks)


def _governing(clauses: list[Clause]) -> list[Clause | None]:
    """Per clause without a verb the last one before it, beyond nothing but commas, that has one."""
    out: list[Clause | None] = []
    last: Clause | None = None
    for n, clause in enumerate(clauses):
        if n and clause.scene.tokens[max(clause.start, clauses[n - 1].start)].gap != 1:
            last = None
        out.append(last if (verbless := clause.tags.isdisjoint(_ANY_VERB)) else None)
        last = last if verbless else clause
    return out


_ANY_VERB = _VERBS | {"dressing", "make", "shorten", "only", "not", "without", "lack"}


def doubts(scene: Scene, explained: frozenset[int]) -> list[tuple[int, Step]]:
    """What the clauses of an English edit may mean, where no grammar found it to bare anybody.

    explained: where the marks stand whose part in the edit the grammar told. Each with the token
    that its clause begins with.
    """
    if len(scene.tokens) > 2 and not _further(scene) and _nothing_told(scene.every, scene.words):
        return []
    clauses = _clauses(scene, explained)
    asked = [each for each in _not_left_alone(clauses) if not each.dull]
    found = [(each.start, step) for each in asked for rule in _RULES if (step := rule(each))]
    more = _going_on(clauses) if clauses and scene.tokens else None
    return [*found, (0, more)] if more else found
