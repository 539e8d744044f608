"""A rule's conditions as rules of the network: for each the ways in which it holds, and in which it fails; unknown where neither fires.

That is Kleene's logic: a condition in disjunctive form has the same three values as the condition.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from detention_rules.engine.conditions import under
from detention_rules.engine.durable.fields import Fields, Way, every
from detention_rules.engine.durable.leaves import Leaves
from detention_rules.engine.durable.network import ABOUT, CLOCK, HAPPENED, Network, Test, Thing, row
from detention_rules.engine.durable.numbers import UNKNOWN, Codes, day_number
from detention_rules.engine.durable.worker import Fired, NoAnswer, Worker
from detention_rules.engine.timeline import Duty
from detention_rules.language.conditions import (
    All,
    Condition,
    FactIs,
    LaterInDay,
    Not,
    ReadingIs,
    Some,
    TriggerHas,
    TriggerIs,
)
from detention_rules.language.rules import Dates
from detention_rules.language.vocabulary import Vocabulary
from detention_rules.model.periods import DAY, HOUR, MINUTE
from detention_rules.model.scenario import Value

Truth = bool | None

_FACT, _SAID = "fact", "said"


class Conditions:
    """The conditions of a rule under chosen readings, by name."""

    def __init__(self, codes: Codes, vocabulary: Vocabulary, readings: Mapping[str, str]) -> None:
        self.leaves = Leaves(codes, vocabulary)
        self._codes, self._vocabulary, self._readings = codes, vocabulary, readings
        self._facts, self._said = Fields(codes), Fields(codes)
        self._of_rule: dict[str, Callable[[Duty, int], int]] = {}
        self._constant: dict[str, bool] = {}
        self._network = Network()
        self._names: list[str] = []

    # made once

    def add(self, name: str, condition: Condition | None) -> None:
        """Add a condition. None always holds. Raises TooLarge."""
        left = under(condition, self._readings)
        if isinstance(left, bool):
            self._constant[name] = left
        else:
            self._families(name, self._ways(left, True), self._ways(left, False))

    def add_dates(self, name: str, dates: Dates | None) -> None:
        """Add the condition that the trigger's local day lies within dates, of which each may be uncertain."""
        if dates is None:
            self._constant[name] = True
            return
        self._of_rule["day"] = lambda duty, _: day_number(duty.world.timeline.zone.day(duty.time))
        holds, fails = list[Test](), list[Way]()
        if dates.since is not None:
            holds.append(Test("gte", "day", day_number(dates.since.latest)))
            fails.append((Test("lt", "day", day_number(dates.since.earliest)),))
        if dates.until is not None:
            holds.append(Test("lt", "day", day_number(dates.until.earliest)))
            fails.append((Test("gte", "day", day_number(dates.until.latest)),))
        self._families(name, [tuple(holds)], fails)

    def _families(self, name: str, holds: list[Way], fails: list[Way]) -> None:
        self._names.append(name)
        for family, ways in (("yes", holds), ("no", fails)):
            for way in ways:
                self._network.add(f"{family} {name}", Thing(ABOUT, tuple(dict.fromkeys(way))))

    def _ways(self, condition: Condition, holds: bool) -> list[Way]:
        match condition:
            case All(parts) | Some(parts):
                each = [self._ways(part, holds) for part in parts]
                if isinstance(condition, All) is holds:
                    return every(each)
                return list(dict.fromkeys(way for ways in each for way in ways))
            case Not(part):
                return self._ways(part, not holds)
            case FactIs(path, test):
                return _prefixed(_FACT, self._facts.ways(path, self._vocabulary.facts[path].type, test, holds))
            case TriggerHas(attribute, test):
                kinds = (event.attributes.get(attribute) for event in self._vocabulary.events.values())
                kind = next(kind for kind in kinds if kind is not None)
                return _prefixed(_SAID, self._said.ways(attribute, kind, test, holds))
            case TriggerIs(types):
                self._of_rule["type"] = lambda duty, _: self._codes.of(None if duty.trigger is None else duty.trigger.type)
                tests = [Test("eq" if holds else "neq", "type", self._codes.of(one)) for one in types]
                return [(test,) for test in tests] if holds else [tuple(tests)]
            case LaterInDay(than):
                field = f"later{len(self._of_rule)}"
                self._of_rule[field] = lambda duty, instant: _lateness(duty, instant, than)
                return [(Test("gt", field, DAY),)] if holds else [(Test("gte", field, 1), Test("lte", field, DAY))]
            case ReadingIs():
                raise AssertionError(condition)  # `under` leaves none
            case _:
                number = self.leaves.number(condition)
                return [(Test("eq", f"leaf{number}", 1 + holds),)]

    # asked for each duty

    def of_leaves(self, worker: Worker, duty: Duty) -> dict[int, Truth]:
        """Return what holds of the conditions that look at other events. Raises NoAnswer."""
        leaves = self.leaves
        if not leaves.found:
            return {}
        rows = [row(HAPPENED, number, one) for number, one in enumerate(leaves.events(duty), 1)]
        rows.append(row(CLOCK, len(rows) + 1, leaves.clock(duty)))
        fired = worker.ask_all(leaves.network, rows)
        return {number: _truth(fired, f"yes{number}", f"no{number}") for number in range(len(leaves.found))}

    def truths(self, worker: Worker, duty: Duty, instant: int, leaves: Mapping[int, Truth]) -> dict[str, Truth]:
        """Return what holds of every condition, with the facts as they are at an instant. Raises NoAnswer."""
        found: dict[str, Truth] = dict(self._constant)
        if self._names:
            rows = [row(ABOUT, 1, self._about(duty, instant, leaves)), row(CLOCK, 2, {})]
            fired = worker.ask_all(self._network, rows)
            found.update((name, _truth(fired, f"yes {name}", f"no {name}")) for name in self._names)
        return found

    def _about(self, duty: Duty, instant: int, leaves: Mapping[int, Truth]) -> dict[str, int]:
        def fact(path: str) -> Value | None:
            return duty.world.timeline.fact(path, instant, duty)

        return {
            **{_FACT + name: value for name, value in self._facts.values(fact).items()},
            **{_SAID + name: value for name, value in self._said.values(duty.attribute).items()},
            **{name: read(duty, instant) for name, read in self._of_rule.items()},
            **{f"leaf{number}": UNKNOWN if truth is None else 1 + truth for number, truth in leaves.items()},
        }


class Answers:
    """What the network says of a rule's conditions for one duty, at the instants for which it is asked."""

    def __init__(self, conditions: Conditions, worker: Worker, duty: Duty) -> None:
        self._conditions, self._worker, self._duty = conditions, worker, duty
        self._leaves: dict[int, Truth] | None = None
        self._at: dict[int, dict[str, Truth]] = {}

    def holds(self, name: str, instant: int | None = None) -> Truth:
        """Tell whether a condition holds, with the facts as they are at an instant (the trigger's where none is given). Raises NoAnswer."""
        if self._leaves is None:
            self._leaves = self._conditions.of_leaves(self._worker, self._duty)
        instant = self._duty.time if instant is None else instant
        if instant not in self._at:
            self._at[instant] = self._conditions.truths(self._worker, self._duty, instant, self._leaves)
        return self._at[instant][name]


def _truth(fired: list[Fired], yes: str, no: str) -> Truth:
    names = {name for name, _ in fired}
    if yes in names and no in names:
        raise NoAnswer("contradiction")
    return True if yes in names else False if no in names else None


def _prefixed(prefix: str, ways: list[Way]) -> list[Way]:
    return [tuple(test._replace(field=prefix + test.field) for test in way) for way in ways]


def _lateness(duty: Duty, instant: int, than: str) -> int:
    """Return by how many seconds the trigger's time of day is later than a fact, set so that a whole day is none; 0 where unknown."""
    bound = duty.world.timeline.fact(than, instant, duty)
    if not isinstance(bound, int):
        return UNKNOWN
    local = duty.world.timeline.zone.local(duty.time)
    return local.hour * HOUR + local.minute * MINUTE + local.second - bound + DAY
