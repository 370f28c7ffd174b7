"""S2. "The block follows the place"."""

import pytest

TOPLESS = "a topless woman on a beach at sunset, oil painting"
GROWN_UP = "adult_mode=on; viewer=assured_adult"
LINGERIE = "photo of George Clooney in his underwear"


def test_the_same_request_is_judged_by_the_place_it_comes_from(caller) -> None:
    """What one place's pack allows, another's refuses, by its own rules."""
    assert caller.generate(TOPLESS, "US-NY", GROWN_UP).allowed()
    told = caller.generate(TOPLESS, "ID", GROWN_UP)
    assert told.refused(told.status), told
    assert any(one["rule"].startswith("id/") for one in told.body["rules"]), told


def test_only_rules_that_reach_the_place_are_named(caller) -> None:
    """England's law is cited in England, not in Fiji, where the house's own caution refuses."""
    england, fiji = caller.generate(LINGERIE, "GB-ENG"), caller.generate(LINGERIE, "FJ")
    assert england.refused(451), england
    assert "Sexual Offences Act" in england.text
    assert fiji.refused(403), fiji
    assert "Sexual Offences Act" not in fiji.text


@pytest.mark.parametrize("prompt", [TOPLESS, LINGERIE])
def test_with_the_place_unknown_the_strictest_answer_holds(caller, prompt: str) -> None:
    """Where every place is possible, what any of them refuses is refused."""
    told = caller.generate(prompt, "none", GROWN_UP)
    assert told.refused(403), told


def test_an_unknown_place_refuses_nothing_that_no_place_refuses(caller) -> None:
    """A lighthouse is allowed from nowhere."""
    assert caller.generate("a lighthouse at dawn", "none").allowed()


def test_one_part_of_a_country_is_not_the_whole(caller) -> None:
    """With the country known but not its part, every part is possible."""
    england, britain = caller.generate(LINGERIE, "GB-ENG"), caller.generate(LINGERIE, "GB")
    assert england.refused(451), england
    assert britain.refused(403), britain
    assert britain.kind in ("uncertain", "refused-by-house-rule")
