"""The decision API as the template declares it."""

import re

from lexloci_tools.serve.intrinsics import Resolver

ASKED = {"Decide", "Consents", "Inspect", "Answer"}
"""The functions that the platform's backend asks, and nobody else."""
OWN_TO_IAM = re.compile(r"POST /(v1/(decisions.*|uploads)|access/v1/.*)")
"""Of the decision API: what it asks, not what it publishes."""


def backends(resources):
    """What is made for callers of IAM."""
    return {name: one for name, one in resources.items() if name.startswith("Backends")}


def test_routes_of_iam_are_closed_unless_a_parameter_opens_them(template, resources):
    """Everything of that API hangs on the condition, and the condition is off by default."""
    assert {one.get("Condition") for one in backends(resources).values()} == {"HasIamRoutes"}
    assert template["Parameters"]["IamRoutes"]["Default"] == "off"
    assert Resolver(template, {})({"Condition": "HasIamRoutes"}) is False
    assert Resolver(template, {"IamRoutes": "on"})({"Condition": "HasIamRoutes"}) is True


def integrated(resources, route):
    """The function behind one of that API's routes."""
    name = route["Target"]["Fn::Sub"].partition("${")[2].rstrip("}")
    integration = resources[name]["Properties"]
    assert (integration["PayloadFormatVersion"], integration["TimeoutInMillis"]) == ("2.0", 29000)
    return integration["IntegrationUri"]["Fn::Sub"][1]["Alias"]["Ref"].removesuffix(".Alias")


def test_every_route_of_that_api_is_authorised_by_iam_and_is_one_of_the_functions(
    functions, resources
):
    """No route without a signature, none that its function does not know, and no catch-all."""
    parts = backends(resources).values()
    routes = [one["Properties"] for one in parts if one["Type"] == "AWS::ApiGatewayV2::Route"]
    assert {one["AuthorizationType"] for one in routes} == {"AWS_IAM"}
    found = {(integrated(resources, one), one["RouteKey"]) for one in routes}
    asked = {
        (name, f"{event['Properties']['Method']} {event['Properties']['Path']}")
        for name in ASKED
        for event in functions[name]["Events"].values()
    }
    wanted = {(name, key) for name, key in asked if name != "Decide" or OWN_TO_IAM.fullmatch(key)}
    assert found == wanted


def test_that_api_may_call_what_backends_ask_only(resources):
    """The gate, and what anybody files, are behind the front alone."""
    permissions = [
        one["Properties"]
        for one in backends(resources).values()
        if one["Type"] == "AWS::Lambda::Permission"
    ]
    assert {one["FunctionName"]["Ref"] for one in permissions} == {f"{n}.Alias" for n in ASKED}
    for one in permissions:
        assert one["SourceArn"]["Fn::Sub"].endswith(":${BackendsApi}/*")


def test_that_apis_access_logs_say_nothing_about_the_caller(resources):
    """As the front's."""
    own = resources["BackendsStage"]["Properties"]["AccessLogSettings"]
    assert own == resources["Api"]["Properties"]["AccessLogSettings"]


def test_only_the_decision_api_may_read_what_permits_are_signed_by(resources):
    """Neither the gate nor the register could sign one."""
    who = {
        name
        for name, one in resources.items()
        if one["Type"] == "AWS::IAM::Role" and "permit-key" in str(one["Properties"]["Policies"])
    }
    assert who == {"DecideRole", "RotateRole"}


def test_the_permits_secret_is_renewed_like_the_origins(resources):
    """By the same function, as often."""
    own = resources["RotatePermitKey"]["Properties"]
    origin = resources["RotateSchedule"]["Properties"]
    assert {**own, "SecretId": None} == {**origin, "SecretId": None}
    assert own["SecretId"] == {"Ref": "PermitKey"}


def test_the_request_id_reaches_the_decision_api(resources):
    """CloudFront forwards what is listed."""
    policy = resources["FrontEvidencePolicy"]["Properties"]["OriginRequestPolicyConfig"]
    assert "X-Request-ID" in policy["HeadersConfig"]["Headers"]
