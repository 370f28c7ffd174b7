"""Lambda on this machine: real children under AWS's runtime client."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from lexloci_tools.serve.runtime_api import EventTooLarge, FunctionError, FunctionTimeout, Pool
from lexloci_tools.serve.template import Template


def _gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_the_handler_runs_in_its_own_child_with_its_layer(echo: Pool) -> None:
    """The handler answers from another interpreter that finds the layer and the given variables."""
    answer = echo.invoke({"body": "x"})
    assert answer["pid"] in echo.pids
    assert answer["pid"] != os.getpid()
    assert answer["variables"] == {
        "STAGE": "dev",
        "SHARED": "own",
        "HOUSE": "given",
        "_HANDLER": "handler.handler",
    }
    assert 0 < answer["remaining"] <= 1000
    assert echo.invoke({"body": "bare"}) == {"greeting": "hello from the layer"}


def test_an_idle_environment_is_used_again(echo: Pool) -> None:
    """One call after another is answered by the same child."""
    assert echo.invoke({"body": "x"})["pid"] == echo.invoke({"body": "x"})["pid"]


def test_calls_at_once_get_an_environment_each(echo: Pool) -> None:
    """An environment takes one call at a time; more are started, up to four, and the rest wait."""
    with ThreadPoolExecutor(6) as threads:
        answers = list(threads.map(lambda _: echo.invoke({"body": "sleep 0.3"}), range(6)))
    assert 2 <= len({answer["pid"] for answer in answers}) <= 4
    assert len(echo.pids) <= 4


@pytest.mark.parametrize(
    ("body", "reason"),
    [("raise", "ValueError"), ("exit", "ended with 3"), ("big", "the limit is 6291456")],
)
def test_a_handler_that_fails_gives_a_function_error(echo: Pool, body: str, reason: str) -> None:
    """A raise, a death and too large an answer are errors, and the next call is answered."""
    with pytest.raises(FunctionError, match=reason) as error:
        echo.invoke({"body": body})
    assert "quote the caller" not in str(error.value)
    assert echo.invoke({"body": "x"})["pid"]


def test_a_handler_that_hangs_is_ended_after_its_time(echo: Pool) -> None:
    """The function's time is kept, and its child is gone afterwards."""
    before = set(echo.pids)
    with pytest.raises(FunctionTimeout, match="no answer in 1 s"):
        echo.invoke({"body": "sleep 9"})
    assert all(_gone(pid) for pid in before - set(echo.pids))


def test_an_event_over_six_megabytes_is_not_sent(echo: Pool) -> None:
    """Lambda's limit holds here too."""
    with pytest.raises(EventTooLarge):
        echo.invoke({"body": "x" * (6 * 1024 * 1024)})


def test_a_handler_that_cannot_be_imported_says_so(echo_template: Template, tmp_path: Path) -> None:
    """A failure at import is the function's error, with its type, and not a wait."""
    function = echo_template.functions["Echo"]
    pool = Pool(function, {"PYTHONPATH": str(function.code)}, tmp_path / "log")
    try:
        with pytest.raises(FunctionError, match="ImportModuleError"):
            pool.invoke({})
    finally:
        pool.close()


def test_closing_leaves_no_child(echo_template: Template, tmp_path: Path) -> None:
    """Every child is gone when the pool is closed, a busy one too."""
    pool = Pool(echo_template.functions["Echo"], {}, tmp_path / "log")
    pool.warm()
    pool.invoke({"body": "x"})
    pids = pool.pids
    assert pids
    pool.close()
    assert all(_gone(pid) for pid in pids)
