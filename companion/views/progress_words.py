"""What screens say about how far an infusion has come: what was reported, what only its plan says, and the question."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from companion.domain.guidance import Expect
from companion.domain.journal import FULFILLED, Infusion, TookPlace
from companion.domain.progress import GUESSED, Counts, Progress
from companion.domain.told import What
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.controls import heading, link, secondary, text
from companion.views.context import AppView, keeps
from companion.views.wording import day_name


def guess_line(words: Words, services: Services, infusion: Infusion) -> str:
    """Say that only the plan says that it began, and what that means; "" for what was reported."""
    match services.course.progress(infusion):
        case Progress.UNREPORTED:
            return words("Planned for {time}. Start not reported yet.", time=words.time(infusion.start.clock))
        case Progress.PROBABLE:
            return words("Your infusion probably took place, but no start time has been entered yet.")
        case _:
            return ""


def guess_lines(words: Words, services: Services, infusion: Infusion | None) -> list[ft.Control]:
    """The same as a control, for what counts from the planned start; nothing for what was reported."""
    said = guess_line(words, services, infusion) if infusion else ""
    return [text(said, strong=True)] if said else []


def state_line(words: Words, services: Services, infusion: Infusion) -> str:
    """Who named the infusion, and how far it is."""
    whose = words("Entered by you.") if infusion.is_own else words("From your clinic.")
    return f"{_state(words, services, infusion)} {whose}"


def _state(words: Words, services: Services, infusion: Infusion) -> str:
    match services.course.progress(infusion):
        case Progress.CANCELED if infusion.took_place is TookPlace.NO:
            return words("You said that it was canceled or moved.")
        case Progress.CANCELED:
            return words("Canceled.")
        case Progress.PLANNED:
            return words("Planned.")
        case Progress.UNREPORTED | Progress.PROBABLE:
            return guess_line(words, services, infusion)
        case _:
            return _reported(words, infusion)


def _reported(words: Words, infusion: Infusion) -> str:
    """What was reported of it, and by whom."""
    started, ended = infusion.started, infusion.ended
    if started and ended:
        return words("Started at {start}, ended at {end} (you entered this).", start=words.time(started.clock),
                     end=words.time(ended.clock))  # fmt: skip
    if ended:
        return words("Ended at {time} (you entered this). Start time not entered yet.", time=words.time(ended.clock))
    if started:
        return words("Started at {time} (you entered this). End time not entered yet.", time=words.time(started.clock))
    if infusion.status == FULFILLED:
        return words("Your clinic says it took place. Start time not entered yet.")
    return words("You said it took place. Start time not entered yet.")


def day_mark(words: Words, services: Services, infusion: Infusion) -> str:
    """Name an infusion beside the journal entries of its day."""
    name = words("Infusion {number}", number=infusion.number)
    match services.course.progress(infusion):
        case Progress.PROBABLE:
            return words("{infusion}: probably took place", infusion=name)
        case Progress.PLANNED | Progress.UNREPORTED:
            return words("{infusion}: planned for {time}", infusion=name, time=words.time(infusion.start.clock))
        case _:
            return name


def counts_line(words: Words, counts: Counts) -> str:
    """How far the course has come: what was reported, and apart from it what only the plan says."""
    said = [words("{done} of {all} infusions done", done=counts.done, all=counts.all)]
    if counts.under_way:
        said.append(words("1 under way"))
    if counts.probable:
        said.append(words.plural("{n} more probably took place", "{n} more probably took place", counts.probable))
    if counts.unreported:
        said.append(words.plural("{n} start not reported", "{n} starts not reported", counts.unreported))
    return "; ".join(said)


def feels(words: Words, services: Services, infusion: Infusion, found: Expect | None) -> list[ft.Control]:
    """What is common now. Until a start is reported it is said as what may be."""
    if found is None:
        return []
    lines: list[ft.Control] = [text(words(one)) for one in (*found.feel, found.normal)]
    is_guessed = services.course.progress(infusion) in GUESSED
    return [text(if_begun(words)), *lines] if is_guessed else lines


def if_begun(words: Words) -> str:
    """Before everything that is common after a start that nobody has reported."""
    return words("If it has started, you may feel some of this:")


def quiet_line(words: Words, services: Services) -> str:
    """Why nothing is asked now."""
    infusion = services.course.place().infusion
    if infusion and services.course.progress(infusion) in GUESSED:
        return words("The app will not ask you anything now, because your infusion may be running.")
    return words("The app will not ask you anything while your infusion is running.")


def question(app: AppView, services: Services, infusion: Infusion) -> list[ft.Control]:
    """Ask whether it took place. Each answer does what it says, and can be taken back on the infusion's own page."""
    if not services.course.may_confirm(infusion):
        return []
    words, today = app.words, services.journal.now().date
    day, time = day_name(words, infusion.start.date, today), words.time(infusion.start.clock)
    return [
        heading(words("Did your infusion take place?")),
        text(words("It was planned for: {when}", when=words("{day}, {time}", day=day, time=time))),
        text(words("Your infusion probably took place, but no start time has been entered yet.")),
        *answers(app, services, infusion, tuple(TookPlace)),
    ]


def answers(app: AppView, services: Services, infusion: Infusion, offered: Sequence[TookPlace]) -> list[ft.Control]:
    """The answers as buttons. Yes leads to the time, No to the infusion's page with what it means."""
    words, course, page, id = app.words, services.course, ft.context.page, infusion.appointment_id
    labels = {
        TookPlace.YES: words("Yes"),
        TookPlace.NO: words("No, it was canceled or moved"),
        TookPlace.UNKNOWN: words("I don't know"),
    }
    then = {TookPlace.YES: routes.tell_route(What.START, id), TookPlace.NO: f"{routes.INFUSION}/{id}"}

    def answer(one: TookPlace) -> Callable[[], Any]:
        async def keep() -> None:
            await course.answer(infusion, one)
            if one in then:
                routes.go(page, then[one])

        return keeps(app, keep)

    return [secondary(labels[one], answer(one)) for one in offered]


def take_answer_back(app: AppView, services: Services, infusion: Infusion) -> ft.Control:
    """The way back from an answer."""
    back = keeps(app, lambda: services.course.answer(infusion, None))
    return link(app.words("Undo this answer"), back)
