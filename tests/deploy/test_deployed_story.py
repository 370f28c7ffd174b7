"""The story's scenes by the stock client, over a stack made from the template's own properties: its
names, its variables, its roles. What only another installation shows (other house rules, a ledger
that fails) stays with `tests/story`."""

import contextlib
import inspect
from collections.abc import Iterator

import openai
import pytest
from tests.deploy.stack import deployed
from tests.deploy.standing_in import STAND_INS
from tests.story.conftest import Caller
from tests.story.test_s01_attire import *  # noqa: F403
from tests.story.test_s02_evidence import *  # noqa: F403
from tests.story.test_s02_place import *  # noqa: F403
from tests.story.test_s03_edits import *  # noqa: F403
from tests.story.test_s04_everybody import *  # noqa: F403
from tests.story.test_s06_surfaces import *  # noqa: F403
from tests.story.test_s07_adult_mode import *  # noqa: F403
from tests.story.test_s08_minors import *  # noqa: F403
from tests.story.test_s15_consent import *  # noqa: F403

from lexloci_tools.serve.front import Seen

# What is judged without a gate is no other here.
for _name, _scene in list(globals().items()):
    if _name.startswith("test_") and "caller" not in inspect.signature(_scene).parameters:
        del globals()[_name]


@pytest.fixture(scope="module")
def caller(root) -> Iterator[Caller]:
    """Somebody with the stock client before a stack with every default."""
    with contextlib.ExitStack() as ends:
        stack = ends.enter_context(deployed(root, STAND_INS, {}))
        seen: list[Seen] = []
        front = ends.enter_context(contextlib.closing(stack.front(seen.append)))
        url = f"{front.url}/v1"
        client = ends.enter_context(openai.OpenAI(base_url=url, api_key="sk-of-the-caller"))
        yield Caller(client, stack, seen)
        assert stack.denied == []
