"""What the desk shows of evidence, and how a platform signs claims."""

import ast
import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
import typer
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from typer.testing import CliRunner

from lexloci_edge.claims import Issuer
from lexloci_edge.fronts import SENTINELS
from lexloci_edge.networks import SOURCE
from lexloci_tools.asking import QuestionError
from lexloci_tools.desk.evidence_words import MEANINGS, evidence_lines, meaning
from lexloci_tools.evidence_commands import headers_in, issue_claims, place
from lexloci_tools.issue_claims import Signer

EDGE = Path(__file__).parents[2] / "layers/engine/python/lexloci_edge"
ATTACKS = Path(__file__).parents[1] / "data/edge/claim_attacks.json"
HOW = (":same", "-unknown", "-unknown:same")
app = typer.Typer()
app.command()(place)
app.command()(issue_claims)


def run(*words, given=""):
    """A command's exit code and what it printed."""
    found = CliRunner().invoke(app, list(words), input=given)
    return found.exit_code, found.output


def test_the_place_of_pasted_headers_is_shown_with_what_each_did():
    """Lines as a browser's tools show them."""
    code, told = run(
        "place",
        given="CloudFront-Viewer-Country: GB\ncloudfront-viewer-country-region: ENG\n"
        "CloudFront-Viewer-ASN: 64496\n",
    )
    assert code == 0
    assert "cloudfront-viewer-country: GB" in told
    assert "names the part of the country" in told
    assert "place: GB-ENG" in told


@pytest.mark.parametrize(("country", "leaves"), [("US", "US-AL"), ("GB", "GB-SCT")])
def test_a_country_alone_is_shown_as_every_part(country, leaves):
    """The set that is judged, not only its name."""
    code, told = run("place", given=f"cloudfront-viewer-country: {country}")
    assert code == 0
    assert "so the whole country is possible" in told
    assert leaves in told
    assert "judged as each of" in told


def test_no_evidence_is_every_place_and_no_answer():
    """Exit code 3, as for any question without a sure answer."""
    code, told = run("place", "--front", "vercel", given="CloudFront-Viewer-Country: GB\n")
    assert code == 3
    assert "every place" in told
    code, told = run("place", "--json", given='{"headers": {"CloudFront-Viewer-Country": "T1"}}')
    assert (code, json.loads(told)["places"]) == (3, ["world"])
    assert json.loads(told)["evidence"][0] == "country:tor"


def test_headers_are_read_as_api_gateway_joins_them():
    """Twice is twice, whatever the case of the name."""
    assert headers_in("A: 1\n\na:2") == {"a": "1,2"}
    assert headers_in('{"A": "1"}') == {"a": "1"}
    for text in ("A", ": x", "{"):
        with pytest.raises(QuestionError):
            headers_in(text)


def test_a_front_that_is_none_is_a_wrong_question():
    """It is chosen, never guessed."""
    assert run("place", "--front", "squid")[0] != 0


def test_every_word_of_evidence_has_a_meaning():
    """Those that the edge can write about places and claims, found in its source."""
    written = set()
    for name in ("geography", "claims", "whereabouts"):
        tree = ast.parse((EDGE / f"{name}.py").read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                head = node.value.partition(":")[0]
                if head in ("country", "region", "network", "place", "proxy", "claims", "viewer"):
                    written.add(node.value)
    written |= {f"country:{what}" for what in SENTINELS.values()}
    written |= {f"network:{kind}" for kind in json.loads(SOURCE.read_text())["classes"]}
    written |= {f"claims:{case['reason']}" for case in json.loads(ATTACKS.read_text())}
    written |= {f"place:{word}{how}" for word in ("account", "billing") for how in ("", *HOW)}
    whole = {word for word in written if ":" in word and not word.endswith(":")}
    assert len(whole) > 45
    assert not {word for word in whole if meaning(word) is None}
    assert meaning("viewer:photo_id:2026-11-22") is not None
    assert meaning("reader@1") is None
    assert list(evidence_lines(["country", "reader@1"])) == ["country  names the country"]
    assert all("  " not in said for said in MEANINGS.values())


def pem(key):
    """A private key as PEM."""
    form = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption())


@pytest.mark.parametrize("key", [ec.generate_private_key(ec.SECP256R1()), None], ids=["ec", "ed"])
def test_what_the_signer_signs_is_what_the_gate_believes(key):
    """Both kinds of key; bound to a body where one is given."""
    now = datetime(2026, 11, 24, tzinfo=UTC)
    made = Signer.of_pem(pem(key or ed25519.Ed25519PrivateKey.generate()), "k1", "https://you")
    signer = Signer(made.key, made.kid, made.issuer, clock=now.timestamp)
    issuer = Issuer(signer.jwks, "https://you", "lexloci")
    assert issuer.proven(signer.sign({"tier": "premium"}), now, None)["tier"] == "premium"
    bound = signer.sign({"tier": "premium"}, b"body")
    assert issuer.proven(bound, now, lambda: b"body")["tier"] == "premium"
    assert issuer.proven(bound, now, lambda: b"other") == "body"


def test_the_command_signs_and_shows_the_public_key_set(tmp_path):
    """For trying things out from a shell."""
    file = tmp_path / "key.pem"
    file.write_bytes(pem(ec.generate_private_key(ec.SECP256R1())))
    words = ("issue-claims", "--key", str(file), "--kid", "k1", "--issuer", "https://you")
    code, jwks = run(*words, "--jwks", "x=1")
    assert (code, json.loads(jwks)["keys"][0]["kid"]) == (0, "k1")
    assert "d" not in json.loads(jwks)["keys"][0]
    code, token = run(*words, "place=GB-ENG", 'age_assurance={"method": "photo_id", "at": 1}')
    claims = Issuer(jwks, "https://you", "lexloci").proven(token.strip(), datetime.now(UTC), None)
    assert (claims["place"], claims["age_assurance"]["method"]) == ("GB-ENG", "photo_id")
    file.write_bytes(pem(ec.generate_private_key(ec.SECP384R1())))
    for wrong in (words, (*words, "place")):
        assert run(*wrong, "place=GB-ENG")[0] != 0
