"""Conditions and tests of the rule language, as data. Engines give them their meaning; `sentences` gives them words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

from detention_rules.model.scenario import Value


class OneOf(NamedTuple):
    """The value is one of these words; a list-valued one holds at least one of them."""

    values: frozenset[Value]

    def holds(self, value: Value) -> bool:
        """Tell whether a known value passes."""
        if isinstance(value, tuple):
            return not self.values.isdisjoint(value)
        return value in self.values


class Compared(NamedTuple):
    """The number is above, at least, below or at most a bound."""

    how: Literal["above", "at_least", "below", "at_most"]
    bound: float

    def holds(self, value: Value) -> bool:
        """Tell whether a known value passes."""
        if not isinstance(value, (int, float)):
            return False
        match self.how:
            case "above":
                return value > self.bound
            case "at_least":
                return value >= self.bound
            case "below":
                return value < self.bound
            case _:
                return value <= self.bound


class Unless(NamedTuple):
    """The value does not pass another test."""

    test: Test

    def holds(self, value: Value) -> bool:
        """Tell whether a known value passes."""
        return not self.test.holds(value)


Test = OneOf | Compared | Unless

Scope = Literal["detention", "case"]
"""Where other events are looked for: in the same detention only, or anywhere in the case."""

Shares = tuple[tuple[str, str], ...]
"""Attributes of another event and of the trigger that must hold the same value, pair by pair."""


class FactIs(NamedTuple):
    """A fact passes a test, at the instant for which the condition is asked."""

    path: str
    test: Test


class ReadingIs(NamedTuple):
    """A reading is chosen as one of these options."""

    reading: str
    options: tuple[str, ...]


class TriggerHas(NamedTuple):
    """An attribute of the trigger passes a test."""

    attribute: str
    test: Test


class TriggerIs(NamedTuple):
    """The trigger is of one of these types."""

    types: tuple[str, ...]


class Earlier(NamedTuple):
    """Such an event stands at or before the trigger, in the same detention or anywhere in the case.

    `shares` are pairs of attributes, the event's and the trigger's, that must hold the same value. Where the pattern `reaches`, the
    instant in that attribute lies past the trigger. The event does not count where one of `unless` follows it, at or before the
    trigger; each may share attributes with the trigger in its turn.
    """

    pattern: Pattern
    scope: Scope
    shares: Shares = ()
    unless: tuple[tuple[Pattern, Shares], ...] = ()


class Elapsed(NamedTuple):
    """From the last event of these types in the detention, or in the case, to the trigger, at least or at most this long.

    `shares` are pairs of attributes, the event's and the trigger's, that must hold the same value.
    """

    since: tuple[str, ...]
    at_least: Limit | None
    at_most: Limit | None
    scope: Scope = "detention"
    shares: Shares = ()


class LaterInDay(NamedTuple):
    """The trigger's local time of day is later than a fact of type time."""

    than: str


class StatesTime(NamedTuple):
    """The instant that the trigger states in an attribute is, to the minute, that of the first such event of the detention.

    Where the detention is over, it is that of the last such event before the trigger.
    """

    attribute: str
    event: str


class OnDayOf(NamedTuple):
    """The trigger falls on the local day of an event of this type, whichever of the two came first in it."""

    event: str


class Later(NamedTuple):
    """Such an event stands after the trigger, within a limit of it."""

    pattern: Pattern
    within: Limit


class Detained(NamedTuple):
    """Somebody is held at the trigger, or afterwards; `before` the instant in that attribute of the trigger, where one is named.

    Not known where the file tells neither a beginning nor an end of the detention.
    """

    before: str | None


class All(NamedTuple):
    """Every part holds."""

    parts: tuple[Condition, ...]
    joined: Literal["all"] = "all"
    """Tells it from `Some`: tuples compare by their items alone."""


class Some(NamedTuple):
    """At least one part holds; without parts it never does."""

    parts: tuple[Condition, ...]
    joined: Literal["any"] = "any"


class Not(NamedTuple):
    """The part does not hold."""

    part: Condition


_OfEvents = Earlier | Later | Elapsed | StatesTime | OnDayOf | Detained
Condition = FactIs | ReadingIs | TriggerHas | TriggerIs | LaterInDay | _OfEvents | All | Some | Not

NEVER = Some(())
"""The condition of an act that is prohibited outright."""


def leaves(condition: Condition | None) -> Iterator[Condition]:
    """Yield the simple conditions of which a condition is made."""
    match condition:
        case None:
            return
        case All(parts) | Some(parts):
            for part in parts:
                yield from leaves(part)
        case Not(part):
            yield from leaves(part)
        case _:
            yield condition


class Pattern(NamedTuple):
    """An event type in a required form; `when` it counts at all; `counted`: the attribute that gives the instant of the act;

    `reaches`: the attribute whose instant must lie past the limit; `fresh`: an event before the trigger does not count, whenever the
    attribute of `counted` falls.
    """

    type: str
    form: tuple[tuple[str, Test], ...] = ()
    when: Condition | None = None
    counted: str | None = None
    reaches: str | None = None
    fresh: bool = False


class Start(NamedTuple):
    """Where a clock starts: the trigger, an instant that it carries, a fact, or another event.

    That is the `first` of its type in the scope, the `last` at or before the trigger, or the `next` at or after it.
    """

    kind: Literal["trigger", "attribute", "fact", "first", "last", "next"] = "trigger"
    name: str = ""
    or_trigger: bool = False
    scope: Scope = "detention"


TRIGGER = Start()


class Limit(NamedTuple):
    """A length of time and how it is counted.

    `unit` says which of the others matter: `elapsed` (`amount` in seconds), `days` and `working_days` (`amount`, `first_same`),
    `months` (`amount`), `attribute` and `fact` (a period carried under `carried`), `instant` (the start itself),
    `standard` (`carried` is the source's word, `outer` a bound or None).
    """

    unit: Literal["elapsed", "days", "months", "working_days", "attribute", "fact", "instant", "standard"]
    amount: int = 0
    carried: str = ""
    first_same: bool = False
    ends: Literal["moment", "day", "morning", "working_day"] = "moment"
    less_days: int = 0
    non_working: Literal["previous", "day_before", "next"] | None = None
    start: Start = TRIGGER
    outer: Limit | None = None
