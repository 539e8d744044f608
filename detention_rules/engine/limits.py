"""Deadline arithmetic: from a limit and a duty to the last instant that is still in time. The only place where time is added."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from functools import partial

from detention_rules.engine.timeline import Act, Duty
from detention_rules.language.conditions import Limit, Start
from detention_rules.model.periods import DAY, Period
from detention_rules.model.scenario import Value
from detention_rules.model.zones import shift

_DAY = timedelta(days=1)


Compute = Callable[[Duty], int | None]
"""Computes an instant for a duty; None where it depends on something unknown."""


def compiled_start(start: Start) -> Compute:
    """Return a function that gives the instant at which a clock starts."""
    name, or_trigger = start.name, start.or_trigger
    find: Callable[[Duty], Act | None]
    match start.kind:
        case "trigger":
            return _time
        case "attribute":
            return lambda duty: _instant(duty.attribute(name), duty)
        case "fact":
            return lambda duty: _instant(duty.world.timeline.fact(name, duty.time, duty), duty)
        case "first":
            find = partial(_first, name, start.scope == "case")
        case "last":
            find = partial(_last, name, start.scope == "case")
        case _:
            find = partial(_next, name)

    def event_time(duty: Duty) -> int | None:
        found = find(duty)
        if found is not None:
            return found.time
        return duty.time if or_trigger else None

    return event_time


def _time(duty: Duty) -> int:
    return duty.time


def _first(kind: str, whole_case: bool, duty: Duty) -> Act | None:
    return duty.world.first(kind, duty, whole_case=whole_case)


def _last(kind: str, whole_case: bool, duty: Duty) -> Act | None:
    return duty.world.last(kind, duty, whole_case=whole_case)


def _next(kind: str, duty: Duty) -> Act | None:
    return duty.world.next(kind, duty)


def _instant(value: Value | None, duty: Duty) -> int | None:
    """Return the instant that a value stands for: a date stands for the beginning of its day."""
    if isinstance(value, str):
        return duty.world.timeline.midnight(date.fromisoformat(value))
    return value if isinstance(value, int) else None


def start_of(limit: Limit, duty: Duty) -> int | None:
    """Return the instant at which a limit's clock starts; None where it is not known."""
    return compiled_start(limit.start)(duty)


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
    return compiled_limit(limit)(duty)


def compiled_limit(limit: Limit) -> Compute:
    """Return a function that gives a limit's last instant in time."""
    start, amount = compiled_start(limit.start), limit.amount
    if limit.unit == "standard":
        return lambda _: None
    if limit.unit == "instant":
        return start
    if limit.unit == "elapsed":

        def elapsed(duty: Duty) -> int | None:
            begin = start(duty)
            return None if begin is None else begin + amount

        return elapsed
    carried = limit.unit in ("attribute", "fact")

    def counted(duty: Duty) -> int | None:
        begin, period = start(duty), period_of(limit, duty)
        if begin is None or period is None:
            return None
        if carried and not period.calendar:
            return begin + period.seconds
        return _end(limit.ends, last_day(limit, duty, begin, period), begin, duty, period)

    return counted


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
    match limit.non_working:
        case "previous":
            return calendar.previous(day)
        case "day_before" if not calendar.is_working(day):
            return day - _DAY
        case "next":
            return calendar.next(day)
    return day


def _end(ends: str, day: date, start: int, duty: Duty, period: Period) -> int | None:
    timeline = duty.world.timeline
    match ends:
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
