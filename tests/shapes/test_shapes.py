"""Every shape, case by case, at both doors: the gate before its generator, `call` in decisions."""

import base64
import json

import pytest
from tests.edge.conftest import Received, png
from tests.shapes.conftest import PNG, SHAPES, cases, filled, wire

from lexloci_edge.errors import SettingsError, TurnedAway
from lexloci_edge.shapes.allowing import PACKAGED
from lexloci_edge.shapes.known import Shapes
from lexloci_tools.serve.generator_shapes import written_at


def answer_of(shape, n=1):
    """What this generator answers."""
    if shape["generator"] == "xai":
        data = {"data": [{"b64_json": PNG}] * n}
    else:
        data = written_at(shape["path"])([PNG] * n)
    return Received(200, {"content-type": "application/json"}, json.dumps(data).encode())


def images_in(value):
    """Every image in an answer, wherever it stands."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return [found for each in inner for found in images_in(each)]
    text = value.partition("base64,")[2] or value if isinstance(value, str) else ""
    return [value] if text == PNG else []


def sent_to(stage, shape, case, folder):
    """What the gate before this generator answers to a case."""
    stage.environment["LEXLOCI_GENERATOR"] = shape["generator"]
    if case.get("allowed"):
        stage.environment["LEXLOCI_SHAPES"] = str(folder)
    calls = []

    def read(prompt, **more):
        calls.append({"prompt": prompt, **more})
        return read_fake("a lighthouse at dawn", operation=more["operation"], images=0)

    from tests.edge.conftest import read_fake

    stage.read = read
    stage.server.answer = answer_of(shape, case.get("n", 1))
    body, kind = wire(shape, case["body"])
    told = stage.send(stage.event(shape["path"], body=body, kind=kind))
    return told, calls


@pytest.mark.parametrize(("shape", "case"), cases())
def test_the_gate_reads_a_body_or_refuses_it(stage, folder, shape, case):
    """What is read is judged and goes on written anew; what could hide something is a 4xx."""
    told, calls = sent_to(stage, shape, case, folder)
    if "refused" in case:
        assert (told.code, told.body["error"]["param"]) == (case["refused"], case["where"][:40])
        assert 400 <= told.status < 500
        assert (stage.forwarded, calls) == (0, [])
        assert stage.records[0].turned_away == case["refused"].replace("_", "-")
        return
    assert told.status == 200, told.body
    more = {"negative_prompt": case["negative"]} if case["negative"] else {}
    asked = {"prompt": case["prompt"], "operation": case["operation"], "images": case["images"]}
    assert calls == [{**asked, **more}]
    assert stage.forwarded == 1
    assert len(images_in(told.body)) == case["n"]
    (forward,) = stage.server.requests
    assert forward.url == "http://images.invalid" + shape["path"]
    assert forward.headers["Authorization"] == "Bearer sk-test"


@pytest.mark.parametrize(("shape", "case"), cases())
def test_decisions_read_the_same_body_alike(folder, shape, case):
    """As `call` of a question, with the same words, operation and pictures."""
    shapes = Shapes(folder=folder if case.get("allowed") else None)
    body = filled(case["body"])
    if case.get("inline"):
        # Refused only where pictures must come along.
        assert shapes.question(shape["shape"], body).named == ("0" * 64,)
        return
    if "refused" in case:
        with pytest.raises(TurnedAway) as refused:
            shapes.question(shape["shape"], body)
        assert refused.value.code == case["refused"].replace("_", "-")
        return
    call = shapes.question(shape["shape"], body)
    found = (call.operation, call.prompt, call.negative, call.images)
    assert found == (case["operation"], case["prompt"], case["negative"], case["images"])


@pytest.mark.parametrize("name", SHAPES)
def test_each_adapter_has_fifteen_cases(name):
    """And at least five of fields that could smuggle something."""
    told = SHAPES[name]["cases"]
    assert len(told) >= 15
    assert sum("refused" in case for case in told) >= 5


@pytest.mark.parametrize("name", SHAPES)
def test_no_field_is_passed_on_that_nobody_knows(name):
    """Put into any object of any body that is read, a stranger refuses it."""

    def with_stranger(value, at=()):
        if isinstance(value, dict):
            yield {**value, "stranger_prompt": "x"}
            for key, inner in value.items():
                for changed in with_stranger(inner):
                    yield {**value, key: changed}
        elif isinstance(value, list):
            for number, inner in enumerate(value):
                for changed in with_stranger(inner):
                    yield [*value[:number], changed, *value[number + 1 :]]

    tried = 0
    for case in SHAPES[name]["cases"]:
        if "refused" in case or case.get("allowed"):
            continue
        for changed in with_stranger(filled(case["body"])):
            tried += 1
            with pytest.raises(TurnedAway):
                Shapes().question(name, changed)
    assert tried >= 6


def test_pictures_may_be_named_by_digest_where_they_do_not_come_along(asked):
    """In decisions; the permit is for those digests, in their order."""
    from tests.deciding.conftest import permit_of

    first, second = "1" * 64, "2" * 64
    images = [{"url": f"sha256:{each}"} for each in (first, second)]
    body = {"prompt": "remove the lamp post", "images": images}
    told = asked.ask({"shape": "xai-edits", "call": body, "place": "GB-ENG"})
    assert permit_of(told)["images"] == [first, second]
    beside = {"shape": "xai-edits", "call": body, "digests": [first]}
    assert asked.ask(beside).code == "ambiguous"


def test_what_goes_on_is_written_anew(stage):
    """Constants that we need are there, what we dropped is not, whatever the caller wrote."""
    tools = [{"type": "image_generation"}]
    body = {"model": "gpt-5", "input": "a lighthouse at dawn", "tools": tools, "store": True}
    stage.server.answer = answer_of(SHAPES["openai-responses"])
    told = stage.send(stage.event("/v1/responses", body=body))
    assert told.status == 200
    assert json.loads(stage.server.requests[0].body) == {
        **body,
        "store": False,
        "tool_choice": {"type": "image_generation"},
        "max_tool_calls": 1,
        "parallel_tool_calls": False,
    }
    (made,) = told.body["output"]
    assert (made["type"], made["result"]) == ("image_generation_call", PNG)
    assert "Here it is." not in json.dumps(told.body)


def test_the_bytes_of_a_picture_go_on_as_they_were_read(stage):
    """In the same place, and may be replaced by clean ones."""
    shapes = Shapes("automatic1111")
    body = json.dumps({"prompt": "x", "init_images": [f"data:image/png;base64,{PNG}"]})
    from lexloci_edge.arrivals import arrival_of

    call = shapes.call(arrival_of(stage.event("/sdapi/v1/img2img", body=body)))
    assert call.files == (png(),)
    clean = json.loads(call.write([b"clean"]))
    assert clean["init_images"] == ["data:image/png;base64," + base64.b64encode(b"clean").decode()]


def test_two_generators_of_one_path_are_never_guessed(stage):
    """OpenAI's edits in JSON point elsewhere; xAI's are read: by configuration alone."""
    body, kind = wire(SHAPES["xai-edits"], SHAPES["xai-edits"]["cases"][0]["body"])
    event = stage.event("/v1/images/edits", body=body, kind=kind)
    assert stage.send(event).code == "reference"
    stage.environment["LEXLOCI_GENERATOR"] = "xai"
    assert stage.send(event).status == 200
    assert stage.send(stage.event("/v1/responses", body={})).code == "no_route"


@pytest.mark.parametrize(
    "path",
    [
        "/model/amazon.nova-reel-v1:0/invoke",
        "/model/amazon.nova-canvas-v1:0/invoke-with-response-stream",
        "/model/anthropic.claude/converse",
        "/model/amazon.nova-canvas-v1:0/invoke/",
        "/model/a/amazon.nova-canvas-v1:0/invoke",
        "/sdapi/v1/txt2img",
    ],
)
def test_another_model_or_way_is_no_route(stage, path):
    """What nobody has an adapter for is a 404, whatever it looks like."""
    stage.environment["LEXLOCI_GENERATOR"] = "bedrock"
    body, _ = wire(SHAPES["bedrock-nova-canvas"], SHAPES["bedrock-nova-canvas"]["cases"][0]["body"])
    assert stage.send(stage.event(path, body=body)).code == "no_route"
    assert stage.forwarded == 0


@pytest.mark.parametrize(
    "path",
    [
        "/model/us.amazon.nova-canvas-v1:0/invoke",
        "/model/amazon.nova-canvas-v1%3A0/invoke",
        "/model/our.canvas/invoke",
    ],
)
def test_a_model_is_known_by_its_id_or_listed(stage, folder, path):
    """With its Region's prefix, its colon written either way."""
    stage.environment |= {"LEXLOCI_GENERATOR": "bedrock", "LEXLOCI_SHAPES": str(folder)}
    stage.server.answer = answer_of(SHAPES["bedrock-nova-canvas"])
    body, _ = wire(SHAPES["bedrock-nova-canvas"], SHAPES["bedrock-nova-canvas"]["cases"][0]["body"])
    assert stage.send(stage.event(path, body=body)).status == 200


# ------------------------------------------------------------------------------------------ broken


ANSWERS = {
    "no image": b'{"images": []}',
    "a link": b'{"images": ["https://images.invalid/1.png"]}',
    "words": b'{"images": ["YSB3b21hbg=="]}',
    "a number": b'{"images": 7}',
    "more than were asked for": json.dumps({"images": [PNG] * 3}).encode(),
    "no object": b"[]",
    "broken": b"{",
}


@pytest.mark.parametrize("body", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_without_an_image_is_503(stage, capsys, body):
    """In another's shape as in OpenAI's."""
    stage.environment["LEXLOCI_GENERATOR"] = "bedrock"
    shape = SHAPES["bedrock-nova-canvas"]
    stage.server.answer = Received(200, {"content-type": "application/json"}, body)
    sent, _ = wire(shape, shape["cases"][0]["body"])
    assert stage.send(stage.event(shape["path"], body=sent)).status == 503


BROKEN = {
    "no json": "{",
    "no expression": json.dumps({"prompt": "[["}),
    "another name": json.dumps({"shape": "other"}),
    "a role that nobody knows": json.dumps({"fields": {"x": "anything"}}),
    "a path of another host": json.dumps({"paths": ["https://x.invalid/"]}),
    "a member that nobody knows": json.dumps({"promt": "prompt"}),
}


@pytest.mark.parametrize("change", BROKEN.values(), ids=BROKEN)
def test_a_declaration_that_cannot_be_used_closes_the_gate(folder, change):
    """At its start, with the file's name; never read half."""
    path = folder / "declared/replicate.json"
    usual = json.loads(path.read_text(encoding="utf-8"))
    try:
        path.write_text(json.dumps({**usual, **json.loads(change)}), encoding="utf-8")
    except ValueError:
        path.write_text(change, encoding="utf-8")
    with pytest.raises(SettingsError, match=r"replicate\.json"):
        Shapes("replicate", folder)


def test_a_generator_that_nobody_declared_closes_the_gate(folder):
    """As does a folder that is not there; allow-lists that cannot be read refuse every call."""
    with pytest.raises(SettingsError, match="declared are"):
        Shapes("midjourney")
    with pytest.raises(SettingsError):
        Shapes("gemini", folder / "nowhere")
    (folder / "allowed.json").write_text("[]", encoding="utf-8")
    with pytest.raises(SettingsError, match=r"allowed\.json"):
        Shapes(folder=folder).question("automatic1111-txt2img", {"prompt": "x"})


def test_a_filter_that_misses_lets_nothing_pass(folder):
    """Words that the fields name and the expressions do not find are refused."""
    path = folder / "declared/gemini.json"
    usual = json.loads(path.read_text(encoding="utf-8"))
    usual["prompt"] = "contents[0].parts[].text"
    path.write_text(json.dumps(usual), encoding="utf-8")
    turns = [{"role": "user", "parts": [{"text": each}]} for each in ("a lighthouse", "undressed")]
    with pytest.raises(TurnedAway) as refused:
        Shapes(folder=folder).question("gemini", {"contents": turns})
    assert (refused.value.code, refused.value.where) == ("ambiguous", "prompt")


def test_the_packaged_allow_lists_allow_nothing_that_brings_in_words():
    """Who deploys without looking into them gets none."""
    listed = json.loads((PACKAGED / "allowed.json").read_text(encoding="utf-8"))
    for what in ("checkpoints", "networks", "scripts", "styles"):
        assert listed["automatic1111"][what] == []
    assert not any(listed["bedrock"].values())
