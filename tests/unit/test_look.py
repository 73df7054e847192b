"""Contrast of every pair of colours, in the app and in the page's Help."""

import re
from pathlib import Path

import pytest

from companion.views.theme import DARK, DIM, EMERGENCY, LIGHT, Palette, palette_of, target_of

CSS = (Path(__file__).parents[2] / "companion/site/help.css").read_text("utf-8")


def luminance(color: str) -> float:
    if len(color) == 4:
        color = "#" + "".join(digit * 2 for digit in color[1:])
    parts = [int(color[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("palette", [LIGHT, DARK, DIM, EMERGENCY], ids=["light", "dark", "dim", "emergency"])
def test_every_text_has_a_contrast_of_at_least_4_5(palette: Palette) -> None:
    low = {pair: round(contrast(*pair), 2) for pair in palette.text_pairs() if contrast(*pair) < 4.5}
    assert low == {}


def test_the_measure_of_contrast_is_right() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0 and round(contrast("#777777", "#FFFFFF"), 2) == 4.48


@pytest.mark.parametrize("block", re.findall(r"\{([^{}]*--cmp-ground: #[^{}]*)\}", CSS))
def test_help_has_a_contrast_of_at_least_4_5_in_each_look(block: str) -> None:
    colors = dict(re.findall(r"--cmp-([\w-]+): (#\w+)", block))
    pairs = [(text, ground) for text in ("ink", "quiet", "care") for ground in ("ground", "card")] + [
        ("on-care", "care")
    ]
    low = {pair: contrast(colors[pair[0]], colors[pair[1]]) for pair in pairs}
    assert all(value >= 4.5 for value in low.values()), low


def test_nothing_is_pure_white_in_the_dim_look_and_targets_are_larger_there() -> None:
    from dataclasses import astuple

    assert all(luminance(color) < 0.75 for color in astuple(DIM))
    assert target_of(DIM) == 56 and target_of(LIGHT) == 48
    assert palette_of("system", True) is DARK and palette_of("dim", False) is DIM
