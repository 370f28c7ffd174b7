"""What of the table's stream becomes a leaf."""

import json

import pytest
from tests.seals.conftest import REGION, id_of, record

from lexloci_edge.records import Aftermath
from lexloci_edge.seals.leaves import leaf_of, leaves_in

TTL = {"type": "Service", "principalId": "dynamodb.amazonaws.com"}
AFTER = Aftermath(id=id_of(1), at="2026-11-23T12:00:09.000Z", region=REGION, result="image")


def changed(inserted, name, **more):
    """An insert turned into another kind of change."""
    change = inserted(record(1))
    image = change["dynamodb"].pop("NewImage")
    change["dynamodb"]["OldImage"] = image
    if name == "MODIFY":
        change["dynamodb"]["NewImage"] = {**image, "record": {"S": "{}"}}
    return {**change, "eventName": name, **more}


@pytest.mark.parametrize(
    ("entry", "kind"),
    [(record(1), "DECISION"), (AFTER, "OUTCOME"), (record(2, retry=1), "DECISION")],
)
def test_an_entry_is_a_leaf_as_it_was_written(inserted, entry, kind):
    """Byte for byte, and read again from a batch it is the same leaf."""
    leaf = leaf_of(inserted(entry), REGION)
    assert leaf is not None
    assert (leaf.id, leaf.kind, leaf.data.decode()) == (entry.id, kind, entry.written())
    assert list(leaves_in([leaf.data])) == [leaf]


def test_another_regions_entries_are_not_ours(inserted):
    """A global table's stream tells of replicated writes too; their own Region seals them."""
    for region in ("us-east-1", "eu-west-20"):
        assert leaf_of(inserted(record(1, region=region)), REGION) is None


def test_what_is_no_decision_is_not_of_this_log(inserted):
    """Whatever else lives in the table may change as it likes."""
    for name in ("INSERT", "MODIFY", "REMOVE"):
        change = changed(inserted, name)
        change["dynamodb"]["Keys"]["pk"] = {"S": f"APPEAL#{REGION}#x"}
        assert leaf_of(change, REGION) is None


def test_an_item_whose_time_is_over_may_go(inserted):
    """By DynamoDB's own hand; or, in a replica's stream, once its own `expires` has passed."""
    assert leaf_of(changed(inserted, "REMOVE", userIdentity=TTL), REGION) is None
    late = changed(inserted, "REMOVE")
    late["dynamodb"]["ApproximateCreationDateTime"] = float("4e9")
    assert leaf_of(late, REGION) is None


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("MODIFY", None),
        ("MODIFY", TTL),
        ("REMOVE", None),
        ("REMOVE", {"type": "Service", "principalId": "lambda.amazonaws.com"}),
        ("REMOVE", {"type": "AssumedRole", "principalId": "dynamodb.amazonaws.com"}),
    ],
)
def test_tampering_is_a_leaf_too(inserted, name, who):
    """It names the decision and the event, and of what was there it holds hashes only."""
    leaf = leaf_of(changed(inserted, name, userIdentity=who), REGION)
    assert leaf is not None
    assert leaf.tampered
    told = json.loads(leaf.data)
    assert (told["tamper"], told["id"], told["item"]) == (name.lower(), id_of(1), "DECISION")
    assert told["before"].startswith("sha256:")
    assert ("after" in told) == (name == "MODIFY")
    assert "GB-ENG" not in leaf.data.decode()
    assert list(leaves_in([leaf.data])) == [leaf]


def strange(change, key, value):
    """The change with another new item."""
    change["dynamodb"]["NewImage"][key] = value
    return change


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        "no json",
        "[" * 10_000,
        '{"id":"x"}',
        record(2).written(),
        record(1).written() + " ",
        record(1).written() + "\n",
        record(1).written().replace('"because":', '"because": '),
        record(1).written().replace("{", '{"id":"other",', 1),
        record(1).written().replace("{", '{"a":NaN,', 1),
        AFTER.written(),
        record(1, region="us-east-1").written(),
    ],
)
def test_a_strangers_item_is_tampering(inserted, text):
    """Whatever it holds; nothing can stop the stream."""
    leaf = leaf_of(strange(inserted(record(1)), "record", {"S": text}), REGION)
    assert leaf is not None
    assert json.loads(leaf.data)["tamper"] == "insert"
    assert b"\n" not in leaf.data


@pytest.mark.parametrize(
    ("pk", "sk"),
    [
        ("#", "DECISION"),
        ("x" * 2000, "DECISION"),
        (id_of(1) + "#", "OTHER"),
        ("", ""),
        ("ü\n", "\n"),
    ],
)
def test_a_strangers_key_is_tampering(inserted, pk, sk):
    """Its key is not written into the log, which may hold anything."""
    change = inserted(record(1))
    change["dynamodb"]["Keys"] = {"pk": {"S": f"DEC#{REGION}#{pk}"}, "sk": {"S": sk}}
    leaf = leaf_of(change, REGION)
    assert leaf is not None
    assert leaf.tampered
    assert leaf.id.startswith("sha256:")
    assert len(leaf.id) == 71


def test_values_that_json_cannot_write_are_hashed_all_the_same(inserted):
    """Binary, sets, numbers."""
    change = strange(inserted(record(1)), "record", {"B": b"\xff", "NS": {"1"}, "N": 1.5})
    leaf = leaf_of(change, REGION)
    assert leaf is not None
    assert leaf.tampered
