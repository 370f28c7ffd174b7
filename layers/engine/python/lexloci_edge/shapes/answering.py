"""Answers of other generators: read as OpenAI's while they are looked at, then told in their own.

Whoever checks, sees and withholds images knows one shape. What comes out is written from the images
that may be shown and little else: a picture, or words about one, could stand in any other member.
"""

import json
from dataclasses import replace

from lexloci_edge.calls import Answering
from lexloci_edge.upstream import Received


def as_openai(received: Received, answering: Answering) -> Received:
    """The answer as OpenAI's images API would give it; one that cannot be read stays as it is."""
    if received.status not in (200, 201):
        return received
    try:
        answer = json.loads(received.body)
    except (ValueError, RecursionError):
        return received
    if not isinstance(answer, dict):
        return received
    created, model = answer.get("created_at"), answer.get("model")
    told = {
        "created": created if isinstance(created, int) else 0,
        "data": answering.images(answer),
        "model": model[:128] if isinstance(model, str) else "",
    }
    return replace(received, status=200, body=json.dumps(told).encode())


def in_its_own(body: bytes, answering: Answering, id: str) -> bytes:
    """Such an answer with the images that may be shown, in its own shape. id: the decision's."""
    told = json.loads(body)
    about = {"id": id, "created": told.get("created", 0), "model": told.get("model", "")}
    images = [str(each["b64_json"]) for each in told["data"]]
    return json.dumps(answering.own(images, about), separators=(",", ":")).encode()
