"""The emergency signs: one list that articles, care cards, the now screen, the family page and the rules all read.

Source of every sign and number: the file's own `sources`; `basis` says which part is a judgement that a clinic's
medical director has to confirm.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from companion.domain.safety.levels import FloorStep, floor_steps_from_json

NAMED = re.compile(r"\{sign: ([a-z_]+)\}")
"""How a text names one sign."""


@dataclass(frozen=True, slots=True)
class EmergencySign:
    """One sign that needs an ambulance now.

    Attributes:
        short: a few words, for a small or dim screen.
        you, them: whole lines for a list, spoken to the patient or to somebody who is with them.
        over: what is said of it when it has passed; "" where it keeps no floor.
        floor: the steps in order; the first one that applies counts. Empty: the sign keeps no level once it is over.
        basis: "published", "judgement", or "published, hours judgement".
        sources: keys of the register of sources.
    """

    id: str
    short: str
    you: tuple[str, ...]
    them: tuple[str, ...]
    over: str
    floor: tuple[FloorStep, ...]
    basis: str
    sources: tuple[str, ...]


class Whom(StrEnum):
    """Who a list of signs is written for: the patient, or somebody who is with them."""

    YOU = "you"
    THEM = "them"


Signs = tuple[EmergencySign, ...]


def lines_for(signs: Iterable[EmergencySign], whom: Whom = Whom.YOU) -> tuple[str, ...]:
    """Return the lines of all `signs`, in the order of the list."""
    return tuple(line for sign in signs for line in (sign.you if whom is Whom.YOU else sign.them))


def chosen(signs: Signs, ids: Iterable[str]) -> Signs:
    """Return the signs with these ids, in the order of `ids`. Raises ValueError for an id that no sign has."""
    known = {sign.id: sign for sign in signs}
    ids = tuple(ids)
    if strange := [id for id in ids if id not in known]:
        raise ValueError(f"no emergency sign is called {', '.join(strange)}")
    return tuple(known[id] for id in ids)


def with_signs(text: str, signs: Signs) -> str:
    """Return `text` with each {sign: id} replaced by the short words of that sign. Raises ValueError."""
    return NAMED.sub(lambda found: chosen(signs, (found[1],))[0].short, text)


def emergency_signs_from_json(data: Mapping[str, Any]) -> Signs:
    """Parse assets/safety/emergencies.json. Raises ValueError on another shape."""
    try:
        return tuple(_sign(raw) for raw in data["signs"])
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise ValueError("the emergency signs are not in the expected shape") from error


def _sign(raw: Mapping[str, Any]) -> EmergencySign:
    return EmergencySign(
        id=str(raw["id"]),
        short=str(raw["short"]),
        you=tuple(raw["you"]),
        them=tuple(raw["them"]),
        over=str(raw["over"]),
        floor=floor_steps_from_json(raw["floor"]),
        basis=str(raw["basis"]),
        sources=tuple(raw["sources"]),
    )
