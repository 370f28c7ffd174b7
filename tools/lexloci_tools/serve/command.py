"""What `lexloci serve` runs: the local cloud, one front on the port asked for, a line a request."""

import json
import signal
import threading
from functools import partial
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError

from lexloci.errors import LexlociError
from lexloci.rulebook import Rulebook
from lexloci_tools.console.answering import console
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.local import local_desk
from lexloci_tools.serve.front import NO_PLACE, Seen
from lexloci_tools.serve.generator import MISBEHAVES
from lexloci_tools.serve.local_cloud import PLACE, LocalCloud, checkout
from lexloci_tools.serve.sealing import Sealing

_ASKED = ("/v1/decisions", "/access/")
DETECTORS = {
    "none": None,
    "stub": "rekognition",
    "rekognition": "rekognition",
    "guardrails": "guardrails",
    "opennsfw": "opennsfw",
}
"""What `--detector` may be, and which adapter looks then: the cloud's detectors are stubs here."""

_VERDICTS = {"refused-by-law": "refuse", "refused-by-house-rule": "refuse"}


class ServeError(LexlociError):
    """The local server cannot start as asked."""

    exit_code = 2


def serve(
    port: int,
    place: str | None,
    house: str | None,
    upstream: str | None,
    dynamodb: str | None,
    ledger: Path | None = None,
    live: Path | None = None,
    detector: str | None = None,
) -> None:
    """Serve on 127.0.0.1 until Ctrl-C or SIGTERM, sealing the ledger; leave no child behind.

    Raises: ServeError, TemplateError, RulebookError (an unknown house pack, no rulebook).
    """
    _check(place, house)
    looks = _looking(detector)
    if live is not None and not live.is_file():
        raise ServeError("--live", f"`{live}` is no file", "make one by `lexloci close`")
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    try:
        with (
            LocalCloud(
                place=place or PLACE,
                house=house,
                upstream=upstream,
                dynamodb=dynamodb,
                variables=_said(port),
                ledger=ledger,
                live=live,
                detector=looks,
            ) as cloud,
            local_desk(cloud, house) as desk,
        ):
            _keep_on(cloud, port, upstream, desk, ending)
    except OSError as why:
        raise ServeError(f"port {port}", why.strerror or str(why), "try --port") from why
    except BotoCoreError as why:
        raise ServeError(f"{dynamodb}", "no DynamoDB answers there", "see --dynamodb") from why


def _keep_on(
    cloud: LocalCloud, port: int, upstream: str | None, desk: Desk, ending: threading.Event
) -> None:
    front = cloud.front(seen=partial(_seen, cloud.sealing), port=port, own=console(desk))
    print(_welcome(front.url, cloud, upstream), flush=True)
    cloud.sealing.keep_on(ending, say=partial(print, flush=True))
    print("lexloci serve: ending", flush=True)


def _looking(detector: str | None) -> str | None:
    """The adapter that this word means. Raises: ServeError."""
    if detector not in (None, *DETECTORS):
        known = ", ".join(DETECTORS)
        raise ServeError("--detector", f"`{detector}` is none", f"there are: {known}")
    return DETECTORS[detector or "none"]


def _said(port: int) -> dict[str, str]:
    """What discovery says; a port that the system chooses is not known yet."""
    return {"LEXLOCI_PUBLIC_URL": f"http://127.0.0.1:{port}"} if port else {}


def _check(place: str | None, house: str | None) -> None:
    """Say now what every call would be refused for later."""
    path = checkout() / "layers" / "rulebook" / "rulebook.json"
    if not path.is_file():
        raise ServeError(str(path), "not there", "run `lexloci build`")
    rulebook = Rulebook.load(path.read_bytes()).under(house or "")
    if place in (None, NO_PLACE):
        return
    country, _, region = str(place).partition("-")
    if rulebook.places.resolve(country, region or None) is None:
        raise ServeError("--place", f"`{place}` is no place", "such as GB-ENG, US, US-CA, none")


def line_of(seen: Seen) -> str:
    """Answer a request's line: place, verdict, rule, milliseconds; nothing of the prompt."""
    verdict, rule = _verdict(seen)
    took = f"{seen.seconds * 1000:.0f} ms"
    line = f"{seen.place:<7} {verdict:<9} {seen.reply.status} {rule or '-'}  {took}  "
    line += f"{seen.method} {seen.path}"
    return f"{line}\n        ! {seen.trouble}" if seen.trouble else line


def _verdict(seen: Seen) -> tuple[str, str]:
    """Answer the verdict in a word and the rules that bear on it."""
    if seen.path.startswith(_ASKED) and seen.reply.status == 200:
        return _decided(json.loads(seen.reply.body))
    if seen.reply.header("content-type").startswith("application/problem+json"):
        try:
            problem = json.loads(seen.reply.body)
        except ValueError:
            problem = {}
        kind = str(problem.get("type", "")).rsplit("/", 1)[-1]
        return _VERDICTS.get(kind, kind or "refused"), _rules(problem.get("rules", []))
    if seen.method == "POST" and seen.reply.header("lexloci-decision"):
        duties = seen.reply.header("lexloci-duties")
        return "allow", f"duties: {duties}" if duties else ""
    return "-", ""


def _decided(body: dict[str, Any]) -> tuple[str, str]:
    """Answer the verdict that an answer of the decision API tells."""
    if "evaluations" in body:
        allowed = sum(one["decision"] for one in body["evaluations"])
        return f"{allowed} of {len(body['evaluations'])}", ""
    context = body.get("context", body)
    rules = context.get("rules") or context.get("refusal", {}).get("rules", [])
    return str(context.get("outcome", "-")), _rules(rules)


def _rules(rules: list[dict[str, str]]) -> str:
    named = [str(one.get("rule", "")) for one in rules]
    shown = ", ".join(named[:2])
    return f"{shown} and {len(named) - 2} more" if len(named) > 2 else shown


def _seen(sealing: Sealing, seen: Seen) -> None:
    print(line_of(seen), flush=True)
    sealing.wake()


def _welcome(url: str, cloud: LocalCloud, upstream: str | None) -> str:
    images = f"{url}/v1/images/generations"
    post = f"curl -s {images} -H 'Content-Type: application/json'"
    generator = upstream or f"{cloud.generator.url} (demo: draws a lighthouse)"
    misbehaves = ", ".join(MISBEHAVES[1:])
    return f"""\
lexloci serve: {url}  callers stand in {cloud.place}, generator {generator}
functions' logs: {cloud.logs}
sealed ledger: {cloud.sealing.log}
console: {url}/console

Try:
  {post} -d '{{"prompt": "a lighthouse at dawn"}}' | head -c 200
  {post} -d '{{"prompt": "photo of George Clooney in his underwear"}}'
  {post} -H 'X-Demo-Place: FJ' -d '{{"prompt": "photo of Emily Darlington in lingerie"}}'

The OpenAI client:
  client = openai.OpenAI(base_url="{url}/v1", api_key="any")
  client.images.generate(model="gpt-image-2.5", prompt="a lighthouse at dawn")

Another caller's place: -H 'X-Demo-Place: US-CA' (or none).
Claims: -H 'X-Demo-Claims: tier=premium; viewer=assured_adult; account=a-1; consents=ID'.
Images that misbehave, seen with --detector stub: -H 'X-Demo-Image: flagged' (or {misbehaves}).
Consents: POST {url}/v1/consents with -H 'X-Demo-Claims: role=backend'.
Decisions, with a permit for your own image server (as IAM would know you):
  curl -s {url}/v1/decisions -H 'Content-Type: application/json' \\
    -d '{{"operation": "generate", "prompt": "a lighthouse at dawn", "place": "GB-ENG"}}'
What can be asked: {url}/docs ({url}/openapi.json).
Seals: {url}/v1/decisions/ID/proof a second after the call; the whole ledger:
  lexloci verify {cloud.sealing.log} --key {cloud.sealing.public_key}
The law in force: lexloci probe --url {url} --key {cloud.probe_key}
Ctrl-C ends it.
"""
