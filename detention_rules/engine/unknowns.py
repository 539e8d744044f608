"""Which unknowns are to blame where a condition is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from detention_rules.engine.conditions import compiled, starts
from detention_rules.engine.limits import compiled_limit
from detention_rules.engine.timeline import FAR, NOTHING, Act, Duty
from detention_rules.language.conditions import (
    All,
    Condition,
    Detained,
    Earlier,
    Elapsed,
    FactIs,
    Later,
    LaterInDay,
    Not,
    Pattern,
    Shares,
    Some,
    StatesTime,
    TriggerHas,
)
from detention_rules.model.catalogue import text
from detention_rules.model.scenario import Event


def unknowns(condition: Condition, duty: Duty, instant: int) -> Iterable[str]:
    """Yield what would have to be known for a condition that is unknown: fact paths, and attributes as `event.attribute`."""
    if compiled(condition)(duty, instant) is not None:
        return
    match condition:
        case FactIs(path) | LaterInDay(path):
            derived = duty.world.timeline.pack.vocabulary.facts[path].derived
            yield derived.source if derived else path
        case TriggerHas(attribute):
            yield _of_trigger(attribute, duty)
        case Earlier():
            yield from _unknown_earlier(condition, duty)
        case StatesTime(attribute, event):
            yield _of_trigger(attribute, duty) if duty.attribute(attribute) is None else text("needs.event", event=event)
        case Elapsed():
            acts = list(starts(condition, duty))
            for act in acts:
                if act is not None:
                    yield from _unknown_shares(condition.shares, act.event, duty)
            if acts == [None]:
                yield from (text("needs.event", event=kind) for kind in condition.since)
        case Later():
            yield from _unknown_later(condition, duty)
        case Detained(before):
            if before is None or duty.world.beginning(duty) is None:
                yield text("needs.detention")
            else:
                yield _of_trigger(before, duty)
        case All(parts) | Some(parts):
            for part in parts:
                yield from unknowns(part, duty, instant)
        case Not(part):
            yield from unknowns(part, duty, instant)


def _unknown_earlier(condition: Earlier, duty: Duty) -> Iterator[str]:
    since = duty.world.detention_start(duty) if condition.scope == "detention" else -FAR
    earlier = [act for act in _before(condition.pattern, duty) if act.time >= since]
    for _, event in earlier:
        yield from missing_form(condition.pattern, event)
        yield from _unknown_shares(condition.shares, event, duty)
    for pattern, shares in condition.unless:
        for time, event in _before(pattern, duty):
            yield from missing_form(pattern, event)
            yield from _unknown_shares(shares, event, duty)
            if any(act.time == time for act in earlier):
                yield text("needs.time", event=event.id)


def _unknown_later(condition: Later, duty: Duty) -> Iterator[str]:
    for act in duty.world.by_type.get(condition.pattern.type, NOTHING):
        if act.time > duty.time:
            yield from missing_form(condition.pattern, act.event)
    if compiled_limit(condition.within)(duty) is None and condition.within.start.kind in ("first", "last", "next"):
        yield text("needs.event", event=condition.within.start.name)


def _before(pattern: Pattern, duty: Duty) -> list[Act]:
    return [act for act in duty.world.by_type.get(pattern.type, NOTHING) if act.time <= duty.time and act.event is not duty.trigger]


def _unknown_shares(shares: Shares, event: Event, duty: Duty) -> Iterator[str]:
    for theirs, mine in shares:
        if theirs not in event.attributes:
            yield f"{event.id}.{theirs}"
        if duty.attribute(mine) is None:
            yield _of_trigger(mine, duty)


def _of_trigger(attribute: str, duty: Duty) -> str:
    return f"{duty.trigger.id if duty.trigger else ''}.{attribute}"


def missing_form(pattern: Pattern, event: Event) -> Iterable[str]:
    """Yield the attributes of an event that a pattern requires and that are not given."""
    for name, _ in pattern.form:
        if name not in event.attributes:
            yield f"{event.id}.{name}"
    for carried in (pattern.counted, pattern.reaches):
        if carried and carried not in event.attributes:
            yield f"{event.id}.{carried}"
