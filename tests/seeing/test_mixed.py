"""Two thousand mixed calls: nothing is shown that was not looked at and found allowed."""

import functools
import random
from datetime import date
from typing import Any

from botocore.exceptions import ClientError
from tests.seeing.stage import PLAIN, SAID, pictures_in, shows

from lexloci.facts import attested_defaults
from lexloci.verdict import Outcome, judge_call
from lexloci_edge.seeing.bulkhead import Bulkhead
from lexloci_edge.seeing.decoding import picture_of
from lexloci_edge.seeing.rekognition import Rekognition
from lexloci_edge.seeing.seen import LEVELS
from lexloci_tools.serve.marks import Mark, read_mark

CALLS = 2000
WORDS = ("a lighthouse at dawn", "a woman on a bench", "a child on a bench", "a woman in a bikini")
EDITS = ("make the sky blue", "make her smile")
POOL = (
    PLAIN,
    shows(),
    shows("swimwear"),
    shows("underwear"),
    shows("partial"),
    shows("nude"),
    shows("swimwear", "minor"),
    shows("covered", "minor"),
    shows("covered", sexual="explicit"),
    PLAIN[:-20],
    PLAIN + b"PK\x05\x06",
    b"GIF89a",
)
views_of = functools.cache(lambda data: picture_of(data).views)


class Moody:
    """A client that answers well, badly, or not, as the dice say; keeps what it did look at."""

    def __init__(self, client: Any, dice: random.Random) -> None:
        self._client, self._dice = client, dice
        self.looked_at: list[tuple[str, bytes]] = []

    def __getattr__(self, operation: str) -> Any:
        def asked(**about: Any) -> Any:
            if self._dice.random() < 0.04:
                raise ClientError({"Error": {"Code": "ThrottlingException"}}, operation)
            if self._dice.random() < 0.02:
                return {"ModerationLabels": 7}
            self.looked_at.append((operation, about["Image"]["Bytes"]))
            return getattr(self._client, operation)(**about)

        return asked


def truth(prompt: str, picture: bytes, source: bytes | None) -> dict[str, frozenset[str]]:
    """What a picture really is, under what the words said of the rest."""
    found = read_mark(picture) or Mark(age="none")
    facts = {fact: frozenset(values) for fact, values in SAID[prompt].items()}
    facts |= {"exposure": frozenset({found.exposure}), "sexual": frozenset({found.sexual})}
    facts["operation"] = frozenset({"edit" if source else "generate"})
    if found.age != "none":
        facts["age"] = frozenset({found.age})
    if source is not None:
        before = (read_mark(source) or Mark()).exposure
        more = LEVELS.index(found.exposure) > LEVELS.index(before)
        facts["adds_exposure"] = frozenset({"yes" if more else "no"})
    return facts


def test_two_thousand_mixed_calls_show_nothing_unchecked(stage):
    """Sources, outputs, several at once, a detector that fails now and then: each picture that a
    caller is given was looked at, all ways, in that call; and what it really shows is allowed."""
    dice = random.Random(10)
    client = Moody(stage.client, dice)
    stage.environment["LEXLOCI_WITHHOLD"] = "partial"
    stage.detector = Bulkhead(Rekognition(lambda: client))
    gate, shown, withheld = stage.gate(), 0, 0
    known = {**attested_defaults(stage.book.facts), "place": frozenset({"FJ"})}
    for _ in range(CALLS):
        client.looked_at.clear()
        made = [dice.choice(POOL) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
        source = dice.choice((None, dice.choice(POOL)))
        prompt = dice.choice(EDITS if source else WORDS)
        stage.paints(*made)
        fields = {"n": len(made), "size": "256x256"}
        if source is None:
            event = stage.event(body={"prompt": prompt, **fields})
        else:
            event = stage.edit_event(prompt, source, **fields)
        given = pictures_in(stage.send(event, gate))
        shown, withheld = shown + len(given), withheld + (not given)
        for picture in given:
            seen = {how for how, view in client.looked_at if view in views_of(picture)}
            assert seen == {"detect_moderation_labels", "detect_faces"}
            facts = {**truth(prompt, picture, source), **known}
            verdict = judge_call(stage.book, [facts], {date(2026, 11, 23)})
            assert verdict.outcome is Outcome.ALLOW
    assert shown > 300
    assert withheld > 300
