"""What a person types: the Makefile's verbs, the README's commands, the build's pins."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
import typer.main
from packaging.requirements import Requirement

VERBS = {"setup", "run", "test", "check", "build", "bench", "soak", "mutants", "clean"}


@pytest.fixture(scope="session")
def makefile(root: Path) -> str:
    """The Makefile's text."""
    return (root / "Makefile").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def commands(root: Path) -> list[str]:
    """The README's command lines: those of its `sh` blocks, continued lines joined, no comments."""
    text = (root / "README.md").read_text(encoding="utf-8")
    blocks = re.findall(r"^```sh\n(.*?)^```", text, flags=re.DOTALL | re.MULTILINE)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [line.removeprefix("$ ").split(" #")[0].strip() for line in lines]


def test_bare_make_prints_each_verb_with_a_sentence(root, makefile):
    """Who does not know what to type types `make`."""
    ran = subprocess.run(["make"], cwd=root, capture_output=True, text=True, check=True)
    printed = dict(re.findall(r"^  make (\w+) +(\w.*)$", ran.stdout, flags=re.MULTILINE))
    declared = set(re.findall(r"^\.PHONY: (\w+)$", makefile, flags=re.MULTILINE)) - {"verbs"}
    assert set(printed) == declared
    assert declared >= VERBS


def test_ci_calls_the_readmes_commands_and_nothing_else(root, commands):
    """What continuous integration runs is what a reader is told to run."""
    script = (root / ".ci/run").read_text(encoding="utf-8")
    called = re.findall(r"^(?:exec )?(make .*)$", script, flags=re.MULTILINE)
    assert called == ["make check test"]
    told = {word for line in commands if line.startswith("make ") for word in line.split()[1:]}
    assert {"check", "test"} <= told


def test_the_readmes_make_targets_exist(makefile, commands):
    """A target that the README names is a target of the Makefile."""
    targets = set(re.findall(r"^([a-z]+):", makefile, flags=re.MULTILINE))
    named = [
        word
        for line in commands
        for part in re.findall(r"(?:^|&& |; )make((?: [\w=.'/-]+)*)", line)
        for word in part.split()
        if re.fullmatch(r"[a-z]+", word)
    ]
    assert named
    assert set(named) <= targets


def test_the_readmes_lexloci_verbs_exist(commands):
    """A verb that the README shows is a verb of the command."""
    from lexloci_tools.cli import app

    verbs = set(typer.main.get_command(app).commands)
    named = [verb for line in commands for verb in re.findall(r"\blexloci ([a-z]+)", line)]
    assert named
    assert set(named) <= verbs


def test_the_layers_pins_are_what_the_project_asks_for(root):
    """Each run-time dependency is pinned in the layer at a version that `pyproject.toml` allows."""
    text = (root / "layers/engine/requirements.txt").read_text(encoding="utf-8")
    pins = dict(re.findall(r"^([\w.-]+)==([\w.]+)", text, flags=re.MULTILINE))
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    for line in project["dependencies"]:
        asked = Requirement(line)
        if asked.name == "boto3":
            assert "boto3" not in pins  # the runtime's own
        else:
            assert pins[asked.name] in asked.specifier, line
    assert text.count("==") == len(pins)
    assert all("--hash=sha256:" in block for block in re.split(r"\n(?=[\w-]+==)", text)[1:])


def test_nothing_in_the_build_names_a_registry_or_commits_what_it_fetches(root, makefile):
    """Packages come by name through the machine's own clients; DynamoDB Local stays out of git."""
    ignored = (root / ".gitignore").read_text(encoding="utf-8").split()
    assert ".cache/" in ignored
    assert ".cache/dynamodb-local/emulator/DynamoDBLocal.jar" in makefile
    for name in ("Makefile", "layers/layer.mk", ".ci/run", "pyproject.toml"):
        assert not re.search(r"https?://", (root / name).read_text(encoding="utf-8")), name
