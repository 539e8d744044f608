"""Deadline arithmetic: from a limit and a duty to the last instant that is still in time. The only place where time is added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta

from detention_rules.engine.timeline import Duty
from detention_rules.language.conditions import TRIGGER, Limit
from detention_rules.model.periods import DAY, Period
from detention_rules.model.zones import shift

_DAY = timedelta(days=1)


def start_of(limit: Limit, duty: Duty) -> int | None:
    """Return the instant at which a limit's clock starts; None where it is not known."""
    start = limit.start
    if start is TRIGGER:
        return duty.time
    match start.kind:
        case "attribute":
            value = duty.attribute(start.name)
            return value if isinstance(value, int) else None
        case "fact":
            value = duty.world.timeline.fact(start.name, duty.time, duty)
            if isinstance(value, str):
                return duty.world.timeline.midnight(date.fromisoformat(value))
            return value if isinstance(value, int) else None
        case "first":
            found = duty.world.first(start.name, duty)
        case "last":
            found = duty.world.last(start.name, duty)
        case _:
            found = duty.world.next(start.name, duty)
    if found is not None:
        return found[0]
    return duty.time if start.or_trigger else None


def period_of(limit: Limit, duty: Duty) -> Period | None:
    """Return the period that a limit carries or names; None where it is not known."""
    match limit.unit:
        case "attribute":
            value = duty.attribute(limit.carried)
        case "fact":
            value = duty.world.timeline.fact(limit.carried, duty.time, duty)
        case "months":
            return Period(months=limit.amount)
        case "days":
            return Period(days=limit.amount - limit.first_same)
        case _:
            return Period()
    return value if isinstance(value, Period) else None


def deadline_of(limit: Limit, duty: Duty) -> int | None:
    """Return the last instant in time, or None where it depends on something unknown. Open standards have none."""
    start = start_of(limit, duty)
    if start is None:
        return None
    if limit.unit == "elapsed":
        return start + limit.amount
    if limit.unit == "instant":
        return start
    if limit.unit == "standard":
        return None
    period = period_of(limit, duty)
    if period is None:
        return None
    if not period.calendar and limit.unit in ("attribute", "fact"):
        return start + period.seconds
    return _end(limit, last_day(limit, duty, start, period), start, duty, period)


def last_day(limit: Limit, duty: Duty, start: int, period: Period) -> date:
    """Return the local date on which a calendar limit ends."""
    timeline = duty.world.timeline
    calendar = timeline.pack.calendar
    day = timeline.zone.day(start)
    if limit.unit == "working_days":
        day = calendar.after(day, limit.amount, counting_first=limit.first_same)
    else:
        day = shift(day, years=period.years, months=period.months, days=period.days)
    day -= limit.less_days * _DAY
    if limit.non_working and not calendar.is_working(day):
        match limit.non_working:
            case "previous":
                return calendar.previous(day)
            case "day_before":
                return day - _DAY
            case "next":
                return calendar.next(day)
    return day


def _end(limit: Limit, day: date, start: int, duty: Duty, period: Period) -> int | None:
    timeline = duty.world.timeline
    match limit.ends:
        case "day":
            return timeline.midnight(day + _DAY) + period.seconds
        case "moment":
            clock = timeline.zone.local(start).time().replace(tzinfo=None)
            return timeline.zone.computed(datetime.combine(day, clock)) + period.seconds
        case "morning":
            return _clock(duty, day, timeline.pack.morning_ends)
        case _:
            value = timeline.fact(timeline.pack.working_day_fact, start, duty)
            return _clock(duty, day, value if isinstance(value, int) else None)


def _clock(duty: Duty, day: date, seconds: int | None) -> int | None:
    if seconds is None:
        return None
    if seconds == DAY:
        return duty.world.timeline.midnight(day + _DAY)
    clock = time(seconds // 3600, seconds % 3600 // 60)
    return duty.world.timeline.zone.computed(datetime.combine(day, clock))


def paused_until(deadline: int, start: int, pauses: Iterable[tuple[int, int]]) -> int:
    """Return a deadline moved by the time for which its clock stood still after its start: the union of the pauses, clipped."""
    counted = start
    for first, end in sorted(pauses):
        begin = max(first, counted)
        if begin >= deadline:
            break
        if end > begin:
            deadline += end - begin
            counted = end
    return deadline
