"""LiteLLM's proxy with one custom guardrail, as a child: the gateway that platforms would name.

It lives in an environment of its own (`make bench` makes it), for it pins much of what we use.
"""

import json
import os
import secrets
import subprocess
import tempfile
import time
import urllib.request
from contextlib import closing
from pathlib import Path
from socket import socket
from typing import Final

from lexloci_tools.law.building import ROOT

FOLDER: Final = ROOT / ".cache/litellm/bin"
MODEL: Final = "gpt-image-2.5"
GUARDRAIL: Final = '''
from fastapi import HTTPException
from litellm.integrations.custom_guardrail import CustomGuardrail

WORDS = ("undress", "lingerie", "nude")


class Words(CustomGuardrail):
    """One look at the prompt, for a handful of words."""

    async def async_pre_call_hook(self, user_api_key_dict, cache, data, call_type):
        if any(word in str(data.get("prompt", "")).lower() for word in WORDS):
            raise HTTPException(status_code=400, detail={"error": "refused"})
        return data
'''
SECONDS: Final = 90
"""How long it may take to start."""


class LiteLlm:
    """The proxy on 127.0.0.1 before a generator, from when it is made until `close`. key: what its
    callers send.

    Raises: OSError where it is not installed, or does not start.
    """

    def __init__(self, generator: str) -> None:
        if not (FOLDER / "litellm").is_file():
            raise FileNotFoundError(f"no LiteLLM in {FOLDER}")
        self.key = f"sk-{secrets.token_hex(32)}"
        self._folder = tempfile.TemporaryDirectory(prefix="lexloci-litellm-")
        folder = Path(self._folder.name)
        (folder / "words.py").write_text(GUARDRAIL, encoding="utf-8")
        model = {"model": f"openai/{MODEL}", "api_base": f"{generator}/v1", "api_key": "sk-stub"}
        rail = {"guardrail": "words.Words", "mode": "pre_call", "default_on": True}
        config = {
            "model_list": [{"model_name": MODEL, "litellm_params": model}],
            "guardrails": [{"guardrail_name": "words", "litellm_params": rail}],
        }
        # JSON is YAML.
        (folder / "config.yaml").write_text(json.dumps(config), encoding="utf-8")
        with closing(socket()) as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{port}"
        command = [str(FOLDER / "litellm"), "--config", "config.yaml", "--host", "127.0.0.1"]
        usual = {name: os.environ[name] for name in ("HOME", "LANG") if name in os.environ}
        told = {"PATH": f"{FOLDER}:{os.environ['PATH']}", "LITELLM_LOCAL_MODEL_COST_MAP": "True"}
        self._log = (folder / "log").open("wb")
        self._child = subprocess.Popen(
            [*command, "--port", str(port), "--num_workers", "1", "--telemetry", "False"],
            cwd=folder,
            env={**usual, **told, "LITELLM_LOG": "ERROR", "LITELLM_MASTER_KEY": self.key},
            stdout=self._log,
            stderr=self._log,
        )
        self._wait(folder / "log")

    def _wait(self, log: Path) -> None:
        for _ in range(SECONDS * 2):
            try:
                with urllib.request.urlopen(f"{self.url}/health/liveliness", timeout=2):
                    return
            except OSError:
                if self._child.poll() is not None:
                    break
                time.sleep(0.5)
        said = log.read_text(encoding="utf-8", errors="replace")[-600:]
        self.close()
        raise OSError(f"LiteLLM did not start: {said}")

    def close(self) -> None:
        """End the child."""
        self._child.kill()
        self._child.wait()
        self._log.close()
        self._folder.cleanup()
