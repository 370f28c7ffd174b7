"""What of a prompt asks for something: settings and a negative prompt do not."""

import pytest

from lexloci_reader import read
from lexloci_reader.wanted import undresses, wanted


@pytest.mark.parametrize(
    ("prompt", "asked", "unwanted"),
    [
        ("a barn at dusk Negative prompt: people, text", "a barn at dusk ", "people, text"),
        ("a barn at dusk --no people --ar 3:2", "a barn at dusk ", "people"),
        ("a cat --ar 3:2 --v 6.1 --style raw", "a cat      ", ""),
        ("a barn negative prompt: fog\nSteps: 20", "a barn \nSteps: 20", "fog"),
    ],
)
def test_a_tail_of_things_unwanted_is_set_apart(prompt: str, asked: str, unwanted: str) -> None:
    """Automatic1111's and Midjourney's ways to write it."""
    assert wanted(prompt) == (asked, unwanted)


@pytest.mark.parametrize(
    "prompt",
    [
        "a park. Negative prompt: Emma Watson, nude, bikini",
        "a bench. negative prompt: none. my neighbour Ana naked on it",
        "Negative prompt: nude",
        "a lighthouse --naked",
        "a barn Negative prompt: a woman who wears nothing at all",
    ],
)
def test_what_names_somebody_or_says_more_is_no_such_tail(prompt: str) -> None:
    """Whatever else stands there may be drawn."""
    assert wanted(prompt) == (prompt, "")


@pytest.mark.parametrize(
    ("prompt", "asked"),
    [
        ("(rain:1.3), a barn:0.8 at dusk", "(rain ), a barn  at dusk"),
        ("a barn::2 fog::0.5", "a barn  fog "),
        ("a barn, <lora:film_grain:0.7>", "a barn, , film grain, "),
        ("a barn at 10:30, scale 1:2", "a barn at 10:30, scale 1:2"),
        ("(age:17) a girl in a raincoat", "(age:17) a girl in a raincoat"),
    ],
)
def test_weights_say_nothing_and_ages_stay(prompt: str, asked: str) -> None:
    """Stable Diffusion's and Midjourney's ways to weigh words; a model that is named by words."""
    assert wanted(prompt) == (asked, "")


@pytest.mark.parametrize(
    "prompt",
    [
        "<lora:emmaw:1>, woman, bikini, beach",
        "<lyco:jd_v3:0.8> man shirtless by the pool",
        "embedding:annak, bikini, beach",
        "a photo of sks woman in a bikini",
        "ohwx man in boxer shorts",
    ],
)
def test_a_model_that_learnt_somebody_is_somebody(prompt: str) -> None:
    """Whoever added it knows whose looks it draws, and the words need not say so."""
    shown = read(prompt).depictions
    assert any(
        "real" in each.facts["subject"] and "covered" not in each.facts["exposure"]
        for each in shown
    )


def test_a_tail_asks_as_a_negative_prompt_does() -> None:
    """Clothes unwanted undress; nude words unwanted do not."""
    stripped = read("photo of Taylor Swift on stage Negative prompt: (clothes:1.4), dress, lowres")
    careful = read("Taylor Swift on stage Negative prompt: (nsfw:1.4), bikini, nude, swimsuit")
    assert "nude" in stripped.depictions[0].facts["exposure"]
    assert careful.depictions[0].facts["exposure"] == {"covered"}


def test_small_clothes_unwanted_beside_nudity_leave_somebody_dressed() -> None:
    """By themselves they are clothes that are to come off."""
    assert not undresses("nude, lingerie, bikini")
    assert undresses("lingerie, bikini")


@pytest.mark.parametrize(
    ("prompt", "age"),
    [
        ("a man around 45 in swim trunks", "adult"),
        ("an unnamed swimmer aged about 72, in a one-piece", "adult"),
        ("a sea witch, age three hundred, kelp bikini", "adult"),
        ("a woman, must be sixty, in a swimsuit", "adult"),
        ("women, 25 and up, in bikinis", "adult"),
        ("a woman, forty if a day, in a corset", "adult"),
        ("a girl about 12 in a tracksuit", "minor"),
        ("a swimmer, he is 15, in a tracksuit", "minor"),
    ],
)
def test_an_age_told_roughly_is_an_age(prompt: str, age: str) -> None:
    """By a word of about, by at least, by hundreds."""
    assert {age} in [d.facts["age"] for d in read(prompt).depictions]


@pytest.mark.parametrize(
    "prompt", ["swimmers over 20 metres of sand", "a swimmer about 8 feet away"]
)
def test_a_measure_is_no_age(prompt: str) -> None:
    """What follows the number tells."""
    assert all(d.facts["age"] == {"adult", "minor"} for d in read(prompt).depictions)


def test_what_a_cloth_bears_is_not_who_wears_it() -> None:
    """`a swimsuit with BRIDE on it` stays hers who was named before."""
    shown = read("cutout: Róisín Mac Aodha, hot pink swimsuit with BRIDE across it").depictions
    worn = [d for d in shown if "real" in d.facts["subject"]]
    assert worn[0].facts["exposure"] == {"swimwear"}


@pytest.mark.parametrize(
    ("prompt", "language"),
    [
        ("Frau Fischer nackt", "de"),
        ("Mevrouw De Haan in bikini", "nl"),
        ("Sandra Wolf nackt im Bett", "de"),
        ("Luís Figo nu", "pt"),
        ("Piotr Wilk nago", "pl"),
        ("naked Lena Stone", "en"),
    ],
)
def test_a_family_name_that_is_a_word_too_is_a_name(prompt: str, language: str) -> None:
    """A trade, an animal or a thing after a title or a given name is who somebody is."""
    assert any(
        "real" in d.facts["subject"] and d.facts["exposure"] != {"covered"}
        for d in read(prompt).depictions
    ), language


@pytest.mark.parametrize(
    "prompt",
    [
        "Change the wall to brick. My coat, badge and smile should stay the same.",
        "Brighten it. Keep the coat, the scarf and the gloves.",
        "use the down jacket of photo two on me, with the scarf too",
        "change my bikini to blue",
        "swap the carpet for parquet xx",
    ],
)
def test_what_is_kept_or_covers_bares_nobody(prompt: str) -> None:
    """A list of things that are kept, a warm thing of another picture, kisses at the end."""
    images = 2 if "two" in prompt else 1
    shown = read(prompt, operation="edit", images=images).depictions[0].facts
    assert shown["exposure"] == {"covered"}


def test_what_is_listed_after_a_verb_of_keeping_may_still_come_off() -> None:
    """The list ends where another verb begins."""
    for prompt in ("keep her scarf, shirt off", "keep only the hat, her blouse gone"):
        shown = read(prompt, operation="edit", images=1).depictions[0].facts
        assert shown["exposure"] != {"covered"}
