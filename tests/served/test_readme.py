"""What the README shows of the decision API runs as it stands there."""

import re
import subprocess
import sys
from pathlib import Path

from tests.edge.conftest import png

ROOT = Path(__file__).parents[2]


def blocks(kind: str) -> list[str]:
    """The blocks of a language in the section on decisions."""
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = text.partition("## Any generator, any size")[2].partition("\n## ")[0]
    return re.findall(rf"^```{kind}\n(.*?)^```", section, flags=re.DOTALL | re.MULTILINE)


def test_the_examples_with_curl_are_answered(server):
    """Each with a decision that allows."""
    commands = [each for each in blocks("sh") if each.startswith("curl")]
    assert len(commands) >= 2
    for command in commands:
        ran = subprocess.run(
            command.replace("http://127.0.0.1:8080", server.url),
            shell=True,
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        assert '"outcome": "allow"' in ran.stdout
        assert '"permit": "' in ran.stdout


def test_the_examples_with_httpx_run(server, tmp_path):
    """One after the other, as a reader would paste them."""
    pasted = "\n".join(each for each in blocks("python") if "lexloci_permit" not in each)
    assert pasted.count("gate.post") >= 3
    (tmp_path / "photo.png").write_bytes(png())
    code = pasted.replace("http://127.0.0.1:8080", server.url) + "\nprint(told['permit'])\n"
    ran = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, timeout=60
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count(".") == 2
