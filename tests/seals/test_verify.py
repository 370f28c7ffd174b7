"""`lexloci verify`: what is true passes, and of what is not the first thing is named."""

import itertools
import json
import shutil
import zipfile

import pytest
from tests.seals import second
from tests.seals.conftest import ORIGIN, PREFIX, REGION, ROOT, Bench, entries, inserted, record
from tests.seals.hand import SIGNERS, Hand, name_of

from lexloci.errors import LexlociError
from lexloci_edge.seals.merkle import Grown, Range, check_consistency, leaf_hash
from lexloci_edge.seals.note import Checkpoint, Note
from lexloci_tools.verify.checking import verify
from lexloci_tools.verify.export import open_export

LINES = (ROOT / "tests/data/seals/corruptions.jsonl").read_text(encoding="utf-8").splitlines()
CASES = [json.loads(line) for line in LINES]


@pytest.fixture(scope="module")
def sound(tmp_path_factory):
    """An export that holds up: shard 0 of 7, 5 and 8 records, shard 1 of 4."""
    bench = Bench(tmp_path_factory.mktemp("sound") / "log", shards=2)
    everything = entries(20)
    for cut in (slice(0, 7), slice(7, 12), slice(12, 20)):
        assert bench.seal([inserted(each) for each in everything[cut]]) == {}
    ids = [f"019ab000-0000-7000-8000-00000000{number:03x}1" for number in range(4)]
    assert bench.seal([inserted(record(0, id=id)) for id in ids]) == {}
    return bench


def long_names(text):
    """A sentence with its short names written out."""
    text = text.replace("log 0", ORIGIN).replace("log 1", f"{PREFIX}/{REGION}/1")
    for alias in ("c7", "c12", "c20"):
        text = text.replace(f"`{alias}`", f"`{name_of(alias)}`")
    return text


def keys_of(case):
    """The verifier keys that a case is verified with."""
    names = [f"{PREFIX}/{REGION}/{shard}" for shard in (0, 1)] + case.get("keys", [])
    return [SIGNERS["ours"].key(name) for name in names]


def vkeys():
    """The second verifier's keys."""
    return {f"{REGION}/{at}": str(SIGNERS["ours"].key(f"{PREFIX}/{REGION}/{at}")) for at in (0, 1)}


def test_what_is_whole_and_unaltered_holds_up(sound):
    """By both verifiers, and whatever checkpoint was kept."""
    kept = tuple(sound.sealer.objects.read(name_of(each)) for each in ("c7", "c12", "c20", "C4"))
    logs = verify(open_export(sound.folder), keys_of({}), kept)
    assert [(each.origin, each.size, each.seals) for each in logs] == [
        (ORIGIN, 20, 3),
        (f"{PREFIX}/{REGION}/1", 4, 1),
    ]
    assert logs[0].kinds == {"decision": 15, "outcome": 5}
    assert second.holds_up(sound.folder, vkeys(), kept)


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_corruption_is_found_and_named(sound, tmp_path, case):
    """The first thing that cannot be true: where, and what; the second verifier finds it too."""
    folder = tmp_path / "log"
    shutil.copytree(sound.folder, folder)
    before = [sound.folder / name_of(each) for each in case.get("kept", ()) if " " not in each]
    hand = Hand(folder)
    for step in case["do"]:
        hand.do(*step)
    kept = [each.read_bytes() for each in before]
    kept += [hand.at(each.split()[0]).read_bytes() for each in case.get("kept", ()) if " " in each]
    with pytest.raises(LexlociError) as found:
        verify(open_export(folder), keys_of(case), kept)
    assert type(found.value).__module__ == "lexloci_tools.verify.checking"
    where, line, number = case["where"].partition(":")
    assert found.value.where == long_names(name_of(where)) + line + number
    assert long_names(case["what"]) in found.value.what
    assert found.value.exit_code == case.get("exit", 1)
    if "canonical" not in case["what"]:
        assert not second.holds_up(folder, vkeys(), tuple(kept))


def test_there_are_many_cases_and_no_two_are_one():
    """Sixty at least."""
    assert len({case["name"] for case in CASES}) == len(CASES) >= 60


def test_a_witnesss_signature_is_let_be(sound, tmp_path):
    """Signatures of unknown keys beside ours are none of our business (c2sp.org/signed-note)."""
    folder = tmp_path / "log"
    shutil.copytree(sound.folder, folder)
    path = folder / name_of("c12")
    note = Note.parse(path.read_bytes())
    witness, _ = SIGNERS["stranger"].sign("witness.example/w", note.text)
    path.write_bytes(Note(note.text, (witness, *note.signatures)).printed())
    verify(open_export(folder), keys_of({}))
    assert second.holds_up(folder, vkeys())


def test_a_log_goes_on_under_a_new_key(sound, tmp_path):
    """When the old one is replaced both are given."""
    folder = tmp_path / "log"
    shutil.copytree(sound.folder, folder)
    Hand(folder).sign("c20", "stranger 0")
    verify(open_export(folder), [*keys_of({}), SIGNERS["stranger"].key(ORIGIN)])


def test_a_zip_of_an_export_is_an_export(sound, tmp_path):
    """And one that holds a file twice, or is cut, is no answer."""
    path = tmp_path / "log.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for each in sorted(sound.folder.rglob("*.*")):
            archive.write(each, each.relative_to(sound.folder))
    assert sum(each.size for each in verify(open_export(path), keys_of({}))) == 24
    with zipfile.ZipFile(path, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name_of("b0"), "")
    with pytest.raises(LexlociError, match="twice") as found:
        open_export(path)
    assert found.value.exit_code == 3


def test_each_seal_extends_the_one_before_by_proof_too(sound):
    """What the records show, the consistency proofs between the seals show without them."""
    batches = [(sound.folder / name_of(each)).read_bytes() for each in ("b0", "b7", "b12")]
    hashes = [leaf_hash(leaf) for each in batches for leaf in each.split(b"\n")[:-1]]
    heads = [
        Checkpoint.parse(Note.parse((sound.folder / name_of(each)).read_bytes()).text)
        for each in ("c7", "c12", "c20")
    ]
    for old, new in itertools.pairwise(heads):
        before = Range().extended(hashes[: old.size])
        proof = Grown(before, hashes[old.size : new.size]).consistency(old.size)
        check_consistency(old.size, old.root, new.size, new.root, proof)
