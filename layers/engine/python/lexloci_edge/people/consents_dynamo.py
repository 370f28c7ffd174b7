"""The consent register in DynamoDB, in a table of its own.

    pk  CONSENT#<id>   sk  RECORD   record (canonical JSON), revoked_at, expires (TTL)
    pk  PROOF#<id>     sk  PROOF    proofs (JSON list), expires (TTL)

The gate's role may get keys that begin with CONSENT# and nothing else here. A record is put once;
the one change is its revocation, which is the same from whichever Region it comes.
"""

import json
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from lexloci_edge.errors import RegisterError
from lexloci_edge.table import Table

if TYPE_CHECKING:
    from lexloci_edge.people.consents import Consent

YEAR = 366 * 86_400
_CONDITION = "ConditionalCheckFailedException"


class DynamoConsents(Table):
    """A table as register. years: how long a record is kept after it ended or was revoked."""

    failed = RegisterError

    def __init__(self, connect: Callable[[], Any], table: str, years: int) -> None:
        super().__init__(connect, table)
        self._years = years

    def keep(self, consent: "Consent", proofs: tuple[str, ...]) -> None:
        """As `Consents.keep`. The proof first: a record never stands without it."""
        ends = {} if consent.until is None else self._expires(consent.until)
        proof = {**_key("PROOF", consent.id), "proofs": {"S": json.dumps(proofs)}, **ends}
        record = {**_key("CONSENT", consent.id), "record": {"S": consent.model_dump_json()}, **ends}
        for item in (proof, record):
            self._put(item)

    def get(self, id: str) -> "Consent | None":
        """As `Consents.get`: read consistently."""
        from lexloci_edge.people.consents import Consent

        found = self._item(_key("CONSENT", id))
        if found is None:
            return None
        try:
            consent = Consent.model_validate_json(found["record"]["S"])
        except (ValueError, KeyError):
            raise RegisterError(f"`{id}` cannot be read") from None
        revoked = found.get("revoked_at")
        if revoked is None:
            return consent
        return consent.model_copy(update={"revoked_at": datetime.fromisoformat(revoked["S"])})

    def proofs(self, id: str) -> tuple[str, ...]:
        """As `Consents.proofs`."""
        found = self._item(_key("PROOF", id))
        return () if found is None else tuple(json.loads(found["proofs"]["S"]))

    def revoke(self, id: str, at: datetime) -> "Consent | None":
        """As `Consents.revoke`. The record first: it opens nothing more, whatever fails next."""
        ends = self._expires(at)["expires"]
        self._change(
            _key("CONSENT", id),
            "SET revoked_at = :at, expires = :ends",
            "attribute_exists(pk) AND attribute_not_exists(revoked_at)",
            {":at": {"S": at.isoformat()}, ":ends": ends},
        )
        found = self.get(id)
        if found is not None and found.revoked_at is not None:
            ends = self._expires(found.revoked_at)["expires"]
            self._change(
                _key("PROOF", id), "SET expires = :ends", "attribute_exists(pk)", {":ends": ends}
            )
        return found

    def _put(self, item: dict[str, Any]) -> None:
        """Put a new item; one that is there already and equal was put by a try whose answer was
        lost. Raises: RegisterError."""
        new = "attribute_not_exists(pk)"
        if self._ask("put_item", _CONDITION, Item=item, ConditionExpression=new) is not None:
            return
        key = {name: item[name] for name in ("pk", "sk")}
        if self._item(key) != item:
            raise RegisterError(f"holds another record of this id ({_CONDITION})")

    def _change(self, key: dict[str, Any], update: str, only_if: str, values: Any) -> None:
        self._ask(
            "update_item",
            unless=_CONDITION,
            Key=key,
            UpdateExpression=update,
            ConditionExpression=only_if,
            ExpressionAttributeValues=values,
        )

    def _expires(self, ended: datetime) -> dict[str, dict[str, str]]:
        return {"expires": {"N": str(int(ended.timestamp()) + self._years * YEAR)}}


def _key(kind: str, id: str) -> dict[str, dict[str, str]]:
    return {"pk": {"S": f"{kind}#{id}"}, "sk": {"S": "RECORD" if kind == "CONSENT" else kind}}
