"""Lambda on this machine: environments that run a real handler under AWS's own runtime client.

Each environment is a child (`python -m awslambdaric handler.handler`) with a Runtime API of its
own, and takes one invocation at a time. Contract: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html
"""

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Mapping
from concurrent.futures import Future, InvalidStateError
from pathlib import Path
from typing import Any, BinaryIO

from lexloci_tools.serve.http_server import Answerer, Listening
from lexloci_tools.serve.intrinsics import ACCOUNT, REGION
from lexloci_tools.serve.template import Function

EVENT_LIMIT = 6 * 1024 * 1024
"""Bytes an invocation takes in, and gives back, at most."""

_INIT_SECONDS = 30.0
_INHERITED = ("PATH", "HOME", "LANG", "LC_ALL", "TMPDIR", "COVERAGE_PROCESS_START")


class FunctionError(Exception):
    """The function gave no answer: it raised, died, timed out, or answered too much."""


class FunctionTimeout(FunctionError):
    """The function did not answer in its time."""


class EventTooLarge(FunctionError):
    """The event is over what Lambda takes in."""


def variables_of(function: Function) -> dict[str, str]:
    """Answer the environment of a function's children: what Lambda sets, and dummy credentials."""
    python = [folder / "python" for folder in function.layers if (folder / "python").is_dir()]
    return {
        **{name: os.environ[name] for name in _INHERITED if name in os.environ},
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        # moto answers no host names that start with an account.
        "AWS_ACCOUNT_ID_ENDPOINT_MODE": "disabled",
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_VERSION": "local",
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": "1024",
        "LAMBDA_TASK_ROOT": str(function.code),
        "_HANDLER": function.handler,
        "PYTHONPATH": os.pathsep.join(map(str, [function.code, *python])),
        "POWERTOOLS_TRACE_DISABLED": "1",
        **function.variables,
    }


class Environment:
    """One execution environment: a child that runs the handler, from its start to its end."""

    def __init__(self, function: Function, variables: Mapping[str, str], log: BinaryIO) -> None:
        self._function = function
        self._events: queue.Queue[tuple[str, bytes]] = queue.Queue()
        self._ready: Future[None] = Future()
        self._answer: Future[bytes] = Future()
        self._api = Listening(_api_of(self))
        self._child = subprocess.Popen(
            [sys.executable, "-m", "awslambdaric", function.handler],
            cwd=function.code,
            env={**variables, "AWS_LAMBDA_RUNTIME_API": f"127.0.0.1:{self._api.port}"},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            # Ctrl-C belongs to the server, which ends its children itself.
            start_new_session=True,
        )
        self._watch = threading.Thread(target=self._watch_child, daemon=True)
        self._watch.start()

    @property
    def pid(self) -> int:
        """The child's number."""
        return self._child.pid

    def invoke(self, event: bytes) -> bytes:
        """Answer what the handler answers to this event (JSON both ways).

        Raises: FunctionError; the environment is then of no more use.
        """
        try:
            self._answer = Future()
            # In this order: a child that ends after the question is asked fails the new future.
            if self._child.poll() is not None:
                raise FunctionError(f"{self._function.name}: the environment has ended")
            self._ready.result(_INIT_SECONDS)
            self._events.put((str(uuid.uuid4()), event))
            return self._answer.result(self._function.timeout)
        except TimeoutError:
            seconds = f"{self._function.timeout:g} s"
            raise FunctionTimeout(f"{self._function.name}: no answer in {seconds}") from None

    def close(self) -> None:
        """End the child and wait for its end."""
        self._child.kill()
        self._watch.join()
        self._events.put(("", b""))
        self._api.close()

    def _watch_child(self) -> None:
        code = self._child.wait()
        self.fail(f"the environment ended with {code}")

    def next_event(self) -> tuple[str, bytes]:
        """Answer the next invocation's id and event, as soon as there is one."""
        with contextlib.suppress(InvalidStateError):
            self._ready.set_result(None)
        return self._events.get()

    def succeed(self, body: bytes) -> None:
        """Take the handler's answer."""
        with contextlib.suppress(InvalidStateError):
            self._answer.set_result(body)

    def fail(self, why: str) -> None:
        """Take that there will be no answer; the first reason given stands."""
        error = FunctionError(f"{self._function.name}: {why}")
        for awaited in (self._ready, self._answer):
            with contextlib.suppress(InvalidStateError):
                awaited.set_exception(error)

    @property
    def headers(self) -> list[tuple[str, str]]:
        """What Lambda says of an invocation beside its id; the deadline counts from now."""
        deadline = int((time.time() + self._function.timeout) * 1000)
        arn = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:{self._function.name}:live"
        return [
            ("Content-Type", "application/json"),
            ("Lambda-Runtime-Deadline-Ms", str(deadline)),
            ("Lambda-Runtime-Invoked-Function-Arn", arn),
        ]


def _api_of(environment: Environment) -> type[Answerer]:
    class RuntimeApi(Answerer):
        def do_GET(self) -> None:
            if not self.path.endswith("/runtime/invocation/next"):
                return self.answer(404)
            name, event = environment.next_event()
            if not name:
                self.close_connection = True
                return None
            headers = [("Lambda-Runtime-Aws-Request-Id", name), *environment.headers]
            return self.answer(200, event, headers)

        def do_POST(self) -> None:
            body = self.body()
            if not self.path.endswith("/response"):
                environment.fail(_reason(body))
            elif len(body) > EVENT_LIMIT:
                environment.fail(f"answered {len(body)} bytes, the limit is {EVENT_LIMIT}")
                return self.answer(413)
            else:
                environment.succeed(body)
            return self.answer(202)

    return RuntimeApi


def _reason(body: bytes) -> str:
    """Answer the type and place of an error, not its message: that may quote the caller."""
    with contextlib.suppress(ValueError, AttributeError):
        error: dict[str, Any] = json.loads(body)
        last = (error.get("stackTrace") or [""])[-1].strip().splitlines()
        return f"{error.get('errorType', 'error')} {last[0].strip() if last else ''}".strip()
    return "failed"


class Pool:
    """One function's environments: started on demand up to `size`; further calls wait."""

    def __init__(
        self, function: Function, variables: Mapping[str, str], log: Path, size: int = 4
    ) -> None:
        self._function = function
        self._variables = {**variables_of(function), **variables}
        self._log = log.open("ab")
        self._free = threading.Semaphore(size)
        self._lock = threading.Lock()
        self._idle: list[Environment] = []
        self._all: list[Environment] = []

    def warm(self) -> None:
        """Start one environment, without waiting for it."""
        self._idle.append(self._start())

    def invoke(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """Answer what the function answers.

        Raises: EventTooLarge over Lambda's 6 MB; FunctionError when there is no answer.
        """
        sent = json.dumps(event, ensure_ascii=False).encode()
        if len(sent) > EVENT_LIMIT:
            raise EventTooLarge(f"{self._function.name}: the event is over {EVENT_LIMIT} bytes")
        with self._free:
            with self._lock:
                environment = self._idle.pop() if self._idle else None
            environment = environment or self._start()
            try:
                answer = json.loads(environment.invoke(sent))
            except FunctionError:
                with self._lock:
                    self._all = [one for one in self._all if one is not environment]
                environment.close()
                raise
            with self._lock:
                self._idle.append(environment)
        if not isinstance(answer, dict):
            raise FunctionError(f"{self._function.name}: answered no object")
        return answer

    def close(self) -> None:
        """End every environment."""
        with self._lock:
            ending, self._all, self._idle = self._all, [], []
        for environment in ending:
            environment.close()
        self._log.close()

    @property
    def pids(self) -> tuple[int, ...]:
        """The numbers of the children that run."""
        return tuple(environment.pid for environment in self._all)

    def _start(self) -> Environment:
        environment = Environment(self._function, self._variables, self._log)
        with self._lock:
            self._all.append(environment)
        return environment
