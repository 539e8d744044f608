"""Situations in which conditions come out as wanted: facts, the trigger with its attributes, and what stands before it.

A situation has no dates: events stand so many seconds from the trigger, and `timelines` sets the trigger at an instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from typing import Any, NamedTuple

from detention_rules.language.conditions import (
    All,
    Condition,
    Detained,
    Earlier,
    Elapsed,
    FactIs,
    Later,
    LaterInDay,
    Limit,
    Not,
    OnDayOf,
    Pattern,
    ReadingIs,
    Shares,
    Some,
    StatesTime,
    TriggerHas,
    TriggerIs,
)
from detention_rules.language.rules import Pack
from detention_rules.language.vocabulary import ValueType, Vocabulary
from detention_rules.model.periods import DAY, HOUR, MINUTE, parse_iso
from detention_rules.model.scenario import Value
from detention_rules.model.zones import zone

CLOSING = time(18)
"""The hour at which the working day ends, where a situation names one."""
FAR_BACK = 400_000 * DAY
CARRIED = 40 * DAY
"""How long after the trigger an instant lies that the trigger or the file names."""
GIVEN_PERIOD = "P1Y2M"
"""The length that a file gives where a limit carries none of its own."""
_SURELY_ANOTHER_DAY = 26 * HOUR
"""Instants so far apart fall on different days, whatever the clocks do."""


def usual_readings(pack: Pack) -> dict[str, str]:
    """Return the option of every reading that verdicts rest on unless another is chosen."""
    return {name: reading.default for name, reading in pack.readings.items()}


class Unsure(Exception):
    """Whether a condition holds hangs on the day on which the situation is set, so that it cannot be told of the situation alone."""


class Ahead(NamedTuple):
    """An instant so many seconds after the trigger; negative before it."""

    seconds: int


@dataclass(frozen=True, slots=True)
class Happening:
    """Another event of a situation, so many seconds after the trigger (negative: before it)."""

    type: str
    ahead: int
    attributes: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Situation:
    """What holds around a trigger. Facts and attributes are as a file gives them, instants as `Ahead`; what is not named is not given.

    `late` tells, by the fact that holds the hour, whether the trigger stands later in the day than it.
    """

    pack: Pack
    readings: Mapping[str, str]
    trigger: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    attributes: Mapping[str, Any] = field(default_factory=dict)
    others: tuple[Happening, ...] = ()
    late: Mapping[str, bool] = field(default_factory=dict)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the pack."""
        return self.pack.vocabulary

    def kind(self, event: str, attribute: str) -> ValueType:
        """Return the type of an attribute."""
        return self.vocabulary.events[event].attributes[attribute]

    def fact(self, path: str) -> Value | None:
        """Return what is known of a fact, given, derived by a table, or by default."""
        kind = self.vocabulary.facts[path]
        if path in self.facts:
            return kind.type.read(self.facts[path], zone(self.pack.zone))
        if kind.derived is not None and kind.derived.younger_than_years is None:
            source = self.fact(kind.derived.source)
            if source is not None:
                return kind.derived.values.get(str(source), kind.derived.otherwise)
        return kind.default

    def began(self) -> int:
        """Return how far from the trigger its detention may have begun at the earliest: at the end of the one before."""
        return max((other.ahead for other in self.others if other.type in self.vocabulary.ends and other.ahead < 0), default=-FAR_BACK)


def state(condition: Condition | None, situation: Situation) -> bool | None:
    """Tell whether a condition holds in a situation; None where it is not known. Worked out without the engine. Raises Unsure."""
    match condition:
        case None:
            return True
        case FactIs(path, test):
            known = situation.fact(path)
            return None if known is None else test.holds(known)
        case ReadingIs(reading, options):
            return situation.readings[reading] in options
        case TriggerHas(attribute, test):
            return _passes(situation, situation.trigger, situation.attributes, attribute, test)
        case TriggerIs(types):
            return situation.trigger in types
        case Earlier():
            return _strongest(
                [_fits(condition, other, situation) for other in _before(situation, (condition.pattern.type,), condition.scope)]
            )
        case Elapsed():
            return _elapsed(condition, situation)
        case LaterInDay(than):
            return situation.late.get(than)
        case StatesTime(attribute, event):
            stated, stands = situation.attributes.get(attribute), _before(situation, (event,), "detention")
            return stated.seconds == stands[0].ahead if isinstance(stated, Ahead) and stands else None
        case OnDayOf(event):
            return _on_day_of(event, situation)
        case Later():
            return _later(condition, situation)
        case Detained(before):
            return _detained(before, situation)
        case All(parts):
            return _joined(parts, situation, decisive=False)
        case Some(parts):
            return _joined(parts, situation, decisive=True)
        case Not(part):
            inner = state(part, situation)
            return None if inner is None else not inner


def _joined(parts: tuple[Condition, ...], situation: Situation, *, decisive: bool) -> bool | None:
    """Return what parts come to of which one that is `decisive` settles the whole, whatever is not sure of another."""
    outcomes: list[bool | None] = []
    unsure = False
    for part in parts:
        try:
            outcomes.append(state(part, situation))
        except Unsure:
            unsure = True
    if unsure and decisive not in outcomes:
        raise Unsure
    return _strongest(outcomes) if decisive else _weakest(outcomes)


def _weakest(outcomes: list[bool | None]) -> bool | None:
    return False if False in outcomes else None if None in outcomes else True


def _strongest(outcomes: list[bool | None]) -> bool | None:
    return True if True in outcomes else None if None in outcomes else False


def _passes(situation: Situation, event: str, attributes: Mapping[str, Any], name: str, test: Any) -> bool | None:
    if name not in attributes:
        return None
    raw = attributes[name]
    known = 0 if isinstance(raw, Ahead) else situation.kind(event, name).read(raw, zone(situation.pack.zone))
    return bool(test.holds(known))


def fits_form(pattern: Pattern, attributes: Mapping[str, Any], situation: Situation) -> bool | None:
    """Tell whether an event with these attributes has the form of a pattern; None where one is not given."""
    return _weakest([_passes(situation, pattern.type, attributes, name, test) for name, test in pattern.form])


def _before(situation: Situation, kinds: tuple[str, ...], scope: str) -> list[Happening]:
    """Return the events of these types at or before the trigger, the earliest first."""
    since = situation.began() if scope == "detention" else -FAR_BACK
    found = [other for other in situation.others if other.type in kinds and since <= other.ahead <= 0]
    return sorted(found, key=lambda other: other.ahead)


def _fits(condition: Earlier, other: Happening, situation: Situation) -> bool | None:
    outcomes = [fits_form(condition.pattern, other.attributes, situation), _shared(condition.shares, other, situation)]
    if condition.pattern.reaches is not None:
        end = other.attributes.get(condition.pattern.reaches)
        outcomes.append(end.seconds > 0 if isinstance(end, Ahead) else None)
    if condition.unless:
        undone = _undone(condition, other.ahead, situation)
        outcomes.append(None if undone is None else not undone)
    return _weakest(outcomes)


def _shared(shares: Shares, other: Happening, situation: Situation) -> bool | None:
    outcomes: list[bool | None] = []
    for theirs, mine in shares:
        if theirs not in other.attributes or mine not in situation.attributes:
            outcomes.append(None)
        else:
            outcomes.append(str(other.attributes[theirs]).casefold() == str(situation.attributes[mine]).casefold())
    return _weakest(outcomes)


def _undone(condition: Earlier, since: int, situation: Situation) -> bool | None:
    """Tell whether an event that undoes another follows it; in the same second that is not known."""
    outcomes: list[bool | None] = []
    for pattern, shares in condition.unless:
        for other in _before(situation, (pattern.type,), "case"):
            if other.ahead >= since:
                found = _weakest([fits_form(pattern, other.attributes, situation), _shared(shares, other, situation)])
                outcomes.append(None if found and other.ahead == since else found)
    return _strongest(outcomes)


def _on_day_of(event: str, situation: Situation) -> bool:
    apart = [abs(other.ahead) for other in situation.others if other.type == event]
    if 0 in apart:
        return True
    if any(seconds < _SURELY_ANOTHER_DAY for seconds in apart):
        raise Unsure
    return False


def _later(condition: Later, situation: Situation) -> bool | None:
    start, (shortest, longest) = clock_start(condition.within, situation), extent(condition.within)
    outcomes: list[bool | None] = []
    for other in situation.others:
        if other.type != condition.pattern.type or other.ahead <= 0:
            continue
        if start is not None and shortest < other.ahead - start <= longest:
            raise Unsure
        in_time = None if start is None else other.ahead - start <= shortest
        outcomes.append(_weakest([fits_form(condition.pattern, other.attributes, situation), in_time]))
    return _strongest(outcomes)


def clock_start(limit: Limit, situation: Situation) -> int | None:
    """Return where the clock of a limit starts in a situation as it is, in seconds from the trigger; None where that is not known."""
    start = limit.start
    match start.kind:
        case "trigger":
            return 0
        case "attribute" | "fact":
            given = (situation.attributes if start.kind == "attribute" else situation.facts).get(start.name)
            return given.seconds if isinstance(given, Ahead) else None
    since = situation.began() if start.scope == "detention" else -FAR_BACK
    first, last = {"next": (0, FAR_BACK), "last": (since, 0), "first": (since, _detained_until(situation, start.scope))}[start.kind]
    known = [other.ahead for other in situation.others if other.type == start.name and first <= other.ahead <= last]
    if situation.trigger == start.name:
        known.append(0)
    if known:
        return max(known) if start.kind == "last" else min(known)
    return 0 if start.or_trigger else None


def _detained_until(situation: Situation, scope: str) -> int:
    """Return up to when the first event of its kind may come after the trigger: an order made in absence waits for the arrest."""
    if scope != "detention":
        return FAR_BACK
    ends = situation.vocabulary.ends
    if situation.trigger in ends:
        return 0
    return min((other.ahead for other in situation.others if other.type in ends and other.ahead >= 0), default=FAR_BACK)


def _detained(before: str | None, situation: Situation) -> bool | None:
    words, since = situation.vocabulary, situation.began()
    known = [(other.type, other.ahead) for other in situation.others] + [(situation.trigger, 0)]
    begun = min((ahead for kind, ahead in known if kind in words.begins and ahead >= since), default=None)
    ended = min((ahead for kind, ahead in known if kind in words.ends and ahead >= 0), default=None)
    if begun is None:
        return None if ended is None else True
    if begun <= 0 or before is None or (ended is not None and ended <= begun):
        return True
    until = situation.attributes.get(before)
    return begun < until.seconds if isinstance(until, Ahead) else None


def _elapsed(condition: Elapsed, situation: Situation) -> bool | None:
    answers: set[bool | None] = set()
    for other in reversed(_before(situation, condition.since, condition.scope)):
        shared = _shared(condition.shares, other, situation)
        if shared is not False:
            answers.add(_lasted(condition, other, situation))
        if shared:
            break
    else:
        answers.add(None)
    return answers.pop() if len(answers) == 1 else None


def _lasted(condition: Elapsed, other: Happening, situation: Situation) -> bool | None:
    outcomes: list[bool | None] = []
    for bound, least in ((condition.at_least, True), (condition.at_most, False)):
        if bound is None:
            continue
        begun = _clock_start(bound, other, situation)
        if begun is None:
            outcomes.append(None)
            continue
        limit = carried_length(bound, other.attributes)
        if limit is None:
            outcomes.append(None)
            continue
        passed, (shortest, longest) = -begun, extent(limit)
        if shortest < passed < longest or (shortest < longest and passed == (shortest if least else longest)):
            raise Unsure
        outcomes.append(passed >= longest if least else passed <= shortest)
    return _weakest(outcomes)


def _clock_start(limit: Limit, other: Happening, situation: Situation) -> int | None:
    """Return where the clock of a limit that belongs to another event starts; None where that is not known."""
    start = limit.start
    match start.kind:
        case "trigger":
            return other.ahead
        case "attribute":
            stated = other.attributes.get(start.name)
            return stated.seconds if isinstance(stated, Ahead) else None
        case "next":
            later = [one.ahead for one in situation.others if one.type == start.name and one.ahead >= other.ahead and one is not other]
            return min(later) if later else other.ahead if start.or_trigger else None
    raise Unsure


def carried_length(limit: Limit, attributes: Mapping[str, Any]) -> Limit | None:
    """Return a limit with the months that an event gives, where its length is one that the event carries; None where it gives none."""
    if limit.unit != "attribute":
        return limit
    given = attributes.get(limit.carried)
    if given is None:
        return None
    period = parse_iso(str(given))
    if period.days or period.seconds:
        return limit
    return limit._replace(unit="months", amount=period.years * 12 + period.months)


def extent(limit: Limit) -> tuple[int, int]:
    """Return the shortest and the longest that a limit can last, in seconds, whatever day it starts on."""
    more = 0 if limit.ends == "moment" else DAY
    slack = 3 * 60 * MINUTE
    match limit.unit:
        case "elapsed" | "instant":
            return limit.amount, limit.amount
        case "days":
            whole = (limit.amount - limit.first_same) * DAY
            return max(0, whole - slack * bool(whole)), whole + more + slack
        case "months":
            whole = limit.amount * 30 * DAY
            return max(0, whole - (limit.amount + 4) * DAY), whole + (limit.amount + 4) * DAY + more
        case "working_days":
            return max(0, limit.amount - 1) * DAY, (limit.amount * 2 + 20) * DAY
        case _:
            return 0, FAR_BACK
