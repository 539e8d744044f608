"""What conditions mean: three-valued evaluation (True, False, or None for unknown) for one duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

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
    OnDayOf,
    OneOf,
    Pattern,
    ReadingIs,
    Shares,
    Some,
    StatesTime,
    TriggerHas,
    TriggerIs,
)
from detention_rules.model.periods import MINUTE
from detention_rules.model.scenario import Event, Value

Evaluate = Callable[[Duty, int], bool | None]
"""Evaluates a condition for a duty; the instant is the one for which facts are asked."""


def under(condition: Condition | None, readings: Mapping[str, str]) -> Condition | bool:
    """Return what is left of a condition once readings are chosen: a simpler condition, or a certain answer. No condition holds."""

    def chosen(leaf: Condition) -> bool | None:
        return readings[leaf.reading] in leaf.options if isinstance(leaf, ReadingIs) else None

    return True if condition is None else settled(condition, chosen)


def settled(condition: Condition, answer: Callable[[Condition], bool | None]) -> Condition | bool:
    """Return what is left of a condition once some of its simple conditions have a certain answer; None is no answer."""
    match condition:
        case All(parts) | Some(parts):
            decisive = isinstance(condition, Some)
            left = [settled(part, answer) for part in parts]
            if any(part is decisive for part in left):
                return decisive
            kept = tuple(part for part in left if not isinstance(part, bool))
            return type(condition)(kept) if len(kept) > 1 else kept[0] if kept else not decisive
        case Not(part):
            inner = settled(part, answer)
            return not inner if isinstance(inner, bool) else Not(inner)
    known = answer(condition)
    return condition if known is None else known


def compiled_under(condition: Condition | None, readings: Mapping[str, str]) -> Evaluate | None:
    """Return a function that evaluates a condition under chosen readings: None where it always holds, `never` where it never does."""
    left = under(condition, readings)
    if isinstance(left, bool):
        return None if left else never
    return compiled(left)


def never(*_: object) -> bool:
    """Evaluate a condition that never holds."""
    return False


def compiled(condition: Condition) -> Evaluate:
    """Return a function that evaluates a condition."""
    match condition:
        case FactIs(path, OneOf(values)):
            return _fact_among(path, values)
        case FactIs(path, test):
            return _fact(path, test.holds)
        case ReadingIs(reading, options):
            return lambda duty, _: duty.world.readings[reading] in options
        case TriggerHas(attribute, OneOf(values)):
            return _attribute_among(attribute, values)
        case TriggerHas(attribute, test):
            return _attribute(attribute, test.holds)
        case TriggerIs(types):
            return lambda duty, _: duty.trigger is not None and duty.trigger.type in types
        case Earlier():
            return _earlier(condition)
        case Elapsed():
            return _elapsed(condition)
        case LaterInDay(than):
            return _later_in_day(than)
        case StatesTime(attribute, event):
            return _states_time(attribute, event)
        case OnDayOf(event):
            return _on_day_of(event)
        case Later():
            return _later(condition)
        case Detained(before):
            return _detained(before)
        case All(parts):
            return _all([compiled(part) for part in parts])
        case Some(parts):
            return _some([compiled(part) for part in parts])
        case Not(part):
            return _not(compiled(part))


def _fact(path: str, holds: Callable[..., bool]) -> Evaluate:
    def evaluate(duty: Duty, instant: int) -> bool | None:
        constant = duty.world.constant
        value = constant[path] if path in constant else duty.world.timeline.fact(path, instant, duty)
        return None if value is None else holds(value)

    return evaluate


def _fact_among(path: str, values: frozenset[Value]) -> Evaluate:
    """The commonest condition, without the call of its test."""

    def evaluate(duty: Duty, instant: int) -> bool | None:
        constant = duty.world.constant
        value = constant[path] if path in constant else duty.world.timeline.fact(path, instant, duty)
        if isinstance(value, tuple):
            return not values.isdisjoint(value)
        return None if value is None else value in values

    return evaluate


def _attribute(name: str, holds: Callable[..., bool]) -> Evaluate:
    def evaluate(duty: Duty, _: int) -> bool | None:
        value = duty.attribute(name)
        return None if value is None else holds(value)

    return evaluate


def _attribute_among(name: str, values: frozenset[Value]) -> Evaluate:
    def evaluate(duty: Duty, _: int) -> bool | None:
        value = None if duty.trigger is None else duty.trigger.attributes.get(name)
        if isinstance(value, tuple):
            return not values.isdisjoint(value)
        return None if value is None else value in values

    return evaluate


def _earlier(condition: Earlier) -> Evaluate:
    pattern, same_detention, shares = condition.pattern, condition.scope == "detention", condition.shares
    matches = matcher(pattern)
    undone = _undone(condition.unless) if condition.unless else None

    def evaluate(duty: Duty, _: int) -> bool | None:
        entries = duty.world.by_type.get(pattern.type, NOTHING)
        if not entries:
            return False
        since = duty.world.detention_start(duty) if same_detention else -FAR
        state: bool | None = False
        for time, event in entries:
            if since <= time <= duty.time and event is not duty.trigger:
                found = matches(event)
                if pattern.reaches is not None:
                    end = event.attributes.get(pattern.reaches)
                    found = both(found, end > duty.time if isinstance(end, int) else None)
                if shares:
                    found = both(found, _shared(shares, event, duty))
                if undone is not None and found is not False:
                    found = both(found, negated(undone(time, duty)))
                if found:
                    return True
                state = None if found is None else state
        return state

    return evaluate


def _undone(enders: tuple[tuple[Pattern, Shares], ...]) -> Callable[[int, Duty], bool | None]:
    """Return a function that tells whether one of these follows an instant, at or before the trigger; in the same second: unknown."""
    tests = [(pattern.type, matcher(pattern), shares) for pattern, shares in enders]

    def undone(since: int, duty: Duty) -> bool | None:
        state: bool | None = False
        for kind, matches, shares in tests:
            for time, event in duty.world.by_type.get(kind, NOTHING):
                if since <= time <= duty.time and event is not duty.trigger:
                    found = both(matches(event), _shared(shares, event, duty))
                    if found and time > since:
                        return True
                    state = state if found is False else None
        return state

    return undone


def _shared(shares: Shares, event: Event, duty: Duty) -> bool | None:
    """Tell whether an event and the trigger hold the same values."""
    state: bool | None = True
    for theirs, mine in shares:
        state = both(state, same_value(event.attributes.get(theirs), duty.attribute(mine)))
    return state


def negated(state: bool | None) -> bool | None:
    """Return the opposite of what is known."""
    return None if state is None else not state


def both(first: bool | None, second: bool | None) -> bool | None:
    """Return whether two things hold."""
    if first is False or second is False:
        return False
    return None if first is None or second is None else True


def same_value(first: Value | None, second: Value | None) -> bool | None:
    """Tell whether two attributes hold the same; None where one is not given. Texts are the same whatever their capital letters."""
    if first is None or second is None:
        return None
    if isinstance(first, str) and isinstance(second, str):
        return first.casefold() == second.casefold()
    return first == second


def told_of(kind: str, duty: Duty) -> Act | None:
    """Return the event whose time a paper states: the first of its type in the detention, or the last of an earlier one."""
    found = duty.world.first(kind, duty)
    over = found is None or found.time > duty.time  # that detention is over
    return duty.world.last(kind, duty, whole_case=True) if over else found


def _states_time(attribute: str, kind: str) -> Evaluate:
    def evaluate(duty: Duty, _: int) -> bool | None:
        stated, found = duty.attribute(attribute), told_of(kind, duty)
        if not isinstance(stated, int) or found is None:
            return None
        if stated // MINUTE == found[0] // MINUTE:
            return True
        clocks = (duty.world.timeline.zone.local(instant).replace(tzinfo=None) for instant in (stated, found[0]))
        face, other = (clock.replace(second=0) for clock in clocks)
        return None if face == other else False  # the hour that occurs twice: which of the two was meant is not written down

    return evaluate


def _on_day_of(kind: str) -> Evaluate:
    def evaluate(duty: Duty, _: int) -> bool:
        day = duty.world.timeline.zone.day
        others = (act.time for act in duty.world.by_type.get(kind, NOTHING) if act.event is not duty.trigger)
        return any(day(time) == day(duty.time) for time in others)

    return evaluate


def _later(condition: Later) -> Evaluate:
    matches, kind, limit = matcher(condition.pattern), condition.pattern.type, compiled_limit(condition.within)

    def evaluate(duty: Duty, _: int) -> bool | None:
        after = [act for act in duty.world.by_type.get(kind, NOTHING) if act.time > duty.time]
        end = limit(duty) if after else None
        state: bool | None = False
        for time, event in after:
            found = both(matches(event), None if end is None else time <= end)
            if found:
                return True
            state = None if found is None else state
        return state

    return evaluate


def _detained(before: str | None) -> Evaluate:
    def evaluate(duty: Duty, _: int) -> bool | None:
        begun, ended = duty.world.beginning(duty), duty.world.ending(duty)
        if begun is None or begun <= duty.time or (ended is not None and ended <= begun):
            return None if begun is None and ended is None else True
        if before is None:
            return True
        until = duty.attribute(before)
        return begun < until if isinstance(until, int) else None

    return evaluate


def _elapsed(condition: Elapsed) -> Evaluate:
    least, most = (None if bound is None else compiled_limit(bound) for bound in (condition.at_least, condition.at_most))

    def evaluate(duty: Duty, _: int) -> bool | None:
        answers = {None if act is None else lasted(duty, act) for act in starts(condition, duty)}
        return answers.pop() if len(answers) == 1 else None

    def lasted(duty: Duty, act: Act) -> bool | None:
        since = Duty(duty.world, act.event, act.time)
        state: bool | None = True
        if least is not None:
            earliest = least(since)
            state = None if earliest is None else duty.time >= earliest
        if most is not None:
            latest = most(since)
            state = both(state, None if latest is None else duty.time <= latest)
        return state

    return evaluate


def starts(condition: Elapsed, duty: Duty) -> Iterator[Act | None]:
    """Yield what may be the last such event, up to the first that certainly is one; None where there may be none at all."""
    after = duty.world.detention_start(duty) if condition.scope == "detention" else -FAR
    found = [act for kind in condition.since for act in duty.world.by_type.get(kind, NOTHING) if after <= act.time <= duty.time]
    for act in sorted(found, key=lambda act: act.time, reverse=True):
        if act.event is duty.trigger:
            continue
        shared = _shared(condition.shares, act.event, duty)
        if shared is not False:
            yield act
        if shared:
            return
    yield None


def _later_in_day(than: str) -> Evaluate:
    def evaluate(duty: Duty, instant: int) -> bool | None:
        bound = duty.world.timeline.fact(than, instant, duty)
        if not isinstance(bound, int):
            return None
        local = duty.world.timeline.zone.local(duty.time)
        return local.hour * 3600 + local.minute * 60 + local.second > bound

    return evaluate


def _all(parts: list[Evaluate]) -> Evaluate:
    def evaluate(duty: Duty, instant: int) -> bool | None:
        state: bool | None = True
        for part in parts:
            found = part(duty, instant)
            if found is False:
                return False
            if found is None:
                state = None
        return state

    return evaluate


def _some(parts: list[Evaluate]) -> Evaluate:
    def evaluate(duty: Duty, instant: int) -> bool | None:
        state: bool | None = False
        for part in parts:
            found = part(duty, instant)
            if found:
                return True
            if found is None:
                state = None
        return state

    return evaluate


def _not(part: Evaluate) -> Evaluate:
    def evaluate(duty: Duty, instant: int) -> bool | None:
        found = part(duty, instant)
        return None if found is None else not found

    return evaluate


def matcher(pattern: Pattern) -> Callable[[Event], bool | None]:
    """Return a function that tells whether an event has the form that a pattern requires; None where an attribute is not given."""
    if len(pattern.form) == 1 and isinstance(pattern.form[0][1], OneOf):
        return _one_attribute(pattern.form[0][0], pattern.form[0][1].values)
    form = [(name, test.holds) for name, test in pattern.form]

    def matches(event: Event) -> bool | None:
        state: bool | None = True
        for name, holds in form:
            value = event.attributes.get(name)
            if value is None:
                state = None
            elif not holds(value):
                return False
        return state

    return matches


def _one_attribute(name: str, values: frozenset[Value]) -> Callable[[Event], bool | None]:
    """The commonest form, without the call of its test."""

    def matches(event: Event) -> bool | None:
        value = event.attributes.get(name)
        if isinstance(value, tuple):
            return not values.isdisjoint(value)
        return None if value is None else value in values

    return matches
