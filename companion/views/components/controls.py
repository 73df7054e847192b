"""The accessible controls: every one has a name for a screen reader, a size for a finger, and the app's type."""

from collections.abc import Awaitable, Callable, Sequence
from inspect import isawaitable
from typing import Any

import flet as ft

from companion.views.components.glue import MOST_IN_CHOICE, MOST_IN_HEADING, breakable
from companion.views.components.reach import BETWEEN_NUMBERS, room_around, rows_of, target
from companion.views.theme import BODY, FALLBACK, FAMILY, GAP, HEADING, LINE, RADIUS, SIDE, SMALL, STRONG, TITLE

Handler = Callable[[], Any]

LABEL_LINE = 1.25
RADIO_LINE, RADIO = 40, 28
"""Heights of a radio button: in a line of its own, under a number."""


def does(work: Handler) -> Callable[[], Awaitable[None]]:
    """An event handler of work that may give something to wait for."""

    async def handler() -> None:
        result = work()
        if isawaitable(result):
            await result

    return handler


def text(value: str, *, quiet: bool = False, small: bool = False, strong: bool = False) -> ft.Text:
    """A paragraph. `quiet` has less weight, never less than a contrast of 4.5."""
    return ft.Text(
        value,
        size=SMALL if small else BODY,
        font_family=STRONG if strong else FAMILY,
        font_family_fallback=FALLBACK,
        color=ft.Colors.ON_SURFACE_VARIANT if quiet else ft.Colors.ON_SURFACE,
        style=ft.TextStyle(height=LINE),
    )


LONG_WORD, LONG_WORD_SIZE = 8, 19
"""Letters that still fit beside Help at 200 % text in the usual size, and the size of a longer word: "afternoon"."""


def heading(value: str, *, level: int = 2, in_line: bool = False) -> ft.Control:
    """A heading; level 1 is the screen's own, smaller where it shares its line; level 3 is one among several."""
    value = breakable(value, MOST_IN_HEADING)
    size = TITLE if level == 1 and not in_line else BODY if level == 3 else HEADING
    if in_line and max(map(len, value.split()), default=0) > LONG_WORD:
        size = LONG_WORD_SIZE
    shown = ft.Text(value, size=size, color=ft.Colors.ON_SURFACE, font_family=STRONG, style=ft.TextStyle(height=1.25))
    return ft.Semantics(heading_level=level, container=True, content=shown)


def lines_of(values: Sequence[str], *, color: str | None = None) -> ft.Control:
    """A list of short lines, each with a dot before it."""
    color = color or ft.Colors.ON_SURFACE  # else it would have the ink of the window's look inside a darker card
    rows: list[ft.Control] = [
        ft.Row(
            [ft.Text("•", size=BODY, color=color, style=ft.TextStyle(height=LINE)), _line(value, color)],
            spacing=8,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for value in values
    ]
    return ft.Column(rows, spacing=4, tight=True)


def _line(value: str, color: str) -> ft.Text:
    return ft.Text(value, size=BODY, color=color, expand=True, style=ft.TextStyle(height=LINE))


def live(value: str, *, quiet: bool = False, small: bool = False) -> ft.Control:
    """A text that a screen reader says by itself when it appears."""
    return ft.Semantics(live_region=True, container=True, content=text(value, quiet=quiet, small=small))


def _shape() -> ft.RoundedRectangleBorder:
    return ft.RoundedRectangleBorder(radius=12)


def _button_style(left: int = 20, right: int = 20, **more: Any) -> ft.ButtonStyle:
    around = room_around(BODY * LABEL_LINE)
    return ft.ButtonStyle(
        shape=_shape(),
        padding=ft.Padding(left, around, right, around),
        text_style=ft.TextStyle(size=BODY, font_family=STRONG, font_family_fallback=FALLBACK, height=LABEL_LINE),
        **more,
    )


def _label(value: str) -> ft.Text:
    """A button's words: in the middle also where they take two lines."""
    return ft.Text(value, text_align=ft.TextAlign.CENTER)


def _icon(icon: ft.IconData | None) -> ft.Icon | None:
    return ft.Icon(icon, size=20, apply_text_scaling=True) if icon else None


def primary(label: str, on_click: Handler, *, icon: ft.IconData | None = None) -> ft.Control:
    """The one filled button of a screen, as wide as its card."""
    button = ft.FilledButton(
        _label(label), icon=_icon(icon), on_click=does(on_click), style=_button_style(), expand=True
    )
    return _minimum(ft.Row([button]))


def secondary(label: str, on_click: Handler, *, icon: ft.IconData | None = None, is_care: bool = False) -> ft.Control:
    """An outlined button, as wide as its card; `is_care` gives it the colour of Help, which it then leads to."""
    colors: dict[str, Any] = (
        {"color": ft.Colors.ERROR, "icon_color": ft.Colors.ERROR, "side": ft.BorderSide(2, ft.Colors.ERROR)}
        if is_care
        else {}
    )
    button = ft.OutlinedButton(
        _label(label), icon=_icon(icon), on_click=does(on_click), style=_button_style(**colors), expand=True
    )
    return _minimum(ft.Row([button]))


def link(label: str, on_click: Handler, *, icon: ft.IconData | None = None) -> ft.Control:
    """A quiet button: words alone, or an icon beside words, on the left edge of their column."""
    style = _button_style(0, 12, alignment=ft.Alignment.CENTER_LEFT)
    return ft.TextButton(ft.Text(label), icon=_icon(icon), on_click=does(on_click), style=style)


def step_button(sign: str, name: str, on_click: Handler) -> ft.Control:
    """A square button with a sign alone, beside the value that it changes; `name` is what a screen reader says."""
    label = ft.Text(sign, semantics_label=name, text_align=ft.TextAlign.CENTER)
    return ft.OutlinedButton(label, on_click=does(on_click), style=_button_style(18, 18))


def dialog(
    title: str, *controls: ft.Control, actions: Sequence[tuple[str, Handler]], on_dismiss: Handler
) -> ft.AlertDialog:
    """A question or a message over the screen. `actions` in order: the harmless one first.

    The buttons stand below the words, one under the other, and scroll with them: buttons that stay would cover the end
    of a long text, which then looks as if it were all.
    """
    buttons = [secondary(label, work) for label, work in actions]
    below = ft.Column(list[ft.Control](buttons), spacing=8, tight=True)
    return ft.AlertDialog(
        modal=True,
        title=ft.Text(title, size=HEADING, font_family=STRONG, style=ft.TextStyle(height=LABEL_LINE)),
        semantics_label=title,
        content=ft.Column([*controls, below], spacing=12, tight=True),
        scrollable=True,
        inset_padding=ft.Padding(SIDE, 72, SIDE, 24),
        on_dismiss=does(on_dismiss),
    )


def _minimum(control: ft.Control) -> ft.Control:
    return ft.Container(control, padding=ft.Padding(0, 2, 0, 2))


def card(*controls: ft.Control, color: str | None = None) -> ft.Control:
    """A flat card with a hairline."""
    return ft.Container(
        padding=GAP,
        border_radius=RADIUS,
        bgcolor=color or ft.Colors.SURFACE_CONTAINER,
        border=ft.Border.all(1, ft.Colors.OUTLINE_VARIANT),
        content=ft.Column(list(controls), spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
    )


def row_link(
    title: str,
    subtitle: str,
    on_click: Handler,
    *,
    key: str | None = None,
    icon: ft.IconData = ft.Icons.CHEVRON_RIGHT,
) -> ft.Control:
    """A line of a list that opens something, or does what its `icon` says: its title, and what is said of it."""
    return ft.ListTile(
        key=key,
        title=ft.Text(title, size=BODY, style=ft.TextStyle(height=LINE)),
        subtitle=ft.Text(subtitle, size=SMALL, color=ft.Colors.ON_SURFACE_VARIANT) if subtitle else None,
        trailing=ft.Icon(icon, color=ft.Colors.ON_SURFACE_VARIANT),
        content_padding=ft.Padding(4, 0, 0, 0),
        min_height=max(56, target()),
        on_click=does(on_click),
    )


def choices(
    options: Sequence[tuple[str, str]], chosen: str | None, on_pick: Callable[[str], Any], *, name: str
) -> ft.Control:
    """One of several, as radio buttons in full lines; a tap on the chosen one picks it again.

    `options` are (value, label); `name` is what the group is called.
    """
    tiles = [_choice_tile(value, label, value == chosen, on_pick) for value, label in options]
    group = ft.RadioGroup(value=chosen, content=ft.Column(tiles, spacing=8))
    return ft.Semantics(label=name, container=True, content=group)


def _choice_tile(value: str, label: str, is_chosen: bool, on_pick: Callable[[str], Any]) -> ft.Control:
    line = ft.Row(
        [
            ft.Radio(value=value, height=RADIO_LINE),
            ft.Text(breakable(label, MOST_IN_CHOICE), size=BODY, color=ft.Colors.ON_SURFACE, expand=True,
                    style=ft.TextStyle(height=LINE)),
        ],
        spacing=4,
    )  # fmt: skip
    around = room_around(RADIO_LINE) + 2
    return ft.MergeSemantics(_tile(line, is_chosen, lambda: on_pick(value), ft.Padding(8, around, 12, around)))


def scale(
    numbers: Sequence[int], chosen: int | None, on_pick: Callable[[int], Any], *, name: str, low: str, high: str
) -> ft.Control:
    """Rows of numbers as radio buttons, each a tap of its own, with the meaning of its ends in words."""
    places = -(-len(numbers) // rows_of(len(numbers)))
    starts = range(0, len(numbers), places)
    rows = [_number_row(numbers[start : start + places], places, chosen, on_pick) for start in starts]
    ends = [
        text(f"{numbers[0]}: {low}", quiet=True, small=True),
        text(f"{numbers[-1]}: {high}", quiet=True, small=True),
    ]
    words = ft.Row(list[ft.Control](ends), wrap=True, spacing=16, run_spacing=0)
    content = ft.Column([*rows, words], spacing=8, tight=True)
    group = ft.RadioGroup(value=None if chosen is None else str(chosen), content=content)
    return ft.Semantics(label=name, container=True, content=group)


def _number_row(numbers: Sequence[int], places: int, chosen: int | None, on_pick: Callable[[int], Any]) -> ft.Control:
    tiles = [_number_tile(number, number == chosen, on_pick) for number in numbers]
    empty = [ft.Container(expand=True) for _ in range(places - len(numbers))]
    return ft.Row([*tiles, *empty], spacing=BETWEEN_NUMBERS)


def _number_tile(number: int, is_chosen: bool, on_pick: Callable[[int], Any]) -> ft.Control:
    face = ft.Column(
        [
            ft.Text(
                str(number), size=18, color=ft.Colors.ON_SURFACE, font_family=STRONG, no_wrap=True,
                text_align=ft.TextAlign.CENTER, style=ft.TextStyle(height=LABEL_LINE),
            ),
            ft.Radio(value=str(number), height=RADIO, visual_density=ft.VisualDensity.COMPACT),
        ],
        spacing=0,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
    )  # fmt: skip
    more = room_around(RADIO_LINE) - 4  # more room where it is dim
    tile = _tile(face, is_chosen, lambda: on_pick(number), ft.Padding(0, 6 + more, 0, 2 + more))
    return ft.MergeSemantics(tile, expand=True)


def _tile(content: ft.Control, is_chosen: bool, on_click: Handler, padding: ft.Padding) -> ft.Control:
    return ft.Container(
        content=content,
        padding=padding,
        border_radius=12,
        bgcolor=ft.Colors.PRIMARY_CONTAINER if is_chosen else ft.Colors.SURFACE_CONTAINER,
        border=ft.Border.all(2 if is_chosen else 1, ft.Colors.PRIMARY if is_chosen else ft.Colors.OUTLINE),
        # No ripple: it would be drawn for a third of a second over the next question. The radio takes the keyboard.
        on_click=does(on_click),
    )


def copy_button(label: str, value: str) -> ft.Control:
    """Puts a text on the clipboard, inside the tap itself."""
    action = ft.CopyToClipboard(value)
    return _minimum(ft.Row([ft.OutlinedButton(_label(label), action=action, style=_button_style(), expand=True)]))


def outside_link(label: str, uri: str) -> ft.Control:
    """Opens a page of somebody else beside the app, inside the tap itself."""
    style = _button_style(0, 12, alignment=ft.Alignment.CENTER_LEFT)
    icon = _icon(ft.Icons.OPEN_IN_NEW)
    return ft.TextButton(ft.Text(label), icon=icon, action=ft.OpenUrl(uri, target=ft.UrlTarget.BLANK), style=style)


def leave_button(label: str, uri: str) -> ft.Control:
    """Leaves the app for another page at once, inside the tap itself."""
    action = ft.OpenUrl(uri, target=ft.UrlTarget.SELF)
    return _minimum(ft.Row([ft.OutlinedButton(_label(label), action=action, style=_button_style(), expand=True)]))


def call_button(label: str, uri: str, *, is_emergency: bool = False) -> ft.Control:
    """One way to a person, filled with the colour of Help where it is the first in an emergency.

    It opens `tel:` or `sms:` inside the tap itself: browsers ignore it after a round trip.
    """
    kind = ft.FilledButton if is_emergency else ft.OutlinedButton
    colors: dict[str, Any] = {"bgcolor": ft.Colors.ERROR, "color": ft.Colors.ON_ERROR} if is_emergency else {}
    button = kind(_label(label), action=ft.OpenUrl(uri), style=_button_style(**colors), expand=True)
    return _minimum(ft.Row([button]))
