"""Days on which to set a trigger: when the law of a case is in force, and where the calendar makes counting hard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple

from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Case, Dates, Deadline, Pack, Rule
from detention_rules.model.calendars import WorkCalendar
from detention_rules.model.periods import DAY, Period
from detention_rules.testing.arithmetic import ONE_DAY, clock_changes, instant_at, last_instant, local_time
from detention_rules.testing.situations import extent

FIRST, LAST = date(2000, 1, 1), date(2100, 1, 1)
"""The days on which a law is tried that has no dates of its own."""
LASTING = 36_500 * ONE_DAY
"""A law of which one date alone is known is tried for so long where that date lies outside of these days."""
USUAL = date(2021, 3, 1)
"""The first day that is tried, unless the law was another then."""
USUAL_CLOCK = time(9, 15)
CLOCKS_UNTIL = 2040
"""Later changes of clocks are not looked for."""
_SCANNED = 1500


class Window(NamedTuple):
    """Local days, the last excluded, on which a trigger certainly has a law in force."""

    first: date
    last: date

    def holds(self, day: date) -> bool:
        """Tell whether a day lies inside."""
        return self.first <= day < self.last

    @property
    def empty(self) -> bool:
        """Whether no day lies inside."""
        return self.first >= self.last


_ALWAYS = Window(date.min, date.max)


def days_in_force(rule: Rule, case: Case | None = None) -> Window:
    """Return the days on which a rule is certainly in force and, if a case is given, that case is too and no dated one before it."""
    found = _ALWAYS if rule.in_force is None else _inside(_ALWAYS, rule.in_force.dates)
    for other in rule.form.cases if case is not None and isinstance(rule.form, Deadline) else ():
        if other is case:
            break
        if other.when is None:
            found = Window(LAST, LAST) if other.dates is None else _outside(found, other.dates)
    return _bounded(found if case is None or case.dates is None else _inside(found, case.dates))


def _bounded(found: Window) -> Window:
    """Return the days of a window that are tried."""
    first, last = found
    if first == date.min:
        first = FIRST if last > FIRST else max(date.min + LASTING, last) - LASTING
    if last == date.max:
        last = LAST if first < LAST else min(date.max - LASTING, first) + LASTING
    return Window(first, last)


EVER = (FIRST, LAST - ONE_DAY)
"""The first and the last day that are looked at: no law begins or ends there."""


def law_days(rule: Rule) -> Iterator[tuple[date, bool | None]]:
    """Yield the days about which a rule becomes and ceases to be law, with whether it is on them; None where that is not certain."""
    dates = None if rule.in_force is None else rule.in_force.dates
    if dates is not None and dates.since is not None:
        yield dates.since.earliest - ONE_DAY, False
        yield dates.since.latest, True
        if dates.since.earliest < dates.since.latest:
            yield dates.since.latest - ONE_DAY, None
    if dates is not None and dates.until is not None:
        yield dates.until.earliest - ONE_DAY, True
        if dates.until.earliest < dates.until.latest:
            yield dates.until.earliest, None
        yield dates.until.latest, False


def _inside(found: Window, dates: Dates) -> Window:
    first = found.first if dates.since is None else max(found.first, dates.since.latest)
    last = found.last if dates.until is None else min(found.last, dates.until.earliest)
    return Window(first, last)


def _outside(found: Window, dates: Dates) -> Window:
    if dates.until is not None:
        return found._replace(first=max(found.first, dates.until.latest))
    return found if dates.since is None else found._replace(last=min(found.last, dates.since.earliest))


def usual_day(days: Window, calendar: WorkCalendar) -> date:
    """Return an ordinary day of a window: a Monday that is worked and begins three working days, where there is one."""
    day = USUAL if days.holds(USUAL) else max(days.first, min(USUAL, days.last - timedelta(days=60)))
    for ahead in range(40):
        found = day + timedelta(days=ahead)
        if days.holds(found) and found.weekday() == 0 and all(calendar.is_working(found + timedelta(days=more)) for more in range(3)):
            return found
    return day


def usual_start(days: Window, pack: Pack) -> int:
    """Return an ordinary instant of a window at which to start a clock."""
    return instant_at(datetime.combine(usual_day(days, pack.calendar), USUAL_CLOCK), pack.zone)


class Start(NamedTuple):
    """An instant at which to start a clock, and what makes it worth trying."""

    why: str
    instant: int


def hard_starts(limit: Limit, pack: Pack, days: Window, clock: time, period: Period | None) -> Iterator[Start]:
    """Yield starts for which a limit meets a clock change, a month end or a transferred working day, as far as its unit makes it matter."""
    if limit.unit == "standard":
        return
    yield from _across_clock_change(limit, pack, days, clock, period)
    if limit.unit in ("elapsed", "instant"):
        return
    tests: dict[str, Callable[[date, date], bool]] = {"month-end": _meets_month_end(limit, period)}
    if limit.unit == "working_days" or limit.non_working:
        tests["transferred-day"] = _meets_transfer(limit, pack.calendar)
    if limit.unit == "working_days":
        tests["day-off"] = lambda day, end: (end - day).days > limit.amount + 1
    if limit.non_working:
        tests["day-off"] = lambda _, end: not pack.calendar.is_working(end)
    for why, test in tests.items():
        found = _first_start(limit._replace(non_working=None) if why == "day-off" else limit, pack, days, clock, period, test)
        if found is not None:
            yield Start(why, found)


def _first_start(
    limit: Limit, pack: Pack, days: Window, clock: time, period: Period | None, test: Callable[[date, date], bool]
) -> int | None:
    """Return the first start from the usual day on whose own day and last day pass a test."""
    for first in (usual_day(days, pack.calendar), days.first):
        for ahead in range(_SCANNED):
            day = first + timedelta(days=ahead)
            if not days.holds(day):
                break
            start = instant_at(datetime.combine(day, clock), pack.zone)
            end = _end_day(limit, start, pack, period)
            if end is not None and test(day, end):
                return start
    return None


def _end_day(limit: Limit, start: int, pack: Pack, period: Period | None) -> date | None:
    end = last_instant(limit._replace(ends="day"), start, pack, pack.zone, period=period)
    return None if end is None else local_time(end - 1, pack.zone).date()


def _meets_month_end(limit: Limit, period: Period | None) -> Callable[[date, date], bool]:
    """Months end where the corresponding date is missing; days run past the end of a month."""
    months = limit.amount if limit.unit == "months" else 0 if period is None else period.years * 12 + period.months
    if not months:
        return lambda day, end: (day + ONE_DAY).month != day.month and end.month != day.month
    back = timedelta(days=limit.less_days - (0 if period is None else period.days))
    return lambda day, end: (end + back).day < day.day > 28


def _meets_transfer(limit: Limit, calendar: WorkCalendar) -> Callable[[date, date], bool]:
    """A Saturday or Sunday that is worked, or a weekday that is off, lies in what is counted."""

    def met(day: date, end: date) -> bool:
        first = day + ONE_DAY if limit.unit == "working_days" else end - 3 * ONE_DAY
        inside = [first + timedelta(days=more) for more in range(max(0, (end - first).days + 1))]
        return any(one in calendar.worked for one in inside)

    return met


@lru_cache(maxsize=256)
def _changes(pack_zone: str, days: Window) -> tuple[int, ...]:
    found = clock_changes(pack_zone, days.first.year, min(days.last.year + 1, CLOCKS_UNTIL))
    return tuple(change for change in found if days.holds(local_time(change, pack_zone).date()))


def changes_by_direction(pack_zone: str, days: Window) -> dict[str, int]:
    """Return the last change of clocks of either direction on the days of a window."""
    found = {}
    for change in _changes(pack_zone, days):
        later = local_time(change, pack_zone).utcoffset() > local_time(change - 1, pack_zone).utcoffset()  # type: ignore[operator]
        found["clock-forward" if later else "clock-back"] = change
    return found


def _across_clock_change(limit: Limit, pack: Pack, days: Window, clock: time, period: Period | None) -> Iterator[Start]:
    """Yield a start for the last change of clocks of either direction: elapsed time runs across it, a calendar limit ends on its day."""
    for why, change in changes_by_direction(pack.zone, days).items():
        if limit.unit == "elapsed":
            yield Start(why, change - limit.amount // 2)
            continue
        start = _ending_on(limit, pack, change, clock, period)
        if start is not None and days.holds(local_time(start, pack.zone).date()):
            yield Start(why, start)


def _ending_on(limit: Limit, pack: Pack, change: int, clock: time, period: Period | None) -> int | None:
    """Return a start from which a calendar limit ends on the day of a change of clocks; with `ends: moment`, within its hour."""
    if limit.unit == "instant":
        return change - 1800
    shown = local_time(change - 1800, pack.zone)
    shortest, longest = extent(limit)
    if period is not None:
        whole = (period.years * 12 + period.months) * 30 + period.days
        shortest, longest = (whole - 20) * DAY, (whole + 40) * DAY
    day, first = shown.date() - timedelta(seconds=shortest) + 3 * ONE_DAY, shown.date() - timedelta(seconds=longest) - 3 * ONE_DAY
    while day >= first:
        at = shown.time() if limit.ends == "moment" else clock
        start = instant_at(datetime.combine(day, at), pack.zone)
        if _end_day(limit, start, pack, period) == shown.date():
            return start
        day -= ONE_DAY
    return None
