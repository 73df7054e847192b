"""The three care cards and the plain note: the level is in the words, the colour only repeats it."""

import flet as ft

from companion.domain.safety.rules import Level
from companion.views.components.controls import heading, text
from companion.views.theme import EMERGENCY, GAP, RADIUS, SMALL, STRONG, theme_of


def care_card(level: Level, overline: str, title: str, *controls: ft.Control, is_news: bool = True) -> ft.Control:
    """A card with a band that names its level; `overline` "" leaves the band out.

    `is_news`: it has just appeared, and a screen reader says its title by itself.
    """
    head = heading(title)
    if is_news:
        head = ft.Semantics(live_region=True, container=True, content=head)
    if level is Level.EMERGENCY:
        return _on_black(_card(ft.Colors.ERROR, ft.Colors.ON_ERROR, overline, head, *controls))
    if level is Level.URGENT:
        return _card(ft.Colors.ERROR, ft.Colors.ON_ERROR, overline, head, *controls)
    if level is Level.CALL_CLINIC:
        return _card(ft.Colors.TERTIARY_CONTAINER, ft.Colors.ON_TERTIARY_CONTAINER, overline, head, *controls)
    return _card(ft.Colors.OUTLINE_VARIANT, ft.Colors.ON_SURFACE, "", head, *controls)


def _card(color: str, on_color: str, overline: str, head: ft.Control, *controls: ft.Control) -> ft.Control:
    said = ft.Text(overline, size=SMALL, font_family=STRONG, color=on_color)
    band = ft.Container(said, bgcolor=color, padding=ft.Padding(GAP, 8, GAP, 8))
    body = ft.Column(
        list[ft.Control]([head, *controls]), spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    parts: list[ft.Control] = [*([band] if overline else []), ft.Container(body, padding=GAP)]
    return ft.Container(
        ft.Column(parts, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=ft.Colors.SURFACE_CONTAINER,
        border=ft.Border.all(2, color),
        border_radius=RADIUS,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def _on_black(content: ft.Control) -> ft.Control:
    """The same on near-black in every look: nothing else in the app looks like it."""
    theme = theme_of(EMERGENCY, is_dark=True)
    return ft.Container(content, theme=theme, dark_theme=theme, theme_mode=ft.ThemeMode.DARK)


def reasons(lines: list[str]) -> list[ft.Control]:
    """What else spoke for the card."""
    return [text(line, quiet=True, small=True) for line in lines]
