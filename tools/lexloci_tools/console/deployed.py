"""`lexloci serve --table NAME --read-only`: the console over a deployed ledger, on this machine.

It reads with the credentials of whoever starts it, so what they may see is what IAM lets them see;
nothing is deployed for it, and no front is opened to the network. Every client is held to reading.
"""

import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from lexloci.errors import LexlociError
from lexloci.rulebook import Rulebook
from lexloci_edge.seals.live import objects_of
from lexloci_edge.seals.note import VerifierKey
from lexloci_edge.seals.proving import Prover
from lexloci_tools.asking import rulebook_under
from lexloci_tools.console.answering import console
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.ledger import Queried, ReadOnly
from lexloci_tools.console.local import keys_in
from lexloci_tools.law.building import RULES
from lexloci_tools.serve.front import over_limits
from lexloci_tools.serve.http_server import Answerer, Listening
from lexloci_tools.serve.payload import Reply, Request, gateway_error

Connect = Callable[[str], Any]
"""A boto3 client of a service, by name."""


@dataclass(frozen=True, slots=True)
class Deployed:
    """Where a deployed ledger lies. seals_table, seals_bucket: empty where proofs are not asked;
    key: a file of verifier keys; export: a folder for the report."""

    table: str
    region: str
    seals_table: str = ""
    seals_bucket: str = ""
    key: Path | None = None
    export: Path | None = None
    house: str = ""


class ConsoleError(LexlociError):
    """The console cannot start as asked."""

    exit_code = 2


def serve_deployed(port: int, where: Deployed) -> None:
    """Serve on 127.0.0.1 until Ctrl-C or SIGTERM. Raises: ConsoleError, RulebookError."""
    import boto3
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError

    limits = Config(connect_timeout=5, read_timeout=20, retries={"total_max_attempts": 3})
    ending = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: ending.set())
    try:
        session = boto3.session.Session(region_name=where.region or None)
        region = str(session.region_name or "")
        if not region:
            raise ConsoleError("--region", "is not known", "say it, or set AWS_REGION")
        desk = desk_of(where, region, lambda name: session.client(name, config=limits))
        served = Served(console(desk), port)
    except BotoCoreError as error:
        raise ConsoleError("AWS", str(error)) from None
    except OSError as error:
        raise ConsoleError(f"port {port}", error.strerror or str(error), "try --port") from None
    print(f"lexloci console: {served.url}/console  over {where.table} ({region}), only read")
    print("Ctrl-C ends it.", flush=True)
    ending.wait()
    served.close()


def desk_of(where: Deployed, region: str, connect: Connect) -> Desk:
    """The desk over a deployed ledger. Raises: ConsoleError, RulebookError."""
    rulebook: Rulebook = rulebook_under(where.house)
    client = ReadOnly(connect("dynamodb"))
    proofs = None
    if where.seals_table and where.seals_bucket:
        objects = objects_of(where.seals_bucket, lambda name: ReadOnly(connect(name)))
        proofs = {region: Prover(client, where.seals_table, objects, region)}
    keys = _keys(where.key)
    return Desk(
        rulebook=rulebook,
        clock=lambda: datetime.now(UTC),
        source=f"table {where.table} in {region}",
        ledger=Queried(client, where.table, region),
        proofs=proofs,
        keys=lambda: keys,
        export=where.export,
        rules=RULES if RULES.is_dir() else None,
        read_only=True,
    )


def _keys(file: Path | None) -> Sequence[VerifierKey]:
    try:
        return () if file is None else keys_in(file)
    except OSError as error:
        raise ConsoleError("--key", f"`{file}`: {error.strerror}") from None


class Served(Listening):
    """The console alone on a port of this machine: listens until `close`."""

    def __init__(self, answer: Callable[[Request], Reply | None], port: int = 0) -> None:
        """Raises: OSError when the port is taken."""
        super().__init__(_handler(answer), port)


def _handler(answer: Callable[[Request], Reply | None]) -> type[Answerer]:
    class Alone(Answerer):
        timeout = 75

        def _every_method(self) -> None:
            reply = over_limits(self.requestline, self.headers)
            if reply is not None:
                self.close_connection = True
            else:
                path, _, query = self.path.partition("?")
                headers, peer = tuple(self.headers.items()), str(self.client_address[0])
                request = Request(self.command, path, query, headers, self.body(), peer)
                reply = answer(request) or gateway_error(404)
            self.answer(reply.status, reply.body, list(reply.headers))

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_HEAD = _every_method

    return Alone
