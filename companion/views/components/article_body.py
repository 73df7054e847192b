"""An article's sections as controls: large, quiet, few."""

from collections.abc import Callable, Sequence

import flet as ft

from companion.domain.article_text import Block, Bullets, Care, CareLevel, Link, Paragraph, Runs, Section, said
from companion.domain.safety.rules import Level
from companion.i18n import Words
from companion.views.components.care_card import care_card
from companion.views.components.controls import heading, lines_of, link, secondary
from companion.views.theme import GAP, STRONG

BETWEEN = 12
HELP = "help"
"""The screen to which a link is drawn as everywhere in the app: a button in the colour of Help."""

Fill = Callable[[str], str]
Open = Callable[[Link], None]
Call = Callable[[], list[ft.Control]]
"""Makes the button that calls the country's emergency number; nothing where no number is known."""


def reading(runs: Runs, fill: Fill = str, *, expand: bool = False) -> ft.Text:
    """A paragraph in the size of an article; strong words stand in their own weight.

    Its look is a style of the theme (theme.py): a style of its own for each text is what makes a long page slow.
    """
    style = ft.TextThemeStyle.HEADLINE_LARGE
    if not any(run.is_strong for run in runs):
        return ft.Text(fill(said(runs)), theme_style=style, expand=expand)
    strong = ft.TextStyle(font_family=STRONG)
    spans = [ft.TextSpan(fill(run.text), style=strong if run.is_strong else None) for run in runs]
    return ft.Text(spans=spans, theme_style=style, expand=expand)


def bullets(lines: Sequence[Runs], fill: Fill = str) -> ft.Control:
    """A list with a dot before each line; a screen reader reads the lines alone."""
    rows: list[ft.Control] = [
        ft.Row(
            [
                ft.Text("•", theme_style=ft.TextThemeStyle.HEADLINE_LARGE, semantics_label=""),
                reading(line, fill, expand=True),
            ],
            spacing=10,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        for line in lines
    ]
    return ft.Column(rows, spacing=6, tight=True)


def section(words: Words, one: Section, key: str, fill: Fill, go: Open, call: Call) -> ft.Control:
    """A heading and what stands under it, as one piece that can be scrolled to."""
    blocks = [_block(words, block, fill, go, call) for block in one.blocks]
    head = [heading(fill(one.title))] if one.title else []
    return ft.Container(
        ft.Column([*head, *blocks], spacing=BETWEEN, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        key=ft.ScrollKey(key),  # type: ignore[call-arg]  # Flet makes its __init__ unseen by mypy
        padding=ft.Padding(0, GAP if one.title else 0, 0, 0),
    )


def _block(words: Words, block: Block, fill: Fill, go: Open, call: Call) -> ft.Control:
    match block:
        case Paragraph(runs):
            return reading(runs, fill)
        case Bullets(lines):
            return bullets(lines, fill)
        case Link():
            if block.target == HELP:
                return secondary(block.words, lambda: go(block), icon=ft.Icons.CALL, is_care=True)
            return link(block.words, lambda: go(block), icon=ft.Icons.CHEVRON_RIGHT)
        case Care():
            return _care(words, block, fill, call)


def _care(words: Words, block: Care, fill: Fill, call: Call) -> ft.Control:
    is_emergency = block.level is CareLevel.EMERGENCY
    level = Level.EMERGENCY if is_emergency else Level.CALL_CLINIC
    name = words("Emergency") if is_emergency else words("For your clinic")
    lines = lines_of([fill(one) for one in block.lines], color=ft.Colors.ON_SURFACE)
    return care_card(level, name, fill(block.title), *(call() if is_emergency else []), lines, is_news=False)
