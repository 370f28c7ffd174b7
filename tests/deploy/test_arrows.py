"""Who may import whom, and what may not be named where."""

import ast
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

OURS = {"lexloci", "lexloci_reader", "lexloci_edge", "lexloci_tools"}
STDLIB = set(sys.stdlib_module_names)
# The core answers from its arguments: no clock, no file, no network, no environment, no chance.
WORLDLY = {
    *("asyncio", "concurrent", "ctypes", "ftplib", "getpass", "glob", "http", "importlib", "io"),
    *("locale", "logging", "mmap", "multiprocessing", "os", "pathlib", "pickle", "platform"),
    *("pwd", "random", "sched", "secrets", "select", "selectors", "shelve", "shutil", "signal"),
    *("smtplib", "socket", "socketserver", "sqlite3", "ssl", "subprocess", "sys", "tempfile"),
    *("threading", "time", "urllib", "uuid", "webbrowser", "zoneinfo"),
}
WORLDLY_CALLS = {"open", "print", "input", "exec", "eval", "compile", "__import__"}
CLOCKS = {"now", "today", "utcnow"}
OF_THE_RUNTIME = {"boto3", "botocore", "urllib3"}
NAMES_OF_AWS = {"SecretsManager"}
UNUSED_WORDS = {
    *("util", "utils", "helper", "helpers", "common", "base", "manager", "manage", "manages"),
    *("process", "processes", "processed", "validate", "validates", "validated", "validation"),
}


def imports(path: Path, package: str = "") -> Iterator[str]:
    """The top-level names of the modules that a file imports; a relative import is its own."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield package if node.level else str(node.module).split(".")[0]


@pytest.mark.parametrize(
    ("folder", "package", "may"),
    [
        ("layers/engine/python/lexloci", "lexloci", {"lexloci"} | STDLIB - WORLDLY),
        (
            "layers/reader/python/lexloci_reader",
            "lexloci_reader",
            {"lexloci", "lexloci_reader"} | STDLIB,
        ),
        ("layers/engine/python/lexloci_edge", "lexloci_edge", None),
        ("functions", "", None),
    ],
)
def test_each_layer_imports_only_what_the_arrows_allow(sources, folder, package, may):
    """Core from the standard library; reader from the core; nothing deployed imports the tools."""
    for path in sources(folder):
        for name in imports(path, package):
            assert name != "lexloci_tools", path
            assert may is None or name in may, f"{path}: imports {name}"


def test_the_edge_imports_only_what_its_layer_or_the_runtime_holds(root, sources):
    """What is not in the layer's requirements is not there in the cloud."""
    pinned = (root / "layers/engine/requirements.txt").read_text(encoding="utf-8")
    names = set(re.findall(r"^([\w-]+)==", pinned, flags=re.MULTILINE))
    there = {name.replace("-", "_") for name in names} | {"jwt", "PIL"} | OF_THE_RUNTIME
    for path in sources("layers/engine/python/lexloci_edge", "functions"):
        strangers = set(imports(path, "lexloci_edge")) - STDLIB - OURS - there
        assert not strangers, f"{path}: imports {strangers}"


def test_no_module_of_the_core_asks_the_world(sources):
    """No `open`, no `print`, no `date.today()`: the same arguments give the same verdict."""
    for path in sources("layers/engine/python/lexloci"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            called = node.func
            where = f"{path}:{node.lineno}"
            if isinstance(called, ast.Name):
                assert called.id not in WORLDLY_CALLS, where
            elif isinstance(called, ast.Attribute):
                assert called.attr not in CLOCKS, where


def test_what_is_deployed_knows_nothing_of_the_demo(root):
    """The local front's `X-Demo-` headers stand for evidence; a function must not believe them."""
    for folder in ("layers", "functions"):
        for path in (root / folder).rglob("*"):
            if path.is_file() and path.suffix != ".pyc":
                assert b"x-demo" not in path.read_bytes().lower(), path


def broad(tree: ast.AST) -> list[ast.ExceptHandler]:
    """The handlers in a syntax tree that catch everything."""
    return [
        node
        for node in ast.walk(tree)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]


def test_there_is_one_broad_except_in_the_request_path(sources):
    """Breakage becomes a refusal in one place; a function has one more at its top, for imports."""
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in sources("layers")}
    found = [f"{path}:{node.lineno}" for path, tree in trees.items() for node in broad(tree)]
    assert len(found) <= 1, found
    for path in sources("functions"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        at_the_top = [one for node in tree.body if isinstance(node, ast.Try) for one in broad(node)]
        assert broad(tree) == at_the_top, path
        assert len(at_the_top) <= 1, path


def defined(tree: ast.AST) -> Iterator[str]:
    """The names that a module gives to functions, classes, arguments, variables and attributes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name
        elif isinstance(node, ast.arg):
            yield node.arg
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr


def words(name: str) -> set[str]:
    """The words of an identifier in lower case."""
    return {part.lower() for part in re.findall(r"[A-Z]?[a-z0-9]+|[A-Z][A-Z0-9]*(?![a-z])", name)}


def test_names_are_in_the_words_of_the_design(sources):
    """Words that say nothing (design.md 4) name no module, function, class or variable."""
    for path in sources("layers", "functions", "tools"):
        names = {path.stem, *defined(ast.parse(path.read_text(encoding="utf-8")))}
        empty = {name for name in names - NAMES_OF_AWS if words(name) & UNUSED_WORDS}
        assert not empty, f"{path}: {sorted(empty)}"
