"""Live rules as the template declares them: off by default, vetted, rolled back, fetched by two."""

import json

import pytest
from tests.live_documents import UNSOUND, document, rule, unsound

from lexloci.live_form import read_live
from lexloci_edge.appconfig import LEAST
from lexloci_edge.settings import Settings
from lexloci_tools.law.emergency import schema
from lexloci_tools.serve.intrinsics import Resolver

ON = {"LiveRules": "on"}


def test_off_by_default_nothing_is_there_and_nothing_grows_old(template, resources, variables):
    """The five-minute stack has no AppConfig, and says so."""
    resolve = Resolver(template, {})
    conditions = {
        name: one.get("Condition")
        for name, one in resources.items()
        if one["Type"].startswith("AWS::AppConfig::") or name.startswith(("Live", "Vet"))
    }
    assert len(conditions) > 10
    assert set(conditions.values()) == {"HasLiveRules"}
    assert resolve({"Condition": "HasLiveRules"}) is False
    assert "LEXLOCI_LIVE" not in resolve(variables)
    assert template["Outputs"]["LacksLiveRules"]["Condition"] == "HasNoLiveRules"


def test_the_gate_is_told_the_names_that_the_resources_have(template, resources, variables):
    """By name and not by reference: the gate's alias must not wait for that of `vet`."""
    resolve = Resolver(template, ON)
    application, environment, profile = resolve(variables["LEXLOCI_LIVE"]).split("/")
    for name, told in (
        ("LiveApplication", application),
        ("LiveEnvironment", environment),
        ("LiveProfile", profile),
    ):
        assert resolve(resources[name]["Properties"]["Name"]) == told


def test_both_that_judge_may_fetch_and_nobody_may_deploy(resources):
    """Not one role of ours can write a document or start a deployment."""
    fetching = {"appconfig:StartConfigurationSession", "appconfig:GetLatestConfiguration"}
    granted = {}
    for one in resources.values():
        if one["Type"] not in ("AWS::IAM::Role", "AWS::IAM::RolePolicy"):
            continue
        properties = one["Properties"]
        for policy in properties.get("Policies", [properties]):
            for statement in policy["PolicyDocument"]["Statement"]:
                actions = statement["Action"]
                actions = actions if isinstance(actions, list) else [actions]
                if any(each.startswith("appconfig:") for each in actions):
                    granted[properties["RoleName"]["Ref"]] = set(actions)
    assert granted == {"EnforceRole": fetching, "DecideRole": fetching}


def test_a_document_is_looked_at_twice_before_it_is_deployed(resources):
    """By AppConfig itself against the schema, and by `vet` against the law."""
    by = {
        one["Type"]: one["Content"] for one in resources["LiveProfile"]["Properties"]["Validators"]
    }
    assert json.loads(by["JSON_SCHEMA"]) == schema()
    assert by["LAMBDA"] == resources["VetPermission"]["Properties"]["FunctionName"]
    permission = resources["VetPermission"]["Properties"]
    assert permission["Principal"] == "appconfig.amazonaws.com"
    assert "SourceAccount" in permission
    assert resources["LiveProfile"]["DependsOn"] == "VetPermission"
    assert len(by["JSON_SCHEMA"]) < 32_768


def takes(told, by):
    """Whether a value is sound by the part of JSON Schema that ours is written in."""
    kinds = {"object": dict, "array": list, "string": str, "boolean": bool}
    if "enum" in by:
        return told in by["enum"] and not isinstance(told, bool)
    if not isinstance(told, kinds[by["type"]]):
        return False
    if by["type"] == "object":
        known, more = by.get("properties", {}), by["additionalProperties"]
        return set(by.get("required", ())) <= set(told) and all(
            takes(one, known.get(name, more)) if known.get(name, more) else False
            for name, one in told.items()
        )
    if by["type"] == "array":
        return all(takes(one, by["items"]) for one in told)
    return by["type"] != "string" or by.get("minLength", 0) <= len(told) <= by.get("maxLength", 9e9)


def test_the_schema_takes_what_is_sound_and_knows_strangers():
    """It takes nothing that the reader of documents would not understand as a member."""
    for sound in (b'{"format": 1}', document(rule(), closed={"GB": "x"}, house_on=["a"])):
        assert takes(json.loads(sound), schema())
        read_live(sound)
    strange = ("rules opened", "a version that permits", "a pack with a default", "no digest")
    for name in (*strange, "closed as a list", "closed to be opened"):
        assert name in UNSOUND
        assert not takes(json.loads(unsound(name)), schema()), name


def test_what_the_gates_refuse_is_rolled_back(template, resources, constants):
    """The alarm that AppConfig watches counts what a gate counts when it refuses a document."""
    resolve = Resolver(template, ON)
    (monitor,) = resources["LiveEnvironment"]["Properties"]["Monitors"]
    alarm = monitor["AlarmArn"]["Fn::GetAtt"][0]
    assert monitor["AlarmRoleArn"]["Fn::GetAtt"][0] == "LiveMonitorRole"
    for name in (alarm, "LiveRulesFail"):
        properties = resolve(resources[name]["Properties"])
        assert properties["MetricName"] in constants("layers/engine")
        assert properties["Dimensions"] == [{"Name": "service", "Value": "lexloci"}]
    strategy = resources["LiveStrategy"]["Properties"]
    assert strategy["FinalBakeTimeInMinutes"] > 0
    assert strategy["GrowthFactor"] < 100


def test_a_closing_waits_for_nothing(template, resources):
    """At once, and nothing bakes behind it that would hold up the next document."""
    at_once = resources["LiveAtOnce"]["Properties"]
    assert (at_once["GrowthFactor"], at_once["DeploymentDurationInMinutes"]) == (100, 0)
    assert at_once["FinalBakeTimeInMinutes"] == 0
    told = template["Outputs"]["CloseAPlace"]["Value"]["Fn::Sub"]
    assert "--deployment-strategy-id ${LiveAtOnce}" in told
    assert "fileb://live.json" in told


def test_the_first_document_adds_nothing(resources):
    """A gate closes where nothing is deployed, so the stack deploys nothing added."""
    first = resources["LiveNothing"]["Properties"]["Content"]
    assert read_live(first.encode()).versions == ()
    assert resources["LiveFirst"]["Properties"]["ConfigurationVersion"] == {"Ref": "LiveNothing"}


@pytest.mark.parametrize("name", ["LiveSeconds", "LiveMaxAge"])
def test_the_limits_are_those_of_the_settings_and_of_appconfig(template, name):
    """AppConfig takes no shorter interval than fifteen seconds; both defaults are the settings'."""
    parameter = template["Parameters"][name]
    field = {"LiveSeconds": "live_seconds", "LiveMaxAge": "live_max_age"}[name]
    assert parameter["Default"] == Settings.model_fields[field].default
    assert parameter["MinValue"] >= (LEAST if name == "LiveSeconds" else 1)
