"""How large things may get before they are taken apart."""

import ast

FILE_LINES = 300
FUNCTION_LINES = 40
CORE_LINES = 2000
HANDLER_LINES = 60


def lines(path):
    """How many lines a file has."""
    return path.read_text(encoding="utf-8").count("\n")


def test_no_python_file_is_longer_than_300_lines(sources):
    """A file that outgrows this knows two things."""
    long = {str(path): lines(path) for path in sources("layers", "functions", "tools", "tests")}
    assert not {path: count for path, count in long.items() if count > FILE_LINES}


def test_no_function_is_longer_than_40_lines(sources):
    """Counted from `def` to its last line, docstring included."""
    long = {
        f"{path}:{node.name}": node.end_lineno - node.lineno + 1
        for path in sources("layers", "functions", "tools", "tests")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno - node.lineno + 1 > FUNCTION_LINES
    }
    assert not long


def test_the_core_stays_under_2000_lines(sources):
    """What decides must be readable in an afternoon."""
    assert sum(map(lines, sources("layers/engine/python/lexloci"))) < CORE_LINES


def test_handlers_stay_under_60_lines(sources):
    """A handler connects; what it connects is in the layers."""
    for path in sources("functions"):
        if path.name == "handler.py":
            assert lines(path) < HANDLER_LINES, path
