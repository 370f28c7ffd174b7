"""`GET /v1/rules`: the published list, for anybody, and about nobody's call."""

import json

import pytest


def asked(lexloci, query=""):
    """The answer to a question put to the list."""
    return lexloci.send("GET", f"/v1/rules{query}", proven=False)


def test_the_list_names_law_place_day_and_how_sure_we_are(lexloci):
    """Each rule in force with what a reader needs to check it; cacheable, and not recorded."""
    answer = asked(lexloci, "?place=GB-ENG&on=2026-11-23")
    assert answer.status == 200
    assert answer.headers["cache-control"] == "public, max-age=300"
    told = json.loads(answer.body)
    rules = {each["id"]: each for each in told["rules"]}
    found = rules["gb/creating-intimate-image@2026-02-06"]
    assert "s.66E" in found["law"]
    assert found["source"].startswith("https://")
    assert found["since"] == "2026-02-06"
    assert found["basis"] in ("primary", "secondary", "memory")
    assert not any(name.startswith(("jp/", "us-ca/")) for name in rules)
    assert told["digest"].startswith("sha256:")
    assert not lexloci.records()


def test_the_list_of_an_earlier_day_is_that_of_the_day(lexloci):
    """A law that began later is not on it."""
    told = json.loads(asked(lexloci, "?place=GB-ENG&on=2026-02-05").body)
    assert "gb/creating-intimate-image@2026-02-06" not in {each["id"] for each in told["rules"]}


@pytest.mark.parametrize("query", ["?place=Atlantis", "?on=soon", "?colour=red", "?on="])
def test_a_question_that_is_none_is_told_so(lexloci, query):
    """A typing error does not quietly give the whole list."""
    assert asked(lexloci, query).status == 400
