"""S10. People who abuse it "can be held accountable"."""

import json
import urllib.request

import openai
import pytest

CLOONEY = "photo of George Clooney in his underwear"
LIGHTHOUSE = "a lighthouse at dawn"


@pytest.fixture(scope="module")
def watched(caller_at):
    """A caller of an installation whose ladder is short: warn 2, slow 4, suspend 5."""
    steps = {"WARN": "2", "SLOW": "4", "SUSPEND": "5"}
    return caller_at(variables={f"LEXLOCI_STRIKE_{step}": at for step, at in steps.items()})


def test_every_decision_names_who_what_where_and_by_which_law(caller, rulebook) -> None:
    """The record holds the account as a keyed hash, rules, place, evidence and the rulebook."""
    told = caller.generate(CLOONEY, claims="account=a-7; surface=in_app")
    asked = urllib.request.Request(
        f"{str(caller.client.base_url).rstrip('/')}/decisions/{told.body['decision_id']}",
        headers={"X-Demo-Claims": "account=a-7"},
    )
    with urllib.request.urlopen(asked, timeout=30) as answer:
        record = json.loads(answer.read())["record"]
    assert record["outcome"] == "refuse"
    assert record["places"] == ["GB-ENG"]
    assert record["rulebook"] == rulebook.digest
    because = [version.id for version in rulebook.versions(int(record["because"], 16))]
    assert "gb/creating-intimate-image@2026-02-06" in because
    assert record["account"].count(":") == 1
    assert "a-7" not in record["account"]
    assert {"country", "region", "claims"} <= set(record["evidence"])
    assert record["surface"] == "in_app"


def test_repeated_refusals_lead_to_suspension(watched) -> None:
    """Warned, slowed, suspended: each step is told, the last one with how to appeal, and nothing
    of a suspended account reaches the generator. Another account is not touched."""
    standings = []
    for _ in range(4):
        told = watched.generate(CLOONEY, claims="account=a-8")
        assert told.refused(451), told
        standings.append(told.headers.get("lexloci-standing", "").partition(";")[0])
    assert standings == ["", "warned", "warned", "slowed"]
    assert watched.generate(CLOONEY, claims="account=a-8").refused(451)
    told = watched.generate(LIGHTHOUSE, claims="account=a-8")
    assert told.refused(403), told
    assert isinstance(told.error, openai.PermissionDeniedError)
    assert told.kind == "suspended"
    assert "appeal" in told.message
    assert watched.generate(LIGHTHOUSE, claims="account=a-9").allowed()


def test_a_slowed_account_is_given_one_image_a_minute(watched) -> None:
    """The next one is told how long to wait, and the stock client does not try by itself."""
    for _ in range(4):
        watched.generate(CLOONEY, claims="account=a-10")
    assert watched.generate(LIGHTHOUSE, claims="account=a-10").allowed()
    told = watched.generate(LIGHTHOUSE, claims="account=a-10")
    assert told.refused(403), told
    assert told.kind == "slowed"
    assert 0 < int(told.headers["retry-after"]) <= 60
    assert watched.generate(CLOONEY, claims="account=a-10").refused(451)


def test_house_rules_uncertainty_and_stock_clients_climb_no_ladder(watched) -> None:
    """Only sure refusals by law or by the floor count, and only for attested accounts."""
    for prompt, place, claims in (
        ("photo of Margot Robbie in a bikini", "GB-ENG", "account=a-11"),
        (CLOONEY, "none", "account=a-11"),
        (CLOONEY, "GB-ENG", ""),
    ):
        for _ in range(6):
            told = watched.generate(prompt, place, claims)
            assert told.status in (403, 451)
            assert "lexloci-standing" not in told.headers
    assert watched.generate(LIGHTHOUSE, claims="account=a-11").allowed()


def test_a_reinstated_account_is_served_again(watched) -> None:
    """The platform's backend can grant an appeal."""
    for _ in range(5):
        watched.generate(CLOONEY, claims="account=a-12")
    assert watched.generate(LIGHTHOUSE, claims="account=a-12").refused(403)
    assert watched.backend("POST", "/accounts/reinstate", {"account": "a-12"})["reinstated"]
    assert watched.generate(LIGHTHOUSE, claims="account=a-12").allowed()
