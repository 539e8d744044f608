"""In which ways a condition can be made to hold, to fail, or to be unknown: each way says what must be so of every simple condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

from detention_rules.language.conditions import All, Condition, Not, ReadingIs, Some, TriggerIs

MOST = 400
"""So many ways of one condition are looked at."""
FEW = 40
"""So many ways of one part of a condition are looked at."""


class Demand(NamedTuple):
    """A simple condition that is to hold (True), to fail (False) or to be unknown (None)."""

    leaf: Condition
    state: bool | None


Way = tuple[Demand, ...]


def ways(condition: Condition | bool | None, state: bool | None) -> Iterator[Way]:
    """Yield ways to bring a condition into a state, those in which one part alone decides first.

    The condition is one whose readings are chosen (see `left`). A constant is already what it is; None, no condition, holds.
    """
    if condition is None or isinstance(condition, bool):
        if state is (condition is not False):
            yield ()
        return
    match condition:
        case All(parts) | Some(parts):
            yield from islice(_joined(parts, state, decisive=isinstance(condition, Some)), MOST)
        case Not(part):
            yield from ways(part, None if state is None else not state)
        case _:
            yield (Demand(condition, state),)


@lru_cache(maxsize=1 << 14)
def few(condition: Condition | bool, state: bool | None, most: int = FEW) -> tuple[Way, ...]:
    """Return the first ways to bring a condition into a state, looked for once."""
    return tuple(islice(ways(condition, state), most))


def _joined(parts: tuple[Condition, ...], state: bool | None, *, decisive: bool) -> Iterator[Way]:
    """Yield the ways of parts of which one that is `decisive` settles the whole."""
    if state is (not decisive):
        yield from _together([(part, state) for part in parts])
        return
    alone = [
        [(part, state if number == position else not decisive) for number, part in enumerate(parts)] for position, _ in enumerate(parts)
    ]
    yield from _in_turn([_together(wanted) for wanted in alone])
    yield from _in_turn([iter(few(part, state)) for part in parts])
    if state is None:
        able = [bool(few(part, None)) for part in parts]
        if any(able):
            yield from _together([(part, None if one else not decisive) for part, one in zip(parts, able, strict=True)])


def _in_turn(each: list[Iterator[Way]]) -> Iterator[Way]:
    """Yield the first way of each, then the second of each, and so on: few are enough to have seen every part decide."""
    waiting = [islice(found, FEW) for found in each]
    while waiting:
        for found in list(waiting):
            way = next(found, None)
            if way is None:
                waiting.remove(found)
            else:
                yield way


def _together(wanted: list[tuple[Condition, bool | None]]) -> Iterator[Way]:
    """Yield ways in which every part is as wanted: first each way of each part at least once, then their combinations."""
    each = [few(part, state) for part, state in wanted]
    if not all(each):
        return
    longest = max((len(found) for found in each), default=1)
    for number in range(longest):
        yield sum((found[number % len(found)] for found in each), ())
    if longest > 1:
        for combined in islice(product(*each), MOST):
            yield sum(combined, ())


def left(condition: Condition | None, readings: Mapping[str, str], trigger: str | None = None) -> Condition | bool:
    """Return what is left of a condition once readings are chosen and, if it is given, the type of the trigger. No condition holds."""
    match condition:
        case None:
            return True
        case ReadingIs(reading, options):
            return readings[reading] in options
        case TriggerIs(types) if trigger is not None:
            return trigger in types
        case Not(part):
            inner = left(part, readings, trigger)
            return not inner if isinstance(inner, bool) else Not(inner)
        case All(parts) | Some(parts):
            decisive = isinstance(condition, Some)
            every = [left(part, readings, trigger) for part in parts]
            if decisive in every:
                return decisive
            still = [part for part in every if not isinstance(part, bool)]
            if not still:
                return not decisive
            return type(condition)(tuple(still)) if len(still) > 1 else still[0]
    return condition
