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
_CLOUDFRONT = "https://aws.amazon.com/cloudfront/pricing/"
_CLOUDWATCH = "https://aws.amazon.com/cloudwatch/pricing/"
_KMS = "https://aws.amazon.com/kms/pricing/"
_SECRETS = "https://aws.amazon.com/secrets-manager/pricing/"
_WAF = "https://aws.amazon.com/waf/pricing/"
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
        0.15, 10_000, "signatures of KMS (not RSA 2048)", _KMS,
        "quoted by third parties as five times the symmetric price, 2026",
    ),
    "invoke": Price(0.20, 10**6, "invocations of Lambda", _LAMBDA, _REMEMBERED),
    "compute": Price(
        0.0000133334, 1, "GB-seconds of Lambda (arm64)", _LAMBDA,
        _REMEMBERED,
    ),
    "api": Price(
        1.00, 10**6, "calls of an HTTP API, by 512 KB",
        "https://aws.amazon.com/api-gateway/pricing/", _QUOTED,
    ),
    "front": Price(1.00, 10**6, "HTTPS calls of CloudFront", _CLOUDFRONT, _REMEMBERED),
    "out": Price(0.085, 1, "GB from CloudFront to callers", _CLOUDFRONT, _REMEMBERED),
    "waf": Price(0.60, 10**6, "calls that WAF looks at", _WAF, _REMEMBERED),
    "acl": Price(5.00, 1, "months of a web ACL", _WAF, _REMEMBERED),
    "rule": Price(1.00, 1, "months of a rule of WAF", _WAF, _REMEMBERED),
    "poll": Price(
        0.20, 10**6, "polls of AppConfig", "https://aws.amazon.com/systems-manager/pricing/",
        _REMEMBERED,
    ),
    "ask": Price(0.05, 10_000, "calls of Secrets Manager", _SECRETS, _REMEMBERED),
    "secret": Price(0.40, 1, "months of a secret, each Region", _SECRETS, _REMEMBERED),
    "logs": Price(0.50, 1, "GB of logs taken in", _CLOUDWATCH, _REMEMBERED),
    "metric": Price(0.30, 1, "months of a series of a metric", _CLOUDWATCH, _REMEMBERED),
    "alarm": Price(0.10, 1, "months of an alarm", _CLOUDWATCH, _REMEMBERED),
    "dashboard": Price(3.00, 1, "months of a dashboard", _CLOUDWATCH, _REMEMBERED),
    "trace": Price(
        5.00, 10**6, "traces of X-Ray", "https://aws.amazon.com/xray/pricing/", _REMEMBERED
    ),
    "key": Price(1.00, 1, "months of a key of KMS", _KMS, _REMEMBERED),
    "check": Price(
        0.75, 1, "months of a health check", "https://aws.amazon.com/route53/pricing/", _REMEMBERED
    ),
}  # fmt: skip
"""By a short name. Lambda's reads of DynamoDB's streams, and TTL's own deletions, cost nothing."""
