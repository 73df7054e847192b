"""What screens say about infusions and the times around them: one place for each sentence."""

from datetime import datetime, timedelta

from companion.domain.clinic import Here
from companion.domain.course import AFTER
from companion.domain.course_settings import LEAST_DRIVING, CourseSettings
from companion.domain.food_plan import FoodPlan
from companion.domain.guidance import Anchor
from companion.domain.holding import Held
from companion.domain.journal import Infusion, Occurrence
from companion.domain.numbers import fill
from companion.domain.progress import GUESSED
from companion.domain.questionnaire import Planned
from companion.domain.time_of_day import minute_of, named_by
from companion.domain.told import What
from companion.domain.until import Assumed, Fasting, Until
from companion.hours_words import numbers_at, time_of_a_day
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.wording import day_name

MINUTE = timedelta(minutes=1)
OF_DRIVING = ("g_24_drive", "g_d1_driveok")
"""Items that name the published hours without driving."""
WEEK = timedelta(days=7)


def infusion_name(words: Words, infusion: Infusion) -> str:
    """Infusion 3; a cancelled one has no number."""
    return words("Infusion {number}", number=infusion.number) if infusion.number else words("Canceled infusion")


def infusion_when(words: Words, services: Services, infusion: Infusion) -> str:
    """The planned day and time, by the clinic's clock."""
    day = day_name(words, infusion.start.date, services.journal.now().date)
    return words("{day}, {time}", day=day, time=words.time(infusion.start.clock))


def elsewhere(words: Words, services: Services, planned: Occurrence) -> list[str]:
    """What a time by the clinic's clock is where the person is, if it is another one there."""
    here, today = services.journal.local(planned.at), services.journal.now().date
    if (here.date(), minute_of(here)) == (planned.date, minute_of(planned.clock)):
        return []
    where_you_are = words("{day}, {time}", day=day_name(words, here.date(), today), time=words.time(here))
    return [words("{time} is your clinic's time. On your own clock: {here}.", time=words.time(planned.clock),
                  here=where_you_are)]  # fmt: skip


def notes_on(words: Words, services: Services, infusion: Infusion) -> list[str]:
    """What has to be said plainly of its time: another zone, moved, typed otherwise."""
    today, found = services.journal.now().date, elsewhere(words, services, infusion.start)
    if before := infusion.moved_from:
        old = words("{day}, {time}", day=day_name(words, before.date, today), time=words.time(before.clock))
        found.append(words("It was moved. The old time was: {when}.", when=old))
    if infusion.latest:
        found.append(words("It is booked twice: for {first} and for {second}. The app counts it as one infusion. "
                           "Ask your clinic which time is right.", first=words.time(infusion.start.clock),
                           second=words.time(infusion.latest.clock)))  # fmt: skip
    if infusion.typed and infusion.typed.at != infusion.start.at:
        found.append(
            words("You entered {time}, but your clinic's time counts. Ask your clinic if it is not right.",
                  time=words.time(infusion.typed.clock))
        )  # fmt: skip
    return found


def moment(words: Words, services: Services, at: datetime) -> str:
    """A day and a time ahead on the person's clock: Tomorrow, 08:00."""
    date, minute = named_by(services.journal.local(at))
    day = day_name(words, date, services.journal.now().date)
    return words("{day}, {time}", day=day, time=time_of_a_day(words, minute))


def weekday_time(words: Words, services: Services, at: datetime) -> str:
    """Tuesday 11:00: the day by its name, so that it stays right when midnight has passed."""
    day, minute = named_by(services.journal.local(at))
    return words("{weekday} {time}", weekday=words.weekday(day.weekday()), time=time_of_a_day(words, minute))


def span(words: Words, time: timedelta) -> str:
    """A stretch of time in hours and minutes; rounded up, so that 0 minutes are over."""
    minutes = max(0, -int(-time // MINUTE))
    hours, rest = divmod(minutes, 60)
    if hours and rest:
        return words("{h} h {m} min", h=hours, m=rest)
    return words("{h} h", h=hours) if hours else words("{m} min", m=minutes)


def gone(words: Words, time: timedelta) -> str:
    """The time since a start, in whole minutes that have gone by."""
    return span(words, max(timedelta(), time // MINUTE * MINUTE))


def until_title(words: Words, services: Services, until: Until) -> str:
    """The one sentence of it. A week ahead a weekday alone would be read as the next one."""
    ahead = services.journal.local(until.at).date() - services.journal.now().date
    when = moment if ahead >= WEEK else weekday_time
    return words("No driving and no big decisions before {when}", when=when(words, services, until.at))


def until_condition(words: Words) -> str:
    """What else has to be true then."""
    return words("Even then, only after a night's sleep and only if you feel clear-headed.")


def until_assumes(words: Words, services: Services, until: Until) -> str:
    """From what it was counted, and what nobody has told."""
    time = words.time(services.journal.local(until.counted_from))
    length = services.course.settings.length_at_least
    if until.assumed is Assumed.NOTHING:
        return words("This is counted from {time}, when you said the infusion ended.", time=time)
    if until.assumed is Assumed.PLAN:
        return words("This is counted from {time}, {n} minutes after the planned start. You entered an earlier "
                     "time, but the later one counts.", time=time, n=length)  # fmt: skip
    if until.assumed is Assumed.LENGTH and until.infusion.ended:
        return words("This is counted from {time}, {n} minutes after the start. You entered an earlier end, but "
                     "the later time counts.",
                     time=time, n=length)  # fmt: skip
    if until.assumed is Assumed.LENGTH:
        return words("This is counted from {time}, {n} minutes after the start. You have not entered a later end.",
                     time=time, n=length)  # fmt: skip
    return words("This is counted from {time}, {n} minutes after the planned start. The app does not know when it "
                 "really started.",
                 time=time, n=length)  # fmt: skip


def fasting_rule(words: Words, settings: CourseSettings) -> str:
    """Whose hours without food and drink these are."""
    food, drinks = _hours(settings.food), _hours(settings.drinks)
    if settings.has_fasting:
        return words("Your clinic's rule: no food for {food} hours before, no drinks for {drinks}.", food=food,
                     drinks=drinks)  # fmt: skip
    return words(
        "This is the longest published rule: no food for {food} hours before, no drinks for {drinks}. Your clinic has "
        "not set its own in this app. What your clinic told you comes first.",
        food=food,
        drinks=drinks,
    )


def clinic_times(words: Words, services: Services, fast: Fasting) -> list[str]:
    """When the clinic's own file says to stop eating and drinking; nothing for a time that it does not have."""
    settings, said = services.course.settings, []
    if settings.solids_hours is not None:
        said.append(words("Your clinic's time to stop eating: {when}", when=moment(words, services, fast.food)))
    if settings.liquids_hours is not None:
        said.append(words("Your clinic's time to stop drinking: {when}", when=moment(words, services, fast.drinks)))
    return said


def _as_told(words: Words, services: Services, which: Planned, at: datetime) -> tuple[list[str], datetime | None]:
    """For somebody to whom the common times do not apply, or who has not answered: the clinic's own time, or none."""
    settings = services.course.settings
    said = [words("Eat and drink as your clinic told you.")]
    if which is Planned.FOOD and settings.solids_hours is not None:
        return [*said, words("Your clinic's time to stop eating: {when}", when=moment(words, services, at))], at
    if which is Planned.DRINKS and settings.liquids_hours is not None:
        return [*said, words("Your clinic's time to stop drinking: {when}", when=moment(words, services, at))], at
    return said, None


def planned_lines(words: Words, services: Services, which: Planned) -> tuple[list[str], datetime | None]:
    """What is known beforehand of a time that a form asks for, in words, and the time (UTC) to suggest."""
    course = services.course
    at, infusion = course.planned(which), course.planned(Planned.INFUSION)
    if infusion is None:
        return [], None
    planned = words("Your infusion is planned for: {when}", when=moment(words, services, infusion))
    if at is None:  # the clinic has not said when to be there
        return [planned, words("Your clinic may want you there earlier. Ask if you are not sure.")], infusion
    fast = course.fasting()
    if which in (Planned.FOOD, Planned.DRINKS) and fast and course.food_plan(fast.infusion) is not FoodPlan.COMMON:
        return _as_told(words, services, which, at)
    when = moment(words, services, at)
    match which:
        case Planned.INFUSION:
            return [planned], at
        case Planned.ARRIVAL:
            return [planned, words("Arrive: {when}", when=when)], at
        case Planned.FOOD:
            return [
                words("{what}: {when}", what=words("Last food"), when=when),
                fasting_rule(words, course.settings),
            ], at
        case Planned.DRINKS:
            said = words("{what}: {when}", what=words("Last clear drink"), when=when)
            return [said, fasting_rule(words, course.settings)], at


def _hours(hours: float) -> str:
    return f"{hours:g}"


def driver_said(words: Words, infusion: Infusion) -> str:
    """That somebody takes the person home, and who where that was said."""
    return (
        words("{name} will take you home.", name=infusion.driver)
        if infusion.driver
        else words("Someone will take you home.")
    )


def can_wait(words: Words, services: Services) -> list[str]:
    """Beside what is removed or agreed to on the day of an infusion; help and the plan never wait."""
    place, journal = services.course.place(), services.journal
    if place.infusion is None or place.phase not in AFTER:
        return []
    is_today = journal.local(place.infusion.begins).date() == journal.now().date
    if is_today and services.course.progress(place.infusion) in GUESSED:
        return [words("Your infusion was planned for today. You can wait with this until tomorrow.")]
    return [words("Your infusion was today. You can wait with this until tomorrow.")] if is_today else []


def told_links(words: Words, infusion: Infusion) -> list[tuple[str, str]]:
    """What can be told later or put right of an infusion: (label, route) of the start and of the end."""
    id = infusion.appointment_id
    start = words("Change when it started") if infusion.started else words("It started earlier")
    end = words("Change when it ended") if infusion.ended else words("It ended earlier")
    return [(start, routes.tell_route(What.START, id)), (end, routes.tell_route(What.END, id))]


def lines(words: Words, services: Services, held: Held) -> list[str]:
    """The lines of an item, with the numbers of the person's country."""
    hours = services.course.settings.driving
    is_stricter = held.item.id in OF_DRIVING and hours > LEAST_DRIVING
    stricter = [words("Your clinic asks for longer: at least {n} hours.", n=f"{hours:g}")] if is_stricter else []
    return [*(filled(words, services, one) for one in held.item.lines), *stricter]


def reasons(words: Words, held: Held) -> list[str]:
    """Why an item matters, and whose words it is in."""
    own = [words("From your clinic.")] if held.item.is_own else []
    is_open = held.item.anchor is Anchor.LAST and held.infusion.is_own
    last = (
        [words("This is for after your last infusion. You have not entered another one after it.")] if is_open else []
    )
    return [*last, *([words(held.item.why)] if held.item.why else []), *own]


def filled(words: Words, services: Services, text: str) -> str:
    """A text of the guidance with the numbers of the person's country, as far as they are answered now."""
    journal, choices = services.journal, services.preferences.choices
    here = Here(journal.local(journal.now().at), journal.local)
    clinic = services.clinic.settings
    country = choices.country or (clinic.country if clinic else "")
    numbers = numbers_at(words, services.content.crisis, country, choices.help_profile, here)
    local, line = words("your local emergency number"), words("a crisis line")
    return fill(words(text), numbers, emergency=local, crisis_line=line)


def signed_line(words: Words, services: Services) -> str:
    """What the texts are, and whether a clinician has signed them."""
    by = services.course.guidance.signed_by
    said = words("Signed by {who}.", who=by) if by else words("No clinician has signed these texts yet.")
    general = words("General information. What your own clinic told you comes first.")
    return f"{general} {said}"
