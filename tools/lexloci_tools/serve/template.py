"""What `template.yaml` says that the local server needs: functions, routes, tables and secrets."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lexloci_tools.serve.intrinsics import Resolver, TemplateError, load

_TABLES = ("AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table")
_TABLE_KEYS = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes")
_POLICIES = {
    "AWS::CloudFront::CachePolicy": (
        "CachePolicyConfig",
        "ParametersInCacheKeyAndForwardedToOrigin",
    ),
    "AWS::CloudFront::OriginRequestPolicy": ("OriginRequestPolicyConfig",),
}
_ANY = ("any", "x-amazon-apigateway-any-method")


@dataclass(frozen=True, slots=True)
class Function:
    """One Lambda function as the template declares it. `timeout` is in seconds."""

    name: str
    handler: str
    code: Path
    layers: tuple[Path, ...]
    variables: Mapping[str, str]
    timeout: float


DECIDE = "Decide"
"""The decision API, by its logical id."""


@dataclass(frozen=True, slots=True)
class Route:
    """One route of the HTTP API. `key` is API Gateway's route key: `POST /v1/x` or `$default`.

    iam: whether local callers are taken for IAM's: a route of the decision API that the template
    can open to them. The register and the answers want claims here, though it can open them too.
    """

    key: str
    function: str
    iam: bool = False


@dataclass(frozen=True, slots=True)
class Template:
    """The template's functions by logical id, its routes, and `CreateTable` arguments by table.

    `forwarded` are the headers (lower case) that the front's policies let through; `None` is all.
    """

    functions: Mapping[str, Function]
    routes: tuple[Route, ...]
    tables: Mapping[str, Mapping[str, Any]]
    forwarded: frozenset[str] | None


def read_template(path: Path, parameters: Mapping[str, str] | None = None) -> Template:
    """Answer what the template says; parameters not given have their defaults.

    Raises: TemplateError when the file is missing, is no template, or uses what is not known here.
    """
    if not path.is_file():
        raise TemplateError("no such file", str(path), "run it in the checkout")
    document = load(path.read_text(encoding="utf-8"))
    resolve = Resolver(document, parameters or {})
    resources: dict[str, Any] = {
        name: one
        for name, one in document.get("Resources", {}).items()
        if "Condition" not in one or resolve({"Condition": one["Condition"]})
    }
    shared = document.get("Globals", {}).get("Function", {})
    functions: dict[str, Function] = {}
    routes: list[Route] = []
    opened = _opened(document.get("Resources", {}))
    for name, one in _of_type(resources, "AWS::Serverless::Function"):
        functions[name] = _function(path.absolute().parent, name, shared, one, resources, resolve)
        routes += _routes(name, one, opened)
    tables = {
        resolve({"Ref": name}): _table(resolve({"Ref": name}), resolve(one))
        for name, one in _of_type(resources, *_TABLES)
    }
    return Template(functions, tuple(routes), tables, _forwarded(resources, resolve))


def _of_type(resources: Mapping[str, Any], *types: str) -> list[tuple[str, dict[str, Any]]]:
    return [
        (name, one.get("Properties", {})) for name, one in resources.items() if one["Type"] in types
    ]


def _function(
    root: Path,
    name: str,
    shared: Mapping[str, Any],
    own: Mapping[str, Any],
    resources: Mapping[str, Any],
    resolve: Resolver,
) -> Function:
    both = {**shared, **own}
    variables = {
        **shared.get("Environment", {}).get("Variables", {}),
        **own.get("Environment", {}).get("Variables", {}),
    }
    layers = [*shared.get("Layers", []), *own.get("Layers", [])]
    return Function(
        name=name,
        handler=both["Handler"],
        code=root / both["CodeUri"],
        layers=tuple(_layer(root, one["Ref"], resources) for one in layers if "Ref" in one),
        variables={key: str(one) for key, one in resolve(variables).items()},
        timeout=float(resolve(both.get("Timeout", 3))),
    )


def _layer(root: Path, name: str, resources: Mapping[str, Any]) -> Path:
    if name not in resources:
        raise TemplateError(f"no layer `{name}`")
    return root / str(resources[name]["Properties"]["ContentUri"])


def _opened(resources: Mapping[str, Any]) -> frozenset[str]:
    """The keys of routes that IAM authorises, whether a parameter has switched them on or not."""
    routes = _of_type(resources, "AWS::ApiGatewayV2::Route")
    return frozenset(
        str(one["RouteKey"]) for _, one in routes if one.get("AuthorizationType") == "AWS_IAM"
    )


def _routes(name: str, function: Mapping[str, Any], opened: frozenset[str]) -> list[Route]:
    found = []
    for event in function.get("Events", {}).values():
        if event["Type"] != "HttpApi":
            continue
        properties = event.get("Properties") or {}
        path = properties.get("Path", "$default")
        method = str(properties.get("Method", "ANY"))
        method = "ANY" if method.lower() in _ANY else method.upper()
        key = path if path == "$default" else f"{method} {path}"
        found.append(Route(key, name, key in opened and name == DECIDE))
    return found


def _table(name: str, properties: Mapping[str, Any]) -> dict[str, Any]:
    """Answer `CreateTable` arguments; capacity, replicas and backups are the cloud's own matter."""
    wanted = {key: properties[key] for key in _TABLE_KEYS if properties.get(key)}
    for index in wanted.get("GlobalSecondaryIndexes", []):
        for key in [key for key in index if key not in ("IndexName", "KeySchema", "Projection")]:
            del index[key]
    return {"TableName": name, "BillingMode": "PAY_PER_REQUEST", **wanted}


def _forwarded(resources: Mapping[str, Any], resolve: Resolver) -> frozenset[str] | None:
    listed: set[str] = set()
    policies = _of_type(resources, *_POLICIES)
    for _, properties in policies:
        within = next(keys for keys in _POLICIES.values() if keys[0] in properties)
        for key in within:
            properties = properties[key]
        headers = resolve(properties["HeadersConfig"])
        if "allviewer" in headers["HeaderBehavior"].lower():
            return None
        listed |= {name.lower() for name in headers.get("Headers", [])}
    return frozenset(listed) if policies else None


def match(routes: tuple[Route, ...], method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """Answer the most specific route for a call and its path parameters, `None` if there is none.

    Full paths go before `{name}`, that before `{name+}`, that before `$default`, as in API Gateway.
    """
    best: tuple[tuple[bool, int, int], Route, dict[str, str]] | None = None
    for route in routes:
        if route.key == "$default":
            rank, named = (False, 0, 0), dict[str, str]()
        else:
            verb, pattern = route.key.split(" ", 1)
            found = re.fullmatch(_expression(pattern), path)
            if found is None or verb not in ("ANY", method):
                continue
            loose = pattern.count("+}") * 100 + pattern.count("{")
            rank, named = (True, -loose, int(verb != "ANY")), found.groupdict()
        if best is None or rank > best[0]:
            best = (rank, route, {key: unquote(value) for key, value in named.items()})
    return None if best is None else (best[1], best[2])


def _expression(pattern: str) -> str:
    def part(text: str) -> str:
        greedy = re.fullmatch(r"\{(\w+)\+\}", text)
        if greedy:
            return f"(?P<{greedy[1]}>.+)"
        named = re.fullmatch(r"\{(\w+)\}", text)
        return f"(?P<{named[1]}>[^/]+)" if named else re.escape(text)

    return "/".join(part(text) for text in pattern.split("/"))
