"""S12. The regulator investigates; "we don't know whether to trust what X is saying"."""

import json
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openai
import pytest

LEXLOCI = str(Path(sys.executable).with_name("lexloci"))
CLOONEY = "photo of George Clooney in"
ASKED = [
    *[("a lighthouse at dawn", "GB-ENG", 200)] * 9,
    *[("a red bicycle", "US-CA", 200)] * 6,
    *[(f"{CLOONEY} his underwear", "GB-ENG", 451)] * 8,
    *[(f"{CLOONEY} swimming trunks", "GB-ENG", 403)] * 7,
    *[(f"{CLOONEY} his underwear", "FJ", 403)] * 5,
]
"""What was asked from where, and what the stock client was told. A report withholds counts of less
than five, so each is asked more often."""
FIRST = datetime.now(UTC).date().isoformat()
SOME = (0, 9, 15, 29, 34)
"""Of these, some that are tampered with."""


@dataclass(frozen=True, slots=True)
class Investigation:
    """What an investigator is given, and what the platform's callers were told."""

    export: Path
    key: Path
    decisions: tuple[tuple[str, str], ...]
    """Ids of decisions with their places."""
    proof: Path


def lexloci(*asked: object) -> subprocess.CompletedProcess[str]:
    """What the command says."""
    words = [LEXLOCI, *map(str, asked)]
    return subprocess.run(words, capture_output=True, text=True, timeout=60, check=False)


def proof_of(url: str, id: str) -> bytes:
    """The proof that a caller gets for a decision, once it is sealed."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(f"{url}/v1/decisions/{id}/proof", timeout=30) as answer:
                return bytes(answer.read())
        except urllib.error.HTTPError as error:
            error.close()
            if error.code != 404:
                raise
            time.sleep(0.1)
    raise AssertionError("never sealed")


@pytest.fixture(scope="module")
def investigation(tmp_path_factory: pytest.TempPathFactory) -> Investigation:
    """`lexloci serve` with a ledger folder, calls by the stock client, and its end."""
    folder = tmp_path_factory.mktemp("ledger")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    words = [LEXLOCI, "serve", "--port", str(port), "--ledger", str(folder)]
    url, told = f"http://127.0.0.1:{port}", []
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        try:
            next(line for line in child.stdout if line.startswith("Ctrl-C"))
            with openai.OpenAI(base_url=f"{url}/v1", api_key="sk-of-the-caller") as client:
                for prompt, place, status in ASKED:
                    told.append((decision_of(client, prompt, place, status), place))
            proof = folder / "proof.json"
            proof.write_bytes(proof_of(url, told[15][0]))
        finally:
            child.send_signal(signal.SIGTERM)
            child.stdout.read()
        assert child.wait(30) == 0
    return Investigation(folder / "log", folder / "public.key", tuple(told), proof)


def decision_of(client: openai.OpenAI, prompt: str, place: str, status: int) -> str:
    """The id that the caller is told with what they asked for, or with its refusal."""
    try:
        answer = client.images.with_raw_response.generate(
            prompt=prompt, model="gpt-image-2.5", extra_headers={"X-Demo-Place": place}
        ).http_response
    except openai.APIStatusError as error:
        answer = error.response
    assert answer.status_code == status, answer.text
    return str(answer.headers["lexloci-decision"])


def copied(found: Investigation, folder: Path) -> Path:
    """The export, to be tampered with."""
    return Path(shutil.copytree(found.export, folder / "log"))


def test_anybody_with_the_public_key_verifies_the_whole_ledger(investigation) -> None:
    """From the export and the public key alone; another key verifies nothing."""
    told = lexloci("verify", investigation.export, "--key", investigation.key, "--json")
    assert told.returncode == 0, told.stderr
    (log,) = json.loads(told.stdout)["logs"]
    assert log["kinds"]["decision"] == len(ASKED)
    assert log["kinds"]["outcome"] == sum(status == 200 for *_, status in ASKED)
    name, number, key = investigation.key.read_text().strip().split("+", 2)
    other = f"{name}+{number}+{key[:-2]}{'B' if key[-2] != 'B' else 'C'}{key[-1]}"
    assert lexloci("verify", investigation.export, "--key", other).returncode != 0


def test_a_caller_proves_that_their_decision_is_in_it(investigation) -> None:
    """`GET /v1/decisions/{id}/proof`, checked by the public key alone."""
    told = lexloci("verify", investigation.proof, "--key", investigation.key)
    assert told.returncode == 0, told.stderr
    assert "decision" in told.stdout


def leaf_at(export: Path, id: str) -> tuple[Path, int]:
    """The batch that holds a decision, and its line there."""
    for batch in sorted(export.rglob("*.jsonl")):
        for at, line in enumerate(batch.read_text(encoding="utf-8").splitlines()):
            record = json.loads(line)
            if record["id"] == id and "outcome" in record:
                return batch, at
    raise AssertionError(f"{id} is in no batch")


@pytest.mark.parametrize("number", SOME)
@pytest.mark.parametrize("how", ["altered", "dropped"])
def test_one_decision_altered_or_dropped_is_found(investigation, tmp_path, number, how) -> None:
    """Whichever it is: `verify` says no, and names the batch in which it cannot be true."""
    export = copied(investigation, tmp_path)
    batch, at = leaf_at(export, investigation.decisions[number][0])
    lines = batch.read_text(encoding="utf-8").splitlines(keepends=True)
    if how == "altered":
        other = {"allow": "refuse", "refuse": "allow", "uncertain": "allow"}
        outcome = json.loads(lines[at])["outcome"]
        lines[at] = lines[at].replace(f'"outcome":"{outcome}"', f'"outcome":"{other[outcome]}"')
    else:
        del lines[at]
    batch.write_text("".join(lines), encoding="utf-8")
    told = lexloci("verify", export, "--key", investigation.key)
    assert told.returncode == 1, (told.stdout, told.stderr)
    first = int(batch.stem)
    assert str(first) in told.stderr, told.stderr


def test_every_decision_comes_out_equal_when_judged_again(investigation) -> None:
    """`lexloci replay` reads the same export."""
    told = lexloci("replay", investigation.export, "--json")
    assert told.returncode == 0, told.stderr
    counts = json.loads(told.stdout)
    assert (counts["decisions"], counts["equal"]) == (len(ASKED), len(ASKED))


@pytest.mark.parametrize("place", ["GB", "US-CA", "world"])
def test_a_report_for_a_place_and_a_period_is_one_command(investigation, place) -> None:
    """Its numbers are what was asked from there, and every decision in it lies under a seal."""
    day = datetime.now(UTC).date().isoformat()
    asked = ("report", investigation.export, "--place", place, "--from", FIRST, "--to", day)
    told = lexloci(*asked, "--format", "json")
    assert told.returncode == 0, told.stderr
    document: dict[str, Any] = json.loads(told.stdout)
    outcomes = {200: "allow", 451: "law", 403: "house"}
    counts = Counter(
        outcomes[status]
        for _, where, status in ASKED
        if place == "world" or where.startswith(place)
    )
    rows = {table["key"]: table["rows"] for table in document["tables"]}
    assert {row["key"]: row["cells"][0] for row in rows["outcomes"]} == {
        **counts,
        "all": counts.total(),
    }
    assert document["decisions"] == counts.total()
    assert document["coverage"]["whole"]
    assert [row["cells"] for row in rows["seals"]] == [[counts.total(), 0]]
