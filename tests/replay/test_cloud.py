"""Replay in the cloud: the template's own state machine, run by moto, over an export of DynamoDB.

moto runs the map without failing it for a child that failed, so the last step must find that by
itself; in the cloud both do.
"""

import importlib.util
from collections.abc import Iterator

import pytest
from moto import mock_aws
from tests.replay.machine import BUCKET, REGION, ROOT, Lambda, Stage

from lexloci_tools import synthetic


@pytest.fixture
def stage(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stage]:
    """A stage of its own for each test."""
    monkeypatch.setenv("AWS_DEFAULT_REGION", REGION)
    monkeypatch.setenv("LEXLOCI_REPLAYS", BUCKET)
    monkeypatch.setenv("LEXLOCI_RULEBOOK", str(ROOT / "layers/rulebook/rulebook.json"))
    path = ROOT / "functions/replay/handler.py"
    spec = importlib.util.spec_from_file_location("lexloci_replay_handler", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    function = Lambda(module.handler)
    monkeypatch.setenv("AWS_ENDPOINT_URL_LAMBDA", function.url)
    with mock_aws(config={"stepfunctions": {"execute_state_machine": True}}):
        yield Stage(function)
    function.close()


def test_ten_thousand_decisions_are_judged_equal_by_the_map(stage, rulebook):
    """Each file once, in parallel; the sum is what a plain count of the records says."""
    entries = list(synthetic.decisions(rulebook, 10_000, seed=11))
    stage.export(entries, files=8)
    told = stage.run()
    assert told["status"] == "SUCCEEDED", told
    assert told["output"]["decisions"] == told["output"]["equal"] == 10_000
    summary = stage.summary(told)
    assert summary["aftermaths"] == len(entries) - 10_000
    assert summary["rulebooks"] == {rulebook.digest: 10_000}
    assert (summary["exit"], summary["findings"], summary["unjudged"]) == (0, [], {})
    steps = [event["step"] for event in stage.function.asked]
    assert (steps.count("begin"), steps.count("judge"), steps.count("sum")) == (1, 8, 1)


def test_an_altered_decision_fails_the_run_and_is_named(stage, rulebook):
    """What comes out otherwise than it is recorded is no success."""
    entries = list(synthetic.decisions(rulebook, 40, seed=12))
    at = next(at for at, each in enumerate(entries) if getattr(each, "outcome", "") == "refuse")
    entries[at] = entries[at].model_copy(update={"outcome": "allow"})
    stage.export(entries)
    told = stage.run()
    assert (told["status"], told["error"]) == ("FAILED", "Different"), told
    assert "1 different" in told["cause"]
    (finding,) = stage.summary(told)["findings"]
    assert (finding["id"], finding["kind"]) == (entries[at].id, "different")


def test_another_rulebook_or_setting_shows_what_would_change(stage, rulebook):
    """With a candidate of the bucket, or under a house setting, changes are the answer."""
    stage.export(list(synthetic.decisions(rulebook, 200, seed=13)))
    committed = (ROOT / "layers/rulebook/rulebook.json").read_bytes()
    stage.put("rulebooks/candidate.json", committed)
    told = stage.run(**{"with": "candidate.json"})
    assert told["status"] == "SUCCEEDED", told
    assert (told["output"]["equal"], told["output"]["different"]) == (200, 0)
    told = stage.run(house="+premium-only")
    assert told["status"] == "SUCCEEDED", told
    assert told["output"]["different"] > 0
    assert {"after", "before", "places", "decisions"} <= stage.summary(told)["changes"][0].keys()


def test_a_file_that_fails_fails_the_run(stage, rulebook):
    """A file cut short, or one whose child failed, is no smaller export: the run says which."""
    rows = stage.export(list(synthetic.decisions(rulebook, 40, seed=14)))
    key = rows[2]["dataFileS3Key"]
    whole = stage.s3.get_object(Bucket=BUCKET, Key=key)["Body"].read()
    stage.put(key, whole[:-40])
    told = stage.run()
    assert (told["status"], told["error"]) == ("FAILED", "RunError"), told
    assert key in told["cause"]
    stage.put(key, whole)
    stage.function.failing = key
    told = stage.run()
    assert (told["status"], told["error"]) == ("FAILED", "RunError"), told
    assert f"`{key}`: was not judged" in told["cause"]
