"""The tree of places to the letter; written against mutants that survived (`make mutants`)."""

from datetime import UTC, date, datetime, timedelta, timezone

from tests.core.tiny import PLACES

from lexloci.places import Places


def test_places_have_titles_and_are_known():
    """What people read; a foreign node is called what it was called."""
    tree = Places(PLACES)
    titles = {node: tree.title(node) for node in ("world", "AA", "AA-X", "GG", "ZZ")}
    assert titles == {"world": "every place", "AA": "Aland", "AA-X": "X", "GG": "Group", "ZZ": "ZZ"}
    assert all(tree.known(node) for node in ("world", "AA", "AA-X", "GG"))
    assert not any(tree.known(node) for node in ("ZZ", "", None, 7))
    assert tree.world == "world"
    assert tree.parts("AA") == ("AA-X", "AA-Y")
    assert tree.parts("ZZ") == tree.parts("BB") == ()
    assert tree.resolve("BQ") == "BB"
    assert tree.resolve("AA", "Z") == "AA"
    assert tree.resolve("AA", "X") == "AA-X"


def test_leaves_are_gathered_once_and_compacted_exactly():
    """A node's leaves are one set; whole countries are named, the rest by leaf."""
    tree = Places(PLACES)
    assert tree.leaves("AA") is tree.leaves("AA")
    assert tree.compact(["AA-X", "AA-Y", "BB"]) == {"AA", "BB"}
    assert tree.compact(["AA-X", "BB"]) == {"AA-X", "BB"}
    assert tree.compact([]) == frozenset()
    assert tree.compact(["GG"]) == {"BB"}


def test_offsets_are_the_widest_of_the_parts():
    """A country's range spans its parts'; a place without offsets may have any."""
    tree = Places(PLACES)
    assert tree.offsets("AA") == (-60, 60)
    assert tree.offsets("BB") == (120, 120)
    assert tree.offsets("world") == (-60, 780)
    assert tree.offsets("GG") == (120, 120)
    bare = Places({"nodes": {"QQ": {"title": "q"}}, "groups": {}, "aliases": {}})
    assert bare.offsets("QQ") == (-720, 840)


def test_days_are_counted_between_the_offsets():
    """Both ends of the range of offsets count, and every day between."""
    tree = Places(PLACES)
    at = datetime(2026, 1, 1, 23, 0, tzinfo=UTC)
    assert tree.days(["AA-X"], at) == {date(2026, 1, 1), date(2026, 1, 2)}
    assert tree.days(["AA-Y"], at) == {date(2026, 1, 1)}
    assert tree.days(["CC"], at) == {date(2026, 1, 2)}
    just = datetime(2026, 1, 1, 0, 59, tzinfo=UTC)
    assert tree.days(["AA-Y"], just) == {date(2025, 12, 31), date(2026, 1, 1)}


def test_a_moment_of_any_time_zone_has_the_same_days():
    """The moment counts, not the zone in which it is written."""
    tree = Places(PLACES)
    at = datetime(2026, 1, 1, 23, 0, tzinfo=UTC)
    elsewhere = at.astimezone(timezone(timedelta(hours=13)))
    assert tree.days(["AA-X"], elsewhere) == tree.days(["AA-X"], at)
