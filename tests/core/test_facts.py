"""Facts: what remains possible of what was said; and that the reader speaks in their words."""

import pytest

from lexloci.facts import Fact, attested_defaults, possible_values
from lexloci_reader import UNREAD, read

FACT = Fact("exposure", ("covered", "nude"), False, "t")


@pytest.mark.parametrize(
    ("given", "possible"),
    [
        (["nude"], {"nude"}),
        (("nude", "covered"), {"nude", "covered"}),
        ("nude", {"nude"}),
        (None, {"nude", "covered"}),
        ([], {"nude", "covered"}),
        (["naked"], {"nude", "covered"}),
        (["nude", None], {"nude", "covered"}),
        (["nude", "Covered"], {"nude", "covered"}),
        (7, {"nude", "covered"}),
    ],
)
def test_what_is_missing_or_foreign_is_any_value(given, possible):
    """One foreign value among known ones opens all: it may have meant any."""
    assert possible_values(FACT, given) == possible


def test_without_proof_an_attested_fact_has_its_first_value(book):
    """None of the attested facts is unknown while nothing is proven."""
    assert attested_defaults(book.facts) == {
        "consent": frozenset({"none"}),
        "viewer": frozenset({"unassured"}),
        "tier": frozenset({"free"}),
        "adult_mode": frozenset({"off"}),
    }


def test_the_reader_speaks_in_the_words_of_the_rulebook(book):
    """Every value it answers is one of the fact's list, and what is unread is every value."""
    for reading in (UNREAD, read("a woman in a red coat"), read("", operation="edit", images=1)):
        for depiction in reading.depictions:
            for fact, values in depiction.facts.items():
                assert values
                assert values <= set(book.facts[fact].values)
    for depiction in UNREAD.depictions:
        for fact, values in depiction.facts.items():
            assert values == set(book.facts[fact].values)
