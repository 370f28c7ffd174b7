"""The ask page: what the gate would do with a prompt, step by step, without doing it.

The same functions as in the gate read, join and judge; only the proof, the ledger and the image
server are left out. Nothing is stored. Facts can be set by hand, which is how a settler is tried.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from lexloci.facts import PLACE, Possibilities
from lexloci.rulebook import Rulebook
from lexloci_edge.claims import NONE, Claims
from lexloci_edge.errors import TooSlow
from lexloci_edge.evidence import joined
from lexloci_edge.fronts import FRONTS
from lexloci_edge.people.covering import VERIFIED, opened
from lexloci_edge.timely import finished
from lexloci_edge.whereabouts import Sources, whereabouts
from lexloci_reader import UNREAD, Reading
from lexloci_reader.whom import whom
from lexloci_tools.asking import QuestionError
from lexloci_tools.console import questions, verdicts
from lexloci_tools.console.address import ROOT, Address, Trouble, link
from lexloci_tools.console.desk import Desk
from lexloci_tools.desk import evidence_words
from lexloci_tools.evidence_commands import headers_in

SECONDS: Final = 5.0
OPERATIONS: Final = ("generate", "edit")
IMAGES: Final = 16
SAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("subject", "age"),
    "attire": ("exposure",),
    "sexual": ("sexual",),
    "style": ("likeness",),
    "edit": ("adds_exposure", "exposure"),
}
"""Which facts a detector's words bear on; a detector that is not here may bear on all."""
UNSAID: Final[Mapping[str, str]] = {
    "subject": "no word for a person: nobody; a generic word: somebody invented",
    "age": "no cue of youth",
    "exposure": "nothing said of bare or scanty dress",
    "sexual": "nothing sexual is said",
    "likeness": "the text does not say whether it is a photograph",
    "adds_exposure": "nothing is taken off",
}


def ask(desk: Desk, address: Address) -> dict[str, Any]:
    """The document of the ask page. Raises: Trouble."""
    example = not address.pairs
    if example:
        pairs = (("prompt", questions.STORY_PROMPT), ("place", questions.STORY_PLACE))
        address = Address(f"{ROOT}/ask", pairs)
    book = questions.house_of(desk.rulebook, address)
    stated = questions.facts_in(book.facts, address)
    call = _call(address)
    reading, broke = _read(desk, call)
    nodes, place_lines = _where(book, address)
    depictions = _joined(book, stated, nodes, call.operation, reading)
    if stated.get("consent") == VERIFIED:
        means = whom(call.prompt, operation=call.operation, images=call.images)
        depictions = opened(depictions, means.young)
    days = {address.day("on", desk.today)}
    if not address.one("on"):
        days = set(book.places.days(nodes, desk.clock()))
    answer = verdicts.told(book, depictions, days)
    return {
        "example": example,
        **_form(book, address, call, stated),
        "days": sorted(day.isoformat() for day in days),
        "where": [{"node": node, "title": book.places.title(node)} for node in sorted(nodes)],
        "place_evidence": place_lines,
        "evidence": [{"detector": each.detector, "what": each.what} for each in reading.evidence],
        "language": reading.language,
        "covered": reading.covered,
        "reader": broke,
        "depictions": _shown(book, depictions, stated, reading),
        "answer": answer,
        "settlers": [_settler(address, each) for each in answer["settlers"]],
        "set": _set_by_hand(book, address, stated),
        "address": link(f"{ROOT}/ask", address.pairs),
    }


@dataclass(frozen=True, slots=True)
class _Call:
    """What would have been sent. images: how many were uploaded."""

    prompt: str
    operation: str
    images: int


def _call(address: Address) -> _Call:
    operation = address.one("operation", OPERATIONS[0])
    if operation not in OPERATIONS:
        raise Trouble(400, "operation", f"`{operation[:40]}` is no operation", "generate or edit")
    return _Call(address.one("prompt"), operation, _images(address, operation))


def _form(book: Rulebook, address: Address, call: _Call, stated: Possibilities) -> dict[str, Any]:
    """What the form holds, as it was asked."""
    return {
        "prompt": call.prompt,
        "operation": call.operation,
        "images": call.images,
        "headers": address.one("headers"),
        "front": address.one("front", "cloudfront"),
        "fronts": list(FRONTS),
        "place": address.one("place"),
        "on": address.one("on"),
        "setting": address.one("house"),
        "house": book.house,
        "claims": [each for each in questions.fields(book, stated) if each["attested"]],
    }


def _images(address: Address, operation: str) -> int:
    text = address.one("images", "1" if operation == "edit" else "0")
    if not text.isdecimal() or int(text) > IMAGES:
        raise Trouble(400, "images", f"`{text[:40]}` is no number up to {IMAGES}")
    return int(text)


def _read(desk: Desk, call: _Call) -> tuple[Reading, str]:
    """The reading, and what went wrong: a reader that breaks leaves every value possible."""

    def reading() -> Reading:
        return desk.read(call.prompt, operation=call.operation, images=call.images)

    try:
        done = finished("reader", reading, SECONDS)
    except TooSlow:
        return UNREAD, "took too long, so every value is possible"
    if done.exception() is not None:
        return UNREAD, "crashed, so every value is possible"
    return done.result(), ""


def _where(book: Rulebook, address: Address) -> tuple[frozenset[str], list[dict[str, str]]]:
    """The nodes that the call may come from, and what each piece of evidence did."""
    written, front = address.one("headers"), address.one("front", "cloudfront")
    if front not in FRONTS:
        raise Trouble(400, "front", f"`{front[:40]}` is no front", ", ".join(FRONTS))
    if written:
        try:
            given = headers_in(written)
        except QuestionError as error:
            raise Trouble(400, "headers", error.what, "`Name: value`, one a line") from None
        nodes, kinds = whereabouts(book.places, given, NONE, Sources(FRONTS[front]))
        return nodes, [{"word": word, "means": evidence_words.told(word)} for word in kinds]
    node = questions.place_in(book, address.one("place"))
    if not node:
        nothing = "nothing says where the call comes from, so every place is possible"
        return frozenset({book.places.world}), [{"word": "place", "means": nothing}]
    return frozenset({node}), [{"word": "place", "means": "taken as asked"}]


def _joined(
    book: Rulebook,
    stated: Possibilities,
    nodes: frozenset[str],
    operation: str,
    reading: Reading,
) -> tuple[Possibilities, ...]:
    """What the gate would judge, with the facts that are set by hand over it."""
    facts = tuple(each.facts for each in reading.depictions)
    claims = Claims(())
    found = joined(book, claims, (nodes, ()), frozenset({operation}), (facts, ()))
    by_hand = {name: values for name, values in stated.items() if name != "operation"}
    return tuple({**each, **by_hand} for each in found.depictions)


def _shown(
    book: Rulebook,
    depictions: Sequence[Possibilities],
    stated: Possibilities,
    reading: Reading,
) -> list[list[dict[str, Any]]]:
    """Each depiction's facts: which values are possible, which are ruled out, and by what."""
    return [
        [
            {
                "fact": name,
                "title": fact.title,
                "values": [
                    {"value": value, "possible": value in each[name]} for value in fact.values
                ],
                "by": _by(name, fact.attested, name in stated, len(each[name]), fact, reading),
            }
            for name, fact in book.facts.items()
        ]
        for each in depictions
    ]


def _by(name: str, attested: bool, by_hand: bool, count: int, fact: Any, reading: Reading) -> str:
    """What ruled values out, or why none is ruled out."""
    if name == "operation":
        return "the route tells"
    if attested:
        return "taken as proven" if by_hand else "nothing is proven, so the first value holds"
    if by_hand:
        return "set by hand"
    words = [
        f"{each.detector}: {each.what}"
        for each in reading.evidence
        if name in SAYS.get(each.detector, (name,))
    ]
    if words:
        return "; ".join(dict.fromkeys(words))
    if count == len(fact.values):
        return UNSAID[name] if name == "likeness" else "nothing rules a value out"
    return "the text says so" if name == "likeness" else f"unsaid: {UNSAID[name]}"


def _settler(address: Address, settler: Mapping[str, Any]) -> dict[str, Any]:
    """A settler with an address for each value that sets the fact."""
    name = settler["fact"]
    values = settler["values"]
    gone: dict[str, str | None] = {"headers": None} if name == PLACE else {}
    return {
        **settler,
        "offers": [
            {"value": value, "href": address.but(f"{ROOT}/ask", **{**gone, name: value})}
            for value in values[: verdicts.SHOWN]
        ],
        "more": max(0, len(values) - verdicts.SHOWN),
    }


def _set_by_hand(book: Rulebook, address: Address, stated: Possibilities) -> list[dict[str, Any]]:
    """The observed facts that the address sets, each with an address that takes it back."""
    return [
        {
            "fact": name,
            "values": sorted(values),
            "undo": address.but(f"{ROOT}/ask", **{name: None}),
        }
        for name, values in stated.items()
        if name != "operation" and not book.facts[name].attested
    ]
