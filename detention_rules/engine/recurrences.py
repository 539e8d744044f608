"""Form 3 of the language: duties that recur, one for each whole period of a span."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from detention_rules.engine.duties import Act, CompiledRule, Judgement, Outcome
from detention_rules.engine.timeline import NOTHING, Duty, World
from detention_rules.language.rules import Recurrence
from detention_rules.model.findings import Verdict
from detention_rules.model.scenario import Event
from detention_rules.model.zones import Zone, shift

MAX_PERIODS = 10_000


def recurring(rule: CompiledRule, world: World) -> Iterator[tuple[Event | None, int, Judgement]]:
    """Yield, for each whole period, the event that opened the span (None for a fact), the period's start, and the judgement."""
    form = rule.form
    assert isinstance(form, Recurrence)
    for opener, start, end in _spans(form, world):
        for number, (first, last) in enumerate(_periods(form, start, end, world.timeline.zone)):
            if first >= world.timeline.as_of or number >= MAX_PERIODS:
                break
            duty = Duty(world, opener, first)
            applies = True if rule.when is None else rule.when(duty, first)
            if applies is False:
                continue
            yield opener, first, _judge(rule, form, duty, last, applies)


def _spans(form: Recurrence, world: World) -> Iterator[tuple[Event | None, int, int | None]]:
    if form.fact:
        value = world.timeline.fact(form.fact, world.timeline.as_of, Duty(world, None, world.timeline.as_of))
        if isinstance(value, tuple) and len(value) == 2 and isinstance(value[0], int) and isinstance(value[1], int):
            yield None, value[0], value[1]
        return
    for time, event in world.by_type.get(form.after, NOTHING):
        ends = [when for kind in form.until for when, _ in world.by_type.get(kind, NOTHING) if when >= time]
        yield event, time, min(ends, default=None)


def _periods(form: Recurrence, start: int, end: int | None, home: Zone) -> Iterator[tuple[int, int]]:
    """Yield the whole periods of a span, each with its last instant in time. An open span goes on."""
    current: int | date = _first_month(form, start, home) if form.months else start
    while True:
        if isinstance(current, date):
            after: int | date = shift(current, months=form.months)
            first, last = home.midnight(current), home.midnight(shift(current, months=form.months))
        else:
            after = (
                current + form.seconds
                if form.seconds
                else home.computed(home.local(current).replace(tzinfo=None) + timedelta(days=form.days))
            )
            first, last = current, after
        if end is not None and last > end:
            return
        yield first, last
        current = after


def _first_month(form: Recurrence, start: int, home: Zone) -> date:
    """Return the first day of the first calendar period that lies wholly after a start."""
    day = home.day(start)
    first = date(day.year, (day.month - 1) // form.months * form.months + 1, 1)
    return first if home.midnight(first) >= start else shift(first, months=form.months)


def _judge(rule: CompiledRule, form: Recurrence, duty: Duty, last: int, applies: bool | None) -> Judgement:
    deadline = last
    if form.by_day is not None:
        home = duty.world.timeline.zone
        deadline = home.midnight(home.day(duty.time) + timedelta(days=form.by_day))
    act = _act(rule, duty, last)
    as_of = duty.world.timeline.as_of
    if act is None:
        verdict = Verdict.VIOLATED if as_of > deadline else Verdict.PENDING
        outcome = Outcome(verdict, deadline, None, deadline - as_of, "")
    else:
        verdict = Verdict.COMPLIED if act.time <= deadline else Verdict.VIOLATED
        outcome = Outcome(verdict, deadline, act.event, deadline - act.time, "")
    if applies is None:
        unknown = Outcome(Verdict.NOT_APPLICABLE, None, None, None, "conditions")
        return Judgement(Verdict.UNDETERMINED, None, None, None, (outcome, unknown))
    return Judgement(outcome.verdict, outcome.deadline, outcome.discharge, outcome.margin, (outcome,))


def _act(rule: CompiledRule, duty: Duty, last: int) -> Act | None:
    found = [
        Act(time, event)
        for pattern in rule.must
        for time, event in duty.world.by_type.get(pattern.type, NOTHING)
        if duty.time <= time <= last and pattern.matches(duty, event)
    ]
    return min(found, key=lambda act: act.time, default=None)


__all__ = ["recurring"]
