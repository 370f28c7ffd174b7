"""`lexloci decide` in bulk: the JSON-lines contract that outside evaluations depend on."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

NUMBER = 1000
BAD_AT = 417


def _decide(folder: Path, lines: list[str], *more: str) -> tuple[int, list[dict[str, Any]]]:
    source, target = folder / "calls.jsonl", folder / "decisions.jsonl"
    source.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("lexloci")), "decide", "-q", *more]
    ended = subprocess.run(
        [*command, "--in", str(source), "--out", str(target)], capture_output=True, check=False
    )
    written = target.read_text(encoding="utf-8").splitlines()
    return ended.returncode, [json.loads(line) for line in written]


def _calls() -> list[str]:
    prompts = ("a lighthouse at dawn", "photo of George Clooney in his underwear")
    places = ("GB-ENG", "FJ", None, ["US-CA", "US-NY"])
    return [
        json.dumps({"id": f"c{n}", "prompt": prompts[n % 2], "place": places[n % 4], "images": 0})
        for n in range(NUMBER)
    ]


def test_a_thousand_lines_keep_their_order_and_none_is_lost(tmp_path: Path) -> None:
    """A malformed line is answered in its place, and the command says so at its end."""
    lines = _calls()
    lines[BAD_AT] = '{"id": "broken", "prompt": '
    code, answers = _decide(tmp_path, lines)
    assert code == 3
    assert len(answers) == NUMBER
    expected = [None if n == BAD_AT else f"c{n}" for n in range(NUMBER)]
    assert [one["id"] for one in answers] == expected
    assert answers[BAD_AT]["outcome"] == "uncertain"
    assert "error" in answers[BAD_AT]
    assert {one["outcome"] for one in answers[::2] if "error" not in one} == {"allow"}
    assert "allow" not in {one["outcome"] for one in answers[1::2]}


def test_refusals_alone_are_no_failure(tmp_path: Path) -> None:
    """Refused calls are answers: exit code 0, with the versions that refuse."""
    call = {"id": "1", "prompt": "photo of George Clooney in his underwear", "place": "GB-ENG"}
    code, answers = _decide(tmp_path, [json.dumps({**call, "operation": "generate"})])
    assert (code, answers[0]["outcome"]) == (0, "refuse")
    assert "gb/creating-intimate-image@2026-02-06" in answers[0]["because"]
    assert answers[0]["facts"]["exposure"] == ["underwear"]
    assert "place" not in answers[0]["facts"]


def test_the_day_of_the_command_and_of_the_line(tmp_path: Path) -> None:
    """`--on` is everybody's day, a line's own `on` stands over it."""
    call = {"prompt": "photo of George Clooney in his underwear", "place": "GB-ENG"}
    calls = [{"id": "1", **call}, {"id": "2", **call, "on": "2026-02-06"}]
    _, answers = _decide(tmp_path, [json.dumps(one) for one in calls], "--on", "2026-02-05")
    rule = "gb/creating-intimate-image@2026-02-06"
    assert [rule in one["because"] for one in answers] == [False, True]


def test_a_house_setting_holds_for_all_lines(tmp_path: Path) -> None:
    """With the platform's own pack on, a free account's lighthouse is refused by it alone."""
    free = {"id": "1", "prompt": "a lighthouse at dawn", "place": "GB-ENG"}
    paid = {**free, "claims": {"tier": "premium"}}
    calls = [json.dumps({**one, "operation": "generate"}) for one in (free, paid)]
    _, answers = _decide(tmp_path, calls, "--house", "+premium-only")
    assert [one["because"] for one in answers] == [["premium-only/free-account@always"], []]


def test_facts_may_stand_in_for_a_prompt(tmp_path: Path) -> None:
    """A line with facts is one depiction judged as given; a fact left out is any value."""
    facts = {"subject": "none", "exposure": "covered", "sexual": "no", "unheard": 1}
    lines = [
        {"id": "known", "facts": facts, "place": "FJ", "operation": "generate"},
        {"id": "nothing", "facts": {}, "place": "FJ", "operation": "generate"},
        {"id": "null among them", "facts": {**facts, "exposure": ["covered", None]}, "place": "FJ"},
    ]
    code, answers = _decide(tmp_path, [json.dumps(one) for one in lines])
    assert (code, [one["outcome"] for one in answers]) == (0, ["allow", "uncertain", "uncertain"])
    assert len(answers[2]["facts"]["exposure"]) == 5
