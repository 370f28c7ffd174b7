"""Protected persons in DynamoDB, in a table of their own.

    pk  PERSON#<id>   sk  PERSON     because, names, region, entered_at, entered_by, released_at
    pk  NAMES         sk  <region>   one number per keyed hash: how many persons here have it

The gate reads the items under NAMES with one query, every Region's; each Region writes its own, so
that none overwrites another's. One such item holds about 15,000 hashes; past that, entering fails.
"""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Any

from lexloci_edge.errors import RegisterError
from lexloci_edge.people.protected import Person
from lexloci_edge.table import Table, asked

NAMES = "NAMES"
_MARK = "h#"
_CANCELLED = "TransactionCanceledException"


class DynamoProtected(Table):
    """A table of protected persons."""

    failed = RegisterError

    def __init__(self, connect: Callable[[], Any], table: str, region: str) -> None:
        super().__init__(connect, table)
        self._region = region

    def names(self) -> frozenset[str]:
        """As `Protected.names`: read consistently here, as far as replicated from elsewhere."""
        held: Counter[str] = Counter()
        more: dict[str, Any] = {}
        while True:
            answer = self._ask(
                "query",
                KeyConditionExpression="pk = :names",
                ExpressionAttributeValues={":names": {"S": NAMES}},
                ConsistentRead=True,
                **more,
            )
            for item in (answer or {}).get("Items", ()):
                for name, value in item.items():
                    if name.startswith(_MARK):
                        held[name.removeprefix(_MARK)] += int(value["N"])
            if not answer or "LastEvaluatedKey" not in answer:
                return frozenset(name for name, count in held.items() if count > 0)
            more = {"ExclusiveStartKey": answer["LastEvaluatedKey"]}

    def enter(self, person: Person) -> None:
        """As `Protected.enter`. Person and names in one transaction: neither without the other."""
        item = {
            **_key(person.id),
            "because": {"S": person.because},
            "region": {"S": person.region},
            "names": {"L": [{"S": name} for name in person.names]},
            "entered_at": {"S": person.entered_at.isoformat()},
        }
        if person.entered_by is not None:
            item["entered_by"] = {"S": person.entered_by}
        put = {"TableName": self._table, "Item": item}
        put["ConditionExpression"] = "attribute_not_exists(pk)"
        self._together({"Put": put}, self._counted(person, 1))
        if self.get(person.id) != person:
            raise RegisterError("did not take a person")

    def get(self, id: str) -> Person | None:
        """As `Protected.get`."""
        found = self._item(_key(id))
        if found is None:
            return None
        released = found.get("released_at")
        return Person(
            id=id,
            region=found["region"]["S"],
            because=found["because"]["S"],
            names=tuple(each["S"] for each in found["names"]["L"]),
            entered_at=datetime.fromisoformat(found["entered_at"]["S"]),
            entered_by=found.get("entered_by", {}).get("S"),
            released_at=None if released is None else datetime.fromisoformat(released["S"]),
        )

    def release(self, person: Person, at: datetime) -> Person:
        """As `Protected.release`. A second release changes nothing, so names are taken off once."""
        update = {
            "TableName": self._table,
            "Key": _key(person.id),
            "UpdateExpression": "SET released_at = :at",
            "ConditionExpression": "attribute_exists(pk) AND attribute_not_exists(released_at)",
            "ExpressionAttributeValues": {":at": {"S": at.isoformat()}},
        }
        self._together({"Update": update}, self._counted(person, -1))
        found = self.get(person.id)
        if found is None or found.released_at is None:
            raise RegisterError("did not release a person")
        return found

    def _together(self, *parts: dict[str, Any]) -> None:
        """Do all or nothing. A failed condition is told by what stands there afterwards."""
        about = {"TransactItems": list(parts)}
        asked(self.client, "transact_write_items", about, RegisterError, _CANCELLED)

    def _counted(self, person: Person, by: int) -> dict[str, Any]:
        marks = {f"#n{at}": _MARK + name for at, name in enumerate(person.names)}
        update = {
            "TableName": self._table,
            "Key": {"pk": {"S": NAMES}, "sk": {"S": self._region}},
            "UpdateExpression": "ADD " + ", ".join(f"{mark} :by" for mark in marks),
            "ExpressionAttributeNames": marks,
            "ExpressionAttributeValues": {":by": {"N": str(by)}},
        }
        return {"Update": update}


def _key(id: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"PERSON#{id}"}, "sk": {"S": "PERSON"}}
