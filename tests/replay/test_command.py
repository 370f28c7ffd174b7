"""`lexloci replay`: what it answers, and how it ends."""

import hashlib
import json
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from lexloci.errors import LexlociError
from lexloci_tools import record_commands
from lexloci_tools.law.building import packaged
from lexloci_tools.replay.command import Question, replay
from lexloci_tools.replay.words import lines
from lexloci_tools.synthetic import decisions, write_export

RULEBOOK = Path(__file__).parents[2] / "layers" / "rulebook" / "rulebook.json"

app = typer.Typer()
app.command()(record_commands.replay)


def run(*words):
    """The exit code and stdout of `lexloci replay`."""
    result = CliRunner().invoke(app, [str(word) for word in words])
    if isinstance(result.exception, LexlociError):
        return result.exception.exit_code, str(result.exception)
    return result.exit_code, result.stdout


def changed(few, number, **members):
    """The entries, so many of the decisions changed."""
    found = []
    for entry in few:
        if number and getattr(entry, "outcome", None) == "refuse" and entry.facts:
            entry, number = entry.model_copy(update=members), number - 1
        found.append(entry)
    assert not number
    return found


def test_twenty_thousand_records_are_equal(export):
    """An honest ledger comes out as it went in, every record of it."""
    answer = replay(Question(export, quiet=True))
    assert answer.exit_code == 0
    assert (answer.tally.decisions, answer.tally.different) == (20_000, 0)
    assert answer.tally.aftermaths > 10_000
    assert answer.tally.turned_away > 0


def test_processes_share_the_work_and_change_nothing(export, few, tmp_path):
    """Two processes give the tally of one, findings in the order of the export."""
    write_export(tmp_path / "1.jsonl", changed(few, 4, because="1"))
    write_export(tmp_path / "2.jsonl", changed(few, 30, rulebook="sha256:gone"))
    alone, shared = (
        replay(Question(tmp_path, workers=number, quiet=True)).tally for number in (1, 2)
    )
    assert alone == shared
    assert (alone.different, alone.unjudged["no rulebook"]) == (4, 30)


def test_a_false_record_is_named(tmp_path, few):
    """Exit code 1: which record, where it stands, what it says and what comes out."""
    path = tmp_path / "x.jsonl"
    entries = changed(few, 1, outcome="allow", because="0")
    write_export(path, entries)
    code, told = run(path, "-q")
    number = next(n for n, each in enumerate(entries, 1) if each != few[n - 1])
    assert code == 1
    assert f"{path}:{number}: {entries[number - 1].id}: different: kept allow" in told


def test_nothing_is_lost_that_cannot_be_judged(tmp_path, few):
    """Exit code 3: unreadable lines, missing rulebooks and tampering are named and counted."""
    path, findings = tmp_path / "x.jsonl", tmp_path / "findings.jsonl"
    write_export(path, changed(few, 25, rulebook="sha256:gone"))
    with path.open("a") as sink:
        sink.write('nonsense\n\n{"tamper":"modify","id":"1"}\n{"id":"torn')
    code, told = run(path, "--json", "--findings", findings)
    answer = json.loads(told)
    assert code == 3
    assert answer["unjudged"] == {"no rulebook": 25, "unreadable": 2, "tampering": 1}
    assert answer["decisions"] == 300 - 25
    assert len(answer["findings"]) == 20
    named = [json.loads(line) for line in findings.read_text().splitlines()]
    assert len(named) == 28
    assert {each["line"] for each in named[-3:]} == {len(few) + n for n in (1, 3, 4)}
    _, plain = run(path, "-q")
    assert "and 8 more; hint: --findings" in plain
    assert "--rulebooks" in plain


def test_a_rulebook_of_that_time_is_found_by_its_digest(tmp_path, few, rulebook):
    """Records of another rulebook are judged once it lies in --rulebooks; a bad file only warns."""
    data = RULEBOOK.read_bytes()
    body = data.partition(b',"rulebook":')[2].rstrip(b"\n")[:-1]
    other = body.replace(b'"title":"', b'"title":"Of old: ', 1)
    assert other != body
    digest = "sha256:" + hashlib.sha256(other).hexdigest()
    path, folder = tmp_path / "x.jsonl", tmp_path / "books"
    folder.mkdir()
    write_export(
        path,
        [
            each.model_copy(update={"rulebook": digest})
            for each in few[:40]
            if hasattr(each, "rulebook")
        ],
    )
    assert run(path, "-q")[0] == 3
    (folder / "old.json").write_bytes(
        b'{"digest":"' + digest.encode() + b'","rulebook":' + other + b"}\n"
    )
    (folder / "bad.json").write_bytes(data[:-100])
    code, told = run(path, "-q", "--rulebooks", folder)
    assert code == 0
    assert "warning:" in told
    assert "bad.json" in told


def test_the_same_law_changes_nothing(few, tmp_path):
    """--with the rulebook itself, or the rules it was frozen from: no change."""
    path = tmp_path / "x.jsonl"
    write_export(path, few)
    for other in (RULEBOOK, RULEBOOK.parents[2] / "rules"):
        code, told = run(path, "-q", "--with", other)
        assert code == 0
        assert "0 would have another outcome" in told


def test_another_house_setting_shows_what_would_change(export):
    """A table by place, and one by rule with what comes in (+) and falls away (-)."""
    answer = replay(Question(export, house="-beyond-the-letter", quiet=True))
    assert answer.exit_code == 1
    tally = answer.tally
    assert tally.equal + tally.different == 20_000
    whole = {change: n for change, n in tally.changes.items() if not change.rule}
    assert sum(whole.values()) == tally.different
    rules = {change.rule for change in tally.changes if change.rule}
    assert any(rule.startswith("-beyond-the-letter/") for rule in rules)
    assert not any(rule.startswith("+beyond-the-letter/") for rule in rules)
    told = "\n".join(lines(answer))
    assert "| place | before | after | decisions |" in told
    assert "| GB-SCT | refuse | allow |" in told


@pytest.mark.parametrize(
    "words",
    [
        ("nowhere.jsonl",),
        ("EXPORT", "--with", "nowhere.json"),
        ("EXPORT", "--with", str(RULEBOOK), "--house", "+no-such-pack"),
        ("EXPORT", "--rulebooks", "nowhere"),
        ("EXPORT", "--findings", "/nowhere/at/all"),
        ("EMPTY",),
    ],
)
def test_wrong_questions(tmp_path, few, words):
    """Exit code 2, and a sentence."""
    write_export(tmp_path / "x.jsonl", few[:3])
    (tmp_path / "empty.jsonl").write_text("\n\n")
    named = {"EXPORT": tmp_path / "x.jsonl", "EMPTY": tmp_path / "empty.jsonl"}
    code, told = run(*(named.get(word, word) for word in words))
    assert code == 2
    assert told


RUN = """
import json, sys
from lexloci_tools.replay.command import Question, as_json, replay
from pathlib import Path
print(json.dumps(as_json(replay(Question(Path(sys.argv[1]), workers=2, quiet=True)))))
"""


@pytest.mark.soak
def test_a_million_records(tmp_path, capsys):
    """A million synthetic records: all equal, within 500 MB for all processes together."""
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        list(pool.map(half_a_million, [(tmp_path / f"{n}.jsonl", n) for n in (1, 2)]))
    peaks: dict[int, float] = {}
    # A process of its own: the memory of this one is that of the tests before.
    words = [sys.executable, "-c", RUN, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as run:
        while run.poll() is None:
            peaks |= {pid: peak for pid in family(run.pid) if (peak := highest(pid))}
            time.sleep(0.1)
        told = json.loads(run.stdout.read())
    with capsys.disabled():
        sys.stdout.write(
            f"\nreplay: {told['decisions']:,} decisions, {told['different']} different, "
            f"{told['seconds']:.0f} s, {told['per_second']:,} a second on {told['workers']} "
            f"processes; {sum(peaks.values()):.0f} MB in all, "
            f"{', '.join(f'{peak:.0f}' for peak in peaks.values())}\n"
        )
    assert (told["equal"], told["different"], told["unjudged"]) == (1_000_000, 0, {})
    assert len(peaks) >= 3
    assert sum(peaks.values()) < 500


def family(pid):
    """A process and those that it started (Linux)."""
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
    except OSError:
        return [pid]
    return [pid, *(each for child in children for each in family(int(child)))]


def highest(pid):
    """The most memory that a process has held, in MB; 0 once it is gone (Linux)."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return sum(int(line.split()[1]) / 1000 for line in lines if line.startswith("VmHWM:"))


def half_a_million(where):
    """Write half a million decisions to a file, of a seed."""
    path, seed = where
    return write_export(path, decisions(packaged(), 500_000, seed=seed))
