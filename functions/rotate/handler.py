"""rotate: renews the origin secret when Secrets Manager asks; `lexloci_edge.rotation` says how.
And what the permits' key is made from (`lexloci_edge.deciding.renewal`).

Not in the way of any call. What goes wrong is raised: Secrets Manager tries again, an alarm rings.
"""

import os
import time
from collections.abc import Mapping
from typing import Any

from lexloci_edge.deciding.renewal import renew
from lexloci_edge.proof import HEADER
from lexloci_edge.rotation import Distribution, Rotation


def handler(event: Mapping[str, Any], context: Any) -> None:
    """One step of a rotation, of at most 15 minutes."""
    import boto3

    client = boto3.client("secretsmanager")
    permit_key = os.environ.get("LEXLOCI_PERMIT_KEY")
    if permit_key and f":secret:{permit_key}-" in event["SecretId"]:
        renew(client, event)
        return
    distribution = os.environ["LEXLOCI_DISTRIBUTION"]
    front = Distribution(boto3.client("cloudfront"), distribution, HEADER)
    Rotation(client, front, time.sleep).step(event)
