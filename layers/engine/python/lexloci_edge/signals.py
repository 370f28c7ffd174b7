"""What operators see: counts for alarms, one line per decision. No prompt, name or address.

A decision is one line that is both: its members are for people, and CloudWatch reads the figures in
it by its embedded metric format (EMF). Powertools writes such a line for one set of dimensions and
nothing else, which would be a line for each of them; at fifty thousand decisions a second lines are
what logs cost, so this one is written here.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
import os
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol

NAMESPACE: Final = "Lexloci"
STACK: Final = "POWERTOOLS_SERVICE_NAME"
"""The variable that holds the dimension `service`, so that two stacks in one Region differ."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Numbers of one unit, by name. by: which members of the line they are counted by, set by set.

    INVARIANT: such a member has few values. Each combination is a metric of its own, and is paid.
    """

    unit: Literal["Count", "Milliseconds"]
    values: Mapping[str, float]
    by: tuple[tuple[str, ...], ...] = ((),)


class Signals(Protocol):
    """Where counts and lines go."""

    def count(self, name: str, **about: str) -> None:
        """Count one event, such as `Decisions`, with what it is about as dimensions."""

    def say(self, message: str, **about: object) -> None:
        """Write one line."""

    def tell(self, message: str, *figures: Figures, **about: object) -> None:
        """Write one line that also counts."""


class PowertoolsSignals:
    """Signals by Powertools: structured lines, and metrics in the embedded format on stdout."""

    def __init__(self, service: str) -> None:
        from aws_lambda_powertools import Logger

        self._service = service
        self._logger = Logger(service=service, location=None)

    def count(self, name: str, **about: str) -> None:
        """As `Signals.count`."""
        from aws_lambda_powertools.metrics import MetricUnit, single_metric

        with single_metric(name, MetricUnit.Count, 1, namespace=NAMESPACE) as metric:
            for key, value in about.items():
                metric.add_dimension(key, value)

    def say(self, message: str, **about: object) -> None:
        """As `Signals.say`."""
        self._logger.info(message, extra=about)

    def tell(self, message: str, *figures: Figures, **about: object) -> None:
        """As `Signals.tell`."""
        line: dict[str, Any] = {"level": "INFO", "message": message, "function": self._service}
        line |= about
        line["service"] = os.environ.get(STACK) or self._service
        for each in figures:
            line |= each.values
        line["_aws"] = {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [_directive(each) for each in figures],
        }
        sys.stdout.write(json.dumps(line) + "\n")


def _directive(figures: Figures) -> dict[str, Any]:
    return {
        "Namespace": NAMESPACE,
        "Dimensions": [[*names, "service"] for names in figures.by],
        "Metrics": [{"Name": name, "Unit": figures.unit} for name in figures.values],
    }
