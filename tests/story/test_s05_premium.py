"""S5. "Image creation and editing is limited to premium users"."""

import pytest


@pytest.fixture(scope="session")
def paying(caller_at):
    """A caller of an installation with the pack `premium-only` on."""
    return caller_at(variables={"LEXLOCI_HOUSE": "+premium-only"})


@pytest.mark.parametrize("claims", ["", "tier=free; account=a-1"])
def test_a_free_account_is_told_the_platforms_policy(paying, claims: str) -> None:
    """A 403 that names the platform's policy and no law, for creating and for editing."""
    for told in (
        paying.generate("a lighthouse at dawn", claims=claims),
        paying.edit("remove the lamp post", claims=claims),
    ):
        assert told.refused(403), told
        assert [one["rule"] for one in told.body["rules"]] == ["premium-only/free-account@always"]
        assert not any("law" in one for one in told.body["rules"])


def test_a_premium_account_goes_on_to_the_law(paying) -> None:
    """Premium opens the platform's door, and the law stands behind it."""
    assert paying.generate("a lighthouse at dawn", claims="tier=premium").allowed()
    told = paying.generate("photo of George Clooney in his underwear", claims="tier=premium")
    assert told.refused(451), told


def test_a_tier_that_the_caller_says_itself_opens_nothing(paying) -> None:
    """An unsigned claim is no evidence."""
    told = paying.generate("a lighthouse at dawn", headers={"Lexloci-Claims": "tier=premium"})
    assert told.refused(403), told


def test_without_the_pack_a_free_account_is_served(caller) -> None:
    """The policy is off unless it is switched on."""
    assert caller.generate("a lighthouse at dawn", claims="tier=free").allowed()
