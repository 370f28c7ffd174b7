"""What a million decisions cost, all of Lexloci: front, gate, ledger, seals, logs.

Not the generator, not a detector's looks at images, no discount. What runs whether anybody calls or
not stands apart, by the month.
"""

import math
from collections.abc import Iterator
from dataclasses import replace

from lexloci_tools.plan.ledger import MILLION, Line, Sizes, bill, line_of
from lexloci_tools.plan.scale import LIVE_SECONDS, OWN_SECONDS, Asked, logs_for, seconds

LOG_BYTES = 2_600
"""Written for a decision: 1,600 by the gate (measured), 700 by Lambda, 300 of access."""
TRACED = 0.05
"""Of all calls, Lambda's active tracing records one second's first and this part of the others."""
SECRET_CALLS, SECRET_SECONDS = 10, 300
"""An environment fetches five secrets in two stages each five minutes."""
MEMORY_GB = 1.0
METERED = 512 * 1024
"""API Gateway counts a call for each so many bytes."""
ALARMS, SECRETS, RULES, METRICS, CHECKS = 42, 4, 2, 300, 3
"""In a Region: alarms, secrets, rate rules of WAF (once), series of metrics (assumed), checks."""


def lines(sizes: Sizes, asked: Asked) -> Iterator[Line]:
    """The bill of a million decisions."""
    yield from _front(sizes, asked)
    yield from _gate(sizes, asked)
    logs = logs_for(asked.each * sizes.leaves)
    for line in bill(sizes, asked.regions, asked.each):
        if line.what in ("seals in S3", "signatures"):
            # A batch of the stream is spread over the logs, so each seal holds the fewer.
            formula = f"{line.formula} x SealShards"
            yield replace(line, formula=formula, dollars=line.dollars * logs)
        else:
            yield line
    gigabytes = LOG_BYTES * MILLION / 1e9
    yield line_of("logs", f"10^6 x {LOG_BYTES:,} bytes", logs=gigabytes)
    yield line_of("traces", f"10^6 x {TRACED}", trace=MILLION * TRACED)


def _front(sizes: Sizes, asked: Asked) -> Iterator[Line]:
    images = (sizes.leaves - 1) * MILLION
    yield line_of("CloudFront", "10^6 calls", front=MILLION)
    yield line_of("WAF", "10^6 calls", waf=MILLION)
    each = 1 if asked.permit else math.ceil(asked.image / METERED)
    formula = f"10^6 calls by {METERED // 1024} KB"
    yield line_of("API Gateway", formula, api=MILLION - images + images * each)
    if not asked.permit:
        formula = f"10^6 x {sizes.leaves - 1:.2f} x {asked.image / 1e6:g} MB"
        yield line_of("images to callers", formula, out=images * asked.image / 1e9)


def _gate(sizes: Sizes, asked: Asked) -> Iterator[Line]:
    took = seconds(sizes, asked) * MILLION
    waits = f"{OWN_SECONDS:g} s + {sizes.leaves - 1:.2f} x {asked.wait:g} s"
    said = f"10^6 x ({OWN_SECONDS:g} s)" if asked.permit else f"10^6 x ({waits})"
    formula = f"{said} x {MEMORY_GB:g} GB"
    yield line_of("the gate's Lambda", formula, invoke=MILLION, compute=took * MEMORY_GB)
    # What environments do by the clock, shared out over the decisions of a second.
    yield line_of("AppConfig", f"{said} / {LIVE_SECONDS} s", poll=took / LIVE_SECONDS)
    asks = took * SECRET_CALLS / SECRET_SECONDS
    yield line_of("Secrets Manager", f"{said} / {SECRET_SECONDS} s x {SECRET_CALLS}", ask=asks)


def monthly(asked: Asked) -> Line:
    """What there is to pay in a month in which nobody calls."""
    regions = asked.regions
    own = {"alarm": ALARMS, "secret": SECRETS, "metric": METRICS, "key": 1, "dashboard": 1}
    if regions > 1:
        own["check"] = CHECKS
    counted = ", ".join(f"{number} {name}{'s' * (number > 1)}" for name, number in own.items())
    numbers = {name: float(number * regions) for name, number in own.items()}
    formula = f"{regions} x ({counted}); WAF with {RULES} rules"
    return line_of("every month, calls or none", formula, **numbers, acl=1.0, rule=float(RULES))
