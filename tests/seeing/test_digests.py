"""The memory of pictures: one contract for every backing."""

from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from botocore.exceptions import ClientError
from tests.edge.engines import REAL, empty
from tests.edge.test_fail_closed import raising

from lexloci_edge.errors import DigestError
from lexloci_edge.seeing.digests import MemoryDigests, names_of, telling
from lexloci_edge.seeing.digests_dynamo import DynamoDigests
from lexloci_edge.vault import Secret

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
TABLE = "lexloci-digests"
SWIM = {"exposure": frozenset({"covered", "swimwear"}), "sexual": frozenset({"no"})}
BARE = {"exposure": frozenset({"partial"}), "sexual": frozenset({"suggestive"})}


@pytest.fixture(params=["memory", "moto", REAL])
def digests(request):
    """A memory on each backing, empty."""
    if request.param == "memory":
        yield MemoryDigests()
    else:
        with empty(request.param, TABLE, request) as dynamodb:
            yield DynamoDigests(lambda: dynamodb, TABLE, 365)


def test_what_is_kept_is_found_under_any_of_its_names(digests):
    """And nothing else is."""
    digests.keep("v0:a", SWIM, "d-1", NOON)
    (found,) = digests.find(["v1:a", "v0:a", "v0:a"])
    assert (found.facts, found.decisions, found.known_bad) == (SWIM, ("d-1",), False)
    assert digests.find(["v0:b"]) == ()
    assert digests.find([]) == ()


def test_what_is_known_only_grows(digests):
    """Whoever makes the same bytes again, asking for less, takes nothing away."""
    digests.keep("v0:a", BARE, "d-1", NOON)
    digests.keep("v0:a", SWIM, "d-2", NOON)
    (found,) = digests.find(["v0:a"])
    assert found.facts == {fact: SWIM[fact] | BARE[fact] for fact in SWIM}
    assert set(found.decisions) == {"d-1", "d-2"}


def test_a_known_picture_is_known_whether_we_made_it_or_not(digests):
    """The list stands beside the memory of outputs."""
    digests.forbid("v0:b", NOON)
    digests.keep("v0:a", SWIM, "d-1", NOON)
    digests.forbid("v0:a", NOON)
    found = digests.find(["v0:a", "v0:b"])
    assert [each.known_bad for each in found] == [True, True]
    assert [each.facts for each in found] == [SWIM, {}]


def test_sixteen_uploads_under_two_keys_are_looked_up_at_once(digests):
    """The most that a call can bring."""
    digests.keep("v0:15", SWIM, "d-1", NOON)
    names = [f"{key}:{at}" for at in range(17) for key in ("v0", "v1")]
    assert len(digests.find(names)) == 1


@pytest.mark.parametrize(
    "client",
    [
        SimpleNamespace(
            batch_get_item=raising(ClientError({"Error": {"Code": "ThrottlingException"}}, "x")),
            update_item=raising(ClientError({"Error": {"Code": "ThrottlingException"}}, "x")),
        ),
        SimpleNamespace(
            batch_get_item=lambda **_: {"Responses": {}, "UnprocessedKeys": {TABLE: {}}},
            update_item=raising(ClientError({"Error": {"Code": "AccessDenied"}}, "x")),
        ),
    ],
)
def test_a_table_that_does_not_answer_for_all_is_an_error(client):
    """What was not answered for is not unknown."""
    digests = DynamoDigests(lambda: client, TABLE, 365)
    with pytest.raises(DigestError):
        digests.find(["v0:a"])
    with pytest.raises(DigestError):
        digests.keep("v0:a", SWIM, "d-1", NOON)


def test_names_are_keyed_hashes_under_each_key_in_use():
    """Nobody can look up a picture that they have without the key."""
    names = names_of("ab" * 32, (Secret("v0", b"a"), Secret("v1", b"b")))
    assert [name[:3] for name in names] == ["v0:", "v1:"]
    assert "abab" not in "".join(names)


@pytest.mark.parametrize(
    ("exposure", "sexual", "tells"),
    [
        ({"covered"}, {"no"}, False),
        ({"covered", "swimwear"}, {"no"}, True),
        ({"covered"}, {"no", "suggestive"}, True),
    ],
)
def test_there_is_nothing_to_remember_of_what_is_surely_plain(exposure, sexual, tells):
    """What is covered starts as covered in any case."""
    assert telling({"exposure": frozenset(exposure), "sexual": frozenset(sexual)}) is tells
