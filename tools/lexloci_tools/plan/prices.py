"""List prices as data, each with where it comes from and when it was looked at.

On-demand, us-east-1, US dollars, no free tier and no savings plan. They change: check them at their
source before you budget. Those marked `remembered` could not be read at their source when written.
"""

from dataclasses import dataclass
from typing import Final

DAY: Final = "2026-11-24"
"""When these were looked at."""


@dataclass(frozen=True, slots=True)
class Price:
    """One list price: so many dollars for so many of a unit. known: how it is known."""

    dollars: float
    per: int
    unit: str
    source: str
    known: str

    def of(self, number: float) -> float:
        """What so many cost, in dollars."""
        return number * self.dollars / self.per


_DYNAMODB = "https://aws.amazon.com/dynamodb/pricing/on-demand/"
_S3 = "https://aws.amazon.com/s3/pricing/"
_LAMBDA = "https://aws.amazon.com/lambda/pricing/"
_QUOTED = "quoted by third parties, 2025-2026"
_REMEMBERED = "remembered"

PRICES: Final = {
    "write": Price(0.625, 10**6, "write units of DynamoDB", _DYNAMODB, _QUOTED),
    "replicated": Price(0.625, 10**6, "replicated write units of DynamoDB", _DYNAMODB, _REMEMBERED),
    "read": Price(0.125, 10**6, "read units of DynamoDB", _DYNAMODB, _QUOTED),
    "table": Price(0.25, 1, "GB-months in DynamoDB", _DYNAMODB, _QUOTED),
    "backup": Price(0.20, 1, "GB-months of point-in-time recovery", _DYNAMODB, _REMEMBERED),
    "put": Price(0.005, 1000, "PUT requests of S3", _S3, _REMEMBERED),
    "object": Price(0.023, 1, "GB-months in S3", _S3, _QUOTED),
    "sign": Price(
        0.15, 10_000, "signatures of KMS (not RSA 2048)", "https://aws.amazon.com/kms/pricing/",
        "quoted by third parties as five times the symmetric price, 2026",
    ),
    "invoke": Price(0.20, 10**6, "invocations of Lambda", _LAMBDA, _REMEMBERED),
    "compute": Price(
        0.0000133334, 1, "GB-seconds of Lambda (arm64)", _LAMBDA,
        _REMEMBERED,
    ),
}  # fmt: skip
"""By a short name. Lambda's reads of DynamoDB's streams, and TTL's own deletions, cost nothing."""
