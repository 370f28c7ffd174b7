"""The gate in this interpreter: its real handler before moto's tables, for quick tests."""

import base64
import importlib.util
import itertools
import json
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import boto3
from moto import mock_aws

from lexloci_tools.serve import local_aws
from lexloci_tools.serve.consenting import ACCOUNT, consent_of
from lexloci_tools.serve.front import NO_PLACE, Edge, through
from lexloci_tools.serve.generator import DemoGenerator, Received, scene
from lexloci_tools.serve.intrinsics import TemplateError
from lexloci_tools.serve.keys import ClaimsSigner
from lexloci_tools.serve.local_cloud import CALLER, PLACE, checkout
from lexloci_tools.serve.payload import Reply, Request
from lexloci_tools.serve.runtime_api import variables_of
from lexloci_tools.serve.template import Function, Template, read_template

FUNCTION = "Enforce"
_GENERATIONS, _EDITS = "/v1/images/generations", "/v1/images/edits"
_BOUNDARY = "lexloci-boundary"
_loaded = itertools.count()


@dataclass(frozen=True, slots=True)
class Answer:
    """What a caller was answered. headers: by lower-case name."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        """The body, which is a JSON object in every answer of the gate."""
        read: dict[str, Any] = json.loads(self.body)
        return read

    @property
    def decision(self) -> str:
        """The decision's id."""
        return self.headers.get("lexloci-decision", "")

    @property
    def rules(self) -> tuple[str, ...]:
        """The rule versions that a refusal names, as `pack/rule@from`."""
        return tuple(str(one["rule"]) for one in self.json.get("rules", []))

    @property
    def images(self) -> tuple[bytes, ...]:
        """The images of an allowed call."""
        data = self.json.get("data", [])
        return tuple(base64.b64decode(one["b64_json"]) for one in data)


class GateHere:
    """The gate, asked as a platform's caller asks it. Made by `gate_here`."""

    def __init__(self, template: Template, generator: DemoGenerator) -> None:
        self.signer = ClaimsSigner()
        self.template = template
        self._generator = generator
        self._secret = local_aws.new_secret()
        self._functions = {name: _Loaded(one) for name, one in template.functions.items()}

    @property
    def forwarded(self) -> tuple[Received, ...]:
        """What reached the generator, in order."""
        return self._generator.received

    def generate(
        self,
        prompt: str,
        *,
        place: str | None = PLACE,
        claims: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        **fields: object,
    ) -> Answer:
        """Ask for an image. `place` None is a caller from nobody knows where; `fields` go along."""
        body = json.dumps({"prompt": prompt, **fields}).encode()
        sent = {"Content-Type": "application/json", **(headers or {})}
        return self.send("POST", _GENERATIONS, body, sent, place=place, claims=claims)

    def edit(
        self,
        prompt: str,
        *,
        image: bytes | None = None,
        place: str | None = PLACE,
        claims: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
        **fields: object,
    ) -> Answer:
        """Ask for an edit of an uploaded image; without one, a small drawing is sent."""
        parts = [
            _part("prompt", prompt.encode()),
            *(_part(k, str(v).encode()) for k, v in fields.items()),
        ]
        parts.append(_part("image", image or scene(64, 64), 'filename="photo.png"', "image/png"))
        body = b"".join(parts) + f"--{_BOUNDARY}--\r\n".encode()
        kind = f"multipart/form-data; boundary={_BOUNDARY}"
        sent = {"Content-Type": kind, **(headers or {})}
        return self.send("POST", _EDITS, body, sent, place=place, claims=claims)

    def send(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        *,
        place: str | None = PLACE,
        claims: Mapping[str, object] | None = None,
        proven: bool = True,
    ) -> Answer:
        """Send any request through the front's stand-in; not `proven` leaves the proof out."""
        sent = {"Authorization": "Bearer caller", **(headers or {})}
        if claims is not None:
            sent["Lexloci-Claims"] = self.signer.sign(claims)
        bare, _, query = path.partition("?")
        request = Request(method, bare, query, tuple(sent.items()), body, "192.0.2.1")
        secret, caller = (self._secret, CALLER) if proven else ("", "")
        edge = Edge(place or NO_PLACE, secret, self.signer, self.template.forwarded, iam=caller)
        return _answer(through(request, edge, self.template.routes, self._functions)[0])

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer an event of payload format 2.0, as the gate's function does."""
        return self._functions[FUNCTION].invoke(event)

    def consent(
        self,
        *images: bytes,
        accounts: Sequence[str] = (ACCOUNT,),
        shown: int = 1,
        names: Sequence[str] = (),
        **fields: object,
    ) -> str:
        """Record that everybody shown in these images consented; answers the record's id.

        For calls with `claims={"sub": ACCOUNT, "consents": [id]}`. To edits into underwear, unless
        `fields` (as of `POST /v1/consents`) say otherwise; `names` and a `purpose` make it one for
        generations. Raises: RuntimeError where the register does not take it.
        """
        body = consent_of(images, accounts, shown, names, **fields)
        answer = self.backend("POST", "/v1/consents", body)
        if answer.status != 201:
            raise RuntimeError(f"the register answered {answer.status}: {answer.body.decode()}")
        return str(answer.json["id"])

    def revoke(self, consent: str) -> Answer:
        """Revoke a consent record."""
        return self.backend("POST", f"/v1/consents/{consent}/revoke")

    def backend(self, method: str, path: str, body: Mapping[str, object] | None = None) -> Answer:
        """Ask the register as the platform's backend does."""
        data = b"" if body is None else json.dumps(body).encode()
        kind = {"Content-Type": "application/json"}
        return self.send(method, path, data, kind, claims={"sub": "backend", "role": "backend"})

    def decide(
        self,
        body: Mapping[str, object],
        path: str = "/v1/decisions",
        *,
        claims: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask for a decision as a platform's backend does: signed for IAM, or by these claims."""
        kind = {"Content-Type": "application/json", **(headers or {})}
        return self.send("POST", path, json.dumps(body).encode(), kind, claims=claims)

    def records(self) -> tuple[dict[str, Any], ...]:
        """What the ledger holds: decisions, and what came of the allowed ones."""
        table = self.template.functions[FUNCTION].variables["LEXLOCI_TABLE"]
        pages = boto3.client("dynamodb").get_paginator("scan").paginate(TableName=table)
        return tuple(json.loads(one["record"]["S"]) for page in pages for one in page["Items"])

    def fill(self, function: Function) -> None:
        """Make the tables and secrets that the function is told of."""
        dynamodb, vault = boto3.client("dynamodb"), boto3.client("secretsmanager")
        for table in self.template.tables.values():
            dynamodb.create_table(**table)
        values = {"LEXLOCI_ORIGIN_SECRET": self._secret, "LEXLOCI_HASH_KEY": local_aws.new_secret()}
        values["LEXLOCI_PERMIT_KEY"] = local_aws.new_secret()
        values["LEXLOCI_PROBE_KEY"] = local_aws.new_secret()
        for name, value in values.items():
            vault.create_secret(
                Name=function.variables[name], SecretString=json.dumps({"secret": value})
            )


@contextmanager
def gate_here(house: str = "", **variables: str) -> Iterator[GateHere]:
    """Answer a gate with tables and secrets of its own; `variables` stand over its environment.

    The environment of this interpreter is put back at the end. Raises: TemplateError.
    """
    root = checkout()
    template = read_template(root / "template.yaml")
    function = template.functions[FUNCTION]
    with ExitStack() as ends:
        generator = DemoGenerator(keep=True)
        ends.callback(generator.close)
        ends.callback(_put_back, dict(os.environ))
        ends.enter_context(mock_aws())
        gate = GateHere(template, generator)
        for name in [name for name in os.environ if name.startswith("AWS_ENDPOINT_URL")]:
            del os.environ[name]
        os.environ |= {
            **variables_of(function),
            "LEXLOCI_RULEBOOK": str(root / "layers" / "rulebook" / "rulebook.json"),
            "LEXLOCI_UPSTREAM": generator.url,
            "LEXLOCI_HOUSE": house,
            **gate.signer.variables,
            **variables,
        }
        gate.fill(function)
        yield gate


class _Loaded:
    """A function in this interpreter: imported at its first event."""

    def __init__(self, function: Function) -> None:
        self._function = function
        self._handler: Callable[[dict[str, Any], Any], dict[str, Any]] | None = None

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer the event."""
        told = json.loads(json.dumps(event))
        context = SimpleNamespace(get_remaining_time_in_millis=lambda: 29_000, aws_request_id="x")
        if self._handler is None:
            self._handler = _handler_of(self._function)
        return self._handler(told, context)


def _put_back(environ: Mapping[str, str]) -> None:
    os.environ.clear()
    os.environ.update(environ)


def _handler_of(function: Function) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    """Answer the handler from a module of its own, so that no gate is kept from an earlier test."""
    module, name = function.handler.rsplit(".", 1)
    path = function.code / f"{module}.py"
    spec = importlib.util.spec_from_file_location(f"lexloci_function_{next(_loaded)}", path)
    if spec is None or spec.loader is None:
        raise TemplateError(f"no handler at `{path}`")
    loaded = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(loaded)
    handler: Callable[[dict[str, Any], Any], dict[str, Any]] = getattr(loaded, name)
    return handler


def _part(name: str, value: bytes, more: str = "", kind: str = "") -> bytes:
    head = f'--{_BOUNDARY}\r\nContent-Disposition: form-data; name="{name}"'
    head += f"; {more}" if more else ""
    head += f"\r\nContent-Type: {kind}" if kind else ""
    return head.encode() + b"\r\n\r\n" + value + b"\r\n"


def _answer(reply: Reply) -> Answer:
    return Answer(reply.status, dict(reply.headers), reply.body)
