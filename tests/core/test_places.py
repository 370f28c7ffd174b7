"""Places: codes, parts, groups, aliases, local days; and that the tree is ISO's."""

from datetime import UTC, date, datetime

import pycountry
import pytest


@pytest.mark.parametrize(
    ("country", "region", "node"),
    [
        ("GB", "ENG", "GB-ENG"),
        ("GB", "GB-SCT", "GB-SCT"),
        ("GB", None, "GB"),
        ("GB", "XXX", "GB"),
        ("US", "CA", "US-CA"),
        ("US", "PR", "PR"),
        ("PR", None, "PR"),
        ("UK", None, "GB"),
        ("EL", None, "GR"),
        ("NO", None, "NO"),
        ("FR", "IDF", "FR"),
        ("GG", None, "GG"),
        ("XX", None, None),
        ("ZZ", "CA", None),
        ("EU", None, None),
        ("world", None, None),
        ("GB-ENG", None, "GB-ENG"),
    ],
)
def test_what_networks_send_becomes_a_node(book, country, region, node):
    """Country and region codes of both shapes, old codes and foreign ones."""
    assert book.places.resolve(country, region) == node


def test_every_country_of_iso_3166_is_a_node(book):
    """No country is missing; what ISO lacks is Kosovo's user-assigned code."""
    codes = {country.alpha_2 for country in pycountry.countries}
    have = {node for node in book.places.nodes() if len(node) == 2 and node != "EU"}
    assert codes <= have
    assert have - codes == {"XK"}


def test_every_part_is_a_subdivision_of_iso_3166(book):
    """US, CA, AU and GB are divided as ISO divides them, territories with own codes apart."""
    for country in ("US", "CA", "AU"):
        iso = {
            part.code
            for part in pycountry.subdivisions.get(country_code=country)
            if pycountry.countries.get(alpha_2=part.code.partition("-")[2]) is None
            or part.code.partition("-")[2] not in {"AS", "GU", "MP", "PR", "UM", "VI"}
        }
        have = {part for part in book.places.parts(country) if "-" in part}
        assert have == iso
    assert set(book.places.parts("GB")) == {"GB-ENG", "GB-NIR", "GB-SCT", "GB-WLS"}


def test_a_country_is_all_its_parts_and_the_world_all_leaves(book):
    """Nodes stand for leaves; compacting gives the fewest nodes back."""
    places = book.places
    assert places.compact(["GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR"]) == {"GB"}
    assert places.compact(places.leaves("world")) == {"world"}
    assert places.compact(["GB-ENG", "FR"]) == {"GB-ENG", "FR"}
    assert places.leaves("nowhere") == places.leaves("world")


def test_the_kingdom_left_the_union(book):
    """Group membership has days: the last day of membership is 2020-01-31."""
    assert "GB-ENG" in book.places.leaves_on("EU", date(2020, 1, 31))
    assert "GB-ENG" not in book.places.leaves_on("EU", date(2020, 2, 1))
    assert len(book.places.leaves("EU")) == 27 + 7


def test_the_islands_are_leaves_of_their_own(book):
    """Guernsey, Jersey and Man are not the kingdom's law."""
    assert not {"GG", "JE", "IM"} & book.places.leaves("GB")
    assert {"GG", "JE", "IM"} <= book.places.leaves("world")


def test_days_are_the_places_own(book):
    """At one moment it is one day in England, two in the States, up to three in the world."""
    at = datetime(2026, 2, 5, 23, 30, tzinfo=UTC)
    assert book.places.days(["GB-ENG"], at) == {date(2026, 2, 5), date(2026, 2, 6)}
    assert book.places.days(["US-CA"], at) == {date(2026, 2, 5)}
    assert book.places.days(["JP"], at) == {date(2026, 2, 6)}
    noon = datetime(2026, 2, 5, 10, 30, tzinfo=UTC)
    assert book.places.days(["world"], noon) == {date(2026, 2, d) for d in (4, 5, 6)}
    assert book.places.days([], noon) == book.places.days(["world"], noon)
