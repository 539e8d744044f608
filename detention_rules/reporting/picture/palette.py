"""The colours of pictures and pages. Every pair of ink and ground is readable (WCAG AA), and nothing is said by colour alone."""

from __future__ import annotations

from typing import NamedTuple

from detention_rules.model.findings import Verdict


class Colour(NamedTuple):
    """The ink of words and outlines, and the tint of areas."""

    ink: str
    tint: str


PAPER, INK, MUTED, LINE, NIGHT_BAND = "#ffffff", "#1b1f24", "#4b5563", "#c9d0d8", "#eef0f4"
EDGE_LINE, ROW_LINE = "#8c96a3", "#e4e8ed"
NEUTRAL = Colour("#3d4752", "#d9dfe6")
VERDICTS = {
    Verdict.VIOLATED: Colour("#a31515", "#f8d9d6"),
    Verdict.UNDETERMINED: Colour("#774800", "#fbe6bd"),
    Verdict.PENDING: Colour("#0b4f94", "#d3e5f7"),
    Verdict.COMPLIED: Colour("#1d6540", "#cfe8d9"),
    Verdict.NOT_APPLICABLE: NEUTRAL,
}
