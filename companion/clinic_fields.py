"""The fields of a clinic's file. A description says how a field is meant: it is read out where the field is wrong."""

from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, AnyHttpUrl, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from companion.content import CHECKLISTS
from companion.domain.course_settings import EARLIEST, LEAST_DRIVING, LONGEST, MOST_DRIVING, MOST_FASTING, SHORTEST
from companion.domain.guidance import PHASES
from companion.domain.opening_hours import has_zone
from companion.domain.own_texts import LEVELS_OF_ITS_OWN, TIP

CHECKLIST_NAMES = tuple(one.rsplit("/", 1)[-1] for one in CHECKLISTS)
FARTHEST = 366 * 24 * 60
LINE = r"^[^<>\x00-\x1f]*$"
SENTENCE = r"^[^<>\x00-\x1f]*[^<>\x00-\x1f\s][^<>\x00-\x1f]*$"
TITLE = r"^[^<>{}\x00-\x1f]*[^<>{}\x00-\x1f\s][^<>{}\x00-\x1f]*$"
Phone = Annotated[
    str, Field(max_length=40, pattern=r"^([^<>\x00-\x1f]*[^<>\x00-\x1f\s][^<>\x00-\x1f]*)?$",
               description="the number as people read it, without < and >"),
]  # fmt: skip
PhoneUri = Annotated[
    str,
    Field(pattern=r"^(tel:\+?[0-9*][0-9*,;-]{2,39})?$",
          description='the number as a phone calls it: "tel:" and digits, such as tel:+15550100199'),
]  # fmt: skip
Words = Annotated[str, Field(max_length=200, pattern=LINE, description="one line of words, without < and >")]


class _Part(BaseModel):
    """A part of the file: what is not known is refused. A new section is a class like those below and one field."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)


def wrong(reason: str) -> PydanticCustomError:
    """What a check of our own refuses, in words."""
    return PydanticCustomError("own", "{reason}", {"reason": reason})


def _zone(name: str) -> str:
    # "localtime" is another zone on each machine; browsers know none of these.
    if name and (name in ("localtime", "posixrules") or not has_zone(name)):
        raise wrong("this is no time zone that is known; it is a name such as America/New_York")
    return name


class AvailableTime(_Part):
    """Days with the same hours, as in FHIR: "08:00" to "17:00"; an end before the start is on the next day."""

    days_of_week: tuple[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"], ...] = Field(
        min_length=1, max_length=7, description="a list of days, such as [mon, tue]"
    )
    start: str = Field(
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description='a time of day with four digits, such as "08:00"'
    )
    end: str = Field(
        pattern=r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$", description='a time of day with four digits, up to "24:00"'
    )

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.start == self.end:
            raise wrong("start and end are the same: open day and night is 00:00 to 24:00")
        return self


Times = Annotated[
    tuple[AvailableTime, ...],
    Field(max_length=21, description="a list of days_of_week, start and end"),
]


class PhoneByHours(_Part):
    """One of several phones: answered by day, after hours or always, or at times of its own."""

    label: str = Field(default="", max_length=60, pattern=LINE, description="whom one reaches there")
    phone: Phone = Field(min_length=1)
    phone_uri: PhoneUri = Field(min_length=1)
    answered: Literal["day", "after-hours", "always"] = Field(
        default="day", description="day (the clinic's hours), after-hours (the rest of the week) or always"
    )
    available_time: Times = ()


class Reading(_Part):
    """Who reads what patients send, and when: a promise, so only what the clinic has given in writing."""

    who: str = Field(min_length=1, max_length=80, pattern=LINE, description="such as: a nurse")
    when: str = Field(min_length=1, max_length=120, pattern=LINE, description="such as: on weekdays before noon")


Fasting = Annotated[
    float | None,
    Field(ge=0, le=MOST_FASTING, allow_inf_nan=False, description=f"hours before the start, from 0 to {MOST_FASTING}"),
]


class CourseRules(_Part):
    """The clinic's rules for an infusion. It may make a safety rule stricter, never weaker."""

    solids_hours: Fasting = None
    liquids_hours: Fasting = None
    infusion_minutes: int | None = Field(
        default=None, ge=SHORTEST, le=LONGEST,
        description=f"how long an infusion lasts, a whole number of minutes from {SHORTEST} to {LONGEST}",
    )  # fmt: skip
    driving_hours: float | None = Field(
        default=None, ge=LEAST_DRIVING, le=MOST_DRIVING, allow_inf_nan=False,
        description=f"hours without driving after the end: published rules say {LEAST_DRIVING} at the least, and a "
                    "clinic may only make this longer",
    )  # fmt: skip
    arrive_minutes: int | None = Field(
        default=None, ge=0, le=EARLIEST,
        description=f"how long before the start to be there, a whole number of minutes from 0 to {EARLIEST}",
    )  # fmt: skip
    driver: Words = ""
    where: Words = ""
    appointment_types: tuple[Annotated[str, Field(min_length=1, max_length=80, pattern=LINE)], ...] = Field(
        default=(), max_length=20,
        description="a list of the codes, or the words, of the Appointments that are infusions",
    )  # fmt: skip


OneLine = Annotated[
    str,
    Field(min_length=1, max_length=90, pattern=TITLE,
          description="one line of words, without < > { }, up to 90 letters"),
]  # fmt: skip
Why = Annotated[
    str,
    Field(max_length=240, pattern=r"^[^<>{}\x00-\x1f]*$",
          description="one line of words, without < > { }, up to 240 letters"),
]  # fmt: skip
Lines = Annotated[
    tuple[Annotated[str, Field(min_length=1, max_length=240, pattern=SENTENCE)], ...],
    Field(min_length=1, max_length=6, description="a list of up to 6 sentences of up to 240 letters, without < and >"),
]
Minutes = Annotated[
    int,
    Field(ge=-FARTHEST, le=FARTHEST, description="whole minutes from the start of an infusion, with - before it"),
]


class ReplacedText(_Part):
    """The clinic's words in the place of some that ship: any of the three."""

    title: OneLine = ""
    lines: Lines = ()
    why: Why = ""


class AddedText(_Part):
    """A text of the clinic's own, with the time in which it holds."""

    id: str = Field(pattern=r"^own_[a-z0-9_]{1,40}$", description="own_ and then small letters, digits and _")
    phase: Literal[PHASES] = Field(description="the part of the course to which it belongs")  # type: ignore[valid-type]
    start: Minutes
    end: Minutes
    anchor: Literal["each", "course_start", "last_infusion"] = Field(
        default="each", description="each infusion, or the first or the last one of the course"
    )
    level: Literal[LEVELS_OF_ITS_OWN] = Field(  # type: ignore[valid-type]
        default=TIP, description="how much it matters; must is for what ships"
    )
    title: OneLine
    lines: Lines
    why: Why = ""

    @model_validator(mode="after")
    def _lasts(self) -> Self:
        if self.start >= self.end:
            raise wrong("end comes after start")
        return self


class Texts(_Part):
    """The clinic's own words in the guidance."""

    replace: dict[str, ReplacedText] = Field(
        default_factory=dict, description="ids of texts that ship, each with title, lines or why"
    )
    add: tuple[AddedText, ...] = Field(default=(), max_length=20, description="a list of texts")
    hide: tuple[str, ...] = Field(default=(), max_length=60, description="a list of ids of texts that ship")


class ClinicFile(_Part):
    """The file's fields."""

    name: str = Field(min_length=1, max_length=120, pattern=r"^[^<>\x00-\x1f]*\S[^<>\x00-\x1f]*$",
                      description="the clinic's name as patients know it, without < and >")  # fmt: skip
    address: Words = ""
    country: str = Field(
        default="", pattern=r"^([A-Z]{2})?$", description="the country's two capital letters of ISO 3166, such as US"
    )
    phone: Phone = ""
    phone_uri: PhoneUri = ""
    phones: tuple[PhoneByHours, ...] = Field(
        default=(), max_length=6, description="a list of phones, each with phone and phone_uri"
    )
    hours: Words = ""
    after_hours: Words = ""
    available_time: Times = ()
    time_zone: Annotated[str, AfterValidator(_zone)] = Field(
        default="", max_length=60, description="a name such as America/New_York"
    )
    reading: Reading | None = None
    course: CourseRules | None = None
    texts: Texts | None = None
    forms: tuple[Literal[CHECKLIST_NAMES], ...] | None = Field(  # type: ignore[valid-type]
        default=None,
        description="a list of the checklists that the clinic uses; the check-in, side effects and blood pressure are "
                    "always there and do not stand in it",
    )  # fmt: skip
    fhir: AnyHttpUrl | None = Field(
        default=None, description="the address of the FHIR R4 server, such as https://fhir.clinic.example/r4"
    )
    client_id: str = Field(default="", max_length=200, description="what the app is called at the clinic's sign-in")
    patient: str = Field(
        default="", pattern=r"^[A-Za-z0-9\-.]{0,64}$", description="the patient's id: letters, digits, - and ."
    )
    token: str = Field(
        default="", max_length=16_000, pattern=r"^[!-~]*$", repr=False,
        description="letters, digits and signs without spaces, as a request can carry it",
    )  # fmt: skip
    safety: dict[str, Any] = Field(
        default_factory=dict, description="the clinic's own red flags: raise, rules, messages"
    )
