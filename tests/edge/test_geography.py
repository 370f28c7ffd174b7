"""Fronts' headers: what is missing, doubled or malformed widens, and the record says why."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from lexloci_edge.fronts import FRONTS, GOOGLE
from lexloci_edge.geography import geography_of
from lexloci_edge.networks import SOURCE, class_of
from lexloci_edge.settings import Settings

HEADERS = Path(__file__).parents[1] / "data/headers"
CASES = {
    name: json.loads((HEADERS / f"{name}.json").read_text(encoding="utf-8")) for name in FRONTS
}
LEAST = {"cloudfront": 25, "cloudflare": 25, "google": 10, "fastly": 10, "vercel": 10}


def rows(*, only=None):
    """Every case of every front, or those that leave only this place possible."""
    return [
        pytest.param(front, case, id=f"{front}-{case['name']}")
        for front, cases in CASES.items()
        for case in cases
        if only is None or case["places"] == [only]
    ]


def test_every_front_has_its_table_of_cases():
    """A row of header names without cases is a guess."""
    assert set(FRONTS) == set(LEAST) == {path.stem for path in HEADERS.glob("*.json")}
    for front, least in LEAST.items():
        assert len({case["name"] for case in CASES[front]}) == len(CASES[front]) >= least
    read = Settings.model_fields["front"].annotation
    assert set(read.__args__) == set(FRONTS)


@pytest.mark.parametrize(("front", "case"), rows())
def test_headers_leave_these_places_possible(book, front, case):
    """One row of the data file: headers, the nodes they mean, the evidence that is recorded."""
    found = geography_of(case["headers"], book.places, FRONTS[front])
    assert sorted(found.nodes) == case["places"]
    assert set(case["says"]) <= set(found.evidence)


@pytest.mark.parametrize(("front", "case"), rows(only="world"))
def test_an_unknown_place_is_every_place(stage, front, case):
    """What any place refuses is refused, a lighthouse is allowed, the record says why."""
    stage.environment["LEXLOCI_FRONT"] = front
    bare = {"cloudfront-viewer-country": None, "cloudfront-viewer-asn": None}
    headers = {**bare, **case["headers"]}
    told = stage.call("a known person in underwear", **headers)
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 0)
    assert stage.records[0].places == ("world",)
    assert set(case["says"]) <= set(stage.records[0].evidence)
    assert stage.call("a lighthouse at dawn", **headers).status == 200


@pytest.mark.parametrize(("front", "case"), rows(only="US"))
def test_a_country_without_its_part_is_all_its_parts(stage, front, case):
    """California refuses it and New York does not: refused; what neither refuses is allowed."""
    stage.environment["LEXLOCI_FRONT"] = front
    headers = {"cloudfront-viewer-asn": None, **case["headers"]}
    assert stage.call("a known person in swimwear", **headers).code == "uncertain"
    assert stage.call("a lighthouse at dawn", **headers).status == 200


@pytest.mark.parametrize(("country", "least"), [("US", 51), ("GB", 3)])
def test_a_country_alone_is_judged_as_every_part(stage, country, least):
    """`US` is every state, `GB` every part of the kingdom; the record holds the one node."""
    stage.call(cloudfront_viewer_country=country, cloudfront_viewer_asn=None)
    assert stage.records[0].places == (country,)
    (judged,) = stage.records[0].possibilities(stage.book.facts)
    assert judged["place"] == {country}
    parts = stage.book.places.leaves(country)
    assert len(parts) >= least
    assert {"US": "US-CA", "GB": "GB-SCT"}[country] in parts


def test_nothing_is_judged_as_every_place(stage):
    """Without any header the tree as a whole is possible."""
    stage.call(cloudfront_viewer_country=None, cloudfront_viewer_asn=None)
    assert stage.records[0].places == ("world",)
    assert len(stage.book.places.leaves("world")) > 200


def test_the_part_decides_where_it_is_known(stage):
    """Surely refused from California, allowed from New York."""
    swimwear = "a known person in swimwear"
    california = {"cloudfront_viewer_country": "US", "cloudfront_viewer_country_region": "CA"}
    new_york = {**california, "cloudfront_viewer_country_region": "NY"}
    assert stage.call(swimwear, **california).code == "refused_by_law"
    assert stage.call(swimwear, **new_york).status == 200


def test_places_sent_by_other_headers_are_no_evidence(stage):
    """Language, proxies' own lists and look-alike headers place nobody."""
    told = stage.call(
        "a known person in underwear",
        cloudfront_viewer_country=None,
        accept_language="fj",
        x_forwarded_for="144.120.0.1",
        x_country="FJ",
        cf_ipcountry="FJ",
    )
    assert told.code == "uncertain"


@pytest.mark.parametrize(
    ("region", "place"), [("USCA", "US-CA"), ("GBENG", "US"), ("CA", "US"), ("usca", "US")]
)
def test_a_region_glued_to_its_country_is_read_where_the_front_writes_it_so(book, region, place):
    """CLDR writes `USCA`; it counts only at a front that names the network too."""
    front = replace(GOOGLE, network="x-network")
    headers = {front.country: "US", front.region: region, "x-network": "64496"}
    assert geography_of(headers, book.places, front).nodes == {place}
    assert geography_of(headers, book.places, GOOGLE).nodes == {"US"}


def test_the_table_of_networks_says_whence_and_since_when():
    """Each number once, each class with its meaning, sources and a day; what none names says so."""
    table = json.loads(SOURCE.read_text(encoding="utf-8"))
    numbers = [number for one in table["classes"].values() for number in one["networks"]]
    assert len(numbers) == len(set(numbers)) > 100
    assert all(1 <= int(number) < 2**32 and str(int(number)) == number for number in numbers)
    assert table["source"]
    assert all(each["url"].startswith("https://") and each["version"] for each in table["sources"])
    assert table["checked"] >= "2026-11-28"
    for one in table["classes"].values():
        assert set(one.get("unannounced", ())) <= set(one["networks"])
    assert all(one["says"].endswith(".") for one in table["classes"].values())
    assert (class_of("16509"), class_of("64496"), class_of(None)) == ("amazon", None, None)
