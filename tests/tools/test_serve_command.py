"""`lexloci serve` as a person runs it: its own interpreter, its words, its end."""

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import openai
import pytest

from lexloci_tools.serve.command import ServeError, line_of, serve
from lexloci_tools.serve.front import Seen
from lexloci_tools.serve.payload import Reply

LEXLOCI = str(Path(sys.executable).with_name("lexloci"))


class Running:
    """A `lexloci serve` that has said where it listens."""

    def __init__(self, port: int) -> None:
        self.child = subprocess.Popen(
            [LEXLOCI, "serve", "--port", str(port)], stdout=subprocess.PIPE, text=True
        )
        self.port = port
        self.lines: list[str] = []
        self.ready = threading.Event()
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        assert self.child.stdout is not None
        for line in self.child.stdout:
            self.lines.append(line)
            if line.startswith("Ctrl-C"):
                self.ready.set()

    @property
    def text(self) -> str:
        """What it has printed so far."""
        return "".join(self.lines)

    def descendants(self) -> set[int]:
        """The numbers of its children."""
        tasks = Path(f"/proc/{self.child.pid}/task").glob("*/children")
        return {int(pid) for one in tasks for pid in one.read_text().split()}

    def end(self, number: int) -> int:
        """Send a signal and answer the exit code."""
        self.child.send_signal(number)
        code = self.child.wait(20)
        self._reader.join(20)
        if self.child.stdout is not None:
            self.child.stdout.close()
        return code


@pytest.fixture
def running() -> Iterator[Running]:
    """The command, running on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    made = Running(port)
    try:
        assert made.ready.wait(60), made.text
        yield made
    finally:
        if made.child.poll() is None:
            made.end(signal.SIGKILL)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_says_what_to_try_and_ends_without_orphans(
    running: Running, number: int
) -> None:
    """Address, three curl lines and the client's setting; a line per request; a clean end."""
    url = f"http://127.0.0.1:{running.port}"
    assert running.text.count(f"curl -s {url}/v1/images/generations") == 3
    assert f'base_url="{url}/v1"' in running.text
    with openai.OpenAI(base_url=f"{url}/v1", api_key="any") as client:
        assert client.images.generate(prompt="a lighthouse at dawn", model="gpt-image-2.5").data
        with pytest.raises(openai.APIStatusError) as refused:
            client.images.generate(prompt="photo of George Clooney in his underwear")
    assert refused.value.status_code == 451
    children = running.descendants()
    assert len(children) >= 2
    assert running.end(number) == 0
    shown = [line for line in running.lines if "POST /v1/images/generations" in line]
    assert [" ".join(line.split()[:3]) for line in shown] == [
        "GB-ENG allow 200",
        "GB-ENG refuse 451",
    ]
    assert "gb/creating-intimate-image@2026-02-06" in shown[1]
    assert re.search(r" \d+ ms ", shown[1])
    assert "lighthouse" not in "".join(shown)
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]


def test_killed_outright_it_leaves_no_orphans(running: Running) -> None:
    """Children end by themselves when their server is gone without a word."""
    with urllib.request.urlopen(f"http://127.0.0.1:{running.port}/health", timeout=20) as answer:
        assert "rulebook" in json.load(answer)
    children = running.descendants()
    running.end(signal.SIGKILL)
    for pid in children:
        for _ in range(100):
            if not Path(f"/proc/{pid}").exists():
                break
            threading.Event().wait(0.1)
        else:
            pytest.fail(f"{Path(f'/proc/{pid}/cmdline').read_text()} lives on")
    # Its logs could not go with it.
    logs = re.search(r"functions' logs: (\S+)", running.text)
    assert logs is not None
    shutil.rmtree(logs[1])


@pytest.mark.parametrize(
    ("place", "house", "wrong"),
    [("England", None, "--place"), (None, "+no-such-pack", "no-such")],
)
def test_what_would_never_work_is_said_at_the_start(
    place: str | None, house: str | None, wrong: str
) -> None:
    """An unknown place and an unknown house pack are errors before anything starts."""
    from lexloci.errors import LexlociError

    with pytest.raises(LexlociError, match=wrong):
        serve(0, place, house, None, None)


def test_a_port_that_is_taken_is_said_so() -> None:
    """The error names the port and the option."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with _handlers_kept(), pytest.raises(ServeError, match=f"port {port}(.|\n)*--port"):
            serve(port, None, None, None, None)


class _handlers_kept:
    """Puts the signal handlers back that `serve` sets."""

    def __enter__(self) -> None:
        self._kept = {one: signal.getsignal(one) for one in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        for number, handler in self._kept.items():
            signal.signal(number, handler)


@pytest.mark.parametrize(
    ("reply", "line"),
    [
        (Reply(200, (("lexloci-decision", "d"),), b"{}"), "FJ allow 200 - 12 ms POST /p"),
        (
            Reply(200, (("lexloci-decision", "d"), ("lexloci-duties", "review")), b"{}"),
            "FJ allow 200 duties: review 12 ms POST /p",
        ),
        (Reply(500, (), b"{}"), "FJ - 500 - 12 ms POST /p"),
        (
            Reply(
                403,
                (("content-type", "application/problem+json"),),
                b'{"type": "/problems/uncertain", "rules": [{"rule": "a"}, {"rule": "b"}, {}]}',
            ),
            "FJ uncertain 403 a, b and 1 more 12 ms POST /p",
        ),
        (
            Reply(404, (("content-type", "application/problem+json"),), b"{"),
            "FJ refused 404 - 12 ms POST /p",
        ),
    ],
)
def test_a_line_says_place_verdict_rule_and_time(reply: Reply, line: str) -> None:
    """Each kind of answer has its line, and nothing of the prompt is in it."""
    assert line_of(Seen("POST", "/p", "FJ", 0.012, reply)).split() == line.split()


def test_trouble_with_a_function_is_shown() -> None:
    """What went wrong with the function stands under the line."""
    seen = Seen("POST", "/p", "FJ", 0.012, Reply(500, (), b""), "Enforce: ended with 1")
    assert line_of(seen).endswith("! Enforce: ended with 1")
