"""A tiny rulebook for brute force, and strategies for its rules and possibilities."""

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from lexloci.facts import PLACE, Possibilities
from lexloci.freeze import freeze
from lexloci.rulebook import Rulebook

FACTS: list[dict[str, Any]] = [
    {"name": "who", "title": "who", "attested": False, "values": ["none", "real", "drawn"]},
    {"name": "what", "title": "what", "attested": False, "values": ["a", "b", "c"]},
    {"name": "proof", "title": "proof", "attested": True, "values": ["no", "yes"]},
]
PLACES: dict[str, Any] = {
    "nodes": {
        "AA": {"title": "Aland", "parts": ["AA-X", "AA-Y"]},
        "AA-X": {"title": "X", "utc": [0, 60]},
        "AA-Y": {"title": "Y", "utc": [-60, 0]},
        "BB": {"title": "Beland", "utc": [120, 120]},
        "CC": {"title": "Celand", "utc": [600, 780]},
    },
    "groups": {
        "GG": {
            "title": "Group",
            "members": {"BB": ["2000-01-01", None], "CC": ["2010-01-01", "2020-01-01"]},
        }
    },
    "aliases": {"BQ": "BB", "AA-Z": "CC"},
}


def version(
    number: int, when: Mapping[str, list[str]], extent: list[str], **more: Any
) -> dict[str, Any]:
    """A rule version of the tiny rulebook."""
    since = more.pop("since", "always")
    return {
        "id": f"p/r{number}@{since}",
        "pack": more.pop("pack", "p"),
        "rule": f"r{number}",
        "title": "t",
        "extent": extent,
        "from": since,
        "basis": "memory",
        "law": "L",
        "reaches": ["creating"],
        "text": "x",
        "refuses": not more.get("duties"),
        "duties": more.pop("duties", []),
        "when": dict(when),
        "unless": more.pop("unless", []),
        **more,
    }


def tiny(versions: list[dict[str, Any]]) -> Rulebook:
    """A tiny rulebook of these versions."""
    pack = {"title": "p", "due": "2030-01-01"}
    packs = {"p": {**pack, "default": None}, "h": {**pack, "default": True}}
    return Rulebook.load(freeze(FACTS, PLACES, packs, versions))


def subsets(values: list[str]) -> st.SearchStrategy[list[str]]:
    """Non-empty lists of some of these values."""
    return st.lists(st.sampled_from(values), min_size=1, unique=True)


NODES = ["world", "AA", "AA-X", "AA-Y", "BB", "CC", "GG"]
DAYS = ["2009-12-31", "2010-01-01", "2019-12-31", "2020-01-01", "2026-02-06"]


@st.composite
def tiny_books(draw: st.DrawFn) -> Rulebook:
    """Rulebooks of up to six random versions."""
    versions = []
    for number in range(draw(st.integers(0, 6))):
        when = {
            fact["name"]: draw(subsets(fact["values"])) for fact in FACTS if draw(st.booleans())
        }
        unless = [{"fact": "proof", "values": ["yes"], "because": "proven"}]
        versions.append(
            version(
                number,
                when,
                draw(subsets(NODES)),
                since=draw(st.sampled_from(["always", *DAYS])),
                unless=unless if draw(st.booleans()) else [],
                pack=draw(st.sampled_from(["p", "p", "h"])),
            )
        )
    return tiny(versions)


@st.composite
def possibilities(draw: st.DrawFn) -> Possibilities:
    """Possibilities in every shape: sets, left out, empty, foreign."""
    found: dict[str, frozenset[str]] = {}
    for fact in FACTS:
        shape = draw(st.sampled_from(["set", "set", "set", "left out", "empty", "foreign"]))
        if shape == "set":
            found[fact["name"]] = frozenset(draw(subsets(fact["values"])))
        elif shape != "left out":
            found[fact["name"]] = frozenset({"nonsense"} if shape == "foreign" else ())
    if draw(st.booleans()):
        found[PLACE] = frozenset(draw(subsets([*NODES, "ZZ"])))
    return found
