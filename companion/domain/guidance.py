"""Guidance as it ships: timed items, what to expect in which minutes, care afterwards. Read from JSON."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from companion.domain.safety.emergencies import Signs, lines_for
from companion.domain.sources import Source, titled

LEVELS = ("must", "should", "tip", "info")
"""Of importance, the highest first."""

PHASES = (
    "weeks_before", "one_week", "day_before", "night_before", "morning", "arrival", "during", "recovery_room",
    "hours_0_2_after", "hours_2_24", "days_1_3", "days_4_7", "between_sessions", "course_end", "maintenance",
)  # fmt: skip

BANNED = (
    "cure", "heals", "game-changer", "breakthrough", "miracle", "life-saving", "guaranteed", "proven for ptsd",
    "fda-approved", "safe and effective", "instant", "rewire", "erase", "side-effect free", "no risk", "ok to drive",
    "safe to drive", "you may drive", "you can drive", "stop taking", "you may eat", "you can eat", "should", "!",
)  # fmt: skip
"""What the texts never say: promises, leave to drive or eat, an order to stop a medicine, blame."""

Bound = int | str
"""Minutes from the start, or one of NAMED."""


class Named(StrEnum):
    """Bounds that depend on the clinic's hours."""

    FOOD = "food"
    DRINKS = "drinks"
    DRIVE = "drive"


class Anchor(StrEnum):
    """Whose start the minutes are counted from."""

    EACH = "each"
    FIRST = "course_start"
    LAST = "last_infusion"


EATING, DRIVING_AGAIN = "eating", "driving_again"
"""What an item may be about, so that it is left out where it would speak against another one."""

AS_USUAL, AS_TOLD, OWN_PLAN = "as_usual", "as_told", "own_plan"
"""To whom an item about food speaks: to those who take neither diabetes nor GLP-1 medicine, to everybody else, to
those who take one or are not sure (see `food_plan`)."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing to know or do, with the time in which it holds.

    Attributes:
        start, end: of its window; `end` None where it lasts `minutes` from its start.
        level: must, should, tip or info.
        clinic_may_override: else the clinic may only make it stricter.
        asks: one of its sources is not sure, so it says "ask your clinic" and no more.
        about: EATING, DRIVING_AGAIN, AS_USUAL, AS_TOLD, OWN_PLAN.
        is_own: the clinic's words.
    """

    id: str
    phase: str
    start: Bound
    end: Bound | None
    minutes: int
    anchor: Anchor
    level: str
    clinic_may_override: bool
    title: str
    lines: tuple[str, ...]
    why: str
    sources: tuple[str, ...]
    asks: bool = False
    about: tuple[str, ...] = ()
    is_own: bool = False


@dataclass(frozen=True, slots=True)
class Expect:
    """What people commonly feel in a stretch of minutes from the start."""

    id: str
    start: int
    end: int
    title: str
    feel: tuple[str, ...]
    normal: str
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Aftercare:
    """A stretch after an infusion: what is common, self-care, whom to call when.

    `emergency` is the whole list of emergency signs, in the patient's form, and after it the stretch's own lines.
    """

    id: str
    start: int
    end: int
    title: str
    common: tuple[str, ...]
    self_care: tuple[str, ...]
    call_clinic: tuple[str, ...]
    emergency: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True)
class Guidance:
    """All of it.

    Attributes:
        tell_the_nurse: while the staff are beside the person: lines of its own, then every emergency sign in short.
        emergency: every emergency sign in short, for a small or dim screen.
        length: the minutes of an infusion that its windows assume.
        signed_by: "" until a clinician has signed it.
    """

    items: tuple[Item, ...]
    expect: tuple[Expect, ...]
    tell_the_nurse: tuple[str, ...]
    emergency: tuple[str, ...]
    aftercare: tuple[Aftercare, ...]
    sources: Mapping[str, Source]
    length: int
    signed_by: str = ""


def guidance_from_json(data: Mapping[str, Any], signs: Signs) -> Guidance:
    """Parse assets/guidance/<language>.json. `signs` stand in each list of emergencies. Raises ValueError."""
    short = tuple(sign.short for sign in signs)
    try:
        return Guidance(
            items=tuple(_item(raw) for raw in data["items"]),
            expect=tuple(_expect(raw) for raw in data["expect"]),
            tell_the_nurse=(*data["tell_the_nurse"], *short),
            emergency=short,
            aftercare=tuple(_aftercare(raw, lines_for(signs)) for raw in data["aftercare"]),
            sources={key: titled(key, raw) for key, raw in data["sources"].items()},
            length=int(data["length_assumed"]),
            signed_by=str(data["signed_by"]),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise ValueError(f"the guidance is not in the expected shape: {error}") from error


def _item(raw: Mapping[str, Any]) -> Item:
    window = raw["window"]
    return Item(
        id=raw["id"],
        phase=raw["phase"],
        start=window["start"],
        end=window.get("end"),
        minutes=window.get("minutes", 0),
        anchor=Anchor(raw.get("anchor", Anchor.EACH)),
        level=raw["level"],
        clinic_may_override=raw["clinic_may_override"],
        title=raw["title"],
        lines=tuple(raw["lines"]),
        why=raw["why"],
        sources=tuple(raw["sources"]),
        asks=raw.get("asks", False),
        about=tuple(raw.get("about", ())),
    )


def _expect(raw: Mapping[str, Any]) -> Expect:
    return Expect(
        raw["id"], raw["start"], raw["end"], raw["title"], tuple(raw["feel"]), raw["normal"], tuple(raw["sources"])
    )


def _aftercare(raw: Mapping[str, Any], signs: tuple[str, ...]) -> Aftercare:
    common, self_care, call_clinic, own, sources = (
        tuple(raw[name]) for name in ("common", "self_care", "call_clinic", "emergency", "sources")
    )
    return Aftercare(
        raw["id"], raw["start"], raw["end"], raw["title"], common, self_care, call_clinic, (*signs, *own), sources
    )
