"""The bodies of the image routes, as JSON schema; a test holds them to the readers in `fields`."""

from typing import Any, Final

from lexloci_edge.fields import PROMPT_LIMIT

Schema = dict[str, Any]
_TEXT: Final[Schema] = {"type": "string", "maxLength": 256}


def _one_of(*words: str) -> Schema:
    return {"type": "string", "enum": list(words)}


GENERATION: Final[Schema] = {
    "prompt": {"type": "string", "minLength": 1, "maxLength": PROMPT_LIMIT},
    "background": _one_of("transparent", "opaque", "auto"),
    "complexity": _one_of("low", "medium", "high"),
    "model": {"type": "string", "pattern": r"^[A-Za-z0-9][A-Za-z0-9._:/@-]{0,127}$"},
    "moderation": _one_of("low", "auto"),
    "n": {"type": "integer", "minimum": 1, "maximum": 10},
    "output_compression": {"type": "integer", "minimum": 0, "maximum": 100},
    "output_format": _one_of("png", "jpeg", "webp"),
    "quality": _one_of("low", "medium", "high", "xhigh", "max", "auto", "standard", "hd"),
    "response_format": _one_of("b64_json"),
    "safety_identifier": _TEXT,
    "size": {"type": "string", "pattern": r"^(auto|[1-9][0-9]{1,3}x[1-9][0-9]{1,3})$"},
    "stream": {"type": "boolean", "const": False},
    "style": _one_of("vivid", "natural"),
    "user": _TEXT,
}
"""Every field that is read; any other is refused by name."""

_FILE: Final[Schema] = {"type": "string", "format": "binary"}
EDIT: Final[Schema] = {
    **{name: one for name, one in GENERATION.items() if name not in ("moderation", "style")},
    "input_fidelity": _one_of("high", "low"),
    "image": {**_FILE, "description": "PNG, JPEG or WebP; several go as `image[]`"},
    "image[]": {"type": "array", "items": _FILE, "maxItems": 16},
    "mask": _FILE,
}


def closed(properties: Schema, *needed: str) -> Schema:
    """An object of these members and no others."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(needed),
        "additionalProperties": False,
    }


RESPONSE: Final[Schema] = {
    "type": "object",
    "description": "OpenAI's Responses for one image; what points to stored content is refused",
    "properties": {
        "model": GENERATION["model"],
        "instructions": {"type": "string"},
        "input": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "object"}}]},
        "tools": {
            "type": "array",
            "minItems": 1,
            "maxItems": 1,
            "items": {
                "type": "object",
                "properties": {"type": {"const": "image_generation"}},
                "required": ["type"],
            },
        },
    },
    "required": ["model", "input", "tools"],
}
