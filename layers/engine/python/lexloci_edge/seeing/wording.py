"""What a detector that reads says of the words, beside the reader: Bedrock Guardrails' text filter.

It only ever adds to what may be shown; one that does not answer adds every value of what it speaks
of. The words are those that the gate read, in whatever shape they came: a text, or parts of one.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from lexloci_edge.calls import Call
from lexloci_edge.evidence import Evidence
from lexloci_edge.outside import Outside, Visit
from lexloci_edge.seeing import joining
from lexloci_edge.seeing.bulkhead import Look
from lexloci_edge.seeing.looking import ended
from lexloci_edge.seeing.seen import Facts

SPOKEN: Final = ("exposure", "sexual")
"""Facts that it speaks of."""


def begun(outside: Outside, call: Call) -> tuple[Look, ...]:
    """The look at this call's words, under way; none where nobody else reads, or none was said."""
    if outside.wording is None or not call.prompt:
        return ()
    return (outside.wording.begin(call.prompt.encode(errors="replace")),)


def heard(visit: Visit, looks: Sequence[Look], evidence: Evidence, outside: Outside) -> Evidence:
    """The evidence with what was said of the words."""
    if outside.wording is None or not looks:
        return evidence
    depictions = evidence.depictions
    seen = ended(visit, outside.wording, looks, outside)
    for each in seen:
        says: Facts = {fact: each.values(fact) for fact in SPOKEN}
        depictions = joining.remembered(depictions, says)
    kinds = (*evidence.kinds, *(f"words:{each.says}" for each in seen))
    return replace(evidence, depictions=depictions, kinds=kinds)
