"""Reading the folder `rules/` into sound packs, or saying where it is not sound.

Form first (strict YAML, the models), then sense (facts, values, places, days, cross references).
All errors of all files are gathered: a lawyer mends a list, not one line at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from lexloci.errors import LexlociError
from lexloci_tools.law import models
from lexloci_tools.law.strict_yaml import RuleFileError, RuleText, Where, read_text

M = TypeVar("M", bound=BaseModel)
HOUSE = "house"
FLOOR = "floor"
FALLBACK = "xx"
REST = "rest"
EMERGENCY = "emergency-"
"""What the names of packs begin with that live rules carry, and no other."""
TAGS = ("word", "duties-of")
DAY_KEYS = ("from", "on", "since", "checked", "earliest", "join", "leave")


class RuleFilesError(LexlociError):
    """Every error found in the rule files, one after the other."""

    exit_code = 1

    def __init__(self, errors: list[RuleFileError]) -> None:
        self.errors = errors
        super().__init__("rules", f"{len(errors)} errors")

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


@dataclass(frozen=True)
class Filed:
    """A pack with the file that it stands in."""

    pack: models.Pack
    text: RuleText
    house: bool


@dataclass(frozen=True)
class FiledCases:
    """A file of cases."""

    cases: models.Cases
    text: RuleText


@dataclass(frozen=True)
class Rules:
    """Everything that `rules/` says."""

    facts: models.Facts
    places: models.PlaceTree
    packs: tuple[Filed, ...]
    cases: tuple[FiledCases, ...]

    def nodes(self) -> frozenset[str]:
        """Every word that may stand for a place in a rule."""
        parts = {part for node in self.places.nodes.values() for part in node.parts}
        return frozenset({"world", REST, *self.places.nodes, *self.places.groups, *parts})


def read_rules(folder: Path) -> Rules:
    """Read a folder of rule files. Raises: RuleFilesError with every error found."""
    errors: list[RuleFileError] = []
    facts = _read(folder, folder / "facts.yaml", models.Facts, errors)
    places = _read(folder, folder / "places.yaml", models.PlaceTree, errors)
    packs: list[Filed] = []
    cases: list[FiledCases] = []
    for file in sorted([*folder.glob("*.yaml"), *folder.glob("house/*.yaml")]):
        if file.name in ("facts.yaml", "places.yaml"):
            continue
        if file.name.endswith(".cases.yaml"):
            if found := _read(folder, file, models.Cases, errors):
                cases.append(FiledCases(*found))
        elif found_pack := _read(folder, file, models.Pack, errors):
            packs.append(Filed(*found_pack, house=file.parent.name == HOUSE))
    if facts is None or places is None:
        raise RuleFilesError(errors)
    rules = Rules(facts[0], places[0], tuple(packs), tuple(cases))
    if errors:
        raise RuleFilesError(errors)
    return rules


def read_packs(rules: Rules, files: Sequence[Path]) -> Rules:
    """Single pack files with the facts and places of these rules. Raises: RuleFilesError."""
    errors: list[RuleFileError] = []
    found = [_read(file.parent, file, models.Pack, errors) for file in files]
    if errors:
        raise RuleFilesError(errors)
    packs = tuple(Filed(*each, house=False) for each in found if each is not None)
    return Rules(rules.facts, rules.places, packs, ())


def _read(
    folder: Path, file: Path, model: type[M], errors: list[RuleFileError]
) -> tuple[M, RuleText] | None:
    try:
        text = read_text(file, Path(folder.name) / file.relative_to(folder))
        return model.model_validate(text.tree), text
    except RuleFileError as error:
        errors.append(error)
    except ValidationError as error:
        errors.extend(_told(text, each) for each in error.errors(include_url=False))
    return None


def _told(text: RuleText, error: object) -> RuleFileError:
    """A pydantic error in words that a lawyer reads: the key, what was written, what is wrong."""
    assert isinstance(error, dict)
    where: Where = tuple(
        "from" if part == "from_" else part for part in error["loc"] if part not in TAGS
    )
    name = next((str(part) for part in reversed(where) if isinstance(part, str)), "file")
    given = error.get("input")
    shown = f" `{given}`" if isinstance(given, str | int) else ""
    kind, said = error["type"], error["msg"].removeprefix("Value error, ")
    if kind == "extra_forbidden":
        return text.error(where, f"`{name}` is no key of this format", "see rules/README.md")
    if kind == "missing":
        return text.error(where, f"`{name}` is missing", "add it")
    if name in DAY_KEYS and (kind.startswith("date") or kind == "value_error"):
        return text.error(where, f"`{name}`{shown} is no day", "write YYYY-MM-DD")
    if kind == "literal_error":
        return text.error(where, f"`{name}` cannot be{shown}", f"it is {error['ctx']['expected']}")
    if kind == "string_pattern_mismatch" and name in ("id", "pack"):
        return text.error(where, f"`{name}`{shown} is no name", "lower case, words joined by -")
    return text.error(where, f"`{name}`{shown}: {said}")
