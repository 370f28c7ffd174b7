"""Renewing what the permits' key is made from, when Secrets Manager asks.

Simpler than the origin secret (`rotation`), for nobody but us signs: the new value becomes current,
its key is published at once, and signs when it has been known for long enough (`permit_keys`). The
one before stays for what it signed.
"""

from collections.abc import Mapping
from typing import Any, Final

from lexloci_edge.rotation import PENDING, RotationError, put_pending
from lexloci_edge.vault import CURRENT

STEPS: Final = ("createSecret", "setSecret", "testSecret", "finishSecret")


def renew(client: Any, event: Mapping[str, Any]) -> None:
    """Do one step of a rotation; each may be tried again. `client`: boto3's of Secrets Manager.

    Raises: RotationError, botocore's errors.
    """
    step, id, token = event["Step"], event["SecretId"], event["ClientRequestToken"]
    if step not in STEPS:
        raise RotationError("Step", f"`{step}` is no step of a rotation")
    stages: Mapping[str, list[str]] = client.describe_secret(SecretId=id)["VersionIdsToStages"]
    if CURRENT in stages.get(token, ()):
        return
    if step == "createSecret":
        try:
            client.get_secret_value(SecretId=id, VersionId=token, VersionStage=PENDING)
        except client.exceptions.ResourceNotFoundException:
            put_pending(client, id, token)
    elif step == "finishSecret":
        current = next(each for each, labels in stages.items() if CURRENT in labels)
        client.update_secret_version_stage(
            SecretId=id, VersionStage=CURRENT, MoveToVersionId=token, RemoveFromVersionId=current
        )
