"""Measures, styles and patterns of the picture in SVG."""

from __future__ import annotations

from detention_rules.model.findings import Verdict
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.palette import INK, LINE, MUTED, NEUTRAL, NIGHT_BAND, PAPER, VERDICTS

WIDTH, LEFT, PLOT, RIGHT, BOTTOM, EDGE = 800, 0, 228, 788, 6, 16
"""The whole width, where labels begin, where the axis begins and ends, and the space below, and around a file."""
CUT, LEAST = 52, 64
"""How wide a break of the axis is, and the least width of a stretch between breaks."""
HOURS_FROM = 1.1
"""Hours are told, and nights shaded, where an hour is at least so wide."""
TITLE, HEADING, BODY, SMALL = 16.0, 13.0, 13.0, 12.0
"""Sizes of letters."""
LABEL = PLOT - LEFT - 30
"""How wide a row's label may be, beside its mark."""

FONT = "Arial,'Helvetica Neue','Liberation Sans','Segoe UI',sans-serif"

STYLE = f"""
.dr-picture text{{font-family:{FONT};font-size:{SMALL:g}px;fill:{INK}}}
.dr-picture .dr-title{{font-size:{TITLE:g}px;font-weight:bold}}
.dr-picture .dr-heading{{font-size:{HEADING:g}px;font-weight:bold;letter-spacing:.03em}}
.dr-picture .dr-label{{font-size:{BODY:g}px}}
.dr-picture .dr-status{{font-weight:bold}}
.dr-picture .dr-muted{{fill:{MUTED}}}
.dr-picture .dr-end{{text-anchor:end}}
.dr-picture .dr-middle{{text-anchor:middle}}
.dr-picture .dr-halo{{paint-order:stroke;stroke:{PAPER};stroke-width:4px;stroke-linejoin:round}}
.dr-picture .dr-night{{fill:{NIGHT_BAND}}}
.dr-picture .dr-grid{{stroke:{LINE};stroke-width:1}}
.dr-picture .dr-day{{stroke:#8c96a3;stroke-width:1}}
.dr-picture .dr-asof{{stroke:{INK};stroke-width:1.5;stroke-dasharray:2 3}}
.dr-picture .dr-change{{stroke:{VERDICTS[Verdict.PENDING].ink};stroke-width:1.5;stroke-dasharray:7 3}}
.dr-picture .dr-row{{stroke:#e4e8ed;stroke-width:1}}
"""


def patterns(key: str) -> Markup:
    """Return the patterns with which a picture fills areas, so that none is told from another by colour alone."""
    late, open_ = VERDICTS[Verdict.VIOLATED], VERDICTS[Verdict.UNDETERMINED]
    hatch = element("path", d="M-1 7L7 -1M-1 1L1 -1M5 7L7 5", stroke=late.ink, stroke_width=1.6)
    dots = join(element("circle", cx=cx, cy=cy, r=1.1, fill=open_.ink) for cx, cy in ((1.5, 1.5), (4.5, 4.5)))
    bars = element("path", d="M2 0V6", stroke=NEUTRAL.ink, stroke_width=1.2)
    return element(
        "defs",
        _pattern(f"{key}-late", late.tint, hatch),
        _pattern(f"{key}-open", open_.tint, dots),
        _pattern(f"{key}-still", PAPER, bars),
    )


def _pattern(name: str, under: str, drawn: Markup) -> Markup:
    area = element("rect", width=6, height=6, fill=under)
    return element("pattern", area, drawn, id=name, width=6, height=6, patternUnits="userSpaceOnUse")


def words_at(x: float, y: float, words: str, style: str, *, fill: str | None = None, told: str = "") -> Markup:
    """Return words at a place. `told` is what a pointer shows beside them."""
    title = (element("title", told),) if told else ()
    return element("text", *title, words, x=float(x), y=float(y), class_=style, style=None if fill is None else f"fill:{fill}")


def line_at(x: float, top: float, bottom: float, style: str) -> Markup:
    """Return a vertical line."""
    return element("path", d=f"M{x:.1f} {top:.1f}V{bottom:.1f}", class_=style, fill="none")
