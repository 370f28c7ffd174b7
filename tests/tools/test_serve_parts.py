"""The demo generator, the claims' signer and the local AWS, each by itself."""

import base64
import contextlib
import io
import json
import urllib.error
import urllib.request
from collections.abc import Iterator

import jwt
import openai
import pytest
from PIL import Image

from lexloci_tools.serve import local_aws
from lexloci_tools.serve.generator import DemoGenerator
from lexloci_tools.serve.keys import ISSUER, ClaimsError, ClaimsSigner, demo_claims
from lexloci_tools.serve.template import Template


@pytest.fixture
def generator() -> Iterator[DemoGenerator]:
    """A demo generator that keeps what it receives."""
    made = DemoGenerator(keep=True)
    yield made
    made.close()


@pytest.fixture
def client(generator: DemoGenerator) -> Iterator[openai.OpenAI]:
    """The stock client, pointed straight at the generator."""
    with openai.OpenAI(base_url=f"{generator.url}/v1", api_key="key") as made:
        yield made


def _picture(b64_json: str | None) -> Image.Image:
    return Image.open(io.BytesIO(base64.b64decode(b64_json or "")))


@pytest.mark.parametrize("kind", ["png", "jpeg", "webp"])
def test_the_generator_draws_in_the_size_and_format_asked_for(
    client: openai.OpenAI, kind: str
) -> None:
    """An answer in OpenAI's form holds real pictures, as many as asked for."""
    answer = client.images.generate(
        prompt="anything", n=2, size="256x256", extra_body={"output_format": kind}
    )
    pictures = [_picture(one.b64_json) for one in answer.data or []]
    assert [(one.format, one.size) for one in pictures] == [(kind.upper(), (256, 256))] * 2


def test_the_generator_takes_edits_and_counts(
    client: openai.OpenAI, generator: DemoGenerator
) -> None:
    """Uploads are read as well, and each request counts once."""
    image = ("photo.png", b"\x89PNG", "image/png")
    answer = client.images.edit(image=image, prompt="remove the lamp post", n=1)
    assert _picture((answer.data or [])[0].b64_json).size == (512, 512)
    with urllib.request.urlopen(f"{generator.url}/count", timeout=5) as counted:
        assert json.load(counted) == {"count": 1}
    assert generator.received[0].path == "/v1/images/edits"
    assert generator.received[0].headers["authorization"] == "Bearer key"


def test_the_generator_keeps_nothing_unless_asked() -> None:
    """Without being told to, it holds no request: prompts stay with their sender."""
    with contextlib.closing(DemoGenerator()) as made:
        asked = urllib.request.Request(
            f"{made.url}/v1/images/generations", b'{"prompt": "x"}', method="POST"
        )
        with urllib.request.urlopen(asked, timeout=5) as answer:
            answer.read()
        assert (made.count, made.received) == (1, ())


@pytest.mark.parametrize(("path", "body"), [("/v1/other", b"{}"), ("/v1/images/edits", b"[")])
def test_the_generator_answers_what_it_cannot_read_in_openais_form(
    generator: DemoGenerator, path: str, body: bytes
) -> None:
    """Unknown paths and unreadable bodies get a 4xx with an `error` member."""
    asked = urllib.request.Request(f"{generator.url}{path}", body, method="POST")
    with pytest.raises(urllib.error.HTTPError) as error:
        urllib.request.urlopen(asked, timeout=5)
    with error.value as answer:
        assert answer.code in (400, 404)
        assert "message" in json.load(answer)["error"]


def test_claims_are_signed_with_a_key_of_the_signers_set() -> None:
    """The token names issuer, audience and times, and verifies with the published key only."""
    signer = ClaimsSigner()
    token = signer.sign({"tier": "premium", "exp": 4_000_000_000})
    key = jwt.PyJWKSet.from_json(signer.jwks).keys[0]
    claims = jwt.decode(token, key, algorithms=["ES256"], audience="lexloci", issuer=ISSUER)
    assert (claims["tier"], claims["exp"]) == ("premium", 4_000_000_000)
    other = jwt.PyJWKSet.from_json(ClaimsSigner().jwks).keys[0]
    with pytest.raises(jwt.InvalidSignatureError):
        jwt.decode(token, other, algorithms=["ES256"], audience="lexloci")


def test_demo_claims_read_names_and_values() -> None:
    """`account` is the token's subject; anything that is no pair is an error."""
    assert demo_claims(" tier=premium;account=a-1 ; ") == {"tier": "premium", "sub": "a-1"}
    with pytest.raises(ClaimsError):
        demo_claims("tier premium")


def test_the_local_aws_holds_what_the_template_declares(echo_template: Template) -> None:
    """Tables are made once, secrets are there by name, and the child ends when it is closed."""
    with contextlib.closing(local_aws.LocalAws()) as aws:
        for _ in range(2):
            local_aws.create_tables(aws.url, echo_template.tables)
        local_aws.create_secrets(aws.url, {"lexloci/origin": "s"})
        with contextlib.closing(local_aws.client("dynamodb", aws.url)) as dynamodb:
            table = dynamodb.describe_table(TableName="lexloci-decisions")["Table"]
            assert table["GlobalSecondaryIndexes"][0]["IndexName"] == "by_account"
        with contextlib.closing(local_aws.client("secretsmanager", aws.url)) as vault:
            held = vault.get_secret_value(SecretId="lexloci/origin")["SecretString"]
            assert json.loads(held) == {"secret": "s"}
