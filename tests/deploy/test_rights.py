"""What each function may do, and what it is told."""

import re
import tomllib
from pathlib import Path
from typing import Any

from lexloci_tools.serve.intrinsics import Resolver


def statements(resources: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role, with the role's logical id."""
    return [
        (name, statement)
        for name, role in resources.items()
        if role["Type"] == "AWS::IAM::Role"
        for policy in role["Properties"]["Policies"]
        for statement in policy["PolicyDocument"]["Statement"]
    ]


def as_list(value: Any) -> list[Any]:
    """IAM writes one and many in two ways."""
    return value if isinstance(value, list) else [value]


def test_the_gate_may_do_these_five_things_and_nothing_else(resources):
    """It writes and reads decisions, reads secrets, writes logs: no update, no delete."""
    granted = {
        action
        for name, statement in statements(resources)
        if name == "EnforceRole"
        for action in as_list(statement["Action"])
    }
    assert granted == {
        "dynamodb:GetItem",
        "dynamodb:PutItem",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "secretsmanager:GetSecretValue",
    }


def test_no_role_has_a_wildcard(template, resources):
    """Each right names its resource; only the six characters that AWS adds to a secret are open."""
    resolve = Resolver(template, {"UpstreamKeyArn": "arn:aws:secretsmanager:x:1:secret:key-AbCdEf"})
    for name, statement in statements(resources):
        for action in as_list(statement["Action"]):
            assert "*" not in action, name
        for resource in resolve(as_list(statement["Resource"])):
            assert resource.startswith("arn:"), name
            assert "*" not in resource, name
            assert "?" not in resource.removesuffix("-??????"), name


def test_rights_and_variables_name_the_same_table_and_secrets(template, resources, variables):
    """What a function is told to use is what its role lets it use."""
    resolve = Resolver(template, {})
    granted = [
        resource.split(":", 5)[5].split("/" if ":table/" in resource else ":", 1)[1]
        for _, statement in statements(resources)
        if "logs:" not in str(statement["Action"])
        for resource in resolve(as_list(statement["Resource"]))
    ]
    told = [
        resolve(variables[f"LEXLOCI_{name}"]) for name in ("TABLE", "ORIGIN_SECRET", "HASH_KEY")
    ]
    made = [
        resolve(resources["Decisions"]["Properties"]["TableName"]),
        resolve(resources["OriginSecret"]["Properties"]["Name"]),
        resolve(resources["HashKey"]["Properties"]["Name"]),
    ]
    assert [one.removesuffix("-??????") for one in granted] == told == made


def test_every_function_has_a_role_of_ours(functions):
    """A role that SAM makes up comes with AWS's own broad policies."""
    for name, one in functions.items():
        assert "Policies" not in one, name
        assert one["Role"]["Fn::GetAtt"][0] == f"{name}Role", name


def test_the_variables_are_those_that_the_settings_know(variables):
    """A misspelt variable is read by nobody, and nobody would say so."""
    from lexloci_edge.settings import Settings

    known = {
        str(field.validation_alias or field.alias or f"LEXLOCI_{name.upper()}")
        for name, field in Settings.model_fields.items()
    }
    known = {name for name in known if name.startswith("LEXLOCI_")}
    ours = {name for name in variables if not name.startswith("POWERTOOLS_")}
    assert ours == known


def test_no_secret_stands_in_a_variable(template, variables):
    """Variables are shown in the console; they hold a secret's name, never its value."""
    for name, value in variables.items():
        assert "resolve:secretsmanager" not in str(value), name
        assert "resolve:ssm-secure" not in str(value), name
    assert not [name for name, one in template["Parameters"].items() if one.get("NoEcho")]


def test_every_parameter_says_what_it_is_and_has_a_default_and_a_use(root, template):
    """`sam deploy --guided` shows name and default; who takes every default gets a whole gate."""
    text = (root / "template.yaml").read_text(encoding="utf-8")
    for name, one in template["Parameters"].items():
        assert one["Description"].endswith("."), name
        assert "Default" in one, name
        assert re.search(rf"!Ref {name}\b", text), name


def test_every_environment_of_samconfig_builds_in_the_source_folder(root: Path):
    """The layers' Makefiles share a file beside their folders, which a scratch copy has not."""
    config = tomllib.loads((root / "samconfig.toml").read_text(encoding="utf-8"))
    environments = {name: one for name, one in config.items() if isinstance(one, dict)}
    assert {"default", "us-east-1", "eu-west-2", "ap-southeast-1"} <= set(environments)
    for name, one in environments.items():
        assert one["build"]["parameters"]["build_in_source"] is True, name
        assert one["global"]["parameters"]["stack_name"] == "lexloci", name
        assert one["deploy"]["parameters"]["region"] == {"default": "us-east-1"}.get(name, name)
