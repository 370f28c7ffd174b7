"""A stack of the template, as far as it can be had here: what its resources say is made in moto
(`making`), its functions run under their own roles, and each call to AWS is held against the role
that makes it (`grants`) and the bucket's policy.

Stood in for by answers of ours, because moto has no such thing: Ed25519 in KMS, AppConfig's data
plane, Rekognition, Bedrock (`standing_in`). Not simulated: API Gateway and CloudFront themselves
(`lexloci_tools.serve.front` stands in), Route 53, WAF, alarms, CodeDeploy, Step Functions, Lambda's
event sources (the tour hands their events over), replication.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from moto import mock_aws
from tests.deploy.grants import Call, Grant, calls_of, denies, granted_by
from tests.deploy.making import Making, Physical

from lexloci_tools.serve.front import NO_PLACE, Edge, Front, Seen, through
from lexloci_tools.serve.generator import DemoGenerator
from lexloci_tools.serve.here import Answer, _handler_of
from lexloci_tools.serve.intrinsics import ACCOUNT, REGION, load
from lexloci_tools.serve.keys import ClaimsSigner
from lexloci_tools.serve.local_cloud import CALLER, PLACE
from lexloci_tools.serve.payload import Request
from lexloci_tools.serve.runtime_api import variables_of
from lexloci_tools.serve.template import read_template

StandIn = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Answers an API's parameters as AWS would."""


@dataclass(frozen=True, slots=True)
class _Context:
    """What Lambda says of an invocation."""

    function_name: str
    aws_request_id: str = "x"
    memory_limit_in_mb: int = 1024

    @property
    def invoked_function_arn(self) -> str:
        """Its alias."""
        return f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self.function_name}:live"

    def get_remaining_time_in_millis(self) -> int:
        """Always the same."""
        return 29_000


@dataclass
class Stack:
    """The stack, from `deployed`. calls: what each function asked of AWS; denied: what its role
    does not let it ask."""

    making: Making
    root: Path
    parameters: Mapping[str, str]
    stand_ins: dict[str, StandIn]
    generator: DemoGenerator
    signer: ClaimsSigner = field(default_factory=ClaimsSigner)
    busy: bool = False
    sessions: dict[str, Any] = field(default_factory=dict)
    calls: list[tuple[str, Call]] = field(default_factory=list)
    denied: list[tuple[str, Call]] = field(default_factory=list)
    grants: dict[str, tuple[Grant, ...]] = field(default_factory=dict)
    handlers: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)
    shared: dict[str, Any] = field(default_factory=dict)

    # ------------------------------------------------------------------------------- functions

    @property
    def resolve(self) -> Physical:
        """Works out the template's expressions, with the names that things got."""
        return self.making.resolve

    @property
    def resources(self) -> Mapping[str, Any]:
        """The template's resources that this stack has."""
        return self.making.resources

    def make(self) -> None:
        """Create what the template declares, and look up what each function's role grants."""
        self.making()
        self.template = read_template(self.root / "template.yaml", self.parameters)
        for name, one in self.resources.items():
            if one["Type"] == "AWS::Serverless::Function":
                role = one["Properties"]["Role"]["Fn::GetAtt"][0]
                self.grants[name] = granted_by(role, self.resources, self.resolve)

    def choose(self, **parameters: str) -> None:
        """Set parameters of the running stack, for functions that have not started yet."""
        self.making.resolve.choose(parameters)

    def environment(self, name: str) -> dict[str, str]:
        """A function's variables, as Lambda would set them."""
        own = self.resources[name]["Properties"].get("Environment", {}).get("Variables", {})
        shared = self.shared | own
        told = {key: str(value) for key, value in self.resolve(shared).items()}
        return {
            **variables_of(self.template.functions[name]),
            **told,
            "LEXLOCI_RULEBOOK": str(self.root / "layers/rulebook/rulebook.json"),
            "LEXLOCI_UPSTREAM": self.generator.url,
            **(self.signer.variables if "LEXLOCI_CLAIMS_JWKS_SECRET" not in told else {}),
        }

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """What a function answers to an event, with its own variables and under its own role.

        A function that another one waits for (the probe's calls) is warm by then: it has read its
        variables and made its clients.
        """
        told = json.loads(json.dumps(event))
        if self.busy:
            return self._handler(name)(told, _Context(name))
        before, session = dict(os.environ), boto3.DEFAULT_SESSION
        self.busy = True
        os.environ |= self.environment(name)
        boto3.DEFAULT_SESSION = self._session(name)
        try:
            return self._handler(name)(told, _Context(name))
        finally:
            self.busy = False
            boto3.DEFAULT_SESSION = session
            os.environ.clear()
            os.environ.update(before)

    def _handler(self, name: str) -> Callable[[Any, Any], Any]:
        if name not in self.handlers:
            self.handlers[name] = _handler_of(self.template.functions[name])
        return self.handlers[name]

    def _session(self, name: str) -> Any:
        """What a function makes its clients of: each call of one is known by it, in any thread."""
        if name not in self.sessions:
            made = self.sessions[name] = boto3.session.Session(region_name=REGION)
            made.events.register("before-parameter-build", partial(self.before, name))
            made.events.register("before-call", self.instead)
        return self.sessions[name]

    def front(self, seen: Callable[[Seen], None] = lambda _: None) -> Front:
        """A front that listens before this stack's functions."""
        return Front(self._edge(PLACE), self.template.routes, self._invocables(), seen)

    def _edge(self, place: str | None) -> Edge:
        return Edge(
            place or NO_PLACE,
            self.making.origin_secret(),
            self.signer,
            self.template.forwarded,
            iam=CALLER,
            misbehave=self.generator.misbehave,
        )

    def _invocables(self) -> dict[str, Any]:
        return {
            name: SimpleNamespace(invoke=partial(self.invoke, name))
            for name in self.template.functions
        }

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        claims: Mapping[str, object] | None = None,
        place: str | None = PLACE,
        **headers: str,
    ) -> Answer:
        """What a caller is answered through the front's stand-in. body: bytes, or JSON's value."""
        data = (
            body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        )
        sent = {"Authorization": "Bearer caller", "Content-Type": "application/json", **headers}
        if claims is not None:
            sent["Lexloci-Claims"] = self.signer.sign(claims)
        bare, _, query = path.partition("?")
        request = Request(method, bare, query, tuple(sent.items()), data, "192.0.2.1")
        edge = self._edge(place)
        reply = through(request, edge, self.template.routes, self._invocables())[0]
        return Answer(reply.status, dict(reply.headers), reply.body)

    # --------------------------------------------------------------------------- calls and rights

    def before(
        self, name: str, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any
    ) -> None:
        """Note a call of a function, and refuse it as IAM would where its role does not grant it.

        Raises: ClientError.
        """
        context["lexloci"] = params
        if context.get("is_presign_request"):
            # Nothing is asked yet: `allow` is told when somebody uses what was signed.
            return
        for call in calls_of(model.service_model.service_name, model.name, params, self.resolve):
            self.allow(name, call, model.name)
        for statement in self.making.policies.get(params.get("Bucket", ""), ()):
            if denies(statement, model.name, params):
                raise ClientError({"Error": {"Code": "AccessDenied"}}, model.name)

    def allow(self, name: str, call: Call, operation: str = "") -> None:
        """Note what a function asks, or what somebody asks that it has signed for.

        Raises: ClientError where its role does not grant it.
        """
        self.calls.append((name, call))
        if not any(grant.covers(call) for grant in self.grants[name]):
            self.denied.append((name, call))
            code = {"Code": "AccessDeniedException", "Message": f"{call} is not granted"}
            raise ClientError({"Error": code}, operation)

    def instead(self, model: Any, context: dict[str, Any], **_: Any) -> Any:
        """The answer of what moto has not."""
        answer = self.stand_ins.get(f"{model.service_model.service_name}.{model.name}")
        if answer is None:
            return None
        return AWSResponse("https://stand-in", 200, {}, None), answer(context["lexloci"])


@contextmanager
def deployed(
    root: Path, stand_ins: Mapping[str, StandIn], vault: Mapping[str, str], **parameters: str
) -> Iterator[Stack]:
    """The stack with these parameters. vault: values of secrets that are not of the stack, by the
    parameter that names them. This interpreter's environment is put back at the end."""
    document = load((root / "template.yaml").read_text(encoding="utf-8"))
    with ExitStack() as ends:
        generator = DemoGenerator(keep=True)
        ends.callback(generator.close)
        before = dict(os.environ)
        ends.callback(lambda: (os.environ.clear(), os.environ.update(before)))
        os.environ |= {"MOTO_ACCOUNT_ID": ACCOUNT, "AWS_DEFAULT_REGION": REGION}
        # moto answers no host names that start with an account.
        os.environ["AWS_ACCOUNT_ID_ENDPOINT_MODE"] = "disabled"
        ends.enter_context(mock_aws())
        session = boto3.DEFAULT_SESSION
        boto3.setup_default_session(region_name=REGION)
        ends.callback(lambda: setattr(boto3, "DEFAULT_SESSION", session))
        secrets = boto3.client("secretsmanager")
        for name, value in vault.items():
            made = secrets.create_secret(Name=f"platform/{name}", SecretString=value)
            parameters[name] = made["ARN"]
        resolve = Physical(document, parameters)
        resources = {
            name: one
            for name, one in document["Resources"].items()
            if "Condition" not in one or resolve({"Condition": one["Condition"]})
        }
        stack = Stack(Making(resolve, resources), root, parameters, dict(stand_ins), generator)
        stack.shared = document["Globals"]["Function"]["Environment"]["Variables"]
        stack.make()
        yield stack
