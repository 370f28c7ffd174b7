"""Asking a table of DynamoDB: its errors become ours, and one of them may be an answer."""

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import Any, ClassVar

from lexloci_edge.errors import Unavailable


def asked(
    client: Any,
    operation: str,
    about: Mapping[str, Any],
    failed: Callable[[str], Unavailable],
    unless: str = "",
) -> dict[str, Any] | None:
    """What the operation answers; None where it fails with the code `unless`.

    Raises: what `failed` makes of the reason, for everything else that fails.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        answer: dict[str, Any] = getattr(client, operation)(**about)
    except ClientError as error:
        code = str(error.response.get("Error", {}).get("Code", ""))
        if unless and code == unless:
            return None
        raise failed(f"does not answer ({code})") from None
    except BotoCoreError as error:
        raise failed(f"does not answer ({type(error).__name__})") from None
    return answer


class Table:
    """A table as one keeper of records uses it. connect: makes its client, at the first use."""

    failed: ClassVar[type[Unavailable]]
    """What is raised where the table does not answer."""

    def __init__(self, connect: Callable[[], Any], table: str) -> None:
        self._connect = connect
        self._table = table

    @cached_property
    def client(self) -> Any:
        """The client, made once."""
        return self._connect()

    def _ask(self, operation: str, unless: str = "", **about: Any) -> dict[str, Any] | None:
        """What the table answers; None where it fails with the code `unless`."""
        about["TableName"] = self._table
        return asked(self.client, operation, about, self.failed, unless)

    def _item(self, key: Mapping[str, Any]) -> dict[str, Any] | None:
        """The item of this key, read consistently."""
        return (self._ask("get_item", Key=key, ConsistentRead=True) or {}).get("Item")
