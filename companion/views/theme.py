"""The look: three palettes, the type, and Flet themes made from them.

Red belongs to care cards and Help alone. Every pair of text and ground has a contrast of at least 4.5 (a test
computes it).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import flet as ft

FAMILY = "Atkinson Hyperlegible Next"
STRONG = "Atkinson Hyperlegible Next SemiBold"
FALLBACK = ["Companion Symbols", "Noto Emoji"]
FONTS = {
    FAMILY: "fonts/AtkinsonHyperlegibleNext-Regular.ttf",
    STRONG: "fonts/AtkinsonHyperlegibleNext-SemiBold.ttf",
    "Companion Symbols": "fonts/CompanionSymbols-Regular.ttf",
}
LATER_FONTS = {"Noto Emoji": "fonts/NotoEmoji-Regular.ttf"}
"""Large, and needed only where somebody types an emoji: loaded when the first screen is drawn."""


def fonts_at(fonts: Mapping[str, str], folder: str) -> dict[str, str]:
    """Fonts by family, as the client asks for them."""
    return {family: folder + file for family, file in fonts.items()}


BODY, SMALL, HEADING, TITLE, NUMBER = 17, 15, 22, 28, 20
LINE = 1.4
READING, READING_LINE = 18, 1.5
SIDE, GAP, RADIUS, TARGET = 20, 16, 16, 48
CONTENT_WIDTH, WIDE = 640, 840


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by their use, as "#RRGGBB".

    Attributes:
        ground, card: behind everything, behind a card.
        ink, quiet: text, and text of less weight.
        line: hairlines around cards and fields.
        accent, on_accent: the one filled button, and links on ground.
        soft, on_soft: what is chosen.
        care, on_care: care cards and Help.
        tell, on_tell: what is good to know and not urgent.
    """

    ground: str
    card: str
    ink: str
    quiet: str
    line: str
    accent: str
    on_accent: str
    soft: str
    on_soft: str
    care: str
    on_care: str
    tell: str
    on_tell: str

    def text_pairs(self) -> tuple[tuple[str, str], ...]:
        """Every (text, ground) that a screen may draw."""
        return (
            *((text, ground) for text in (self.ink, self.quiet, self.accent, self.care)
              for ground in (self.ground, self.card)),
            (self.on_accent, self.accent),
            (self.on_soft, self.soft),
            (self.ink, self.soft),
            (self.on_care, self.care),
            (self.on_tell, self.tell),
        )  # fmt: skip


LIGHT = Palette(
    ground="#FAF8F4", card="#FFFFFF", ink="#1B2423", quiet="#52605D", line="#C9CDC7", accent="#1A625B",
    on_accent="#FFFFFF", soft="#D5E8E4", on_soft="#0E3B36", care="#A6231C", on_care="#FFFFFF",
    tell="#DFEAF5", on_tell="#14385A",
)  # fmt: skip
DARK = Palette(
    ground="#101816", card="#18221F", ink="#E4EAE6", quiet="#A9B6B1", line="#3A4743", accent="#85CFC4",
    on_accent="#06302B", soft="#24443F", on_soft="#CBEAE4", care="#FFB1A8", on_care="#4A0A06",
    tell="#1A2C3D", on_tell="#C6DCF2",
)  # fmt: skip
DIM = Palette(
    ground="#0B0D0B", card="#121511", ink="#CDBE9F", quiet="#9C9078", line="#35332B", accent="#B9AC86",
    on_accent="#1A1810", soft="#2B2A20", on_soft="#D6C8A6", care="#E8A090", on_care="#2D0906",
    tell="#161B20", on_tell="#B3B8B4",
)  # fmt: skip


EMERGENCY = Palette(
    ground="#140D0B", card="#1A1110", ink="#FFFFFF", quiet="#DDD5D2", line="#8E2A20", accent="#FFD9D3",
    on_accent="#4A0A06", soft="#3A1713", on_soft="#FFE3DE", care="#FF8A7A", on_care="#2A0400",
    tell="#1A2C3D", on_tell="#C6DCF2",
)  # fmt: skip
"""Red on near-black, in every look."""


def theme_of(palette: Palette, is_dark: bool) -> ft.Theme:
    """The Flet theme of a palette."""
    return ft.Theme(
        font_family=FAMILY,
        color_scheme=_scheme(palette),
        text_theme=_text_theme(palette),
        scaffold_bgcolor=palette.ground,
        canvas_color=palette.ground,
        divider_color=palette.line,
        page_transitions=_still(),
        visual_density=ft.VisualDensity.STANDARD,
        navigation_bar_theme=ft.NavigationBarTheme(
            bgcolor=palette.card,
            indicator_color=palette.soft,
            label_text_style=_style(palette.ink, 14, ft.FontWeight.W_500),
        ),
        system_overlay_style=ft.SystemOverlayStyle(
            status_bar_icon_brightness=ft.Brightness.LIGHT if is_dark else ft.Brightness.DARK
        ),
    )


def palette_of(look: str, system_is_dark: bool) -> Palette:
    """The palette of a look: "light", "dark", "dim", or "system"."""
    if look == "system":
        return DARK if system_is_dark else LIGHT
    return {"light": LIGHT, "dark": DARK, "dim": DIM}[look]


def target_of(palette: Palette) -> int:
    """The least height of what is tapped, in pixels: larger where the screen is dim."""
    return 56 if palette is DIM else TARGET


def _scheme(p: Palette) -> ft.ColorScheme:
    return ft.ColorScheme(
        primary=p.accent,
        on_primary=p.on_accent,
        primary_container=p.soft,
        on_primary_container=p.on_soft,
        secondary=p.accent,
        on_secondary=p.on_accent,
        secondary_container=p.soft,
        on_secondary_container=p.on_soft,
        tertiary_container=p.tell,
        on_tertiary_container=p.on_tell,
        error=p.care,
        on_error=p.on_care,
        surface=p.ground,
        on_surface=p.ink,
        on_surface_variant=p.quiet,
        outline=p.quiet,
        outline_variant=p.line,
        surface_container=p.card,
        surface_container_low=p.card,
        surface_container_lowest=p.ground,
        surface_container_high=p.card,
        surface_container_highest=p.card,
        surface_tint=p.card,
        inverse_surface=p.ink,
        on_inverse_surface=p.ground,
    )


def _style(color: str, size: int, weight: ft.FontWeight = ft.FontWeight.W_400, height: float = LINE) -> ft.TextStyle:
    family = STRONG if weight is ft.FontWeight.W_600 else FAMILY
    return ft.TextStyle(size=size, height=height, color=color, font_family=family, font_family_fallback=FALLBACK)


def _text_theme(p: Palette) -> ft.TextTheme:
    return ft.TextTheme(
        body_large=_style(p.ink, BODY),
        body_medium=_style(p.ink, BODY),
        body_small=_style(p.quiet, SMALL),
        label_large=_style(p.ink, BODY, ft.FontWeight.W_600),
        label_medium=_style(p.ink, 14, ft.FontWeight.W_500),
        title_large=_style(p.ink, HEADING, ft.FontWeight.W_600),
        title_medium=_style(p.ink, BODY, ft.FontWeight.W_600),
        headline_small=_style(p.ink, HEADING, ft.FontWeight.W_600),
        headline_medium=_style(p.ink, TITLE, ft.FontWeight.W_600),
        # An article's text: named by its theme style, so that a long one is light to draw.
        headline_large=_style(p.ink, READING, height=READING_LINE),
    )


def _still() -> ft.PageTransitionsTheme:
    still = ft.PageTransitionTheme.NONE
    return ft.PageTransitionsTheme(android=still, ios=still, linux=still, macos=still, windows=still)
