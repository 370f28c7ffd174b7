"""Looking a decision up: its outcome for whoever holds its id, all of it for its own account."""

import json
from typing import Any

from lexloci_edge.answers import Answer, plain_headers
from lexloci_edge.claims import Claims
from lexloci_edge.errors import TurnedAway
from lexloci_edge.hashes import account_text, keyed_hash
from lexloci_edge.ids import is_id
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.settings import Settings
from lexloci_edge.timely import finished


def look_up(visit: Visit, id: str, claims: Claims, settings: Settings, outside: Outside) -> Answer:
    """The answer to `GET /v1/decisions/{id}`: what this Region's ledger holds, read consistently.

    Raises: TurnedAway where it is not there, LedgerError, TooSlow, SecretError.
    """
    found = None
    if is_id(id):
        limit = outside.limits.ledger
        found = finished("ledger", lambda: outside.ledger.get(id), limit).result()
    if found is None:
        raise TurnedAway(404, "no-decision", "id", "is no decision in the ledger of this Region")
    record, after = found
    told: dict[str, Any] = {"id": record.id, "at": record.at, "outcome": record.outcome}
    account = account_text(claims.account, visit.arrival.headers)
    keys = outside.secrets.accepted(settings.hash_key)
    if account and record.account in {keyed_hash(key, "account", account) for key in keys}:
        told["record"] = json.loads(record.written())
        told["aftermath"] = None if after is None else json.loads(after.written())
    return Answer(200, json.dumps(told), "application/json", plain_headers(visit.id))
