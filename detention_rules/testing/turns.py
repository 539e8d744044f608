"""Where to start a span so that one of its periods is worth trying: the first, a later one, and those that the calendar makes hard."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import NamedTuple

from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.arithmetic import ONE_DAY, WholePeriod, instant_at, local_time
from detention_rules.testing.cycles import CyclePlan
from detention_rules.testing.windows import Window, changes_by_direction, usual_start

LATER = 3
"""The number of the period that stands for every later one."""
_SCANNED = 1500


class Turn(NamedTuple):
    """A period of a span that starts at an instant, and what makes it worth trying."""

    why: str
    start: int
    number: int


def turns(plan: CyclePlan, days: Window) -> Iterator[Turn]:
    """Yield the periods of a cycle that are worth trying, the ordinary one first."""
    start = usual_start(days, plan.situation.pack)
    for turn in (Turn("usual", start, 0), Turn("later-period", start, LATER), *hard_turns(plan, days)):
        if plan.fits(turn.start, turn.number, days):
            yield turn


def hard_turns(plan: CyclePlan, days: Window) -> Iterator[Turn]:
    """Yield periods that meet a change of clocks, a month end or a transferred working day, as far as the cycle makes it matter."""
    start = usual_start(days, plan.situation.pack)
    if plan.cycle.months:
        yield Turn("span-inside", plan.period(start, 0).first + 1, 0)
        yield Turn("span-with-period", plan.period(start, 0).first, 0)
    for why, change in changes_by_direction(plan.situation.pack.zone, days).items():
        yield from _across(plan, why, change)
    if not plan.cycle.seconds:
        yield from _found(plan, "month-end", start, days, lambda period: _ends_with_february(plan, period))
    if plan.cycle.forward:
        yield from _found(plan, "day-off", start, days, lambda period: _nominal(plan, period) < _due_day(plan, period))
        worked = plan.situation.pack.calendar.worked
        yield from _found(plan, "transferred-day", start, days, lambda period: _due_day(plan, period) in worked)


def _across(plan: CyclePlan, why: str, change: int) -> Iterator[Turn]:
    """Yield a period across a change of clocks; where periods end at a time of day, one that ends in the changed hour, and the next."""
    cycle, home = plan.cycle, plan.situation.pack.zone
    if cycle.seconds:
        yield Turn(why, change - cycle.seconds - cycle.seconds // 2, 1)
        return
    if cycle.months:
        start = change - 70 * cycle.months * DAY
        yield from (Turn(why, start, number) for number in range(4) if _holds(plan.period(start, number), change))
        return
    shown = local_time(change - HOUR // 2, home).replace(tzinfo=None, fold=0)
    shown += timedelta(hours=1) if why == "clock-forward" else timedelta(0)
    for number in (0, 1):
        yield Turn(why, instant_at(shown - timedelta(days=cycle.days), home), number)


def _holds(period: WholePeriod, change: int) -> bool:
    return period.first < change <= period.last


def _found(plan: CyclePlan, why: str, start: int, days: Window, test: Callable[[WholePeriod], bool]) -> Iterator[Turn]:
    """Yield the first period that passes a test, as the second of its span."""
    home = plan.situation.pack.zone
    begun = local_time(start, home).replace(tzinfo=None)
    for ahead in range(_SCANNED):
        first = plan.period(start, ahead).first if plan.cycle.months else instant_at(begun + ahead * ONE_DAY, home)
        period = plan.period(first, 1)
        if not days.holds(local_time(period.first, home).date()):
            return
        if test(period):
            yield Turn(why, first, 1)
            return


def _ends_with_february(plan: CyclePlan, period: WholePeriod) -> bool:
    """Tell whether a period runs past the end of a February of 29 days, or ends with it."""
    first, last = (local_time(instant, plan.situation.pack.zone).date() for instant in (period.first, period.last))
    leap = first.replace(month=3, day=1) - ONE_DAY
    return leap.day == 29 and first <= leap < last


def _due_day(plan: CyclePlan, period: WholePeriod) -> date:
    return local_time(period.due - 1, plan.situation.pack.zone).date()


def _nominal(plan: CyclePlan, period: WholePeriod) -> date:
    """Return the day by which the acts are due where it is not moved."""
    assert plan.cycle.by_day is not None
    return local_time(period.first, plan.situation.pack.zone).date() + (plan.cycle.by_day - 1) * ONE_DAY
