"""CloudFront's headers: what is missing, doubled or malformed widens, and the record says why."""

import json
from pathlib import Path

import pytest

from lexloci_edge.geography import geography_of

CASES = json.loads(
    (Path(__file__).parents[1] / "data/headers/geography.json").read_text(encoding="utf-8")
)


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in CASES])
def test_headers_leave_these_places_possible(book, case):
    """One row of the data file: headers, the nodes they mean, the evidence that is recorded."""
    found = geography_of(case["headers"], book.places)
    assert sorted(found.nodes) == case["places"]
    assert set(case["says"]) <= set(found.evidence)


UNKNOWN = [each for each in CASES if each["places"] == ["world"]]


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in UNKNOWN])
def test_an_unknown_place_is_every_place(stage, case):
    """What any place refuses is refused, a lighthouse is allowed, the record says why."""
    headers = {
        "cloudfront-viewer-country": None,
        "cloudfront-viewer-asn": None,
        **case["headers"],
    }
    told = stage.call("a known person in underwear", **headers)
    assert (told.status, told.code, stage.forwarded) == (403, "uncertain", 0)
    assert stage.records[0].places == ("world",)
    assert set(case["says"]) <= set(stage.records[0].evidence)
    assert stage.call("a lighthouse at dawn", **headers).status == 200


PART = [each for each in CASES if each["places"] == ["US"]]


@pytest.mark.parametrize("case", [pytest.param(each, id=each["name"]) for each in PART])
def test_a_country_without_its_part_is_all_its_parts(stage, case):
    """California refuses it and New York does not: refused; what neither refuses is allowed."""
    headers = {"cloudfront-viewer-asn": None, **case["headers"]}
    assert stage.call("a known person in swimwear", **headers).code == "uncertain"
    assert stage.call("a lighthouse at dawn", **headers).status == 200


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
