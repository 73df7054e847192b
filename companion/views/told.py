"""When an infusion began or ended, told later or put right: a time in steps or typed, and what the app understood."""

from datetime import datetime, time, timedelta
from typing import Any

import flet as ft

from companion.domain.answering import Typed
from companion.domain.course import AFTER
from companion.domain.journal import Infusion, TookPlace
from companion.domain.progress import PROBABLE_AFTER
from companion.domain.questionnaire import Item, ItemType
from companion.domain.told import What, Wrong
from companion.i18n import Words
from companion.services.bundle import Services
from companion.views import routes
from companion.views.components.ask import use_ask
from companion.views.components.controls import live, primary, text
from companion.views.components.guard import component
from companion.views.components.layout import screen
from companion.views.components.time_entry import TimeEntry
from companion.views.context import keeps, use_app, use_changes, use_services, use_today
from companion.views.course_words import moment


@component
def TellWhen() -> ft.Control:
    """The time at which it began or ended. It is saved by the button alone."""
    params, country = ft.use_route_params(), use_app().words.country
    what = What(params["what"]) if params["what"] in list(What) else What.START
    # Other fields for what else is told, for another infusion, and where times are written otherwise.
    telling: ft.Control = Telling(what, params["id"], key=f"{what}-{params['id']}-{country}")  # type: ignore[call-arg]
    return telling


@component
def Telling(what: What, id: str) -> ft.Control:
    """One of both times of one infusion."""
    app, services = use_app(), use_services()
    use_changes(services.course.changes, services.course.minutes)
    use_today()
    words, course = app.words, services.course
    infusion = course.infusion(id)
    place, begun = f"{what} {id}", course.begun
    first: Any = ft.use_ref(lambda: _first(services, infusion, what))
    shown: Any = ft.use_ref(lambda: _left(begun.texts(place)) or (first.current, ()))
    clock, set_clock = ft.use_state(shown.current[0])
    ask = use_ask(words, words("Keep editing"))
    title = words("When did it start?") if what is What.START else words("When did it end?")

    page = ft.context.page

    def back() -> None:
        begun.drop(place)
        routes.go(page, _back(services, infusion))

    def leave() -> None:
        typed = begun.texts(place)
        if not typed:
            back()
            return
        said = words.time(clock) if clock else " ".join(filter(None, typed))
        ask(
            words("Leave this time out?"),
            words("This is not saved yet: {time}", time=said),
            words("Leave it out"),
            back,
        )

    def write(meant: time | None) -> None:
        begun.keep(place, (meant.isoformat(),) if meant and meant != first.current else ())
        set_clock(meant)

    def write_open(typed: Typed) -> None:
        begun.keep(place, typed.texts)
        set_clock(None)

    if infusion is None:
        gone = text(words("This infusion is not in your course anymore."))
        return screen(words, title, gone, back=back, has_page_help=app.has_page_help)
    at, wrong = course.told_at(what, infusion, clock) if clock else (None, None)

    async def save() -> None:
        tell = course.start if what is What.START else course.end
        await tell(infusion, at)
        back()

    field = TimeEntry(words, Item(f"{what}-{infusion.appointment_id}", ItemType.TIME, title), shown.current[0],
                      first.current, write, on_typed=write_open, typed=shown.current[1], offers_now=False)  # fmt: skip
    is_unsure = what is What.START and infusion.took_place is TookPlace.YES and not infusion.started
    return screen(
        words,
        title,
        *(
            [text(words("You said that it took place. If you do not know when, go back: the planned time counts."))]
            if is_unsure
            else []
        ),
        text(words("Use the clock where you are. All later times are counted from then."), quiet=True),
        field,
        *([live(_said(words, services, at, wrong))] if at else []),
        *([primary(words("Save"), keeps(app, save))] if at and wrong is None else []),
        back=leave,
        has_page_help=app.has_page_help,
    )


def _left(texts: tuple[str, ...]) -> tuple[time | None, tuple[str, ...]] | None:
    """What stood in the fields when the person left for another screen: a time, or parts that are none yet."""
    if not texts:
        return None
    return (time.fromisoformat(texts[0]), ()) if len(texts) == 1 else (None, texts)


def _first(services: Services, infusion: Infusion | None, what: What) -> time:
    """What was reported; else the present time, a few steps from which it was; hours later what was planned.

    The next morning's clock would be read as that time of the day before.
    """
    at = services.journal.now().at
    if infusion:
        told = infusion.started if what is What.START else infusion.ended
        length = 0 if what is What.START else services.course.settings.length
        planned = infusion.begins + timedelta(minutes=length)
        if told:
            at = told.at
        elif planned + PROBABLE_AFTER <= at:
            at = planned
    return services.journal.local(at).time().replace(second=0, microsecond=0, tzinfo=None)


def _is_now(services: Services, infusion: Infusion) -> bool:
    """Whether it is the day of this infusion."""
    place = services.course.place()
    id = place.infusion.appointment_id if place.infusion else ""
    return place.phase in AFTER and id == infusion.appointment_id


def _back(services: Services, infusion: Infusion | None) -> str:
    if infusion is None:
        return routes.COURSE
    return routes.NOW if _is_now(services, infusion) else f"{routes.INFUSION}/{infusion.appointment_id}"


def _said(words: Words, services: Services, at: datetime, wrong: Wrong | None) -> str:
    """The moment as it will be kept, or why it cannot be."""
    when = moment(words, services, at)
    match wrong:
        case Wrong.FUTURE:
            return words("{when} is in the future.", when=when)
        case Wrong.BEFORE_START:
            return words("{when} is before the start time you entered.", when=when)
        case Wrong.AFTER_END:
            return words("{when} is after the end time you entered.", when=when)
        case None:
            return when
