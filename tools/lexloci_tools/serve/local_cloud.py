"""The whole gate on this machine: functions, DynamoDB, secrets, generator, fronts before them."""

import contextlib
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import lexloci_tools
from lexloci_edge.seals.state import DynamoState
from lexloci_tools.serve import local_aws
from lexloci_tools.serve.front import Edge, Front, Own, Seen
from lexloci_tools.serve.generator import DemoGenerator
from lexloci_tools.serve.intrinsics import ACCOUNT, TemplateError
from lexloci_tools.serve.keys import ClaimsSigner
from lexloci_tools.serve.live_stub import LiveStub
from lexloci_tools.serve.runtime_api import Pool
from lexloci_tools.serve.sealing import Sealing
from lexloci_tools.serve.stub_sight import StubSight
from lexloci_tools.serve.template import Function, Template, read_template

PLACE = "GB-ENG"
"""Where a caller stands unless told otherwise."""

UPLOADS = "lexloci-uploads"
"""The bucket of uploads."""

CALLER = f"arn:aws:iam::{ACCOUNT}:user/local"
"""Who a local caller is to the routes that are open to IAM."""

_ORIGIN_SECRET = "LEXLOCI_ORIGIN_SECRET"
_HASH_KEY = "LEXLOCI_HASH_KEY"
_PERMIT_KEY = "LEXLOCI_PERMIT_KEY"
_PROBE_KEY = "LEXLOCI_PROBE_KEY"
_UPLOADS = "LEXLOCI_UPLOADS"
_TABLE = "LEXLOCI_TABLE"
_SEALS_TABLE = "LEXLOCI_SEALS_TABLE"
_SEALS_BUCKET = "LEXLOCI_SEALS_BUCKET"


def checkout() -> Path:
    """Answer the folder that holds `template.yaml`: the checkout this package is installed from.

    Raises: TemplateError when there is none.
    """
    for folder in (Path(lexloci_tools.__file__).parents[2], Path.cwd(), *Path.cwd().parents):
        if (folder / "template.yaml").is_file():
            return folder
    raise TemplateError("not found", hint="run it in the checkout")


class LocalCloud:
    """Everything behind the fronts, from when it is made until `close`; a context manager.

    INVARIANT: `close` leaves no child running, whatever failed before.
    """

    def __init__(
        self,
        *,
        place: str = PLACE,
        house: str | None = None,
        upstream: str | None = None,
        dynamodb: str | None = None,
        variables: Mapping[str, str] | None = None,
        root: Path | None = None,
        ledger: Path | None = None,
        live: Path | None = None,
        detector: str | None = None,
    ) -> None:
        """Start it; `upstream` and `dynamodb` (URLs) replace the demo generator and DynamoDB.

        `variables` stand over every function's environment; `live` is a document of live rules,
        deployed as it is edited; `detector` (rekognition, guardrails) looks at images, by a stub
        that reads marks (`sight`); `ledger` is the folder that `sealing`
        seals into, none is one that ends with this. Raises: TemplateError; RuntimeError when moto
        does not start; botocore's errors when `dynamodb` does not answer.
        """
        root = root or checkout()
        self.template: Template = read_template(root / "template.yaml")
        self.place = place
        self.signer = ClaimsSigner()
        self.secret = local_aws.new_secret()
        self._every: list[Pool] = []
        self._ends = contextlib.ExitStack()
        try:
            self._start(dynamodb, live)
            self._ledger = ledger or self.logs / "ledger"
            usual = {**self._usual(root, house, upstream), **self._sight(detector)}
            self._variables = {**usual, **(variables or {})}
            # The first environment starts while these are made: it reads them only when asked.
            self.pools: dict[str, Pool] = self._start_pools(self._variables)
            self._fill()
            self.sealing = self._sealing()
        except BaseException:
            self.close()
            raise

    def _usual(self, root: Path, house: str | None, upstream: str | None) -> dict[str, str]:
        """What every function is told."""
        return {
            "AWS_ENDPOINT_URL_DYNAMODB": self.dynamodb,
            # With the underscore: botocore names it by the service's id, "Secrets Manager".
            "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.aws.url,
            "AWS_ENDPOINT_URL_S3": self.aws.url,
            "LEXLOCI_RULEBOOK": str(root / "layers" / "rulebook" / "rulebook.json"),
            "LEXLOCI_UPSTREAM": upstream or self.generator.url,
            **self.signer.variables,
            **(self.live.variables if self.live is not None else {}),
            **({"LEXLOCI_HOUSE": house} if house is not None else {}),
        }

    def _sight(self, detector: str | None) -> dict[str, str]:
        """What every function is told of the detector. The stub listens in any case, so that a
        front can be made whose functions look and one whose functions do not."""
        variables = dict(self.sight.variables)
        return {**variables, "LEXLOCI_DETECTOR": detector} if detector else variables

    def _start(self, dynamodb: str | None, live: Path | None) -> None:
        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="lexloci-"))
        self.logs = Path(folder)
        self.aws = local_aws.LocalAws()
        self._ends.callback(self.aws.close)
        self.generator = DemoGenerator()
        self._ends.callback(self.generator.close)
        self.sight = StubSight()
        self._ends.callback(self.sight.close)
        self.dynamodb = dynamodb or self.aws.url
        self.probe_key = self.logs / "probe-key"
        self.probe_key.write_text(local_aws.new_secret(), encoding="utf-8")
        self.live = LiveStub(live) if live is not None else None
        if self.live is not None:
            self._ends.callback(self.live.close)

    def front(
        self,
        edge: Edge | None = None,
        seen: Callable[[Seen], None] = lambda _: None,
        port: int = 0,
        variables: Mapping[str, str] | None = None,
        own: Own = lambda _: None,
    ) -> Front:
        """Answer a new front before the functions; without an edge it is the real one's stand-in.

        With `variables` it stands before functions of its own, whose environment differs by these.
        `own` is what it answers by itself (the console). Raises: OSError when the port is taken.
        """
        pools = self.pools
        if variables is not None:
            pools = self._start_pools({**self._variables, **variables})
        front = Front(edge or self.edge(), self.template.routes, pools, seen, port, own)
        self._ends.callback(front.close)
        return front

    def edge(self, *, proven: bool = True, raw: bool = False) -> Edge:
        """Answer an edge of this cloud; see `Edge` for `raw`; not `proven` leaves the proof out."""
        secret, caller = (self.secret, CALLER) if proven else ("", "")
        misbehave = self.generator.misbehave
        return Edge(
            self.place, secret, self.signer, self.template.forwarded, raw, caller, misbehave
        )

    def logged(self) -> str:
        """Answer everything the functions have written to their logs so far."""
        return "".join(
            one.read_text(encoding="utf-8", errors="replace") for one in self.logs.glob("*.log")
        )

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of all children."""
        return (self.aws.pid, *(pid for pool in self._every for pid in pool.pids))

    def close(self) -> None:
        """Stop listening and end every child."""
        self._ends.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def _start_pools(self, variables: Mapping[str, str]) -> dict[str, Pool]:
        pools = {}
        for name, function in self.template.functions.items():
            given = {**self._named(function), **variables, **self._seals(function)}
            pools[name] = Pool(function, given, self.logs / f"{name}.log")
            self._every.append(pools[name])
            self._ends.callback(pools[name].close)
        # The others start when they are first asked: most sessions never do.
        for name in {route.function for route in self.template.routes if route.key == "$default"}:
            pools[name].warm()
        return pools

    def _named(self, function: Function) -> dict[str, str]:
        """Answer the names the template left to the cloud: the table's and the secrets'."""
        table = next(iter(self.template.tables), "")
        usual = {_TABLE: table, _ORIGIN_SECRET: "origin-secret", _HASH_KEY: "hash-key"}
        usual |= {_PERMIT_KEY: "permit-key", _PROBE_KEY: "probe-key"}
        given = {name: function.variables.get(name) or value for name, value in usual.items()}
        # The template leaves the bucket's name to CloudFormation.
        return given | ({_UPLOADS: UPLOADS} if _UPLOADS in function.variables else {})

    def _seals(self, function: Function) -> dict[str, str]:
        """Where a function that knows of seals finds them: in this run's own table, in a folder."""
        if _SEALS_BUCKET not in function.variables:
            return {}
        folder = (self._ledger / "log").absolute()
        return {_SEALS_BUCKET: f"file:{folder}", "AWS_ENDPOINT_URL_DYNAMODB": self.aws.url}

    def _sealing(self) -> Sealing:
        """What seals the gate's table. Nothing is sealed until it is told to."""
        names = [one.variables.get(_SEALS_TABLE, "") for one in self.template.functions.values()]
        seals = next(filter(None, names), "seals")
        if self.dynamodb != self.aws.url and seals in self.template.tables:
            local_aws.create_tables(self.aws.url, {seals: self.template.tables[seals]})
        ledger, state = (local_aws.client("dynamodb", url) for url in (self.dynamodb, self.aws.url))
        self._ends.callback(ledger.close)
        self._ends.callback(state.close)
        table = next(iter(self.template.tables), "")
        return Sealing(self._ledger, ledger, table, DynamoState(state, seals))

    def _fill(self) -> None:
        values: dict[str, str] = {}
        for function in self.template.functions.values():
            named = self._named(function)
            values.setdefault(named[_ORIGIN_SECRET], self.secret)
            for name in (_HASH_KEY, _PERMIT_KEY):
                values.setdefault(named[name], local_aws.new_secret())
            values.setdefault(named[_PROBE_KEY], self.probe_key.read_text(encoding="utf-8"))
        making = threading.Thread(target=local_aws.create_secrets, args=(self.aws.url, values))
        making.start()
        try:
            local_aws.create_tables(self.dynamodb, self.template.tables)
            local_aws.create_bucket(self.aws.url, UPLOADS)
        finally:
            making.join()
