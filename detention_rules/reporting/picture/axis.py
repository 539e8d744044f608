"""An axis of time: stretches that are true to scale, each on a scale of its own, with cuts where nothing happens for long."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from detention_rules.model.periods import DAY, HOUR

_SHORT = 5 * DAY
"""A picture of so short a time has one scale."""
_EMPTY = 0.35
"""A gap that takes more than this share of the axis is cut out of it."""
_MOST_CUTS = 5
_BRIEF, _CROWD, _FEWEST = 0.05, 0.25, 6
"""A stretch of at most this share of the time is enlarged where it holds at least this share of the instants, and no fewer than these."""
_WEIGHT = 20
"""Instants beyond so many do not make a stretch wider."""


class Segment(NamedTuple):
    """A stretch of time on one scale: its ends as instants and as places on the axis."""

    first: int
    last: int
    left: float
    right: float
    enlarged: bool = False

    @property
    def rate(self) -> float:
        """The length of an hour on the axis."""
        return (self.right - self.left) * HOUR / (self.last - self.first)


class Cut(NamedTuple):
    """A break of the axis: its ends on it, and the instants between which time is left out."""

    left: float
    right: float
    first: int
    last: int


class Axis(NamedTuple):
    """The segments of an axis, in order. Where one ends before the next begins, the time between is cut out."""

    segments: tuple[Segment, ...]

    def at(self, instant: int) -> float:
        """Return the place of an instant; within a cut it lies inside the break, beyond the ends at the end."""
        for segment, following in zip(self.segments, (*self.segments[1:], None), strict=True):
            if instant <= segment.last:
                return segment.left + (segment.right - segment.left) * _share(instant, segment.first, segment.last)
            if following is not None and instant < following.first:
                return segment.right + (following.left - segment.right) * _share(instant, segment.last, following.first)
        return self.segments[-1].right

    def segment(self, instant: int) -> Segment:
        """Return the segment in which an instant lies, or the last that begins before it."""
        return next((one for one in reversed(self.segments) if one.first <= instant), self.segments[0])

    @property
    def cuts(self) -> tuple[Cut, ...]:
        """The breaks of the axis."""
        found = (Cut(one.right, other.left, one.last, other.first) for one, other in pairwise(self.segments))
        return tuple(cut for cut in found if cut.first < cut.last)


def _share(instant: int, first: int, last: int) -> float:
    return max(0.0, (instant - first) / (last - first))


class _Part(NamedTuple):
    first: int
    last: int
    points: int
    enlarged: bool = False


def axis(points: Iterable[int], left: float, right: float, gap: float, least: float) -> Axis:
    """Return the axis on which instants stand, between two places. `gap` is the width of a cut, `least` that of a segment."""
    ordered = sorted(set(points))
    parts = [part for piece, before, after in _pieces(ordered) for part in _parts(piece, before, after)]
    cuts = sum(one.last < other.first for one, other in pairwise(parts))
    widths = _widths(parts, right - left - gap * cuts, least)
    found: list[Segment] = []
    place = left
    for part, width in zip(parts, widths, strict=True):
        if found and found[-1].last < part.first:
            place += gap
        found.append(Segment(part.first, part.last, place, place + width, part.enlarged))
        place += width
    return Axis(tuple(found))


def _pieces(points: Sequence[int]) -> list[tuple[Sequence[int], int, int]]:
    """Return the instants between cuts, with the length of what is cut before and after them (0 at the ends)."""
    cuts: set[int] = set()
    left = points[-1] - points[0]
    gaps = sorted(((points[i] - points[i - 1], i) for i in range(1, len(points))), reverse=True)
    for length, place in gaps[:_MOST_CUTS]:
        if left <= _SHORT or length <= max(2 * DAY, _EMPTY * left):
            break
        cuts.add(place)
        left -= length
    bounds = [0, *sorted(cuts), len(points)]
    lengths = [0, *(points[i] - points[i - 1] for i in sorted(cuts)), 0]
    return [(points[begin:end], lengths[i], lengths[i + 1]) for i, (begin, end) in enumerate(pairwise(bounds))]


def _parts(points: Sequence[int], before: int, after: int) -> list[_Part]:
    """Return the stretch that some instants take, a little wider than they, and in it the one that has to be enlarged."""
    span = points[-1] - points[0]
    first = points[0] - _margin(span, before)
    last = points[-1] + _margin(span, after)
    crowd = _crowd(points)
    if crowd is None:
        return [_Part(first, last, len(points))]
    begin, end = crowd
    edge = max(HOUR, (points[end] - points[begin]) // 16)
    inner = points[end] - points[begin]
    lower = points[begin] - (edge if begin else _margin(inner, before))
    upper = points[end] + (edge if end < len(points) - 1 else _margin(inner, after))
    parts = [_Part(lower, upper, end - begin + 1, True)]
    if begin:
        parts.insert(0, _Part(first, lower, begin))
    if end < len(points) - 1:
        parts.append(_Part(upper, last, len(points) - end - 1))
    return parts


def _margin(span: int, cut: int) -> int:
    wanted = span // 24 if span else DAY // 2
    return max(HOUR // 2, min(wanted, cut // 8)) if cut else max(HOUR // 2, wanted)


def _crowd(points: Sequence[int]) -> tuple[int, int] | None:
    """Return the first and the last place of the instants that crowd together within a small part of the time."""
    span = points[-1] - points[0]
    if span <= _SHORT:
        return None
    reach = int(span * _BRIEF)
    begin, end = max(
        ((i, bisect_right(points, point + reach) - 1) for i, point in enumerate(points)), key=lambda found: (found[1] - found[0], -found[0])
    )
    while end - begin >= _FEWEST:  # a straggler would take the width away from the others
        length = points[end] - points[begin]
        if points[end] - points[end - 1] > length * 2 // 5:
            end -= 1
        elif points[begin + 1] - points[begin] > length * 2 // 5:
            begin += 1
        else:
            break
    number = end - begin + 1
    return (begin, end) if number >= max(_FEWEST, len(points) * _CROWD) and number < len(points) else None


def _widths(parts: Sequence[_Part], room: float, least: float) -> list[float]:
    weights = [min(max(part.points, 2), _WEIGHT) for part in parts]
    least = min(least, room / len(parts))
    rest = room - least * len(parts)
    whole = sum(weights) - 2 * len(parts)
    if not whole:
        return [room / len(parts)] * len(parts)
    return [least + rest * (weight - 2) / whole for weight in weights]
