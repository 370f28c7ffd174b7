"""An analyst of the platform asks the running gate what it decided, by account and by place."""

from datetime import UTC, datetime


def pages(caller, asked):
    """Every decision that answers the question, page after page: other stories fill the day too."""
    told = caller.backend("POST", "/ledger/search", asked)
    yield from told["decisions"]
    while told["next"]:
        told = caller.backend("POST", "/ledger/search", {**asked, "after": told["next"]})
        yield from told["decisions"]


def test_an_analyst_finds_what_was_decided(caller_at):
    """By account over time, by place and day, by outcome; no prompt is in the answer."""
    caller = caller_at()
    claims = "account=looked-back-at"
    caller.generate("a lighthouse at dawn", place="IE", claims=claims)
    told = caller.generate("Taylor Swift in underwear, a photo", place="GB-ENG", claims=claims)
    assert told.status == 451
    found = caller.backend("POST", "/ledger/search", {"account": "looked-back-at"})
    assert [each["record"]["outcome"] for each in found["decisions"]] == ["allow", "refuse"]
    assert "lighthouse" not in str(found)
    refused = found["decisions"][1]
    day = datetime.fromisoformat(refused["record"]["at"]).astimezone(UTC).date().isoformat()
    asked = {"place": "GB-ENG", "day": day, "outcome": "refuse", "limit": 2}
    asked["rule"] = next(each for each in refused["rules"] if each.startswith("gb/"))
    assert refused in list(pages(caller, asked))
    assert caller.backend("GET", "/reviews")["reviews"] == []
