"""What the lists before an infusion tell the rules: the `prep` fields, worked out from the answers of four forms.

The headers of entries hold no answers of several, and whether a meal was too late depends on the course. So the
fields are worked out here, and not read as `prefix.linkId`.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from companion.domain.course import Local, taking_place
from companion.domain.course_settings import CourseSettings
from companion.domain.days import moment_showing
from companion.domain.journal import Infusion
from companion.domain.questionnaire import Answers, AnswerValue, Coding
from companion.domain.safety.fields import FORM, Fact
from companion.domain.until import Fasting, fasting_before

EVALUATION, WEEK_BEFORE, DAY_BEFORE, MORNING_OF = (
    FORM + name for name in ("evaluation", "week-before", "day-before", "morning-of")
)

LAST_MINUTE = time(23, 59)
MAY_START_LATE = timedelta(hours=2)
"""So long after its planned time an infusion of which no start was reported may still be about to begin."""


@dataclass(frozen=True, slots=True)
class Told:
    """What an answer to one question tells.

    Attributes:
        form: the canonical url of the form that asks.
        question: its linkId.
        field: the field that the answer fills.
        means: code of an option -> the fact it tells. An option that is left out tells nothing by itself.
        otherwise: the fact that any other answer tells, own words included; None where it tells nothing.
    """

    form: str
    question: str
    field: str
    means: Mapping[str, Fact]
    otherwise: Fact | None = None


@dataclass(frozen=True, slots=True)
class TooLate:
    """A question for the time of the last food or drink, compared with the times of the next infusion."""

    question: str
    field: str
    is_food: bool


PREGNANT = "prep.pregnant"
PREGNANCY: Mapping[str, Fact] = {"no": "no", "pregnant": "maybe", "maybe": "maybe", "yes": "yes"}
"""The code "pregnant" is that of the evaluation's version 1: "I am or could be pregnant"."""

RIDE: Mapping[str, Fact] = {"nobody-yet": False, "drive-self": False}
ILLNESS = {
    "fever": "prep.fever",
    "chest": "prep.chest_infection",
    "vomiting": "prep.vomiting",
    "nausea": "prep.bad_nausea",
    "new-medicine": "prep.new_medicine",
    "new-diagnosis": "prep.new_diagnosis",
    "blood-pressure": "prep.high_pressure",
}
"""Option of "Do you have any of these now?" -> its field."""


def _rows() -> Iterator[Told]:
    for form in (EVALUATION, WEEK_BEFORE):
        yield Told(form, "pregnancy", PREGNANT, PREGNANCY)
    for form, question in ((WEEK_BEFORE, "ride"), (DAY_BEFORE, "ride_home"), (MORNING_OF, "ride_home")):
        yield Told(form, question, "prep.driver_confirmed", RIDE, otherwise=True)
        yield Told(form, question, "prep.plans_to_drive", {"drive-self": True}, otherwise=False)
    for form in (WEEK_BEFORE, DAY_BEFORE, MORNING_OF):
        for code, field in ILLNESS.items():
            yield Told(form, "ill", field, {code: True}, otherwise=False)
    yield Told(MORNING_OF, "after_times", "prep.ate_inside_window", {"food": True, "not-sure": True}, otherwise=False)
    yield Told(
        MORNING_OF, "after_times", "prep.drank_inside_window", {"drink": True, "not-sure": True}, otherwise=False
    )
    drugs: Mapping[str, Fact] = {"alcohol": True, "cannabis": True, "other": True, "none": False}
    yield Told(MORNING_OF, "substances", "prep.alcohol_or_drugs", drugs)


TOLD = tuple(_rows())
TOO_LATE = (
    TooLate("ate", "prep.ate_inside_window", is_food=True),
    TooLate("drank", "prep.drank_inside_window", is_food=False),
)
"""Questions of the morning's list."""

FORMS = (EVALUATION, WEEK_BEFORE, DAY_BEFORE, MORNING_OF)
"""The forms that tell of it."""


def questions_of(form: str) -> frozenset[str]:
    """Return the linkIds of a form's questions whose answers fill a `prep` field; empty for any other form."""
    return frozenset({row.question for row in TOLD if row.form == form}) | typed_in(form)


def typed_in(form: str) -> frozenset[str]:
    """Return the linkIds of a form's questions for a time: no tap ends such an answer."""
    return frozenset({one.question for one in TOO_LATE} if form == MORNING_OF else ())


def fields_of(form: str, questions: Collection[str]) -> frozenset[str]:
    """Return the `prep` fields that the answers to these questions (linkIds) of a form may fill."""
    found = {row.field for row in TOLD if row.form == form and row.question in questions}
    if form == MORNING_OF:
        found |= {one.field for one in TOO_LATE if one.question in questions}
    return frozenset(found)


def prepared(
    form: str, answers: Answers, course: Sequence[Infusion], settings: CourseSettings, now: datetime, local: Local
) -> dict[str, Fact]:
    """Return the `prep` fields that a form's answers fill. A question without an answer fills none.

    Args:
        answers: those that count, by linkId.
        course: the clinic's and the person's own infusions, with what was reported of them.
        now: UTC. Of an infusion that has begun by now nothing is too late any more.
        local: the person's clock; a day without a time is a day of it.
    """
    ahead = [one for one in taking_place(course) if not one.is_told and now <= one.begins + MAY_START_LATE]
    found: dict[str, Fact] = {}
    for row in TOLD:
        if row.form == form and (fact := _fact(row, answers.get(row.question))) is not None:
            _join(found, row.field, fact)
    for one in TOO_LATE if form == MORNING_OF else ():
        at = answers.get(one.question)
        if isinstance(at, date) and ahead:
            # Of a day without a time the last moment counts that it can have been: rather one call too many.
            moment = at if isinstance(at, datetime) else _latest(at, now, local)
            _join(found, one.field, any(_is_within(one, moment, fasting_before(each, settings)) for each in ahead))
    return found


def _join(found: dict[str, Fact], field: str, fact: Fact) -> None:
    """Keep the fact that warns: of two answers to one matter a yes counts."""
    found[field] = True if found.get(field) is True else fact


def _fact(row: Told, answer: AnswerValue | None) -> Fact | None:
    """Return what an answer tells; of several options the one that warns counts."""
    if answer is None:
        return None
    given = answer if isinstance(answer, tuple) else (answer,)
    codes = [one.code for one in given if isinstance(one, Coding)]
    told = [row.means[code] for code in codes if code in row.means]
    if not told:
        return row.otherwise
    return True if True in told else told[0]


def _is_within(one: TooLate, moment: datetime, fast: Fasting) -> bool:
    """Return whether a moment is in the time without food or drink, which lasts until an infusion has begun."""
    return (fast.food if one.is_food else fast.drinks) < moment <= fast.infusion.begins + MAY_START_LATE


def _latest(day: date, now: datetime, local: Local) -> datetime:
    """Return the last moment of a day that can have been by now. Days long ago, or to come, are nearer ones."""
    today = local(now).date()
    near = min(max(day, today - timedelta(days=2)), today)
    return min(moment_showing(datetime.combine(near, LAST_MINUTE), local), now)
