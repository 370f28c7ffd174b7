"""The whole plan as Markdown tables and for `--json`: loads, limits met first, the bill."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from lexloci_tools.plan import whole
from lexloci_tools.plan.ledger import Line, Sizes, stored
from lexloci_tools.plan.prices import PRICES
from lexloci_tools.plan.quotas import QUOTAS
from lexloci_tools.plan.scale import Asked, Load, broken, first_met, loads

_REMEMBERED = "°"
"""Behind a price or a quota that was not read at its source."""


def lines(sizes: Sizes, plans: Sequence[Asked]) -> Iterator[str]:
    """Every table, a column for each plan."""
    yield from loaded(sizes, plans)
    yield ""
    yield from breaking(sizes, plans)
    yield ""
    yield from billed(sizes, plans)


def named(plan: Asked) -> str:
    """A plan as the head of a column."""
    return f"{plan.rps:,.0f}/s {'permit' if plan.permit else 'inline'}"


def loaded(sizes: Sizes, plans: Sequence[Asked]) -> Iterator[str]:
    """What a Region carries a second, and AWS's limit. What is over its limit stands in bold."""
    regions = plans[0].regions
    found = [list(loads(sizes, plan)) for plan in plans]
    yield _row([f"in each of {regions}, a second", *map(named, plans), "limit", "formula"])
    yield _row(["---", *["---:"] * (len(plans) + 1), "---"])
    for at, first in enumerate(found[0]):
        cells = [_figure(each[at]) for each in found]
        yield _row([first.what, *cells, _limit(first), first.formula])


def _figure(load: Load) -> str:
    text = f"{load.value:,.0f}" if load.value >= 10 else f"{load.value:.1f}".removesuffix(".0")
    return f"**{text}**" if load.share > 1 else text


def _limit(load: Load) -> str:
    if load.quota is None or load.limit is None:
        return "–"
    mark = _REMEMBERED if QUOTAS[load.quota].known == "remembered" else ""
    return f"{load.limit:,.0f}{mark}"


def breaking(sizes: Sizes, plans: Sequence[Asked]) -> Iterator[str]:
    """Which limits a plan meets, the first in front, and what to do."""
    yield _row(["at", "limits met, the first in front: what to do", "the first is met from"])
    yield _row(["---", "---", "---"])
    for plan in plans:
        met, (first, rps) = broken(sizes, plan), first_met(sizes, plan)
        told = "; ".join(
            f"{load.what} ({load.share:.1f} times): {QUOTAS[load.quota].answer}"
            for load in met
            if load.quota
        )
        yield _row([named(plan), told or "none", f"{rps:,.0f}/s, {first.what}"])


def billed(sizes: Sizes, plans: Sequence[Asked]) -> Iterator[str]:
    """The bill of a million decisions, with each price and its source."""
    bills: list[Mapping[str, Line]] = [
        {line.what: line for line in whole.lines(sizes, plan)} for plan in plans
    ]
    heads = [named(plan) for plan in plans]
    regions = plans[0].regions
    yield _row([f"a million decisions, {regions} Regions", *heads, "formula", "price"])
    yield _row(["---", *["---:"] * len(plans), "---", "---"])
    rows: dict[str, Line] = {}
    for one in bills:
        for line in one.values():
            rows.setdefault(line.what, line)
    for what, line in rows.items():
        cells = [f"${one[what].dollars:.2f}" if what in one else "–" for one in bills]
        yield _row([what, *cells, line.formula, _prices(line)])
    sums = [f"**${sum(line.dollars for line in one.values()):.2f}**" for one in bills]
    yield _row(["**together, once**", *sums, "", ""])
    kept = stored(sizes, regions)
    yield _row([kept.what, *[f"${kept.dollars:.2f}"] * len(plans), kept.formula, _prices(kept)])
    fixed = whole.monthly(plans[0])
    yield _row([fixed.what, *[f"${fixed.dollars:.2f}"] * len(plans), fixed.formula, _prices(fixed)])


def _prices(line: Line) -> str:
    return ", ".join(_price(name) for name in line.prices)


def _price(name: str) -> str:
    price = PRICES[name]
    per = {1: "", 1_000: "/10^3", 10_000: "/10^4", 10**6: "/10^6"}[price.per]
    amount = f"{price.dollars:.10f}".rstrip("0").rstrip(".")
    mark = _REMEMBERED if price.known == "remembered" else ""
    return f"[${amount}{per}]({price.source}){mark}"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def as_json(sizes: Sizes, plans: Sequence[Asked]) -> dict[str, Any]:
    """The figures for `--json`."""
    return {
        "plans": [
            {
                **asdict(plan),
                "loads": [{**asdict(load), "share": load.share} for load in loads(sizes, plan)],
                "broken": [load.what for load in broken(sizes, plan)],
                "bill": [asdict(line) for line in whole.lines(sizes, plan)],
                "kept": asdict(stored(sizes, plan.regions)),
                "monthly": asdict(whole.monthly(plan)),
            }
            for plan in plans
        ],
        "quotas": {name: asdict(quota) for name, quota in QUOTAS.items()},
        "prices": {name: asdict(price) for name, price in PRICES.items()},
    }
