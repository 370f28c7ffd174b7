"""What CloudFront hands to the gate, and what it must not."""

import json
import re

import pytest

from lexloci_tools.serve.intrinsics import Resolver

HOST_FORWARDING = {"allViewer", "allViewerAndWhitelistCloudFront", "allExcept"}


@pytest.fixture(scope="session")
def distribution(template):
    """The distribution's configuration where no parameter says otherwise."""
    made = template["Resources"]["Distribution"]["Properties"]["DistributionConfig"]
    return Resolver(template, {})(made)


@pytest.fixture(scope="session")
def evidence(resources):
    """The origin request policy's configuration."""
    return resources["FrontEvidencePolicy"]["Properties"]["OriginRequestPolicyConfig"]


@pytest.fixture(scope="session")
def carried(template):
    """The cache policy's configuration where no parameter says otherwise."""
    made = template["Resources"]["FrontCachePolicy"]["Properties"]["CachePolicyConfig"]
    return Resolver(template, {})(made)


def test_without_a_domain_the_callers_host_stays_at_the_front(distribution, evidence):
    """API Gateway answers 403 to a Host that is not its own, so nothing may forward all headers."""
    assert "Aliases" not in distribution
    assert evidence["HeadersConfig"]["HeaderBehavior"] not in HOST_FORWARDING
    assert "host" not in [name.lower() for name in evidence["HeadersConfig"]["Headers"]]


def test_each_header_of_cloudfront_that_the_gate_reads_is_overwritten_by_it(evidence, constants):
    """CloudFront replaces a viewer's own copy only of listed headers; an unlisted one is a lie."""
    forwarded = {name.lower() for name in evidence["HeadersConfig"]["Headers"]}
    listed = {name for name in forwarded if name.startswith("cloudfront-")}
    read = {
        name
        for text in constants("layers/engine/python/lexloci_edge")
        for name in re.findall(r"cloudfront-viewer(?:-[a-z0-9]+)+(?![\w-])", text.lower())
    }
    assert listed == read
    assert "cloudfront-viewer-country" in read
    assert "cloudfront-viewer-address" not in listed
    assert len(forwarded) <= 10


def test_what_the_gate_hands_on_of_the_caller_reaches_it(evidence, constants):
    """Headers that CloudFront does not know are dropped unless they are listed."""
    forwarded = {name.lower() for name in evidence["HeadersConfig"]["Headers"]}
    handed_on = {"openai-organization", "openai-project", "x-stainless-retry-count"}
    assert handed_on <= forwarded
    assert handed_on <= constants("layers/engine/python/lexloci_edge")


def test_what_a_client_must_be_able_to_say_reaches_the_gate(carried):
    """Its key, the type of its body, its platform's claims, its query."""
    told = carried["ParametersInCacheKeyAndForwardedToOrigin"]
    headers = told["HeadersConfig"]["Headers"]
    assert {"Authorization", "Content-Type", "Lexloci-Claims"} <= set(headers)
    assert "Host" not in headers
    assert len(headers) <= 10
    assert told["QueryStringsConfig"] == {"QueryStringBehavior": "all"}


def test_no_answer_is_kept(carried, distribution):
    """One caller's answer must never be another's, and no error page replaces ours."""
    assert (carried["MinTTL"], carried["DefaultTTL"], carried["MaxTTL"]) == (0, 0, 1)
    responses = distribution["CustomErrorResponses"]
    assert {one["ErrorCode"] for one in responses} == {
        *(400, 403, 404, 405, 414, 416),
        *(500, 501, 502, 503, 504),
    }
    for one in responses:
        assert one == {"ErrorCode": one["ErrorCode"], "ErrorCachingMinTTL": 0}


def test_the_front_proves_itself_by_a_secret_that_the_template_never_shows(distribution, constants):
    """The header is the one that the gate reads; its value is fetched while deploying."""
    (origin,) = distribution["Origins"]
    (header,) = origin["OriginCustomHeaders"]
    assert header["HeaderName"] == "X-Lexloci-Origin"
    secret = "{{resolve:secretsmanager:lexloci/origin:SecretString:secret}}"
    assert header["HeaderValue"] == secret
    read = {text.lower() for text in constants("layers/engine/python/lexloci_edge")}
    assert "x-lexloci-origin" in read


def test_nothing_is_redirected_and_nothing_is_plain(distribution):
    """A redirected POST becomes a GET in common clients; a plain one shows the caller's key."""
    behaviour = distribution["DefaultCacheBehavior"]
    (origin,) = distribution["Origins"]
    assert behaviour["ViewerProtocolPolicy"] == "https-only"
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert origin["CustomOriginConfig"]["OriginSSLProtocols"] == ["TLSv1.2"]
    assert "POST" in behaviour["AllowedMethods"]


def test_the_front_waits_longer_than_the_api(distribution):
    """So that what a caller gets is the gate's answer, not CloudFront's time-out."""
    (origin,) = distribution["Origins"]
    assert 30 < origin["CustomOriginConfig"]["OriginReadTimeout"] <= 60


def test_no_address_is_logged_at_the_front(distribution):
    """CloudFront's own logs hold the caller's address."""
    assert "Logging" not in distribution


def test_the_outputs_say_what_to_do_next_and_what_is_missing(template):
    """Who deploys the five-minute path learns from the stack itself that it is a trial."""
    outputs = template["Outputs"]
    assert "base_url" in outputs["BaseUrl"]["Description"]
    lacks = {name for name in outputs if name.startswith("Lacks")}
    assert {"LacksDomain", "LacksFailover", "LacksRateRules", "LacksAlarmTopic"} <= lacks
    for name in lacks:
        assert re.search(r"\b[A-Z]{2,} [A-Z]{2,}", str(outputs[name]["Value"])), name


def test_one_caller_cannot_call_without_end(resources):
    """By address and by key, answered 429 with a body that stock clients can show."""
    limited = resources["RateRules"]["Properties"]
    made = resources["Distribution"]["Properties"]["DistributionConfig"]
    assert made["WebACLId"]["Fn::If"][1] == {"Fn::GetAtt": ["RateRules", "Arn"]}
    assert limited["Scope"] == "CLOUDFRONT"
    counted = [rule["Statement"]["RateBasedStatement"] for rule in limited["Rules"]]
    assert {rule["AggregateKeyType"] for rule in counted} == {"IP", "CUSTOM_KEYS"}
    for rule in limited["Rules"]:
        assert rule["Action"]["Block"]["CustomResponse"]["ResponseCode"] == 429
    told = json.loads(limited["CustomResponseBodies"]["too-often"]["Content"])
    assert told["status"] == 429
    assert {"message", "type", "code", "param"} == set(told["error"])


def test_the_rate_rules_keep_nothing_of_a_caller(resources):
    """WAF's samples and logs would hold addresses and keys."""
    limited = resources["RateRules"]["Properties"]
    for each in (limited, *limited["Rules"]):
        assert each["VisibilityConfig"]["SampledRequestsEnabled"] is False
    kinds = {one["Type"] for one in resources.values()}
    assert "AWS::WAFv2::LoggingConfiguration" not in kinds
