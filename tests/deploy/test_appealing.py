"""The template's part about appeals and reports: alarms that ring, at whom, and narrow rights."""

import pytest

from lexloci_tools.serve.intrinsics import Resolver

TOPICS = {
    "AlarmTopicArn": "arn:aws:sns:eu-west-2:123456789012:all",
    "SafetyTopicArn": "arn:aws:sns:eu-west-2:123456789012:safety",
}
ALARMS = {
    "ReportEndsSoon": ("ClockEndsSoon", {"kind": "report"}),
    "ReportLate": ("ClockOver", {"kind": "report"}),
    "AppealEndsSoon": ("ClockEndsSoon", {"kind": "appeal"}),
    "AppealLate": ("ClockOver", {"kind": "appeal"}),
    "ReportsTurnedAway": ("FilingTurnedAway", {"code": "too-many-reports"}),
    "FilingFails": ("Broken", {"code": "filing"}),
    "MinorsRefused": ("MinorsRefused", {}),
    "MinorsReported": ("MinorReported", {}),
}


@pytest.mark.parametrize("name", ALARMS)
def test_each_alarm_is_on_a_count_that_somebody_makes(template, resources, constants, name):
    """A misspelt one is silent for ever."""
    alarm = Resolver(template, TOPICS)(resources[name]["Properties"])
    metric, about = ALARMS[name]
    told = {one["Name"]: one["Value"] for one in alarm["Dimensions"]}
    assert (alarm["MetricName"], told) == (metric, {**about, "service": "lexloci"})
    assert {alarm["Namespace"], metric, *about.values()} <= constants("layers/engine")


def test_what_is_about_minors_has_a_topic_of_its_own(template, resources):
    """Without one it goes where all alarms go; everything else never goes there."""
    for given, expected in (
        (TOPICS, TOPICS["SafetyTopicArn"]),
        ({"AlarmTopicArn": TOPICS["AlarmTopicArn"]}, TOPICS["AlarmTopicArn"]),
    ):
        resolve = Resolver(template, given)
        for name in ALARMS:
            rings = resolve(resources[name]["Properties"]["AlarmActions"])
            safety = name.startswith("Minors")
            assert rings == [expected if safety else TOPICS["AlarmTopicArn"]], name


def test_who_answers_and_who_reminds_cannot_change_what_was_filed(resources):
    """Their updates are bound to attributes of their own."""
    bound = {
        role: set(statement["Condition"]["ForAllValues:StringEquals"]["dynamodb:Attributes"])
        for role in ("AnswerRole", "RemindRole")
        for policy in resources[role]["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        if "Condition" in statement
    }
    keys = {"pk", "sk", "gsi1pk"}
    assert bound == {
        "AnswerRole": {*keys, "gsi1sk", "answer", "verified_at"},
        "RemindRole": {*keys, "warned"},
    }
