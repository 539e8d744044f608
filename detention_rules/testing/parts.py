"""Searches for situations and plans that tell two conditions apart, and the scenarios made from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import chain
from typing import Any

from detention_rules.language.conditions import Condition, OneOf, Pattern, TriggerHas, leaves
from detention_rules.language.rules import Deadline, Pack, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.arithmetic import instant_at
from detention_rules.testing.boundary import Boundary
from detention_rules.testing.clocks import clock_for, clocked, counted_limit, may_pause
from detention_rules.testing.elapsing import at_elapsed
from detention_rules.testing.mutation import Changes
from detention_rules.testing.near import near, nearby, told_apart_by
from detention_rules.testing.plans import Plan, act_attributes, already, choices, wishes_for, with_act
from detention_rules.testing.situations import Happening, Situation, Unsure, state
from detention_rules.testing.solving import Wish, meets, situations
from detention_rules.testing.standards import allowed_until, tolerance_of
from detention_rules.testing.timelines import Data, Done, scenario_data
from detention_rules.testing.ways import left
from detention_rules.testing.windows import USUAL_CLOCK, days_in_force, usual_day

_PAIRS: tuple[tuple[bool, bool | None], ...] = ((True, False), (False, True), (True, None), (False, None))
_TRIED = 25
_MORE = 150
LONG_BEFORE = 20 * DAY
BASES = 24
"""From so many known situations a step is tried."""


class Parts:
    """One rule, with the day on which its scenarios are set and the searches that they share."""

    def __init__(self, rule: Rule, pack: Pack, day: int) -> None:
        self.rule, self.pack, self.day = rule, pack, day
        self.changes = Changes(rule, pack.vocabulary)
        self.chosen = list(choices(rule, pack))
        self.bases: dict[int, list[Plan]] = {}
        self.found: list[Plan] = []
        cases = rule.form.cases if isinstance(rule.form, Deadline) else ()
        self.numbered = [index for index, case in enumerate(cases) if counted_limit(case.limit).unit != "standard"]
        self.indices = self.numbered or range(len(cases))
        """The cases with a number or, in a rule that has none, all."""

    def one(self, situation: Situation, verdict: Verdict | None) -> Boundary:
        """Return the boundary of a situation in which nothing more happens."""
        at = clock_for(situation, self.day) or self.day
        return Boundary(self.rule.id, None, text("boundary.part-decides"), scenario_data(situation, at), verdict, None, None)

    def clock(self, situation: Situation, day: date) -> int:
        """Return the time of a day at which the trigger of a situation stands."""
        usual = instant_at(datetime.combine(day, USUAL_CLOCK), self.pack.zone)
        return clock_for(situation, usual) or usual

    def on_day(self, situation: Situation, day: date, verdict: Verdict | None) -> Boundary:
        """Return the boundary of a situation on a day of which only the law matters."""
        data = scenario_data(situation, self.clock(situation, day))
        return Boundary(self.rule.id, None, text("boundary.part-decides"), data, verdict, None, None)

    def differing(
        self, condition: Condition | None, more: Wish, shown: Sequence[Situation] = ()
    ) -> Iterator[tuple[Situation, bool | None]]:
        """Yield, for each part of a condition, a situation in which the condition comes out otherwise with that part changed.

        Another wish comes true in it too. What the situations already `shown` tell apart is left out.
        """
        if condition is None:
            return
        known, find, asked = list(shown), self.first(more), tuple(leaves(condition))
        for change in self.changes.condition(condition):
            if any(differ(condition, change.node, situation) for situation in known):
                continue
            beside = chain(nearby(known[:BASES], told_apart_by(condition, change.node)), nearby(known[:BASES], asked))
            step = next((one for one in beside if differ(condition, change.node, one) and meets(one, [more])), None)
            if step is not None:
                known.append(step)
                yield step, state(condition, step)
                continue
            for wanted, other in _PAIRS:
                found = find([(condition, wanted), (change.node, other)])
                if found is not None:
                    known.append(found)
                    yield found, wanted
                    break

    def first(self, *more: Wish, triggers: Sequence[Pattern] | None = None) -> Callable[[list[Wish]], Situation | None]:
        """Return a search for a situation with wishes beside `more`, under the first readings that have one."""

        def find(wishes: list[Wish]) -> Situation | None:
            for readings in self.chosen:
                if len(wishes) > 1 and left(wishes[0][0], readings) == left(wishes[1][0], readings):
                    continue
                found = next(situations(self.pack, readings, triggers or self.rule.triggers, [*more, *wishes], tried=_TRIED), None)
                if found is not None:
                    return found
            return None

        return find

    def base(self, index: int) -> list[Plan]:
        """Return a plan in which a case decides, for each choice of readings that has one."""
        if index not in self.bases:
            form = self.rule.form
            assert isinstance(form, Deadline)
            each = (with_act(self.rule, index, act, self.pack, readings) for readings in self.chosen for act in form.must)
            self.bases[index] = list(
                {tuple(plan.situation.readings.items()): plan for found in each if (plan := next(found, None))}.values()
            )
        return self.bases[index]

    def with_more(self, index: int, condition: Condition | None, changed: Condition | None, *, holds: bool) -> Plan | None:
        """Return a plan in which a case decides and another condition holds, or not, under readings that tell two conditions apart."""
        for plan in self.base(index):
            readings = plan.situation.readings
            if changed is not None and condition is not None and left(condition, readings) == left(changed, readings):
                continue
            found = next(with_act(self.rule, index, plan.act, self.pack, readings, [(changed, holds)]), None)
            if found is not None:
                return found
        return None

    def plan_with(self, wishes: list[Wish], acts: Sequence[Pattern] = (), *, usable: bool = True) -> Plan | None:
        """Return the first plan of any case, for one of these acts or any, in which wishes come true.

        Readings under which the first two wishes are of the same condition are left out. Not `usable`: the act does not count.
        """
        form = self.rule.form
        assert isinstance(form, Deadline)
        step = self.step([plan for plan in self.found if plan.act in (acts or form.must)], wishes, usable=usable)
        if step is not None:
            return step
        able = [readings for readings in self.chosen if self._possible(wishes, readings)]
        for index in self.indices:
            for readings in able:
                for act in acts or form.must:
                    found = next(with_act(self.rule, index, act, self.pack, readings, wishes, usable=usable), None)
                    if found is not None:
                        self.found.append(found)
                        return found
        return None

    def step(self, known: Sequence[Plan], wishes: list[Wish], *, usable: bool = True) -> Plan | None:
        """Return a plan one step from a known one, of the same case and act, in which wishes come true."""
        form = self.rule.form
        assert isinstance(form, Deadline)
        sought = [condition for condition, _ in wishes if condition is not None]
        asked = told_apart_by(*sought) if len(sought) == 2 else tuple(leaf for condition in sought for leaf in leaves(condition))
        seen: list[Mapping[str, Any]] = []
        for plan in known[:BASES] if wishes else ():
            wanted: list[Wish] = [(self.rule.when, True), *wishes_for(form, plan.index), (plan.act.when, usable), *wishes]
            new = plan.situation.facts not in seen
            seen.append(plan.situation.facts)
            for situation in nearby([plan.situation], asked) if new else near(plan.situation, asked):
                begun = clocked(situation, plan.case.limit, form) if meets(situation, wanted) else None
                attributes = None if begun is None else act_attributes(plan.act, form, begun[0])
                if begun is not None and attributes is not None and not already(form, begun[0]):
                    return replace(plan, situation=begun[0], from_trigger=begun[1], attributes=attributes)
        return None

    def other_clocks(self, plan: Plan, wishes: list[Wish]) -> Plan:
        """Return a plan with what starts the clocks of other cases long before its trigger, as far as its wishes still come true.

        Which case decides then shows in the deadline.
        """
        form = self.rule.form
        assert isinstance(form, Deadline)
        wanted: list[Wish] = [(self.rule.when, True), *wishes_for(form, plan.index), (plan.act.when, True), *wishes]
        starts = [counted_limit(case.limit).start for case in form.cases]
        names = dict.fromkeys(start.name for start in starts if start.kind in ("first", "last") and start.name != plan.situation.trigger)
        for name in names:
            if any(other.type == name for other in plan.situation.others):
                continue
            situation = replace(plan.situation, others=(*plan.situation.others, Happening(name, -LONG_BEFORE)))
            begun = clocked(situation, plan.case.limit, form)
            if begun is not None and meets(begun[0], wanted) and not already(form, begun[0]) and not may_pause(form, *begun):
                plan = replace(plan, situation=begun[0], from_trigger=begun[1])
        return plan

    def _possible(self, wishes: list[Wish], readings: Mapping[str, str]) -> bool:
        """Tell whether the first two wishes are of different conditions, and come true in a situation, whatever its limit."""
        if len(wishes) > 1 and left(wishes[0][0], readings) == left(wishes[1][0], readings):
            return False
        found = situations(self.pack, readings, self.rule.triggers, [(self.rule.when, True), *wishes], tried=_MORE)
        return next(found, None) is not None

    def trigger_of(self, plan: Plan) -> int | None:
        """Return an instant for the trigger of a plan, on an ordinary day on which the law of its case is in force."""
        days = days_in_force(self.rule, plan.case)
        if days.empty:
            return None
        trigger = plan.trigger_for(instant_at(datetime.combine(usual_day(days, self.pack.calendar), USUAL_CLOCK), self.pack.zone))
        return clock_for(plan.situation, trigger) or trigger

    def elapsed(self, plan: Plan, verdict: Verdict = Verdict.COMPLIED, attributes: Data | None = None) -> Iterator[Boundary]:
        """Yield a plan at its limit, and where a time that its conditions ask for has just elapsed, or has just not."""
        yield from self.at_limit(plan, verdict, attributes)
        trigger = self.trigger_of(plan)
        for moved, at in () if trigger is None else at_elapsed(plan, trigger, days_in_force(self.rule, plan.case)):
            yield from self.at_limit(moved, verdict, attributes, trigger=at)

    def at_limit(
        self,
        plan: Plan,
        verdict: Verdict = Verdict.COMPLIED,
        attributes: Data | None = None,
        *,
        trigger: int | None = None,
        sooner: bool = False,
        events: Sequence[Data] = (),
        stood: int = 0,
    ) -> Iterator[Boundary]:
        """Yield an act in the last second before a limit: done in time or, where it does not count, judged a second after the limit.

        The limit of an open standard is a tolerance; past one no act is certain to reach. An act that counts later than it stands stands an
        hour before the limit, if `sooner`. The clock `stood` still for so many seconds between further `events`.
        """
        trigger = self.trigger_of(plan) if trigger is None else trigger
        if trigger is None:
            return
        more: dict[str, Any] = {}
        deadline, floor = plan.deadline(trigger), plan.floor(trigger)
        if plan.case.limit.unit == "standard":
            deadline, more = None if plan.act.reaches else allowed_until(plan, trigger), tolerance_of(plan)
        if deadline is None or deadline <= trigger or (floor is not None and floor > deadline):
            return
        deadline += stood
        given = plan.attributes if attributes is None else attributes
        said = max(trigger, deadline - HOUR) if sooner else plan.said(trigger, deadline)
        act = Done(plan.act, given, deadline, said=said, reach=deadline)
        as_of = None if verdict is Verdict.COMPLIED else deadline + 1
        data = scenario_data(plan.situation, trigger, done=[act], events=events, as_of=as_of, **more)
        margin = {Verdict.COMPLIED: 0, Verdict.VIOLATED: -1}.get(verdict)
        yield Boundary(
            self.rule.id, plan.index, text("boundary.part-decides"), data, verdict, margin, deadline if margin is not None else None
        )


def words_of(test: Any) -> list[Any]:
    """Return the words that a test accepts."""
    return sorted(test.values, key=str) if isinstance(test, OneOf) else []


def form_wishes(pattern: Pattern) -> Iterator[Wish]:
    """Yield each word that a form of a trigger accepts, as a wish."""
    for name, test in pattern.form:
        for word in words_of(test):
            yield TriggerHas(name, OneOf(frozenset({word}))), True


def differ(condition: Condition, other: Condition, situation: Situation) -> bool:
    """Tell whether two conditions certainly come out differently in a situation."""
    try:
        return state(condition, situation) is not state(other, situation)
    except Unsure:
        return False
