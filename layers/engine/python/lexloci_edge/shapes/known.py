"""Every shape by name, for decisions; and by path, for the gate before one generator.

Which generator stands behind the gate is a setting: two of them have the same paths, and what a
call looks like is no evidence of who will read it.
"""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote

from lexloci_edge.arrivals import BODY_LIMIT, Arrival, body_of
from lexloci_edge.bodies import json_object
from lexloci_edge.calls import EDITS, GENERATIONS, JSON, Call, read_call
from lexloci_edge.errors import SettingsError, TurnedAway
from lexloci_edge.shapes.allowing import MODELS, PACKAGED, allowed_in, check_model
from lexloci_edge.shapes.shape import DEEPEST, Allowed, Shape

RESPONSES: Final = "/v1/responses"
OPENAI: Final = "openai"
_TXT2IMG, _IMG2IMG = "/sdapi/v1/txt2img", "/sdapi/v1/img2img"
_INVOKE = re.compile(r"/model/((?:us|eu|apac|global)\.)?([a-z0-9.-]+(?::[0-9]+)?)/invoke", re.ASCII)
_MODELS: Final = (
    ("canvas", re.compile(r"amazon\.nova-canvas-v1:0")),
    ("titan", re.compile(r"amazon\.titan-image-generator-v[12](?::[0-9])?")),
    (
        "stability",
        re.compile(
            r"stability\.(?:sd3-(?:5-)?large|stable-image-(?:core|ultra)|stable-diffusion-xl)"
            r"(?:-v[0-9])?(?::[0-9])?"
        ),
    ),
)


def _coded() -> dict[str, Shape]:
    from lexloci_edge.shapes import automatic1111, bedrock, bedrock_stability, responses, xai

    shapes = (
        *(responses.RESPONSES, xai.GENERATION, xai.EDIT, bedrock.CANVAS, bedrock.TITAN),
        *(bedrock_stability.STABILITY, automatic1111.TXT2IMG, automatic1111.IMG2IMG),
    )
    return {each.name: each for each in shapes}


class Shapes:
    """The shapes of one environment. generator: who stands behind the gate. folder: of declared
    shapes and allow-lists, the packaged one where None. Nothing is read before it is needed."""

    def __init__(self, generator: str = OPENAI, folder: Path | None = None) -> None:
        self._generator = generator
        self._folder = folder
        if generator not in (OPENAI, "xai", "bedrock", "automatic1111"):
            declared = self._declared()
            if generator not in declared:
                listed = ", ".join(declared)
                raise SettingsError(
                    "LEXLOCI_GENERATOR", f"`{generator}` is no shape", f"declared are {listed}"
                )

    def takes(self, path: str) -> bool:
        """Whether calls for images come on this path."""
        if self._generator == OPENAI:
            return path in (GENERATIONS, EDITS, RESPONSES)
        return self._at(path) is not None

    def call(self, arrival: Arrival) -> Call:
        """The call in a request to such a path. Raises: TurnedAway."""
        if self._generator == OPENAI and arrival.path != RESPONSES:
            return self.listed(read_call(arrival))
        shape = self._at(arrival.path)
        if shape is None:
            raise TurnedAway(404, "no-route", "path", "is not a route of this gate")
        if arrival.query:
            raise TurnedAway(
                400, "bad-field", "query", "is not read", "send all fields in the body"
            )
        says = self._forms().get(shape.name)
        if says is not None:
            from lexloci_edge.shapes.formed import formed_call

            return formed_call(arrival, shape)
        if not JSON.fullmatch(arrival.headers.get("content-type", "").strip()):
            raise TurnedAway(415, "unreadable", "Content-Type", "is not `application/json`")
        sent = json_object(body_of(arrival), DEEPEST, BODY_LIMIT)
        return shape.call(sent, self._allowed(), arrival.path)

    def listed(self, call: Call) -> Call:
        """This call of OpenAI's Images API, if its model may be used. Raises: TurnedAway."""
        if call.model:
            models = self._all_allowed().get(OPENAI, {}).get(MODELS, ())
            check_model("model", call.model, models)
        return call

    def question(self, name: str, sent: Mapping[str, Any]) -> Call | None:
        """The call in a body of a shape that stands for itself; None for another's name.

        Raises: TurnedAway.
        """
        shape = _coded().get(name) or self._shape_declared(name)
        if shape is None:
            return None
        generator = name.partition("-")[0]
        return shape.question(sent, self._all_allowed().get(generator, {}))

    def names(self) -> Sequence[str]:
        """The names of all that `question` reads."""
        return (*_coded(), *self._declared())

    def _at(self, path: str) -> Shape | None:
        coded = _coded()
        if self._generator == "openai":
            return coded["openai-responses"] if path == RESPONSES else None
        if self._generator == "xai":
            return coded.get({GENERATIONS: "xai-generations", EDITS: "xai-edits"}.get(path, ""))
        if self._generator == "automatic1111":
            named = {_TXT2IMG: "automatic1111-txt2img", _IMG2IMG: "automatic1111-img2img"}
            return coded.get(named.get(path, ""))
        if self._generator == "bedrock":
            return self._invoked(unquote(path), coded)
        says, shape = self._declared()[self._generator]
        return shape if path in says.paths else None

    def _invoked(self, path: str, coded: Mapping[str, Shape]) -> Shape | None:
        """Which body a model takes: known by its id, or listed by the operator."""
        found = _INVOKE.fullmatch(path)
        if not found:
            return None
        names = {"canvas": "bedrock-nova-canvas", "titan": "bedrock-titan-image"}
        for what, pattern in _MODELS:
            if pattern.fullmatch(found[2]) or found[2] in self._allowed().get(what, ()):
                return coded[names.get(what, "bedrock-stability")]
        return None

    def _where(self) -> Path:
        return self._folder or PACKAGED

    def _all_allowed(self) -> Mapping[str, Allowed]:
        return allowed_in(self._where())

    def _allowed(self) -> Allowed:
        return self._all_allowed().get(self._generator, {})

    def _declared(self) -> Mapping[str, Any]:
        from lexloci_edge.shapes.declaring import declared_in

        return declared_in(self._where())

    def _shape_declared(self, name: str) -> Shape | None:
        found = self._declared().get(name)
        return None if found is None else found[1]

    def _forms(self) -> Mapping[str, Any]:
        if self._generator in (OPENAI, "xai", "bedrock", "automatic1111"):
            return {}
        return {name: says for name, (says, _) in self._declared().items() if says.form}
