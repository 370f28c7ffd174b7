"""Cold start of the layers as they are built: by Python 3.13, with byte code and without.

Needs `make build ARCH=host` and a Python 3.13. boto3, which Lambda's runtime brings, is a copy of
this environment's, compiled; the bare handler takes its pydantic and Powertools from our layer.
"""

import os
import shutil
import statistics
import subprocess
import tempfile
from collections.abc import Mapping
from importlib.metadata import distribution
from pathlib import Path

from lexloci_tools.bench.cold import BARE, OURS, RUNS, settings
from lexloci_tools.bench.timing import table
from lexloci_tools.law.building import ROOT

BUILT = ROOT / ".aws-sam/build-host"
LAYERS = ("EngineLayer", "ReaderLayer")
RUNTIME = ("boto3", "botocore", "s3transfer", "python-dateutil", "six", "urllib3", "jmespath")
"""What Lambda's Python brings along, of what we use."""
STOPWATCH = """
import time; start = time.perf_counter(), time.process_time()
{body}
print(time.perf_counter() - start[0], time.process_time() - start[1])
"""
VERSION = "import sys; sys.exit(sys.version_info[:2] != (3, 13))"


def interpreter() -> str | None:
    """A Python 3.13 that runs, if there is one."""
    for name in ("python3.13", "/usr/bin/python3.13", "python3"):
        found = shutil.which(name)
        if found and subprocess.run([found, "-c", VERSION], capture_output=True).returncode == 0:
            return found
    return None


def report() -> str:
    """Medians over fresh processes that take turns, or what is lacking to measure them.

    By the clock, and in time of the processor, which a busy machine distorts less.
    """
    python = interpreter()
    if python is None or not (BUILT / LAYERS[0] / "python").is_dir():
        return "cold start of the built layers: needs `make build ARCH=host` and a Python 3.13"
    with tempfile.TemporaryDirectory() as made:
        return _measured(python, Path(made))


def _measured(python: str, folder: Path) -> str:
    runtime = _runtime(python, folder / "runtime")
    with_code = [BUILT / name / "python" for name in LAYERS]
    without = [_bare_copy(BUILT / name / "python", folder / name) for name in LAYERS]
    candidates = {
        "bare handler": (BARE, with_code),
        "enforce, byte code": (OURS, with_code),
        "bare handler, no byte code": (BARE, without),
        "enforce, no byte code": (OURS, without),
    }
    taken: dict[str, list[tuple[float, float]]] = {name: [] for name in candidates}
    for turn in range(RUNS + 1):
        for name, (body, layers) in candidates.items():
            times = _run(python, body, [*layers, ROOT / "functions", runtime])
            if turn:
                taken[name].append(times)
    medians = {
        name: tuple(statistics.median(one[at] * 1000 for one in each) for at in (0, 1))
        for name, each in taken.items()
    }
    rows: list[tuple[str, ...]] = [
        ("cold start, built layers", "median ms", "times bare", "CPU ms", "times bare")
    ]
    for name, both in medians.items():
        bare = medians["bare handler, no byte code" if "no byte" in name else "bare handler"]
        told = zip(both, bare, strict=True)
        rows.append(
            (name, *(each for own, its in told for each in (f"{own:.0f}", f"{own / its:.2f}")))
        )
    return table(rows)


def _runtime(python: str, folder: Path) -> Path:
    """A folder with the packages of Lambda's own runtime, compiled."""
    for name in RUNTIME:
        for file in distribution(name).files or ():
            if file.suffix == ".pyc" or ".." in file.parts:
                continue
            target = folder / file
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), target)
    subprocess.run([python, "-m", "compileall", "-q", str(folder)], check=True)
    return folder


def _bare_copy(layer: Path, folder: Path) -> Path:
    ignored = shutil.ignore_patterns("__pycache__")
    return Path(shutil.copytree(layer, folder, ignore=ignored))


def _run(python: str, body: str, path: list[Path]) -> tuple[float, float]:
    environment: Mapping[str, str] = {
        **os.environ,
        **settings(),
        "PYTHONPATH": os.pathsep.join(map(str, path)),
        # As Lambda: what is not compiled is compiled at each start.
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    done = subprocess.run(
        [python, "-c", STOPWATCH.format(body=body)], env=environment, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    wall, cpu = map(float, done.stdout.strip().splitlines()[-1].split())
    return wall, cpu
