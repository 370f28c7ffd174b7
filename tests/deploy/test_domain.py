"""The front with a domain and without, with a slow generator, with browsers."""

import json
import subprocess
from typing import Any

import pytest
from tests.deploy.choices import CORS, DOMAIN, ELSEWHERE, SLOW, made

from lexloci_tools.serve.intrinsics import REGION, Resolver


def front(resources: dict[str, Any]) -> dict[str, Any]:
    """The distribution's configuration."""
    return resources["Distribution"]["DistributionConfig"]


def forwarded(resources: dict[str, Any], policy: str) -> list[str]:
    """The headers in a cache policy."""
    told = resources[policy]["CachePolicyConfig"]["ParametersInCacheKeyAndForwardedToOrigin"]
    return told["HeadersConfig"]["Headers"]


# ------------------------------------------------------------------------------------------ domain


def test_with_a_domain_the_host_that_is_forwarded_is_the_apis_own_name(template):
    """API Gateway answers 403 to any other; and CloudFront needs a second name to find it by."""
    there = made(template, **DOMAIN)
    (alias,) = front(there)["Aliases"]
    (origin,) = front(there)["Origins"]
    assert "Host" in forwarded(there, "FrontCachePolicy")
    assert alias == there["RegionalName"]["DomainName"] == DOMAIN["Domain"]
    assert there["RegionalMapping"]["DomainName"] == "RegionalName"
    assert origin["DomainName"] == there["OriginRecord"]["Name"] == f"origin.{alias}"
    certificate = front(there)["ViewerCertificate"]
    assert certificate["AcmCertificateArn"] == DOMAIN["CertificateArn"]
    assert certificate["MinimumProtocolVersion"] == "TLSv1.2_2021"


def test_with_a_domain_the_regional_api_has_no_other_way_in(template):
    """Its own endpoint would go past the distribution's name; without a domain it is the only."""
    assert made(template, **DOMAIN)["Api"]["DisableExecuteApiEndpoint"] is True
    assert made(template)["Api"]["DisableExecuteApiEndpoint"] is False


def test_without_a_domain_nothing_of_one_is_made(template):
    """The five-minute path asks for no zone and no certificate."""
    there = made(template)
    kinds = {
        template["Resources"][name]["Type"]
        for name in there
        if template["Resources"][name]["Type"].startswith(("AWS::Route53", "AWS::ApiGatewayV2"))
    }
    assert not kinds
    (origin,) = front(there)["Origins"]
    assert origin["DomainName"] == f"Api.execute-api.{REGION}.amazonaws.com"
    assert "Aliases" not in front(there)
    assert front(there)["ViewerCertificate"] == {"CloudFrontDefaultCertificate": True}


@pytest.mark.parametrize("where", [{}, ELSEWHERE], ids=["primary", "another"])
def test_each_region_answers_to_the_same_name_while_it_is_well(template, where):
    """Latency records under one name; well is: its gate answers, and its ledger takes records."""
    there = made(template, **DOMAIN, **where)
    record = there["OriginRecord"]
    assert (record["Region"], record["SetIdentifier"]) == (REGION, REGION)
    assert record["HealthCheckId"] == "HealthOfRegion"
    whole = there["HealthOfRegion"]["HealthCheckConfig"]
    assert (whole["ChildHealthChecks"], whole["HealthThreshold"]) == (
        ["Health", "HealthOfLedger"],
        2,
    )
    asked = there["Health"]["HealthCheckConfig"]
    assert (asked["Type"], asked["ResourcePath"], asked["EnableSNI"]) == ("HTTPS", "/health", True)
    assert asked["FullyQualifiedDomainName"] == there["HealthName"]["DomainName"]
    assert there["HealthRecord"]["Name"] == f"{REGION}.{DOMAIN['Domain']}"
    alarm = there["HealthOfLedger"]["HealthCheckConfig"]["AlarmIdentifier"]["Name"]
    # Route 53 knows alarms on one metric of whole minutes only.
    assert {"Metrics", "DatapointsToAlarm"}.isdisjoint(there[alarm])


def test_another_region_has_no_front_and_no_name_of_its_callers(template):
    """Only the primary's stack owns the distribution and the record that leads to it."""
    there = made(template, **DOMAIN, **ELSEWHERE)
    assert {"Distribution", "PublicRecord", "PublicRecordV6"}.isdisjoint(there)
    here = made(template, **DOMAIN)
    assert {here[name]["Type"] for name in ("PublicRecord", "PublicRecordV6")} == {"A", "AAAA"}


def test_the_template_says_what_a_domain_needs_before_anything_is_made(template):
    """A half-told domain fails at once, not after the distribution."""
    needed = str(template["Rules"])
    assert all(name in needed for name in DOMAIN)


def test_the_template_tells_the_digest_of_the_rulebook_that_it_brings(template, root):
    """In the layer's name and description, and in what one Region looks for in the others."""
    digest = json.loads((root / "layers/rulebook/rulebook.json").read_bytes())["digest"]
    there = made(template, **DOMAIN)
    name = there["RulebookLayer"]["LayerName"]
    assert name == f"lexloci-rulebook-{digest.removeprefix('sha256:')}"
    assert len(name) <= 140
    assert there["RulebookLayer"]["Description"].endswith(digest)
    resolve = Resolver(template, {})
    for name in ("LawOfSecond", "LawOfThird"):
        asked = template["Resources"][name]["Properties"]["HealthCheckConfig"]
        assert resolve(asked["SearchString"]) == digest
        assert (asked["Type"], asked["ResourcePath"]) == ("HTTPS_STR_MATCH", "/health")


# --------------------------------------------------------------------------- slow generators


@pytest.mark.parametrize("domain", [{}, DOMAIN], ids=["without a domain", "with one"])
def test_a_slow_generators_calls_go_to_the_gates_own_url(template, domain):
    """Same proof of path, same evidence; never the caller's Host, which a function URL refuses."""
    there = made(template, **SLOW, **domain)
    api, url = front(there)["Origins"]
    (behaviour,) = front(there)["CacheBehaviors"]
    assert url["OriginCustomHeaders"] == api["OriginCustomHeaders"]
    assert (behaviour["TargetOriginId"], behaviour["PathPattern"]) == (url["Id"], "/v1/images/*")
    assert behaviour["OriginRequestPolicyId"] == "FrontEvidencePolicy"
    assert forwarded(there, behaviour["CachePolicyId"]) == forwarded(
        made(template), "FrontCachePolicy"
    )
    assert url["DomainName"] == f"EnforceUrl.lambda-url.{REGION}.on.aws"
    assert (there["EnforceUrl"]["AuthType"], there["EnforceUrl"]["InvokeMode"]) == (
        "NONE",
        "BUFFERED",
    )
    rights = {there[f"EnforceUrl{part}"]["Action"] for part in ("Permission", "Invocation")}
    assert rights == {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"}
    assert there["EnforceUrlInvocation"]["InvokedViaFunctionUrl"] is True


@pytest.mark.parametrize(("parameters", "most"), [({}, 29), (SLOW, 115)])
def test_who_waits_waits_longer_than_whom_it_waits_for(template, parameters, most):
    """Generator, gate, front: so that the answer is always the gate's own."""
    there = made(template, **parameters)
    shared = Resolver(template, parameters)(template["Globals"]["Function"]["Environment"])
    generator = int(shared["Variables"]["LEXLOCI_UPSTREAM_SECONDS"])
    waits = front(there)["Origins"][-1]["CustomOriginConfig"]["OriginReadTimeout"]
    assert generator + 4 <= there["Enforce"]["Timeout"] == most < waits <= 120


# -------------------------------------------------------------------------------- browsers


def test_no_page_may_call_unless_it_is_named(template):
    """By default no answer is a page's to read, and a preflight is an unknown path's 404."""
    behaviour = front(made(template))["DefaultCacheBehavior"]
    assert {"FunctionAssociations", "ResponseHeadersPolicyId"}.isdisjoint(behaviour)
    assert {"CorsPolicy", "CorsPreflight"}.isdisjoint(made(template))


@pytest.mark.parametrize(
    ("origin", "allowed"),
    [("https://app.example.com", True), ("https://evil.example", False), (None, False)],
)
def test_a_preflight_is_answered_at_the_edge_for_named_pages_only(template, origin, allowed):
    """The function itself, as CloudFront runs it."""
    code = made(template, **CORS)["CorsPreflight"]["FunctionCode"]
    headers = {"access-control-request-method": {"value": "POST"}}
    headers |= {"origin": {"value": origin}} if origin else {}
    answer = run(code, {"method": "OPTIONS", "headers": headers})
    assert answer["statusCode"] == 204
    told = answer["headers"].get("access-control-allow-origin", {}).get("value")
    assert told == (origin if allowed else None)


def test_a_call_goes_on_as_it_came(template):
    """Only preflights are answered at the edge."""
    code = made(template, **CORS)["CorsPreflight"]["FunctionCode"]
    request = {"method": "POST", "headers": {"origin": {"value": "https://app.example.com"}}}
    assert run(code, request) == request
    plain = {"method": "OPTIONS", "headers": {}}
    assert run(code, plain) == plain


def run(code: str, request: dict[str, Any]) -> dict[str, Any]:
    """What a CloudFront Function answers. (npm, which fetches the tests' DynamoDB, brings node.)"""
    script = f"{code}\nconsole.log(JSON.stringify(handler({json.dumps({'request': request})})))"
    ran = subprocess.run(
        ["node", "-e", script], capture_output=True, text=True, check=True, timeout=60
    )
    return json.loads(ran.stdout)


def test_the_pages_that_may_read_an_answer_are_those_of_the_preflight(template):
    """On both ways that calls take; without credentials, for the key stands in a header."""
    there = made(template, **CORS, **SLOW)
    cors = there["CorsPolicy"]["ResponseHeadersPolicyConfig"]["CorsConfig"]
    assert cors["AccessControlAllowOrigins"]["Items"] == CORS["CorsOrigins"].split(",")
    assert cors["AccessControlAllowCredentials"] is False
    for behaviour in (front(there)["DefaultCacheBehavior"], *front(there)["CacheBehaviors"]):
        assert behaviour["ResponseHeadersPolicyId"] == "CorsPolicy"
        assert [one["EventType"] for one in behaviour["FunctionAssociations"]] == ["viewer-request"]
