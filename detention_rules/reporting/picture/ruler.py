"""The axis of a picture in SVG: what is written along it, the grid and the nights under the rows, the breaks and lines over them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import DAY, HOUR, elapsed, rough
from detention_rules.model.zones import Zone
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.axis import Axis, Segment
from detention_rules.reporting.picture.palette import EDGE_LINE, MUTED, PAPER, VERDICTS
from detention_rules.reporting.picture.scene import Scene, visible_changes
from detention_rules.reporting.picture.style import HOURS_FROM, LEFT, PLOT, RIGHT, SMALL, WIDTH, line_at, words_at
from detention_rules.reporting.picture.ticks import Scale, change_words, nights, scale
from detention_rules.reporting.picture.widths import fitted, width

_CHAR, _GAP = 7.6, 9.0
_LANE = 17.0


class Ruler(NamedTuple):
    """What stands along the axis, its scales, where the rows begin, and where flags stand, down to which height."""

    drawn: Markup
    scales: tuple[tuple[Segment, Scale], ...]
    bottom: float
    flags: tuple[tuple[float, float], ...]
    flagged: float


def ruler(shown: Scene, plan: Axis, home: Zone, top: float) -> Ruler:
    """Return the axis below a height: the flags of `as_of` and of changes of clocks, then days and hours."""
    scales = tuple((segment, scale(segment, home, _CHAR, _GAP)) for segment in plan.segments)
    flags, places, y = _flags(shown, plan, top)
    days, hours = y + 13, y + 13 + _LANE
    parts: list[Markup] = [*flags, words_at(LEFT, days, fitted(shown.zone_told, PLOT - 20, SMALL), "dr-muted")]
    for segment, marks in scales:
        parts += _written(segment, marks, days, hours, plan)
    bottom = hours + 8
    parts += [
        element("path", d=f"M{one.left:.1f} {bottom:.1f}H{one.right:.1f}", stroke=MUTED, stroke_width=1.0, fill="none")
        for one in plan.segments
    ]
    return Ruler(join(parts, "\n"), scales, bottom + 4, places, y - 1)


def _length(seconds: int) -> str:
    days = round(seconds / DAY)
    return rough(days * DAY) if days >= 4 else elapsed(round(seconds / HOUR) * HOUR)


def _written(segment: Segment, marks: Scale, days: float, hours: float, plan: Axis) -> Iterator[Markup]:
    above = [(segment.left, marks.begins)] if marks.begins else []
    above += [(plan.at(tick.instant), tick.above) for tick in marks.ticks if tick.above]
    if len(above) > 1 and above[1][0] < above[0][0] + width(above[0][1], SMALL) + _GAP:
        above.pop(0)
    ends = [place for place, _ in above[1:]] + [min(segment.right + 30, WIDTH)]
    for (place, label), end in zip(above, ends, strict=True):
        if place + width(label, SMALL) <= end:
            yield words_at(max(place - (0 if place == segment.left else 2), segment.left), days, label, "dr-muted")
    if segment.enlarged:
        yield words_at(segment.right - 4, days, text("picture.enlarged"), "dr-muted dr-end") if _room(above, segment) else Markup("")
    for tick in marks.ticks:
        x, half = plan.at(tick.instant), width(tick.label, SMALL) / 2
        if x - half >= segment.left - 12 and x + half <= segment.right + 12:
            yield words_at(x, hours, tick.label, "dr-middle")
            yield line_at(x, hours + 4, hours + 8, "dr-day")


def _room(above: Sequence[tuple[float, str]], segment: Segment) -> bool:
    taken = above[-1][0] + width(above[-1][1], SMALL) if above else segment.left
    return segment.right - taken > width(text("picture.enlarged"), SMALL) + 12


def _flags(shown: Scene, plan: Axis, top: float) -> tuple[list[Markup], tuple[tuple[float, float], ...], float]:
    """Return what is written at the lines of `as_of` and of changes of clocks, each on a lane with room for it."""
    wanted = [(plan.at(change.instant), change_words(change), "dr-flag") for change in visible_changes(shown, plan, HOURS_FROM)]
    wanted.append((plan.at(shown.as_of), shown.as_of_told, "dr-status"))
    lanes: list[list[tuple[float, float]]] = []
    parts, places = [], []
    for x, words, style in wanted:
        size = width(words, SMALL, bold=style == "dr-status")
        left = x + 5 if x + 5 + size <= RIGHT else max(x - 5 - size, LEFT)
        lane = next(
            (number for number, used in enumerate(lanes) if all(left > end + 8 or left + size < begin - 8 for begin, end in used)), -1
        )
        if lane < 0:
            lanes.append([])
            lane = len(lanes) - 1
        lanes[lane].append((min(left, x), max(left + size, x)))
        y = top + 13 + lane * _LANE
        ink = None if style == "dr-status" else VERDICTS[Verdict.PENDING].ink
        parts.append(words_at(left, y, words, style, fill=ink) if left > x else words_at(x - 5, y, words, f"{style} dr-end", fill=ink))
        places.append((x, y - 10))
    return parts, tuple(places), top + len(lanes) * _LANE + 2


def under(plan: Axis, home: Zone, rule: Ruler, top: float, bottom: float) -> Markup:
    """Return what lies under the rows: nights, and the lines of hours and days."""
    parts: list[Markup] = []
    for segment, marks in rule.scales:
        if segment.rate >= HOURS_FROM:
            for begin, end in nights(segment, home):
                left, right = plan.at(begin), plan.at(end)
                parts.append(element("rect", x=left, y=top - 4, width=right - left, height=bottom - top + 4, class_="dr-night"))
        for tick in marks.ticks:
            parts.append(line_at(plan.at(tick.instant), top - 4, bottom, "dr-day" if tick.above else "dr-grid"))
        if segment.enlarged:
            parts.append(line_at(segment.right, top - 4, bottom, "dr-day"))
    return element("g", *parts)


def cut_overlays(plan: Axis, top: float, bottom: float) -> Markup:
    """Return the breaks: what crosses them is visibly broken, with ragged edges."""
    parts = []
    for cut in plan.cuts:
        parts.append(torn(cut.left, cut.right, top, bottom))
        words = words_at(
            (cut.left + cut.right) / 2, top + 17, _length(cut.last - cut.first), "dr-muted dr-middle", told=text("picture.cut")
        )
        parts.append(words)
    return element("g", *parts)


def torn(left: float, right: float, top: float, bottom: float) -> Markup:
    """Return a break of the axis between two places."""
    steps = max(2, int((bottom - top) // 8))
    step = (bottom - top) / steps

    def edge(x: float, downwards: bool) -> str:
        order = range(steps + 1) if downwards else range(steps, -1, -1)
        return "L".join(f"{x + (3 if number % 2 else -3):.1f} {top + number * step:.1f}" for number in order)

    area = element("path", d=f"M{edge(left + 6, True)}L{edge(right - 6, False)}Z", fill=PAPER)
    lines = (element("path", d=f"M{edge(x, True)}", fill="none", stroke=EDGE_LINE, stroke_width=1.0) for x in (left + 6, right - 6))
    return join((area, *lines))


def line_over(rule: Ruler, bottom: float) -> Markup:
    """Return the lines of `as_of` and of the changes of clocks, which leave out what is written along the axis."""
    lines = []
    for number, (x, y) in enumerate(rule.flags):
        style = "dr-asof" if number == len(rule.flags) - 1 else "dr-change"
        lines += [line_at(x, y, rule.flagged, style), line_at(x, rule.bottom - 4, bottom, style)]
    return element("g", *lines)
