"""The description against what runs: every route, every field, thousands of made-up calls."""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, reject, seed, settings
from hypothesis.strategies import composite
from schemathesis.generation import GenerationMode
from schemathesis.specs.openapi import checks

from lexloci_edge.describing import images
from lexloci_edge.describing.openapi import document
from lexloci_edge.fields import EDIT, GENERATE
from lexloci_tools.serve.template import read_template

ROOT = Path(__file__).parents[2]

HELD = (
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
)
"""No status, type or body that is not described. That there is no 5xx but 503 is asked beside."""
OURS = {"X-Demo-Claims": "role=backend; sub=b"}
"""The front's stand-in signs it, where a route takes no caller of IAM."""


@composite
def sound(draw, cases):
    """What it makes, but the bodies that schemathesis itself fails at while it makes them: bytes,
    which its JSON Schema cannot judge."""
    try:
        return draw(cases)
    except ValueError as error:
        if "Unsupported type" not in str(error):
            raise
        reject()


FRAMING = frozenset({"content-length", "transfer-encoding", "connection", "expect"})
"""Headers of a connection, which its web server answers for and no API describes."""


def tried(server, calls: int) -> Counter:
    """Statuses of so many made-up calls to the server, good and bad ones; each is held to HELD."""
    schema = schemathesis.openapi.from_dict(json.loads(document()))
    schema.config.update(base_url=server.url)
    statuses: Counter = Counter()
    session = requests.Session()
    operations = [each.ok() for each in schema.get_all_operations()]
    open_ended = [each for each in operations if each.body or each.query or each.path_parameters]
    many = max(1, calls // len(open_ended) // 2)

    def call(case) -> None:
        if case.headers is not None:
            case.headers.pop("Lexloci-Claims", None)
            for name in [each for each in case.headers if each.lower() in FRAMING]:
                case.headers.pop(name)
        registered = case.path.startswith(("/v1/consents", "/v1/protected", "/v1/accounts"))
        headers = OURS if registered else {}
        response = case.call(session=session, headers=headers, timeout=30)
        statuses[response.status_code] += 1
        assert response.status_code < 500 or response.status_code == 503, response.text
        case.validate_response(response, checks=HELD)

    of_this = settings(
        max_examples=many,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    for number, operation in enumerate(operations):
        modes = [GenerationMode.POSITIVE]
        # Of what takes nothing there is no bad call.
        modes += [GenerationMode.NEGATIVE] if operation in open_ended else []
        for mode in modes:
            strategy = sound(operation.as_strategy(generation_mode=mode))
            of_this(seed(number)(given(case=strategy)(call)))()
    session.close()
    # A server that is broken answers all of it with the one 5xx that is described.
    assert statuses[503] * 20 < sum(statuses.values()) < statuses[200] * 50, statuses
    return statuses


def test_five_hundred_made_up_calls_find_nothing_that_is_not_described(server):
    """No 5xx but 503, no answer against its schema."""
    statuses = tried(server, 500)
    assert sum(statuses.values()) >= 450, statuses


def test_every_route_that_callers_and_backends_have_is_described():
    """What is not, is the desk's own: reviews, appeals, reports, the search of the ledger."""
    routes = {each.key for each in read_template(ROOT / "template.yaml").routes}
    told = json.loads(document())["paths"]
    described = {f"{method.upper()} {path}" for path, one in told.items() for method in one}
    assert described < routes
    left = re.compile(
        r"\$default|GET /docs|POST /v1/(probe|images/variations)"
        r"|[A-Z]+ /v1/(ledger|reviews|appeals|reports)(/.*)?"
    )
    assert not [each for each in routes - described if not left.fullmatch(each)]


def test_the_image_routes_describe_every_field_that_is_read():
    """And no other: whoever sends another one is refused."""
    assert set(images.GENERATION) == {"prompt", *GENERATE}
    assert set(images.EDIT) == {"prompt", "image", "image[]", "mask", *EDIT}


def test_the_document_and_its_page_are_public(server):
    """OpenAPI 3.1; the page names every operation and runs no script."""
    status, told = server.ask("/openapi.json")
    assert (status, told["openapi"], told) == (200, "3.1.0", json.loads(document()))
    status, page = server.ask("/docs")
    text = page.decode()
    assert status == 200
    assert "<script" not in text
    for path in told["paths"]:
        assert path in text


def test_the_description_is_made_when_it_is_asked_for():
    """Nothing of it is loaded with the decision API: a cold start does not pay for it."""
    code = "import sys, lexloci_edge.deciding.decider, lexloci_edge.gate;"
    code += "print([name for name in sys.modules if 'describing' in name or 'jmespath' == name])"
    ran = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60
    )
    assert ran.stdout.strip() == "[]"


@pytest.mark.soak
def test_twenty_thousand_made_up_calls_find_nothing_that_is_not_described(server):
    """The same, for longer."""
    statuses = tried(server, 21_000)
    assert sum(statuses.values()) >= 20_000, statuses
