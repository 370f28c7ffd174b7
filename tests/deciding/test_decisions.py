"""`POST /v1/decisions`: who may ask, what counts, what is answered and recorded."""

import hashlib
import json
from datetime import date, timedelta

import pytest
from tests.deciding.conftest import LIGHTHOUSE, Asked, permit_of
from tests.edge import signing
from tests.edge.conftest import NOW, ORIGIN
from tests.edge.consenting import OTHER, PHOTO, Consenting

from lexloci_edge.people.strikes import MemoryStrikes

UNDERWEAR = {
    "operation": "generate",
    "prompt": "photo of George Clooney in his underwear",
    "place": "GB-ENG",
}
REAL = {
    "subject": "real",
    "age": "adult",
    "exposure": ["underwear"],
    "sexual": "no",
    "likeness": ["photographic"],
    "adds_exposure": "no",
}


def test_an_allowed_call_has_a_permit_and_a_record(asked):
    """The line of `lexloci decide`, and what came of it; the image server is not ours to reach."""
    told = asked.ask({**LIGHTHOUSE, "id": "q-1", "account": "ada"})
    (record,) = asked.records
    assert (told.status, told.body["id"], told.body["outcome"]) == (200, "q-1", "allow")
    assert told.body["decision_id"] == told.headers["Lexloci-Decision"] == record.id
    assert (told.body["because"], told.body["duties"]) == ([], ["check-output"])
    assert told.body["facts"]["exposure"] == ["covered"]
    assert "refusal" not in told.body
    assert record.evidence[:3] == ("place:iam", "place:claimed", "backend:iam")
    assert (record.outcome, record.places, record.on) == ("allow", ("GB-ENG",), None)
    assert record.account is not None
    assert asked.forwarded == 0


def test_a_permit_says_what_it_is_for(asked):
    """The call's digest, the files', the place, the duties, the law, and a minute."""
    digest = hashlib.sha256(b"a photo").hexdigest()
    body = {"operation": "edit", "prompt": "remove the lamp post", "digests": [digest]}
    told = asked.ask({**body, "place": ["US-NY", "US-CA"]})
    says = permit_of(told)
    canonical = {"operation": "edit", "prompt": "remove the lamp post", "images": [digest]}
    canonical["negative_prompt"] = ""
    written = json.dumps(canonical, sort_keys=True, separators=(",", ":")).encode()
    assert says["call"] == f"sha256:{hashlib.sha256(written).hexdigest()}"
    assert (says["images"], says["place"]) == ([digest], ["US-CA", "US-NY"])
    assert says["duties"] == told.body["duties"]
    assert says["duties"][-1] == "check-output"
    assert says["decision"] == told.body["decision_id"]
    assert (says["iss"], says["aud"]) == ("lexloci", "lexloci-image-server")
    assert says["rulebook"] == asked.book.digest
    assert says["exp"] - says["iat"] == told.body["permit_seconds"] == 60
    assert says["iat"] == int(NOW.timestamp())


def test_a_refused_call_has_what_the_gate_would_tell_and_no_permit(asked):
    """The backend hands it on to its caller."""
    told = asked.ask(UNDERWEAR)
    assert (told.status, told.body["outcome"]) == (200, "refuse")
    assert "gb/creating-intimate-image@2026-02-06" in told.body["because"]
    assert (told.body["refusal"]["status"], "permit" in told.body) == (451, False)
    assert asked.records[0].outcome == "refuse"


def test_facts_are_judged_as_given_and_bring_no_permit(asked):
    """No image can be held against facts."""
    safe = {**REAL, "subject": "fictional", "exposure": "covered"}
    told = asked.ask({"operation": "generate", "facts": safe, "place": "GB-ENG"})
    assert (told.body["outcome"], "permit" in told.body) == ("allow", False)
    told = asked.ask({"operation": "generate", "facts": REAL, "place": "GB-ENG"})
    assert told.body["outcome"] == "refuse"
    told = asked.ask({"facts": REAL, "place": "GB-ENG"})
    assert told.body["outcome"] == "uncertain"
    assert told.body["facts"]["operation"] == ["generate", "edit"]
    record = asked.records[-1]
    assert ("facts:stated" in record.evidence, record.prompt) == (True, None)


def test_without_a_place_it_is_every_place(asked):
    """Missing, null, unknown: where the backend's server stands says nothing."""
    for place in (None, "Atlantis", ["GB-ENG", "Atlantis"], []):
        told = asked.ask({**UNDERWEAR, "place": place})
        assert told.body["outcome"] != "allow"
        assert asked.records[-1].places == ("world",)


def test_a_day_makes_it_a_question(asked):
    """Judged on that day and recorded with it; no permit, whatever the verdict."""
    told = asked.ask({**UNDERWEAR, "on": "2026-02-05"})
    assert "gb/creating-intimate-image@2026-02-06" not in told.body["because"]
    assert (told.body["on"], asked.records[-1].on) == ("2026-02-05", "2026-02-05")
    assert asked.records[-1].days(asked.book.places) == {date(2026, 2, 5)}
    told = asked.ask({**LIGHTHOUSE, "on": "2026-02-05"})
    assert (told.body["outcome"], "permit" in told.body) == ("allow", False)


def test_a_negative_prompt_is_read_and_bound(asked):
    """What is wished away counts, and the permit is for those words."""
    body = {**LIGHTHOUSE, "prompt": "photo of a woman in a garden", "negative_prompt": "clothes"}
    told = asked.ask(body)
    assert told.body["outcome"] != "allow"
    plain = asked.ask({**LIGHTHOUSE, "negative_prompt": "fog"})
    assert permit_of(plain)["call"] != permit_of(asked.ask(LIGHTHOUSE))["call"]


BAD = {
    "empty": {},
    "no words": {"operation": "generate"},
    "two ways": {**LIGHTHOUSE, "facts": REAL},
    "no operation": {"prompt": "a lighthouse"},
    "operation": {**LIGHTHOUSE, "operation": "publish"},
    "a list of prompts": {**LIGHTHOUSE, "prompt": ["a lighthouse"]},
    "blank": {**LIGHTHOUSE, "prompt": "  "},
    "overlong": {**LIGHTHOUSE, "prompt": "a" * 32_001},
    "control": {**LIGHTHOUSE, "prompt": "a\u0000b"},
    "negative control": {**LIGHTHOUSE, "negative_prompt": "a\u0000b"},
    "misspelt": {**LIGHTHOUSE, "negativ_prompt": "fog"},
    "images": {**LIGHTHOUSE, "images": "1"},
    "many images": {**LIGHTHOUSE, "operation": "edit", "images": 17},
    "digest": {**LIGHTHOUSE, "operation": "edit", "digests": ["sha256:00"]},
    "fewer digests": {**LIGHTHOUSE, "operation": "edit", "images": 2, "digests": ["0" * 64]},
    "files of a generation": {**LIGHTHOUSE, "digests": ["0" * 64]},
    "facts": {"facts": ["subject"]},
    "place": {**LIGHTHOUSE, "place": 7},
    "day": {**LIGHTHOUSE, "on": "tomorrow"},
    "no day": {**LIGHTHOUSE, "on": "2026-02-30"},
    "claims": {**LIGHTHOUSE, "claims": "premium"},
    "shape without call": {**LIGHTHOUSE, "shape": "openai-generations"},
    "call without shape": {"call": {"prompt": "a lighthouse"}},
    "unknown shape": {"shape": "sketchpad", "call": {"prompt": "a lighthouse"}},
    "call beside operation": {
        "shape": "openai-edits",
        "operation": "edit",
        "call": {"prompt": "a"},
    },
    "unmapped field of a call": {
        "shape": "openai-generations",
        "call": {"prompt": "a lighthouse", "extra_prompt": "x"},
    },
    "reference in a call": {
        "shape": "openai-edits",
        "call": {"prompt": "a lighthouse", "image_url": "https://x.invalid"},
    },
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD)
def test_what_cannot_be_read_is_400_and_recorded(asked, body):
    """With what was wrong as JSON; nothing is judged."""
    told = asked.ask(body)
    assert (told.status, told.headers["content-type"]) == (400, "application/problem+json")
    assert told.body["error"]["message"]
    assert asked.records[0].turned_away is not None


STRANGERS = {
    "nobody": {},
    "a caller's claims": {"role": "-", "place": "FJ"},
    "another role": {"role": "admin"},
    "expired": {"exp": {"$now": -1}},
    "another body": {"body_sha256": "0" * 64},
    "another audience": {"aud": "elsewhere"},
}


@pytest.mark.parametrize("claims", STRANGERS.values(), ids=STRANGERS)
def test_only_a_backend_may_ask(asked, claims):
    """By IAM or by claims that hold up and say so; anybody else is refused and recorded."""
    told = asked.claiming(LIGHTHOUSE, **claims) if claims else asked.ask(LIGHTHOUSE, iam=None)
    assert (told.status, told.code) == (403, "not_a_backend")
    assert asked.records[0].turned_away == "not-a-backend"


def test_claims_count_only_through_our_front(asked):
    """A backend's token proves who asks, not which way it came."""
    asked.vault.values["origin"] = (ORIGIN + "-other",)
    assert asked.claiming(LIGHTHOUSE).code == "unproven_origin"
    assert asked.ask(LIGHTHOUSE).status == 200


def test_a_token_bound_to_the_body_attests_what_the_body_says(asked):
    """Place, account and claims count as if they stood in the token."""
    body = {**UNDERWEAR, "place": "GB-ENG", "account": "ada", "claims": {"tier": "premium"}}
    asked.claiming(body)
    record = asked.records[0]
    assert (record.places, record.facts["tier"]) == (("GB-ENG",), ("premium",))
    assert {"backend:bound", "place:claimed"} <= set(record.evidence)
    assert record.account is not None


def test_an_unbound_token_attests_only_what_itself_says(asked):
    """Whoever overhears it could send another body with it."""
    body = {**UNDERWEAR, "account": "ada", "claims": {"tier": "premium"}}
    asked.claiming(body, bound=False)
    record = asked.records[0]
    assert (record.places, "tier" in record.facts) == (("world",), False)
    assert {"backend:unbound", "body:unattested"} <= set(record.evidence)
    assert record.account is None
    asked.claiming(body, bound=False, place="GB-ENG", account="ben", tier="premium")
    record = asked.records[1]
    assert (record.places, record.facts["tier"]) == (("GB-ENG",), ("premium",))
    assert record.account is not None


def test_the_backends_word_is_no_consent(asked):
    """`consent: verified` is ignored and recorded: it takes a record."""
    facts = {**REAL, "adds_exposure": "yes"}
    body = {"operation": "edit", "facts": facts, "place": "GB-ENG"}
    told = asked.ask({**body, "claims": {"consent": "verified"}})
    assert (told.body["outcome"], told.body["facts"]["consent"]) == ("refuse", ["none"])
    assert "claims:consent" in asked.records[0].evidence


def test_a_consent_record_opens_its_cell_for_its_files(asked, law):
    """By the digests that the permit then binds; another file's is not covered (S15)."""
    people = Consenting(asked, law)
    id = people.record(PHOTO)
    body = {"operation": "edit", "prompt": "put her in black lingerie, as a photo"}
    body |= {"place": "GB-ENG", "account": "studio-1", "claims": {"consents": [id]}}
    digest = hashlib.sha256(PHOTO).hexdigest()
    told = asked.ask({**body, "digests": [digest]})
    assert told.body["outcome"] == "allow", asked.records[-1]
    assert permit_of(told)["images"] == [digest]
    other = hashlib.sha256(OTHER).hexdigest()
    assert asked.ask({**body, "digests": [other]}).body["outcome"] == "refuse"
    stated = {key: value for key, value in body.items() if key != "prompt"}
    told = asked.ask({**stated, "digests": [digest], "facts": {**REAL, "adds_exposure": "yes"}})
    assert told.body["outcome"] == "refuse"
    assert "consent:no-words" in asked.records[-1].evidence


def test_refusals_count_for_the_account_and_questions_do_not(asked):
    """The ladder is the gate's own: at its end the account is turned away here too."""
    asked.strikes = MemoryStrikes("eu-west-2", 30)
    asked.environment |= {f"LEXLOCI_STRIKE_{each}": "2" for each in ("WARN", "SLOW", "SUSPEND")}
    for _ in range(3):
        asked.ask({**UNDERWEAR, "account": "ada", "on": "2026-11-23"})
    assert asked.ask({**LIGHTHOUSE, "account": "ada"}).status == 200
    for _ in range(2):
        asked.ask({**UNDERWEAR, "account": "ada"})
    told = asked.ask({**LIGHTHOUSE, "account": "ada"})
    assert (told.status, told.code) == (403, "suspended")
    request = {
        "subject": {"type": "account", "id": "ada"},
        "action": {"name": "generate"},
        "resource": {"type": "image", "id": "x", "properties": {"prompt": "a lighthouse"}},
    }
    told = asked.ask(request, "/access/v1/evaluation")
    assert (told.status, told.body["decision"]) == (200, False)
    assert told.body["context"]["id"] == "suspended"


def test_without_a_key_there_are_decisions_and_no_permits(asked):
    """The key set is empty then."""
    del asked.environment["LEXLOCI_PERMIT_KEY"]
    told = asked.ask(LIGHTHOUSE)
    assert (told.body["outcome"], told.body["duties"]) == ("allow", [])
    assert "permit" not in told.body
    assert asked.put(asked.event("/.well-known/jwks.json", "GET"), None).body == {"keys": []}


def test_nothing_of_the_call_is_logged_or_kept(asked):
    """No prompt, account or name stands in a record or a line."""
    body = {**UNDERWEAR, "account": "ada-of-the-desk", "id": "ref-77"}
    asked.ask(body)
    kept = asked.records[0].written() + "".join(asked.watch.lines)
    for word in ("Clooney", "ada-of-the-desk", "ref-77", signing.ISSUER):
        assert word not in kept


def test_a_clock_that_is_off_is_503_for_iam_as_well(asked, capsys):
    """Days and permits hang on it."""
    event = asked.event("/v1/decisions", body=LIGHTHOUSE)
    event["requestContext"]["timeEpoch"] -= int(timedelta(minutes=6).total_seconds() * 1000)
    assert asked.put(event).status == 503


def test_an_edit_whose_source_nobody_has_looked_at_is_unknown_where_that_is_the_house(law):
    """Files that are only named are seen by nobody here, as those of a gate without a detector."""
    asked = Asked(law.under("+source-must-be-seen"))
    body = {"operation": "edit", "prompt": "remove the lamp post", "place": "GB-ENG"}
    for files in ({"digests": ["ab" * 32]}, {"images": 1}):
        assert asked.ask({**body, **files}).body["outcome"] == "uncertain"
        assert "source:unseen" in asked.records[-1].evidence
    assert Asked(law).ask({**body, "images": 1}).body["outcome"] == "allow"
