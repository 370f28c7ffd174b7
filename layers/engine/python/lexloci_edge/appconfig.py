"""The document of live rules as AppConfig deploys it, over its data plane.

Not Powertools' `AppConfigProvider`: it answers the value before without saying how old it is, and
keeps a token that was refused, so an environment that slept for a day would never fetch again.
https://docs.aws.amazon.com/appconfig/2019-10-09/APIReference/API_Operations_AWS_AppConfig_Data.html
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from lexloci_edge.errors import LiveError

LEAST = 15
"""Seconds between two polls: what AppConfig takes as the shortest interval."""


class AppConfig:
    """One configuration profile of one environment. where: `application/environment/profile`,
    names or ids. connect: makes the client, at the first use."""

    def __init__(self, connect: Callable[[], Any], where: str) -> None:
        self._connect = connect
        self._where = where
        self._token: str | None = None
        self._answered = False

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

    def latest(self) -> tuple[bytes | None, int]:
        """As `Source.latest`. A token that is refused (they last a day) is replaced by a new
        session, whose first answer is always whole. Raises: LiveError.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            try:
                return self._polled()
            except ClientError as error:
                if self._token is None or _code(error) != "BadRequestException":
                    raise
                self._token = None
                return self._polled()
        except ClientError as error:
            self._token = None
            raise LiveError(f"cannot be fetched ({_code(error)})") from None
        except (BotoCoreError, OSError) as error:
            self._token = None
            raise LiveError(f"cannot be fetched ({type(error).__name__})") from None

    def _polled(self) -> tuple[bytes | None, int]:
        if self._token is None:
            self._token, self._answered = self._session(), False
        answer = self.client.get_latest_configuration(ConfigurationToken=self._token)
        self._token = answer["NextPollConfigurationToken"]
        found = bytes(answer["Configuration"].read())
        if not found and not self._answered:
            self._token = None
            raise LiveError("cannot be fetched (nothing is deployed)")
        self._answered = True
        return found or None, int(answer.get("NextPollIntervalInSeconds", LEAST))

    def _session(self) -> str:
        application, environment, profile = self._where.split("/")
        answer = self.client.start_configuration_session(
            ApplicationIdentifier=application,
            EnvironmentIdentifier=environment,
            ConfigurationProfileIdentifier=profile,
            RequiredMinimumPollIntervalInSeconds=LEAST,
        )
        return str(answer["InitialConfigurationToken"])


def appconfig_client() -> Any:
    """A client of AppConfig's data plane that gives up early: it stands in the way of a call."""
    import boto3
    from botocore.config import Config

    retries = {"mode": "standard", "total_max_attempts": 2}
    config = Config(connect_timeout=0.5, read_timeout=1, retries=retries)
    return boto3.client("appconfigdata", config=config)


def _code(error: Any) -> str:
    return str(error.response.get("Error", {}).get("Code", ""))
