"""Everything that is tapped is large enough: 48 pixels, 56 where it is dim; over every screen."""

from collections.abc import AsyncIterator

import flet as ft
import pytest
from flet.controls.base_control import BaseControl

from companion.app.running import Companion
from companion.content import DAILY_CHECK_IN
from companion.services.preferences import Look
from companion.views.theme import GAP, LINE, SIDE
from tests.views.conftest import CLINIC, open_window
from tests.views.harness import Window
from tests.views.test_texts import ARTICLES, ROUTES, write_plan

pytestmark = pytest.mark.asyncio

BUTTONS = (ft.FilledButton, ft.OutlinedButton, ft.TextButton)


def least_height(one: BaseControl) -> float | None:
    """The height that a control has at the least, computed from what it is given; None for what is not tapped."""
    if isinstance(one, BUTTONS):
        padding, style = one.style.padding, one.style.text_style
        return one.height or padding.top + padding.bottom + style.size * (style.height or 1)
    if isinstance(one, ft.ListTile):
        return one.min_height
    if isinstance(one, ft.Container) and one.on_click:
        return one.padding.top + one.padding.bottom + content_height(one.content)
    if isinstance(one, ft.TextField):
        return one.content_padding.top + one.content_padding.bottom + one.text_size * LINE
    return None


def content_height(content: BaseControl) -> float:
    if isinstance(content, ft.Row):
        return max(content_height(one) for one in content.controls)
    if isinstance(content, ft.Column):
        return sum(content_height(one) for one in content.controls)
    return content.height or content.size * (content.style.height or 1)


def number_rows(window: Window) -> list[int]:
    """How many places each row of numbers has."""
    return [
        len(one.controls)
        for one in window.controls()
        if isinstance(one, ft.Row) and isinstance(one.controls[0], ft.MergeSemantics)
    ]


async def screens(app: Companion, width: int = 390) -> AsyncIterator[tuple[str, Window]]:
    """Every screen, with a clinic, an entry and a draft."""
    services = app.opening.opened
    services.clinic.settings = CLINIC
    journal = services.journal
    draft = journal.begin(DAILY_CHECK_IN)
    await journal.answer(draft.id, "mood", 5, 1)
    head = await journal.finish(draft.id)
    person = await write_plan(app)
    async for window in open_window(app):
        yield "welcome", window
    await services.preferences.change(was_welcomed=True)
    for route in ROUTES:
        async for window in open_window(app, route.replace("ID", head.id).replace("PERSON", person), width):
            if route in ARTICLES:
                await window.until("Where this comes from")
            yield route, window


@pytest.mark.parametrize(("look", "least"), [(Look.LIGHT, 48), (Look.DIM, 56)])
async def test_everything_that_is_tapped_is_large_enough_on_every_screen(
    app: Companion, look: Look, least: int
) -> None:
    await app.opening.opened.preferences.change(look=look)
    small, seen = {}, set()
    async for route, window in screens(app):
        if route == "/journal/ID":
            while "Remove" not in window.labels():  # the entry is being read
                await window.settle()
            await window.tap("Remove")
        for one in window.controls():
            height = least_height(one)
            if height is not None:
                seen.add(type(one).__name__)
                small |= {(route, type(one).__name__): height} if height < least else {}
    assert small == {}
    assert seen >= {"FilledButton", "OutlinedButton", "TextButton", "ListTile", "Container"}


async def test_buttons_become_larger_at_once_when_dim_is_chosen(window: Window) -> None:
    await window.go("/more/look")
    before = least_height(window.button("Back"))
    await window.tap("Dim: no bright light, larger buttons")
    assert before < 56 <= least_height(window.button("Back"))


@pytest.mark.parametrize(
    ("look", "width"), [(Look.LIGHT, 320), (Look.LIGHT, 360), (Look.LIGHT, 390), (Look.DIM, 390), (Look.DIM, 1200)]
)
async def test_every_number_of_a_scale_is_as_wide_as_a_target(app: Companion, look: Look, width: int) -> None:
    await app.opening.opened.preferences.change(look=look, was_welcomed=True)
    async for window in open_window(app, width=width):
        rows = number_rows(window)
        room = min(width, 640) - 2 * SIDE - 2 * (GAP + 1)
        assert rows and all((room - 4 * (places - 1)) / places >= (56 if look is Look.DIM else 48) for places in rows)


async def test_a_link_stands_on_the_left_edge_and_a_button_has_its_words_in_the_middle(app: Companion) -> None:
    async for _, window in screens(app):
        for one in window.controls():
            if isinstance(one, ft.TextButton):
                assert one.style.padding.left == 0 and one.style.alignment == ft.Alignment.CENTER_LEFT
            elif isinstance(one, ft.FilledButton | ft.OutlinedButton):
                assert one.content.text_align is ft.TextAlign.CENTER


async def test_a_field_in_a_card_is_as_wide_as_the_card(window: Window) -> None:
    await window.go("/more/backup")
    cards = [
        one.content
        for one in window.controls()
        if isinstance(one, ft.Container) and one.border_radius and isinstance(one.content, ft.Column)
    ]
    assert cards and all(one.horizontal_alignment is ft.CrossAxisAlignment.STRETCH for one in cards)


async def test_the_column_stays_in_its_place_when_the_rail_goes(app: Companion) -> None:
    await app.opening.opened.preferences.change(was_welcomed=True)
    rooms = set()
    for route in ("/", "/check-in", "/help"):
        async for window in open_window(app, route, 1200):
            row = next(one for one in window.controls() if isinstance(one, ft.Row))
            rooms.add((row.controls[0].width, row.controls[1].expand, row.spacing))
    assert len(rooms) == 1 and rooms.pop()[0] >= 96
