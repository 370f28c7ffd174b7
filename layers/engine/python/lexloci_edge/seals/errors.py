"""What can go wrong with seals.

Tree of errors:

    EdgeError (lexloci_edge.errors)
    ├── SealError      a log cannot be carried on now: try again, the stream delivers again
    │   └── LogForked  what lies under Object Lock is not what the log's state leads to: an alarm
    ├── NoteError      not written in the one way a note, a checkpoint or a key is, or not signed
    └── ProofError     a proof does not lead to the root
"""

from lexloci_edge.errors import EdgeError


class SealError(EdgeError):
    """The log's table, its bucket or its key did not do its part. Sealing again is safe."""

    def __init__(self, where: str, what: str, code: str = "seal", hint: str = "") -> None:
        super().__init__(code, where, what, hint)


class LogForked(SealError):
    """An object of the log differs from what the log's own state leads to."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(where, what, "log-forked", "keep both and find out who wrote to the log")


class NoteError(EdgeError):
    """Not a signed note, a checkpoint or a verifier key in the one way they are written."""

    exit_code = 2

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        super().__init__("note", where, what, hint)


class ProofError(EdgeError):
    """The proof does not show what it is said to show."""

    exit_code = 1

    def __init__(self, what: str) -> None:
        super().__init__("merkle-proof", "proof", what)
