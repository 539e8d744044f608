"""Plans of recurring duties: for each cycle, the circumstances in which it decides, and the scenarios of one period of a span."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

from detention_rules.language.conditions import Pattern
from detention_rules.language.rules import Cycle, Pack, Recurrence, Rule
from detention_rules.testing.arithmetic import WholePeriod, local_time, stamp, whole_period
from detention_rules.testing.plans import act_attributes, choices
from detention_rules.testing.situations import Situation
from detention_rules.testing.solving import Wish, situations
from detention_rules.testing.timelines import Data, Done, scenario_data
from detention_rules.testing.windows import Window


@dataclass(frozen=True, slots=True)
class CyclePlan:
    """A cycle of a recurring duty that decides in a situation: that of the beginning of a period. `act` is due in it, with attributes."""

    rule: Rule
    index: int
    situation: Situation
    act: Pattern
    attributes: Mapping[str, Any]

    @property
    def form(self) -> Recurrence:
        """The rule's form."""
        assert isinstance(self.rule.form, Recurrence)
        return self.rule.form

    @property
    def cycle(self) -> Cycle:
        """The cycle that decides."""
        return self.form.cycles[self.index]

    def period(self, start: int, number: int) -> WholePeriod:
        """Return a period of a span that starts at an instant, worked out without the engine."""
        pack = self.situation.pack
        return whole_period(self.cycle, start, number, pack, pack.zone)

    def fits(self, start: int, number: int, days: Window) -> bool:
        """Tell whether a period begins on a day of a window, and nothing that stands in the situation ends its span or is an act in it."""
        found = self.period(start, number)
        ends = {*self.form.until, *(pattern.type for pattern in self.form.must)}
        clear = all(other.type not in ends or found.first + other.ahead < start for other in self.situation.others)
        return clear and days.holds(local_time(found.first, self.situation.pack.zone).date())

    def acts(self, period: WholePeriod, *last: int) -> list[Done]:
        """Return as many acts as the cycle asks for in a period, less one, at its beginning; and further ones at instants."""
        first = [period.first + 1 + done for done in range(self.cycle.times - 1)]
        return [self.done(at) for at in (*first, *last)]

    def done(self, at: int) -> Done:
        """Return an act at an instant."""
        return Done(self.act, self.attributes, at)

    def room(self, period: WholePeriod) -> int:
        """Return how many seconds before the limit of a period its last act may stand, after the others."""
        return period.due - period.first - self.cycle.times

    def data(self, start: int, number: int, done: Sequence[Done], *, as_of: int | None = None, end: int | None = None, **more: Any) -> Data:
        """Return a scenario with acts about a period of a span that starts at an instant and goes on, or ends at one.

        A span that a fact gives ends with the period unless an end is given.
        """
        found, situation, home = self.period(start, number), self.situation, self.situation.pack.zone
        events: list[Data] = []
        if self.form.fact:
            span = {"from": stamp(start, home), "until": stamp(found.last if end is None else end, home)}
            situation = replace(situation, facts={**situation.facts, self.form.fact: span})
        elif end is not None:
            events = [{"at": stamp(end, home), "is": self.form.until[0]}]
        more = {**more, "events": [*events, *more.get("events", ())]}
        return scenario_data(situation, found.first, done=done, as_of=as_of, opened=start, **more)


def cycle_plans(rule: Rule, index: int, pack: Pack) -> Iterator[CyclePlan]:
    """Yield plans in which a cycle decides and the duty arises, one for each act, under the first readings that allow it."""
    form = rule.form
    assert isinstance(form, Recurrence)
    found: set[int] = set()
    for readings in choices(rule, pack):
        if deciding_cycle(form, readings) != index:
            continue
        for number, act in enumerate(form.must):
            if number not in found and usable(form, act):
                for plan in islice(_with_act(rule, index, act, pack, readings), 1):
                    found.add(number)
                    yield plan


def deciding_cycle(form: Recurrence, readings: Mapping[str, str]) -> int | None:
    """Return the number of the cycle that is meant under chosen readings."""
    chosen = (number for number, cycle in enumerate(form.cycles) if all(readings[one.reading] in one.options for one in cycle.readings))
    return next(chosen, None)


def usable(form: Recurrence, act: Pattern) -> bool:
    """Tell whether an act can be set in a period without ending its span, and without having to reach past a limit."""
    return act.type not in form.until and form.after not in form.until and act.reaches is None


def _with_act(rule: Rule, index: int, act: Pattern, pack: Pack, readings: Mapping[str, str]) -> Iterator[CyclePlan]:
    form = rule.form
    assert isinstance(form, Recurrence)
    for situation in _situations(rule, pack, readings, [(rule.when, True), (act.when, True)]):
        attributes = act_attributes(act, form, situation)
        if attributes is not None:
            yield CyclePlan(rule, index, situation, act, attributes)


def _situations(rule: Rule, pack: Pack, readings: Mapping[str, str], wishes: Sequence[Wish]) -> Iterator[Situation]:
    """Yield situations of a period; one that has to begin late in the day is none, since a span sets when its periods begin."""
    form = rule.form
    assert isinstance(form, Recurrence)
    found = situations(pack, readings, (Pattern(form.after),), wishes)
    return (situation for situation in found if not situation.late)


def guarded(rule: Rule, pack: Pack, *, when: bool | None) -> Iterator[CyclePlan]:
    """Yield plans in which a rule's own condition fails (False) or is not known (None), whatever is done."""
    form = rule.form
    assert isinstance(form, Recurrence)
    for readings in choices(rule, pack):
        index = deciding_cycle(form, readings)
        if index is not None:
            for situation in _situations(rule, pack, readings, [(rule.when, when)]):
                yield CyclePlan(rule, index, situation, form.must[0], {})
