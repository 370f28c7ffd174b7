"""What IAM asks for a call of an API, and what a role's statements grant.

As much of IAM as the template uses: actions, resources with `*` and `?`, and the conditions on keys
and attributes of DynamoDB. A condition that is not known here never holds.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from lexloci_tools.serve.intrinsics import ACCOUNT, REGION

Resolve = Callable[[Any], Any]
_NAMED = re.compile(r"[#\w]+")


@dataclass(frozen=True, slots=True)
class Call:
    """One right that one call needs. keys: partition keys; attributes: what of an item it names."""

    action: str
    resource: str
    keys: frozenset[str] = frozenset()
    attributes: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Grant:
    """One action on one pattern of resources, in one statement of a role."""

    action: str
    resource: str
    condition: Mapping[str, Mapping[str, Any]]

    def covers(self, call: Call) -> bool:
        """Whether it allows the call."""
        if call.action != self.action or not fnmatchcase(call.resource, self.resource):
            return False
        return all(
            self._holds(operator, key, wanted, call)
            for operator, tests in self.condition.items()
            for key, wanted in tests.items()
        )

    def _holds(self, operator: str, key: str, wanted: Any, call: Call) -> bool:
        told = {"dynamodb:LeadingKeys": call.keys, "dynamodb:Attributes": call.attributes}
        if key not in told or not operator.startswith("ForAllValues:String"):
            return False
        patterns = wanted if isinstance(wanted, list) else [wanted]
        return all(any(fnmatchcase(value, each) for each in patterns) for value in told[key])


def granted_by(role: str, resources: Mapping[str, Any], resolve: Resolve) -> tuple[Grant, ...]:
    """Everything that a role of the template may do, what adds to it included."""
    documents = []
    own = resources[role]["Properties"]
    documents += [policy["PolicyDocument"] for policy in own.get("Policies", [])]
    managed = [one["Ref"] for one in own.get("ManagedPolicyArns", [])]
    for name, one in resources.items():
        properties = one.get("Properties", {})
        added = one["Type"] == "AWS::IAM::RolePolicy" and properties["RoleName"] == {"Ref": role}
        shared = one["Type"] == "AWS::IAM::Policy" and {"Ref": role} in properties["Roles"]
        if added or shared or name in managed:
            documents.append(properties["PolicyDocument"])
    return tuple(
        Grant(action, resource, statement.get("Condition", {}))
        for document in documents
        for statement in (resolve(each) for each in document["Statement"])
        if statement["Effect"] == "Allow"
        for action in _many(statement["Action"])
        for resource in _many(statement["Resource"])
    )


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def denies(statement: Mapping[str, Any], operation: str, params: Mapping[str, Any]) -> bool:
    """Whether a statement of a bucket's policy denies a call, which comes over TLS.

    Raises: KeyError on a condition that is not known here.
    """
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    holds = {
        ("Null", "s3:if-none-match", "true"): "IfNoneMatch" not in params,
        ("Bool", "aws:SecureTransport", "false"): False,
    }
    asked = [
        holds[operator, key, wanted]
        for operator, tests in statement["Condition"].items()
        for key, wanted in tests.items()
    ]
    return fnmatchcase(f"s3:{_S3[operation][0]}", statement["Action"]) and all(asked)


def by_the_platform(
    name: str, template: Mapping[str, Any], resources: Mapping[str, Any], resolve: Resolve
) -> Iterator[Call]:
    """What Lambda itself asks under a function's role: for its log, its trace, what feeds it.

    https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html
    """
    properties = {**template["Globals"]["Function"], **resources[name]["Properties"]}
    logs = resolve({"Fn::GetAtt": [properties["LoggingConfig"]["LogGroup"]["Ref"], "Arn"]})
    yield Call("logs:CreateLogStream", logs)
    yield Call("logs:PutLogEvents", logs)
    if properties["Tracing"] == "Active":
        yield Call("xray:PutTraceSegments", "*")
        yield Call("xray:PutTelemetryRecords", "*")
    for one in resources.values():
        mapped = one.get("Properties", {})
        if one["Type"] != "AWS::Lambda::EventSourceMapping":
            continue
        if mapped["FunctionName"] == {"Ref": f"{name}.Alias"}:
            source = resolve(mapped["EventSourceArn"])
            yield from (Call(each, source) for each in _FED_BY[source.split(":")[2]])
            if "DestinationConfig" in mapped:
                lost = resolve(mapped["DestinationConfig"]["OnFailure"]["Destination"])
                yield Call("sqs:SendMessage", lost)


_FED_BY = {
    "dynamodb": tuple(
        f"dynamodb:{each}"
        for each in ("DescribeStream", "GetRecords", "GetShardIterator", "ListStreams")
    ),
    "sqs": tuple(
        f"sqs:{each}" for each in ("ReceiveMessage", "DeleteMessage", "GetQueueAttributes")
    ),
}


def calls_of(
    service: str, operation: str, params: Mapping[str, Any], resolve: Resolve
) -> Iterator[Call]:
    """What a call of an API needs. Raises: KeyError for a call that is not known here."""
    if service == "dynamodb":
        yield from _dynamodb(operation, params)
    elif service == "secretsmanager":
        name = params["SecretId"]
        arn = f"arn:aws:secretsmanager:{REGION}:{ACCOUNT}:secret:{name}-AbCdEf"
        yield Call(f"secretsmanager:{operation}", name if name.startswith("arn:") else arn)
    elif service == "s3":
        action, whole = _S3[operation]
        bucket = f"arn:aws:s3:::{params['Bucket']}"
        yield Call(f"s3:{action}", bucket if whole else f"{bucket}/{params['Key']}")
    elif service == "sqs":
        queue = params["QueueUrl"].rpartition("/")[2]
        action = operation.removesuffix("Batch")
        yield Call(f"sqs:{action}", f"arn:aws:sqs:{REGION}:{ACCOUNT}:{queue}")
    elif service == "kms":
        yield Call(f"kms:{operation}", params["KeyId"])
    elif service == "cloudfront":
        arn = f"arn:aws:cloudfront::{ACCOUNT}:distribution/{params['Id']}"
        yield Call(f"cloudfront:{operation}", arn)
    elif service == "appconfigdata":
        where = f"arn:aws:appconfig:{REGION}:{ACCOUNT}:application"
        ids = [
            resolve({"Ref": f"Live{part}"}) for part in ("Application", "Environment", "Profile")
        ]
        parts = zip(("", "environment/", "configuration/"), ids, strict=True)
        yield Call(f"appconfig:{operation}", "/".join([where, *(a + b for a, b in parts)]))
    elif service == "bedrock-runtime":
        id = params["guardrailIdentifier"]
        yield Call(f"bedrock:{operation}", f"arn:aws:bedrock:{REGION}:{ACCOUNT}:guardrail/{id}")
    else:
        # Rekognition looks at bytes: there is no resource.
        yield Call(f"{ {'rekognition': 'rekognition'}[service] }:{operation}", "*")


_S3 = {
    "GetObject": ("GetObject", False),
    "HeadObject": ("GetObject", False),
    "PutObject": ("PutObject", False),
    "ListObjectsV2": ("ListBucket", True),
}


def _dynamodb(operation: str, params: Mapping[str, Any]) -> Iterator[Call]:
    if operation == "TransactWriteItems":
        for each in params["TransactItems"]:
            for kind, part in each.items():
                action = {"Put": "PutItem", "Update": "UpdateItem", "Delete": "DeleteItem"}.get(
                    kind
                )
                yield _item(action or "ConditionCheckItem", part)
        return
    if operation in ("BatchGetItem", "BatchWriteItem"):
        for table, asked in params["RequestItems"].items():
            if operation == "BatchGetItem":
                keys = frozenset(key["pk"]["S"] for key in asked["Keys"])
                yield Call(f"dynamodb:{operation}", _table(table), keys)
            else:
                keys = frozenset(one["PutRequest"]["Item"]["pk"]["S"] for one in asked)
                yield Call(f"dynamodb:{operation}", _table(table), keys)
        return
    yield _item(operation, params)


def _item(operation: str, params: Mapping[str, Any]) -> Call:
    resource = _table(params["TableName"])
    if "IndexName" in params:
        resource += f"/index/{params['IndexName']}"
    key = params.get("Key") or params.get("Item") or {}
    names = params.get("ExpressionAttributeNames", {})
    if "pk" in key:
        keys = {key["pk"]["S"]}
    else:
        first = re.search(r"= *(:\w+)", params.get("KeyConditionExpression", ""))
        keys = {params["ExpressionAttributeValues"][first[1]]["S"]} if first else set()
    said = " ".join(str(params.get(f"{part}Expression", "")) for part in ("Update", "Condition"))
    attributes = {*key} if operation == "UpdateItem" else set()
    for word in _NAMED.findall(said) if operation == "UpdateItem" else ():
        attributes |= {names[word]} if word in names else set()
        # Words of the language are in capitals or lower-case functions; attributes named plainly
        # are told apart by what the expression knows.
        if word not in names and word not in _WORDS and not said.count(f":{word}"):
            attributes.add(word)
    return Call(f"dynamodb:{operation}", resource, frozenset(keys), frozenset(attributes))


_WORDS = {
    *("SET", "REMOVE", "ADD", "DELETE", "AND", "OR", "NOT", "IN", "BETWEEN"),
    *("attribute_exists", "attribute_not_exists", "if_not_exists", "list_append", "begins_with"),
    *("contains", "size"),
}


def _table(name: str) -> str:
    return name if name.startswith("arn:") else f"arn:aws:dynamodb:{REGION}:{ACCOUNT}:table/{name}"
