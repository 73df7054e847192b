"""What an answer means for an entry. Pure: one table for everything that servers were seen to do."""

from dataclasses import dataclass

from companion.answers import Create, Done, Operation
from companion.errors import (
    Busy,
    ClinicError,
    NotAllowed,
    NotThere,
    OutOfDate,
    Refused,
    SignedOut,
    TooLarge,
    Unreachable,
    WrongMediaType,
)


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """The server has what was sent."""

    server_id: str
    etag: str


@dataclass(frozen=True, slots=True)
class Compare:
    """The server has a version; whether it is ours must be seen. "" where its id is not known."""

    server_id: str


@dataclass(frozen=True, slots=True)
class Quarantine:
    """The server will not take this entry as it is; the others go on."""

    issues: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class MakeAgain:
    """The server no longer has it: create it anew by its identifier."""


@dataclass(frozen=True, slots=True)
class Later:
    """Try again. `sure`: nothing of it arrived. `told`: seconds that the server asks for. `trouble`: for the person."""

    trouble: str
    is_sure: bool = False
    told: float | None = None


Step = Acknowledged | Compare | Quarantine | MakeAgain | Later


def classify(operation: Operation, answer: Done | ClinicError) -> Step:
    """The next step for the entry of this operation."""
    if isinstance(answer, Done):
        return Compare(answer.server_id) if answer.existed else Acknowledged(answer.server_id, answer.etag)
    server_id = "" if isinstance(operation, Create) else operation.server_id
    match answer:
        case OutOfDate():
            return Compare(server_id)
        case NotThere() if server_id:
            return MakeAgain()
        case Refused():
            return Quarantine(answer.issues)
        case TooLarge() | WrongMediaType():
            return Quarantine((type(answer).__name__,))
        case _:
            return later(answer)


def later(error: ClinicError) -> Later:
    """A failure that passes: of one entry, or of the whole attempt."""
    match error:
        case Unreachable():
            return Later("offline", is_sure=True)
        case SignedOut():
            return Later("signed_out", is_sure=True)
        case NotAllowed():
            return Later("not_allowed", is_sure=True)
        case Busy():
            return Later("busy", is_sure=error.was_turned_away, told=error.retry_after)
        case _:
            return Later("server")
