"""Synthetic decisions: real records, judged by the real rulebook, of calls that nobody made.

For tests, soak and demonstrations of replay, verify and report. Equal seeds, equal records.
"""

import base64
import gzip
import json
import random
import uuid
from bisect import bisect
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TypeVar

from lexloci.facts import PLACE, Possibilities, attested_defaults
from lexloci.rulebook import Rulebook
from lexloci.verdict import Outcome, Verdict, judge_call
from lexloci_edge.ledger import Entry
from lexloci_edge.recording import switched
from lexloci_edge.records import Aftermath, Record, facts_of, moment

T = TypeVar("T")
Drawn = Callable[[random.Random], T]
"""Draws one of some values, each by its weight."""


def weighted(weights: dict[T, int]) -> Drawn[T]:
    """Draws one of these keys, each as often as its weight says."""
    values, sums = list(weights), list(accumulate(weights.values()))
    return lambda draw: values[bisect(sums, draw.random() * sums[-1])]


PLACES: Drawn[tuple[str, ...]] = weighted(
    {
        ("GB-ENG",): 26, ("GB",): 7, ("GB-SCT",): 3, ("GB-WLS",): 2, ("GB-NIR",): 1,
        ("US",): 8, ("US-CA",): 8, ("US-NY",): 4, ("US-TX",): 4, ("US-UT",): 1,
        ("FR",): 5, ("DE",): 5, ("IE",): 2, ("ID",): 4, ("MY",): 3, ("IN",): 5, ("JP",): 4,
        ("BR",): 2, ("FR", "GB-ENG"): 1, ("world",): 5,
    }
)  # fmt: skip
"""Where a call comes from."""
READ = {
    "subject": weighted({"none": 40, "fictional": 42, "real": 10, "fictional,real": 8}),
    "age": weighted({"adult": 90, "adult,minor": 9, "minor": 1}),
    "exposure": weighted({"covered": 88, "swimwear": 5, "underwear": 3, "partial": 2, "nude": 2}),
    "sexual": weighted({"no": 95, "suggestive": 3, "no,suggestive": 1, "explicit": 1}),
    "likeness": weighted({"drawn,photographic": 70, "photographic": 20, "drawn": 10}),
    "adds_exposure": weighted({"no": 1}),
}
PERSISTENT = {
    **READ,
    "subject": weighted({"real": 1}),
    "exposure": weighted({"underwear": 6, "nude": 3, "partial": 2}),
}
"""What those ask for who try again and again."""
ADDED = weighted({"no": 5, "yes": 1, "no,yes": 1})
"""Whether an edit adds exposure."""
PROVEN = {"tier": 0.4, "viewer": 0.15, "adult_mode": 0.1, "consent": 0.01}
"""How often an attested fact is proven."""
SURFACES = weighted({"api": 20, "web": 30, "app": 25, "in_app": 15, "public_reply": 10})
CLAIMS = weighted({"claims": 40, "claims:expired": 1, "": 59})
READER = weighted({"": 997, ":slow": 2, ":crashed": 1})
RESULTS = weighted(
    {"image": 960, "upstream-refused": 15, "upstream-failed": 8, "too-slow": 7, "": 10}
)
"""What becomes of an allowed call; `` is none: its second item never came."""
TURNED_AWAY = weighted({"unreadable": 5, "ambiguous": 3, "no-route": 8, "unproven-origin": 4})


@dataclass(frozen=True, slots=True)
class Setting:
    """What all decisions of one synthetic ledger share."""

    first: date = date(2026, 11, 1)
    last: date = date(2026, 11, 30)
    region: str = "eu-west-2"
    house: str = ""
    accounts: int = 400
    turned_away: float = 0.005


def decisions(
    rulebook: Rulebook, count: int, seed: int = 0, setting: Setting | None = None
) -> Iterator[Entry]:
    """So many decisions, spread over the days of the setting (UTC), and what became of each."""
    setting = setting or Setting()
    book = rulebook.under(setting.house)
    draw = random.Random(seed)
    begin = datetime.combine(setting.first, time(), UTC)
    span = datetime.combine(setting.last, time(), UTC) + timedelta(days=1) - begin
    for number in range(count):
        at = begin + span * ((number + draw.random()) / count)
        if draw.random() < setting.turned_away:
            yield _turned_away(book, draw, at, setting)
            continue
        record = _decision(book, draw, at, setting)
        yield record
        result = RESULTS(draw)
        if record.outcome == "allow" and result:
            yield _aftermath(book, draw, at, record, result)


def write_export(path: Path, entries: Iterable[Entry]) -> int:
    """Write entries as an export, gzipped where the name says so; how many there were."""
    written = 0
    with gzip.open(path, "wt") if path.suffix == ".gz" else path.open("w") as sink:
        for entry in entries:
            sink.write(entry.written() + "\n")
            written += 1
    return written


def dynamodb_line(entry: Entry) -> str:
    """An entry as a line of DynamoDB's own export to S3."""
    return json.dumps({"Item": {"pk": {"S": entry.id}, "record": {"S": entry.written()}}})


def _decision(book: Rulebook, draw: random.Random, at: datetime, setting: Setting) -> Record:
    number = min(int(draw.paretovariate(0.6)), setting.accounts)
    persistent = number % 40 == 3
    places = PLACES(draw)
    asked = _depictions(book, draw, PERSISTENT if persistent else READ, frozenset(places))
    verdict = judge_call(book, asked, book.places.days(places, at))
    shared, rest = facts_of(asked, book.facts)
    return Record(
        id=_id(draw, at),
        at=moment(at),
        region=setting.region,
        places=places,
        facts=shared,
        depictions=rest,
        outcome=verdict.outcome.value,
        because=f"{verdict.because:x}",
        duties=f"{verdict.duties:x}",
        rulebook=book.digest,
        live=book.live,
        house=switched(book),
        function="7",
        evidence=_evidence(draw, places),
        account=_account(number),
        prompt=_hash(draw),
        surface=SURFACES(draw),
        retry=int(draw.random() < 0.03),
        ms=_spent(draw),
    )


def _depictions(
    book: Rulebook, draw: random.Random, weights: dict[str, Drawn[str]], places: frozenset[str]
) -> list[Possibilities]:
    edit = draw.random() < 0.2
    weights = {**weights, "adds_exposure": ADDED} if edit else weights
    shared = {
        **attested_defaults(book.facts),
        "operation": frozenset({"edit" if edit else "generate"}),
        PLACE: places,
    }
    for fact, chance in PROVEN.items():
        if draw.random() < chance:
            shared[fact] = frozenset(book.facts[fact].values[-1:])
    found: list[Possibilities] = []
    for _ in range(2 if draw.random() < 0.08 else 1):
        each = {fact: frozenset(of(draw).split(",")) for fact, of in weights.items()}
        if draw.random() < 0.02:  # not a covered language, or the reader did not answer in time
            each = {fact: frozenset(book.facts[fact].values) for fact in weights}
        found.append({**each, **shared})
    return found


def _turned_away(book: Rulebook, draw: random.Random, at: datetime, setting: Setting) -> Record:
    return Record(
        id=_id(draw, at),
        at=moment(at),
        region=setting.region,
        places=(book.places.world,),
        outcome="refuse",
        turned_away=TURNED_AWAY(draw),
        rulebook=book.digest,
        live=book.live,
        house=switched(book),
        function="7",
    )


def _aftermath(
    book: Rulebook, draw: random.Random, at: datetime, record: Record, result: str
) -> Aftermath:
    made = result == "image"
    spent = draw.lognormvariate(8.3, 0.4)
    verdict = Verdict(Outcome.ALLOW, 0, int(record.duties, 16))
    return Aftermath(
        id=record.id,
        at=moment(at + timedelta(milliseconds=spent)),
        region=record.region,
        result=result,
        status=200 if made else None,
        images=int(made),
        bytes=draw.randrange(300_000, 3_000_000) if made else 0,
        duties_sent=book.duties(verdict.duties) if made else (),
        ms={"upstream": round(spent, 1)},
    )


def _evidence(draw: random.Random, places: Sequence[str]) -> tuple[str, ...]:
    known = "country" if places != ("world",) else "country:absent"
    region = "region" if "-" in places[0] else "region:absent"
    claims = CLAIMS(draw)
    reader = READER(draw)
    return tuple(filter(None, (known, region, "network", claims, f"reader@1.0.0{reader}")))


def _spent(draw: random.Random) -> dict[str, float]:
    steps = {"call": 0.2, "reader": 1.5, "evidence": 0.15, "verdict": 0.05}
    spent = {step: round(usual * draw.lognormvariate(0, 0.5), 1) for step, usual in steps.items()}
    return {step: milliseconds for step, milliseconds in spent.items() if milliseconds}


def _id(draw: random.Random, at: datetime) -> str:
    """A decision id as the gate makes them (UUID of version 7), but of this seed."""
    number = int(at.timestamp() * 1000) << 80 | draw.getrandbits(80)
    number = number & ~(0xF << 76) | 0x7 << 76
    return str(uuid.UUID(int=number & ~(0x3 << 62) | 0x2 << 62))


def _hash(draw: random.Random) -> str:
    return f"k1:{base64.urlsafe_b64encode(draw.randbytes(12)).decode()}"


@cache
def _account(number: int) -> str:
    return _hash(random.Random(number))
