"""How a window looks, and what is left unsealed for the page: the look, the country, what Help was told, a PIN."""

import asyncio

import flet as ft

from companion.services.preferences import Choices, Look
from companion.views.theme import DARK, DIM, FONTS, LATER_FONTS, LIGHT, fonts_at, theme_of


def dimmed(content: ft.Control) -> ft.Control:
    """The content in the dim look, whatever the window's is."""
    theme = theme_of(DIM, is_dark=True)
    return ft.Container(
        content, bgcolor=DIM.ground, expand=True, theme=theme, dark_theme=theme, theme_mode=ft.ThemeMode.DARK
    )


async def load_later_fonts(page: ft.Page, folder: str) -> None:
    """The fonts that the first screen does not need."""
    await asyncio.sleep(2)
    page.fonts = fonts_at({**FONTS, **LATER_FONTS}, folder)
    page.update()


def wear(page: ft.Page, look: Look) -> None:
    """Give the page the themes of a look; the next update tells it. Before the first frame it is drawn once."""
    modes = {Look.SYSTEM: ft.ThemeMode.SYSTEM, Look.LIGHT: ft.ThemeMode.LIGHT}
    page.theme_mode = modes.get(look, ft.ThemeMode.DARK)
    page.theme = theme_of(LIGHT, is_dark=False)
    page.dark_theme = theme_of(DIM if look is Look.DIM else DARK, is_dark=True)
    page.session.store.set("look", look)


def change_look(page: ft.Page, look: Look) -> None:
    """The same while it is shown, where it is another."""
    if page.session.store.get("look") is not look:
        wear(page, look)
        page.update()


async def remember_look(page: ft.Page, look: Look) -> None:
    """Leave for the page, unsealed, how Help is to look, and the next start's first frame."""
    if page.web:
        await ft.SharedPreferences().set("companion.look", look.value)


async def remember(page: ft.Page, choices: Choices, has_lock: bool) -> None:
    """Leave for the page, unsealed: country, what Help was told, whether there is a PIN."""
    if not page.web:
        return
    kept = ft.SharedPreferences()
    if choices.country:
        await kept.set("companion.country", choices.country)
    if choices.help_profile:
        await kept.set("companion.help_profile", ",".join(sorted(choices.help_profile)))
    elif await kept.contains_key("companion.help_profile"):
        await kept.remove("companion.help_profile")
    await (kept.set("companion.cover", True) if has_lock else kept.remove("companion.cover"))
