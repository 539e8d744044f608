"""Deadlines worked out a second time: day by day, from the words of a limit and not from the engine's arithmetic.

Boundary scenarios stand at these deadlines, so that a fault of the engine's arithmetic is a wrong verdict and not a moved boundary.
Instants are seconds since 1970 (UTC); days are local days of an IANA zone.
"""

from __future__ import annotations

import calendar
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Cycle, Pack
from detention_rules.model.periods import Period

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND = timedelta(seconds=1)
ONE_DAY = timedelta(days=1)


def local_time(instant: int, zone: str) -> datetime:
    """Return what the clocks of a zone show at an instant, with their offset."""
    return (_EPOCH + timedelta(seconds=instant)).astimezone(ZoneInfo(zone))


def instant_at(local: datetime, zone: str) -> int:
    """Return the instant at which the clocks of a zone show a local time: the later of two; one that is skipped moves past the gap."""
    later = local.replace(tzinfo=ZoneInfo(zone), fold=1)
    shown = later.astimezone(UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    found = later if shown == local.replace(fold=0) else later.replace(fold=0)
    return (found.astimezone(UTC) - _EPOCH) // _SECOND


def start_of_day(day: date, zone: str) -> int:
    """Return the instant at which a local day begins, which is 24:00 of the day before."""
    return instant_at(datetime.combine(day, time.min), zone)


def stamp(instant: int, zone: str) -> str:
    """Return an instant as a scenario file has it: local time, with its offset only where the clocks show that time twice."""
    found = local_time(instant, zone)
    plain = found.replace(tzinfo=None, fold=0)
    text = plain.isoformat(" ", "seconds" if plain.second else "minutes")
    once = found.replace(fold=0).utcoffset() == found.replace(fold=1).utcoffset()
    return text if once else f"{text}{found.isoformat()[19:]}"


def corresponding(day: date, months: int) -> date:
    """Return the date so many months on; where the month has no such day, its last one."""
    number = day.year * 12 + day.month - 1 + months
    year, month = divmod(number, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def working_day(day: date, number: int, works: Callable[[date], bool], *, same: bool) -> date:
    """Return working day `number`: day 1 is the next working day or, where the `same` day counts and is worked, that day."""
    counted = 1 if same and works(day) else 0
    while counted < number:
        day += ONE_DAY
        if works(day):
            counted += 1
    return day


def last_instant(
    limit: Limit, start: int, pack: Pack, zone: str, *, period: Period | None = None, closing: int | None = None
) -> int | None:
    """Return the last instant in time of a limit whose clock starts at `start`; None for an open standard, or where something is missing.

    `period` is the length that a file gives where the limit carries none of its own; `closing` is the time of day, in seconds, at which
    the working day ends.
    """
    match limit.unit:
        case "standard":
            return None
        case "instant":
            return start
        case "elapsed":
            return start + limit.amount
        case "attribute" | "fact":
            if period is None:
                return None
            if not (period.years or period.months or period.days):
                return start + period.seconds
    day = _last_day(limit, local_time(start, zone).date(), pack, period)
    return _end(limit, day, start, pack, zone, 0 if period is None else period.seconds, closing)


def _last_day(limit: Limit, day: date, pack: Pack, period: Period | None) -> date:
    works = pack.calendar.is_working
    match limit.unit:
        case "months":
            day = corresponding(day, limit.amount)
        case "days":
            day += (limit.amount - (1 if limit.first_same else 0)) * ONE_DAY
        case "working_days":
            day = working_day(day, limit.amount, works, same=limit.first_same)
        case _ if period is not None:
            day = corresponding(day, period.years * 12 + period.months) + period.days * ONE_DAY
    day -= limit.less_days * ONE_DAY
    if limit.non_working and not works(day):
        if limit.non_working == "day_before":
            return day - ONE_DAY
        step = ONE_DAY if limit.non_working == "next" else -ONE_DAY
        while not works(day):
            day += step
    return day


def _end(limit: Limit, day: date, start: int, pack: Pack, zone: str, more: int, closing: int | None) -> int | None:
    if limit.ends == "day":
        return start_of_day(day + ONE_DAY, zone) + more
    if limit.ends == "moment":
        return instant_at(datetime.combine(day, local_time(start, zone).time()), zone) + more
    clock = pack.morning_ends if limit.ends == "morning" else closing
    if clock is None:
        return None
    midnight = datetime.combine(day, time.min)
    return instant_at(midnight + timedelta(seconds=clock), zone)


class WholePeriod(NamedTuple):
    """One whole period of a recurring duty: where it begins and ends, and the last instant in time for its acts."""

    first: int
    last: int
    due: int


def whole_period(cycle: Cycle, start: int, number: int, pack: Pack, zone: str) -> WholePeriod:
    """Return the period `number` (0 is the first) of a span that starts at an instant."""
    if cycle.seconds:
        first = start + number * cycle.seconds
        return WholePeriod(first, first + cycle.seconds, first + cycle.seconds)
    if cycle.days:
        first, last = (_days_on(start, turns * cycle.days, zone) for turns in (number, number + 1))
        return WholePeriod(first, last, last)
    day = local_time(start, zone).date()
    while day.day != 1 or (day.month - 1) % cycle.months or start_of_day(day, zone) < start:
        day += ONE_DAY
    day = corresponding(day, number * cycle.months)
    first, last = start_of_day(day, zone), start_of_day(corresponding(day, cycle.months), zone)
    if cycle.by_day is None:
        return WholePeriod(first, last, last)
    day += (cycle.by_day - 1) * ONE_DAY
    while cycle.forward and not pack.calendar.is_working(day):
        day += ONE_DAY
    return WholePeriod(first, last, start_of_day(day + ONE_DAY, zone))


def _days_on(start: int, days: int, zone: str) -> int:
    begun = local_time(start, zone)
    return instant_at(datetime.combine(begun.date() + days * ONE_DAY, begun.time()), zone) if days else start


@lru_cache(maxsize=16)
def clock_changes(zone: str, first: int, last: int) -> tuple[int, ...]:
    """Return the instants between two years, the last excluded, at which the clocks of a zone change."""
    found, tz = [], ZoneInfo(zone)
    day = datetime(first, 1, 1, tzinfo=UTC)
    while day.year < last:
        after = day + ONE_DAY
        if day.astimezone(tz).utcoffset() != after.astimezone(tz).utcoffset():
            found.append(_change(day, after, tz))
        day = after
    return tuple(found)


def _change(before: datetime, after: datetime, tz: ZoneInfo) -> int:
    """Return the first instant of the new offset between two instants that differ in theirs."""
    low, high = (before - _EPOCH) // _SECOND, (after - _EPOCH) // _SECOND
    old = before.astimezone(tz).utcoffset()
    while high - low > 1:
        middle = (low + high) // 2
        if (_EPOCH + timedelta(seconds=middle)).astimezone(tz).utcoffset() == old:
            low = middle
        else:
            high = middle
    return high
