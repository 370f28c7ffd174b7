"""The template as data, for what its linters do not see."""

import os
import re
import subprocess
import sys
from typing import Any

import pytest

from lexloci_tools.serve.intrinsics import Resolver
from lexloci_tools.serve.template import read_template

Properties = dict[str, Any]
TABLE = "AWS::DynamoDB::GlobalTable"
SILENCE = {"DecisionsMissing", "ProbeSilent"}
"""Alarms that are about nothing being counted."""


def of_type(resources: Properties, kind: str) -> dict[str, Properties]:
    """The properties of a type's resources by logical id."""
    return {name: one["Properties"] for name, one in resources.items() if one["Type"] == kind}


def events(function: Properties) -> list[Properties]:
    """The properties of a function's HTTP API events."""
    found = function.get("Events", {}).values()
    return [one["Properties"] for one in found if one["Type"] == "HttpApi"]


# ------------------------------------------------------------------------------------------ ledger


def test_every_key_of_the_table_is_a_defined_attribute_and_none_is_spare(resources):
    """DynamoDB refuses a key without a type and a type without a key; linters let both pass."""
    for table in of_type(resources, TABLE).values():
        schemas = [table["KeySchema"]]
        schemas += [one["KeySchema"] for one in table.get("GlobalSecondaryIndexes", [])]
        keys = {part["AttributeName"] for schema in schemas for part in schema}
        assert keys == {part["AttributeName"] for part in table["AttributeDefinitions"]}


def test_the_table_has_the_keys_and_indexes_that_the_ledger_writes(resources):
    """The ledger's keys are those of the design: pk and sk, by account, by place."""
    table = resources["Decisions"]["Properties"]
    indexes = {
        one["IndexName"]: [part["AttributeName"] for part in one["KeySchema"]]
        for one in table["GlobalSecondaryIndexes"]
    }
    assert [part["AttributeName"] for part in table["KeySchema"]] == ["pk", "sk"]
    assert indexes == {"by_account": ["gsi1pk", "gsi1sk"], "by_place": ["gsi2pk", "gsi2sk"]}
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires", "Enabled": True}


@pytest.mark.parametrize("replicas", [1, 2, 3])
def test_each_replica_is_backed_up_and_protected_and_the_own_region_is_one(template, replicas):
    """A global table needs the stack's Region among its replicas and a stream for more than one."""
    others = dict(zip(("SecondRegion", "ThirdRegion"), ("us-east-1", "sa-east-1"), strict=True))
    chosen = dict(list(others.items())[: replicas - 1])
    resolve = Resolver(template, chosen)
    for table in map(resolve, of_type(template["Resources"], TABLE).values()):
        regions = [one["Region"] for one in table["Replicas"]]
        assert regions == [resolve({"Ref": "AWS::Region"}), *chosen.values()]
        assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}
        for replica in table["Replicas"]:
            assert replica["DeletionProtectionEnabled"] is True
            assert replica["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True


def test_a_trial_stack_can_be_taken_down(template):
    """With the parameter off, nothing stops the table's deletion."""
    resolve = Resolver(template, {"DeletionProtection": "false"})
    table = resolve(template["Resources"]["Decisions"]["Properties"])
    assert [one["DeletionProtectionEnabled"] for one in table["Replicas"]] == [False]
    assert template["Resources"]["Decisions"]["DeletionPolicy"] == "Delete"


def test_a_protected_table_keeps_the_key_of_its_hashes(resources):
    """CloudFormation deletes the key only after the table, so a table that stays keeps its key."""
    assert resources["Decisions"]["DependsOn"] == ["HashKey", "Distribution"]


def test_secrets_are_replicated_to_the_regions_of_the_table(template):
    """Every Region that has the ledger has the secrets too, under the same names."""
    chosen = {"SecondRegion": "us-east-1", "ThirdRegion": "sa-east-1"}
    for name, regions in (
        *(("OriginSecret", chosen), ("HashKey", chosen), ("HashKey", {})),
        ("PermitKey", chosen),
    ):
        secret = Resolver(template, regions)(template["Resources"][name]["Properties"])
        got = [one["Region"] for one in secret.get("ReplicaRegions", [])]
        assert got == list(regions.values())


def primary_only(template: Properties, condition: str | None) -> bool:
    """Whether a condition is the primary Region's, or holds only together with it."""
    if condition is None:
        return False
    told = template["Conditions"][condition]
    all_of = [one.get("Condition") for one in told.get("Fn::And", [])]
    return condition == "IsPrimary" or any(primary_only(template, one) for one in all_of if one)


def test_what_exists_once_is_made_by_the_primary_region_only(template, resources):
    """A second Region's stack makes no second table, secret or distribution; it has the gate."""
    once = ("AWS::DynamoDB::", "AWS::SecretsManager::", "AWS::CloudFront::")
    # Each Region seals its own writes, with a state of its own.
    regional = {"Seals"}
    everything = {"IamRoutes": "on", "LiveRules": "on", "Front": "function-url"}
    everything |= {"CorsOrigins": "https://a.example", "Domain": "a.example"}
    elsewhere = Resolver(template, {**everything, "PrimaryRegion": "sa-east-1"})
    for name, one in resources.items():
        made = "Condition" not in one or elsewhere({"Condition": one["Condition"]})
        if one["Type"].startswith(once):
            assert made is (name in regional), name
        if one["Type"] == "AWS::Serverless::Function" and name not in ("Rotate", "Probe"):
            # The secret's and the front's own: they are where those are.
            assert made, name


# ------------------------------------------------------------------------------------------ code


def test_each_handler_opens_with_what_the_template_gives_it(root):
    """A fresh interpreter with the layers on its path and the template's variables, as SnapStart
    does it: the gate opens at import, and says nothing on the way."""
    for one in read_template(root / "template.yaml").functions.values():
        path = [one.code, *(layer / "python" for layer in one.layers)]
        module, name = one.handler.rsplit(".", 1)
        environment = {
            **{name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ},
            **one.variables,
            "AWS_DEFAULT_REGION": "eu-west-2",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
            "AWS_REGION": "eu-west-2",
            "LEXLOCI_RULEBOOK": str(root / "layers/rulebook/rulebook.json"),
            "PYTHONPATH": os.pathsep.join(map(str, path)),
        }
        ran = subprocess.run(
            [sys.executable, "-c", f"import {module}; assert callable({module}.{name})"],
            env=environment,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == (0, "")


def test_published_versions_start_from_a_snapshot_and_the_alias_points_to_them(functions):
    """SnapStart works on published versions only; a changed layer or variable publishes one."""
    for name, one in functions.items():
        assert one["SnapStart"] == {"ApplyOn": "PublishedVersions"}, name
        assert one["AutoPublishAlias"] == "live", name
        assert one["AutoPublishAliasAllProperties"] is True, name
        assert (one["Runtime"], one["Architectures"]) == ("python3.13", ["arm64"]), name


def test_each_function_logs_to_a_group_that_forgets(resources, functions):
    """A function without a group of its own gets one that keeps everything for ever."""
    groups = of_type(resources, "AWS::Logs::LogGroup")
    for name, one in functions.items():
        assert one["LoggingConfig"]["LogGroup"]["Ref"] in groups, name
    for name, group in groups.items():
        assert group["RetentionInDays"] == {"Ref": "LogRetentionDays"}, name


def test_each_layer_of_python_is_built_by_its_own_makefile(root, resources):
    """SAM calls the target `build-<LogicalId>` in the layer's folder."""
    for name, layer in of_type(resources, "AWS::Serverless::LayerVersion").items():
        folder = root / layer["ContentUri"]
        if (folder / "python").is_dir():
            assert resources[name]["Metadata"]["BuildMethod"] == "makefile"
            assert f"build-{name}:" in (folder / "Makefile").read_text(encoding="utf-8")
        else:
            named = sorted(path.name for path in folder.iterdir())
            assert named == ["probes.json", "rulebook.json"]


# ------------------------------------------------------------------------------------------ routes


def test_no_route_may_outlive_the_api(template, functions):
    """HTTP APIs give up after 30 s whatever the template says; the function must be back before."""
    resolve = Resolver(template, {})
    for name, one in functions.items():
        assert resolve(one["Timeout"]) <= 29 or not events(one), name
        for event in events(one):
            assert event["TimeoutInMillis"] <= 29_000, name
            assert event["PayloadFormatVersion"] == "2.0", name


def test_a_path_without_a_route_reaches_the_gate_all_the_same(functions):
    """The catch-all is the gate's, so an unknown path is our own 404 and is recorded."""
    catching = [name for name, one in functions.items() for e in events(one) if "Path" not in e]
    assert catching == ["Enforce"]


def test_the_routes_are_those_that_the_functions_know(functions, constants):
    """A route that only one of the two knows is a hole or a dead end."""
    declared = {
        e["Path"].partition("{id}")[0].rstrip("/")
        for one in functions.values()
        for e in events(one)
        if "Path" in e
    }
    known = {
        text.rstrip("/")
        for text in constants("layers/engine/python/lexloci_edge")
        if re.fullmatch(
            r"/health|/openapi\.json|/docs"
            r"|(/access)?/v1(/[a-z]+)+/?|/\.well-known/[a-z.-]+",
            text,
        )
    }
    assert declared == known


def test_access_logs_say_nothing_about_the_caller(resources):
    """No address, path, agent or header of the caller: the ledger holds the decision."""
    said = set(re.findall(r"\$context\.([\w.]+)", str(resources["Api"]["Properties"])))
    assert said == {
        "integration.requestId",
        "integrationErrorMessage",
        "integrationLatency",
        "requestId",
        "requestTime",
        "responseLatency",
        "routeKey",
        "status",
    }


# ------------------------------------------------------------------------------------------ alarms


def test_the_ledgers_alarm_counts_every_way_in_which_it_fails(template, resources, constants):
    """An alarm on a misspelt count is silent for ever."""
    from lexloci_edge.errors import LedgerConflict, LedgerError, TooSlow

    alarm = Resolver(template, {})(resources["LedgerFails"]["Properties"])
    (summed, *counts) = alarm["Metrics"]
    metrics = [one["MetricStat"]["Metric"] for one in counts]
    told = [{one["Name"]: one["Value"] for one in metric["Dimensions"]} for metric in metrics]
    codes = {LedgerError("").code, LedgerConflict("").code, TooSlow("ledger", 1).code}
    assert {one["code"] for one in told} == codes
    assert {one["service"] for one in told} == {"lexloci"}
    assert {metric["Namespace"] for metric in metrics} <= constants("layers/engine")
    assert {metric["MetricName"] for metric in metrics} <= constants("layers/engine")
    assert all(f"FILL({one['Id']}, 0)" in summed["Expression"] for one in counts)


def test_each_alarm_says_what_it_means(resources):
    """Who is woken by it reads what happened to callers."""
    for name, one in resources.items():
        if one["Type"] == "AWS::CloudWatch::Alarm":
            assert one["Properties"]["AlarmDescription"].endswith("."), name
            missing = "breaching" if name in SILENCE else "notBreaching"
            assert one["Properties"]["TreatMissingData"] == missing, name
