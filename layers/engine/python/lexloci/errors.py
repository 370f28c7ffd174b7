"""What can be wrong with the law as data. Uncertainty is no error: it is a value of the verdict.

Tree of errors:

    LexlociError
    └── RulebookError    the rulebook, or a question put to it, cannot be used
        ├── DigestError     the bytes are not those that the stated digest was made of
        ├── HouseError      a house setting names a pack that is not there
        └── LiveRulesError  a document of live rules cannot be used
"""


class LexlociError(Exception):
    """Base of all our errors. Its text reads `where: what is wrong`, then `hint:`.

    exit_code: what the command line ends with (2: a wrong question, 3: no answer).
    """

    exit_code = 2

    def __init__(self, where: str, what: str, hint: str = "") -> None:
        self.where = where
        self.what = what
        self.hint = hint
        super().__init__(f"{where}: {what}" + (f"\nhint: {hint}" if hint else ""))


class RulebookError(LexlociError):
    """The rulebook cannot be read or asked. The gate answers 503; nothing is forwarded."""

    exit_code = 3


class DigestError(RulebookError):
    """The rulebook does not hash to the digest it states: altered or cut."""


class HouseError(RulebookError):
    """A house setting names a pack that the rulebook lacks, or is not written `+name,-name`."""

    exit_code = 2


class LiveRulesError(RulebookError):
    """A document of live rules is not sound, or asks for what live rules cannot do."""

    exit_code = 1
