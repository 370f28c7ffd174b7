"""What `lexloci serve` runs: the local cloud, one front on the port asked for, a line a request."""

import json
import signal
import threading

from botocore.exceptions import BotoCoreError

from lexloci.errors import LexlociError
from lexloci.rulebook import Rulebook
from lexloci_tools.serve.front import NO_PLACE, Seen
from lexloci_tools.serve.local_cloud import PLACE, LocalCloud, checkout

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
) -> None:
    """Serve on 127.0.0.1 until Ctrl-C or SIGTERM; leave no child behind.

    Raises: ServeError, TemplateError, RulebookError (an unknown house pack, no rulebook).
    """
    _check(place, house)
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    try:
        with LocalCloud(
            place=place or PLACE, house=house, upstream=upstream, dynamodb=dynamodb
        ) as cloud:
            front = cloud.front(seen=_print_line, port=port)
            print(_welcome(front.url, cloud, upstream), flush=True)
            ending.wait()
            print("lexloci serve: ending", flush=True)
    except OSError as why:
        raise ServeError(f"port {port}", why.strerror or str(why), "try --port") from why
    except BotoCoreError as why:
        raise ServeError(f"{dynamodb}", "no DynamoDB answers there", "see --dynamodb") from why


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


def _rules(rules: list[dict[str, str]]) -> str:
    named = [str(one.get("rule", "")) for one in rules]
    shown = ", ".join(named[:2])
    return f"{shown} and {len(named) - 2} more" if len(named) > 2 else shown


def _print_line(seen: Seen) -> None:
    print(line_of(seen), flush=True)


def _welcome(url: str, cloud: LocalCloud, upstream: str | None) -> str:
    images = f"{url}/v1/images/generations"
    post = f"curl -s {images} -H 'Content-Type: application/json'"
    generator = upstream or f"{cloud.generator.url} (demo: draws a lighthouse)"
    return f"""\
lexloci serve: {url}  callers stand in {cloud.place}, generator {generator}
functions' logs: {cloud.logs}

Try:
  {post} -d '{{"prompt": "a lighthouse at dawn"}}' | head -c 200
  {post} -d '{{"prompt": "photo of George Clooney in his underwear"}}'
  {post} -H 'X-Demo-Place: FJ' -d '{{"prompt": "photo of Emily Darlington in lingerie"}}'

The OpenAI client:
  client = openai.OpenAI(base_url="{url}/v1", api_key="any")
  client.images.generate(model="gpt-image-2.5", prompt="a lighthouse at dawn")

Another caller's place: -H 'X-Demo-Place: US-CA' (or none).
Claims: -H 'X-Demo-Claims: tier=premium; viewer=assured_adult; account=a-1; consents=ID'.
Consents: POST {url}/v1/consents with -H 'X-Demo-Claims: role=backend'.
Ctrl-C ends it.
"""
