"""What can go wrong with looking back: the tables do not answer, or did not keep a review."""

from lexloci_edge.errors import Unavailable


class InspectError(Unavailable):
    """A table did not answer, so nobody is told that something is, is not, or was kept."""

    def __init__(self, what: str) -> None:
        super().__init__("inspect", "inspect", what)
