"""The person's own people and safety plan: what they are, and how their phone numbers are called."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from companion.domain.phones import read_phone

REVIEW_AFTER = timedelta(days=91)
"""Three months: then a plan is worth a look."""


class Step(StrEnum):
    """The parts of a plan, in the order in which they are used; the last two are no steps of a crisis."""

    SIGNS = "signs"
    ALONE = "alone"
    COMPANY = "company"
    TELL = "tell"
    LINES = "lines"
    SAFER = "safer"
    LIVE_FOR = "live-for"
    HELPER = "helper"


WRITTEN = tuple(Step)
"""What the person can write. The country's and the clinic's numbers stand with LINES and cannot be deleted."""

IN_A_CRISIS = (Step.SIGNS, Step.ALONE, Step.COMPANY, Step.TELL, Step.SAFER, Step.LIVE_FOR, Step.LINES)
"""The steps as they are gone through: whom to call stands last, and is one tap away at each of them."""


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody the person knows.

    Attributes:
        relation: how the person knows them, in their own words.
        phone: as it was typed.
        can_tell: one of the people whom the person can tell how it is.
        is_company: one with whom it is easier, without saying why.
        on_lock: may be seen while the app is locked.
    """

    id: str
    name: str
    relation: str = ""
    phone: str = ""
    can_tell: bool = True
    is_company: bool = False
    on_lock: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A safety plan.

    Attributes:
        texts: what was typed for each step, as it was typed.
        changed_at: UTC time of the last change, None while there is nothing.
        reviewed_at: UTC time at which the person last said that it still fits.
        on_lock: may be seen while the app is locked.
    """

    texts: Mapping[str, str] = field(default_factory=dict)
    changed_at: datetime | None = None
    reviewed_at: datetime | None = None
    on_lock: bool = False

    def lines(self, step: Step) -> tuple[str, ...]:
        """What was written for a step, line by line."""
        return tuple(line.strip() for line in self.texts.get(step, "").splitlines() if line.strip())

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written."""
        return not any(self.lines(step) for step in WRITTEN)

    def is_due(self, now: datetime, flagged_at: datetime | None) -> bool:
        """Whether a look is worth it: three months on, or after an urgent warning that came later."""
        seen = max((one for one in (self.changed_at, self.reviewed_at) if one), default=None)
        if self.is_empty or seen is None:
            return False
        return now - seen >= REVIEW_AFTER or (flagged_at is not None and flagged_at > seen)


def phone_uri(typed: str) -> str:
    """Return the `tel:` address of a number as people write it, "" where it is not one number."""
    number = read_phone(typed).number
    return number.uri if number else ""


def text_uri(typed: str) -> str:
    """Return the `sms:` address of a number, "" where it is not one; a message goes to no extension."""
    number = read_phone(typed).number
    return f"sms:{number.digits}" if number else ""
