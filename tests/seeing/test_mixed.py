"""Two thousand mixed calls: nothing is shown that was not looked at and found allowed."""

import base64
import functools
import json
import random
import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from botocore.exceptions import ClientError
from tests.edge.conftest import Received
from tests.seeing.stage import PLAIN, SAID, shows

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
LETTERS = re.compile(r"[A-Za-z0-9+/=]{64,}")
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


def b64(data: bytes) -> str:
    """As images stand in JSON."""
    return base64.b64encode(data).decode()


def openai(stage: Any, prompt: str, source: bytes | None, n: int) -> dict[str, Any]:
    """A call in the shape of OpenAI's images."""
    fields = {"n": n, "size": "256x256"}
    if source is None:
        return stage.event(body={"prompt": prompt, **fields})
    return stage.edit_event(prompt, source, **fields)


def responses(stage: Any, prompt: str, source: bytes | None, n: int) -> dict[str, Any]:
    """A call in the shape of OpenAI's Responses; one image whatever the dice say."""
    parts: list[dict[str, str]] = [{"type": "input_text", "text": prompt}]
    if source is not None:
        parts.append({"type": "input_image", "image_url": f"data:image/png;base64,{b64(source)}"})
    body = {"model": "m", "input": [{"role": "user", "content": parts}]}
    return stage.event("/v1/responses", body={**body, "tools": [{"type": "image_generation"}]})


def automatic(stage: Any, prompt: str, source: bytes | None, n: int) -> dict[str, Any]:
    """A call in the shape of Automatic1111."""
    if source is None:
        return stage.event("/sdapi/v1/txt2img", body={"prompt": prompt, "n_iter": n})
    body = {"prompt": prompt, "n_iter": n, "init_images": [b64(source)]}
    return stage.event("/sdapi/v1/img2img", body=body)


def by_openai(made: list[bytes], more: Mapping[str, Any], linked: bool) -> dict[str, Any]:
    """An answer in the shape of OpenAI's images."""
    if linked:
        return {"data": [{"url": f"https://made.invalid/{POOL.index(each)}"} for each in made]}
    return {"created": 1, "data": [{"b64_json": b64(each), **more} for each in made], **more}


def by_responses(made: list[bytes], more: Mapping[str, Any], linked: bool) -> dict[str, Any]:
    """An answer in the shape of OpenAI's Responses, which says something besides."""
    call = {"type": "image_generation_call", "result": b64(made[0]), **more}
    words = [{"type": "output_text", "text": f"here it is: {b64(shows('nude'))}"}]
    return {"model": "m", "output": [{"type": "message", "content": words}, call], **more}


def by_automatic(made: list[bytes], more: Mapping[str, Any], linked: bool) -> dict[str, Any]:
    """An answer in the shape of Automatic1111; with a sheet before several."""
    sheet = [shows()] if len(made) > 1 and linked else []
    return {"images": [b64(each) for each in (*sheet, *made)], "info": "x", **more}


SHAPES: tuple[tuple[str, Callable[..., Any], Callable[..., Any]], ...] = (
    ("openai", openai, by_openai),
    ("openai", responses, by_responses),
    ("automatic1111", automatic, by_automatic),
)


def answered(dice: random.Random, told: Callable[..., Any], made: list[bytes]) -> Received:
    """An answer with these images; now and then with links, with more pictures where none belong,
    or an error that carries them."""
    hidden, kinds = b64(dice.choice(POOL[1:9])), {"content-type": "application/json"}
    more = {"preview": hidden, "revised_prompt": f"a bench {hidden}", "usage": {"x": hidden}}
    if dice.random() < 0.05:
        error = {"message": f"no: {hidden}", "param": hidden, "pictures": [hidden], hidden: 1}
        body = {"error": error, "detail": hidden, "images": [hidden], "data": [hidden]}
        return Received(400, kinds, json.dumps(body).encode())
    body = told(made, more if dice.random() < 0.3 else {}, dice.random() < 0.2)
    headers = {"x-ratelimit-limit-images": hidden, **kinds} if dice.random() < 0.1 else kinds
    return Received(200, headers, json.dumps(body).encode())


def shown_in(told: Any) -> list[bytes]:
    """Whatever in an answer could be a picture, decoded: wherever it stands."""
    text = json.dumps(told.body) + json.dumps(dict(told.headers))
    return [base64.b64decode(each) for each in LETTERS.findall(text)]


def test_two_thousand_mixed_calls_show_nothing_unchecked(stage):
    """Three shapes, sources, outputs, several at once, links, pictures where none belong, a
    detector that fails now and then: each picture that a caller is given was looked at, all ways,
    in that call; and what it really shows is allowed."""
    dice = random.Random(10)
    client = Moody(stage.client, dice)
    stage.environment["LEXLOCI_WITHHOLD"] = "partial"
    stage.detector = Bulkhead(Rekognition(lambda: client))
    stage.fetch = lambda url, seconds: POOL[int(url.rpartition("/")[2])]
    gates, shown, withheld = {}, dict.fromkeys(range(len(SHAPES)), 0), 0
    for generator, _, _ in SHAPES:
        stage.environment["LEXLOCI_GENERATOR"] = generator
        gates[generator] = stage.gate()
    known = {**attested_defaults(stage.book.facts), "place": frozenset({"FJ"})}
    for _ in range(CALLS):
        client.looked_at.clear()
        made = [dice.choice(POOL) for _ in range(dice.choice((1, 1, 1, 2, 3)))]
        source = dice.choice((None, dice.choice(POOL)))
        prompt = dice.choice(EDITS if source else WORDS)
        kind = dice.randrange(len(SHAPES))
        generator, asked, told = SHAPES[kind]
        stage.server.answer = answered(dice, told, made)
        event = asked(stage, prompt, source, len(made))
        given = shown_in(stage.send(event, gates[generator]))
        shown[kind], withheld = shown[kind] + len(given), withheld + (not given)
        for picture in given:
            seen = {how for how, view in client.looked_at if view in views_of(picture)}
            assert seen == {"detect_moderation_labels", "detect_faces"}
            facts = {**truth(prompt, picture, source), **known}
            verdict = judge_call(stage.book, [facts], {date(2026, 11, 23)})
            assert verdict.outcome is Outcome.ALLOW
    assert min(shown.values()) > 50
    assert withheld > 300
