"""What each function may do, and what it is told."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

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


TABLES = {
    "EnforceRole": {
        "decisions": {"PutItem", "GetItem"},
        "consents": {"GetItem"},
        "protected": {"Query"},
        "strikes": {"Query", "GetItem", "UpdateItem"},
    },
    "ConsentsRole": {
        "consents": {"PutItem", "GetItem", "UpdateItem"},
        "protected": {"PutItem", "GetItem", "UpdateItem"},
        "strikes": {"UpdateItem"},
    },
}
"""What each role may do to which table. Nobody deletes, and no decision is ever updated."""


@pytest.mark.parametrize("role", TABLES)
def test_a_role_may_do_this_to_its_tables_and_nothing_else(template, resources, role):
    """The gate cannot write a consent, the register cannot read a decision, nobody deletes."""
    resolve, granted = Resolver(template, {}), {}
    for name, statement in statements(resources):
        for action in as_list(statement["Action"]):
            service, _, what = action.partition(":")
            if name != role or service in ("logs", "secretsmanager"):
                continue
            assert service == "dynamodb"
            for resource in resolve(as_list(statement["Resource"])):
                granted.setdefault(resource.rpartition("/lexloci-")[2], set()).add(what)
    assert granted == TABLES[role]


def test_the_gate_sees_no_proof_of_consent_and_nobody_behind_a_protected_name(resources):
    """Its look-ups are bound to the keys of records and of the set of hashes."""
    bound = [
        keys["dynamodb:LeadingKeys"]
        for name, statement in statements(resources)
        if name == "EnforceRole"
        for keys in statement.get("Condition", {}).values()
    ]
    assert bound == [["CONSENT#*"], ["NAMES"]]


OPEN = ("Bucket/Arn/*", "table/lexloci-decisions/stream/*")
"""Ends of resources whose names are not ours to know: a bucket's objects, a stream's moment."""


def test_no_role_has_a_wildcard(template, resources):
    """Each right names its resource; only the six characters that AWS adds to a secret are open,
    the objects of a bucket, and the moment a stream is named for."""
    resolve = Resolver(template, {"UpstreamKeyArn": "arn:aws:secretsmanager:x:1:secret:key-AbCdEf"})
    for name, statement in statements(resources):
        for action in as_list(statement["Action"]):
            assert "*" not in action, name
        for resource in resolve(as_list(statement["Resource"])):
            assert resource.startswith("arn:"), name
            assert "*" not in (resource[:-1] if resource.endswith(OPEN) else resource), name
            assert "?" not in resource.removesuffix("-??????"), name


def test_rights_and_variables_name_the_same_table_and_secrets(template, resources, variables):
    """What a function is told to use is what its role lets it use."""
    resolve = Resolver(template, {})
    granted = {
        resource.split(":", 5)[5].split("/" if ":table/" in resource else ":", 1)[1]
        for name, statement in statements(resources)
        if "logs:" not in str(statement["Action"]) and name in TABLES
        for resource in resolve(as_list(statement["Resource"]))
    }
    names = ("TABLE", "CONSENTS", "PROTECTED", "STRIKES", "ORIGIN_SECRET", "HASH_KEY")
    told = {resolve(variables[f"LEXLOCI_{name}"]) for name in names}
    tables = ("Decisions", "ConsentRecords", "ProtectedPersons", "StrikeCounts")
    made = {resolve(resources[name]["Properties"]["TableName"]) for name in tables}
    made |= {resolve(resources[name]["Properties"]["Name"]) for name in ("OriginSecret", "HashKey")}
    assert {one.removesuffix("-??????") for one in granted} == told == made


def test_every_function_has_a_role_of_ours(functions):
    """A role that SAM makes up comes with AWS's own broad policies."""
    for name, one in functions.items():
        assert "Policies" not in one, name
        assert one["Role"]["Fn::GetAtt"][0] == f"{name}Role", name


def test_the_variables_are_those_that_the_settings_know(variables):
    """A misspelt variable is read by nobody, and nobody would say so."""
    from lexloci_edge.seals.settings import SealSettings
    from lexloci_edge.settings import Settings

    known = {
        str(field.validation_alias or field.alias or f"LEXLOCI_{name.upper()}")
        for model in (Settings, SealSettings)
        for name, field in model.model_fields.items()
    }
    known = {name for name in known if name.startswith("LEXLOCI_")} | {"LEXLOCI_DISTRIBUTION"}
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
