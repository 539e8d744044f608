"""Plans: for each case of a deadline, the circumstances in which that case decides, and how its clock and its acts stand to the trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Any

from detention_rules.language.conditions import All, Condition, Limit, Pattern, Some, TriggerHas
from detention_rules.language.rules import Case, Deadline, Pack, Precondition, Recurrence, Rule
from detention_rules.model.periods import HOUR, Period, parse_iso
from detention_rules.model.zones import zone
from detention_rules.testing.arithmetic import last_instant, local_time, start_of_day
from detention_rules.testing.clocks import clocked, counted_limit, may_pause, starts_with_a_day
from detention_rules.testing.situations import (
    Ahead,
    Happening,
    Situation,
    Unsure,
    clock_start,
    fits_form,
    state,
    usual_readings,
)
from detention_rules.testing.solving import Wish, meets, situations
from detention_rules.testing.values import ANY, Wanted, values

TOLERANCE = 3 * HOUR
"""The tolerance under which an open standard is tried."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A case of a deadline that decides in a situation. `from_trigger` is where its clock starts, in seconds from the trigger.

    `act` is the pattern that discharges the duty, with the attributes that it needs.
    """

    rule: Rule
    index: int
    situation: Situation
    from_trigger: int
    act: Pattern
    attributes: Mapping[str, Any]

    @property
    def form(self) -> Deadline:
        """The rule's form."""
        assert isinstance(self.rule.form, Deadline)
        return self.rule.form

    @property
    def case(self) -> Case:
        """The case that decides."""
        return self.form.cases[self.index]

    @property
    def period(self) -> Period | None:
        """The length that the file gives, where the limit carries none of its own."""
        return self._period(counted_limit(self.case.limit))

    def _period(self, limit: Limit) -> Period | None:
        given = self.situation.attributes if limit.unit == "attribute" else self.situation.facts
        return parse_iso(str(given[limit.carried])) if limit.unit in ("attribute", "fact") else None

    @property
    def alone(self) -> bool:
        """Whether no event of the act's type discharges the duty at another instant than the act counts at."""
        others = [other for other in self.form.must if other.type == self.act.type and other.counted != self.act.counted]
        return all(meets(self.situation, [(other.when, False)]) for other in others)

    def said(self, trigger: int, at: int) -> int | None:
        """Return when the event of an act that counts at an instant stands in the file, where that may be before it counts."""
        return max(trigger, at - HOUR) if self.act.counted is not None and self.alone else None

    def trigger_for(self, start: int) -> int:
        """Return the instant of the trigger for a clock that starts at an instant."""
        return start - self.from_trigger

    def deadline(self, trigger: int) -> int | None:
        """Return the last instant in time for a trigger at an instant, worked out without the engine; None for an open standard."""
        return self._last(counted_limit(self.case.limit), trigger + self.from_trigger)

    def begun(self, trigger: int) -> int:
        """Return the instant from which an open standard is counted."""
        start = clock_start(self.case.limit, self.situation)
        assert start is not None
        return trigger + start

    def outer(self, trigger: int) -> int | None:
        """Return the bound that the text sets to an open standard; None where it sets none."""
        outer = self.case.limit.outer
        return None if outer is None else self._last(outer, trigger + self.from_trigger)

    def floor(self, trigger: int) -> int | None:
        """Return the instant before which an act does not discharge the duty; None where the rule sets none."""
        floor = self.form.floor
        start = None if floor is None else clock_start(floor, self.situation)
        return None if floor is None or start is None else self._last(floor, trigger + start)

    def not_before(self, trigger: int, first: int) -> int:
        """Return the first instant from another on at which an act discharges the duty."""
        floor = self.floor(trigger)
        return first if floor is None else max(first, floor)

    def can_be_met(self, trigger: int) -> bool:
        """Tell whether a limit in numbers leaves more than a second after the trigger, and an act in time is not too early."""
        deadline = self.deadline(trigger)
        return deadline is not None and deadline > trigger + 1 and self.not_before(trigger, trigger) <= deadline

    def _last(self, limit: Limit, start: int) -> int | None:
        pack = self.situation.pack
        if starts_with_a_day(limit, self.situation):
            start = start_of_day(local_time(start, pack.zone).date(), pack.zone)
        path = pack.working_day_fact
        known = self.situation.fact(path) if path else None
        closing = known if isinstance(known, int) else None
        return last_instant(limit, start, pack, pack.zone, period=self._period(limit), closing=closing)


def choices(rule: Rule, pack: Pack) -> Iterator[Mapping[str, str]]:
    """Yield every choice of the readings that a rule consults, with the others at their defaults; fewest departures first."""
    usual = usual_readings(pack)
    found = [dict(zip(rule.readings, options, strict=True)) for options in product(*(pack.readings[name].names for name in rule.readings))]
    found.sort(key=lambda chosen: sum(usual[name] != option for name, option in chosen.items()))
    for chosen in found:
        yield {**usual, **chosen}


def wishes_for(form: Deadline, index: int) -> list[Wish]:
    """Return what must be so for a case to decide: its own condition, and none of a case before it. Dates of the law are for `windows`."""
    before = [(case.when, False) for case in form.cases[:index] if case.when is not None]
    return [*before, (form.cases[index].when, True)]


def plans(rule: Rule, index: int, pack: Pack, *, more: Sequence[Wish] = ()) -> Iterator[Plan]:
    """Yield plans in which a case decides and `more` comes true, one for each act that discharges the duty, under the first readings
    that allow it.
    """
    form = rule.form
    assert isinstance(form, Deadline)
    done: set[int] = set()
    for readings in choices(rule, pack):
        for number, act in enumerate(form.must):
            if number not in done:
                found = next(with_act(rule, index, act, pack, readings, more), None)
                if found is not None:
                    done.add(number)
                    yield found
        if len(done) == len(form.must):
            return


def with_act(
    rule: Rule, index: int, act: Pattern, pack: Pack, readings: Mapping[str, str], more: Sequence[Wish] = (), *, usable: bool = True
) -> Iterator[Plan]:
    """Yield plans for one act under chosen readings; not `usable`: in circumstances in which the act does not count."""
    form = rule.form
    assert isinstance(form, Deadline)
    shared: list[Wish] = [(TriggerHas(name, ANY), True) for name in form.same]
    carried: list[Wish] = []
    limit = counted_limit(form.cases[index].limit)
    if limit.unit == "attribute":
        carried = [(TriggerHas(limit.carried, ANY), True)]
    wishes: list[Wish] = [(rule.when, True), *wishes_for(form, index), (act.when, usable), *shared, *more]
    for situation in situations(pack, readings, _startable(rule, act), [*wishes, *carried]):
        begun = clocked(_no_more_than_asked(situation, wishes), form.cases[index].limit, form)
        if begun is None or not meets(begun[0], wishes):
            continue
        attributes = act_attributes(act, form, begun[0])
        if attributes is not None and not already(form, begun[0]) and not may_pause(form, *begun):
            yield Plan(rule, index, begun[0], begun[1], act, attributes)


def _no_more_than_asked(situation: Situation, wishes: Sequence[Wish]) -> Situation:
    """Return a situation without the events that need not stand in it, where it has some that come after the trigger."""
    if all(other.ahead <= 0 for other in situation.others):
        return situation
    for other in situation.others:
        less = replace(situation, others=tuple(one for one in situation.others if one is not other))
        situation = less if meets(less, wishes) else situation
    return situation


def _startable(rule: Rule, act: Pattern) -> tuple[Pattern, ...]:
    """Return the triggers of a rule, those first that are of another type than the act."""
    return tuple(sorted(rule.triggers, key=lambda pattern: pattern.type == act.type))


def act_attributes(act: Pattern, form: Deadline | Recurrence, situation: Situation) -> Mapping[str, Any] | None:
    """Return the attributes with which an event has the form of an act and shares what it must with the trigger; None if it cannot.

    Where another act of its type counts from an instant that the event states, it states its own.
    """
    known = situation.vocabulary.events[act.type].attributes
    found: dict[str, Any] = {other.counted: Ahead(0) for other in form.must if other.type == act.type and other.counted}
    same = form.same if isinstance(form, Deadline) else ()
    found.update((name, situation.attributes[name]) for name in same if name in situation.attributes)
    for name, _ in act.form:
        if name not in found:
            value = next(
                values(known[name], [Wanted(other, True) for key, other in act.form if key == name], zone(situation.pack.zone)), None
            )
            if value is None:
                return None
            found[name] = value
    return found if fits_form(act, found, situation) else None


def counts_as(pattern: Pattern, attributes: Mapping[str, Any], situation: Situation) -> bool | None:
    """Tell whether an event with these attributes has the form of a pattern, and counts in a situation; None where that is not known."""
    try:
        usable = state(pattern.when, situation)
    except Unsure:
        usable = None
    parts = (usable, fits_form(pattern, attributes, situation))
    return False if False in parts else None if None in parts else True


def already(form: Deadline, situation: Situation) -> bool:
    """Tell whether something that stands in a situation would itself discharge the duty."""
    kinds = {pattern.type for pattern in form.must}
    since = situation.began() if form.earlier_counts else 0
    return any(other.type in kinds and other.ahead >= since for other in situation.others)


def done_at_once(plan: Plan) -> bool:
    """Tell whether the act may stand in the trigger's own second: it is another event, and the duty arises all the same."""
    situation, act = plan.situation, Happening(plan.act.type, 0, plan.attributes)
    return plan.act.type != situation.trigger and meets(replace(situation, others=(*situation.others, act)), [(plan.rule.when, True)])


def opened(rule: Rule, pack: Pack, *, when: bool | None, only_if: bool | None) -> Iterator[Situation]:
    """Yield situations in which a precondition's duty arises (or not, or perhaps), and its condition comes out as wanted."""
    form = rule.form
    assert isinstance(form, Precondition)
    for readings in choices(rule, pack):
        yield from situations(pack, readings, rule.triggers, [(rule.when, when), (form.only_if, only_if)])


def unformed(rule: Rule, pack: Pack) -> Iterator[Situation]:
    """Yield situations in which a precondition is not met by a trigger of which it is not known whether it has the form that is asked."""
    form = rule.form
    assert isinstance(form, Precondition)
    for kind in dict.fromkeys(pattern.type for pattern in rule.triggers):
        asked = Some(tuple(form_of(pattern) for pattern in rule.triggers if pattern.type == kind))
        wishes: list[Wish] = [(asked, None), (rule.when, True), (form.only_if, False)]
        for readings in choices(rule, pack):
            yield from situations(pack, readings, [Pattern(kind)], wishes)


def form_of(pattern: Pattern) -> Condition:
    """Return the form that a pattern asks of a trigger, as a condition."""
    return All(tuple(TriggerHas(name, test) for name, test in pattern.form))


def excepted(rule: Rule, pack: Pack) -> Iterator[Situation]:
    """Yield situations in which a rule's own condition certainly fails, so that no duty arises."""
    for readings in choices(rule, pack):
        yield from situations(pack, readings, rule.triggers, [(rule.when, False)])


def perhaps(rule: Rule, pack: Pack) -> Iterator[Situation]:
    """Yield situations in which it is not known whether a deadline's duty arises, and in which a limit would apply if it did."""
    form = rule.form
    assert isinstance(form, Deadline)
    for readings in choices(rule, pack):
        for index in range(len(form.cases)):
            yield from situations(pack, readings, rule.triggers, [(rule.when, None), *wishes_for(form, index)])
