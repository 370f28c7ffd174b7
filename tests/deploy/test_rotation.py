"""The rotation of the origin secret as the template declares it."""

import ast

from lexloci_edge.rotation import PATIENCE
from lexloci_tools.serve.intrinsics import Resolver


def test_what_rotates_exists_once_like_the_secret(resources):
    """A second Region's stack has neither the secret nor the distribution."""
    parts = {name: one for name, one in resources.items() if name.startswith("Rotate")}
    assert {one.get("Condition") for one in parts.values()} == {"IsPrimary"}
    assert {one["Type"] for one in parts.values()} == {
        "AWS::Serverless::Function",
        "AWS::IAM::Role",
        "AWS::Logs::LogGroup",
        "AWS::Lambda::Permission",
        "AWS::SecretsManager::RotationSchedule",
        "AWS::CloudWatch::Alarm",
    }


def test_the_role_may_renew_this_secret_and_tell_this_distribution(template, resources):
    """Nothing else: no other secret, no other distribution, no password from elsewhere."""
    resolve = Resolver(template, {})
    granted = {}
    for policy in resources["RotateRole"]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            actions = statement["Action"]
            for action in actions if isinstance(actions, list) else [actions]:
                granted[action] = resolve(statement["Resource"])
    assert set(granted) == {
        "secretsmanager:DescribeSecret",
        "secretsmanager:GetSecretValue",
        "secretsmanager:PutSecretValue",
        "secretsmanager:UpdateSecretVersionStage",
        "cloudfront:GetDistribution",
        "cloudfront:GetDistributionConfig",
        "cloudfront:UpdateDistribution",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    }
    for action, resource in granted.items():
        if action.startswith("secretsmanager:"):
            names = [one.rpartition(":secret:lexloci/")[2] for one in resource]
            assert names == ["origin-??????", "permit-key-??????"]
        if action.startswith("cloudfront:"):
            assert resource.endswith(":distribution/Distribution")


def test_secrets_manager_of_this_account_may_call_it_and_nobody_else(resources):
    """The alias that it calls is the one that the permission opens."""
    permission = resources["RotatePermission"]["Properties"]
    assert permission["Principal"] == "secretsmanager.amazonaws.com"
    assert permission["SourceAccount"] == {"Ref": "AWS::AccountId"}
    schedule = resources["RotateSchedule"]["Properties"]
    assert permission["FunctionName"] == schedule["RotationLambdaARN"] == {"Ref": "Rotate.Alias"}
    assert schedule["SecretId"] == {"Ref": "OriginSecret"}
    assert schedule["RotateImmediatelyOnUpdate"] is False
    assert resources["RotateSchedule"]["DependsOn"] == "RotatePermission"


def test_a_step_has_the_time_that_it_may_wait(functions):
    """Lambda's longest; the function has no route, so nobody waits for it."""
    rotate = functions["Rotate"]
    assert PATIENCE + 60 < rotate["Timeout"] <= 900
    assert "Events" not in rotate


def test_no_place_is_set_for_tests_by_default(template):
    """And the stack itself says so where it is."""
    assert template["Parameters"]["TestPlaces"]["Default"] == "off"
    assert template["Outputs"]["LacksTruePlaces"]["Condition"] == "HasTestPlaces"
    resolve = Resolver(template, {"TestPlaces": "on"})
    assert resolve({"Condition": "HasTestPlaces"}) is True


def test_the_template_is_of_the_front_that_it_makes(variables):
    """Its front is CloudFront; another one is a setting beside another front."""
    assert variables["LEXLOCI_FRONT"] == "cloudfront"


def test_the_handler_catches_nothing_and_prints_nothing(root):
    """What goes wrong must reach Secrets Manager; a secret must reach no log."""
    tree = ast.parse((root / "functions/rotate/handler.py").read_text(encoding="utf-8"))
    edge = root / "layers/engine/python/lexloci_edge/rotation.py"
    for part in (tree, ast.parse(edge.read_text(encoding="utf-8"))):
        called = {ast.unparse(node.func) for node in ast.walk(part) if isinstance(node, ast.Call)}
        assert not {"print", "logging.info", "logger.info"} & called
    assert not [node for node in ast.walk(tree) if isinstance(node, ast.Try)]
