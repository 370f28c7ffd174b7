"""vet: AppConfig asks it before a document of live rules is deployed. See `lexloci.live`.

It holds the document against the rulebook of its own layer, as every gate will. What is wrong is
raised, and AppConfig shows it to whoever deploys.
"""

import base64
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from lexloci.live import joined
from lexloci.live_form import read_live
from lexloci_edge.rulebooks import packaged

_rulebook = packaged(Path(os.environ["LEXLOCI_RULEBOOK"]), os.environ.get("LEXLOCI_HOUSE", ""))


def handler(event: Mapping[str, Any], context: Any) -> None:
    """Take a sound document. Raises: LiveRulesError, and whatever is no document at all."""
    joined(_rulebook, read_live(base64.b64decode(event["content"], validate=True)))
