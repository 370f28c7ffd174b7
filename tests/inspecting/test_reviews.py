"""Reviews: from the stream to a reviewer, and what the reviewer says."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta

import pytest
from botocore.exceptions import EndpointConnectionError
from tests.edge.engines import REAL, REGION
from tests.inspecting.conftest import BACKEND, DECISIONS, NOW, REVIEWS, Desk, id_of
from tests.seals.conftest import inserted

from lexloci.verdict import judge_call
from lexloci_edge.inspecting.errors import InspectError
from lexloci_edge.inspecting.reviewing import Hearing, lay_out
from lexloci_edge.inspecting.reviews import Told
from lexloci_tools.law.checking import differences, given
from lexloci_tools.law.models import Cases
from lexloci_tools.law.strict_yaml import read_text

OTHER = {"sub": "reviewer-8", "role": "backend"}


def case_in(text, folder):
    """The case, read as rules/*.cases.yaml are."""
    file = folder / "au.cases.yaml"
    file.write_text(f"pack: au\ncases:\n{text}", encoding="utf-8")
    (case,) = Cases.model_validate(read_text(file).tree).cases
    return case


class Queue:
    """SQS in memory. down: whether it does not answer. refuses: ids of entries that it refuses."""

    def __init__(self):
        self.bodies, self.down, self.refuses = [], False, set()

    def send_message_batch(self, QueueUrl, Entries):
        """As SQS."""
        if self.down:
            raise EndpointConnectionError(endpoint_url="http://sqs.invalid")
        assert len(Entries) <= 10
        took = [each for each in Entries if each["Id"] not in self.refuses]
        self.bodies += [each["MessageBody"] for each in took]
        failed = [{"Id": each["Id"]} for each in Entries if each["Id"] in self.refuses]
        return {"Successful": took, **({"Failed": failed} if failed else {})}


@pytest.fixture
def queue():
    """An empty queue."""
    return Queue()


def heard(desk: Desk, queue: Queue, *changes):
    """What was not taken of these changes of the stream."""
    return Hearing(queue, "q", REGION, desk.rulebook, desk.watch).hear(changes)


def reviewable(desk: Desk, number: int = 1, **fields):
    """A decision in the ledger that has to be reviewed, and waits."""
    facts = {"subject": ("real",), "exposure": ("swimwear",), "likeness": ("drawn",)}
    duty = {"duties": desk.duty("review"), "places": ("AU",), "facts": facts}
    record = desk.record(number, **{**duty, **fields})
    desk.reviews.lay_out(record.id, record.at, record.at)
    return record


def test_what_has_the_duty_and_was_allowed_goes_into_the_queue(desk, queue):
    """Once each, by id; refused calls, other duties, outcomes, removals and strangers do not."""
    review, marking = desk.duty("review"), desk.duty("marking")
    told = {
        1: {"duties": review},
        2: {"duties": review, "outcome": "refuse"},
        3: {"duties": marking},
        4: {},
        5: {"duties": marking, "rulebook": "sha256:the-one-before"},
    }
    changes = [inserted(desk.record(n, **fields), n) for n, fields in told.items()]
    changes.append({**changes[0], "eventName": "REMOVE"})
    changes.append(json.loads(json.dumps(changes[0]).replace(f"DEC#{REGION}", "DEC#us-east-1")))
    stranger = json.loads(json.dumps(changes[0]))
    stranger["dynamodb"]["NewImage"]["record"] = {"S": "{"}
    assert heard(desk, queue, *changes, stranger) == {}
    assert [json.loads(body)["id"] for body in queue.bodies] == [id_of(1), id_of(5)]
    assert json.loads(queue.bodies[0]).keys() == {"id", "at"}
    assert [name for name, _ in desk.watch.counts] == ["ReviewAsked"] * 2


def test_what_the_queue_does_not_take_comes_again(desk, queue):
    """Those that were refused, or all that were not sent."""
    duty = {"duties": desk.duty("review")}
    changes = [inserted(desk.record(number, **duty), number) for number in range(12)]
    queue.refuses = {"4"}
    assert set(heard(desk, queue, *changes)) == {"4"}
    queue.down = True
    assert set(heard(desk, queue, *changes)) == {str(number) for number in range(12)}


def test_a_message_lays_a_review_out_once(desk):
    """Told twice, and after it was answered: it waits once, and stays answered."""
    record = desk.record(1, duties=desk.duty("review"))
    body = json.dumps({"id": record.id, "at": record.at})
    for _ in range(2):
        lay_out(body, desk.reviews, lambda: NOW)
    assert [each["id"] for each in desk.ask("GET", "/v1/reviews")[1]["reviews"]] == [record.id]
    assert desk.ask("POST", f"/v1/reviews/{record.id}/confirm")[0] == 200
    lay_out(body, desk.reviews, lambda: NOW)
    assert desk.ask("GET", "/v1/reviews")[1] == {"reviews": [], "next": None}


@pytest.mark.parametrize("body", ["", "{}", '{"id":"x","at":"y"}', "[]", '{"id":"x"}'])
def test_a_message_that_is_none_of_ours_is_not_taken(desk, body):
    """It ends in the dead-letter queue."""
    with pytest.raises((ValueError, KeyError, TypeError)):
        lay_out(body, desk.reviews, lambda: NOW)


def test_waiting_reviews_are_listed_by_their_decisions_moment(desk):
    """Page after page, over all shards; a cursor is of this list only."""
    for number in range(40):
        reviewable(desk, number)
    found, after = [], ""
    while after is not None:
        status, told = desk.ask("GET", f"/v1/reviews?limit=15{after and '&after=' + after}")
        assert status == 200
        found, after = found + [each["id"] for each in told["reviews"]], told["next"]
    assert found == [id_of(number) for number in range(40)]
    for query in ("limit=0", "limit=x", "after=x", "page=2", "after="):
        assert desk.ask("GET", f"/v1/reviews?{query}")[0] == 400, query


def test_a_review_shows_the_record_and_nothing_else(desk):
    """Facts, rules and duties by name, since when it waits, what became of the call."""
    record = reviewable(desk, account=None, prompt="v0:bbbbbbbbbbbbbbbb")
    status, told = desk.ask("GET", f"/v1/reviews/{record.id}")
    assert (status, told["state"], told["answer"], told["aftermath"]) == (
        200,
        "waiting",
        None,
        None,
    )
    assert told["record"] == json.loads(record.written())
    assert told["duties"] == ["review"]
    assert desk.ask("GET", f"/v1/reviews/{id_of(2)}")[0] == 404


@pytest.mark.parametrize("does", ["confirm", "overturn"])
def test_an_answer_is_kept_beside_the_ledger(desk, does):
    """Who said it and when; the ledger stays as it was; the same answer again is taken again."""
    record = reviewable(desk)
    before = desk.dynamodb.scan(TableName=DECISIONS)["Items"]
    status, told = desk.ask("POST", f"/v1/reviews/{record.id}/{does}")
    assert (status, told["at"]) == (200, "2026-11-23T12:00:00.000Z")
    assert told["by"].startswith("v0:")
    assert "reviewer-7" not in f"{told}{desk.watch.lines}"
    desk.now += timedelta(minutes=1)
    assert desk.ask("POST", f"/v1/reviews/{record.id}/{does}") == (200, told)
    other = {"confirm": "overturn", "overturn": "confirm"}[does]
    for claims, verb in ((BACKEND, other), (OTHER, does), (OTHER, other)):
        status, wrong = desk.ask("POST", f"/v1/reviews/{record.id}/{verb}", claims=claims)
        assert (status, wrong["type"]) == (409, "/problems/answered")
    shown = desk.ask("GET", f"/v1/reviews/{record.id}")[1]
    assert (shown["state"], shown["answer"]["answer"]) == (f"{does}ed", f"{does}ed")
    assert desk.ask("GET", "/v1/reviews")[1]["reviews"] == []
    assert desk.dynamodb.scan(TableName=DECISIONS)["Items"] == before


WRONG = {
    "a fact that is none": {"facts": {"colour": ["red"]}},
    "a value that is none": {"facts": {"age": ["old"]}},
    "a place": {"facts": {"place": ["FJ"]}},
    "no values": {"facts": {"age": []}},
    "words": {"note": "I saw it"},
    "a list": {"facts": ["age"]},
}


@pytest.mark.parametrize("body", WRONG.values(), ids=WRONG)
def test_an_answer_holds_facts_only(desk, body):
    """No free text: it could hold anything."""
    record = reviewable(desk)
    assert desk.ask("POST", f"/v1/reviews/{record.id}/overturn", body)[0] == 400
    assert (
        desk.ask("POST", f"/v1/reviews/{record.id}/confirm", {"facts": {"age": ["minor"]}})[0]
        == 400
    )
    assert desk.reviews.get(record.id)[1] is None


def test_an_answer_needs_a_name(desk):
    """Claims that say `backend` and no account open the list, and answer nothing; IAM names who."""
    record = reviewable(desk)
    nobody = {"role": "backend", "sub": ""}
    assert desk.ask("GET", "/v1/reviews", claims=nobody)[0] == 200
    status, told = desk.ask("POST", f"/v1/reviews/{record.id}/confirm", claims=nobody)
    assert (status, told["type"]) == (403, "/problems/no-reviewer")
    assert desk.ask("POST", f"/v1/reviews/{id_of(9)}/confirm")[0] == 404
    signed = {"claims": None, "iam": "arn:aws:sts::1:assumed-role/reviewers/ana"}
    status, told = desk.ask("POST", f"/v1/reviews/{record.id}/confirm", **signed)
    assert (status, told["by"].count(":"), "ana" in told["by"]) == (200, 1, False)


def test_an_overturned_decision_is_a_case_for_the_pack(desk, tmp_path):
    """Read as rules/*.cases.yaml are, it gives what the record holds, put right; and the rulebook
    does not meet it yet."""
    record = reviewable(desk, house="+premium-only", places=("AU-NSW", "NO"))
    assert desk.ask("GET", f"/v1/reviews/{record.id}/case")[0] == 409
    facts = {"exposure": ["underwear", "partial"], "likeness": ["drawn"]}
    assert desk.ask("POST", f"/v1/reviews/{record.id}/overturn", {"facts": facts})[0] == 200
    status, text = desk.ask("GET", f"/v1/reviews/{record.id}/case")
    assert status == 200
    case = case_in(text, tmp_path)
    assert (case.on, case.expect, case.house) == (date(2026, 11, 23), "refuse", "+premium-only")
    stated = given(desk.rulebook, case)
    (judged,) = record.possibilities(desk.rulebook.facts)
    put_right = {**judged, **{name: frozenset(one) for name, one in facts.items()}}
    for fact, values in put_right.items():
        unsaid = desk.rulebook.facts[fact].values if fact in desk.rulebook.facts else ()
        assert stated.get(fact, frozenset(unsaid)) == values, fact


def test_a_case_shows_the_depiction_that_the_decision_hangs_on(desk, tmp_path):
    """Of several, the one that made it what it was."""
    swimsuit = {"subject": ("real",), "exposure": ("swimwear",), "likeness": ("drawn",)}
    plain = {"subject": ("none",), "exposure": ("covered",), "likeness": ("drawn",)}
    shared = {"age": ("adult",), "sexual": ("no",), "operation": ("generate",)}
    shared["adds_exposure"] = ("no",)
    record = reviewable(desk, facts=shared, depictions=(plain, swimsuit))
    days = record.days(desk.rulebook.places)
    verdict = judge_call(desk.rulebook, record.possibilities(desk.rulebook.facts), days)
    assert "review" in desk.rulebook.duties(verdict.duties)
    assert desk.ask("POST", f"/v1/reviews/{record.id}/overturn")[0] == 200
    text = desk.ask("GET", f"/v1/reviews/{record.id}/case")[1]
    case = case_in(text, tmp_path)
    assert case.given["exposure"] == ["swimwear"]
    assert any("expected refuse" in what for what in differences(desk.rulebook, case))


# moto is no oracle of concurrency (aws.md 3.3).
@pytest.mark.parametrize("desk", [REAL], indirect=True)
def test_of_many_reviewers_at_once_one_is_heard(desk):
    """Eight answer the same review differently: one answer is kept, and nothing waits any more."""
    record = reviewable(desk)

    def answer(number: int) -> bool:
        says = "confirmed" if number % 2 else "overturned"
        told = Told(id=record.id, answer=says, at=record.at, by=f"v0:{number}")
        while True:
            try:
                return desk.reviews.answer(told, record.at)
            except InspectError:
                continue  # a transaction in the way of another is to be tried again

    with ThreadPoolExecutor(8) as pool:
        kept = list(pool.map(answer, range(8)))
    assert kept.count(True) == 1
    assert desk.reviews.get(record.id)[1].by == f"v0:{kept.index(True)}"
    assert list(desk.reviews.waiting()) == []


def test_tables_that_do_not_answer_are_503(desk, capsys):
    """Nobody is told that a review was answered, or that nothing waits, when that is not known."""
    record = reviewable(desk)
    show, question = f"/v1/reviews/{record.id}", {"account_hash": "v0:aaaaaaaaaaaaaaaa"}
    desk.dynamodb.delete_table(TableName=REVIEWS)
    told = [desk.ask("GET", "/v1/reviews"), desk.ask("GET", show)]
    told.append(desk.ask("POST", f"{show}/confirm"))
    desk.reviews.get = lambda id: (record.at, None)
    told.append(desk.ask("POST", f"{show}/overturn", {}))
    desk.dynamodb.delete_table(TableName=DECISIONS)
    told += [desk.ask("GET", show), desk.ask("POST", "/v1/ledger/search", question)]
    desk.vault.broken.add("hash")
    told.append(desk.ask("POST", "/v1/ledger/search", question))
    assert [status for status, _ in told] == [503] * 7
    assert capsys.readouterr().out.count('"Broken": 1') == 7
