"""Acts that discharge a duty, or end it: which events match a pattern, when they count, and which may do so where something is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from detention_rules.engine.conditions import Evaluate, both, compiled, matcher, same_value
from detention_rules.engine.timeline import Duty
from detention_rules.language.conditions import Pattern
from detention_rules.model.scenario import Event

FAR = 2**62
_new = tuple.__new__


class Act(NamedTuple):
    """An act that counts for a duty: the instant at which it counts, and the event."""

    time: int
    event: Event


NO_ACT: tuple[Act | None, ...] = (None,)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPattern:
    """A pattern ready to be matched."""

    source: Pattern
    type: str
    matches: Callable[[Duty, Event], bool | None]
    when: Evaluate | None
    formed: bool
    counted: str | None
    reaches: str | None


def compile_patterns(patterns: Iterable[Pattern]) -> tuple[CompiledPattern, ...]:
    """Prepare patterns for matching."""
    return tuple(
        CompiledPattern(one, one.type, matcher(one), compiled(one.when) if one.when else None, bool(one.form), one.counted, one.reaches)
        for one in patterns
    )


def acts_of(
    patterns: tuple[CompiledPattern, ...],
    duty: Duty,
    since: int,
    *,
    until: int = FAR,
    same: tuple[str, ...] = (),
    doubtful: bool = False,
    number: int = 1,
    limit: int | None = None,
) -> tuple[Act | None, ...]:
    """Return the earliest act from `since` to `until`, both included, or the one that is act `number`; None where there is none.

    Where an attribute or a circumstance is unknown, every act that may be that one is returned, in order of time, and last the certain
    one. `doubtful` makes every act uncertain; `limit` is what acts must reach past where their pattern says so. The trigger never counts.
    """
    certain: list[Act] = []
    possible: list[Act] = []
    by_type = duty.world.by_type
    ended = duty.world.ended_at_trigger(duty)
    trigger = duty.trigger
    for pattern in patterns:
        if pattern.type not in by_type:
            continue
        usable = True if pattern.when is None else pattern.when(duty, duty.time)
        if usable is False:
            continue
        for time, event in by_type[pattern.type]:
            when, known = time, True
            if pattern.counted is not None:
                when, known = _counted(pattern.counted, time, event, duty, since)
            if when < since or when > until or event is trigger:
                continue
            if ended and time == duty.time and event.type in duty.world.timeline.pack.vocabulary.ends:
                continue
            state: bool | None = True
            if pattern.formed or same or pattern.reaches is not None:
                state = _fits(pattern, same, limit, duty, event)
                if state is False:
                    continue
            if state is None or usable is None or doubtful or not known:
                possible.append(_new(Act, (when, event)))
            else:
                certain.append(_new(Act, (when, event)))
                if pattern.counted is None and number == 1:
                    break
    if not possible and len(certain) <= 1 and number == 1:
        return (certain[0],) if certain else NO_ACT
    certain.sort(key=_when)
    sure = certain[number - 1] if len(certain) >= number else None
    every = sorted((act for act in (*possible, *certain) if sure is None or act.time < sure.time), key=_when)
    return (*every[number - 1 :], sure)


def _when(act: Act) -> int:
    return act.time


def _counted(attribute: str, time: int, event: Event, duty: Duty, since: int) -> tuple[int, bool]:
    """Return the instant of an attribute, at which an event counts, and whether it is known.

    Unknown, it may count at once. One after `as_of` is not yet known, and never counts.
    """
    value = event.attributes.get(attribute)
    if isinstance(value, int):
        return (value if value <= duty.world.timeline.as_of else FAR + 1), True
    return max(time, since), False


def _fits(pattern: CompiledPattern, same: tuple[str, ...], limit: int | None, duty: Duty, event: Event) -> bool | None:
    state = pattern.matches(duty, event)
    if pattern.reaches is not None:
        end = event.attributes.get(pattern.reaches)
        state = both(state, end > limit if isinstance(end, int) and limit is not None else None)
    for name in same:
        state = both(state, same_value(duty.attribute(name), event.attributes.get(name)))
    return state
