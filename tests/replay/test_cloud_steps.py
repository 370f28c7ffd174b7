"""The steps of a replay in the cloud, where something is not as it should be."""

import io
import json
import re
from collections.abc import Callable
from typing import Any

import pytest
from tests.replay.machine import EXPORT, ROOT

from lexloci_edge.records import Record
from lexloci_edge.replay.cloud import Replays, RunError
from lexloci_tools import synthetic


class Shelf:
    """A bucket in memory."""

    def __init__(self, objects: dict[str, bytes]) -> None:
        self.objects = objects

    def names(self, prefix: str) -> list[str]:
        """As `Store.names`."""
        return [name for name in self.objects if name.startswith(prefix)]

    def open(self, name: str) -> io.BytesIO:
        """As `Store.open`."""
        if name not in self.objects:
            raise RunError(f"`{name}`", "cannot be read (NoSuchKey)")
        return io.BytesIO(self.objects[name])

    def put(self, name: str, data: bytes) -> None:
        """As `Store.put`."""
        self.objects[name] = data


def shelf(entries: list[Any]) -> Shelf:
    """An export of one file."""
    key = f"{EXPORT}/data/a.json"
    lines = "".join(synthetic.dynamodb_line(entry) + "\n" for entry in entries)
    row = {"itemCount": len(entries), "dataFileS3Key": key}
    manifest = json.dumps(row).encode()
    return Shelf({key: lines.encode(), f"{EXPORT}/manifest-files.json": manifest})


def asked(step: str, **run: Any) -> dict[str, Any]:
    """What a step is asked."""
    key = run.pop("key", f"{EXPORT}/data/a.json")
    return {"step": step, "key": key, "run": {"run": "r", "export": EXPORT, **run}}


BROKEN: dict[str, tuple[Callable[[Shelf], Any], dict[str, Any], str]] = {
    "no manifest": (
        lambda s: s.objects.pop(f"{EXPORT}/manifest-files.json"), asked("begin"), "NoSuchKey"),
    "a manifest that is none": (
        lambda s: s.put(f"{EXPORT}/manifest-files.json", b"{}"), asked("begin"), "no manifest"),
    "a file that is gone": (
        lambda s: s.objects.pop(f"{EXPORT}/data/a.json"), asked("begin"), "not in both"),
    "a file too many": (
        lambda s: s.put(f"{EXPORT}/data/b.json", b""), asked("begin"), "not in both"),
    "a candidate that is not there": (
        lambda s: None, asked("begin", **{"with": "x.json"}), "NoSuchKey"),
    "a candidate that is no rulebook": (
        lambda s: s.put("rulebooks/x.json", b"{}"), asked("begin", **{"with": "x.json"}), "x.json"),
    "a candidate elsewhere": (
        lambda s: None, asked("begin", **{"with": "../x.json"}), "with"),
    "an export elsewhere": (
        lambda s: None, asked("begin", export="results/x"), "export"),
    "a run's name with a path": (lambda s: None, asked("begin", run="a/b"), "run"),
    "a file of another export": (
        lambda s: None, asked("judge", key="exports/other/data/a.json"), "no file of this export"),
    "a file that was not judged": (lambda s: None, asked("sum"), "was not judged"),
}  # fmt: skip
"""What is wrong with a bucket or a question, the step that finds it, and a word that it says."""


@pytest.mark.parametrize("name", BROKEN)
def test_what_cannot_be_answered_ends_the_run(rulebook, name):
    """Nothing is judged as if it were whole; the error names the object or the word."""
    breaks, event, word = BROKEN[name]
    store = shelf(list(synthetic.decisions(rulebook, 3, seed=15)))
    breaks(store)
    packaged = (ROOT / "layers/rulebook/rulebook.json").read_bytes
    with pytest.raises(RunError, match=re.escape(word)):
        Replays(store, packaged).step(event)


def test_records_of_a_rulebook_that_is_not_here_are_not_judged(rulebook):
    """They are counted, and the run ends as not judged."""
    few = list(synthetic.decisions(rulebook, 5, seed=16))
    decisions = [each for each in few if isinstance(each, Record)]
    foreign = decisions[0].model_copy(update={"rulebook": "sha256:0"})
    store = shelf([foreign, *decisions[1:]])
    packaged = (ROOT / "layers/rulebook/rulebook.json").read_bytes
    replays = Replays(store, packaged)
    replays.step(asked("judge"))
    assert replays.step(asked("sum"))["exit"] == 3
    assert json.loads(store.objects["results/r/summary.json"])["unjudged"] == {"no rulebook": 1}
