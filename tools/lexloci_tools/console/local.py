"""The desk of `lexloci serve`: the local ledger, its seals, and the rules of the checkout."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.objects import FolderObjects
from lexloci_edge.seals.proving import Prover
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import ReadOnly, Scanned
from lexloci_tools.law.building import RULES, packaged
from lexloci_tools.serve import local_aws
from lexloci_tools.serve.intrinsics import REGION

if TYPE_CHECKING:
    from lexloci_tools.serve.local_cloud import LocalCloud

SEALS_TABLE = "LEXLOCI_SEALS_TABLE"


@contextmanager
def local_desk(cloud: "LocalCloud", house: str | None = None) -> Iterator[Desk]:
    """The desk over a local cloud; its connections end with it. Raises: RulebookError."""
    rulebook = packaged().under(house or "")
    named = [one.variables.get(SEALS_TABLE, "") for one in cloud.template.functions.values()]
    table, seals = next(iter(cloud.template.tables), ""), next(filter(None, named), "seals")
    with ExitStack() as ends:
        ledger, state = (
            local_aws.client("dynamodb", url) for url in (cloud.dynamodb, cloud.aws.url)
        )
        ends.callback(ledger.close)
        ends.callback(state.close)
        objects = FolderObjects(cloud.sealing.log)
        yield Desk(
            rulebook=rulebook,
            clock=lambda: datetime.now(UTC),
            source="this machine's",
            ledger=Scanned(ReadOnly(ledger), table, REGION, rulebook.places),
            proofs={REGION: Prover(ReadOnly(state), seals, objects, REGION)},
            keys=lambda: keys_in(cloud.sealing.public_key),
            export=cloud.sealing.log,
            rules=RULES,
        )


def keys_in(file: Path) -> list[VerifierKey]:
    """The verifier keys in a file, one a line. Raises: OSError, NoteError."""
    return [VerifierKey.parse(line) for line in file.read_text(encoding="utf-8").split()]
