"""The pytest plugin for other teams, used as they use it."""

import os
import subprocess
import sys

import pytest


def test_an_allowed_call_reaches_the_recorded_generator(lexloci) -> None:
    """An image comes back, and what was forwarded can be looked at."""
    answer = lexloci.generate("a lighthouse at dawn", place="GB-ENG", n=1)
    assert answer.status == 200, answer
    assert answer.images[0].startswith(b"\x89PNG")
    assert [one.path for one in lexloci.forwarded] == ["/v1/images/generations"]
    assert lexloci.forwarded[0].headers["authorization"] == "Bearer caller"
    assert [one["id"] for one in lexloci.records()] == [answer.decision] * 2


def test_a_refused_call_is_recorded_and_not_forwarded(lexloci) -> None:
    """The refusal names its rules; the ledger holds the decision without the prompt."""
    answer = lexloci.generate("photo of George Clooney in his underwear", place="GB-ENG")
    assert (answer.status, lexloci.forwarded) == (451, ())
    assert "gb/creating-intimate-image@2026-02-06" in answer.rules
    (record,) = lexloci.records()
    assert (record["id"], record["outcome"]) == (answer.decision, "refuse")


def test_edits_carry_an_upload(lexloci) -> None:
    """An edit of an uploaded image goes through the same gate, from wherever."""
    assert lexloci.edit("remove the lamp post", place=None).status == 200
    assert lexloci.edit("remove her dress", place="FJ").status in (451, 403)
    assert len(lexloci.forwarded) == 1


@pytest.mark.lexloci(house="+premium-only")
def test_a_mark_sets_the_house_and_claims_are_signed(lexloci) -> None:
    """The mark's house setting holds, and signed claims are believed."""
    assert lexloci.generate("a lighthouse at dawn").status == 403
    assert lexloci.generate("a lighthouse at dawn", claims={"tier": "premium"}).status == 200
    forged = {"Lexloci-Claims": "a.b.c"}
    assert lexloci.generate("a lighthouse at dawn", headers=forged).status == 403


def test_unproven_requests_can_be_tried(lexloci) -> None:
    """A request past the front, and one to an unknown path, are refused."""
    assert lexloci.send("POST", "/v1/images/generations", b"{}", proven=False).status == 403
    assert lexloci.send("GET", "/nothing").status == 404


def test_the_environment_is_put_back(environment_after_a_gate) -> None:
    """Nothing of the gate's environment stays behind."""
    assert not [name for name in os.environ if name.startswith("LEXLOCI_")]


@pytest.fixture
def environment_after_a_gate() -> None:
    """An environment after a gate was there and gone."""
    from lexloci_tools.serve.here import gate_here

    with gate_here():
        assert os.environ["LEXLOCI_TABLE"]


def test_unused_it_costs_no_imports() -> None:
    """Loading the plugin imports neither moto nor boto3."""
    code = "import sys, lexloci_tools.testing; sys.exit(bool({'moto', 'boto3'} & set(sys.modules)))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


PHOTO = b"\x89PNG\r\n\x1a\n" + b"a picture that our tests made"


def test_consent_can_be_recorded_and_revoked(lexloci) -> None:
    """A record opens an edit of its image for its account, until it is revoked."""
    from lexloci_tools.serve.consenting import ACCOUNT

    record = lexloci.consent(PHOTO)
    asked = {"image": PHOTO, "claims": {"sub": ACCOUNT, "consents": [record]}}
    prompt = "put her in black lingerie, as a photo"
    assert lexloci.edit(prompt, image=PHOTO).status == 451
    assert lexloci.edit(prompt, **asked).status == 200
    assert lexloci.revoke(record).status == 200
    assert lexloci.edit(prompt, **asked).status == 451
    with pytest.raises(RuntimeError, match="400"):
        lexloci.consent(PHOTO, exposure=[])
