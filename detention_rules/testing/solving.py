"""Finding a situation in which a rule's conditions come out as wanted, by building it and not by searching among random ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice
from typing import Any

from detention_rules.language.conditions import (
    Condition,
    Detained,
    Earlier,
    Elapsed,
    FactIs,
    Later,
    LaterInDay,
    Limit,
    OnDayOf,
    OneOf,
    Pattern,
    Shares,
    StatesTime,
    Test,
    TriggerHas,
    TriggerIs,
)
from detention_rules.language.rules import Pack
from detention_rules.model.periods import DAY, MINUTE
from detention_rules.model.zones import zone
from detention_rules.testing.situations import (
    CARRIED,
    CLOSING,
    GIVEN_PERIOD,
    Ahead,
    Happening,
    Situation,
    Unsure,
    carried_length,
    clock_start,
    extent,
    state,
)
from detention_rules.testing.values import ANY, NOT_GIVEN, Wanted, country_words, values
from detention_rules.testing.ways import Demand, Way, few, left

Wish = tuple[Condition | None, bool | None]
"""A condition and how it is to come out; no condition always holds."""

STEP = 10 * MINUTE
APART = 30 * DAY
"""The end of an earlier detention stands so long before the trigger."""
REACHED = 30 * DAY
"""An earlier act that must reach past the trigger reaches so far past it."""
_TRIED = 300
_STEPS = 12


def situations(
    pack: Pack, readings: Mapping[str, str], triggers: Sequence[Pattern], wishes: Sequence[Wish], *, tried: int = _TRIED
) -> Iterator[Situation]:
    """Yield situations for one of these triggers, under these readings, in which every wish comes true; at most so many are `tried`."""
    seen: set[str] = set()
    for pattern in triggers:
        each = [few(left(condition, readings, pattern.type), wanted, _TRIED) for condition, wanted in wishes]
        for combined in islice(_consistent(each, _STEPS * tried), tried):
            found = _Builder(pack, readings, pattern, combined).situation()
            if found is None or not meets(found, wishes):
                continue
            known = repr((found.trigger, found.facts, found.attributes, found.others, found.late))
            if known not in seen:
                seen.add(known)
                yield found


def meets(situation: Situation, wishes: Iterable[Wish]) -> bool:
    """Tell whether conditions certainly come out as wanted in a situation, whatever day it is set on."""
    try:
        return all(state(condition, situation) is wanted for condition, wanted in wishes)
    except Unsure:
        return False


def _consistent(each: list[tuple[Way, ...]], steps: int) -> Iterator[Way]:
    """Yield combinations of one way of each wish in which no simple condition is asked to come out in two ways.

    First those that begin with each way of each at least once, then the others in order; at most so many `steps` are taken.
    """
    if not all(each):
        return
    left_over = iter(range(steps))

    def extended(turn: int, position: int, wanted: dict[Condition, bool | None], way: Way) -> Iterator[Way]:
        if position == len(each):
            yield way
            return
        known, first = each[position], turn % len(each[position])
        for more in (*known[first:], *known[:first]):
            if next(left_over, None) is None:
                return
            found = _added(wanted, more)
            if found is not None:
                yield from extended(turn, position + 1, found, way + more)

    for turn in range(max((len(found) for found in each), default=1)):
        yield from islice(extended(turn, 0, {}, ()), 1)
    yield from extended(0, 0, {}, ())


def _added(wanted: dict[Condition, bool | None], way: Way) -> dict[Condition, bool | None] | None:
    """Return what is wanted of simple conditions with a way added; None where they contradict each other."""
    found = dict(wanted)
    return found if all(found.setdefault(leaf, outcome) is outcome for leaf, outcome in way) else None


class _Builder:
    """Builds the situation that a list of demands describes, or finds that they cannot all be met."""

    def __init__(self, pack: Pack, readings: Mapping[str, str], pattern: Pattern, demands: Iterable[Demand]) -> None:
        self.pack, self.pattern = pack, pattern
        self.zone = zone(pack.zone)
        self.demands = list(dict.fromkeys(demands))
        self.found = Situation(pack, readings, pattern.type)
        self.count = 0

    def of(self, kind: type[Any]) -> list[tuple[Any, bool | None]]:
        """Return the demands on simple conditions of a kind."""
        return [(demand.leaf, demand.state) for demand in self.demands if isinstance(demand.leaf, kind)]

    def situation(self) -> Situation | None:
        own = (self.trigger, self.facts, self.times, self.attributes)
        steps = (*own, self.elapsed, self.earlier, self.detained, self.later, self.stated, self.day)
        return self.found if all(step() for step in steps) else None

    def trigger(self) -> bool:
        return all((self.pattern.type in leaf.types) is wanted for leaf, wanted in self.of(TriggerIs))

    # facts

    def facts(self) -> bool:
        wanted: dict[str, list[Wanted]] = {}
        for leaf, how in self.of(FactIs):
            wanted.setdefault(leaf.path, []).append(Wanted(leaf.test, how))
        found: dict[str, Any] = {}
        for path, tests in wanted.items():
            if self._source(path) not in wanted:
                value = self._fact(path, tests, wanted)
                if value is None:
                    return False
                if value is not NOT_GIVEN:
                    found[path] = value
        self.found = replace(self.found, facts=found)
        return True

    def _source(self, path: str) -> str:
        derived = self.pack.vocabulary.facts[path].derived
        return derived.source if derived is not None and derived.younger_than_years is None else ""

    def _fact(self, path: str, tests: list[Wanted], wanted: Mapping[str, list[Wanted]]) -> Any:
        """Return a value of a fact that also makes the facts derived from it what they should be; None where there is none."""
        kind = self.pack.vocabulary.facts[path]
        if kind.default is not None and all(want.test.holds(kind.default) is want.state for want in tests):
            return NOT_GIVEN
        follow = [other for other in wanted if self._source(other) == path]
        options = list(values(kind.type, tests, self.zone))
        if follow and NOT_GIVEN not in options:
            words = country_words(self.pack.vocabulary, path)
            options += [word for word in words if all(want.test.holds(word) is want.state for want in tests)]
        for value in options:
            given = {} if value is NOT_GIVEN else {path: value}
            attempt = replace(self.found, facts=given)
            if all(state(FactIs(other, want.test), attempt) is want.state for other in follow for want in wanted[other]):
                return value
        return None

    def times(self) -> bool:
        late: dict[str, bool] = {}
        for leaf, wanted in self.of(LaterInDay):
            if wanted is None or late.setdefault(leaf.than, wanted) is not wanted:
                return False
        self.found = replace(self.found, late=late, facts={**self.found.facts, **dict.fromkeys(late, f"{CLOSING:%H:%M}")})
        return True

    # the trigger

    def attributes(self) -> bool:
        event = self.pack.vocabulary.events.get(self.pattern.type)  # none where nothing triggers a duty
        known = {} if event is None else event.attributes
        wanted: dict[str, list[Wanted]] = {}
        for name, test in self.pattern.form:
            wanted.setdefault(name, []).append(Wanted(test, True))
        for leaf, how in self.of(TriggerHas):
            wanted.setdefault(leaf.attribute, []).append(Wanted(leaf.test, how))
        for leaf, _ in self.of(Elapsed):
            for theirs, mine in leaf.shares:
                kinds = [self.pack.vocabulary.events[name].attributes.get(theirs) for name in leaf.since]
                words: list[Test] = [OneOf(frozenset(kind.values)) for kind in kinds if kind is not None and kind.values and not kind.open]
                wanted.setdefault(mine, []).extend(Wanted(test, True) for test in (*words, ANY))
        happened = {leaf.pattern.type for leaf, how in self.of(Earlier) if how}
        for leaf, how in self.of(Earlier):
            if how is None or (how is False and leaf.pattern.type not in happened):
                continue
            for theirs, mine in leaf.shares:
                asked: list[Test] = [test for name, test in leaf.pattern.form if name == theirs and how]
                kind = self.pack.vocabulary.events[leaf.pattern.type].attributes.get(theirs)
                if kind is not None and kind.values and not kind.open and how:
                    asked.append(OneOf(frozenset(kind.values)))
                wanted.setdefault(mine, []).extend(Wanted(test, True) for test in (*asked, ANY))
        found: dict[str, Any] = {}
        for name, tests in wanted.items():
            if name not in known:
                return False
            value = next(values(known[name], tests, self.zone), None)
            if value is None:
                return False
            if value is not NOT_GIVEN:
                found[name] = value
        self.found = replace(self.found, attributes=found)
        return True

    # what stands before it

    def add(self, kind: str, ahead: int, attributes: Mapping[str, Any]) -> None:
        self.found = replace(self.found, others=(*self.found.others, Happening(kind, ahead, attributes)))

    def ahead(self, kind: str) -> int:
        self.count += 1
        return -APART * self.count if kind in self.pack.vocabulary.ends else -STEP * self.count

    def elapsed(self) -> bool:
        asked = self.of(Elapsed)
        for leaf, wanted in asked:
            if meets(self.found, [(leaf, wanted)]):
                continue
            options = [found for found in self._starts(leaf) if meets(found, [(leaf, wanted)])]
            if not options:
                return False
            self.found = next((found for found in options if meets(found, asked)), options[0])
        return True

    def _starts(self, leaf: Elapsed) -> Iterator[Situation]:
        """Yield the situation with an event from which the time of a condition runs, sooner or longer before the trigger."""
        shared: dict[str, Any] = {theirs: self.found.attributes[mine] for theirs, mine in leaf.shares if mine in self.found.attributes}
        bounds = [bound for bound in (leaf.at_least, leaf.at_most) if bound is not None]
        shared |= {bound.carried: GIVEN_PERIOD for bound in bounds if bound.unit == "attribute"}
        stated = {bound.start.name for bound in bounds if bound.start.kind == "attribute"}
        for kind in leaf.since:
            for seconds in _distances(leaf):
                said = {**shared, **dict.fromkeys(stated, Ahead(-seconds))}
                given = {name: value for name, value in said.items() if name in self.pack.vocabulary.events[kind].attributes}
                yield replace(self.found, others=(*self.found.others, Happening(kind, -seconds, given)))

    def earlier(self) -> bool:
        for leaf, wanted in sorted(self.of(Earlier), key=lambda entry: entry[0].pattern.type in self.pack.vocabulary.ends):
            if wanted is False or state(leaf, self.found) is wanted:
                continue
            attributes = self._form(leaf, unknown=wanted is None)
            if attributes is None:
                return False
            if self._elsewhere(leaf):
                self.add(self.pack.vocabulary.ends[0], -APART, {})
                self.add(leaf.pattern.type, -2 * APART - self.ahead(""), attributes)
                continue
            self.add(leaf.pattern.type, self.ahead(leaf.pattern.type), attributes)
        for leaf, wanted in self.of(Earlier):
            if wanted is False and state(leaf, self.found) is not False:
                apart = next(self._undone(leaf), None) or next(self._reworded(leaf), None)
                others = tuple(self._unlike(leaf, other) for other in self.found.others)
                self.found = apart or replace(self.found, others=others)
        return True

    def _undone(self, leaf: Earlier) -> Iterator[Situation]:
        """Yield the situation with an event that undoes the one asked for, and leaves the others that were asked for as they are."""
        since = min((other.ahead for other in self.found.others if other.type == leaf.pattern.type), default=0)
        held = [(other, True) for other, wanted in self.of(Earlier) if wanted and other != leaf]
        for pattern, shares in leaf.unless:
            attributes = self._attributes(pattern, shares)
            for given in [] if attributes is None else [attributes, *self._other_words(pattern, attributes)]:
                for ahead in (since // 2, 0):
                    found = replace(self.found, others=(*self.found.others, Happening(pattern.type, ahead, given)))
                    if meets(found, [(leaf, False), *held]):
                        yield found

    def _other_words(self, pattern: Pattern, attributes: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Yield the attributes of an event that still fits a pattern, and does not fit another that undoes what was asked for."""
        known = self.pack.vocabulary.events[pattern.type].attributes
        for other in (ender for leaf, _ in self.of(Earlier) for ender, _ in leaf.unless if ender.type == pattern.type):
            for name, test in other.form:
                asked = [Wanted(own, True) for key, own in pattern.form if key == name]
                for word in values(known[name], [Wanted(test, False), *asked], self.zone):
                    yield {**attributes, name: word}

    def _reworded(self, leaf: Earlier) -> Iterator[Situation]:
        """Yield the situation with an event of which one word is another, so that it does not fit, and fits what was asked for."""
        held = [other for other, wanted in self.of(Earlier) if wanted and other.pattern.type == leaf.pattern.type]
        known = self.pack.vocabulary.events[leaf.pattern.type].attributes
        for position, event in enumerate(self.found.others):
            for name, test in leaf.pattern.form if event.type == leaf.pattern.type else ():
                asked = [Wanted(own, True) for other in held for key, own in other.pattern.form if key == name]
                for word in values(known[name], [Wanted(test, False), *asked], self.zone):
                    changed = replace(event, attributes={**event.attributes, name: word})
                    found = replace(self.found, others=(*self.found.others[:position], changed, *self.found.others[position + 1 :]))
                    if meets(found, [(leaf, False), *((other, True) for other in held)]):
                        yield found

    def _elsewhere(self, leaf: Earlier) -> bool:
        """Tell whether an event must stand in the case but not in the same detention."""
        others = [other.pattern.type for other, wanted in self.of(Earlier) if wanted is False and other.scope == "detention"]
        return leaf.scope == "case" and leaf.pattern.type in others and leaf.pattern.type not in self.pack.vocabulary.ends

    def _unlike(self, leaf: Earlier, other: Happening) -> Happening:
        """Return an event with what it does not say yet said so that it does not fit; another type's as it is."""
        if other.type != leaf.pattern.type:
            return other
        known = self.pack.vocabulary.events[other.type].attributes
        asked = [(name, Wanted(test, False)) for name, test in leaf.pattern.form]
        for theirs, mine in leaf.shares:
            if mine in self.found.attributes:
                asked.append((theirs, Wanted(OneOf(frozenset({self.found.attributes[mine]})), False)))
        for name, want in asked:
            if name in known and name not in other.attributes:
                value = next(values(known[name], [want], self.zone), NOT_GIVEN)
                if value is not NOT_GIVEN:
                    other = replace(other, attributes={**other.attributes, name: value})
        if leaf.pattern.reaches is not None and leaf.pattern.reaches not in other.attributes:
            other = replace(other, attributes={**other.attributes, leaf.pattern.reaches: Ahead(other.ahead // 2)})
        return other

    def _form(self, leaf: Earlier, *, unknown: bool) -> Mapping[str, Any] | None:
        """Return the attributes of an event that fits; with one of those asked for left out where that is to be unknown."""
        found = self._attributes(leaf.pattern, leaf.shares, unknown=unknown)
        if found is None or leaf.pattern.reaches is None:
            return found
        return {**found, leaf.pattern.reaches: Ahead(REACHED)}

    def _attributes(self, pattern: Pattern, shares: Shares, *, unknown: bool = False) -> dict[str, Any] | None:
        known = self.pack.vocabulary.events[pattern.type].attributes
        shared = {theirs: self.found.attributes.get(mine) for theirs, mine in shares}
        tests: dict[str, list[Test]] = {name: [] for name in shared}
        for name, test in pattern.form:
            tests.setdefault(name, []).append(test)
        missing = next(iter(tests), None) if unknown else None
        if (unknown and missing is None) or not set(tests) <= set(known):
            return None
        found: dict[str, Any] = {}
        for name, some in tests.items():
            if name == missing:
                continue
            value = shared.get(name)
            if value is None:
                value = next(values(known[name], [Wanted(test, True) for test in (*some, ANY)], self.zone), None)
            if value is None or value is NOT_GIVEN:
                return None
            found[name] = value
        return found

    def detained(self) -> bool:
        """Add a beginning of the detention: at or before the trigger, or else after it; past the instant named where nobody may be held."""
        held = [(leaf, False) for leaf, how in self.of(Earlier) if how is False]
        for leaf, wanted in self.of(Detained):
            if wanted is None or meets(self.found, [(leaf, wanted)]):
                continue
            if not wanted and leaf.before is not None:
                self.found = replace(self.found, attributes={**self.found.attributes, leaf.before: Ahead(STEP)})
            places = [(kind, ahead) for ahead in ((-STEP, STEP) if wanted else (2 * STEP,)) for kind in self.pack.vocabulary.begins]
            options = (replace(self.found, others=(*self.found.others, Happening(*place))) for place in places)
            self.found = next((found for found in options if meets(found, [(leaf, wanted), *held])), self.found)
        return True

    def later(self) -> bool:
        """Add what must follow the trigger within a limit, and what that limit is counted from."""
        asked = self.of(Later)
        for leaf, wanted in asked:
            if not wanted or meets(self.found, [(leaf, True)]):
                continue
            attributes = self._attributes(leaf.pattern, ())
            if attributes is None:
                return False
            start, shortest = self._clock_of(leaf.within), extent(leaf.within)[0]
            options = [
                replace(self.found, others=(*self.found.others, Happening(leaf.pattern.type, start + ahead, attributes)))
                for ahead in (shortest // 2, shortest * 3 // 4)
            ]
            self.found = next((found for found in options if meets(found, asked)), options[0])
        return True

    def _clock_of(self, limit: Limit) -> int:
        """Return where the clock of a limit starts, with an event that starts it, or an attribute that says when, where there was none."""
        begun = clock_start(limit, self.found)
        if begun is None and limit.start.kind == "attribute":
            self.found = replace(self.found, attributes={**self.found.attributes, limit.start.name: Ahead(CARRIED)})
            return CARRIED
        if begun is None:
            begun = -STEP if limit.start.kind == "last" else STEP
            self.add(limit.start.name, begun, {})
        return begun

    def stated(self) -> bool:
        for leaf, wanted in self.of(StatesTime):
            if wanted is None:
                continue
            found = [other for other in self.found.others if other.type == leaf.event]
            if not found:
                self.add(leaf.event, self.ahead(leaf.event), {})
                found = [self.found.others[-1]]
            stated = Ahead(found[0].ahead + (0 if wanted else MINUTE))
            self.found = replace(self.found, attributes={**self.found.attributes, leaf.attribute: stated})
        return True

    def day(self) -> bool:
        for leaf, wanted in self.of(OnDayOf):
            if wanted and not meets(self.found, [(leaf, True)]):
                self.add(leaf.event, 0, {})
        return True


def _distances(leaf: Elapsed) -> Iterator[int]:
    """Yield how long before the trigger an event may stand so that the time elapsed is certainly enough, or certainly not."""
    yield 60 * MINUTE
    for bound in (leaf.at_least, leaf.at_most):
        limit = None if bound is None else carried_length(bound, {bound.carried: GIVEN_PERIOD})
        if limit is not None:
            shortest, longest = extent(limit)
            yield from (shortest // 2, longest + DAY, longest + 400 * DAY)
    yield 0
