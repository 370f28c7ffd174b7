"""Whatever breaks in the decision API: no permit and no `true`, a record or an alarm."""

import json

import pytest
from tests.deciding.conftest import LIGHTHOUSE
from tests.edge.test_fail_closed import Refusing, hanging, raising

from lexloci_edge.errors import LedgerConflict, LedgerError
from lexloci_edge.ledger import MemoryLedger

ADA = {"type": "account", "id": "ada"}
POSTER = {"type": "image", "id": "x", "properties": {"prompt": "a lighthouse at dawn"}}
EVALUATION = {"subject": ADA, "action": {"name": "generate"}, "resource": POSTER}
ASKED = {
    "decisions": ("/v1/decisions", LIGHTHOUSE),
    "evaluation": ("/access/v1/evaluation", EVALUATION),
    "evaluations": ("/access/v1/evaluations", {**EVALUATION, "evaluations": [{}, {}]}),
}
BROKEN = {
    "ledger throttled": lambda asked: setattr(
        asked, "ledger", Refusing(raising(LedgerError("ThrottlingException")))
    ),
    "ledger conflict": lambda asked: setattr(
        asked, "ledger", Refusing(raising(LedgerConflict("id")))
    ),
    "ledger hangs": lambda asked: (asked.hurry(), setattr(asked, "ledger", Refusing(hanging))),
    "ledger crashes": lambda asked: setattr(asked, "ledger", Refusing(raising(RuntimeError()))),
    "hash key": lambda asked: asked.vault.broken.add("hash"),
    "permit key": lambda asked: asked.vault.broken.add("permit"),
    "permit key too short": lambda asked: asked.vault.values.update(permit=("short",)),
    "deadline near": lambda asked: setattr(asked, "left", 400),
    "signals crash": lambda asked: setattr(asked.watch, "count", raising(ValueError("x"))),
}


@pytest.mark.parametrize(("path", "body"), ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("breaks", BROKEN.values(), ids=BROKEN)
def test_what_breaks_is_503_and_no_permit_leaves(asked, capsys, breaks, path, body):
    """Ledger first, then the answer: one evaluation that is not recorded takes all with it."""
    breaks(asked)
    told = asked.ask(body, path)
    assert (told.status, told.code) == (503, "unavailable")
    assert "permit" not in json.dumps(told.body)
    alarm = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert alarm["Broken"] == 1


@pytest.mark.parametrize("broken", ["hash", "permit"])
def test_no_allow_stands_in_the_ledger_whose_permit_could_not_be_made(asked, capsys, broken):
    """What can fail fails before the record."""
    asked.vault.broken.add(broken)
    asked.ask(LIGHTHOUSE)
    assert asked.records == []


def test_a_second_evaluation_that_is_not_recorded_takes_the_first_with_it(asked, capsys):
    """Nothing is handed out of a batch of which something is not in the ledger."""
    asked.ledger, kept = MemoryLedger(), []
    append = asked.ledger.append

    def once(entry):
        kept.append(entry)
        if len(kept) > 1:
            raise LedgerError("ThrottlingException")
        append(entry)

    asked.ledger.append = once
    path, body = ASKED["evaluations"]
    told = asked.ask(body, path)
    assert (told.status, "permit" in json.dumps(told.body)) == (503, False)


@pytest.mark.parametrize("reader", [raising(RuntimeError("x")), hanging], ids=["crash", "hang"])
def test_a_reader_that_fails_makes_everything_possible(asked, reader):
    """A harmless prompt that nobody read may be anything."""
    asked.hurry()
    asked.read = reader
    told = asked.ask(LIGHTHOUSE)
    assert (told.status, told.body["outcome"]) == (200, "uncertain")


def test_the_origin_secret_that_cannot_be_fetched_is_503_for_claims(asked, capsys):
    """Only callers of IAM do not need it."""
    asked.vault.broken.add("origin")
    assert asked.claiming(LIGHTHOUSE).status == 503
    assert asked.ask(LIGHTHOUSE).status == 200


@pytest.mark.parametrize(
    ("path", "method"),
    [
        ("/v1/decisions/", "POST"),
        ("/v1/decisions", "PUT"),
        ("/access/v1/search/subject", "POST"),
        ("/access/v1/evaluation\n", "POST"),
        ("/v1/images/generations", "POST"),
        ("/v1/decisions/x/outcome", "POST"),
        ("/.well-known/jwks.json", "POST"),
    ],
)
def test_an_unknown_route_is_404_and_recorded(asked, path, method):
    """Also for callers of IAM."""
    told = asked.ask(LIGHTHOUSE, path, method=method)
    assert (told.status, told.code) == (404, "no_route")
    assert asked.records[0].turned_away == "no-route"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        ({"kind": "text/plain"}, 415),
        ({"headers": {"content-encoding": "gzip"}}, 415),
        ({"body": "[]"}, 400),
        ({"body": '{"a": 1, "a": 2}'}, 400),
        ({"body": '{"prompt": NaN}'}, 400),
        ({"body": "{" + '"a":{' * 17 + "}" * 18}, 400),
        ({"body": " " * 1_000_001}, 413),
    ],
)
def test_a_body_that_cannot_be_read_one_way_is_refused(asked, change, status):
    """Strictly, as at the gate."""
    body = change.pop("body", LIGHTHOUSE)
    told = asked.ask(body, **change)
    assert told.status == status


def test_a_query_is_not_read(asked):
    """Fields there could be read by somebody else."""
    event = {**asked.event("/v1/decisions", body=LIGHTHOUSE), "rawQueryString": "place=FJ"}
    assert asked.put(event).status == 400


@pytest.mark.parametrize("event", [{}, {"requestContext": {}}, {"rawPath": "/access/v1/x"}])
def test_an_event_of_another_shape_is_503(asked, capsys, event):
    """The function never raises."""
    from lexloci_edge.deciding.echo import echoing
    from lexloci_edge.failsafe import failsafe

    opened = asked.decider()
    assert echoing(failsafe(lambda: opened.answer))(event, asked)["statusCode"] == 503
