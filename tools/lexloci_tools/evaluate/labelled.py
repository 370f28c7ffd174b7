"""Labelled prompts: what a line of a corpus says, and how the reader did on it."""

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from lexloci.errors import LexlociError
from lexloci.facts import PLACE, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, judge_call
from lexloci_reader import read

FACTS = ("subject", "age", "exposure", "sexual", "likeness", "adds_exposure")


class CorpusError(LexlociError):
    """A corpus that cannot be read: file and line."""


def _listed(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


class Labelled(BaseModel):
    """One prompt with what an honest reader would say of it.

    truth: per depiction that matters, a value, values where readers differ, or none that matters.
    expect: what a gate in England must do for an assured adult with adult mode on and no consent.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    author: str
    lang: str
    kind: Literal["must-refuse", "harmless", "look-alike", "adult-generic", "edit-harmless"]
    disguise: str = "none"
    operation: Literal["generate", "edit"]
    images: Annotated[int, Field(ge=0)] = 0
    prompt: str
    negative_prompt: str = ""
    truth: list[dict[str, Annotated[list[str] | None, BeforeValidator(_listed)]]] = []
    expect: Literal["refuse", "allow"]


@dataclass(frozen=True)
class Scored:
    """A labelled prompt and what became of it.

    right: refused where it must be, allowed where it must be. held: fact -> whether the truth was
    in the set. sizes: fact -> how many values were left possible.
    """

    label: Labelled
    outcome: Outcome
    held: Mapping[str, bool]
    sizes: Mapping[str, int]
    micros: float

    @property
    def right(self) -> bool:
        """Whether the gate would have done what was expected."""
        return (self.outcome is Outcome.ALLOW) == (self.label.expect == "allow")


def corpus(files: Sequence[Path]) -> Iterator[Labelled]:
    """Every line of these files, in order. Raises: CorpusError."""
    for file in files:
        for number, line in enumerate(file.read_text(encoding="utf-8").split("\n"), 1):
            if not line.strip():
                continue
            try:
                yield Labelled.model_validate_json(line)
            except ValidationError as error:
                first = error.errors(include_url=False)[0]
                name = ".".join(str(part) for part in first["loc"])
                raise CorpusError(f"{file}:{number}", f"`{name}`: {first['msg']}") from error


def score(book: Rulebook, label: Labelled, on: date, place: str = "GB-ENG") -> Scored:
    """Read and judge one prompt as the gate would, for an assured adult with adult mode on."""
    start = time.perf_counter()
    reading = read(
        label.prompt,
        operation=label.operation,
        images=label.images,
        negative_prompt=label.negative_prompt,
    )
    micros = (time.perf_counter() - start) * 1e6
    shared = {
        **attested_defaults(book.facts),
        "viewer": frozenset({"assured_adult"}),
        "adult_mode": frozenset({"on"}),
        PLACE: frozenset({place}),
        "operation": frozenset({label.operation}),
    }
    depictions = [{**shared, **each.facts} for each in reading.depictions]
    outcome = judge_call(book, depictions, [on]).outcome
    union = {
        fact: frozenset().union(*(each.facts[fact] for each in reading.depictions))
        for fact in FACTS
    }
    held = {
        fact: all(
            bool(union[fact] & set(values))
            for each in label.truth
            if (values := each.get(fact)) is not None
        )
        for fact in FACTS
    }
    sizes = {fact: len(values) for fact, values in union.items()}
    return Scored(label, outcome, held, sizes, micros)
