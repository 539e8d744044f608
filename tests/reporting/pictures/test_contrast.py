"""Colours are readable: computed from the palette, as WCAG 2.2 counts."""

from __future__ import annotations

import pytest

from detention_rules.reporting.picture import palette


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def test_the_measure() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("ink", [palette.INK, palette.MUTED, palette.NEUTRAL.ink, *(one.ink for one in palette.VERDICTS.values())])
@pytest.mark.parametrize("ground", [palette.PAPER, palette.NIGHT_BAND])
def test_words_are_readable_on_paper_and_on_the_night(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("colour", [palette.NEUTRAL, *palette.VERDICTS.values()])
def test_outlines_stand_out_from_what_they_enclose(colour: palette.Colour) -> None:
    assert contrast(colour.ink, colour.tint) >= 3
    assert contrast(colour.ink, palette.PAPER) >= 3
