"""What a clinic may set about an infusion; until it has, the strictest published rule holds."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from companion.domain.clinic_words import leave_in
from companion.domain.shapes import LINE, Faults, Fields, ListOf, Number, Place, Text

MOST_FASTING = 12
LEAST_DRIVING, MOST_DRIVING = 24, 24 * 14
SHORTEST, LONGEST = 5, 600
"""Minutes that an infusion may last."""
EARLIEST = 240
"""Minutes before the start that a clinic may ask to be there."""

FOOD_HOURS, DRINK_HOURS = 8, 2
"""The longest published hours without food (after a large or fatty meal) and without clear drinks."""

LENGTH_MINUTES = 40
"""How long an infusion is taken to last."""

FASTING = ("solids_hours", "liquids_hours")
"""Rules that hold together: never longer without drinks than without food."""

_FASTING = Number(f"hours before the start, from 0 to {MOST_FASTING}", 0, MOST_FASTING)
_WORDS = Text("one line of words, up to 200 letters, without < and >", 200, check=leave_in)
COURSE = Fields(
    "the rules for an infusion",
    {
        "solids_hours": _FASTING,
        "liquids_hours": _FASTING,
        "infusion_minutes": Number(
            f"how long an infusion lasts, a whole number of minutes from {SHORTEST} to {LONGEST}",
            SHORTEST, LONGEST, is_whole=True,
        ),
        "driving_hours": Number(
            f"hours without driving after the end, up to {MOST_DRIVING}: published rules say at least "
            f"{LEAST_DRIVING}, and a clinic may only make this longer",
            LEAST_DRIVING, MOST_DRIVING,
        ),
        "arrive_minutes": Number(
            f"how long before the start patients have to arrive, a whole number of minutes from 0 to {EARLIEST}",
            0, EARLIEST, is_whole=True,
        ),
        "driver": _WORDS,
        "where": _WORDS,
        "appointment_types": ListOf(
            "a list of the codes or words of the Appointments that are infusions",
            Text("a code or words, up to 80 letters", 80, LINE, is_needed=True), 20,
        ),
    },
)  # fmt: skip
"""What a clinic's file and `clinic.json` may say of it."""


def course_faults(rules: object, place: Place = ()) -> Faults:
    """Everything that is wrong with a clinic's rules."""
    yield from COURSE.faults(rules, place)
    if isinstance(rules, Mapping) and (food := _food_before_drinks(rules)) is not None:
        yield (
            (*place, "liquids_hours"),
            f"the time without drinks cannot be longer than the time without food: solids_hours is {food:g}",
        )


def _food_before_drinks(rules: Mapping[str, Any]) -> float | None:
    """The hours without food where those without drinks are more."""
    solids, liquids = rules.get("solids_hours"), rules.get("liquids_hours")
    solids = FOOD_HOURS if solids is None else solids
    is_more = isinstance(liquids, int | float) and isinstance(solids, int | float) and liquids > solids
    return float(solids) if is_more else None


def sound_rules(told: object) -> dict[str, Any]:
    """Those of a clinic's rules that are within their limits, or None: set no more."""
    rules = told if isinstance(told, Mapping) else {}
    return {
        name: rules[name]
        for name, kind in COURSE.kinds.items()
        if name in rules and (rules[name] is None or not any(kind.faults(rules[name])))
    }


def told_faults(told: object, place: Place = ()) -> Faults:
    """Everything that is wrong with rules that were told since the build: a rule that is missing is the build's."""
    has_food = isinstance(told, Mapping) and "solids_hours" in told
    yield from course_faults(told, place) if has_food else COURSE.faults(told, place)


def rules_to_keep(told: object, before: Mapping[str, Any]) -> dict[str, Any]:
    """What is taken of the rules that a clinic tells; one that is wrong stays as it was taken `before`."""
    if not isinstance(told, Mapping):
        return dict(before)
    found = {**{name: before[name] for name in told if name in before}, **sound_rules(told)}
    if "solids_hours" in found and _food_before_drinks(found) is not None:
        without = {name: said for name, said in found.items() if name not in FASTING}
        found = without | {name: before[name] for name in FASTING if name in before}
    return found


def newer_rules(own: Mapping[str, Any], told: object) -> dict[str, Any]:
    """The clinic's rules with those that were taken since, each for itself: what is missing is as it was."""
    found = {**own, **sound_rules(told)}
    if _food_before_drinks(found) is not None:
        found |= {name: own.get(name) for name in FASTING}
    return found


@dataclass(frozen=True, slots=True)
class CourseSettings:
    """One clinic's rules. None, or "", is what the clinic has not set.

    Attributes:
        solids_hours, liquids_hours: without food, without clear drinks, before the start; 0 to 12.
        length_minutes: how long an infusion lasts.
        driving_hours: without driving after the end; 24 at the least. The night's sleep comes on top.
        arrive_minutes: how long before the start to be there.
        driver: who may take a patient home, in the clinic's words.
        where: the address to come to, in the clinic's words.
        appointment_types: codes of the Appointments that are infusions; empty for all.
        zone: IANA name of the clinic's time zone, "" where it is not known.
    """

    solids_hours: float | None = None
    liquids_hours: float | None = None
    length_minutes: int | None = None
    driving_hours: float | None = None
    arrive_minutes: int | None = None
    driver: str = ""
    where: str = ""
    appointment_types: tuple[str, ...] = ()
    zone: str = ""

    def __post_init__(self) -> None:
        """Raises ValueError for what would be weaker than the published rules, or makes no sense."""
        for hours in (self.solids_hours, self.liquids_hours):
            if hours is not None and not 0 <= hours <= MOST_FASTING:
                raise ValueError(f"fasting hours are from 0 to {MOST_FASTING}")
        if self.driving_hours is not None and not LEAST_DRIVING <= self.driving_hours <= MOST_DRIVING:
            raise ValueError(f"no driving for at least {LEAST_DRIVING} hours: a clinic may only make this longer")
        if self.length_minutes is not None and not SHORTEST <= self.length_minutes <= LONGEST:
            raise ValueError(f"an infusion lasts from {SHORTEST} to {LONGEST} minutes")
        if self.arrive_minutes is not None and not 0 <= self.arrive_minutes <= EARLIEST:
            raise ValueError(f"a patient arrives from 0 to {EARLIEST} minutes before the start")

    @property
    def has_fasting(self) -> bool:
        """Whether the clinic has set both of its fasting hours."""
        return self.solids_hours is not None and self.liquids_hours is not None

    @property
    def food(self) -> float:
        """Hours without food: never fewer than without drinks."""
        solids = FOOD_HOURS if self.solids_hours is None else self.solids_hours
        return max(solids, self.drinks)

    @property
    def drinks(self) -> float:
        """Hours without clear drinks."""
        return DRINK_HOURS if self.liquids_hours is None else self.liquids_hours

    @property
    def length(self) -> int:
        """Minutes from the start to the end."""
        return LENGTH_MINUTES if self.length_minutes is None else self.length_minutes

    @property
    def length_at_least(self) -> int:
        """Minutes after which an end that nobody told is taken to be: a clinic's shorter length makes it no earlier."""
        return max(LENGTH_MINUTES, self.length)

    @property
    def driving(self) -> float:
        """Hours without driving after the end."""
        return LEAST_DRIVING if self.driving_hours is None else self.driving_hours


USUAL = CourseSettings()
"""Of a clinic that has set nothing."""
