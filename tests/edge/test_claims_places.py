"""What signed claims say of the place: a backend's word narrows, an account's country only adds."""

import pytest
from tests.edge import signing

from lexloci_edge.claims import Issuer, Trust

UNDERWEAR = "a known person in underwear"
LIGHTHOUSE = "a lighthouse at dawn"


@pytest.fixture
def claimed(stage):
    """The stage with an issuer; answers a signer of claims with these members besides."""
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)

    def sign(**changes):
        return signing.sign(signing.claims_at(int(stage.now.timestamp()), changes))

    return sign


@pytest.mark.parametrize(
    ("claim", "status", "places"),
    [
        ("GB-ENG", 451, ("GB-ENG",)),
        ("FJ", 200, ("FJ",)),
        (["FJ", "FR"], 200, ("FJ", "FR")),
        (["FJ", "GB-ENG"], 403, ("FJ", "GB-ENG")),
        ("nowhere", 403, ("world",)),
        (["FJ", "nowhere"], 403, ("world",)),
        ([], 403, ("world",)),
        ([["FJ"]], 403, ("world",)),
        (None, 403, ("world",)),
        (7, 403, ("world",)),
    ],
)
def test_a_backend_is_judged_by_the_place_that_it_states(stage, claimed, claim, status, places):
    """From us-east-1 too, where headers say nothing; what cannot be read is every place."""
    told = stage.call(
        UNDERWEAR,
        lexloci_claims=claimed(place=claim),
        cloudfront_viewer_country="US",
        cloudfront_viewer_asn="14618",
    )
    assert told.status == status
    assert stage.records[0].places == places
    unknown = places == ("world",)
    says = "place:claimed-unknown" if unknown else "place:claimed"
    assert {"network:amazon", says} <= set(stage.records[0].evidence)


@pytest.mark.parametrize("network", ["14618", "24940", "9009", "60729", "13335"])
def test_a_backend_that_states_no_place_is_every_place(stage, claimed, network):
    """Its own country is that of its data centre, its VPN or its relay."""
    told = stage.call(UNDERWEAR, lexloci_claims=claimed(), cloudfront_viewer_asn=network)
    assert told.code == "uncertain"
    assert stage.records[0].places == ("world",)
    assert stage.call(LIGHTHOUSE, lexloci_claims=claimed()).status == 200


def test_where_only_backends_call_headers_say_nothing(stage, claimed):
    """A data centre in no table of networks does not become every user's place."""
    stage.environment["LEXLOCI_CALLERS"] = "backends"
    assert stage.call(UNDERWEAR).code == "uncertain"
    assert stage.call(UNDERWEAR, lexloci_claims=claimed()).code == "uncertain"
    assert stage.call(UNDERWEAR, lexloci_claims=claimed(place="FJ")).status == 200
    assert stage.call(UNDERWEAR, lexloci_claims=claimed(place="GB-ENG")).status == 451
    assert all("place:backend" in each.evidence for each in stage.records)


def test_a_call_that_iam_signed_needs_no_front_and_reads_none_of_its_headers(stage, claimed):
    """On a route that the template opens so; its headers are typed by who calls."""
    event = stage.event(body={"prompt": UNDERWEAR}, headers={"x-lexloci-origin": None})
    event["requestContext"]["authorizer"] = {"iam": {"userArn": "arn:aws:sts::1:x"}}
    assert stage.send(event).code == "uncertain"
    assert stage.records[0].places == ("world",)
    assert "place:iam" in stage.records[0].evidence
    event["headers"]["lexloci-claims"] = claimed(place="FJ")
    assert stage.send(event).status == 200
    for typed in ({}, {"iam": None}, {"iam": {}}, {"jwt": {"claims": {"userArn": "x"}}}, None):
        event["requestContext"]["authorizer"] = typed
        assert stage.send(event).code == "unproven_origin"


@pytest.mark.parametrize("word", ["account", "billing"])
@pytest.mark.parametrize("country", ["GB", "XX", "gb", 7, "", "EU", ["GB"]])
def test_a_country_of_the_account_adds_places(stage, claimed, word, country):
    """A British account in Fiji is judged by both; one that cannot be read adds every place."""
    token = claimed(**{f"{word}_country": country})
    assert stage.call(UNDERWEAR, lexloci_claims=token).code == "uncertain"
    assert stage.call(LIGHTHOUSE, lexloci_claims=token).status == 200
    known = country == "GB"
    assert stage.records[0].places == (("FJ", "GB") if known else ("world",))
    says = f"place:{word}" if known else f"place:{word}-unknown"
    assert says in stage.records[0].evidence


def test_a_country_of_the_account_never_takes_a_place_away(stage, claimed):
    """Not from the headers, not from a stated place; where it says the same, the record says so."""
    token = claimed(account_country="FJ", billing_country="FJ")
    assert stage.call(UNDERWEAR, lexloci_claims=token, cloudfront_viewer_country="GB").status == 403
    assert stage.records[-1].places == ("FJ", "GB")
    token = claimed(account_country="FJ", place="GB-ENG")
    assert stage.call(UNDERWEAR, lexloci_claims=token).status == 403
    assert stage.records[-1].places == ("FJ", "GB-ENG")
    token = claimed(account_country="GB")
    england = {"cloudfront_viewer_country": "GB", "cloudfront_viewer_country_region": "ENG"}
    stage.call(UNDERWEAR, lexloci_claims=token, **england)
    assert stage.records[-1].places == ("GB",)
    stage.call(UNDERWEAR, lexloci_claims=token, cloudfront_viewer_country="GB")
    assert "place:account:same" in stage.records[-1].evidence


def test_a_test_place_counts_in_staging_only_and_is_recorded_as_such(stage, claimed):
    """Signed, and switched on; elsewhere it is ignored and recorded."""
    token = claimed(test_place="GB-ENG")
    assert stage.call(UNDERWEAR, lexloci_claims=token).status == 200
    assert stage.records[-1].places == ("FJ",)
    assert "claims:test_place" in stage.records[-1].evidence
    trust = Trust(test_places=True)
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE, trust)
    assert stage.call(UNDERWEAR, lexloci_claims=token).status == 451
    assert stage.records[-1].places == ("GB-ENG",)
    assert "place:test" in stage.records[-1].evidence
    assert stage.call(UNDERWEAR, lexloci_claims=claimed(test_place="nowhere")).status == 403
    assert "place:test-unknown" in stage.records[-1].evidence
    stage.call(UNDERWEAR, test_place="GB-ENG", lexloci_test_place="GB-ENG")
    assert stage.records[-1].places == ("FJ",)


def test_a_record_of_every_kind_of_evidence_stays_under_a_kilobyte(stage, claimed):
    """One write unit per decision, whatever was claimed."""
    from lexloci_edge.dynamo import item_of

    stated = {"method": "facial_age_estimation", "at": int(stage.now.timestamp())}
    token = claimed(
        sub="a-1",
        place="GB-ENG",
        account_country="FR",
        billing_country="DE",
        viewer="assured_adult",
        age_assurance=stated,
        surface="public_reply",
    )
    stage.call(UNDERWEAR, lexloci_claims=token, cloudfront_viewer_asn="16509")
    item = item_of(stage.records[0], 1098)
    assert sum(len(name) + len(*value.values()) for name, value in item.items()) < 1024
