"""What widens the place or proves nothing (design.md 11), and what of the proof of path breaks.

Each way is tried with a call that some possible place refuses and with one that none does.
"""

import hashlib

import pytest
from tests.edge import signing
from tests.edge.conftest import ORIGIN

from lexloci_edge.claims import Issuer, Trust

UNDERWEAR = "a known person in underwear"
NUDE = "an invented person, nude"
LIGHTHOUSE = "a lighthouse at dawn"


def claiming(**claims):
    """Headers with these claims, signed now by a key that is trusted."""

    def headers(stage):
        stage.issuer = stage.issuer or Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
        now = int(stage.now.timestamp())
        return {"lexloci_claims": signing.sign(signing.claims_at(now, claims))}

    return headers


def told(**variables):
    """The installation told so; CloudFront's headers for Fiji come all the same."""

    def headers(stage):
        stage.environment.update(variables)
        return {}

    return headers


def fastly(**more):
    """Fastly's headers for Fiji, and these."""
    usual = {"x_lexloci_country": "FJ", "x_lexloci_asn": "64496"}
    return lambda stage: told(LEXLOCI_FRONT="fastly")(stage) or {**usual, **more}


WIDENS = {
    "another front's headers": (told(LEXLOCI_FRONT="cloudflare"), "country:absent"),
    "only backends call": (told(LEXLOCI_CALLERS="backends"), "place:backend"),
    "a flag that should be there": (fastly(), "proxy:absent"),
    "a flag that says proxy": (fastly(x_lexloci_proxy="anonymous"), "proxy"),
    "a flag sent twice": (fastly(x_lexloci_proxy="?,?"), "proxy"),
    "a VPN": (lambda stage: {"cloudfront_viewer_asn": "9009"}, "network:vpn"),
    "a relay": (lambda stage: {"cloudfront_viewer_asn": "13335"}, "network:relay"),
    "a Tor sentinel": (lambda stage: {"cloudfront_viewer_country": "T1"}, "country:tor"),
    "a continent": (lambda stage: {"cloudfront_viewer_country": "EU"}, "country:continent"),
    "an unreadable place": (claiming(place="Fiji"), "place:claimed-unknown"),
    "too many places": (claiming(place=["FJ"] * 61), "place:claimed-unknown"),
    "an account of nowhere": (claiming(account_country="XX"), "place:account-unknown"),
    "a payment from nowhere": (claiming(billing_country=["FJ"]), "place:billing-unknown"),
}


@pytest.mark.parametrize(("headers", "says"), WIDENS.values(), ids=WIDENS)
def test_every_place_is_possible(stage, headers, says):
    """Fiji alone would allow it; as it is, what any place refuses is refused, and no more."""
    assert stage.call(UNDERWEAR).status == 200
    given = headers(stage)
    assert stage.call(UNDERWEAR, **given).code == "uncertain"
    assert stage.records[-1].places == ("world",)
    assert says in stage.records[-1].evidence
    assert stage.call(LIGHTHOUSE, **given).status == 200


def unknown_method(stage):
    """A method that this installation does not take."""
    trust = Trust(methods=frozenset({"open_banking"}))
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE, trust)
    stated = {"method": "photo_id", "at": int(stage.now.timestamp())}
    return claiming(viewer="assured_adult", age_assurance=stated)(stage)


UNPROVEN = {
    "bound to another body": (
        claiming(viewer="assured_adult", body_sha256=hashlib.sha256(b"x").hexdigest()),
        "claims:body",
    ),
    "a checkbox": (
        claiming(viewer="assured_adult", age_assurance={"method": "checkbox", "at": 1}),
        "claims:viewer",
    ),
    "a method that does not count here": (unknown_method, "claims:viewer"),
    "a test's place in production": (claiming(test_place="GB"), "claims:test_place"),
}


@pytest.mark.parametrize(("headers", "says"), UNPROVEN.values(), ids=UNPROVEN)
def test_what_does_not_count_proves_nothing_and_is_recorded(stage, headers, says):
    """The fact keeps the value that it has without proof, the place is the headers'."""
    given = headers(stage)
    assert stage.call(LIGHTHOUSE, **given).status == 200
    (judged,) = stage.records[-1].possibilities(stage.book.facts)
    assert judged["viewer"] == {"unassured"}
    assert stage.records[-1].places == ("FJ",)
    assert says in stage.records[-1].evidence


def test_an_origin_secret_that_cannot_be_looked_at_anew_is_503(stage):
    """Whether a call is proven is then not known; a call without the header is still 403."""
    stage.vault.values["origin"] = ("another",)
    stage.vault.breaks_anew.add("origin")
    assert (stage.call().status, stage.forwarded) == (503, 0)
    assert stage.call(x_lexloci_origin=None).status == 403
    assert stage.call(x_lexloci_origin="another").status == 200


def test_a_secret_that_was_just_rotated_is_looked_for_once_more(stage):
    """Before a call is turned away; what is in neither value stays out, and no header asks."""
    stage.vault.values["origin"] = ("the-old-one",)
    stage.vault.anew["origin"] = (stage.vault.values["hash"][0], "the-old-one")
    assert stage.call().status == 403
    stage.vault.values["origin"] = ("the-old-one",)
    stage.vault.anew["origin"] = (ORIGIN, "the-old-one")
    assert stage.call(x_lexloci_origin=None).status == 403
    assert stage.vault.values["origin"] == ("the-old-one",)
    assert stage.call().status == 200
