"""What the template promises about seals."""

import json

import pytest

from lexloci_edge.seals.layout import SHARDS
from lexloci_edge.seals.sealing import BATCH_LIMIT
from lexloci_edge.seals.signer import KMS_ALGORITHM
from lexloci_tools.serve.intrinsics import Resolver

RIGHTS = {
    "SealRole": {
        ("table/lexloci-decisions/stream/*", "dynamodb:DescribeStream"),
        ("table/lexloci-decisions/stream/*", "dynamodb:GetRecords"),
        ("table/lexloci-decisions/stream/*", "dynamodb:GetShardIterator"),
        ("table/lexloci-decisions/stream/*", "dynamodb:ListStreams"),
        ("table/lexloci-seals", "dynamodb:BatchGetItem"),
        ("table/lexloci-seals", "dynamodb:BatchWriteItem"),
        ("table/lexloci-seals", "dynamodb:GetItem"),
        ("table/lexloci-seals", "dynamodb:PutItem"),
        ("SealsBucket/Arn/*", "s3:GetObject"),
        ("SealsBucket/Arn/*", "s3:PutObject"),
        ("SealKey/Arn", "kms:GetPublicKey"),
        ("SealKey/Arn", "kms:Sign"),
        ("SealsLost/Arn", "sqs:SendMessage"),
        ("SealLogs/Arn", "logs:CreateLogStream"),
        ("SealLogs/Arn", "logs:PutLogEvents"),
    },
    "ProveRole": {
        ("table/lexloci-seals", "dynamodb:GetItem"),
        ("table/lexloci-seals", "dynamodb:Query"),
        ("SealsBucket/Arn/*", "s3:GetObject"),
        ("secret:lexloci/origin-??????", "secretsmanager:GetSecretValue"),
        ("ProveLogs/Arn", "logs:CreateLogStream"),
        ("ProveLogs/Arn", "logs:PutLogEvents"),
    },
}


@pytest.mark.parametrize("role", RIGHTS)
def test_a_role_may_do_this_and_nothing_else(template, resources, role):
    """The sealer hears of decisions and touches none; nobody may delete a seal or its lock."""
    resolve = Resolver(template, {})
    granted = set()
    for policy in resources[role]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            (resource,) = resolve([statement["Resource"]])
            for action in actions if isinstance(actions, list) else [actions]:
                granted.add((resource.split(":", 5)[5], action))
    assert granted == RIGHTS[role]


def test_seals_are_locked_by_default_and_names_are_taken_once(template, resources):
    """Versions, Object Lock with the parameter's mode, no put without If-None-Match, no public."""
    resolve = Resolver(template, {})
    bucket = resolve(resources["SealsBucket"]["Properties"])
    rule = bucket["ObjectLockConfiguration"]["Rule"]["DefaultRetention"]
    assert (bucket["ObjectLockEnabled"], rule) == (True, {"Mode": "GOVERNANCE", "Days": 30})
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
    modes = template["Parameters"]["RetentionMode"]["AllowedValues"]
    assert modes == ["GOVERNANCE", "COMPLIANCE"]
    assert resources["SealsBucket"]["DeletionPolicy"] == "Retain"
    statements = resources["SealsBucketPolicy"]["Properties"]["PolicyDocument"]["Statement"]
    denied = {one["Sid"]: one for one in statements}
    assert {one["Effect"] for one in statements} == {"Deny"}
    assert denied["OnlyNewNames"]["Action"] == "s3:PutObject"
    assert denied["OnlyNewNames"]["Condition"] == {"Null": {"s3:if-none-match": "true"}}


def test_the_key_is_of_the_kind_that_the_signer_asks_for(resources):
    """Ed25519, for signing only."""
    key = resources["SealKey"]["Properties"]
    assert (key["KeySpec"], key["KeyUsage"]) == ("ECC_NIST_EDWARDS25519", "SIGN_VERIFY")
    assert KMS_ALGORITHM == "ED25519_SHA_512"


def test_a_checkpoint_comes_each_minute_or_each_thousand_records(template, resources):
    """One invocation is one checkpoint; only this Region's decisions reach the sealer."""
    stream = resources["SealStream"]["Properties"]
    assert stream["FunctionName"] == {"Ref": "Seal.Alias"}
    assert (stream["BatchSize"], stream["MaximumBatchingWindowInSeconds"]) == (BATCH_LIMIT, 60)
    assert stream["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert stream["StartingPosition"] == "TRIM_HORIZON"
    assert "MaximumRetryAttempts" not in stream
    (filtered,) = Resolver(template, {})(stream["FilterCriteria"])["Filters"]
    keys = json.loads(filtered["Pattern"])["dynamodb"]["Keys"]
    assert keys == {"pk": {"S": [{"prefix": "DEC#eu-west-2#"}]}}


def test_the_stream_is_the_regions_own(template):
    """The primary's is its table's; another Region is told, and says so while it is not."""
    mapping = template["Resources"]["SealStream"]
    arn = "arn:aws:dynamodb:eu-west-2:000000000000:table/lexloci-decisions/stream/2026"
    for parameters, source in (
        ({}, "Decisions/StreamArn"),
        ({"PrimaryRegion": "us-east-1", "DecisionsStream": arn}, arn),
    ):
        resolve = Resolver(template, parameters)
        assert resolve({"Condition": mapping["Condition"]})
        assert resolve(mapping["Properties"]["EventSourceArn"]).endswith(source)
    alone = Resolver(template, {"PrimaryRegion": "us-east-1"})
    assert not alone({"Condition": mapping["Condition"]})
    assert alone({"Condition": template["Outputs"]["LacksSeals"]["Condition"]})


def test_the_shards_are_those_that_the_sealer_knows(template):
    """A count that is no power of two up to sixteen could not follow from an id's last digit."""
    assert tuple(template["Parameters"]["SealShards"]["AllowedValues"]) == SHARDS


def test_the_alarms_count_what_the_sealer_counts(template, resources, constants):
    """An alarm on a misspelt count is silent for ever."""
    counted = constants("layers/engine")
    resolve = Resolver(template, {})
    tampered = resolve(resources["LedgerTampered"]["Properties"])
    assert tampered["MetricName"] in counted
    assert tampered["Dimensions"] == [{"Name": "service", "Value": "lexloci"}]
    missing = resolve(resources["SealsMissing"]["Properties"])["Metrics"]
    metrics = {one["Id"]: one["MetricStat"]["Metric"] for one in missing[1:]}
    assert {metric["MetricName"] for metric in metrics.values()} == {
        "Decisions",
        "Sealed",
    } & counted
    assert set(metrics) == {"allow", "refuse", "uncertain", "sealed"}
    late = resolve(resources["SealsLate"]["Properties"])
    assert (late["MetricName"], late["Threshold"]) == ("IteratorAge", 600_000)
