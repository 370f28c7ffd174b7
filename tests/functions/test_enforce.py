"""The function `enforce` as Lambda runs it: import, call, log."""

import contextlib
import json

import pytest


def test_a_call_goes_all_the_way(enforce, cloud, event):
    """Recorded in DynamoDB, forwarded, answered; the log names the decision and not the prompt."""
    before = len(cloud.forwarded)
    ran = enforce([event()])
    assert ran.statuses == [200], ran.log
    assert cloud.forwarded[before:] == [b'{"prompt":"a lighthouse at dawn"}']
    id = ran.answers[0]["headers"]["Lexloci-Decision"]
    with contextlib.closing(cloud.client("dynamodb")) as dynamodb:
        key = {"pk": {"S": f"DEC#eu-west-2#{id}"}, "sk": {"S": "DECISION"}}
        item = dynamodb.get_item(TableName="decisions", Key=key)["Item"]
    assert json.loads(item["record"]["S"])["outcome"] == "allow"
    lines = [json.loads(line) for line in ran.log.splitlines() if line.startswith("{")]
    assert id in {line.get("correlation_id") for line in lines}
    assert any(line.get("Decisions") for line in lines)


def test_a_refusal_goes_nowhere(enforce, cloud, event):
    """Neither prompt, nor key, nor address is in the log."""
    before = len(cloud.forwarded)
    england = {"cloudfront_viewer_country": "GB", "cloudfront_viewer_country_region": "ENG"}
    ran = enforce([event("photo of George Clooney in his underwear", **england)])
    assert ran.statuses == [451]
    assert len(cloud.forwarded) == before
    assert "Sexual Offences Act 2003" in json.loads(ran.answers[0]["body"])["error"]["message"]
    for word in ("Clooney", "underwear", "sk-test", "192.0.2.7"):
        assert word not in ran.log


@pytest.mark.parametrize(
    "changes",
    [
        {"LEXLOCI_TABLE": ""},
        {"LEXLOCI_UPSTREAM": "images.invalid"},
        {"LEXLOCI_RULEBOOK": "/nowhere/rulebook.json"},
        {"LEXLOCI_HOUSE": "+nothing"},
        {"LEXLOCI_CLAIMS_JWKS": "{"},
        {"LEXLOCI_TABLE": "elsewhere"},
        {"LEXLOCI_ORIGIN_SECRET": "elsewhere"},
        {"LEXLOCI_HASH_KEY": "elsewhere"},
        {"LEXLOCI_UPSTREAM_KEY": "elsewhere"},
        {"LEXLOCI_UPSTREAM": "http://127.0.0.1:9"},
        {"AWS_ENDPOINT_URL_DYNAMODB": "http://127.0.0.1:9"},
        {"AWS_ENDPOINT_URL_SECRETS_MANAGER": "http://127.0.0.1:9"},
    ],
    ids=lambda changes: "".join(f"{name}={value}" for name, value in changes.items()),
)
def test_what_the_environment_breaks_is_503(enforce, cloud, event, changes):
    """At import or at the call: a refusal in problem+json, and an alarm."""
    before = len(cloud.forwarded)
    ran = enforce([event()], **changes)
    assert ran.statuses == [503]
    assert ran.answers[0]["headers"]["content-type"] == "application/problem+json"
    assert len(cloud.forwarded) == before
    assert '"Broken": 1' in ran.log


@pytest.mark.parametrize(
    "missing",
    [
        "lexloci",
        "lexloci_reader",
        "lexloci_edge.gate",
        "pydantic",
        "boto3",
        "botocore.exceptions",
        "aws_lambda_powertools",
        "urllib3",
    ],
)
def test_a_layer_that_lacks_something_refuses(enforce, cloud, event, missing):
    """The function answers 503 to every call; it does not fall over."""
    before = len(cloud.forwarded)
    ran = enforce([event(), event()], missing=[missing])
    assert ran.statuses == [503, 503]
    assert len(cloud.forwarded) == before


def test_a_rulebook_that_was_altered_refuses(enforce, event, tmp_path, request):
    """One refusal taken out, the stated digest left as it was."""
    book = request.config.rootpath / "layers/rulebook/rulebook.json"
    path = tmp_path / "rulebook.json"
    path.write_bytes(book.read_bytes().replace(b'"refuses":true', b'"refuses":false', 1))
    assert enforce([event()], LEXLOCI_RULEBOOK=str(path)).statuses == [503]


def test_before_a_snapshot_nothing_is_fetched_and_after_it_all_works(enforce, event):
    """SnapStart clones what stands after import: clients, but no secret, id or connection."""
    snapshot = {"AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start"}
    ran = enforce([event(), event()], **snapshot)
    assert ran.statuses == [200, 200]
    first, second = [each["headers"]["Lexloci-Decision"] for each in ran.answers]
    assert first != second
    silent = enforce([], AWS_ENDPOINT_URL_SECRETS_MANAGER="http://127.0.0.1:9", **snapshot)
    assert "Broken" not in silent.log


@pytest.mark.parametrize("event", [{}, {"headers": None}, {"requestContext": {"http": {}}}])
def test_an_event_of_another_shape_is_503(enforce, event):
    """A direct invocation with anything at all."""
    assert enforce([event]).statuses == [503]
