"""What the template promises about looking back: the review queue, the sweep, the indexes."""

import json

import pytest

from lexloci_tools.serve.intrinsics import Resolver

STREAM = "table/lexloci-decisions/stream/*"
RIGHTS = {
    "InspectRole": {
        ("table/lexloci-decisions", "dynamodb:GetItem"),
        ("table/lexloci-decisions/index/by_account", "dynamodb:Query"),
        ("table/lexloci-decisions/index/by_place", "dynamodb:Query"),
        ("table/lexloci-reviews/index/by_waiting", "dynamodb:Query"),
        ("table/lexloci-reviews", "dynamodb:GetItem"),
        ("table/lexloci-reviews", "dynamodb:PutItem"),
        ("table/lexloci-reviews", "dynamodb:UpdateItem"),
        ("secret:lexloci/origin-??????", "secretsmanager:GetSecretValue"),
        ("secret:lexloci/hash-key-??????", "secretsmanager:GetSecretValue"),
    },
    "ReviewRole": {
        (STREAM, "dynamodb:DescribeStream"),
        (STREAM, "dynamodb:GetRecords"),
        (STREAM, "dynamodb:GetShardIterator"),
        (STREAM, "dynamodb:ListStreams"),
        ("ReviewsQueue/Arn", "sqs:SendMessage"),
        ("ReviewsQueue/Arn", "sqs:ReceiveMessage"),
        ("ReviewsQueue/Arn", "sqs:DeleteMessage"),
        ("ReviewsQueue/Arn", "sqs:GetQueueAttributes"),
        ("ReviewsLost/Arn", "sqs:SendMessage"),
        ("table/lexloci-reviews", "dynamodb:PutItem"),
    },
    "SweepRole": {
        ("SealsBucket/Arn/*", "s3:GetObject"),
        ("table/lexloci-seals", "dynamodb:GetItem"),
        ("table/lexloci-seals", "dynamodb:PutItem"),
        ("table/lexloci-decisions", "dynamodb:GetItem"),
        ("table/lexloci-decisions", "dynamodb:PutItem"),
    },
}


def statements(role):
    """The statements of a role, but those on its own log."""
    return [
        statement
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        if "logs:" not in str(statement["Action"])
    ]


@pytest.mark.parametrize("role", RIGHTS)
def test_a_role_may_do_this_and_nothing_else(template, resources, role):
    """Who looks back writes nothing into the ledger; nobody updates or deletes a decision."""
    resolve = Resolver(template, {})
    granted = set()
    for statement in statements(resources[role]):
        actions, on = statement["Action"], resolve(statement["Resource"])
        for resource in filter(None, on if isinstance(on, list) else [on]):
            for action in actions if isinstance(actions, list) else [actions]:
                granted.add((resource.split(":", 5)[5], action))
    assert granted == RIGHTS[role]


def test_what_may_be_changed_is_bound_to_its_keys(resources):
    """A review can only leave the index; a sweep can only keep how far it came."""
    bound = {
        role: [one["Condition"] for one in statements(resources[role]) if "Condition" in one]
        for role in RIGHTS
    }
    keys = ["pk", "sk", "gsi1pk", "gsi1sk"]
    assert bound == {
        "InspectRole": [{"ForAllValues:StringEquals": {"dynamodb:Attributes": keys}}],
        "ReviewRole": [],
        "SweepRole": [{"ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["SWEEP#*"]}}],
    }


def test_a_stream_has_no_more_readers_than_two(template, resources):
    """DynamoDB throttles a third: the sealer and the reviews are all."""
    readers = {
        one["Properties"]["FunctionName"]["Ref"]
        for one in resources.values()
        if one["Type"] == "AWS::Lambda::EventSourceMapping" and "DecisionsStream" in str(one)
    }
    assert readers == {"Seal.Alias", "Review.Alias"}
    stream = resources["ReviewStream"]
    assert stream["Condition"] == "HasStream"
    (told,) = Resolver(template, {})(stream["Properties"]["FilterCriteria"])["Filters"]
    keys = {"pk": {"S": [{"prefix": "DEC#eu-west-2#"}]}, "sk": {"S": ["DECISION"]}}
    assert json.loads(told["Pattern"]) == {"eventName": ["INSERT"], "dynamodb": {"Keys": keys}}


def test_what_is_given_up_is_kept_and_told(resources, functions):
    """Both ways to a reviewer end in one queue with an alarm; a message is not seen twice while
    its first reader may still be at work."""
    for name in ("ReviewStream", "ReviewsMapping"):
        mapping = resources[name]["Properties"]
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    lost = {"Fn::GetAtt": ["ReviewsLost", "Arn"]}
    stream = resources["ReviewStream"]["Properties"]
    queue = resources["ReviewsQueue"]["Properties"]
    assert stream["DestinationConfig"]["OnFailure"]["Destination"] == lost
    assert queue["RedrivePolicy"]["deadLetterTargetArn"] == lost
    assert queue["VisibilityTimeout"] >= 6 * functions["Review"]["Timeout"]
    for name in ("ReviewsQueue", "ReviewsLost"):
        assert resources[name]["Properties"]["SqsManagedSseEnabled"] is True
        assert resources[name]["Properties"]["MessageRetentionPeriod"] == 14 * 86_400
    alarm = resources["ReviewsForgotten"]["Properties"]
    assert alarm["Dimensions"][0]["Value"] == {"Fn::GetAtt": ["ReviewsLost", "QueueName"]}


def test_the_index_of_those_that_wait_is_the_one_that_is_written(template, resources):
    """Its name and its keys; it holds keys only."""
    (index,) = resources["Reviews"]["Properties"]["GlobalSecondaryIndexes"]
    keys = [part["AttributeName"] for part in index["KeySchema"]]
    assert (index["IndexName"], keys) == ("by_waiting", ["gsi1pk", "gsi1sk"])
    assert index["Projection"] == {"ProjectionType": "KEYS_ONLY"}


def test_a_sweep_comes_often_and_its_alarms_count_what_it_counts(functions, resources, constants):
    """Well within the horizon, and done before the next one begins."""
    (event,) = functions["Sweep"]["Events"].values()
    assert (event["Type"], event["Properties"]["Schedule"]) == ("Schedule", "rate(5 minutes)")
    assert functions["Sweep"]["Timeout"] < 300
    assert resources["OutcomeUnknown"]["Properties"]["MetricName"] in constants("layers/engine")
    for alarm, function in (("SweepFails", "Sweep"), ("InspectBreaks", "Inspect")):
        told = resources[alarm]["Properties"]
        assert (told["MetricName"], told["Dimensions"][0]["Value"]) == ("Errors", {"Ref": function})
