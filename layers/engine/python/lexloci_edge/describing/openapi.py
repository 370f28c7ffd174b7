"""The OpenAPI 3.1 document, and a page of it: made once, when first asked for.

Routes are a plain table (`gate`), so the document is made from another (`operations`), and a test
holds the two together. Nothing here is imported before somebody asks.

https://spec.openapis.org/oas/v3.1.1.html
"""

import json
from collections.abc import Iterable, Mapping
from functools import cache
from html import escape
from typing import Any, Final

from pydantic import BaseModel

from lexloci_edge.describing.operations import Operation, operations
from lexloci_edge.describing.told import Problem

VERSION: Final = "1.0.0"
_NAMED: Final = "#/components/schemas/{model}"
_WRONG: Final[Mapping[str, str]] = {
    "400": "Unreadable, ambiguous, or a field that is not known",
    "403": "Refused by a house rule, uncertain, or not for this caller",
    "404": "Not there",
    "409": "Told otherwise before",
    "413": "Too large",
    "415": "Of another type",
    "429": "Too often",
    "451": "Refused by law",
    "503": "Not available; nothing was forwarded",
}
_WHO: Final[Mapping[str, list[dict[str, list[str]]]]] = {
    "": [],
    "caller": [{"generator": []}, {"claims": [], "generator": []}],
    "backend": [{"claims": []}, {"iam": []}],
}
_SCHEMES: Final[Mapping[str, Any]] = {
    "generator": {
        "type": "http",
        "scheme": "bearer",
        "description": "The generator's own key, handed on to it",
    },
    "claims": {
        "type": "apiKey",
        "in": "header",
        "name": "Lexloci-Claims",
        "description": "What the platform says of its caller, or (`role: backend`) of itself",
    },
    "iam": {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "AWS Signature Version 4, where IamRoutes opens it",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
}
_UPLOADS: Final[Mapping[str, Any]] = {
    "type": "array",
    "maxItems": 16,
    "items": {
        "oneOf": [
            {
                "type": "object",
                "properties": {"upload": {"type": "string", "format": "uuid"}},
                "required": ["upload"],
                "additionalProperties": False,
            },
            {
                "type": "object",
                "properties": {"sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}},
                "required": ["sha256"],
                "additionalProperties": False,
            },
        ]
    },
}


@cache
def document() -> str:
    """The document as JSON text."""
    schemas: dict[str, Any] = {}
    paths: dict[str, dict[str, Any]] = {}
    for each in operations():
        paths.setdefault(each.path, {})[each.method] = _operation(each, schemas)
    _named(Problem, schemas)
    # A list of uploads and digests is read into `digests` before the model sees it.
    images = schemas["DecisionRequest"]["properties"]["images"]
    images["anyOf"] = [*images["anyOf"], dict(_UPLOADS)]
    told = {
        "openapi": "3.1.0",
        "info": {
            "title": "Lexloci",
            "version": VERSION,
            "description": "Judges every image-generation call by the law of the place it comes"
            " from, before anything is generated.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": paths,
        "components": {"schemas": schemas, "securitySchemes": dict(_SCHEMES)},
    }
    return json.dumps(told, ensure_ascii=False, separators=(",", ":"))


def _operation(one: Operation, schemas: dict[str, Any]) -> dict[str, Any]:
    answers = one.answer if isinstance(one.answer, tuple) else (one.answer,)
    refs = [_named(each, schemas) for each in answers]
    schema = refs[0] if len(refs) == 1 else {"anyOf": refs}
    problem = {"application/problem+json": {"schema": _named(Problem, schemas)}}
    wrong = {status: {"description": says, "content": problem} for status, says in _WRONG.items()}
    good = {"description": one.says, "content": {"application/json": {"schema": schema}}}
    found: dict[str, Any] = {
        "operationId": _id(one),
        "summary": one.says,
        "security": _WHO[one.who],
        "parameters": list(one.asked),
        "responses": {str(one.status): good, **wrong},
    }
    if one.body is not None:
        model = isinstance(one.body, type)
        inside = _named(one.body, schemas) if model else dict(one.body)  # type: ignore[arg-type]
        found["requestBody"] = {"required": True, "content": {one.kind: {"schema": inside}}}
    return found


def _id(one: Operation) -> str:
    words = [part for part in one.path.strip("/.").replace(".", "/").split("/") if part[0] != "{"]
    return "_".join((one.method, *words)).replace("-", "_")


def _named(model: type[BaseModel], schemas: dict[str, Any]) -> dict[str, str]:
    """A reference to this model's schema, which is put among the others with all that it needs."""
    if model.__name__ not in schemas:
        schema = model.model_json_schema(ref_template=_NAMED)
        schemas |= schema.pop("$defs", {})
        schemas[model.__name__] = schema
    return {"$ref": _NAMED.format(model=model.__name__)}


@cache
def page() -> str:
    """The document as a page for people, without scripts."""
    told = json.loads(document())
    rows = [
        _row(path, method, one)
        for path, methods in told["paths"].items()
        for method, one in methods.items()
    ]
    head = (
        "<!doctype html><html lang=en><meta charset=utf-8><title>Lexloci: what can be asked</title>"
        "<meta name=viewport content='width=device-width'><style>body{font:16px/1.5 sans-serif;"
        "max-width:50rem;margin:2rem auto;padding:0 1rem}code{background:#eee;padding:.1em .3em}"
        "h2{font-size:1rem;margin:1.5rem 0 0}p,ul{margin:.2rem 0}</style>"
    )
    says = escape(told["info"]["description"])
    about = "The whole of it, for tools: <a href=/openapi.json>openapi.json</a> (OpenAPI 3.1)."
    return f"{head}<h1>Lexloci</h1><p>{says}</p><p>{about}</p>{''.join(rows)}</html>"


def _row(path: str, method: str, one: Mapping[str, Any]) -> str:
    who = " or ".join("+".join(each) for each in one["security"]) or "anybody"
    fields = "".join(_fields(one))
    return (
        f"<h2 id={one['operationId']}><code>{method.upper()} {escape(path)}</code></h2>"
        f"<p>{escape(one['summary'])}. For: {escape(who)}.</p>{fields}"
    )


def _fields(one: Mapping[str, Any]) -> Iterable[str]:
    for kind, body in one.get("requestBody", {}).get("content", {}).items():
        schema = body["schema"]
        if "$ref" in schema:
            schema = json.loads(document())["components"]["schemas"][schema["$ref"].split("/")[-1]]
        needed = set(schema.get("required", ()))
        names = (f"<b>{escape(n)}</b>" if n in needed else escape(n) for n in schema["properties"])
        yield f"<p>{escape(kind)}: {', '.join(names)}</p>"
