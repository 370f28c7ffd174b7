"""A replay in the cloud: the three steps that its state machine calls, over an export in S3.

    begin   what is asked can be answered: the export is complete, the rulebook is one
    judge   one file of the export judged again; its tally is put beside the others   (in parallel)
    sum     every file was judged, with as many items as its export says; the tallies add up

Nothing is passed over: a file without a tally, or with fewer items than the export's manifest says,
ends the run as a failure, whatever the state machine made of it. In the bucket:

    exports/…/AWSDynamoDB/<export>/      as DynamoDB's export to S3 lays it (DYNAMODB_JSON)
    rulebooks/<any>.json                 frozen rulebooks of former times, candidates, and documents
                                         of live rules
    results/<run>/tallies/<file>.json    what came of each file; results/<run>/summary.json, of all

https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.Output.html
"""

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any, BinaryIO, Protocol

from pydantic import BaseModel, ConfigDict, Field
from pydantic import ValidationError as Misfit

from lexloci.errors import LexlociError, RulebookError
from lexloci.rulebook import Rulebook
from lexloci_edge.replay.judging import Kept, WhatIf, kept_in
from lexloci_edge.replay.lines import chunks_of
from lexloci_edge.replay.tally import Replayer, Tally, told, untold

RULEBOOKS, RESULTS, DATA = "rulebooks/", "results/", "data/"
MANIFEST = "manifest-files.json"
NAMED = 1000
"""Findings of a kind that a file's tally names; the summary names `SHOWN` of them."""
SHOWN = 20


class RunError(LexlociError):
    """A replay that has no answer: asked wrongly, or not whole."""

    exit_code = 3


class Store(Protocol):
    """The bucket."""

    def names(self, prefix: str) -> list[str]:
        """Of the objects under a prefix."""

    def open(self, name: str) -> BinaryIO:
        """An object's bytes as a stream. Raises: RunError where there is none."""

    def put(self, name: str, data: bytes) -> None:
        """Write an object."""


class Run(BaseModel):
    """One replay, as its steps hand it on.

    run: its name, of which there is one. export: the prefix that DynamoDB put the export under.
    other: of `rulebooks/`, to judge by instead; house: a setting to judge under instead.
    """

    model_config = ConfigDict(frozen=True, extra="ignore", populate_by_name=True)

    run: str = Field(pattern=r"^[A-Za-z0-9_-]{1,80}$")
    export: str = Field(pattern=r"^exports/(?:[A-Za-z0-9!_.*'()-]+/)*[A-Za-z0-9!_.*'()-]+$")
    other: str | None = Field(None, alias="with", pattern=r"^[A-Za-z0-9_.-]+\.json$")
    house: str | None = None

    def tally(self, file: str) -> str:
        """The name of the tally of one of the export's files."""
        return f"{RESULTS}{self.run}/tallies/{file.rpartition('/')[2]}.json"


class Replays:
    """The steps of replays, over one bucket and the packaged rulebook."""

    def __init__(self, store: Store, packaged: Callable[[], bytes]) -> None:
        self._store = store
        self._packaged = packaged
        self._kept: tuple[Run, Replayer] | None = None

    def step(self, event: Mapping[str, Any]) -> dict[str, Any]:
        """What a step of the state machine answers. Raises: RunError, RulebookError."""
        try:
            run = Run.model_validate(event["run"])
        except Misfit as error:
            first = error.errors(include_input=False, include_url=False)[0]
            raise RunError(".".join(map(str, first["loc"])), first["msg"]) from None
        if event["step"] == "begin":
            return self._begin(run)
        if event["step"] == "judge":
            return self._judge(run, str(event["key"]))
        return self._sum(run)

    def _begin(self, run: Run) -> dict[str, Any]:
        files = self._manifest(run)
        self._replayer(run)
        return {
            **run.model_dump(mode="json", by_alias=True),
            "files": len(files),
            "prefix": f"{run.export}/{DATA}",
        }

    def _judge(self, run: Run, key: str) -> dict[str, Any]:
        if not key.startswith(f"{run.export}/{DATA}"):
            raise RunError(f"`{key}`", "is no file of this export")
        replayer, total, items = self._replayer(run), Tally(), 0
        for chunk in chunks_of(key, self._store.open(key)):
            total.add(replayer.tally(chunk), NAMED)
            items += sum(bool(line.strip()) for line in chunk.lines)
        self._store.put(run.tally(key), json.dumps({**told(total), "items": items}).encode())
        return {"file": key, "decisions": total.decisions, "different": total.different}

    def _sum(self, run: Run) -> dict[str, Any]:
        total = Tally()
        for file, items in self._manifest(run).items():
            try:
                found = json.load(self._store.open(run.tally(file)))
            except RunError:
                raise RunError(f"`{file}`", "was not judged") from None
            if found["items"] != items:
                what = f"holds {found['items']:,} entries, and {items:,} by its manifest"
                raise RunError(f"`{file}`", what)
            total.add(untold(found), SHOWN)
        if not total.decisions and not total.unjudged:
            raise RunError(f"`{run.export}`", "holds no decision")
        what_if = run.other is not None or run.house is not None
        exit = 3 if total.unjudged else 0
        exit = 1 if total.different and not what_if else exit
        summary = {**run.model_dump(mode="json", by_alias=True), "exit": exit, **told(total)}
        name = f"{RESULTS}{run.run}/summary.json"
        self._store.put(name, json.dumps(summary, indent=1).encode())
        counts = {each: getattr(total, each) for each in ("decisions", "equal", "different")}
        said = ", ".join(f"{number:,} {what}" for what, number in counts.items())
        said += f", {sum(total.unjudged.values()):,} not judged: see {name}"
        return {"exit": exit, **counts, "summary": name, "said": said}

    def _manifest(self, run: Run) -> dict[str, int]:
        """The export's files, and how many items each holds. Raises: RunError."""
        name = f"{run.export}/{MANIFEST}"
        try:
            rows = [json.loads(line) for line in self._store.open(name).read().splitlines()]
            files = {str(row["dataFileS3Key"]): int(row["itemCount"]) for row in rows}
        except (ValueError, KeyError, TypeError):
            raise RunError(f"`{name}`", "is no manifest of an export") from None
        strangers = set(self._store.names(f"{run.export}/{DATA}")) ^ files.keys()
        if strangers:
            raise RunError(f"`{min(strangers)}`", "is in the manifest or the export, not in both")
        return files

    def _replayer(self, run: Run) -> Replayer:
        """That of this run, made once an environment."""
        if self._kept is None or self._kept[0] != run:
            books = {book.digest: book for book in self._rulebooks()}
            other = None
            if run.other is not None:
                found = self._kept_at(RULEBOOKS + run.other)
                if not isinstance(found, Rulebook):
                    raise RunError("with", f"`{run.other}` is no rulebook")
                other = found
                other = other if run.house is None else other.under(run.house)
            what_if = None
            if run.other is not None or run.house is not None:
                what_if = WhatIf(other, run.house)
            self._kept = (run, Replayer(books.values(), what_if))
        return self._kept[1]

    def _rulebooks(self) -> Iterator[Kept]:
        yield Rulebook.load(self._packaged())
        for name in self._store.names(RULEBOOKS):
            if name.endswith(".json"):
                yield self._kept_at(name)

    def _kept_at(self, name: str) -> Kept:
        try:
            return kept_in(self._store.open(name).read())
        except RulebookError as error:
            raise RunError(f"`{name}`", error.what, error.hint) from None


class Bucket:
    """The bucket in S3."""

    def __init__(self, client: Any, bucket: str) -> None:
        self._client = client
        self._bucket = bucket

    def names(self, prefix: str) -> list[str]:
        """As `Store.names`."""
        pages = self._client.get_paginator("list_objects_v2")
        asked = pages.paginate(Bucket=self._bucket, Prefix=prefix)
        return [str(one["Key"]) for page in asked for one in page.get("Contents", ())]

    def open(self, name: str) -> BinaryIO:
        """As `Store.open`."""
        from botocore.exceptions import ClientError

        try:
            body: BinaryIO = self._client.get_object(Bucket=self._bucket, Key=name)["Body"]
        except ClientError as error:
            code = error.response.get("Error", {}).get("Code", "")
            raise RunError(f"`{name}`", f"cannot be read ({code})") from None
        return body

    def put(self, name: str, data: bytes) -> None:
        """As `Store.put`."""
        self._client.put_object(
            Bucket=self._bucket, Key=name, Body=data, ContentType="application/json"
        )
