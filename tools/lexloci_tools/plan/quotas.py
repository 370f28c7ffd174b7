"""What AWS lets one account do in a Region before anybody asks, as data with its source.

Those marked `remembered` could not be read at their source when written; ask Service Quotas.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Quota:
    """One limit: so much of a unit. answer: what to do at it. raised: whether AWS raises it."""

    limit: float
    unit: str
    raised: bool
    answer: str
    source: str
    known: str


_READ, _REMEMBERED, _OURS = "read at its source, 2026-11", "remembered", "this template"
_LAMBDA = "https://docs.aws.amazon.com/lambda/latest/dg/"
_DYNAMODB = "https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/"

QUOTAS: Final = {
    "environments": Quota(
        1_000, "environments of Lambda at once", True,
        "permit mode, for then nobody waits in Lambda; a raised quota",
        _LAMBDA + "gettingstarted-limits.html", _READ,
    ),
    "front": Quota(
        250_000, "calls a second of a distribution", True, "a raised quota",
        "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html",
        _REMEMBERED,
    ),
    "api": Quota(
        10_000, "calls a second of API Gateway", True,
        "a raised quota and the template's throttle, or one more Region",
        "https://docs.aws.amazon.com/apigateway/latest/developerguide/limits.html", _REMEMBERED,
    ),
    "table": Quota(
        40_000, "write units a second of a table", True,
        "a raised quota and warm throughput",
        _DYNAMODB + "Limits.html", _READ,
    ),
    "index": Quota(
        128_000, "write units a second of one place's day: 128 keys of 1,000", False,
        "more of them (`dynamo.SHARDS`), or a stack for the place",
        _DYNAMODB + "bp-partition-key-design.html", "its documentation of 2023",
    ),
    "seals": Quota(
        0, "entries a second under the seals of a Region", False,
        "stacks beside each other, each with its table and its logs",
        "lexloci_edge.seals.sealing", _OURS,
    ),
    "signatures": Quota(
        1_000, "signatures a second of KMS (elliptic curves)", True, "a raised quota",
        "https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html",
        _REMEMBERED,
    ),
    "polls": Quota(
        1_000, "polls a second of AppConfig", True, "LiveSeconds=120 or a raised quota",
        "https://docs.aws.amazon.com/general/latest/gr/appconfig.html", _REMEMBERED,
    ),
}  # fmt: skip
"""By a short name. The limit of `seals` is worked out (`scale.sealed_a_second`)."""

STEP: Final = 1_000
"""Environments that Lambda adds to a function in ten seconds; it is never raised.
https://docs.aws.amazon.com/lambda/latest/dg/scaling-behavior.html"""
