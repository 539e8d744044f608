"""The legend of a picture: what its signs mean, as far as they occur in it."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.reporting.markup import Markup, element
from detention_rules.reporting.picture.axis import Axis, Segment
from detention_rules.reporting.picture.clocks import Part, Piece, Spot
from detention_rules.reporting.picture.palette import LINE, NEUTRAL
from detention_rules.reporting.picture.rows import act_mark, bar, event_mark, limit_tick
from detention_rules.reporting.picture.ruler import torn
from detention_rules.reporting.picture.scene import Scene, visible_changes
from detention_rules.reporting.picture.style import HOURS_FROM, LEFT, RIGHT, SMALL, line_at, words_at
from detention_rules.reporting.picture.ticks import NIGHT
from detention_rules.reporting.picture.widths import width

_SIGN, _LINE = 26.0, 20.0
_HERE = Axis((Segment(0, 100, 0.0, 100.0),))
"""An axis on which an instant is its place, for signs that stand alone."""


_PARTS: tuple[Part, ...] = ("runs", "spare", "late", "open", "still", "too_early")


def legend(shown: Scene, plan: Axis, top: float) -> tuple[Markup, float]:
    """Return the legend below a height, and the height at which it ends."""
    x, y = float(LEFT), top + 10
    parts = [element("path", d=f"M{LEFT} {top - 4:.1f}H{RIGHT}", class_="dr-grid")]
    for name, sign in _signs(shown, plan):
        words = text(f"picture.legend.{name}", first=f"{NIGHT[0]:02d}:00", last=f"{NIGHT[1]:02d}:00")
        size = _SIGN + 8 + width(words, SMALL)
        if x + size > RIGHT and x > LEFT:
            x, y = float(LEFT), y + _LINE
        parts.append(element("g", sign, transform=f"translate({x:.1f} {y:.1f})"))
        parts.append(words_at(x + _SIGN + 6, y + 4, words, "dr-muted"))
        x += size + 16
    return element("g", *parts), y + 12


def _signs(shown: Scene, plan: Axis) -> Iterator[tuple[str, Markup]]:
    """Yield the signs that occur in a picture, each drawn around the middle of its line."""
    rows = [row for group in shown.groups for row in group.rows]
    kinds = {("between" if spot.first < spot.last and spot.kind == "event" else spot.kind) for row in rows for spot in row.spots}
    marks: tuple[tuple[str, Spot], ...] = (
        ("event", Spot(13, 13, "event")),
        ("between", Spot(2, 24, "event")),
        ("other", Spot(13, 13, "other")),
        ("unknown", Spot(13, 13, "unknown")),
    )
    yield from ((name, event_mark(spot, _HERE, 0.0)) for name, spot in marks if name in kinds)
    parts = {piece.part for row in rows for piece in row.pieces}
    yield from ((part, bar(Piece(1, 25, part), _HERE, -6.0, Verdict.VIOLATED)) for part in _PARTS if part in parts)
    if any(row.bounds for row in rows):
        yield "limit", limit_tick(13.0, -6.0, NEUTRAL)
    if any(row.others for row in rows):
        yield "other-limit", limit_tick(13.0, -6.0, NEUTRAL, "3 2")
    if "act" in kinds:
        yield "act", act_mark(Spot(13, 13, "act"), _HERE, 0.0)
    if any(segment.rate >= HOURS_FROM for segment in plan.segments):
        yield "night", element("rect", x=1, y=-6, width=24, height=12, class_="dr-night", stroke=LINE)
    if plan.cuts:
        yield "cut", torn(2.0, 24.0, -7.0, 7.0)
    if any(segment.enlarged for segment in plan.segments):
        yield "enlarged", line_at(13.0, -7.0, 7.0, "dr-day")
    if visible_changes(shown, plan, HOURS_FROM):
        yield "change", line_at(13.0, -7.0, 7.0, "dr-change")
