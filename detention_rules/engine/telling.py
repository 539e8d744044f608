"""Which part of a condition tells why it holds, fails or is unknown: explanations show that part and not the whole."""

from __future__ import annotations

from detention_rules.engine.conditions import compiled, matcher
from detention_rules.engine.timeline import NOTHING, Act, Duty
from detention_rules.language.conditions import All, Condition, Earlier, Not, Some


def telling(condition: Condition, duty: Duty, instant: int) -> Condition:
    """Return the part that holds, the parts that are unknown, or what the alternative nearest to holding lacks."""
    state = compiled(condition)(duty, instant)
    match condition:
        case All(parts):
            if state is True:
                return _joined(All, [telling(part, duty, instant) for part in parts])
            return _joined(All, [telling(part, duty, instant) for part in parts if compiled(part)(duty, instant) is state])
        case Some(parts):
            told = [part for part in parts if compiled(part)(duty, instant) is state]
            if state is True:
                return telling(told[0], duty, instant)
            if state is False:
                least = min((_lacking(part, duty, instant) for part in told), default=0)
                told = [part for part in told if _lacking(part, duty, instant) == least]
            return _joined(Some, [telling(part, duty, instant) for part in told])
        case Not(part) if state is not True:
            return Not(telling(part, duty, instant))
        case _:
            return condition


def earlier_act(condition: Earlier, duty: Duty) -> Act | None:
    """Return the last act up to the trigger with the form, and the reach, that an earlier event must have; None where there is none."""
    matches, reaches = matcher(condition.pattern), condition.pattern.reaches
    for act in reversed(duty.world.by_type.get(condition.pattern.type, NOTHING)):
        if act.time <= duty.time and act.event is not duty.trigger and matches(act.event):
            end = None if reaches is None else act.event.attributes.get(reaches)
            if reaches is None or (isinstance(end, int) and end > duty.time):
                return act
    return None


def _joined(kind: type[All] | type[Some], parts: list[Condition]) -> Condition:
    return parts[0] if len(parts) == 1 else kind(tuple(parts))


def _lacking(condition: Condition, duty: Duty, instant: int) -> int:
    """Count the simple conditions that would have to change for a condition to hold."""
    if compiled(condition)(duty, instant) is True:
        return 0
    match condition:
        case All(parts):
            return sum(_lacking(part, duty, instant) for part in parts)
        case Some(parts):
            return min((_lacking(part, duty, instant) for part in parts), default=1)
        case _:
            return 1
