"""Acts that discharge a duty, or end it: which events match a pattern, when they count, and which may do so where something is unknown."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from detention_rules.engine.conditions import Evaluate, both, compiled_under, matcher, never, same_value
from detention_rules.engine.timeline import FAR, NOTHING, Act, Duty
from detention_rules.language.conditions import Pattern
from detention_rules.model.scenario import Event

NO_ACT: tuple[Act | None, ...] = (None,)


@dataclass(frozen=True, slots=True, eq=False)
class CompiledPattern:
    """A pattern ready to be matched."""

    source: Pattern
    type: str
    matches: Callable[[Event], bool | None]
    when: Evaluate | None
    formed: bool
    counted: str | None
    reaches: str | None
    fresh: bool


def compile_patterns(patterns: Iterable[Pattern], readings: Mapping[str, str]) -> tuple[CompiledPattern, ...]:
    """Prepare patterns for matching under chosen readings; one that these rule out is left out."""
    found = []
    for one in patterns:
        when = compiled_under(one.when, readings)
        if when is not never:
            found.append(
                CompiledPattern(
                    source=one,
                    type=one.type,
                    matches=matcher(one),
                    when=when,
                    formed=bool(one.form or one.reaches),
                    counted=one.counted,
                    reaches=one.reaches,
                    fresh=one.fresh,
                )
            )
    return tuple(found)


def first_of(kinds: tuple[str, ...], duty: Duty) -> tuple[Act | None, ...]:
    """Return the earliest act of these types at or after the trigger, as `acts_of` does for patterns that need no form."""
    by_type, trigger, since = duty.world.by_type, duty.trigger, duty.time
    best: Act | None = None
    for kind in kinds:
        for act in by_type.get(kind, NOTHING):
            if act[0] >= since and act[1] is not trigger:
                if best is None or act[0] < best[0]:
                    best = act
                break
    return (best,)


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
    world, trigger = duty.world, duty.trigger
    by_type = world.by_type
    ended = world.ended_at_trigger(duty)
    for pattern in patterns:
        entries = by_type.get(pattern.type)
        if entries is None:
            continue
        usable = True if pattern.when is None else pattern.when(duty, duty.time)
        if usable is False:
            continue
        replaced = -FAR
        if pattern.reaches is not None and limit is not None:
            entries, replaced = _standing(entries, pattern, pattern.reaches, limit)
        for happened in entries:
            act, known = happened, happened[0] >= replaced
            if pattern.counted is not None:
                if pattern.fresh and happened[0] < duty.time:
                    continue
                act, known = _counted(pattern.counted, happened, duty, since)
            time, event = act
            if time < since or time > until or event is trigger:
                continue
            if ended and time == duty.time and event.type in world.timeline.pack.vocabulary.ends:
                continue
            state: bool | None = True
            if pattern.formed or same:
                state = _fits(pattern, same, limit, duty, event)
                if state is False:
                    continue
            if state is None or usable is None or doubtful or not known:
                possible.append(act)
            else:
                certain.append(act)
                if pattern.counted is None and number == 1:
                    break
    if not possible and number == 1:
        return (min(certain, key=_when),) if certain else NO_ACT
    sure_ones = {id(act.event): act for act in certain}  # an event that fits two patterns is one act
    certain = sorted(sure_ones.values(), key=_when)
    possible = [act for key, act in {id(act.event): act for act in possible}.items() if key not in sure_ones]
    sure = certain[number - 1] if len(certain) >= number else None
    every = sorted((act for act in (*possible, *certain) if sure is None or act.time < sure.time), key=_when)
    return (*every[number - 1 :], sure)


def _standing(entries: list[Act], pattern: CompiledPattern, reaches: str, limit: int) -> tuple[list[Act], int]:
    """Leave out acts that a later one takes back by ending before the limit: the last order given before it is the one in force.

    Also returns the instant before which an act may have been taken back: by one whose form or end is not known, or that was given in
    the same second.
    """
    kept: list[Act] = []
    doubtful = -FAR
    for act in entries:
        if act.time <= limit:
            end = act.event.attributes.get(reaches)
            state = both(pattern.matches(act.event), end <= limit if isinstance(end, int) else None)
            if state is not False:
                doubtful = act.time + 1
            if state:
                kept = [earlier for earlier in kept if earlier.time == act.time]
        kept.append(act)
    return kept, doubtful


def _when(act: Act) -> int:
    return act.time


def _counted(attribute: str, act: Act, duty: Duty, since: int) -> tuple[Act, bool]:
    """Return an act at the instant of an attribute, at which it counts, and whether that is known.

    Unknown, it may count as soon as it happened, or before that where the attribute may precede its event. One after `as_of` is not yet
    known, and never counts.
    """
    timeline, event = duty.world.timeline, act.event
    value = event.attributes.get(attribute)
    if isinstance(value, int):
        return Act(value if value <= timeline.as_of else FAR + 1, event), True
    before = timeline.pack.vocabulary.events[event.type].attributes[attribute].may_precede
    return Act(since if before else max(act.time, since), event), False


def _fits(pattern: CompiledPattern, same: tuple[str, ...], limit: int | None, duty: Duty, event: Event) -> bool | None:
    state = pattern.matches(event)
    if pattern.reaches is not None:
        end = event.attributes.get(pattern.reaches)
        state = both(state, end > limit if isinstance(end, int) and limit is not None else None)
    for name in same:
        state = both(state, same_value(duty.attribute(name), event.attributes.get(name)))
    return state
