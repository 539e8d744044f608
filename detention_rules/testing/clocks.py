"""Clocks: what starts the clock of a limit in a situation, where that stands from the trigger, and what makes it stand still."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Deadline, Pause
from detention_rules.model.periods import HOUR
from detention_rules.testing.arithmetic import instant_at, local_time
from detention_rules.testing.situations import CARRIED, CLOSING, FAR_BACK, GIVEN_PERIOD, Ahead, Happening, Situation, clock_start
from detention_rules.testing.solving import meets


def counted_limit(limit: Limit) -> Limit:
    """Return the limit whose clock matters: its own, or the outer bound of an open standard."""
    return limit.outer if limit.unit == "standard" and limit.outer is not None else limit


def clocked(situation: Situation, limit: Limit, form: Deadline) -> tuple[Situation, int] | None:
    """Return a situation with what starts the clocks of a limit and of the rule's floor, and where the one that counts stands.

    A standard and the bound of it each have a clock of their own: that of the bound counts.
    """
    counted = counted_limit(limit)
    begun = started(timed(_with_period(situation, counted), form), counted, form)
    for other in (limit, form.floor):
        if begun is not None and other is not None and other is not counted:
            whole = _with_period(begun[0], other)
            more = (whole, 0) if clock_start(other, whole) is not None else started(whole, other, form)
            begun = None if more is None else (more[0], begun[1])
    return begun


def _with_period(situation: Situation, limit: Limit) -> Situation:
    """Return a situation whose file gives the length that a limit does not carry itself."""
    match limit.unit:
        case "attribute":
            return replace(situation, attributes={**situation.attributes, limit.carried: GIVEN_PERIOD})
        case "fact":
            return replace(situation, facts={**situation.facts, limit.carried: GIVEN_PERIOD})
    return situation


def timed(situation: Situation, form: Deadline) -> Situation:
    """Return a situation whose other events state the instants from which they would count as acts: no such act is left open."""

    def stated(other: Happening) -> Happening:
        patterns = [pattern for pattern in (*form.must, *form.lapses) if pattern.type == other.type]
        counted = {pattern.counted: Ahead(other.ahead) for pattern in patterns if pattern.counted}
        return replace(other, attributes={**counted, **other.attributes}) if counted else other

    return replace(situation, others=tuple(stated(other) for other in situation.others))


def started(situation: Situation, limit: Limit, form: Deadline) -> tuple[Situation, int] | None:
    """Return a situation with what starts the clock of a limit, and where that stands from the trigger; None where it cannot."""
    start = limit.start
    gap = min(HOUR, limit.amount // 4) if limit.unit == "elapsed" else HOUR
    match start.kind:
        case "trigger":
            return situation, 0
        case "attribute":
            kind = situation.kind(situation.trigger, start.name)
            ahead = CARRIED if limit.unit == "instant" else gap if kind.kind != "date" and not kind.may_precede else -gap
            return replace(situation, attributes={**situation.attributes, start.name: Ahead(ahead)}), ahead
        case "fact":
            ahead = CARRIED if limit.unit == "instant" else -gap
            return replace(situation, facts={**situation.facts, start.name: Ahead(ahead)}), ahead
        case "next":
            if situation.trigger == start.name:
                return situation, 0
            if any(pattern.type == start.name for pattern in form.must):
                return None
            return replace(situation, others=(*situation.others, Happening(start.name, gap))), gap
    known = clock_start(limit, situation)
    if known is not None:
        return situation, known
    return replace(situation, others=(*situation.others, Happening(start.name, -gap))), -gap


def may_pause(form: Deadline, situation: Situation, start: int) -> bool:
    """Tell whether a clock that starts so many seconds from the trigger may stand still by what stands in a situation."""

    def instants(kind: str) -> list[int]:
        return [other.ahead for other in situation.others if other.type == kind] + [0] * (situation.trigger == kind)

    def stands(pause: Pause) -> bool:
        ends = instants(pause.until)
        return any(min((end for end in ends if end >= begin), default=FAR_BACK) > max(begin, start) for begin in instants(pause.start))

    return any(stands(pause) and not meets(situation, [(pause.when, False)]) for pause in form.paused)


def starts_with_a_day(limit: Limit, situation: Situation) -> bool:
    """Tell whether a clock starts with the beginning of a day that the file names."""
    match limit.start.kind:
        case "fact":
            return situation.vocabulary.facts[limit.start.name].type.kind == "date"
        case "attribute":
            return situation.kind(situation.trigger, limit.start.name).kind == "date"
    return False


def clock_for(situation: Situation, day_start: int) -> int | None:
    """Return the instant of a local day at which a trigger stands as late in it as a situation asks; None where it asks nothing."""
    if not situation.late:
        return None
    home = situation.pack.zone
    closing = datetime.combine(local_time(day_start, home).date(), CLOSING)
    return instant_at(closing + timedelta(seconds=any(situation.late.values())), home)
