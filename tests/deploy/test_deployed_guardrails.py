"""A stack with the other detector. (Each stack has a file: moto knows one account at a time.)"""

from tests.deploy.playing import decided_on_an_upload, generate
from tests.deploy.stack import deployed
from tests.deploy.standing_in import STAND_INS


def test_guardrails_are_asked_with_the_right_that_their_choice_brings(root):
    """The other detector: one right instead of three, for the gate and for decisions."""
    choices = {"Detector": "guardrails", "GuardrailId": "demo", "DetectorMilliseconds": "10000"}
    with deployed(root, STAND_INS, {}, **choices) as stack:
        generate(stack, "a lighthouse at dawn", 200)
        # It knows no age, so what shows people is uncertain: asked it was all the same.
        decided_on_an_upload(stack)
        assert stack.denied == []
        seen = {call.action for _, call in stack.calls if not call.action.startswith("dynamodb")}
        assert "bedrock:ApplyGuardrail" in seen
        for name in ("Enforce", "Decide"):
            (right,) = (one for one in stack.grants[name] if one.action.startswith("bedrock"))
            assert any(right.covers(call) for asker, call in stack.calls if asker == name)
