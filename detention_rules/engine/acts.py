"""Acts that discharge a duty, or end it: which events match a pattern, when they count, and which may do so where something is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from detention_rules.engine.conditions import Evaluate, compiled, matcher
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


def compile_patterns(patterns: Iterable[Pattern]) -> tuple[CompiledPattern, ...]:
    """Prepare patterns for matching."""
    return tuple(
        CompiledPattern(one, one.type, matcher(one), compiled(one.when) if one.when else None, bool(one.form), one.counted)
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
) -> tuple[Act | None, ...]:
    """Return the earliest act from `since` to `until`, both included; None where there is none.

    Where an attribute or a circumstance is unknown, every act that may be the earliest is returned, in order of time, and last the
    earliest certain one. `doubtful` makes every act uncertain. The trigger itself never counts.
    """
    best: Act | None = None
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
            if pattern.formed or same:
                state = _fits(pattern, same, duty, event)
                if state is False:
                    continue
            if state is None or usable is None or doubtful or not known:
                possible.append(Act(when, event))
            elif best is None or when < best[0]:
                best = _new(Act, (when, event))
                if pattern.counted is None:
                    break
    if not possible:
        return (best,)
    before = sorted((act for act in possible if best is None or act.time < best.time), key=_when)
    return (*before, best)


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


def _fits(pattern: CompiledPattern, same: tuple[str, ...], duty: Duty, event: Event) -> bool | None:
    state = pattern.matches(duty, event)
    for name in same:
        mine, theirs = duty.attribute(name), event.attributes.get(name)
        if mine is None or theirs is None:
            state = None if state else state
        elif mine != theirs:
            return False
    return state
