"""The picture in a terminal: the same rows as in SVG, drawn with characters, in plain ASCII where there are no others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import timedelta
from itertools import zip_longest
from typing import NamedTuple

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Report, Verdict
from detention_rules.model.periods import DAY
from detention_rules.model.zones import Zone, zone
from detention_rules.reporting.blocks import STYLES
from detention_rules.reporting.lines import BLANK, HARD, Line, Symbols, cells, hard, line, visible
from detention_rules.reporting.picture.axis import Axis, axis
from detention_rules.reporting.picture.characters import Cells, Strokes, strokes_for
from detention_rules.reporting.picture.clocks import Spot
from detention_rules.reporting.picture.scene import Group, Row, Scene, scene, visible_changes
from detention_rules.reporting.picture.ticks import change_words, scale

_CUT, _LEAST = 7, 11
"""How many columns a break of the axis takes, and at least a stretch between breaks."""
_HOURS_FROM = 0.14
"""Marks are told by the hour where an hour takes at least so much of a column, otherwise by the day."""


class _Plot(NamedTuple):
    """Where everything stands: the axis in columns, how wide labels are, and the strokes."""

    shown: Scene
    plan: Axis
    home: Zone
    label: int
    size: int
    strokes: Strokes
    symbols: Symbols

    def column(self, instant: int) -> int:
        return min(self.size - 1, int(self.plan.at(instant) + 0.5))


def timeline_lines(report: Report, symbols: Symbols, width: int) -> Iterator[Line]:
    """Yield a picture of a report's clocks, no wider than `width` columns."""
    shown = scene(report)
    label = max(14, min(34, width * 3 // 8))
    size = width - label - 1
    plan = axis(shown.points, 0.0, size - 1.0, _CUT, min(_LEAST, size / 3))
    plot = _Plot(shown, plan, zone(shown.zone), label, size, strokes_for(symbols), symbols)
    yield line((text("picture.heading"), "bold"))
    yield line(text("picture.head", zone=shown.zone_told, as_of=shown.as_of_told, sign=plot.strokes.now), hang=2)
    for change in visible_changes(shown, plan, _HOURS_FROM):
        local = plot.home.local(change.instant - 1) + timedelta(seconds=1)
        told = text("picture.change", time=f"{local:%Y-%m-%d %H:%M}", change=change_words(change), sign=plot.strokes.change)
        yield line(told, hang=2)
    yield BLANK
    yield from _ruler(plot)
    for group in shown.groups:
        yield from _group(group, plot)
    yield BLANK
    yield line((text("picture.key", signs="; ".join(_key(plot))), "dim"), hang=2)


def _group(group: Group, plot: _Plot) -> Iterator[Line]:
    yield Line(((group.heading, f"bold {STYLES[group.verdict] if group.verdict else ''}".strip()),))
    for row in group.rows:
        yield from _events(row, plot) if row.verdict is None else _duty(row, plot)


def _row(label: str, strip: Cells, style: str = "") -> Line:
    return Line(((label, style), (HARD, ""), *strip.spans))


def _ruler(plot: _Plot) -> Iterator[Line]:
    above, below, rule = Cells(plot.size), Cells(plot.size), Cells(plot.size)
    for segment in plot.plan.segments:
        left, right = plot.column(segment.first), plot.column(segment.last)
        rule.put(left, plot.strokes.axis * (right - left + 1))
        marks = scale(segment, plot.home, 1.0, 2.0)
        labels = [(left, marks.begins), *((plot.column(tick.instant), tick.above) for tick in marks.ticks)]
        starts = [place for place, words in labels[1:] if words]
        if starts and starts[0] < left + len(marks.begins) + 1:
            labels.pop(0)
        for place, words in labels:
            if words and place + len(words) <= right + _CUT and above.free(place, len(words)):
                above.put(place, words, "dim")
        for tick in marks.ticks:
            place = plot.column(tick.instant)
            rule.put(place, plot.strokes.tick)
            start = max(0, min(place - len(tick.label) // 2, plot.size - len(tick.label)))
            if below.free(max(0, start - 1), len(tick.label) + 1):
                below.put(start, tick.label)
    for cut in plot.plan.cuts:
        left, right = int(cut.left + 0.5) + 1, int(cut.right + 0.5) - 1
        words = text("unit.d", number=round((cut.last - cut.first) / DAY)).replace(" ", HARD)
        if below.free(left, right - left + 1):
            below.put(left + max(0, (right - left + 1 - len(words)) // 2), words, "dim")
    _tear(rule, plot)
    _lines(rule, plot)
    blank = HARD * plot.label
    yield from (_row(blank, strip) for strip in (above, below, rule))


def _tear(strip: Cells, plot: _Plot) -> None:
    """Draw the breaks of the axis over a row."""
    for cut in plot.plan.cuts:
        strip.put(int(cut.left + 0.5) + 2, HARD * 3)
        strip.put(int(cut.left + 0.5) + 2, plot.strokes.torn, "dim")
        strip.put(int(cut.left + 0.5) + 4, plot.strokes.torn, "dim")


def _lines(strip: Cells, plot: _Plot) -> None:
    """Draw the lines of `as_of` and of changes of clocks where nothing else stands."""
    changes = visible_changes(plot.shown, plot.plan, _HOURS_FROM)
    lines = [(plot.shown.as_of, plot.strokes.now), *((change.instant, plot.strokes.change) for change in changes)]
    for instant, sign in lines:
        if strip.free(plot.column(instant), 1):
            strip.put(plot.column(instant), sign, "dim")


def _events(row: Row, plot: _Plot) -> Iterator[Line]:
    strip = Cells(plot.size)
    spots = sorted(row.spots, key=lambda spot: spot.first)
    for spot in spots:
        _mark(spot, strip, plot)
    _tear(strip, plot)
    waiting: list[str] = []
    for spot in spots:
        words = hard("; ".join([_short(spot, plot), *waiting]))
        place = _beside(words, plot.column(spot.first), plot.column(spot.last), strip, plot)
        if place is not None:
            strip.put(place, words)
            waiting = []
        else:  # accounts that stand close together are told beside the last of them
            waiting = [words] if spot.account else []
    _lines(strip, plot)
    yield _row(_fitted(row.label, plot.label), strip)


def _beside(words: str, first: int, last: int, strip: Cells, plot: _Plot) -> int | None:
    """Return the column after or before a mark at which words have room, or None."""
    size = cells(words)
    after, before = last + 2, first - 1 - size
    if after + size <= plot.size and strip.free(after - 1, min(size + 2, plot.size - after + 1)):
        return after
    return before if before >= 0 and strip.free(max(before - 1, 0), size + min(before, 1)) else None


def _mark(spot: Spot, strip: Cells, plot: _Plot) -> None:
    strokes, left, right = plot.strokes, plot.column(spot.first), plot.column(spot.last)
    sign = {"event": strokes.event, "other": strokes.other, "unknown": strokes.unknown, "act": strokes.act}.get(spot.kind, strokes.event)
    if left == right:
        strip.put(left, sign)
        return
    if spot.kind != "act":  # between its ends a bar says what is not certain
        strip.put(left, strokes.between * (right - left))
    strip.put(left, strokes.begin)
    strip.put(right, strokes.end)


def _short(spot: Spot, plot: _Plot) -> str:
    form = "%H:%M" if plot.plan.segment(spot.first).rate >= _HOURS_FROM else "%m-%d"
    first, last = plot.home.local(spot.first).strftime(form), plot.home.local(spot.last).strftime(form)
    words = first if first == last else f"{first}-{last}"
    return f"{words} {_fitted(spot.account, 12).rstrip(HARD)}" if spot.account else words


def _duty(row: Row, plot: _Plot) -> Iterator[Line]:
    assert row.verdict is not None
    strip, style, strokes = Cells(plot.size), STYLES[row.verdict], plot.strokes
    for piece in row.pieces:
        left, right = plot.column(piece.first), plot.column(piece.last)
        sign = getattr(strokes, piece.part)
        strip.put(left, sign * (right - left + 1), {"late": "bold red", "open": "yellow", "spare": "dim"}.get(piece.part, style))
    for at in row.others:
        strip.put(plot.column(at), strokes.other_limit)
    limits = {plot.column(at) for at in row.bounds}
    for spot in row.spots:
        if spot.kind == "judged":
            strip.put(plot.column(spot.first), plot.symbols.mark(row.verdict.value), f"bold {style}")
        elif row.verdict is Verdict.VIOLATED and plot.column(spot.first) in limits:
            strip.put(plot.column(spot.first) + 1, strokes.act)  # late, however little
        else:
            _mark(spot, strip, plot)
    for at in limits:
        if row.verdict is not Verdict.COMPLIED or strip.free(at, 1) or not any(plot.column(spot.first) == at for spot in row.spots):
            strip.put(at, strokes.limit, "bold")
    told = [row.status, *([row.told] if row.verdict is not Verdict.COMPLIED else [])]
    words = hard(text("picture.told", status=told[0], told=told[1]) if len(told) > 1 and told[1] else told[0])
    _tear(strip, plot)
    places = [plot.column(point) for point in row.points] or [0]
    place = _beside(words, min(places), max(places), strip, plot) if words and row.verdict is Verdict.COMPLIED else None
    if place is not None:
        strip.put(place, words, "dim")
    _lines(strip, plot)
    labels = list(_wrapped(row.label, plot.label - 2))
    below = [] if row.verdict is Verdict.COMPLIED or not words else list(_wrapped(words.replace(HARD, " "), plot.size))
    mark = f"{plot.symbols.mark(row.verdict.value)}{HARD}"
    for number, (label, under) in enumerate(zip_longest(labels, ["", *below])):
        sign = mark if number == 0 else HARD * 2
        drawn = strip.spans if number == 0 else ((hard(under or ""), f"bold {style}" if number == 1 else style),)
        yield Line(((sign, f"bold {style}"), (_fitted(label or "", plot.label - 2), ""), (HARD, ""), *drawn))


def _wrapped(words: str, room: int) -> Iterator[str]:
    """Yield words in rows of so many columns; a longer word is cut, and its rest left out."""
    row = ""
    for word in visible(words).split():
        one = _fitted(word, room).rstrip(HARD) if cells(word) > room else word
        if row and cells(row) + 1 + cells(one) > room:
            yield row
            row = one
        else:
            row = f"{row} {one}" if row else one
    yield row


def _fitted(words: str, room: int) -> str:
    """Return words as wide as the room, what is too long cut."""
    shown = visible(words)
    if cells(shown) > room:
        while cells(shown) > room - 1:
            shown = shown[: -1 - max(0, (cells(shown) - room) // 2)]
        shown = f"{shown.rstrip()}~"
    return hard(shown) + HARD * (room - cells(shown))


def _key(plot: _Plot) -> Iterable[str]:
    """Yield what the signs mean, as far as they occur."""
    rows = [row for group in plot.shown.groups for row in group.rows]
    strokes = plot.strokes
    kinds = {spot.kind for row in rows for spot in row.spots}
    parts = {piece.part for row in rows for piece in row.pieces}
    for name, sign in (("event", strokes.event), ("other", strokes.other), ("unknown", strokes.unknown)):
        if name in kinds:
            yield _sign(name, sign)
    if any(spot.first < spot.last for row in rows for spot in row.spots):
        yield _sign("between", strokes.begin + strokes.end)
    for part in ("runs", "spare", "late", "open", "still", "too_early"):
        if part in parts:
            yield _sign(part, getattr(strokes, part))
    if any(row.bounds for row in rows):
        yield _sign("limit", strokes.limit)
    if any(row.others for row in rows):
        yield _sign("other-limit", strokes.other_limit)
    if "act" in kinds:
        yield _sign("act", strokes.act)
    if plot.plan.cuts:
        yield _sign("cut", f"{strokes.torn}{HARD}{strokes.torn}")


def _sign(name: str, sign: str) -> str:
    return text("picture.sign", sign=sign, words=text(f"picture.legend.{name}")).replace(" ", HARD, 1)
