"""What is wrong with a rule, a condition or a message: every fault with its place, gathered while reading on."""

from collections.abc import Iterator
from contextlib import contextmanager

from companion.domain.shapes import Place


class Refused(ValueError):
    """Something cannot be used.

    Attributes:
        faults: all that is wrong with it: the place, from it on, and why, in words for whoever writes rules.
    """

    def __init__(self, *faults: tuple[Place, str]) -> None:
        super().__init__("; ".join(reason for _, reason in faults))
        self.faults = faults

    @property
    def reason(self) -> str:
        """Every reason."""
        return "; ".join(reason for _, reason in self.faults)


class RuleError(Refused):
    """A rule or a message cannot be used; `id` is its own."""

    def __init__(self, id: str, reason: str, *faults: tuple[Place, str]) -> None:
        super().__init__(*faults or (((), reason),))
        self.id = id

    def __str__(self) -> str:
        return f"{self.id}: {self.reason}"


def because(reason: str, *place: str | int) -> Refused:
    """What is refused for one reason."""
    return Refused((place, reason))


class Gathered:
    """What is wrong with the parts of something, while it is read on."""

    def __init__(self) -> None:
        self.faults: list[tuple[Place, str]] = []

    def note(self, reason: str, *place: str | int) -> None:
        """Something is wrong at a place."""
        self.faults.append((place, reason))

    @contextmanager
    def at(self, *place: str | int) -> Iterator[None]:
        """Read a part; what is refused in it is wrong there, and the reading goes on behind it."""
        try:
            yield
        except Refused as refused:
            self.faults += [((*place, *inner), reason) for inner, reason in refused.faults]

    def settle(self) -> None:
        """Raises Refused where something was wrong."""
        if self.faults:
            raise Refused(*self.faults)
