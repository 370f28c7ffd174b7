"""The whole gate on this machine: functions, DynamoDB, secrets, generator, fronts before them."""

import contextlib
import tempfile
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import lexloci_tools
from lexloci_tools.serve import local_aws
from lexloci_tools.serve.front import Edge, Front, Seen
from lexloci_tools.serve.generator import DemoGenerator
from lexloci_tools.serve.intrinsics import TemplateError
from lexloci_tools.serve.keys import ClaimsSigner
from lexloci_tools.serve.runtime_api import Pool
from lexloci_tools.serve.template import Function, Template, read_template

PLACE = "GB-ENG"
"""Where a caller stands unless told otherwise."""

_ORIGIN_SECRET = "LEXLOCI_ORIGIN_SECRET"
_HASH_KEY = "LEXLOCI_HASH_KEY"
_TABLE = "LEXLOCI_TABLE"


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
    ) -> None:
        """Start it; `upstream` and `dynamodb` (URLs) replace the demo generator and DynamoDB.

        `variables` stand over every function's environment. Raises: TemplateError; RuntimeError
        when moto does not start; botocore's errors when `dynamodb` does not answer.
        """
        root = root or checkout()
        self.template: Template = read_template(root / "template.yaml")
        self.place = place
        self.signer = ClaimsSigner()
        self.secret = local_aws.new_secret()
        self._every: list[Pool] = []
        self._ends = contextlib.ExitStack()
        try:
            self._start(dynamodb)
            self._variables = {
                "AWS_ENDPOINT_URL_DYNAMODB": self.dynamodb,
                # With the underscore: botocore names it by the service's id, "Secrets Manager".
                "AWS_ENDPOINT_URL_SECRETS_MANAGER": self.aws.url,
                "LEXLOCI_RULEBOOK": str(root / "layers" / "rulebook" / "rulebook.json"),
                "LEXLOCI_UPSTREAM": upstream or self.generator.url,
                **self.signer.variables,
                **({"LEXLOCI_HOUSE": house} if house is not None else {}),
                **(variables or {}),
            }
            # The first environment starts while these are made: it reads them only when asked.
            self.pools: dict[str, Pool] = self._start_pools(self._variables)
            self._fill()
        except BaseException:
            self.close()
            raise

    def _start(self, dynamodb: str | None) -> None:
        folder = self._ends.enter_context(tempfile.TemporaryDirectory(prefix="lexloci-"))
        self.logs = Path(folder)
        self.aws = local_aws.LocalAws()
        self._ends.callback(self.aws.close)
        self.generator = DemoGenerator()
        self._ends.callback(self.generator.close)
        self.dynamodb = dynamodb or self.aws.url

    def front(
        self,
        edge: Edge | None = None,
        seen: Callable[[Seen], None] = lambda _: None,
        port: int = 0,
        variables: Mapping[str, str] | None = None,
    ) -> Front:
        """Answer a new front before the functions; without an edge it is the real one's stand-in.

        With `variables` it stands before functions of its own, whose environment differs by these.
        Raises: OSError when the port is taken.
        """
        pools = self.pools
        if variables is not None:
            pools = self._start_pools({**self._variables, **variables})
        front = Front(edge or self.edge(), self.template.routes, pools, seen, port)
        self._ends.callback(front.close)
        return front

    def edge(self, *, proven: bool = True, raw: bool = False) -> Edge:
        """Answer an edge of this cloud; see `Edge` for `raw`; not `proven` leaves the proof out."""
        secret = self.secret if proven else ""
        return Edge(self.place, secret, self.signer, self.template.forwarded, raw)

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
            given = {**self._named(function), **variables}
            pools[name] = Pool(function, given, self.logs / f"{name}.log")
            self._every.append(pools[name])
            self._ends.callback(pools[name].close)
        # The others start when they are first asked: most sessions never do.
        for name in {route.function for route in self.template.routes if route.key == "$default"}:
            pools[name].warm()
        return pools

    def _named(self, function: Function) -> dict[str, str]:
        """Answer the names the template left to the cloud: the table's and the two secrets'."""
        table = next(iter(self.template.tables), "")
        usual = {_TABLE: table, _ORIGIN_SECRET: "origin-secret", _HASH_KEY: "hash-key"}
        return {name: function.variables.get(name) or value for name, value in usual.items()}

    def _fill(self) -> None:
        values: dict[str, str] = {}
        for function in self.template.functions.values():
            named = self._named(function)
            values.setdefault(named[_ORIGIN_SECRET], self.secret)
            values.setdefault(named[_HASH_KEY], local_aws.new_secret())
        making = threading.Thread(target=local_aws.create_secrets, args=(self.aws.url, values))
        making.start()
        try:
            local_aws.create_tables(self.dynamodb, self.template.tables)
        finally:
            making.join()
