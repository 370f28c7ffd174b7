"""The vet function, as AppConfig calls it before it deploys a document of live rules."""

import base64
import importlib.util
import os
from pathlib import Path

import pytest
from tests.live_documents import UNSOUND, document, rule, unsound

from lexloci.errors import LiveRulesError

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def vet():
    """Its handler over the packaged rulebook, asked as AppConfig asks."""
    before = dict(os.environ)
    os.environ["LEXLOCI_RULEBOOK"] = str(ROOT / "layers/rulebook/rulebook.json")
    spec = importlib.util.spec_from_file_location("vet", ROOT / "functions/vet/handler.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    os.environ.clear()
    os.environ.update(before)

    def asked(data: bytes) -> None:
        event = {
            "applicationId": "a",
            "configurationProfileId": "p",
            "configurationVersion": "2",
            "content": base64.b64encode(data).decode(),
            "uri": "hosted",
        }
        module.handler(event, None)

    return asked


def test_a_sound_document_is_taken(vet):
    """AppConfig goes on where nothing is raised."""
    vet(b'{"format": 1}')
    vet(document(rule(), closed={"world": "why"}, house_on=["premium-only"]))


@pytest.mark.parametrize("name", UNSOUND)
def test_an_unsound_document_is_never_deployed(vet, name):
    """What is wrong is raised; AppConfig shows it to whoever deploys."""
    with pytest.raises(LiveRulesError, match=r".+: .+"):
        vet(unsound(name))
