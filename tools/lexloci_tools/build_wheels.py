"""Pins the engine layer's wheels: `layers/engine/requirements.txt` from `pyproject.toml`.

Run by `make wheels`, from the repository's root. Takes the newest wheels that Lambda's Python 3.13
can use, for arm64 and, at the same versions, for x86_64.
"""

import hashlib
import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

_TARGET = Path("layers/engine/requirements.txt")
_OF_THE_RUNTIME = {"boto3"}
_TAGS = ("manylinux_2_34", "manylinux_2_28", "manylinux_2_17", "manylinux2014")
_HEAD = """\
# Wheels of the engine layer, for Python 3.13 on arm64 (x86_64 is for `make build ARCH=host`).
# boto3 and urllib3 come with the Lambda runtime. Everything is pinned by hash and installed with
# --no-deps: the same commit builds the same layer. To move on: `make wheels`, then read the diff.
"""


def wheels(asked: list[str], machine: str, folder: Path) -> list[Path]:
    """Answer the wheels that serve the requirements on one kind of processor, now in the folder.

    Raises: subprocess.CalledProcessError when pip finds no such wheels.
    """
    platforms = [word for tag in _TAGS for word in ("--platform", f"{tag}_{machine}")]
    runtime = ["--python-version", "3.13", "--implementation", "cp", "--only-binary=:all:"]
    download = [sys.executable, "-m", "pip", "download", "--quiet", "--dest", str(folder)]
    subprocess.run([*download, *platforms, *runtime, *asked], check=True)
    return sorted(folder.glob("*.whl"))


def named(wheel: Path) -> tuple[str, str]:
    """Answer a wheel's project name, as a requirement writes it, and version (PEP 427)."""
    name, version = wheel.name.split("-")[:2]
    return name.replace("_", "-").lower(), version


def main() -> None:
    """Write the requirements file anew."""
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {text: re.split(r"[^\w.-]", text)[0].lower() for text in project["dependencies"]}
    asked = [text for text, name in names.items() if name not in _OF_THE_RUNTIME]
    hashes: dict[tuple[str, str], set[str]] = {}
    for machine in ("aarch64", "x86_64"):
        with tempfile.TemporaryDirectory() as folder:
            for wheel in wheels(asked, machine, Path(folder)):
                digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
                hashes.setdefault(named(wheel), set()).add(digest)
        asked = [f"{name}=={version}" for name, version in hashes]
    lines = [_HEAD]
    for title, direct in (("Asked for by pyproject.toml", True), ("Asked for by those", False)):
        lines.append(f"# {title}")
        for (name, version), digests in sorted(hashes.items()):
            if (name in names.values()) is direct:
                pins = "".join(f" \\\n    --hash=sha256:{digest}" for digest in sorted(digests))
                lines.append(f"{name}=={version}{pins}")
        lines.append("")
    _TARGET.write_text("\n".join(lines).rstrip() + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
