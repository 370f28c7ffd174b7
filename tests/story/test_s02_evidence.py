"""S2, its evidence: a backend's signed place is judged, an account's country only adds."""

LINGERIE = "photo of George Clooney in his underwear"
LIGHTHOUSE = "a lighthouse at dawn"


def test_a_backend_is_judged_by_the_place_that_it_signs(caller) -> None:
    """With `place: GB-ENG` by England's law; without, by that of every place."""
    signed = caller.generate(LINGERIE, "none", "place=GB-ENG")
    assert signed.refused(451), signed
    assert "Sexual Offences Act" in signed.text
    unsigned = caller.generate(LINGERIE, "none", "tier=premium")
    assert unsigned.refused(403), unsigned
    assert unsigned.kind == "uncertain"
    assert caller.generate(LIGHTHOUSE, "none", "tier=premium").allowed()


def test_an_accounts_country_adds_its_law_to_that_of_the_place(caller) -> None:
    """A British account in Fiji is not told that Fiji's answer is the whole answer."""
    fiji = caller.generate(LINGERIE, "FJ")
    assert "Sexual Offences Act" not in fiji.text
    both = caller.generate(LINGERIE, "FJ", "account_country=GB")
    assert both.refused(403), both
    assert "Sexual Offences Act" in both.text


def test_a_place_for_tests_is_ignored_where_tests_are_off(caller) -> None:
    """However well it is signed."""
    told = caller.generate(LINGERIE, "FJ", "test_place=GB-ENG")
    assert "Sexual Offences Act" not in told.text
