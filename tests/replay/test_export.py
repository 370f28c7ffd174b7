"""Exports: no line is lost, whatever it holds."""

import gzip

import pytest

from lexloci_edge.records import Aftermath, Record
from lexloci_edge.replay.lines import LINE_LIMIT, UnreadableError, entry_of
from lexloci_tools.asking import QuestionError
from lexloci_tools.replay.export import chunks, files_of
from lexloci_tools.synthetic import dynamodb_line, write_export


def lines_of(path):
    """All lines of an export's chunks."""
    return [line for chunk in chunks(files_of(path)) for line in chunk.lines]


def test_entries_come_back_as_they_were_written(few):
    """Both kinds of entry are read from their canonical JSON, and from DynamoDB's own export."""
    for entry in few:
        assert entry_of(entry.written().encode()) == entry
        assert entry_of(dynamodb_line(entry).encode()) == entry
    assert {type(entry) for entry in few} == {Record, Aftermath}


def test_a_folder_is_read_file_by_file(tmp_path, few):
    """Plain, gzipped and DynamoDB's files are read; checkpoints and manifests are none."""
    (tmp_path / "eu-west-2" / "0").mkdir(parents=True)
    write_export(tmp_path / "eu-west-2" / "0" / "b.jsonl", few[:10])
    write_export(tmp_path / "a.jsonl.gz", few[10:20])
    with gzip.open(tmp_path / "x.json.gz", "wt") as sink:
        sink.write("\n".join(dynamodb_line(entry) for entry in few[20:30]))
    (tmp_path / "manifest-files.json").write_text("{}")
    (tmp_path / "c.txt").write_text("a checkpoint")
    assert len(files_of(tmp_path)) == 3
    found = [entry_of(line) for line in lines_of(tmp_path)]
    assert sorted(entry.written() for entry in found) == sorted(e.written() for e in few[:30])


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"nonsense",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"result":"image"}',
        b'{"Item":{}}',
        b'{"Item":{"record":{"S":7}}}',
        b'{"Item":',
        b'{"Item":' + b"[" * 50_000,
        b"[" * (LINE_LIMIT - 10),
        b'{"id":"' + b"x" * LINE_LIMIT,
        b'{"tamper":"modify","id":"x"}',
    ],
)
def test_what_is_no_entry_says_so(line):
    """Whatever stands on a line, the answer is an entry or a reason."""
    with pytest.raises(UnreadableError):
        entry_of(line)


def test_an_unknown_member_is_no_entry(few):
    """A record of a later version is not judged by half."""
    with pytest.raises(UnreadableError, match="mood"):
        entry_of(few[0].written().replace('{"', '{"mood":"x","', 1).encode())


def test_overlong_lines_cost_one_line_only(tmp_path):
    """A line without end is cut, and the next one is whole again."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b"a" * (3 * LINE_LIMIT) + b"\nshort\n" + b"b" * LINE_LIMIT + b"\nlast")
    found = lines_of(path)
    assert [len(line) for line in found] == [LINE_LIMIT, 6, LINE_LIMIT, 4]
    assert found[1::2] == [b"short\n", b"last"]


def test_a_torn_archive_ends_with_a_fault(tmp_path, few):
    """What could be unpacked is there, and that something is missing is said."""
    path = tmp_path / "x.jsonl.gz"
    write_export(path, few)
    path.write_bytes(path.read_bytes()[:-400])
    found = list(chunks([path]))
    assert found[-1].fault
    assert sum(len(chunk.lines) for chunk in found) > 0


def test_every_byte_is_told_as_done(tmp_path, few):
    """The progress of all chunks together is the size of the files."""
    for name in ("x.jsonl", "y.jsonl.gz"):
        path = tmp_path / name
        write_export(path, few * 20)
        assert sum(chunk.spent for chunk in chunks([path])) == path.stat().st_size


def test_there_must_be_an_export(tmp_path):
    """A path that is none, or a folder without records, is a wrong question."""
    with pytest.raises(QuestionError):
        files_of(tmp_path / "nowhere")
    with pytest.raises(QuestionError):
        files_of(tmp_path)
