"""One infusion: what is known and told of it; and infusions that a person enters, moves or calls off."""

from collections.abc import Callable, Sequence
from datetime import date, time, timedelta
from functools import partial
from typing import Any

import flet as ft

from companion.domain.course import has_begun
from companion.domain.journal import Infusion, TookPlace
from companion.domain.time_of_day import Mark, in_half, is_at_night, typed_times
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import AskedLink, use_ask
from companion.views.components.controls import call_button, choices, heading, link, live, primary, secondary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.text_entry import TextEntry
from companion.views.context import AppView, keeps, use_app, use_changes, use_services, use_today
from companion.views.course_words import driver_said, elsewhere, infusion_name, infusion_when, notes_on, told_links
from companion.views.progress_words import answers, question, state_line, take_answer_back
from companion.views.wording import day_name

DAYS = 7
MORNING, AFTERNOON = "09:30", "14:00"
"""How a time is written, by example."""


@component
def InfusionDetails() -> ft.Control:
    """Its time, what was told of it, and what can be changed."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes, services.clinic.changes)
    use_today()
    words, infusion = app.words, services.course.infusion(ft.use_route_params()["id"])
    back = _to(routes.COURSE)
    if infusion is None:
        gone = text(words("This infusion is not in your course anymore."))
        return screen(words, "", gone, back=back, has_page_help=app.has_page_help)
    when, answer = infusion_when(words, services, infusion), _answer(app, services, infusion)
    return screen(
        words,
        infusion_name(words, infusion),
        heading(when),
        *(answer or [text(state_line(words, services, infusion), quiet=True)]),
        *(text(one) for one in notes_on(words, services, infusion)),
        *_told(app, services, infusion),
        *_changes(app, services, infusion),
        back=back,
        has_page_help=app.has_page_help,
    )


def _answer(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    """Whether it took place: the question, or the answer with what it means and its way back."""
    words, answer = app.words, infusion.took_place
    back = take_answer_back(app, services, infusion)
    if _is_no(infusion):
        return [live(one) for one in _of_no(words, infusion)] + [*_call(app, infusion), back]
    if answer is TookPlace.YES and not infusion.started and not infusion.ended:
        return [text(state_line(words, services, infusion)), back]
    if not services.course.may_confirm(infusion):
        return []
    if answer is TookPlace.UNKNOWN:
        said = live(words("You said that you do not know. It probably took place, but no start time has been entered."))
        return [said, *answers(app, services, infusion, (TookPlace.YES, TookPlace.NO))]
    return question(app, services, infusion)


def _is_no(infusion: Infusion) -> bool:
    """Whether it is canceled because the person said so; the clinic may say later that it did take place."""
    return infusion.took_place is TookPlace.NO and infusion.is_cancelled


def _of_no(words: Words, infusion: Infusion) -> list[str]:
    """What "No" means, for whoever keeps the list that has it."""
    if infusion.is_own:
        return [words("You said that it was canceled or moved. If it was moved, change its day or time below.")]
    return [
        words("You said that it was canceled or moved. In this app it now counts as canceled."),
        words("Your clinic is not told about this. Its own list may still have this infusion. Call your clinic, "
              "and ask for the new time if it was moved."),
    ]  # fmt: skip


def _call(app: AppView, infusion: Infusion) -> list[ft.Control]:
    clinic = app.clinic_contact
    if clinic is None or infusion.is_own:
        return []
    return [call_button(app.words("Call {number}", number=clinic.name), clinic.phone_uri)]


def _told(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    """What the person has told, each with its way back."""
    words, course = app.words, services.course
    if infusion.is_cancelled:
        return []
    said: list[ft.Control] = []
    for what, told in ((words("You entered the start"), infusion.started), (words("You entered the end"),
                       infusion.ended)):  # fmt: skip
        if told:
            day = day_name(words, told.date, services.journal.now().date)
            said.append(text(words("{what}: {day}, {time}.", what=what, day=day, time=words.time(told.clock))))
    if has_begun(infusion, services.journal.now().at):
        said += [link(label, _to(route), icon=ft.Icons.SCHEDULE) for label, route in told_links(app.words, infusion)]
    if infusion.started or infusion.ended:
        last = infusion.ended or infusion.started
        asked = words("The time {time} will be deleted. Later times are worked out again.",
                      time=words.time(last.clock) if last else "")  # fmt: skip
        take_back = keeps(app, lambda: course.take_back(infusion))
        said.append(AskedLink(words, words("Remove the last start or end time"), words("Delete this time?"), asked,
                              words("Delete it"), take_back))  # fmt: skip
    if not has_begun(infusion, services.journal.now().at):
        said += _driver(app, services, infusion)
    return said


def _driver(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    words = app.words
    turn = keeps(app, lambda: services.course.confirm_driver(infusion, not infusion.has_driver))
    who = _to(f"{routes.DRIVER}/{infusion.appointment_id}")
    if infusion.has_driver:
        say = words("Someone else will take me home") if infusion.driver else words("Add who will take you home")
        none = words("I have no one to take me home yet")
        away = link(none, turn)
        if infusion.driver:  # a name was written or picked
            away = AskedLink(words, none, words("Remove this name?"), infusion.driver, words("Remove the name"), turn)
        return [live(driver_said(words, infusion)), link(say, who), away]
    return [
        text(words("You have no one to take you home yet.")),
        secondary(words("Someone will take me home"), turn),
        link(words("Add who will take you home"), who),
    ]


def _changes(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    words, id = app.words, infusion.appointment_id
    if not infusion.is_own:
        return [text(words("Your clinic booked this. Only your clinic can move it or cancel it."), quiet=True)]
    cancel = keeps(app, lambda: services.course.cancel(id, not infusion.is_cancelled))
    if infusion.is_cancelled and not _is_no(infusion):
        return [live(words("You marked it as canceled.")), secondary(words("Undo the cancellation"), cancel)]
    said = words(
        "You entered this. It stays on this device. Your clinic is not told about changes you make here. "
        "Call your clinic about them."
    )
    move = secondary(words("Change day or time"), _to(f"{routes.CHANGE_INFUSION}/{id}"))
    return [
        text(said, quiet=True),
        *([move] if services.course.is_own(id) else []),  # what a move has left behind is no plan
        *([] if infusion.is_told or infusion.is_cancelled else [link(words("Mark as canceled"), cancel)]),
    ]


@component
def AddInfusion() -> ft.Control:
    """A new one."""
    return DayAndTime("")


@component
def ChangeInfusion() -> ft.Control:
    """Another day or time for one that was entered; what cannot be saved is not asked."""
    app, services, id = use_app(), use_services(), ft.use_route_params()["id"]
    if not services.course.is_own(id):
        gone = text(app.words("This infusion is not in your course anymore."))
        return screen(app.words, "", gone, back=_to(routes.COURSE), has_page_help=app.has_page_help)
    return DayAndTime(id)


@component
def DayAndTime(id: str) -> ft.Control:
    """A day to pick, week by week, a time to type, and what the app has understood."""
    app, services = use_app(), use_services()
    use_today()
    words, today = app.words, services.journal.now().date
    known = services.course.infusion(id) if id else None
    # By the clock by which it is read again: saved as it stands, it stays where it is, in another zone too.
    start = services.course.by_its_clock((known.typed or known.start).at) if known else None
    place, begun = f"when {id}", services.course.begun
    kept_as = (start.date().isoformat(), words.time(start), "") if start else ("", "", "")
    (day, typed, picked), set_all = ft.use_state(begun.texts(place) or kept_as)
    week, set_week = ft.use_state((date.fromisoformat(day) - today).days // DAYS if day else 0)
    ask, page = use_ask(words, words("Keep editing")), ft.context.page
    now: Any = ft.use_ref(lambda: (day, typed, picked))

    def write(at: int, value: str) -> None:
        # What two fields send at nearly the same time must not undo one another.
        now.current = (*now.current[:at], value, *now.current[at + 1 :])
        begun.keep(place, () if now.current == kept_as else now.current)
        set_all(now.current)

    meant = typed_times(typed, words.country)
    clock = meant[0] if len(meant) == 1 else next((one for one in meant if one.isoformat() == picked), None)

    def back() -> None:
        begun.drop(place)
        routes.go(page, f"{routes.INFUSION}/{id}" if id else routes.COURSE)

    def leave() -> None:
        if not begun.texts(place):
            back()
            return
        said = ", ".join(filter(None, [day_name(words, date.fromisoformat(day), today) if day else "", typed]))
        ask(
            words("Leave this time out?"),
            words("This is not saved yet: {time}", time=said),
            words("Leave it out"),
            back,
        )

    async def save() -> None:
        if not day or clock is None:
            return  # the button is there for both alone
        moment = services.course.moment(date.fromisoformat(day), clock)
        if id:
            await services.course.move(id, moment)
        kept = id or await services.course.add(moment)
        begun.drop(place)
        routes.go(page, f"{routes.INFUSION}/{kept}")

    first = today + timedelta(days=week * DAYS)
    days = [first + timedelta(days=n) for n in range(DAYS)]
    options = [(one.isoformat(), day_name(words, one, today)) for one in days]
    return screen(
        words,
        words("Change day or time") if id else words("Enter an infusion"),
        heading(words("Which day?")),
        choices(options, day if day in dict(options) else None, partial(write, 0), name=words("Which day?")),
        link(words("A week later"), partial(set_week, week + 1), icon=ft.Icons.ARROW_DOWNWARD),
        link(words("A week earlier"), partial(set_week, week - 1), icon=ft.Icons.ARROW_UPWARD),
        heading(words("At what time?")),
        TextEntry(words("Time"), typed, partial(write, 1), field=f"time {id}", helper=_such_as(words)),
        *_halves(words, meant, clock, partial(write, 2)),
        *_understood(app, services, day, clock, "" if meant else typed),
        *([primary(words("Save"), keeps(app, save))] if day and clock else []),
        back=leave,
        has_page_help=app.has_page_help,
    )


def _such_as(words: Words) -> str:
    return words("For example, {morning} or {afternoon}", morning=words.time(MORNING), afternoon=words.time(AFTERNOON))


def _halves(words: Words, meant: Sequence[time], clock: time | None, pick: Callable[[str], Any]) -> list[ft.Control]:
    """Before noon or after it, where what was typed leaves that open: it decides when to stop eating."""
    if len(meant) < 2:
        return []
    asked = words("{first} or {second}?", first=words.time(meant[0]), second=words.time(meant[1]))
    options = [(one.isoformat(), words.time(one)) for one in meant]
    return [live(asked), choices(options, clock.isoformat() if clock else None, pick, name=asked)]


def _understood(app: AppView, services: Services, day: str, clock: time | None, typed: str) -> list[ft.Control]:
    """The day and time as they will be kept, or what is missing; `typed` where it is no time."""
    words = app.words
    if clock is None:
        such = words("This is not a time yet. Write it like this: {time}.", time=words.time(MORNING))
        return [live(such)] if len(typed) > 2 else []
    if not day:
        return [live(words("Pick the day above."))]
    shown = day_name(words, date.fromisoformat(day), services.journal.now().date)
    said: list[ft.Control] = [live(words("{day}, {time}", day=shown, time=words.time(clock)))]
    planned = services.course.moment(date.fromisoformat(day), clock)
    said += [live(one) for one in elsewhere(words, services, planned)]
    if is_at_night(clock):
        after_noon = words.time(in_half(clock, Mark.PM))
        said.append(live(words("That is at night. For the afternoon, write {time}.", time=after_noon)))
    return said


def _to(route: str) -> Callable[[], Any]:
    return lambda: routes.go(ft.context.page, route)
