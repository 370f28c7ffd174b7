"""A shape: how one generator's API is read into a call, and its answers into images and back."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from lexloci_edge.bodies import shown
from lexloci_edge.calls import Answering, Call, fitting
from lexloci_edge.errors import TurnedAway
from lexloci_edge.fields import PROMPT_LIMIT, read_prompt
from lexloci_edge.shapes.asked import Asked, written

Allowed: TypeAlias = Mapping[str, frozenset[str]]
"""What an operator lets through by name, for it is known what it does: see `data/allowed.json`."""

DEEPEST: Final = 10
"""Nesting of a body; OpenAI's Responses take six."""


@dataclass(frozen=True, slots=True)
class Body:
    """A body that was read. tree: what goes on. n: how many images may come back at most.

    size, kind: what one weighs (`sizes`). edits: whether it is an edit though no picture came.
    """

    tree: dict[str, Any]
    n: int = 1
    size: str = "auto"
    kind: str = "png"
    edits: bool = False


@dataclass(frozen=True, slots=True)
class Shape:
    """One shape. read: body as sent -> body; puts words and pictures into `Asked`.

    answering: how its answers are read; None where they are OpenAI's. headers: sent along.
    """

    name: str
    read: Callable[[Mapping[str, Any], Asked, Allowed], Body]
    answering: Answering | None = None
    headers: Mapping[str, str] | None = None

    def call(self, sent: Mapping[str, Any], allowed: Allowed, path: str) -> Call:
        """The call in a body that goes on to this path. Raises: TurnedAway."""
        asked = Asked()
        body = self.read(sent, asked, allowed)
        n = fitting({"n": body.n, "size": body.size, "output_format": body.kind})
        files = tuple(each.data for each in asked.pictures if each.data is not None)
        made = call_of(asked, body)

        def write(clean: Sequence[bytes]) -> bytes:
            return written(body.tree, clean)

        return Call(
            path,
            made.operation,
            made.prompt,
            made.images,
            n,
            write(files),
            "application/json",
            files,
            negative=made.negative,
            masks=frozenset(at for at, each in enumerate(asked.pictures) if each.mask),
            write=write,
            answering=self.answering,
            headers=self.headers or {},
        )

    def question(self, sent: Mapping[str, Any], allowed: Allowed) -> Call:
        """The call in a body that is only asked about. Raises: TurnedAway."""
        asked = Asked(elsewhere=True)
        return call_of(asked, self.read(sent, asked, allowed))


def call_of(asked: Asked, body: Body) -> Call:
    """What is judged of a body that was read; nothing of it goes on. Raises: TurnedAway."""
    prompt = read_prompt(asked.prompted)
    if len(asked.negated) > PROMPT_LIMIT:
        raise TurnedAway(
            400, "overlong", "negative prompt", f"is longer than {PROMPT_LIMIT:,} characters"
        )
    operation = "edit" if asked.pictures or body.edits else "generate"
    images = sum(not each.mask for each in asked.pictures)
    if operation == "edit" and not images:
        raise TurnedAway(400, "bad-field", "image", "is missing, and this is an edit")
    digests = tuple(each.digest for each in asked.pictures)
    return Call(
        "", operation, prompt, images, body.n, b"", "", negative=asked.negated, named=digests
    )


def no_shape(name: str, known: Sequence[str]) -> TurnedAway:
    """The refusal of a shape that nobody here reads."""
    listed = ", ".join(f"`{each}`" for each in known)
    return TurnedAway(
        400, "no-adapter", "shape", f"`{shown(name)}` is not known", f"known are {listed}"
    )
