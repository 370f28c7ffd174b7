"""The console as `lexloci serve` serves it: by the front itself, over the local ledger."""

import http.client
import json
import urllib.request

from lexloci_tools.console.answering import console
from lexloci_tools.console.desk import Desk
from lexloci_tools.console.picturing import CALLS, running
from lexloci_tools.serve.front import Edge, Front, Seen
from lexloci_tools.serve.keys import ClaimsSigner


def test_the_front_answers_it_itself(desk: Desk) -> None:
    """No function is asked, nothing is printed; the gate's own routes go where they went."""
    seen: list[Seen] = []
    front = Front(Edge("GB-ENG", "", ClaimsSigner()), (), {}, seen.append, own=console(desk))
    try:
        statuses = []
        link = http.client.HTTPConnection("127.0.0.1", front.port, timeout=20)
        for method, path, host in (
            ("GET", "/console", "127.0.0.1"),
            ("POST", "/console/ask", "127.0.0.1"),
            ("GET", "/console/ledger", "evil.example"),
            ("POST", "/v1/images/generations", "evil.example"),
        ):
            body = b'{"prompt": "a lighthouse"}' if method == "POST" else None
            link.request(method, path, body=body, headers={"Host": host})
            answer = link.getresponse()
            answer.read()
            statuses.append(answer.status)
        link.close()
        assert statuses == [200, 405, 403, 404]
        assert [each.path for each in seen] == ["/v1/images/generations"]
    finally:
        front.close()


def test_it_shows_the_local_ledger_with_its_seals_and_its_report() -> None:
    """Each call stands in it, is proven under the desk's own key, and counts in the report."""

    def told(path: str) -> dict:
        with urllib.request.urlopen(f"{url}/console/{path}", timeout=30) as answer:
            return json.load(answer)

    with running() as (url, ids):
        rows = told("ledger.json")["decisions"]
        assert [each["id"] for each in reversed(rows)] == ids
        assert len(rows) == len(CALLS)
        for id in ids:
            found = told(f"decisions/{id}.json")
            assert found["sealed"]["own_key"]
            assert all(proof["holds"] for proof in found["sealed"]["proofs"])
            assert all(run["same"] for run in found["again"])
        assert told("watch.json")["seals"]["open"] == 0
        assert told("report.json?place=world")["report"]["coverage"]["lines"] >= len(CALLS)
