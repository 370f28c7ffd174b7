"""The law of the parsers: what is judged is what is forwarded, whatever is sent."""

import io
import json
from email import policy
from email.parser import BytesParser
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from multipart import MultipartParser

KIND = "multipart/form-data; boundary=BNDX"
PIECES = [
    b"--BNDX",
    b"--BNDX--",
    b"--",
    b"BNDX",
    b"\r\n",
    b"\n",
    b"\r",
    b"\r\n\r\n",
    b"Content-Disposition: form-data; ",
    b'name="prompt"',
    b"name=prompt",
    b"; name*=utf-8''prompt",
    b'; filename="a.png"',
    b"Content-Type: image/png",
    b"Content-Type: text/plain; charset=utf-7",
    b"Content-Transfer-Encoding: base64",
    b"a lighthouse",
    b"\x89PNG\r\n\x1a\n",
    b"\x00",
    b"\xff",
    b" ",
    b'"',
]
FRESH = settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def fresh(stage: Any) -> tuple[Any, list[str]]:
    """A stage of its own, and the prompts that its reader is asked to read."""
    found = type(stage)(stage.book)
    heard: list[str] = []

    def listening(prompt: str, **about: Any) -> Any:
        heard.append(prompt)
        return stage.read(prompt, **about)

    found.read = listening
    return found, heard


def prompts_in(kind: str, body: bytes) -> list[str]:
    """The prompts that a parser that is not ours finds in a form."""
    mail = b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body
    return [
        part.get_payload(decode=True).decode()
        for part in BytesParser(policy=policy.HTTP).parsebytes(mail).iter_parts()
        if part.get_param("name", header="content-disposition") == "prompt"
    ]


def valid(png: bytes, prompt: bytes) -> bytes:
    """A form that the gate reads."""
    return (
        b'--BNDX\r\nContent-Disposition: form-data; name="prompt"\r\n\r\n' + prompt + b"\r\n"
        b'--BNDX\r\nContent-Disposition: form-data; name="image"; filename="a.png"\r\n'
        b"Content-Type: image/png\r\n\r\n" + png + b"\r\n--BNDX--\r\n"
    )


@FRESH
@given(
    st.lists(
        st.tuples(st.integers(0, 400), st.integers(0, 12), st.sampled_from(PIECES)), max_size=4
    )
)
def test_a_mutated_form_is_forwarded_as_it_was_judged_or_not_at_all(stage, png, edits):
    """Pieces cut out of and put into a good form: one reading for all, or a refusal; never 503."""
    body = valid(png, b"a lighthouse at dawn")
    for at, cut, piece in edits:
        body = body[:at] + piece + body[at + cut :]
    played, heard = fresh(stage)
    told = played.send(played.event("/v1/images/edits", body=body, kind=KIND))
    assert told.status in (200, 400)
    assert played.forwarded == (told.status == 200)
    for sent in played.server.requests:
        found = prompts_in(sent.headers["Content-Type"], sent.body)
        assert [each.splitlines() for each in found] == [each.splitlines() for each in heard]


@FRESH
@given(st.text(min_size=1, max_size=200))
def test_any_prompt_in_a_form_goes_on_as_it_was_read(stage, png, prompt):
    """Or is refused; no character is lost or added between reader and image server."""
    body = valid(png, prompt.encode(errors="surrogatepass"))
    played, heard = fresh(stage)
    told = played.send(played.event("/v1/images/edits", body=body, kind=KIND))
    assert told.status in (200, 400)
    for sent in played.server.requests:
        boundary = sent.headers["Content-Type"].partition("boundary=")[2]
        parts = {part.name: part for part in MultipartParser(io.BytesIO(sent.body), boundary)}
        assert [parts["prompt"].value] == heard == [prompt]
        for part in parts.values():
            part.close()


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
FIELDS = ["prompt", "n", "size", "model", "user", "stream", "background", "image", "x"]


@FRESH
@given(st.lists(st.tuples(st.sampled_from(FIELDS), JSON), max_size=5), st.booleans())
def test_any_object_is_forwarded_as_it_was_judged_or_not_at_all(stage, pairs, escaped):
    """Members of any kind, in any order, some twice: one reading for all, or a refusal."""
    pairs = [("prompt", "a lighthouse"), *pairs]
    body = ",".join(
        f"{json.dumps(name)}:{json.dumps(value, ensure_ascii=escaped)}" for name, value in pairs
    )
    played, heard = fresh(stage)
    told = played.send(played.event(body=f"{{{body}}}".encode(errors="surrogatepass")))
    assert told.status in (200, 400)
    for sent in played.server.requests:
        assert [json.loads(sent.body)["prompt"]] == heard


@FRESH
@given(st.binary(max_size=300), st.sampled_from(["application/json", KIND, "text/plain", ""]))
def test_any_bytes_are_refused_and_nothing_breaks(stage, body, kind):
    """400 or 415, never 503: what callers send must not look like our own trouble."""
    played, heard = fresh(stage)
    for path in ("/v1/images/generations", "/v1/images/edits"):
        told = played.send(played.event(path, body=body, kind=kind))
        assert told.status in (400, 415)
    assert (played.forwarded, heard) == (0, [])


@FRESH
@given(
    st.dictionaries(
        st.sampled_from(
            [
                "x-lexloci-origin",
                "lexloci-claims",
                "cloudfront-viewer-country",
                "cloudfront-viewer-country-region",
                "cloudfront-viewer-asn",
                "x-stainless-retry-count",
                "content-encoding",
            ]
        ),
        st.text(max_size=12).filter(lambda text: not text.isalpha()),
    )
)
def test_any_headers_widen_or_refuse_and_nothing_breaks(stage, headers):
    """A person in underwear is allowed from a place without law only if that place is proven."""
    played, _ = fresh(stage)
    told = played.call("a known person in underwear", **headers)
    touched = {"cloudfront-viewer-country", "x-lexloci-origin"} & set(headers)
    assert told.status in (200, 403, 415, 451)
    assert not touched or told.status != 200
