"""A stack of the template, as far as it can be had here: what its resources say is made in moto, its
functions run under its own roles, and each call to AWS is held against the role that makes it.

Made from their own properties: tables (keys, indexes, streams, expiry), queues, buckets (Object Lock,
policies), secrets, the distribution. Stood in for by answers of ours, because moto has no such
thing: Ed25519 in KMS, AppConfig's data plane, Rekognition, Bedrock. Not simulated: API Gateway and
CloudFront themselves (`lexloci_tools.serve.front` stands in), Route 53, WAF, alarms, CodeDeploy,
Step Functions, Lambda's event sources (the test hands their events over), replication.
"""

import json
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
from botocore.awsrequest import AWSResponse
from botocore.exceptions import ClientError
from moto import mock_aws
from tests.deploy.grants import Call, Grant, calls_of, granted_by

from lexloci_tools.serve.front import NO_PLACE, Edge, through
from lexloci_tools.serve.generator import DemoGenerator
from lexloci_tools.serve.here import Answer, _handler_of
from lexloci_tools.serve.intrinsics import ACCOUNT, REGION, Resolver, load
from lexloci_tools.serve.keys import ClaimsSigner
from lexloci_tools.serve.local_cloud import CALLER
from lexloci_tools.serve.payload import Request
from lexloci_tools.serve.runtime_api import variables_of
from lexloci_tools.serve.template import read_template

StandIn = Callable[[Mapping[str, Any]], dict[str, Any]]
"""Answers an API's parameters as AWS would."""


class Physical(Resolver):
    """The template's expressions with the names that things really got."""

    def __init__(self, document: Mapping[str, Any], parameters: Mapping[str, str]) -> None:
        super().__init__(document, parameters)
        self.names: dict[str, str] = {}
        self.attributes: dict[tuple[str, str], str] = {}

    def _ref(self, name: str) -> Any:
        return self.names[name] if name in self.names else super()._ref(name)

    def _function(self, name: str, argument: Any) -> Any:
        if name == "Fn::GetAtt" and tuple(argument) in self.attributes:
            return self.attributes[tuple(argument)]
        return super()._function(name, argument)


@dataclass
class Stack:
    """The stack, from `deployed`. calls: what each function asked of AWS; denied: what its role
    does not let it ask."""

    resolve: Physical
    resources: Mapping[str, Any]
    root: Path
    parameters: Mapping[str, str]
    stand_ins: Mapping[str, StandIn]
    generator: DemoGenerator
    signer: ClaimsSigner = field(default_factory=ClaimsSigner)
    running: str = ""
    calls: list[tuple[str, Call]] = field(default_factory=list)
    denied: list[tuple[str, Call]] = field(default_factory=list)
    grants: dict[str, tuple[Grant, ...]] = field(default_factory=dict)
    handlers: dict[str, Callable[[Any, Any], Any]] = field(default_factory=dict)

    # ------------------------------------------------------------------------------- resources

    def make(self) -> None:
        """Create what the template declares, in the order in which it refers to itself."""
        self.template = read_template(self.root / "template.yaml", self.parameters)
        makers: Mapping[str, Callable[[str, dict[str, Any]], None]] = {
            "AWS::SecretsManager::Secret": self._secret,
            "AWS::DynamoDB::GlobalTable": self._table,
            "AWS::DynamoDB::Table": self._table,
            "AWS::S3::Bucket": self._bucket,
            "AWS::SQS::Queue": self._queue,
            "AWS::CloudFront::Distribution": self._distribution,
            "AWS::S3::BucketPolicy": self._bucket_policy,
        }
        for kind, make in makers.items():
            # What a queue gives up goes to one that refers to nothing, so that comes first.
            found = [(n, one) for n, one in self.resources.items() if one["Type"] == kind]
            for name, one in sorted(found, key=lambda pair: "RedrivePolicy" in str(pair[1])):
                make(name, self.resolve(one.get("Properties", {})))
        for name, one in self.resources.items():
            if one["Type"] == "AWS::Serverless::Function":
                role = one["Properties"]["Role"]["Fn::GetAtt"][0]
                self.grants[name] = granted_by(role, self.resources, self.resolve)

    def _known(self, name: str, ref: str, **attributes: str) -> None:
        self.resolve.names[name] = ref
        for attribute, value in attributes.items():
            self.resolve.attributes[name, attribute] = value

    def _secret(self, name: str, properties: dict[str, Any]) -> None:
        asked = properties["GenerateSecretString"]
        value = json.loads(asked["SecretStringTemplate"])
        value[asked["GenerateStringKey"]] = name[0] * int(asked["PasswordLength"])
        made = boto3.client("secretsmanager").create_secret(
            Name=properties["Name"], SecretString=json.dumps(value)
        )
        self._known(name, made["ARN"])

    def _table(self, name: str, properties: dict[str, Any]) -> None:
        table, dynamodb = properties.get("TableName", name), boto3.client("dynamodb")
        stream = properties.get("StreamSpecification")
        more = {"StreamSpecification": {"StreamEnabled": True, **stream}} if stream else {}
        # What only a cloud can do is left out, and told of by the other tests.
        kept = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")
        wanted = {key: properties[key] for key in kept if key in properties}
        made = dynamodb.create_table(TableName=table, **wanted, **more)["TableDescription"]
        if "TimeToLiveSpecification" in properties:
            dynamodb.update_time_to_live(
                TableName=table, TimeToLiveSpecification=properties["TimeToLiveSpecification"]
            )
        arns = {"Arn": made["TableArn"], "StreamArn": made.get("LatestStreamArn", "")}
        self._known(name, table, **arns)

    def _bucket(self, name: str, properties: dict[str, Any]) -> None:
        bucket, s3 = f"lexloci-{name.lower()}-{ACCOUNT}", boto3.client("s3")
        locked = bool(properties.get("ObjectLockEnabled"))
        s3.create_bucket(
            Bucket=bucket,
            ObjectLockEnabledForBucket=locked,
            CreateBucketConfiguration={"LocationConstraint": REGION},
        )
        if locked:
            rule = dict(properties["ObjectLockConfiguration"])
            retention = rule["Rule"]["DefaultRetention"]
            retention["Days"] = int(retention["Days"])
            s3.put_object_lock_configuration(Bucket=bucket, ObjectLockConfiguration=rule)
        self._known(name, bucket, Arn=f"arn:aws:s3:::{bucket}")

    def _bucket_policy(self, name: str, properties: dict[str, Any]) -> None:
        document = json.dumps(properties["PolicyDocument"])
        boto3.client("s3").put_bucket_policy(Bucket=properties["Bucket"], Policy=document)

    def _queue(self, name: str, properties: dict[str, Any]) -> None:
        sqs = boto3.client("sqs")
        attributes = {
            key: json.dumps(value) if isinstance(value, dict) else str(value).lower()
            for key, value in properties.items()
            if key != "RedrivePolicy"
        }
        if "RedrivePolicy" in properties:
            attributes["RedrivePolicy"] = json.dumps(properties["RedrivePolicy"])
        url = sqs.create_queue(QueueName=name, Attributes=attributes)["QueueUrl"]
        self._known(name, url, Arn=f"arn:aws:sqs:{REGION}:{ACCOUNT}:{name}", QueueName=name)

    def _distribution(self, name: str, properties: dict[str, Any]) -> None:
        (origin,) = properties["DistributionConfig"]["Origins"]
        (header,) = origin["OriginCustomHeaders"]
        config = {
            "CallerReference": name,
            "Comment": properties["DistributionConfig"]["Comment"],
            "Enabled": True,
            "Origins": {
                "Quantity": 1,
                "Items": [
                    {
                        "Id": origin["Id"],
                        "DomainName": origin["DomainName"],
                        "CustomHeaders": {
                            "Quantity": 1,
                            "Items": [{**header, "HeaderValue": self.origin_secret()}],
                        },
                        "CustomOriginConfig": {
                            "HTTPPort": 80,
                            "HTTPSPort": 443,
                            "OriginProtocolPolicy": "https-only",
                        },
                    }
                ],
            },
            "DefaultCacheBehavior": {
                "TargetOriginId": origin["Id"],
                "ViewerProtocolPolicy": "https-only",
            },
        }
        made = boto3.client("cloudfront").create_distribution(DistributionConfig=config)
        boto3.client("cloudfront").get_distribution(Id=made["Distribution"]["Id"])
        self._known(name, made["Distribution"]["Id"], DomainName="front.example")

    def origin_secret(self) -> str:
        """What `{{resolve:secretsmanager:…}}` comes to in the distribution."""
        vault = boto3.client("secretsmanager")
        found = vault.get_secret_value(SecretId=self.resolve.names["OriginSecret"])
        return str(json.loads(found["SecretString"])["secret"])

    # ------------------------------------------------------------------------------- functions

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
            **{key: value for key, value in self.signer.variables.items() if key not in told},
        }

    shared: dict[str, Any] = field(default_factory=dict)

    def invoke(self, name: str, event: Mapping[str, Any]) -> Any:
        """What a function answers to an event, with its own variables and under its own role."""
        before, self.running = dict(os.environ), name
        os.environ |= self.environment(name)
        try:
            if name not in self.handlers:
                self.handlers[name] = _handler_of(self.template.functions[name])
            context = SimpleNamespace(
                get_remaining_time_in_millis=lambda: 29_000,
                aws_request_id="x",
                function_name=name,
                memory_limit_in_mb=1024,
                invoked_function_arn=f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{name}",
            )
            return self.handlers[name](json.loads(json.dumps(event)), context)
        finally:
            self.running = ""
            os.environ.clear()
            os.environ.update(before)

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        claims: Mapping[str, object] | None = None,
        place: str | None = "GB-ENG",
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
        secret = self.origin_secret()
        forwarded = self.template.forwarded
        edge = Edge(place or NO_PLACE, secret, self.signer, forwarded, iam=CALLER)
        functions = {
            name: SimpleNamespace(invoke=lambda event, name=name: self.invoke(name, event))
            for name in self.template.functions
        }
        reply = through(request, edge, self.template.routes, functions)[0]
        return Answer(reply.status, dict(reply.headers), reply.body)

    # --------------------------------------------------------------------------- calls and rights

    def before(self, params: dict[str, Any], model: Any, context: dict[str, Any], **_: Any) -> None:
        """Note a call of a function, and refuse it as IAM would where its role does not grant it.

        Raises: ClientError.
        """
        context["lexloci"] = params
        if not self.running:
            return
        for call in calls_of(model.service_model.service_name, model.name, params, self.resolve):
            self.calls.append((self.running, call))
            if not any(grant.covers(call) for grant in self.grants[self.running]):
                self.denied.append((self.running, call))
                code = {"Code": "AccessDeniedException", "Message": f"{call} is not granted"}
                raise ClientError({"Error": code}, model.name)

    def instead(self, model: Any, context: dict[str, Any], **_: Any) -> Any:
        """The answer of what moto has not."""
        answer = self.stand_ins.get(f"{model.service_model.service_name}.{model.name}")
        if answer is None:
            return None
        return AWSResponse("https://stand-in", 200, {}, None), answer(context["lexloci"])


@contextmanager
def deployed(root: Path, stand_ins: Mapping[str, StandIn], **parameters: str) -> Iterator[Stack]:
    """The stack with these parameters. This interpreter's environment is put back at the end."""
    document = load((root / "template.yaml").read_text(encoding="utf-8"))
    resolve = Physical(document, parameters)
    resources = {
        name: one
        for name, one in document["Resources"].items()
        if "Condition" not in one or resolve({"Condition": one["Condition"]})
    }
    with ExitStack() as ends:
        generator = DemoGenerator(keep=True)
        ends.callback(generator.close)
        before = dict(os.environ)
        ends.callback(lambda: (os.environ.clear(), os.environ.update(before)))
        os.environ |= {"MOTO_ACCOUNT_ID": ACCOUNT, "AWS_DEFAULT_REGION": REGION}
        ends.enter_context(mock_aws())
        session = boto3.DEFAULT_SESSION
        boto3.setup_default_session(region_name=REGION)
        ends.callback(lambda: setattr(boto3, "DEFAULT_SESSION", session))
        stack = Stack(resolve, resources, root, parameters, stand_ins, generator)
        stack.shared = document["Globals"]["Function"]["Environment"]["Variables"]
        events = boto3.DEFAULT_SESSION.events
        events.register("before-parameter-build", stack.before)
        events.register("before-call", stack.instead)
        stack.make()
        yield stack
