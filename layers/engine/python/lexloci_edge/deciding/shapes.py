"""Call shapes by name: how the body of a generator's own API is read into what is judged.

A reader is strict: a field that could carry words, images or a model and that it does not read is
refused by name, for the generator would read it. OpenAI's Images API has its files beside the body;
the others (`lexloci_edge.shapes`) have them in it, there by digest where they did not come along.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias

from lexloci_edge.calls import EDITS, GENERATIONS, Call, other_fields
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import EDIT, GENERATE, Reader, read_prompt
from lexloci_edge.shapes.known import Shapes
from lexloci_edge.shapes.shape import no_shape

Shape: TypeAlias = Callable[[Mapping[str, Any], Sequence[str]], Call]
"""Body, and SHA-256 in hex of each file that goes with it -> the call. Raises: TurnedAway."""


def _openai(operation: str, path: str, known: Mapping[str, Reader]) -> Shape:
    """OpenAI's Images API; its files are named by digest, for they are not here."""

    def read(sent: Mapping[str, Any], digests: Sequence[str]) -> Call:
        if operation == "generate" and digests:
            raise TurnedAway(400, "bad-field", "digests", "a generation has no files")
        prompt = read_prompt(sent.get("prompt"))
        model = str(other_fields(sent, known).get("model", ""))
        named = tuple(digests)
        return Call(path, operation, prompt, len(named), 1, b"", "", named=named, model=model)

    return read


SHAPES: Final[Mapping[str, Shape]] = {
    "openai-generations": _openai("generate", GENERATIONS, GENERATE),
    "openai-edits": _openai("edit", EDITS, EDIT),
}


def read_shape(name: str, body: Mapping[str, Any], digests: Sequence[str], shapes: Shapes) -> Call:
    """The call that this body of a known shape is. Raises: TurnedAway."""
    if name in SHAPES:
        return shapes.listed(SHAPES[name](body, digests))
    call = shapes.question(name, body)
    if call is None:
        raise no_shape(name, (*SHAPES, *shapes.names()))
    if digests:
        raise TurnedAway(
            400, "ambiguous", "digests", "stand beside `call`", "write `sha256:…` where each stands"
        )
    return call
