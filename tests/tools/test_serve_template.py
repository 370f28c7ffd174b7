"""What the local server reads from a template."""

from pathlib import Path

import pytest

from lexloci_tools.serve.intrinsics import Resolver, TemplateError, load
from lexloci_tools.serve.template import Route, match, read_template

FIXTURE = Path(__file__).parents[1] / "data" / "serve" / "template.yaml"


def test_functions_have_their_code_layers_and_variables() -> None:
    """A function's own variables stand over the shared ones, references become local names."""
    echo = read_template(FIXTURE).functions["Echo"]
    assert (echo.handler, echo.timeout) == ("handler.handler", 1.0)
    assert echo.code == FIXTURE.parent / "functions" / "echo"
    assert echo.layers == (FIXTURE.parent / "layers" / "words",)
    assert echo.variables == {
        "STAGE": "dev",
        "SHARED": "own",
        "LEXLOCI_TABLE": "lexloci-decisions",
        "LEXLOCI_ORIGIN_SECRET": "lexloci/origin",
    }


def test_parameters_given_change_what_conditions_choose() -> None:
    """A parameter replaces its default wherever the template refers to it."""
    template = read_template(FIXTURE, {"House": "+premium-only", "Stage": "prod"})
    assert template.functions["Echo"].variables["HOUSE"] == "+premium-only"
    assert set(template.tables) == {"lexloci-decisions", "audit"}


def test_tables_become_create_table_arguments() -> None:
    """Keys and indexes are kept; replicas and throughput are left to the cloud."""
    table = read_template(FIXTURE).tables["lexloci-decisions"]
    assert set(table) == {
        "TableName",
        "BillingMode",
        "KeySchema",
        "AttributeDefinitions",
        "GlobalSecondaryIndexes",
    }
    assert set(table["GlobalSecondaryIndexes"][0]) == {"IndexName", "KeySchema", "Projection"}


def test_headers_that_the_fronts_policies_list_are_read(tmp_path: Path) -> None:
    """Both policies' lists count together; a policy for all viewers' headers means no list."""
    path = tmp_path / "template.yaml"
    path.write_text("""
Resources:
  Cache:
    Type: AWS::CloudFront::CachePolicy
    Properties:
      CachePolicyConfig:
        ParametersInCacheKeyAndForwardedToOrigin:
          HeadersConfig: {HeaderBehavior: whitelist, Headers: [Authorization]}
  Origin:
    Type: AWS::CloudFront::OriginRequestPolicy
    Properties:
      OriginRequestPolicyConfig:
        HeadersConfig: {HeaderBehavior: whitelist, Headers: [CloudFront-Viewer-Country]}
""")
    listed = read_template(path).forwarded
    assert listed == {"authorization", "cloudfront-viewer-country"}
    path.write_text(path.read_text().replace("whitelist", "allViewerAndWhitelistCloudFront"))
    assert read_template(path).forwarded is None
    assert read_template(FIXTURE).forwarded is None


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("POST", "/v1/echo", "POST /v1/echo", {}),
        ("GET", "/v1/echo/a%20b", "GET /v1/echo/{id}", {"id": "a b"}),
        ("DELETE", "/any/a/b", "ANY /any/{rest+}", {"rest": "a/b"}),
        ("GET", "/v1/echo", "$default", {}),
        ("POST", "/v1/echo/", "$default", {}),
        ("POST", "/v1/echo/a/b", "$default", {}),
    ],
)
def test_the_most_specific_route_is_taken(
    method: str, path: str, key: str, parameters: dict[str, str]
) -> None:
    """Routing follows API Gateway: full path, then one name, then greedy, then default."""
    found = match(read_template(FIXTURE).routes, method, path)
    assert found is not None
    assert (found[0].key, found[1]) == (key, parameters)


def test_without_a_default_route_nothing_matches() -> None:
    """A path that no route has finds none."""
    assert match((Route("GET /health", "F"),), "GET", "/other") is None


@pytest.mark.parametrize(
    ("expression", "worked_out"),
    [
        ("!Sub '${AWS::Region}-${Name}-${!Kept}'", "eu-west-2-n-${Kept}"),
        ("!Sub ['${x}/y', {x: !Ref Name}]", "n/y"),
        ("!Join ['-', [a, !Ref Name]]", "a-n"),
        ("!Select [1, [a, b]]", "b"),
        ("!If [Holds, a, b]", "a"),
        ("!If [Fails, a, b]", "b"),
        ("!FindInMap [M, !Ref Name, k]", "found"),
        ("!GetAtt Thing.Arn", "arn:aws:local:eu-west-2:000000000000:Thing/Arn"),
        ("!Ref AWS::NoValue", None),
    ],
)
def test_intrinsic_functions_come_to_local_values(expression: str, worked_out: object) -> None:
    """Each function the template may use is worked out as CloudFormation does it."""
    document = load(f"""
Parameters: {{Name: {{Default: n}}}}
Mappings: {{M: {{n: {{k: found}}}}}}
Conditions:
  Holds: !And [!Equals [a, a], !Or [!Equals [a, b], !Not [!Equals [a, b]]]]
  Fails: !Not [!Condition Holds]
Resources: {{Thing: {{Type: T}}}}
Value: {expression}
""")
    assert Resolver(document, {})(document["Value"]) == worked_out


@pytest.mark.parametrize(
    "expression", ["!ImportValue x", "!Ref Nothing", "!If [Maybe, a, b]", "!Sub '${Nothing}'"]
)
def test_what_is_not_known_is_an_error(expression: str) -> None:
    """A function or name not known here is never guessed."""
    document = load(f"Value: {expression}")
    with pytest.raises(TemplateError, match=r"template\.yaml"):
        Resolver(document, {})(document["Value"])


def test_a_missing_template_says_where_to_run(tmp_path: Path) -> None:
    """The error for a missing template carries a hint."""
    with pytest.raises(TemplateError, match="hint:"):
        read_template(tmp_path / "template.yaml")
