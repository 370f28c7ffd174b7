"""The command's verbs about the ledger."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from lexloci.errors import LexlociError
from lexloci_tools.asking import AsJson, QuestionError, Quiet, out, print_json

if TYPE_CHECKING:
    from lexloci_edge.seals.note import VerifierKey
    from lexloci_tools.verify.checking import Sealed

Keys = Annotated[
    list[str], typer.Option("--key", help="A log's verifier key, or a file of some, one a line.")
]
Kept = Annotated[
    list[Path] | None, typer.Option("--kept", help="A checkpoint that you kept from before.")
]
Record = Annotated[
    Path | None, typer.Option("--record", help="With a proof: your decision's record, as JSON.")
]


def verify(
    export: Annotated[Path, typer.Argument(help="A folder laid like the bucket, a zip, a proof.")],
    key: Keys,
    kept: Kept = None,
    record: Record = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Say whether an export of the ledger is whole and unaltered, from it and the public key alone.

    Names the first thing that cannot be true. A file that ends in .json is the proof of one
    decision. An export cannot tell that its end is missing: give --kept a checkpoint from before.
    """
    from lexloci_tools.verify.checking import verify as verify_export
    from lexloci_tools.verify.export import open_export
    from lexloci_tools.verify.proofs import verify_proof

    keys = _keys(key)
    try:
        if export.suffix == ".json" and export.is_file():
            lines = verify_proof(export, keys, record)
            document: dict[str, object] = {"ok": True, "proofs": lines}
        else:
            found = verify_export(open_export(export), keys, [_bytes(each) for each in kept or ()])
            lines = [line for each in found for line in _lines(each)]
            document = {"ok": True, "logs": [_document(each) for each in found]}
    except LexlociError as error:
        if not as_json or error.exit_code == 2:
            raise
        told = {"where": error.where, "what": error.what, "hint": error.hint}
        print_json({"ok": False, **told})
        raise typer.Exit(error.exit_code) from None
    if as_json:
        print_json(document)
    elif not quiet:
        for line in lines:
            out.print(line)


def reseal(
    messages: Annotated[Path, typer.Argument(help="What `aws sqs receive-message` answered.")],
    stack: Annotated[str, typer.Option(help="The stack whose Region's records were lost.")],
    quiet: Quiet = False,
) -> None:
    """Seal again what the stream gave up, from the table, as the queue's messages name it.

    With your AWS credentials and Region. It reads the whole table once and asks the stack's
    function `seal`; what is sealed already stays as it is. Delete the messages afterwards.
    """
    import boto3

    from lexloci_tools import resealing

    lost = resealing.lost_in(_bytes(messages).decode(errors="replace"))
    table = f"{stack}-decisions"
    dynamodb = boto3.client("dynamodb")
    region = dynamodb.meta.region_name
    function = resealing.function_of(boto3.client("cloudformation"), stack)
    events = resealing.events_of(resealing.scanned(dynamodb, table, region), lost, region)
    number = resealing.reseal(events, resealing.invoking(boto3.client("lambda"), function))
    named = sum(one.number for one in lost)
    if not quiet:
        out.print(f"{number:,} entries of that time are sealed; the messages name {named:,}")
    # Fewer than were lost: some are gone from the table, or belong to another Region.
    raise typer.Exit(0 if number >= named else 1)


def _keys(given: Sequence[str]) -> "list[VerifierKey]":
    from lexloci_edge.seals.note import VerifierKey

    texts: list[str] = []
    for each in given:
        path = Path(each)
        texts += _bytes(path).decode(errors="replace").split() if path.is_file() else [each]
    keys = [VerifierKey.parse(text) for text in texts]
    if not keys:
        raise QuestionError("--key", "holds no key", "write <name>+<8 hex digits>+<base64>")
    return keys


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise QuestionError(f"`{path}`", f"cannot be read: {error.strerror}") from error


def _lines(told: "Sealed") -> list[str]:
    kinds = ", ".join(f"{count} {kind}" for kind, count in sorted(told.kinds.items()))
    first = f"{told.origin}: whole and unaltered, {told.size} records under {told.seals} seals"
    lines = [f"{first} ({kinds})", f"  root {told.root}"]
    if told.tampered:
        lines.append("  the ledger's table was tampered with; the log holds what was written first")
    return lines + [f"  tampering: {each}" for each in told.tampered]


def _document(told: "Sealed") -> dict[str, object]:
    return {
        "origin": told.origin,
        "size": told.size,
        "root": told.root,
        "seals": told.seals,
        "kinds": dict(sorted(told.kinds.items())),
        "tampered": told.tampered,
    }
