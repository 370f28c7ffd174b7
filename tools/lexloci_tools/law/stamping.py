"""The rulebook's digest in `template.yaml`, so that a deployment says which law it brings.

It stands once, as the mapping `Law`: the rulebook's layer is described by it, and one Region looks
for it in what the others say of themselves.
"""

import re

from lexloci_tools.asking import QuestionError
from lexloci_tools.law.building import ROOT

TEMPLATE = ROOT / "template.yaml"
_STANDS = re.compile(rb"(?<=\n    Rulebook: \{ Digest: \")sha256:[0-9a-f]{64}")


def stamped(template: bytes, digest: str) -> bytes:
    """The template with this rulebook's digest. Raises: QuestionError where it has no such line."""
    text, found = _STANDS.subn(digest.encode(), template)
    if found != 1:
        raise QuestionError("template.yaml", "has not one mapping `Law` with a digest")
    return text
