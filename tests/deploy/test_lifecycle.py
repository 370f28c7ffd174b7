"""A stack from its first deployment to its end: roles, versions, outputs, what is kept."""

import pytest
from tests.deploy.choices import DOMAIN, ELSEWHERE, SLOW

from lexloci_tools.serve.intrinsics import Resolver


def test_every_role_is_bounded_where_the_account_asks_for_it(template, resources):
    """One role without the boundary, and the deployment fails in such an account."""
    bound = {"PermissionsBoundaryArn": "arn:aws:iam::000000000000:policy/limits"}
    for name, one in resources.items():
        if one["Type"] != "AWS::IAM::Role":
            continue
        with_it = Resolver(template, bound)(one["Properties"])
        without = Resolver(template, {})(one["Properties"])
        assert with_it.get("PermissionsBoundary") == bound["PermissionsBoundaryArn"], name
        assert "PermissionsBoundary" not in without, name


def test_a_new_version_of_the_gate_is_taken_back_by_alarms_of_the_gate(template, resources):
    """What brings it back must count what is wrong with a version, not with a table or a caller."""
    gate = resources["Enforce"]["Properties"]["DeploymentPreference"]
    assert [one["Ref"] for one in gate["Alarms"]] == ["EnforceBreaks", "GateUnsound"]
    assert gate["Type"] == {"Ref": "Deployment"}
    assert template["Parameters"]["Deployment"]["Default"].startswith("Canary")
    role = Resolver(template, {})(resources["DeployRole"]["Properties"])
    granted = {
        action
        for policy in role["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
        for action in [*statement["Action"]] * isinstance(statement["Action"], list)
    }
    assert granted == {
        "lambda:GetAlias",
        "lambda:UpdateAlias",
        "lambda:GetProvisionedConcurrencyConfig",
    }


TRIAL = {"DeletionProtection": "false"}
WHOLE = {**DOMAIN, "SecondRegion": "us-east-1", "AlarmTopicArn": "arn:aws:sns:x:0:a"}


@pytest.mark.parametrize(
    ("parameters", "lacking", "not_lacking"),
    [
        ({}, {"LacksDomain", "LacksFailover", "LacksLock"}, {"LacksProtection"}),
        (TRIAL, {"LacksProtection"}, set()),
        (DOMAIN, {"LacksFailover"}, {"LacksDomain"}),
        (WHOLE, set(), {"LacksDomain", "LacksFailover", "LacksAlarmTopic"}),
        ({**WHOLE, **SLOW}, {"LacksFailoverOfImages"}, {"LacksFailover"}),
        ({"RetentionMode": "COMPLIANCE"}, set(), {"LacksLock"}),
        (ELSEWHERE, {"LacksSeals"}, {"LacksDomain", "LacksFailover"}),
    ],
    ids=["defaults", "trial", "domain", "whole", "slow", "locked", "another region"],
)
def test_the_outputs_say_what_is_lacking_and_nothing_else(
    template, parameters, lacking, not_lacking
):
    """Who reads that a stack lacks what it has stops reading."""
    resolve = Resolver(template, parameters)
    said = {
        name
        for name, one in template["Outputs"].items()
        if "Condition" not in one or resolve({"Condition": one["Condition"]})
    }
    assert lacking <= said
    assert not not_lacking & said


def test_a_trial_leaves_and_production_stays(template):
    """A trial's tables go with the stack; protected ones stop it before the front goes."""
    resources = template["Resources"]
    assert resources["Decisions"]["DependsOn"] == ["HashKey", "Distribution"]
    for name, one in resources.items():
        if not one["Type"].startswith("AWS::DynamoDB"):
            continue
        trial = str(Resolver(template, TRIAL)(one["Properties"]))
        assert "'DeletionProtectionEnabled': False" in trial, name
        assert one["DeletionPolicy"] == "Delete", name
        kept = str(Resolver(template, {})(one["Properties"]))
        assert "'DeletionProtectionEnabled': False" not in kept, name
    assert "enable-termination-protection" in str(template["Outputs"]["KeepIt"])


def test_every_exception_of_the_linters_has_its_reason(root, resources):
    """An exception without one is a hole that nobody remembers."""
    for line in (root / ".ci/checkov.yaml").read_text(encoding="utf-8").splitlines():
        if line.strip().startswith("- CKV"):
            assert len(line.partition("#")[2].strip()) > 30, line
    for name, one in resources.items():
        for each in one.get("Metadata", {}).get("checkov", {}).get("skip", []):
            assert len(each["comment"]) > 30, name
