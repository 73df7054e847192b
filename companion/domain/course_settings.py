"""What a clinic may set about an infusion; until it has, the strictest published rule holds."""

from dataclasses import dataclass

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
            raise ValueError(f"a patient comes from 0 to {EARLIEST} minutes before the start")

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
