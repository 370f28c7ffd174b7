"""The register's API, for the platform's backend."""

import json
from datetime import timedelta

import pytest
from tests.edge import signing
from tests.edge.conftest import NOW, ORIGIN, Vault, Watch
from tests.edge.consenting import PHOTO, digest

from lexloci_edge.claims import Issuer
from lexloci_edge.errors import RegisterError
from lexloci_edge.failsafe import failsafe
from lexloci_edge.people.consents import MemoryConsents
from lexloci_edge.people.protected import MemoryProtected, found_in
from lexloci_edge.people.register import Register, Shelves
from lexloci_edge.people.strikes import MemoryStrikes
from lexloci_edge.settings import Settings
from lexloci_tools.serve.consenting import consent_of

BACKEND = {"sub": "backend-7", "role": "backend"}
ID = "019ab000-0000-7000-8000-00000000000a"


class Desk:
    """A register in memory, asked as the platform's backend asks it."""

    def __init__(self, book, environment):
        self.vault, self.watch = Vault(), Watch()
        self.consents, self.protected = MemoryConsents(), MemoryProtected()
        self.strikes = MemoryStrikes("eu-west-2", 30)
        self.book, self.now = book, NOW
        self.settings = Settings.read(environment)

    def ask(self, method, path, body=None, claims=BACKEND, secret=ORIGIN, off=timedelta(0), iam=""):
        """The status and the body of the answer. iam: who signed for it, past the front."""
        shelves = Shelves(
            self.consents, self.protected, self.strikes, self.vault, self.watch, lambda: self.now
        )
        issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
        opened = Register(self.settings, self.book, issuer, shelves)
        headers = {"content-type": "application/json"}
        if secret is not None:
            headers["x-lexloci-origin"] = secret
        if claims is not None:
            stated = signing.claims_at(int(self.now.timestamp()), claims)
            headers["lexloci-claims"] = signing.sign(stated)
        event = {
            "rawPath": path,
            "headers": headers,
            "requestContext": {
                "http": {"method": method},
                "timeEpoch": int((self.now + off).timestamp() * 1000),
                **({"authorizer": {"iam": {"userArn": iam}}} if iam else {}),
            },
            "body": body if isinstance(body, str) else json.dumps(body or {}),
        }
        answer = failsafe(lambda: opened.answer)(event, self)
        assert answer["headers"]["Cache-Control"] == "no-store"
        return answer["statusCode"], json.loads(answer["body"])

    def get_remaining_time_in_millis(self):
        """As Lambda's context."""
        return 29_000


@pytest.fixture
def desk(book, stage):
    """A register in memory."""
    return Desk(book, stage.environment)


def test_a_consent_is_recorded_shown_and_revoked(desk):
    """The answer says when a revocation is effective, here and elsewhere."""
    status, made = desk.ask("POST", "/v1/consents", consent_of([PHOTO]))
    assert (status, made["images"], made["shown"]) == (201, [digest(PHOTO)], 1)
    status, shown = desk.ask("GET", f"/v1/consents/{made['id']}")
    assert (status, shown.pop("proofs")) == (200, ["receipt of a signed form"])
    assert shown == made
    status, revoked = desk.ask("POST", f"/v1/consents/{made['id']}/revoke")
    assert status == 200
    assert revoked["revoked_at"]
    assert "next call in eu-west-2" in revoked["effective"]
    assert "replication" in revoked["effective"]


def test_a_backend_that_iam_knows_needs_no_claims_and_no_front(desk):
    """API Gateway has checked who signed; the record says who, as a keyed hash of its own kind."""
    past = {"claims": None, "secret": None, "iam": "arn:aws:iam::1:role/consents"}
    status, made = desk.ask("POST", "/v1/consents", consent_of([PHOTO]), **past)
    assert status == 201
    _, other = desk.ask(
        "POST", "/v1/consents", consent_of([PHOTO]), {**BACKEND, "sub": past["iam"]}
    )
    assert made["recorded_by"]
    assert made["recorded_by"] != other["recorded_by"]
    assert desk.ask("POST", f"/v1/consents/{made['id']}/revoke", **past)[0] == 200
    assert desk.ask("POST", "/v1/accounts/reinstate", {"account": "a"}, **past)[0] == 200
    assert "role/consents" not in f"{made}{desk.watch.lines}{vars(desk.consents)}"
    late = {**past, "off": timedelta(minutes=6)}
    assert desk.ask("GET", f"/v1/consents/{made['id']}", **late)[0] == 503


def test_names_and_accounts_are_kept_as_hashes_only(desk):
    """Nor do they stand in any line or answer."""
    consent = consent_of([], ["a-secret-account"], 1, ["Quellana Brostow"], purpose="a campaign")
    told = [desk.ask("POST", "/v1/consents", consent)]
    told.append(desk.ask("POST", "/v1/protected", {"names": ["Jane Roe", "@janeroe"]}))
    told.append(desk.ask("POST", "/v1/accounts/reinstate", {"account": "a-secret-account"}))
    assert [status for status, _ in told] == [201, 201, 200]
    written = f"{told}{desk.watch.lines}{vars(desk.consents)}{vars(desk.protected)}".lower()
    for word in ("quellana", "brostow", "jane", "secret-account", "backend-7"):
        assert word not in written


WRONG = {
    "one of two consented": {"shown": 2, "subjects": consent_of([PHOTO])["subjects"]},
    "not express": {"subjects": [{**consent_of([PHOTO])["subjects"][0], "express": False}]},
    "no proof": {"subjects": [{**consent_of([PHOTO])["subjects"][0], "proof": " "}]},
    "no identity": {"subjects": [{**consent_of([PHOTO])["subjects"][0], "identity": ""}]},
    "assured tomorrow": {
        "subjects": [{**consent_of([PHOTO])["subjects"][0], "adulthood_at": "2027-01-01T00:00:00Z"}]
    },
    "given tomorrow": {
        "subjects": [{**consent_of([PHOTO])["subjects"][0], "given_at": "2027-01-01T00:00:00Z"}]
    },
    "no time zone": {
        "subjects": [{**consent_of([PHOTO])["subjects"][0], "given_at": "2026-01-01T00:00:00"}]
    },
    "to nothing": {"exposure": []},
    "to everything": {"exposure": ["all"]},
    "for nobody": {"accounts": []},
    "of no image": {"images": []},
    "not a digest": {"images": ["AA"]},
    "generating without a name": {"operations": ["generate"], "purpose": "a campaign"},
    "over": {"until": "2026-01-01T00:00:00Z"},
    "shown as text": {"shown": "1"},
    "more than is read": {"note": "x"},
}


@pytest.mark.parametrize("change", WRONG.values(), ids=WRONG)
def test_a_consent_that_would_cover_nothing_is_not_taken(desk, change):
    """It names the member, and nothing is kept."""
    status, told = desk.ask("POST", "/v1/consents", {**consent_of([PHOTO]), **change})
    assert (status, told["type"]) == (400, "/problems/bad-field")
    assert told["error"]["param"]
    assert vars(desk.consents)["_kept"] == {}


def test_a_name_is_protected_run_together_too(desk):
    """As in an address or a handle, where it may be a word; a short one is not."""
    desk.ask("POST", "/v1/protected", {"names": ["Quellana Brostow", "Ann Ho"]})
    names, keys = desk.protected.names(), desk.vault.accepted("hash")
    told = [found_in(f"photo of {name}", names, keys) for name in ("QuellanaBrostow", "annho")]
    assert told == ["maybe", "no"]


def test_a_person_is_protected_and_released(desk):
    """From the next fetch of the set on; released only where they were entered."""
    names = ["Quellana Brostow", "Quella B", "@quellana"]
    status, made = desk.ask("POST", "/v1/protected", {"names": names, "because": "reported"})
    assert (status, made["because"], len(desk.protected.names())) == (201, "reported", 4)
    assert desk.ask("GET", f"/v1/protected/{made['id']}")[0] == 200
    status, told = desk.ask("POST", f"/v1/protected/{made['id']}/release")
    assert (status, bool(told["released_at"])) == (200, True)
    assert desk.protected.names() == frozenset()
    desk.settings = desk.settings.model_copy(update={"region": "us-east-1"})
    assert desk.ask("POST", f"/v1/protected/{made['id']}/release")[0] == 409


@pytest.mark.parametrize("names", [[], ["x"], ["one two three four five six"], ["..."], "x"])
def test_a_name_that_no_prompt_could_hold_is_not_taken(desk, names):
    """A name has one to five words."""
    assert desk.ask("POST", "/v1/protected", {"names": names})[0] == 400


def test_an_account_is_reinstated(desk):
    """Its refusals are forgotten; under each key of hashes in use."""
    from lexloci_edge.hashes import keyed_hash

    key = desk.vault.accepted("hash")[0]
    account = keyed_hash(key, "account", "claim\0a-1")
    desk.strikes.add(account, "d", NOW)
    assert desk.ask("POST", "/v1/accounts/reinstate", {"account": "a-1"})[0] == 200
    assert sum(desk.strikes.counts(account, NOW).values()) == 0


STRANGERS = {
    "no claims": ({"claims": None}, "not-a-backend"),
    "a user's claims": ({"claims": {"sub": "a-1"}}, "not-a-backend"),
    "another role": ({"claims": {"sub": "a-1", "role": "admin"}}, "not-a-backend"),
    "roles as a list": ({"claims": {"sub": "a-1", "role": ["backend"]}}, "not-a-backend"),
    "expired": ({"claims": {**BACKEND, "exp": "now-1"}}, "not-a-backend"),
    "past the front": ({"secret": "x"}, "unproven-origin"),
}


@pytest.mark.parametrize(("how", "code"), STRANGERS.values(), ids=STRANGERS)
def test_only_the_platforms_backend_is_let_in(desk, how, code):
    """Whatever the route, unknown ones too."""
    for method, path in (("POST", "/v1/consents"), ("GET", f"/v1/consents/{ID}"), ("GET", "/x")):
        status, told = desk.ask(method, path, consent_of([PHOTO]), **how)
        assert (status, told["type"]) == (403, f"/problems/{code}")
    assert vars(desk.consents)["_kept"] == {}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/consents"),
        ("DELETE", f"/v1/consents/{ID}"),
        ("POST", f"/v1/consents/{ID}"),
        ("POST", f"/v1/consents/{ID}/revoke/x"),
        ("POST", "/v1/consents/x/revoke"),
        ("GET", "/v1/consentsx"),
        ("POST", "/v1/accounts"),
    ],
)
def test_an_unknown_route_is_404(desk, method, path):
    """As malformed ids are."""
    assert desk.ask(method, path)[0] == 404


@pytest.mark.parametrize("where", ["consents", "protected"])
def test_what_is_not_there_is_404(desk, where):
    """To show, to revoke, to release."""
    does = "revoke" if where == "consents" else "release"
    assert desk.ask("GET", f"/v1/{where}/{ID}")[0] == 404
    assert desk.ask("POST", f"/v1/{where}/{ID}/{does}")[0] == 404


def failing(*_):
    """A table that does not answer."""
    raise RegisterError("does not answer")


def test_a_register_that_breaks_is_503(desk, capsys):
    """Nobody is told that something was kept, or revoked, that was not."""
    desk.consents.keep = desk.consents.revoke = failing
    assert desk.ask("POST", "/v1/consents", consent_of([PHOTO]))[0] == 503
    assert desk.ask("POST", f"/v1/consents/{ID}/revoke")[0] == 503
    assert desk.ask("GET", f"/v1/consents/{ID}", off=timedelta(minutes=6))[0] == 503
    desk.vault.broken.add("origin")
    assert desk.ask("GET", f"/v1/consents/{ID}")[0] == 503
    assert capsys.readouterr().out.count('"Broken": 1') == 4
