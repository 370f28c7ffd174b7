"""A linear support vector machine that comes out the same to the bit on every machine.

Dual coordinate descent (Hsieh et al. 2008, squared hinge loss) in a fixed order: only additions,
multiplications, divisions and square roots, which IEEE 754 rounds alike everywhere.
"""

from __future__ import annotations

import hashlib
import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any

from lexloci_reader.shelves import DATA


@dataclass(frozen=True, slots=True)
class Row:
    """slots: where the row has a feature, each once. positive: its label. weight: of its errors."""

    slots: tuple[int, ...]
    positive: bool
    weight: float


def shuffled(count: int, seed: int) -> list[int]:
    """The numbers below `count`, in an order that depends on nothing but the seed."""
    state = seed * 2654435761 % 2**32 or 1
    order = list(range(count))
    for i in range(count - 1, 0, -1):
        state = (state * 1664525 + 1013904223) % 2**32
        j = (state >> 8) % (i + 1)
        order[i], order[j] = order[j], order[i]
    return order


def learn(rows: Sequence[Row], size: int, rounds: int = 12) -> array[float]:
    """The weight of each of `size` slots; rows are read at unit length."""
    weights = array("d", bytes(8 * size))
    alphas = [0.0] * len(rows)
    for turn in range(rounds):
        for i in shuffled(len(rows), turn + 1):
            row = rows[i]
            if not row.slots:
                continue
            sign, length = (1.0 if row.positive else -1.0), sqrt(len(row.slots))
            total = 0.0
            for at in row.slots:
                total += weights[at]
            slack = 1.0 / (2.0 * row.weight)
            gradient = sign * total / length - 1.0 + slack * alphas[i]
            alpha = max(0.0, alphas[i] - gradient / (1.0 + slack))
            step = (alpha - alphas[i]) * sign / length
            if step:
                alphas[i] = alpha
                for at in row.slots:
                    weights[at] += step
    return weights


def rounded(weights: Sequence[float], scale: float) -> array[int]:
    """The weights as signed bytes, at so many steps a unit."""
    return array("b", [max(-127, min(127, round(w * scale))) for w in weights])


def score(weights: Sequence[int], row: Row) -> float:
    """What a row scores: the sum of its weights, at unit length."""
    return sum(weights[at] for at in row.slots) / sqrt(len(row.slots)) if row.slots else 0.0


def keep(name: str, held: bytes, card: Mapping[str, Any]) -> None:
    """Write weights into the reader's data, and their card beside them; print the card."""
    (DATA / f"{name}.u8").write_bytes(held)
    text = json.dumps(
        {**card, "sha256": hashlib.sha256(held).hexdigest()}, indent=1, sort_keys=True
    )
    (DATA / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")
    print(text)
