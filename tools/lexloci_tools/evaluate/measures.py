"""Shares with their confidence intervals, by kind, language, disguise and fact."""

import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from lexloci_tools.bench.timing import table
from lexloci_tools.evaluate.labelled import FACTS, Scored

KINDS = ("must-refuse", "harmless", "look-alike", "adult-generic", "edit-harmless")


@dataclass(frozen=True)
class Share:
    """`hits` of `all`, with the 95 % interval of Wilson (1927)."""

    hits: int
    all: int

    def interval(self) -> tuple[float, float]:
        """The bounds, as shares."""
        if not self.all:
            return 0.0, 1.0
        z, n, p = 1.96, self.all, self.hits / self.all
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        spread = z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
        return max(0.0, middle - spread), min(1.0, middle + spread)

    def __str__(self) -> str:
        if not self.all:
            return "-"
        low, high = self.interval()
        return f"{100 * self.hits / self.all:.1f} % ({100 * low:.1f}-{100 * high:.1f})"


def refused(found: Iterable[Scored]) -> Share:
    """How many of these were refused."""
    listed = list(found)
    return Share(sum(each.outcome != "allow" for each in listed), len(listed))


def report(scored: Sequence[Scored]) -> str:
    """The tables of the model card."""
    by_kind: list[tuple[str, ...]] = [
        ("kind", "prompts", "refused (95 %)", "English", "other languages")
    ]
    for kind in KINDS:
        mine = [each for each in scored if each.label.kind == kind]
        by_kind.append(_row(kind, mine))
        hidden = [each for each in mine if each.label.disguise != "none"]
        if hidden:
            by_kind.append(_row(f"  {kind}, plain", [e for e in mine if e not in hidden]))
            by_kind.append(_row(f"  {kind}, disguised", hidden))
    facts = [("fact", "truth in the set", "mean values left")]
    for fact in FACTS:
        hits = Share(sum(each.held[fact] for each in scored), len(scored))
        size = sum(each.sizes[fact] for each in scored) / max(1, len(scored))
        facts.append((fact, str(hits), f"{size:.2f}"))
    micros = sorted(each.micros for each in scored)
    times = f"p50 {_at(micros, 0.5):.0f} us, p99 {_at(micros, 0.99):.0f} us a prompt"
    return "\n\n".join(
        [
            table(by_kind),
            _split(scored, "language", lambda each: each.label.lang),
            _split(scored, "disguise", lambda each: each.label.disguise),
            table(facts),
            times,
        ]
    )


def _row(name: str, mine: Sequence[Scored]) -> tuple[str, str, str, str, str]:
    """How many of these were refused: all, the English, the others."""
    english = [each for each in mine if each.label.lang == "en"]
    others = [each for each in mine if each.label.lang != "en"]
    told = (str(refused(each)) for each in (mine, english, others))
    return name, str(len(mine)), next(told), next(told), next(told)


def _split(scored: Sequence[Scored], name: str, key: Callable[[Scored], str]) -> str:
    """By each value: what must be refused, what may pass, and the plain harmless among that."""
    rows: list[tuple[str, ...]] = [
        (name, "must refuse", "refused", "may pass", "refused ", "plain harmless", "refused  ")
    ]
    for value in sorted({key(each) for each in scored}):
        mine = [each for each in scored if key(each) == value]
        grave = refused(each for each in mine if each.label.expect == "refuse")
        fine = refused(each for each in mine if each.label.expect == "allow")
        plain = refused(
            each for each in mine if (each.label.kind, each.label.disguise) == ("harmless", "none")
        )
        told = [str(each) for share in (grave, fine, plain) for each in (share.all, share)]
        rows.append((value, *told))
    return table(rows)


def worst(scored: Sequence[Scored], most: int) -> list[str]:
    """The errors, misses first: id, what was expected and found, the prompt of our own corpus."""
    wrong = sorted(
        (each for each in scored if not each.right), key=lambda each: each.label.expect == "allow"
    )
    return [
        f"{each.label.id} {each.label.kind} {each.label.lang} {each.label.disguise}: "
        f"{each.outcome}, expected {each.label.expect}: {each.label.prompt}"
        for each in wrong[:most]
    ]


def _at(values: Sequence[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0
