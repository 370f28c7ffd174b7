"""From an export to tables that can be counted: duckdb reads the lines, we say what they mean.

Only what needs the law is done here in Python, once for each distinct value: which places lie where
the report asks, and which rules a record's bits name.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from lexloci.explain import status_of
from lexloci.rulebook import Rulebook, Version
from lexloci.verdict import Outcome, Verdict
from lexloci_edge.replay.lines import LINE_LIMIT
from lexloci_tools.asking import QuestionError

MEMORY = "400MB"

SHAPE = (
    '{"id":"VARCHAR","at":"VARCHAR","region":"VARCHAR","places":["VARCHAR"],'
    '"facts":{"tier":["VARCHAR"]},"outcome":"VARCHAR","turned_away":"VARCHAR","live":"VARCHAR",'
    '"because":"VARCHAR","duties":"VARCHAR","rulebook":"VARCHAR","house":"VARCHAR",'
    '"evidence":["VARCHAR"],"account":"VARCHAR","surface":"VARCHAR","ms":"MAP(VARCHAR,DOUBLE)",'
    '"result":"VARCHAR","duties_sent":["VARCHAR"],"tamper":"VARCHAR",'
    '"kind":"VARCHAR","timed":{"due":"VARCHAR"}}'
)
"""What of an entry is read, and of what type; a member of another type reads as missing."""

ENTRIES = f"""
create table entry as
with line as (
    select filename as file,
           case when starts_with(line, '{{"Item"') and json_valid(line)
                then coalesce(line ->> '$.Item.record.S', line ->> '$.Item.filed.S')
                else line end as text,
           case when starts_with(line, '{{"Item"') and json_valid(line)
                then line ->> '$.Item.answer.S' end as said
    from read_csv(?, delim = '\x01', header = false, quote = '', escape = '', auto_detect = false,
                  columns = {{'line': 'VARCHAR'}}, filename = true, ignore_errors = true,
                  store_rejects = true, strict_mode = false, max_line_size = {LINE_LIMIT})
    where trim(line) <> ''),
told as (
    select file, said, md5_number(coalesce(text, '')) as mark,
           unnest(json_transform(case when json_valid(text) then text end, '{SHAPE}'))
    from line)
select *, case
    when id is null or region is null then 'unreadable'
    when tamper is not null then 'tamper'
    when not regexp_full_match(coalesce("at", ''),
        '\\d{{4}}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{{3}}Z') then 'unreadable'
    when kind in ('appeal', 'report') and outcome is null and result is null
         and timed.due is not null and coalesce(len(places), 0) > 0 then 'filed'
    when result is not null and outcome is null then 'aftermath'
    when outcome in ('allow', 'refuse', 'uncertain') and rulebook is not null
         and coalesce(len(places), 0) > 0 and result is null then 'decision'
    else 'unreadable' end as form
from told
"""
"""`mark` stands for the line: a million lines would not stay within the memory."""
CHOSEN = """
create table chosen as
select arg_min(rowid, (mark, file)) as line, min(mark) <> max(mark) as contradicting
from entry where form in ('decision', 'aftermath') group by region, id, form
"""
"""One line for each entry, however often it stands there."""
DECISIONS = """
create table decision as
select region, id, left("at", 10) as day,
       array_to_string(list_sort(places), ',') as places,
       coalesce(array_to_string(list_sort(facts.tier), ' or '), 'free') as tier,
       outcome, turned_away,
       coalesce(because, '0') as because, coalesce(duties, '0') as duties,
       rulebook || coalesce(' + ' || live, '') as rulebook,
       coalesce(house, '') as house, coalesce(evidence, []) as evidence, account,
       coalesce(surface, 'api') as surface, ms, file
from entry semi join chosen on entry.rowid = chosen.line
where form = 'decision' and left("at", 10) between ? and ?
"""
FILED = """
create table filed as
select any_value(kind) as kind, any_value(array_to_string(list_sort(places), ',')) as places,
       any_value(timed.due) as due, max(said ->> '$.answer') as answer,
       max(said ->> '$.at') as answered_at
from entry where form = 'filed' and left("at", 10) between ? and ? group by region, kind, id
"""
"""Appeals and reports: one line each; an export may hold one before and after it was answered."""
REST = """
create table aftermath as
select region, id, result, coalesce(duties_sent, []) as duties_sent, ms
from entry semi join chosen on entry.rowid = chosen.line where form = 'aftermath';

create table place_of (places varchar, standing varchar);
create table rule_of (rulebook varchar, because varchar, rule varchar, law varchar);
create table duty_of (rulebook varchar, duties varchar, duty varchar);
create table kind_of (rulebook varchar, because varchar, outcome varchar, kind varchar);
"""
VIEWS = """
create view judged as
select decision.*, kind, standing
from decision join place_of using (places) join kind_of using (rulebook, because, outcome)
where turned_away is null and not list_contains(evidence, 'probe');
create view probed as
select decision.*, standing from decision join place_of using (places)
where turned_away is null and list_contains(evidence, 'probe');
create view here as select * from judged where standing = 'here';
"""


@dataclass(frozen=True, slots=True)
class Coverage:
    """What the export held, and what of it could not be counted. Lines, ids and leaves.

    repeated: lines that stand there more than once, counted once. contradicting: decision ids that
    stand for two different records. digest: of the list of files, as `sha256sum` writes it.
    """

    files: int
    bytes: int
    digest: str
    lines: int
    repeated: int
    unreadable: int
    contradicting: int
    tampering: int
    missing_rulebooks: tuple[str, ...]

    @property
    def whole(self) -> bool:
        """Whether every line counts as what it is."""
        lost = self.unreadable + self.contradicting + self.tampering
        return not lost and not self.missing_rulebooks


@dataclass(frozen=True, slots=True)
class Gathered:
    """An export, ready to be counted. versions: those that the rules' ids name."""

    database: Any
    coverage: Coverage
    versions: Mapping[str, Version]

    def rows(self, query: str) -> list[Any]:
        """The rows that a query answers."""
        return _all(self.database, query)

    def pairs(self, query: str) -> dict[str, int]:
        """The number that a query answers for each word."""
        return dict(self.rows(query))


@contextmanager
def gathered(
    files: list[Path], place: str, first: date, last: date, rulebooks: Mapping[str, Rulebook]
) -> Iterator[Gathered]:
    """The tables of an export, for a place and the days (UTC) from first to last.

    `rulebooks` by digest. Raises: QuestionError where a file cannot be read.
    """
    import duckdb

    with tempfile.TemporaryDirectory(prefix="lexloci-report-") as folder:
        settings: dict[str, str | bool | int | float | list[str]] = {
            "autoinstall_known_extensions": False,  # a report reaches out nowhere
            "autoload_known_extensions": False,
            "memory_limit": MEMORY,
            "temp_directory": folder,
            "preserve_insertion_order": False,
        }
        database = duckdb.connect(str(Path(folder, "report.duckdb")), config=settings)
        try:
            database.execute("set enable_progress_bar = false")  # it goes to standard output
            database.execute(ENTRIES, [[str(path) for path in files]])
            database.execute(CHOSEN)
            database.execute(DECISIONS, [first.isoformat(), last.isoformat()])
            database.execute(FILED, [first.isoformat(), last.isoformat()])
            database.execute(REST)
            _place(database, place, rulebooks)
            versions = _name(database, rulebooks)
            database.execute(VIEWS)
            yield Gathered(database, _coverage(database, files, rulebooks), versions)
        except duckdb.IOException as error:
            raise QuestionError("export", f"cannot be read: {error}") from error
        finally:
            database.close()


def _place(database: Any, place: str, rulebooks: Mapping[str, Rulebook]) -> None:
    """Say of each set of places whether it lies wholly `here`, `maybe` here, or `elsewhere`."""
    tree = next(iter(rulebooks.values())).places
    asked = tree.leaves(place)
    rows: list[tuple[str, ...]] = []
    for (written,) in _all(database, "select places from decision union select places from filed"):
        leaves = {leaf for node in written.split(",") for leaf in tree.leaves(node)}
        standing = "here" if leaves <= asked else "maybe" if leaves & asked else "elsewhere"
        rows.append((written, standing))
    _fill(database, "place_of", rows)


def _name(database: Any, rulebooks: Mapping[str, Rulebook]) -> dict[str, Version]:
    """Name the rules and duties behind each number of bits, and the kind of each verdict."""
    found: dict[str, Version] = {}
    kinds: list[tuple[str, ...]] = []
    rules: list[tuple[str, ...]] = []
    duties: list[tuple[str, ...]] = []
    verdicts = "select distinct rulebook, because, outcome from decision where turned_away is null"
    for digest, because, outcome in _all(database, verdicts):
        bits, book = _bits(because), rulebooks.get(digest)
        kinds.append((digest, because, outcome, _kind(book, outcome, bits)))
    for digest, because in _all(database, "select distinct rulebook, because from decision"):
        for version in _versions(rulebooks.get(digest), _bits(because)):
            found[version.id] = version
            rules.append((digest, because, version.id, law_of(version)))
    for digest, owed in _all(database, "select distinct rulebook, duties from decision"):
        versions = _versions(rulebooks.get(digest), _bits(owed))
        named = {duty for version in versions for duty in version.duties}
        duties += [(digest, owed, duty) for duty in sorted(named)]
    for name, rows in (("kind_of", kinds), ("rule_of", rules), ("duty_of", duties)):
        _fill(database, name, rows)
    return found


def law_of(version: Version) -> str:
    """What a version renders: its law, or that it is a rule of our own."""
    return version.law or f"no law: own rules, {version.pack}"


def _kind(book: Rulebook | None, outcome: str, bits: int | None) -> str:
    """`allow`, `uncertain`, `law` (451), `house` (403), or `unnamed` where no rulebook tells."""
    if outcome != Outcome.REFUSE:
        return outcome
    if book is None or not _versions(book, bits) or bits is None:
        return "unnamed"
    return "law" if status_of(book, Verdict(Outcome.REFUSE, bits, 0)) == 451 else "house"


def _versions(book: Rulebook | None, bits: int | None) -> tuple[Version, ...]:
    if book is None or bits is None or bits >> len(book.raw["bits"]):
        return ()
    return book.versions(bits)


def _bits(written: str) -> int | None:
    try:
        return int(written, 16) if written[:1] != "-" else None
    except ValueError:
        return None


def _coverage(database: Any, files: list[Path], rulebooks: Mapping[str, Rulebook]) -> Coverage:
    lines, unreadable, tampering = _all(
        database,
        "select count(*), count(*) filter (form = 'unreadable'),"
        " count(*) filter (form = 'tamper') from entry",
    )[0]
    ((distinct,),) = _all(database, "select count(*) from (select distinct mark from entry)")
    ((rejected,),) = _all(
        database, "select count(distinct (scan_id, file_id, line)) from reject_errors"
    )
    ((contradicting,),) = _all(database, "select count(*) from chosen where contradicting")
    used = {digest for (digest,) in _all(database, "select distinct rulebook from decision")}
    return Coverage(
        files=len(files),
        bytes=sum(path.stat().st_size for path in files),
        digest=_digest(files),
        lines=lines + rejected,
        repeated=lines - distinct,
        unreadable=unreadable + rejected,
        contradicting=contradicting,
        tampering=tampering,
        missing_rulebooks=tuple(sorted(used - set(rulebooks))),
    )


def _digest(files: Iterable[Path]) -> str:
    listing = hashlib.sha256()
    for path in files:
        with path.open("rb") as stored:
            digest = hashlib.file_digest(stored, "sha256").hexdigest()
        listing.update(f"{digest}  {path.name}\n".encode())
    return f"sha256:{listing.hexdigest()}"


def _all(database: Any, query: str) -> list[Any]:
    found: list[Any] = database.execute(query).fetchall()
    return found


def _fill(database: Any, table: str, rows: Sequence[tuple[str, ...]]) -> None:
    """Put rows into a table, column by column: row by row takes duckdb a millisecond each."""
    if rows:
        columns = ", ".join(["unnest(?)"] * len(rows[0]))
        database.execute(
            f"insert into {table} select {columns}",
            [list(column) for column in zip(*rows, strict=True)],
        )
