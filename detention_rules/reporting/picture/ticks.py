"""What is written along an axis: hours under days, days under months, months under years, as the room allows."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from detention_rules.model.catalogue import text
from detention_rules.model.periods import DAY, HOUR, elapsed
from detention_rules.model.zones import Zone, shift
from detention_rules.reporting.picture.axis import Segment

_HOURS, _DAYS, _MONTHS, _YEARS = (1, 2, 3, 6, 12), (1, 2, 5, 10), (1, 2, 3, 6), (1, 2, 5, 10, 20, 50, 100)


_YEARS_LONG = 2 * 365 * DAY


class Tick(NamedTuple):
    """A place on the axis: its instant, what stands there, and what is written above where that changes."""

    instant: int
    label: str
    above: str = ""


class Scale(NamedTuple):
    """The ticks of a segment, and what holds at its beginning."""

    ticks: tuple[Tick, ...]
    begins: str


def scale(segment: Segment, home: Zone, char: float, gap: float) -> Scale:
    """Return what is written along a segment. `char` is the width of a character, `gap` the least space between two labels."""
    rate = segment.rate
    for step in _HOURS:
        if step * rate >= 5 * char + gap:
            return Scale(tuple(_hours(segment, home, step)), home.day(segment.first).isoformat())
    for step in _DAYS:
        if step * rate * 24 >= 2 * char + gap:
            return Scale(tuple(_days(segment, home, step)), home.day(segment.first).isoformat()[:7])
    for step in _MONTHS:
        if step * rate * 24 * 30 >= 2 * char + gap:
            return Scale(tuple(_months(segment, home, step)), str(home.day(segment.first).year))
    step = next((one for one in _YEARS if one * rate * 24 * 365 >= 4 * char + gap), _YEARS[-1])
    return Scale(tuple(_years(segment, home, step)), "")


def _within(segment: Segment, ticks: Iterator[Tick]) -> Iterator[Tick]:
    return (tick for tick in ticks if segment.first <= tick.instant <= segment.last)


def _each_day(segment: Segment, home: Zone) -> Iterator[date]:
    day, last = home.day(segment.first), home.day(segment.last)
    while day <= last:
        yield day
        day += timedelta(days=1)


def _hours(segment: Segment, home: Zone, step: int) -> Iterator[Tick]:
    def every() -> Iterator[Tick]:
        for day in _each_day(segment, home):
            yield Tick(home.midnight(day), "00:00", day.isoformat())
            for hour in range(step, 24, step):
                for instant in home.instants(datetime.combine(day, time(hour))):
                    if instant < home.midnight(day + timedelta(days=1)):
                        yield Tick(instant, f"{hour:02d}:00")

    return _within(segment, every())


def _days(segment: Segment, home: Zone, step: int) -> Iterator[Tick]:
    def every() -> Iterator[Tick]:
        for day in _each_day(segment, home):
            if (day.day - 1) % step == 0 and (day.day < 30 or step == 1):
                yield Tick(home.midnight(day), f"{day.day:02d}", day.isoformat()[:7] if day.day == 1 else "")

    return _within(segment, every())


def _months(segment: Segment, home: Zone, step: int) -> Iterator[Tick]:
    def every() -> Iterator[Tick]:
        month = home.day(segment.first).replace(day=1)
        while home.midnight(month) <= segment.last:
            if (month.month - 1) % step == 0:
                yield Tick(home.midnight(month), f"{month.month:02d}", str(month.year) if month.month == 1 else "")
            month = shift(month, months=1)

    return _within(segment, every())


def _years(segment: Segment, home: Zone, step: int) -> Iterator[Tick]:
    first, last = home.day(segment.first).year, home.day(segment.last).year
    every = (Tick(home.midnight(date(year, 1, 1)), str(year)) for year in range(first, last + 1) if year % step == 0)
    return _within(segment, every)


class Change(NamedTuple):
    """A change of clocks: its instant, and the offset before and after it, in seconds."""

    instant: int
    before: int
    after: int


def changes(home: Zone, first: int, last: int) -> list[Change]:
    """Return the changes of clocks between two instants. Two within a day, and over years within a week, that cancel out are not seen."""
    found = []
    begin, step = first, DAY if last - first < _YEARS_LONG else 7 * DAY
    while begin < last:
        end = min(begin + step, last)
        before, after = _offset(home, begin), _offset(home, end)
        if before != after:
            low, high = begin, end
            while high - low > 1:
                middle = (low + high) // 2
                low, high = (middle, high) if _offset(home, middle) == before else (low, middle)
            found.append(Change(high, before, after))
        begin = end
    return found


def change_words(change: Change) -> str:
    """Return a change of clocks in words."""
    by = change.after - change.before
    key = "picture.clocks-back" if by < 0 else "picture.clocks-on"
    return text(key, time=elapsed(by), before=offset(change.before), after=offset(change.after))


def offset(seconds: int) -> str:
    """Return an offset from UTC as it is written."""
    sign = "-" if seconds < 0 else "+"
    return f"{sign}{abs(seconds) // HOUR:02d}:{abs(seconds) % HOUR // 60:02d}"


NIGHT = (22, 6)
"""The hours between which a picture shades the night. A convention of drawing, which no rule knows."""


def nights(segment: Segment, home: Zone) -> Iterator[tuple[int, int]]:
    """Yield the nights that lie on a segment, as instants."""
    for day in (home.day(segment.first - DAY), *_each_day(segment, home)):
        begin = home.computed(datetime.combine(day, time(NIGHT[0])))
        end = home.computed(datetime.combine(day + timedelta(days=1), time(NIGHT[1])))
        begin, end = max(begin, segment.first), min(end, segment.last)
        if begin < end:
            yield begin, end


def _offset(home: Zone, instant: int) -> int:
    offset = home.local(instant).utcoffset()
    assert offset is not None
    return int(offset.total_seconds())
