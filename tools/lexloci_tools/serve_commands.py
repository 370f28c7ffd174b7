"""The command that serves: the gate with its console, or the console over a deployed ledger."""

from pathlib import Path
from typing import Annotated, TypeAlias

import typer

from lexloci_tools.asking import House, QuestionError

Port: TypeAlias = Annotated[int, typer.Option(help="Port on 127.0.0.1.")]
Place: TypeAlias = Annotated[str | None, typer.Option(help="Where calls come from.")]
Upstream: TypeAlias = Annotated[str | None, typer.Option(help="Generator, without /v1.")]
DynamoDB: TypeAlias = Annotated[str | None, typer.Option(help="A DynamoDB endpoint.")]
Ledger: TypeAlias = Annotated[
    Path | None, typer.Option(help="Keep the sealed ledger in this folder; else it ends too.")
]
Live: TypeAlias = Annotated[Path | None, typer.Option(help="Live rules, in force as they are.")]
Detector: TypeAlias = Annotated[
    str, typer.Option(help="Who looks at images: none, stub, guardrails, opennsfw.")
]
Table: TypeAlias = Annotated[
    str | None, typer.Option(help="Only the console, over this deployed table of decisions.")
]
ReadOnly: TypeAlias = Annotated[
    bool, typer.Option("--read-only", help="Said with --table: it is only read from.")
]
Region: TypeAlias = Annotated[str, typer.Option(help="With --table: its Region.")]
SealsTable: TypeAlias = Annotated[
    str, typer.Option(help="With --table: the table of seals, for proofs.")
]
SealsBucket: TypeAlias = Annotated[
    str, typer.Option(help="With --table: the bucket of sealed batches, for proofs.")
]
Key: TypeAlias = Annotated[
    Path | None, typer.Option(help="With --table: a file of verifier keys that you trust.")
]
Export: TypeAlias = Annotated[
    Path | None, typer.Option(help="With --table: an export, for the regulator's report.")
]


def serve(
    port: Port = 8080,
    place: Place = "GB-ENG",
    house: House = "",
    upstream: Upstream = None,
    dynamodb: DynamoDB = None,
    ledger: Ledger = None,
    live: Live = None,
    detector: Detector = "none",
    table: Table = None,
    read_only: ReadOnly = False,
    region: Region = "",
    seals_table: SealsTable = "",
    seals_bucket: SealsBucket = "",
    key: Key = None,
    export: Export = None,
) -> None:
    """Run the gate here, in front of a demo generator, with the console at /console.

    With --table and --read-only: the console alone, over a deployed ledger, with your credentials.
    """
    if table is not None:
        if not read_only:
            what = "is only ever read from"
            raise QuestionError("--table", what, "say --read-only, so that both know it")
        from lexloci_tools.console.deployed import Deployed, serve_deployed

        where = Deployed(table, region, seals_table, seals_bucket, key, export, house)
        serve_deployed(port, where)
        return
    from lexloci_tools.serve.command import serve as run

    run(port, place, house, upstream, dynamodb, ledger=ledger, live=live, detector=detector)
