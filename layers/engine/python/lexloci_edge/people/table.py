"""Asking a table of DynamoDB: its errors become ours, and one of them may be an answer."""

from collections.abc import Callable, Mapping
from typing import Any

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
