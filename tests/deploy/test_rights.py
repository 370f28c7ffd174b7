"""What each function may do, and what it is told."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from lexloci_tools.serve.intrinsics import Resolver


def statements(resources: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Every statement of every role, with the logical id of the role, or of what adds to it."""
    return [
        (name, statement)
        for name, one in resources.items()
        if one["Type"] in ("AWS::IAM::Role", "AWS::IAM::RolePolicy", "AWS::IAM::Policy")
        for policy in one["Properties"].get("Policies", [one["Properties"]])
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
        "digests": {"BatchGetItem", "UpdateItem"},
    },
    "DecideRole": {
        "decisions": {"PutItem", "GetItem"},
        "consents": {"GetItem"},
        "protected": {"Query"},
        "strikes": {"Query", "GetItem", "UpdateItem"},
        "digests": {"BatchGetItem"},
    },
    "AppealsRole": {
        "appeals": {"PutItem", "GetItem"},
        "decisions": {"GetItem"},
    },
    "AnswerRole": {
        "appeals": {"GetItem", "UpdateItem"},
        "appeals/index/by_due": {"Query"},
        "protected": {"PutItem", "GetItem", "UpdateItem"},
    },
    "RemindRole": {
        "appeals": {"UpdateItem"},
        "appeals/index/by_due": {"Query"},
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
            if name != role or service in ("logs", "secretsmanager", "s3"):
                continue
            assert service == "dynamodb"
            for resource in resolve(as_list(statement["Resource"])):
                granted.setdefault(resource.rpartition("/lexloci-")[2], set()).add(what)
    assert granted == TABLES[role]


@pytest.mark.parametrize("role", ["EnforceRole", "DecideRole"])
def test_the_gate_sees_no_proof_of_consent_and_nobody_behind_a_protected_name(resources, role):
    """Its look-ups are bound to the keys of records and of the set of hashes."""
    bound = [
        keys["dynamodb:LeadingKeys"]
        for name, statement in statements(resources)
        if name == role
        for keys in statement.get("Condition", {}).values()
    ]
    own = [["IMG#*"]] if role == "EnforceRole" else []
    assert bound == [["CONSENT#*"], ["NAMES"], *own]


OPEN = (
    "Bucket/Arn/*",
    "UploadsBucket/Arn/uploads/*",
    *(f"ReplaysBucket/Arn/{folder}/*" for folder in ("exports", "rulebooks", "results")),
    "table/lexloci-decisions/stream/*",
    "execution:lexloci-replay/*",
)
"""Ends of resources whose names are not ours to know: a bucket's objects, a stream's moment, the
children of a map."""


NAMELESS = ("SeeByRekognition", "SeeByCelebrities")
"""Rekognition's calls on bytes have no resource that a policy could name."""


def test_rights_to_look_at_images_are_there_only_for_the_detector_chosen(template, resources):
    """No detector, no right; celebrities only where they are asked for."""
    seeing = {name: one for name, one in resources.items() if name.startswith("SeeBy")}
    chosen = {}
    for detector in ("none", "rekognition", "guardrails"):
        resolve = Resolver(template, {"Detector": detector, "Celebrities": "on"})
        chosen[detector] = {
            action
            for one in seeing.values()
            if resolve({"Condition": one["Condition"]})
            for statement in one["Properties"]["PolicyDocument"]["Statement"]
            for action in resolve(as_list(statement["Action"]))
        }
    looks = ("DetectModerationLabels", "DetectFaces", "RecognizeCelebrities")
    assert chosen == {
        "none": set(),
        "rekognition": {f"rekognition:{each}" for each in looks},
        "guardrails": {"bedrock:ApplyGuardrail"},
    }


def test_no_role_has_a_wildcard(template, resources):
    """Each right names its resource; only the six characters that AWS adds to a secret are open,
    the objects of a bucket, and the moment a stream is named for."""
    resolve = Resolver(template, {"UpstreamKeyArn": "arn:aws:secretsmanager:x:1:secret:key-AbCdEf"})
    for name, statement in statements(resources):
        for action in as_list(statement["Action"]):
            assert "*" not in action, name
        for resource in resolve(as_list(statement["Resource"])):
            if name in NAMELESS and resource == "*":
                continue
            assert resource.startswith("arn:"), name
            assert "*" not in (resource[:-1] if resource.endswith(OPEN) else resource), name
            assert "?" not in resource.removesuffix("-??????"), name


def test_rights_and_variables_name_the_same_table_and_secrets(template, resources, variables):
    """What a function is told to use is what its role lets it use."""
    resolve = Resolver(template, {})
    granted = {
        resource.split(":", 5)[5].split("/" if ":table/" in resource else ":", 1)[1]
        for name, statement in statements(resources)
        if not {"logs:", "s3:"} & set(re.findall("[a-z0-9]+:", str(statement["Action"])))
        and name in TABLES
        for resource in resolve(as_list(statement["Resource"]))
    }
    names = ("TABLE", "CONSENTS", "PROTECTED", "STRIKES", "ORIGIN_SECRET", "HASH_KEY", "PERMIT_KEY")
    names = (*names, "APPEALS", "DIGESTS", "PROBE_KEY")
    told = {resolve(variables[f"LEXLOCI_{name}"]) for name in names}
    tables = ("Decisions", "ConsentRecords", "ProtectedPersons", "StrikeCounts", "AppealFiles")
    tables = (*tables, "ImageDigests")
    made = {resolve(resources[name]["Properties"]["TableName"]) for name in tables}
    secrets = ("OriginSecret", "HashKey", "PermitKey", "ProbeKey")
    made |= {resolve(resources[name]["Properties"]["Name"]) for name in secrets}
    granted = {one.removesuffix("-??????").partition("/index/")[0] for one in granted}
    assert granted == told == made


def test_every_function_has_a_role_of_ours(functions):
    """A role that SAM makes up comes with AWS's own broad policies."""
    for name, one in functions.items():
        assert "Policies" not in one, name
        assert one["Role"]["Fn::GetAtt"][0] == f"{name}Role", name


def test_the_variables_are_those_that_the_settings_know(variables):
    """A misspelt variable is read by nobody, and nobody would say so."""
    from lexloci_edge.appealing.settings import FilingSettings
    from lexloci_edge.replay.settings import ReplaySettings
    from lexloci_edge.seals.settings import SealSettings
    from lexloci_edge.settings import Settings

    known = {
        str(field.validation_alias or field.alias or f"LEXLOCI_{name.upper()}")
        for model in (Settings, SealSettings, ReplaySettings, FilingSettings)
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
