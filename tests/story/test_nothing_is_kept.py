"""What a call holds is nowhere afterwards: not stored, not logged, not counted, not printed.

Everything that a run of the story leaves behind is searched for the prompts, the names, the
accounts, the keys and the addresses that it was run with.
"""

import base64
import contextlib
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import openai
import pytest

from lexloci_tools.serve import local_aws
from lexloci_tools.serve.command import line_of
from lexloci_tools.serve.consenting import consent_of
from lexloci_tools.serve.generator import scene

KEY = "sk-quux-0f7e2b9c"
ACCOUNT = "acct-zyzzyva-81"
ORGANIZATION = "org-xanthic-5"
PROMPTS = (
    "a lighthouse of marzipan at dawn",
    "photo of George Clooney in his underwear",
    "photo of Wilhelmina Quackenbush, 14 Larkspur Crescent, in a bikini",
    "my coworker Bartholomew in lingerie, write to bart@example.org or +44 20 7946 0018",
)
WORDS = (
    *("lighthouse", "marzipan", "clooney", "wilhelmina", "quackenbush", "larkspur"),
    *("bartholomew", "coworker", "bart@example.org", "7946 0018", "127.0.0.1", "192.0.2.1"),
    *(KEY, ACCOUNT, ORGANIZATION, "x-demo", "bearer"),
)
"""In lower case. Not `underwear` or `bikini`: facts and rules are named so."""


def left_behind(cloud: Any, printed: str) -> Iterator[tuple[str, str]]:
    """Everything that is left after a run: where it is, and its text."""
    yield "what the server printed", printed
    for log in sorted(cloud.logs.glob("*.log")):
        yield f"log and metrics of {log.stem}", log.read_text(encoding="utf-8", errors="replace")
    dynamodb = local_aws.client("dynamodb", cloud.dynamodb)
    for table in cloud.template.tables:
        pages = dynamodb.get_paginator("scan").paginate(TableName=table)
        yield f"table {table}", repr([item for page in pages for item in page["Items"]])
    dynamodb.close()
    for path in sorted(Path(cloud.sealing.log).rglob("*")):
        if path.is_file():
            yield f"sealed {path.name}", path.read_text(encoding="utf-8")


def ask(client: openai.OpenAI, prompt: str, image: bytes | None, headers: dict[str, str]) -> None:
    """Ask for an image or an edit; a refusal is an answer too."""
    with contextlib.suppress(openai.APIStatusError):
        if image is None:
            client.images.generate(prompt=prompt, model="gpt-image-2.5", extra_headers=headers)
        else:
            photo = ("photo.png", image, "image/png")
            client.images.edit(
                image=photo, prompt=prompt, model="gpt-image-2.5", extra_headers=headers
            )


@pytest.fixture(scope="module")
def run(cloud, caller_at: Callable[..., Any]) -> dict[str, str]:
    """A run of every kind of call, and all that it left behind."""
    caller, image = caller_at(), scene(64, 64)
    with openai.OpenAI(
        base_url=caller.client.base_url, api_key=KEY, organization=ORGANIZATION
    ) as client:
        for claims in ({}, {"X-Demo-Claims": f"account={ACCOUNT}; tier=premium"}):
            for prompt in PROMPTS:
                ask(client, prompt, None, {"X-Demo-Place": "GB-ENG", **claims})
                ask(client, prompt, image, {"X-Demo-Place": "none", **claims})
        ask(client, f"{PROMPTS[0]}\x00", None, {})
        caller.backend("POST", "/protected", {"names": ["Wilhelmina Quackenbush"]})
        consent = consent_of((image,), (ACCOUNT,), 1, ("Wilhelmina Quackenbush",))
        caller.backend("POST", "/consents", consent)
    cloud.sealing.seal()
    return dict(left_behind(cloud, "\n".join(map(line_of, caller.seen))))


def test_the_run_left_much_behind(run) -> None:
    """So that nothing found means nothing there: records, logs, metrics, seals, lines."""
    text = {name: len(what) for name, what in run.items()}
    assert text["what the server printed"] > 500
    assert text["log and metrics of Enforce"] > 5_000
    assert "_aws" in run["log and metrics of Enforce"]
    assert text[next(name for name in text if name.endswith("-decisions"))] > 5_000
    assert any(name.startswith("sealed") and name.endswith(".jsonl") for name in text)


@pytest.mark.parametrize("word", WORDS)
def test_nothing_of_it_holds_what_was_asked_or_by_whom(run, word) -> None:
    """Nor its Base64, nor its hex."""
    forms = {word, base64.b64encode(word.encode()).decode().rstrip("=").lower()[:-1]}
    forms |= {word.encode().hex(), json.dumps(word)[1:-1]}
    found = {name: form for name, text in run.items() for form in forms if form in text.lower()}
    assert not found
