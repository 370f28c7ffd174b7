"""What operators see: counts for alarms, one line per decision. No prompt, name or address."""

from typing import Protocol


class Signals(Protocol):
    """Where counts and lines go."""

    def count(self, name: str, **about: str) -> None:
        """Count one event, such as `Decisions`, with what it is about as dimensions."""

    def say(self, message: str, **about: object) -> None:
        """Write one line."""


class PowertoolsSignals:
    """Signals by Powertools: structured lines, and metrics in the embedded format on stdout."""

    def __init__(self, service: str) -> None:
        from aws_lambda_powertools import Logger

        self._logger = Logger(service=service, location=None)

    def count(self, name: str, **about: str) -> None:
        """As `Signals.count`."""
        from aws_lambda_powertools.metrics import MetricUnit, single_metric

        with single_metric(name, MetricUnit.Count, 1, namespace="Lexloci") as metric:
            for key, value in about.items():
                metric.add_dimension(key, value)

    def say(self, message: str, **about: object) -> None:
        """As `Signals.say`."""
        self._logger.info(message, extra=about)
