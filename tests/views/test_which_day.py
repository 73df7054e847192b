"""Which day it is: every screen that says Today or Yesterday follows the person's own date, in every zone."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import companion.views
from companion.app.running import Companion
from companion.content import CHECKLISTS, DAILY_CHECK_IN, SIDE_EFFECT
from companion.services.presence import Presence
from companion.views.routes import entry_route
from tests.courses import infusion
from tests.fakes import FixedClock
from tests.unit.test_course_service import Phone
from tests.views.conftest import open_window
from tests.views.course_time import answer_food_plan, book, course_of, set_clock
from tests.views.harness import Window
from tests.views.test_course_today import headings

VIEWS = Path(companion.views.__file__).parent
DAY_WORDS = {"day_name", "can_wait", "CheckInCard"}
"""What says Today, Yesterday, Tomorrow or "was today" of a date."""

LISTENS = {"use_today", "use_today_quietly"}


@dataclass
class Function:
    """A function of a view: what it calls by name, and whether Flet draws it as a component."""

    calls: set[tuple[str, str]] = field(default_factory=set)
    is_component: bool = False


def module_of(path: Path) -> str:
    return ".".join(("companion.views", *path.relative_to(VIEWS).with_suffix("").parts))


def functions() -> dict[tuple[str, str], Function]:
    """Every function of the views with what it refers to, whichever module that comes from."""
    found: dict[tuple[str, str], Function] = {}
    for path in VIEWS.rglob("*.py"):
        module, tree = module_of(path), ast.parse(path.read_text())
        names = {
            (alias.asname or alias.name): (node.module or "", alias.name)
            for node in ast.walk(tree)
            if isinstance(node, ast.ImportFrom)
            for alias in node.names
        }
        tops = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)]
        names |= {node.name: (module, node.name) for node in tops}
        for node in tops:
            used = {names[one.id] for one in ast.walk(node) if isinstance(one, ast.Name) and one.id in names}
            decorators = [one.id for one in getattr(node, "decorator_list", []) if isinstance(one, ast.Name)]
            found[module, node.name] = Function(used - {(module, node.name)}, "component" in decorators)
    return found


def reached(start: tuple[str, str], known: dict[tuple[str, str], Function]) -> Iterator[tuple[str, str]]:
    """What a component draws itself: it does not go through other components, which listen for themselves."""
    seen, waiting = set(), [start]
    while waiting:
        for name in known[waiting.pop()].calls - seen:
            seen.add(name)
            yield name
            if name in known and not known[name].is_component:
                waiting.append(name)


def names_a_day(name: tuple[str, str], known: dict[tuple[str, str], Function]) -> bool:
    if not known[name].is_component:
        return False
    return name[1] in DAY_WORDS or any(called[1] in DAY_WORDS - {"CheckInCard"} for called in reached(name, known))


def test_every_component_that_names_a_day_listens_to_the_day() -> None:
    known = functions()
    deaf = [
        ".".join(name)
        for name, one in known.items()
        if names_a_day(name, known) and not any(called[1] in LISTENS for called in one.calls)
    ]
    assert not deaf, "call use_today in these, or they still say Today after midnight"


def test_the_search_finds_the_screens_that_name_a_day() -> None:
    known = functions()
    found = {name[1] for name in known if names_a_day(name, known)}
    assert {"Today", "CheckInCard", "JournalList", "EntryDetails", "Warnings", "Timeline", "CourseNow"} <= found


ZONES = (
    "Europe/Paris", "Asia/Kolkata", "Australia/Adelaide", "Asia/Kathmandu", "Pacific/Chatham", "America/St_Johns",
    "America/New_York", "Australia/Lord_Howe", "UTC",
)  # fmt: skip


def a_minute_before_midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(23, 59), ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.asyncio
@pytest.mark.parametrize("zone", ZONES)
async def test_the_day_is_announced_at_the_persons_own_midnight_and_once(zone: str) -> None:
    phone = Phone()
    phone.clock = FixedClock(a_minute_before_midnight(date(2026, 11, 24), zone), zone)
    course = await phone.open()
    course.look_at_the_clock()
    days, hours = course.days.count, course.minutes.count
    course.look_at_the_clock()
    assert (course.days.count, course.minutes.count) == (days, hours)
    phone.clock.advance(60)
    course.look_at_the_clock()
    assert (course.days.count, course.minutes.count) == (days + 1, hours + 1), "also far from any infusion"
    for _ in range(59):
        phone.clock.advance(60)
        course.look_at_the_clock()
    assert course.days.count == days + 1


@pytest.mark.asyncio
@pytest.mark.parametrize("zone", ZONES)
async def test_a_greeting_follows_the_full_hour_of_the_persons_clock(zone: str) -> None:
    phone = Phone()
    noon = datetime(2026, 11, 24, 11, 59, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    phone.clock = FixedClock(noon, zone)
    course = await phone.open()
    course.look_at_the_clock()
    before = course.minutes.count
    phone.clock.advance(60)
    course.look_at_the_clock()
    assert course.minutes.count == before + 1


@pytest.mark.asyncio
@pytest.mark.parametrize(
    "day", [date(2026, 10, 24), date(2026, 10, 25), date(2027, 3, 27), date(2027, 3, 28), date(2027, 4, 3)]
)
@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "Pacific/Chatham"])
async def test_on_the_days_when_clocks_change_there_is_one_new_day_in_each_night(day: date, zone: str) -> None:
    phone = Phone()
    phone.clock = FixedClock(a_minute_before_midnight(day, zone), zone)
    course = await phone.open()
    course.look_at_the_clock()
    days = course.days.count
    for _ in range(25 * 4):
        phone.clock.advance(15 * 60)
        course.look_at_the_clock()
    passed = (phone.clock.today() - day).days
    assert course.days.count == days + passed


@pytest.mark.asyncio
async def test_a_clock_that_is_put_back_or_forward_and_another_zone_are_a_new_day_too() -> None:
    phone = Phone()
    phone.clock = FixedClock(datetime(2026, 11, 24, 12, 0, tzinfo=UTC), "Europe/Paris")
    course = await phone.open()
    course.look_at_the_clock()
    for seconds in (-86_400, 86_400, 3 * 86_400, -30 * 86_400):
        days, hours = course.days.count, course.minutes.count
        phone.clock.advance(seconds)
        course.look_at_the_clock()
        assert (course.days.count, course.minutes.count) == (days + 1, hours + 1), seconds
    for zone in ("Asia/Tokyo", "America/New_York", "Pacific/Kiritimati"):
        days = course.days.count
        phone.clock._zone = zone
        course.look_at_the_clock()
        assert course.days.count == days + 1


async def written(app: Companion, form: str = DAILY_CHECK_IN) -> str:
    journal = app.opening.opened.journal
    draft = journal.begin(form)
    answer = {DAILY_CHECK_IN: ("mood", 6), SIDE_EFFECT: ("note", "A headache.")}.get(form)
    if answer:
        await journal.answer(draft.id, *answer)
    head = await journal.finish(draft.id)
    return str(head.id)


async def just_before_midnight(app: Companion, zone: str) -> FixedClock:
    await app.opening.opened.preferences.change(was_welcomed=True, country="US", has_read_limits=True)
    clock = set_clock(app, a_minute_before_midnight(date(2026, 11, 24), zone), zone)
    course_of(app).look_at_the_clock()
    return clock


async def midnight(app: Companion, window: Window, clock: FixedClock) -> None:
    app.presence = Presence()  # nobody has tapped for a while
    clock.advance(60)
    course_of(app).look_at_the_clock()
    await window.settle()


@pytest.mark.asyncio
@pytest.mark.parametrize("zone", ZONES)
async def test_the_journals_list_says_yesterday_after_midnight(app: Companion, zone: str) -> None:
    clock = await just_before_midnight(app, zone)
    await written(app)
    async for window in open_window(app, "/journal"):
        assert headings(window) == ["Today"]
        await midnight(app, window, clock)
        assert headings(window) == ["Yesterday"]


@pytest.mark.asyncio
async def test_every_screen_with_a_day_follows_it_while_it_is_open(app: Companion) -> None:
    clock = await just_before_midnight(app, "Asia/Kolkata")
    await book(app, infusion(clock.now() + timedelta(hours=12), "Asia/Kolkata"))
    id, listed = await written(app), await written(app, CHECKLISTS[0])
    removed = await written(app, SIDE_EFFECT)
    await app.opening.opened.journal.remove(removed)
    await answer_food_plan(app)
    routes = {
        "/": "Last entry: {day}, ",
        entry_route(id): "{day}, ",
        entry_route(listed): "{day}, ",
        "/removed": "{day}, ",
        "/add": "{day}, ",
        "/course": "Infusion 1: {next}, ",
        "/course/infusion/i1": "{next}, ",
        "/course/part/before/i1": "Infusion 1: {next}, ",
        "/course/matters": "Last food: {next}, ",
        "/course/driver/i1": "{next}, ",
    }
    for route, said in routes.items():
        clock = set_clock(app, a_minute_before_midnight(date(2026, 11, 24), "Asia/Kolkata"), "Asia/Kolkata")
        course_of(app).look_at_the_clock()
        async for window in open_window(app, route):
            before = said.format(day="Today", next="Tomorrow")
            after = said.format(day="Yesterday", next="Today")
            assert any(before in one for one in window.texts()), (route, window.texts())
            await midnight(app, window, clock)
            assert any(after in one for one in window.texts()), (route, window.texts())
            assert not any(before in one for one in window.texts()), (route, window.texts())


@pytest.mark.asyncio
@pytest.mark.parametrize("zone", ["Asia/Kolkata", "Australia/Adelaide", "Asia/Kathmandu", "Pacific/Chatham"])
async def test_today_asks_again_at_midnight_where_hours_begin_between_those_of_utc(app: Companion, zone: str) -> None:
    clock = await just_before_midnight(app, zone)
    await written(app)
    async for window in open_window(app):
        assert "You have checked in today" in headings(window)
        await midnight(app, window, clock)
        assert "You have checked in today" not in headings(window)


@pytest.mark.asyncio
async def test_a_day_that_is_another_one_after_travel_is_said_anew(app: Companion) -> None:
    clock = await just_before_midnight(app, "America/New_York")
    await written(app)
    async for window in open_window(app, "/journal"):
        assert headings(window) == ["Today"]
        clock._zone = "Europe/Paris"  # it is already the 25th there
        course_of(app).look_at_the_clock()
        await window.settle()
        assert headings(window) == ["Yesterday"]
