"""What can go wrong at the edge. Each error knows the status it is answered with.

Tree of errors:

    LexlociError (lexloci.errors)
    └── EdgeError
        ├── TurnedAway       not a call that can be judged: 400, 403, 404, 413, 415
        └── Unavailable      we cannot do our part: 503, nothing forwarded
            ├── SettingsError    the environment cannot be used
            ├── SecretError      a secret cannot be had
            ├── LiveError        live rules cannot be had, or are too old
            ├── TooSlow          something did not answer in its time
            ├── RegisterError    consents or protected persons cannot be read or kept
            ├── LadderError      how an account stands cannot be told
            ├── DigestError      what is known of a picture cannot be read or kept
            ├── UploadError      the bucket of uploads cannot be used
            ├── LedgerError      a record could not be kept
            │   └── LedgerConflict   its key holds a different record
            └── UpstreamError    the image server failed, or what it sent is no image
"""

from lexloci.errors import LexlociError


class EdgeError(LexlociError):
    """Base of the edge's errors. `code` is a short word for records, metrics and clients."""

    exit_code = 3

    def __init__(self, code: str, where: str, what: str, hint: str = "") -> None:
        self.code = code
        super().__init__(where, what, hint)


class TurnedAway(EdgeError):
    """The call is not one that can be judged; nothing is forwarded.

    status: of the answer. where: the field or header it is about, told as OpenAI's `param`.
    wait: seconds after which it may be tried again, where that is known.
    """

    exit_code = 2

    def __init__(
        self, status: int, code: str, where: str, what: str, hint: str = "", wait: int = 0
    ) -> None:
        self.status = status
        self.wait = wait
        super().__init__(code, where, what, hint)


class Unavailable(EdgeError):
    """We cannot do our part, so the answer is 503 and nothing is forwarded."""


class SettingsError(Unavailable):
    """The environment lacks what the gate needs, or holds what it cannot use."""

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        super().__init__("settings", where, what, hint)


class SecretError(Unavailable):
    """A secret cannot be fetched, or is empty."""

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        super().__init__("secret", where, what, hint)


class RegisterError(Unavailable):
    """The register of consents, or that of protected persons, cannot be read or did not keep."""

    def __init__(self, what: str) -> None:
        super().__init__("register", "register", what)


class LadderError(Unavailable):
    """The table of strikes cannot be read, or did not count."""

    def __init__(self, what: str) -> None:
        super().__init__("ladder", "ladder", what)


class LiveError(Unavailable):
    """Live rules are configured, and nobody can tell what they say now: everything is closed."""

    def __init__(self, what: str) -> None:
        super().__init__("live-rules", "live rules", what)


class DigestError(Unavailable):
    """The memory of pictures cannot be read, or did not keep one."""

    def __init__(self, what: str) -> None:
        super().__init__("digests", "digests", what)


class UploadError(Unavailable):
    """The bucket of uploads cannot be written to or read."""

    def __init__(self, what: str) -> None:
        super().__init__("uploads", "uploads", what)


class TooSlow(Unavailable):
    """Something did not answer in the time it had."""

    def __init__(self, where: str, seconds: float) -> None:
        super().__init__(f"{where}-too-slow", where, f"no answer within {seconds:g} s")


class LedgerError(Unavailable):
    """The ledger did not take a record, so what it is about must not happen."""

    def __init__(self, what: str, code: str = "ledger") -> None:
        super().__init__(code, "ledger", what)


class LedgerConflict(LedgerError):
    """The key of a record is taken by a different record."""

    def __init__(self, key: str) -> None:
        super().__init__(f"`{key}` holds a different record", "ledger-conflict")


class UpstreamError(Unavailable):
    """The image server failed, or its answer is nothing that may be handed on.

    status: what it answered, where it answered at all.
    """

    def __init__(self, code: str, what: str, status: int | None = None) -> None:
        self.status = status
        super().__init__(code, "upstream", what)
