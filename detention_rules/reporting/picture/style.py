"""Measures and styles of the picture in SVG."""

from __future__ import annotations

from detention_rules.model.findings import Verdict
from detention_rules.reporting.markup import Markup, element
from detention_rules.reporting.picture.palette import EDGE_LINE, INK, LINE, MUTED, NEUTRAL, NIGHT_BAND, PAPER, ROW_LINE, VERDICTS

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
.dr-picture .dr-day{{stroke:{EDGE_LINE};stroke-width:1}}
.dr-picture .dr-asof{{stroke:{INK};stroke-width:1.5;stroke-dasharray:2 3}}
.dr-picture .dr-change{{stroke:{VERDICTS[Verdict.PENDING].ink};stroke-width:1.5;stroke-dasharray:7 3}}
.dr-picture .dr-row{{stroke:{ROW_LINE};stroke-width:1}}
.dr-picture .dr-hatch{{stroke:{VERDICTS[Verdict.VIOLATED].ink};stroke-width:1.6;fill:none}}
.dr-picture .dr-dots{{stroke:{VERDICTS[Verdict.UNDETERMINED].ink};stroke-width:2.2;stroke-linecap:round;stroke-dasharray:0 6;fill:none}}
.dr-picture .dr-bars{{stroke:{NEUTRAL.ink};stroke-width:12;stroke-dasharray:1.2 4.8;fill:none}}
"""


def words_at(x: float, y: float, words: str, style: str, *, fill: str | None = None, told: str = "") -> Markup:
    """Return words at a place. `told` is what a pointer shows beside them."""
    title = (element("title", told),) if told else ()
    return element("text", *title, words, x=float(x), y=float(y), class_=style, style=None if fill is None else f"fill:{fill}")


def line_at(x: float, top: float, bottom: float, style: str) -> Markup:
    """Return a vertical line."""
    return element("path", d=f"M{x:.1f} {top:.1f}V{bottom:.1f}", class_=style, fill="none")
