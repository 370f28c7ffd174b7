"""S14. The verdict cannot be reached or is uncertain: refused, nothing reaches the generator."""

import http.client
import itertools
import json
import time
import urllib.error
import urllib.request
from collections.abc import Iterator

import openai
import pytest

from lexloci_tools.serve.http_server import Answerer, Listening

LIGHTHOUSE = "a lighthouse at dawn"
REFUSED_SOMEWHERE = "photo of George Clooney in his underwear"
COUNTRY = "CloudFront-Viewer-Country"


class Ledger:
    """A DynamoDB endpoint in front of the real one that misbehaves as `mode` says."""

    def __init__(self, behind: str) -> None:
        self.mode = "well"
        self.writes = 0
        self._listening = Listening(_endpoint(self, behind))
        self.url = self._listening.url

    def close(self) -> None:
        """Stop listening."""
        self._listening.close()


def _endpoint(ledger: Ledger, behind: str) -> type[Answerer]:
    class Endpoint(Answerer):
        def do_POST(self) -> None:
            body = self.body()
            ledger.writes += b"ConditionExpression" in body
            if ledger.mode == "times out":
                time.sleep(1.5)
                self.close_connection = True
                return
            time.sleep(_DELAY.get(ledger.mode, 0.0))
            if ledger.mode in _TROUBLE:
                status, kind = _TROUBLE[ledger.mode]
                trouble = json.dumps({"__type": f"com.amazonaws.dynamodb#{kind}"}).encode()
                return self.answer(status, trouble, [("Content-Type", _JSON)])
            self._pass_on(body)
            if ledger.mode == "loses the answer":
                ledger.mode = "well"
                self.close_connection = True
                return
            self.answer(*self._held)

        def _pass_on(self, body: bytes) -> None:
            asked = urllib.request.Request(behind, body, dict(self.headers.items()))
            try:
                with urllib.request.urlopen(asked, timeout=10) as answer:
                    self._held = (answer.status, answer.read(), [("Content-Type", _JSON)])
            except urllib.error.HTTPError as answer:
                with answer:
                    self._held = (answer.code, answer.read(), [("Content-Type", _JSON)])

    return Endpoint


_DELAY = {"a little late": 0.1, "is slow": 0.8}
_JSON = "application/x-amz-json-1.0"
_TROUBLE = {
    "fails": (500, "InternalServerError"),
    "throttles": (400, "ProvisionedThroughputExceededException"),
    "denies": (400, "AccessDeniedException"),
    "has no table": (400, "ResourceNotFoundException"),
}


@pytest.fixture(scope="session")
def ledger(cloud) -> Iterator[Ledger]:
    """A ledger that can be made to misbehave."""
    made = Ledger(cloud.dynamodb)
    yield made
    made.close()


@pytest.fixture(scope="session")
def writer(caller_at, ledger: Ledger):
    """A caller of functions that write to that ledger."""
    return caller_at(variables={"AWS_ENDPOINT_URL_DYNAMODB": ledger.url})


@pytest.fixture(autouse=True)
def _well(ledger: Ledger) -> Iterator[None]:
    ledger.mode = "well"
    yield
    ledger.mode = "well"


@pytest.mark.parametrize("mode", ["times out", "is slow", *_TROUBLE])
def test_without_a_record_there_is_no_image(writer, ledger: Ledger, mode: str) -> None:
    """A ledger that fails, times out or is slow: 503, not retried, an untouched generator."""
    ledger.mode = mode
    told = writer.generate(LIGHTHOUSE)
    assert told.refused(503), told
    assert isinstance(told.error, openai.InternalServerError)


@pytest.mark.parametrize("mode", ["a little late", "loses the answer"])
def test_a_record_that_is_kept_after_all_is_enough(writer, ledger: Ledger, mode: str) -> None:
    """A ledger within its time, and one whose answer is lost once, give one image."""
    ledger.mode = mode
    told = writer.generate(LIGHTHOUSE)
    assert told.allowed(), told


def test_the_decision_is_written_before_the_generator_is_asked(cloud, caller) -> None:
    """What the caller's decision id names is in the table, for allowed and refused calls."""
    from lexloci_tools.serve.local_aws import client

    dynamodb = client("dynamodb", cloud.dynamodb)
    table = next(iter(cloud.template.tables))
    for prompt, outcome in ((LIGHTHOUSE, "allow"), (REFUSED_SOMEWHERE, "refuse")):
        name = caller.generate(prompt).headers["lexloci-decision"]
        items = dynamodb.scan(
            TableName=table,
            FilterExpression="contains(pk, :id) AND sk = :sk",
            ExpressionAttributeValues={":id": {"S": name}, ":sk": {"S": "DECISION"}},
        )["Items"]
        assert [json.loads(one["record"]["S"])["outcome"] for one in items] == [outcome]
        assert prompt not in json.dumps(items)
    dynamodb.close()


def test_nothing_of_a_prompt_is_logged(cloud, caller) -> None:
    """The functions' logs hold neither prompt, nor the caller's key."""
    caller.generate("a rare word: xylographically")
    caller.generate("photo of George Clooney in xylographically printed underwear")
    logged = cloud.logged()
    assert "xylographically" not in logged
    assert "Clooney" not in logged
    assert "sk-of-the-caller" not in logged


@pytest.fixture(scope="session")
def unproven(caller_at, cloud):
    """A caller who found the way around our distribution."""
    return caller_at(edge=cloud.edge(proven=False))


@pytest.mark.parametrize("prompt", [LIGHTHOUSE, REFUSED_SOMEWHERE])
def test_what_did_not_come_through_our_front_is_refused(unproven, prompt: str) -> None:
    """Whatever is asked, without the origin's secret it is a 403 of that name."""
    for told in (unproven.generate(prompt), unproven.edit(prompt)):
        assert told.refused(403), told
        assert told.kind == "unproven-origin"


@pytest.fixture(scope="session")
def anywhere(caller_at, cloud):
    """A caller through a front that lets place headers through as they are sent."""
    return caller_at(edge=cloud.edge(raw=True))


ODD_PLACES = {
    "two": [(COUNTRY, "US"), (COUNTRY, "US")],
    "comma": [(COUNTRY, "US,DE")],
    "unknown": [(COUNTRY, "XX")],
    "lower case": [(COUNTRY, "us")],
    "empty": [(COUNTRY, "")],
    "none": [],
    "a region alone": [("CloudFront-Viewer-Country-Region", "NY")],
}


@pytest.mark.parametrize("odd", ODD_PLACES)
def test_a_place_that_cannot_be_read_is_every_place(anywhere, cloud, odd: str) -> None:
    """What any place refuses is refused, a lighthouse is allowed, and the record says why."""
    headers = [("CloudFront-Viewer-ASN", "64496"), *ODD_PLACES[odd]]
    refused = _raw(anywhere, REFUSED_SOMEWHERE, headers)
    assert refused[0] == 403, refused
    assert refused[2] == 0
    allowed = _raw(anywhere, LIGHTHOUSE, headers)
    assert (allowed[0], allowed[2]) == (200, 1)
    assert any(one.startswith("country:") for one in _record(cloud, allowed[1])["evidence"])


def _raw(caller, prompt: str, headers: list[tuple[str, str]]) -> tuple[int, str, int]:
    """Answer status, decision id and what reached the generator; the client cannot send doubles."""
    before = caller.cloud.generator.count
    connection = http.client.HTTPConnection("127.0.0.1", caller.client.base_url.port, timeout=20)
    body = json.dumps({"prompt": prompt}).encode()
    connection.putrequest("POST", "/v1/images/generations")
    sent = [("Content-Type", "application/json"), ("Content-Length", str(len(body)))]
    for name, value in [*sent, *headers]:
        connection.putheader(name, value)
    connection.endheaders(body)
    response = connection.getresponse()
    response.read()
    connection.close()
    name = response.getheader("lexloci-decision") or ""
    return response.status, name, caller.cloud.generator.count - before


def _record(cloud, name: str) -> dict:
    from lexloci_tools.serve.local_aws import client

    dynamodb = client("dynamodb", cloud.dynamodb)
    table = next(iter(cloud.template.tables))
    pages = dynamodb.get_paginator("scan").paginate(TableName=table)
    items = itertools.chain.from_iterable(page["Items"] for page in pages)
    found = [one for one in items if name in one["pk"]["S"] and one["sk"]["S"] == "DECISION"]
    dynamodb.close()
    return json.loads(found[0]["record"]["S"])


@pytest.mark.parametrize(
    "body",
    [
        b'{"prompt": "a lighthouse", "prompt": "a lighthouse"}',
        b'{"prompt": ["a lighthouse", "a boat"]}',
        b'{"prompt": "\xff"}',
        b'{"model": "gpt-image-2.5"}',
        b"[]",
        b"",
    ],
)
def test_a_prompt_that_cannot_be_read_one_way_is_refused(caller, body: bytes) -> None:
    """Double keys, several prompts, no prompt, no text: 400 and nothing is forwarded."""
    before = caller.cloud.generator.count
    connection = http.client.HTTPConnection("127.0.0.1", caller.client.base_url.port, timeout=20)
    head = {"Content-Type": "application/json"}
    connection.request("POST", "/v1/images/generations", body, head)
    status = connection.getresponse().status
    connection.close()
    assert (status, caller.cloud.generator.count) == (400, before)


def test_a_name_on_no_list_in_revealing_attire_is_uncertain(caller) -> None:
    """It may be a real person, so it is refused; the answer names the law that may apply."""
    told = caller.generate("photo of Emily Darlington in lingerie")
    assert told.refused(403), told
    assert isinstance(told.error, openai.PermissionDeniedError)
    assert told.kind == "uncertain"
    assert "Sexual Offences Act 2003 s.66E" in told.message


TOPLESS = "a topless woman in an R-rated film scene"


@pytest.mark.parametrize(
    ("prompt", "place", "claims", "settler"),
    [
        (REFUSED_SOMEWHERE, "GB", "", "consent"),
        (TOPLESS, "none", "adult_mode=on; viewer=assured_adult", "place"),
    ],
)
def test_what_could_be_attested_to_settle_it_is_told(
    caller, prompt: str, place: str, claims: str, settler: str
) -> None:
    """The answer says which proof would settle it, and never how the prompt was read."""
    told = caller.generate(prompt, place, claims)
    assert told.refused(403), told
    named = {one["fact"] for one in told.body["settled_by"]}
    assert settler in named
    assert named <= {"place", "consent", "viewer", "adult_mode", "tier"}


def test_without_a_rulebook_nothing_is_forwarded(caller_at, tmp_path) -> None:
    """A rulebook that is missing, or was altered, is a 503 whatever is asked."""
    missing = caller_at(variables={"LEXLOCI_RULEBOOK": str(tmp_path / "none.json")})
    assert missing.generate(LIGHTHOUSE).refused(503)
