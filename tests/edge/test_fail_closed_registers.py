"""Registers that do not answer: rows of the list of design.md 11 that are about people."""

from types import SimpleNamespace

import pytest
from tests.edge import signing
from tests.edge.test_fail_closed import raising

from lexloci_edge.claims import Issuer
from lexloci_edge.errors import LadderError, RegisterError


def registers(stage, **broken):
    """The stage with an account, and registers that do not answer in this way."""
    stage.issuer = Issuer(signing.JWKS, signing.ISSUER, signing.AUDIENCE)
    no_answer = {name: raising(each) for name, each in broken.items()}
    register = SimpleNamespace(
        **{"names": frozenset, "counts": lambda *_: {}, "add": lambda *_: 1, **no_answer}
    )
    stage.consents = stage.protected = stage.strikes = register
    claims = {"sub": "a-1", "consents": ["019ab000-0000-7000-8000-00000000000a"]}
    return signing.sign(signing.claims_at(int(stage.now.timestamp()), claims))


DOWN = RegisterError("does not answer"), LadderError("does not answer")
REGISTERS = {
    "consents": ({"get": DOWN[0]}, (200, 451, 200)),
    "consents crash": ({"get": RuntimeError()}, (503, 503, 503)),
    "protected persons": ({"names": DOWN[0], "get": DOWN[0]}, (200, 451, 403)),
    "standing": ({"counts": DOWN[1], "get": DOWN[0], "add": DOWN[1]}, (503, 451, 503)),
    "strikes": ({"add": DOWN[1], "get": DOWN[0]}, (200, 451, 200)),
}


@pytest.mark.parametrize(("broken", "statuses"), REGISTERS.values(), ids=REGISTERS)
def test_a_register_that_does_not_answer_never_loosens(stage, broken, statuses):
    """What no answer could change is answered as ever; a refusal stays one, strikes lost or not."""
    token = registers(stage, **broken)
    asked = (
        "a lighthouse at dawn",
        "a known person in underwear",
        "an invented person in underwear",
    )
    told = [
        stage.call(each, cloudfront_viewer_country="GB", lexloci_claims=token) for each in asked
    ]
    assert tuple(each.status for each in told) == statuses
    assert stage.forwarded == [each.status for each in told].count(200)
