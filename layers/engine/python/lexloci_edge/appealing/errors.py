"""What can go wrong with appeals and reports: their table does not answer, or did not keep one."""

from lexloci_edge.errors import Unavailable


class FilingError(Unavailable):
    """The table did not answer, so nobody is told that something was received or answered."""

    def __init__(self, what: str) -> None:
        super().__init__("filing", "filing", what)
