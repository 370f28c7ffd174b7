"""Bodies that parsers read differently: refused, or read alike by ours and by what we forward."""

import io
import json
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest
from multipart import parse_form_data
from werkzeug.formparser import parse_form_data as werkzeug_form
from werkzeug.test import EnvironBuilder

BODIES = Path(__file__).parents[1] / "data/bodies"


def cases(name):
    """The cases of a data file, each with its name as id."""
    found = json.loads((BODIES / name).read_text(encoding="utf-8"))
    return [pytest.param(case, id=case["name"]) for case in found]


def written(case, png):
    """The body as bytes: `{PNG}` stands for an image, a lone surrogate for a byte."""
    return case["body"].encode(errors="surrogateescape").replace(b"{PNG}", png)


def as_werkzeug(body, kind):
    """Fields and files as werkzeug reads them."""
    builder = EnvironBuilder(method="POST", input_stream=io.BytesIO(body), content_type=kind)
    environ = builder.get_environ()
    _, form, files = werkzeug_form(environ)
    found: dict[str, list[str | bytes]] = {name: form.getlist(name) for name in form}
    for name, each in files.items(multi=True):
        found.setdefault(name, []).append(each.read())
        each.close()
    return found


def as_multipart(body, kind):
    """Fields and files as the multipart package reads them when it is not strict."""
    environ = {
        "REQUEST_METHOD": "POST",
        "CONTENT_TYPE": kind,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    form, files = parse_form_data(environ)
    found: dict[str, list[str | bytes]] = {name: form.getall(name) for name in form}
    for name, each in files.iterallitems():
        found.setdefault(name, []).append(each.raw)
        each.close()
    return found


def as_mail(body, kind):
    """Fields and files as the standard library reads mail."""
    mail = b"Content-Type: " + kind.encode() + b"\r\n\r\n" + body
    found: dict[str, list[str | bytes]] = {}
    for part in BytesParser(policy=policy.HTTP).parsebytes(mail).iter_parts():
        name = part.get_param("name", header="content-disposition")
        data = part.get_payload(decode=True)
        is_file = part.get_filename() is not None
        found.setdefault(name, []).append(data if is_file else data.decode())
    return found


def as_split(body, kind):
    """Fields and files as Powertools reads them: the body split wherever the boundary stands."""
    boundary = b"--" + kind.rpartition("boundary=")[2].encode()
    found: dict[str, list[str | bytes]] = {}
    for chunk in body.split(boundary)[1:-1]:
        head, _, data = chunk.partition(b"\r\n\r\n")
        name = head.partition(b'name="')[2].partition(b'"')[0].decode()
        data = data.removesuffix(b"\r\n")
        found.setdefault(name, []).append(data if b"filename=" in head else data.decode())
    return found


@pytest.mark.parametrize("case", cases("forms.json"))
def test_a_form_is_read_one_way_or_refused(stage, png, case):
    """What is read is what every parser finds in what we forward; what is refused goes nowhere."""
    event = stage.event("/v1/images/edits", body=written(case, png), kind=case["content_type"])
    told = stage.send(event)
    if told.status != 200:
        assert told.status in (400, 415)
        assert stage.records[0].turned_away == case["expect"]
        assert stage.forwarded == 0
        assert "HIDDEN" not in json.dumps(told.body)
        return
    sent = stage.server.requests[0]
    readings = [
        read(sent.body, sent.headers["Content-Type"])
        for read in (as_werkzeug, as_multipart, as_split, as_mail)
    ]
    assert readings[0]["prompt"] == [case["expect"]]
    assert readings[0] == readings[1] == readings[2]
    # The standard library's mail parser may rewrite line ends inside a text.
    assert {name: len(values) for name, values in readings[3].items()} == {
        name: len(values) for name, values in readings[0].items()
    }
    assert b"HIDDEN" not in sent.body


@pytest.mark.parametrize("case", cases("objects.json"))
def test_a_json_body_is_read_one_way_or_refused(stage, case):
    """What is read is forwarded as canonical JSON; what is refused goes nowhere."""
    body = case["body"]
    if "grow" in case:
        letter, times = case["grow"]
        body = body.replace("{GROW}", letter * times)
    told = stage.send(stage.event(body=body.encode()))
    if told.status != 200:
        assert told.status == 400
        assert stage.records[0].turned_away == case["expect"]
        assert stage.forwarded == 0
        assert "HIDDEN" not in json.dumps(told.body)
        return
    body = stage.server.requests[0].body
    assert json.loads(body)["prompt"] == case["expect"]
    assert b"HIDDEN" not in body


def test_body_that_is_no_base64_is_refused(stage):
    """API Gateway would not send it; nobody else has a say."""
    event = stage.event(body=b"{}")
    event["body"] = "e30=\nHIDDEN"
    assert (stage.send(event).status, stage.forwarded) == (400, 0)


def test_a_query_is_not_read_and_not_ignored(stage):
    """A prompt in the query string is a prompt that nobody here would read."""
    event = stage.event(body={"prompt": "a lighthouse at dawn"})
    event["rawQueryString"] = "prompt=HIDDEN"
    assert (stage.send(event).status, stage.forwarded) == (400, 0)


def test_the_callers_file_names_do_not_go_on(stage, png):
    """A file name is text of the caller that nobody reads."""
    case = json.loads((BODIES / "forms.json").read_text(encoding="utf-8"))[0]
    body = written(case, png).replace(b"a.png", b"HIDDEN.png")
    told = stage.send(stage.event("/v1/images/edits", body=body, kind=case["content_type"]))
    assert told.status == 200
    assert b"HIDDEN" not in stage.server.requests[0].body
    assert b'filename="image-0.png"' in stage.server.requests[0].body


def test_the_arithmetic_of_what_cannot_come_back_is_told(stage):
    """So that the caller knows what to ask for instead."""
    told = stage.send(stage.event(body={"prompt": "a lighthouse", "n": 10}))
    assert "10 x auto png at about 2.8 MB each is 28.0 MB" in told.body["detail"]
    assert "webp" in told.body["detail"]


def test_an_unknown_field_is_named(stage):
    """The caller learns which one, as OpenAI's clients show it."""
    told = stage.send(stage.event(body={"prompt": "a lighthouse", "sigma": 1}))
    assert (told.body["error"]["param"], told.status) == ("sigma", 400)


@pytest.mark.parametrize(
    ("kind", "data"),
    [("image/jpeg", b"\xff\xd8\xff\xe0"), ("image/webp", b"RIFF\x04\x00\x00\x00WEBP")],
)
def test_an_image_goes_on_as_the_kind_that_it_is(stage, kind, data):
    """Whatever a client calls its bytes, the image server hears what they are."""
    case = json.loads((BODIES / "forms.json").read_text(encoding="utf-8"))[0]
    body = written(case, data).replace(b"image/png", b"application/octet-stream")
    told = stage.send(stage.event("/v1/images/edits", body=body, kind=case["content_type"]))
    assert told.status == 200
    assert f"Content-Type: {kind}".encode() in stage.server.requests[0].body
