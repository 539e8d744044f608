"""Form 3 of the language: duties that recur, one for each period whose limit lies in a span."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice, pairwise
from typing import NamedTuple

from detention_rules.engine.acts import acts_of
from detention_rules.engine.compiled import CompiledRule
from detention_rules.engine.duties import guarded
from detention_rules.engine.judgements import Judgement, Outcome, combined, single
from detention_rules.engine.timeline import NOTHING, Act, Duty, World
from detention_rules.language.rules import Cycle, Recurrence
from detention_rules.model.findings import Verdict
from detention_rules.model.scenario import Event
from detention_rules.model.zones import Zone, shift

MAX_PERIODS = 10_000


_WORST = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.COMPLIED, Verdict.NOT_APPLICABLE)


class Period(NamedTuple):
    """One period of a recurring duty: the event that opened its span (None for a fact), its number there, and its ends."""

    opener: Event | None
    number: int
    first: int
    last: int
    cycle: Cycle


def cycle_of(form: Recurrence, world: World) -> Cycle | None:
    """Return the cycle that is meant in a world: the first whose readings are all chosen there."""
    return next((cycle for cycle in form.cycles if all(world.readings[one.reading] in one.options for one in cycle.readings)), None)


def periods_of(rule: CompiledRule, world: World) -> Iterator[Period]:
    """Yield the periods that have begun by `as_of` of each span: whole ones, and one that is broken off after its acts were due."""
    form = rule.form
    assert isinstance(form, Recurrence)
    cycle = cycle_of(form, world)
    if cycle is None:
        return
    for opener, start, end in _spans(form, world):
        turns = _turns(cycle, start, world.timeline.zone)
        for number, (first, last) in enumerate(islice(pairwise(turns), MAX_PERIODS)):
            period = Period(opener, number, first, last, cycle)
            if first >= world.timeline.as_of or (end is not None and min(last, due(period, world)) > end):
                break
            yield period


def judge_again(rule: CompiledRule, world: World, period: Period) -> Judgement:
    """Return the verdict on a period in another world: on the same one of its span or, where the cycle is another there, the worst on
    those of its periods that lie inside it or around it. Not applicable where there is none."""
    found = [
        judge_period(rule, world, other)
        for other in periods_of(rule, world)
        if other.opener is period.opener
        and (other.number == period.number if other.cycle is period.cycle else _overlay(other, period) or _overlay(period, other))
    ]
    if not found:
        return single(Outcome(Verdict.NOT_APPLICABLE, None, None, None, "no-period"))
    return min(found, key=lambda judgement: _WORST.index(judgement.verdict))


def _overlay(inner: Period, outer: Period) -> bool:
    return outer.first <= inner.first and inner.last <= outer.last


def spanned_by(rule: CompiledRule) -> tuple[str, ...]:
    """Return the event types that open or end the spans of a recurring duty."""
    form = rule.form
    assert isinstance(form, Recurrence)
    return (form.after, *form.until)


def touches(event: Event, period: Period, world: World) -> bool:
    """Tell whether an event may be an act for a period, by any account of its time."""
    last = counts_until(period, world)
    return any(account.earliest <= last and account.latest >= period.first for account in event.at.accounts)


def counts_until(period: Period, world: World) -> int:
    """Return the last instant at which an act counts for a period: a limit that is moved forward may lie past the period's end."""
    return max(period.last, due(period, world))


def _spans(form: Recurrence, world: World) -> Iterator[tuple[Event | None, int, int | None]]:
    if form.fact:
        match world.timeline.fact(form.fact, world.timeline.as_of, Duty(world, None, world.timeline.as_of)):
            case (int(first), int(last)):
                yield None, first, last
        return
    for time, event in world.by_type.get(form.after, NOTHING):
        again = world.ended_at_trigger(Duty(world, event, time))  # what ended in this second was the detention before
        ends = (
            when
            for kind in form.until
            for when, _ in world.by_type.get(kind, NOTHING)
            if when > time or (when == time and not (again and kind in world.timeline.pack.vocabulary.ends))
        )
        yield event, time, min(ends, default=None)


def _turns(cycle: Cycle, start: int, home: Zone) -> Iterator[int]:
    """Yield the instants at which periods begin. Days are counted from the span's start: a local time that is skipped moves one period."""
    if cycle.months:
        day = _first_month(cycle, start, home)
        while True:
            yield home.midnight(day)
            day = shift(day, months=cycle.months)
    if cycle.seconds:
        yield from count(start, cycle.seconds)
    yield start
    begun = home.local(start).replace(tzinfo=None)
    yield from (home.computed(begun + timedelta(days=days)) for days in count(cycle.days, cycle.days))


def _first_month(cycle: Cycle, start: int, home: Zone) -> date:
    """Return the first day of the first calendar period that lies wholly after a start."""
    day = home.day(start)
    first = date(day.year, (day.month - 1) // cycle.months * cycle.months + 1, 1)
    return first if home.midnight(first) >= start else shift(first, months=cycle.months)


def judge_period(rule: CompiledRule, world: World, period: Period) -> Judgement:
    """Return the verdict on one period of a world."""

    def arisen(_: CompiledRule, duty: Duty) -> Judgement:
        deadline = due(period, world)
        since = period.first + bool(period.number)  # the first instant of a later period is the last one of the period before
        acts = acts_of(rule.must, duty, since, until=counts_until(period, world), number=period.cycle.times)
        return combined([_outcome(act, deadline, world.timeline.as_of) for act in acts], acts=acts)

    return guarded(rule, Duty(world, period.opener, period.first), arisen)


def due(period: Period, world: World) -> int:
    """Return the last instant in time of a period: its end, or the end of the day by which its cycle wants the acts done."""
    if period.cycle.by_day is None:
        return period.last
    home = world.timeline.zone
    day = home.day(period.first) + timedelta(days=period.cycle.by_day - 1)
    if period.cycle.forward:
        day = world.timeline.pack.calendar.next(day)
    return home.midnight(day + timedelta(days=1))


def _outcome(act: Act | None, deadline: int, as_of: int) -> Outcome:
    if act is None:
        return Outcome(Verdict.VIOLATED if as_of > deadline else Verdict.PENDING, deadline, None, deadline - as_of, "")
    verdict = Verdict.COMPLIED if act.time <= deadline else Verdict.VIOLATED
    return Outcome(verdict, deadline, act.event, deadline - act.time, "")
