"""Scenarios in which one part of what discharges or ends a duty, or starts its clock, decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detention_rules.engine.conditions import under
from detention_rules.language.conditions import OneOf, Pattern
from detention_rules.language.rules import Deadline
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.zones import zone
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.boundary import Boundary
from detention_rules.testing.parts import Parts, words_of
from detention_rules.testing.plans import Plan, plans, wishes_for, with_act
from detention_rules.testing.situations import fits_form, state
from detention_rules.testing.solving import Wish, meets
from detention_rules.testing.starts import other_starts
from detention_rules.testing.timelines import scenario_data
from detention_rules.testing.values import NOT_GIVEN, Wanted, values


class ActParts(Parts):
    """The parts of a deadline that concern acts and clocks."""

    def acts(self, form: Deadline, index: int) -> Iterator[Boundary]:
        """Yield, for each act, every word that its form accepts, a form that it does not, and circumstances in which it does not count."""
        for act in form.must:
            for readings in self.chosen:
                plan = next(with_act(self.rule, index, act, self.pack, readings), None)
                if plan is not None:
                    yield from self.forms(form, plan)
                    break
            for change in self.changes.condition(act.when) if act.when is not None else ():
                found = self.first_plan(index, act, [(change.node, False)], usable=True)
                if found is not None:
                    yield from self.at_limit(found)
            if act.when is not None:
                each: list[Wish] = [(change.node, True) for change in self.changes.condition(act.when)]
                for more in ([], *([wish] for wish in each)):
                    found = self.first_plan(index, act, more, usable=False)
                    if found is not None and discharges(form, found, found.attributes) is False:
                        yield from self.at_limit(found, Verdict.VIOLATED)

    def first_plan(self, index: int, act: Pattern, more: list[Wish], *, usable: bool) -> Plan | None:
        """Return a plan for an act, under readings that tell its condition from the one wished for."""
        for readings in self.chosen:
            if more and act.when is not None and under(more[0][0], readings) == under(act.when, readings):
                continue
            found = next(with_act(self.rule, index, act, self.pack, readings, more, usable=usable), None)
            if found is not None:
                return found
        return None

    def forms(self, form: Deadline, plan: Plan) -> Iterator[Boundary]:
        """Yield an act with each word that its form accepts, with one that it does not, and with none."""
        kinds = self.pack.vocabulary.events[plan.act.type].attributes
        for name, test in plan.act.form:
            for word in words_of(test):
                yield from self.at_limit(plan, attributes={**plan.attributes, name: word})
            wrong = next(values(kinds[name], [Wanted(test, False)], zone(self.pack.zone)), NOT_GIVEN)
            changed = {**plan.attributes, name: wrong}
            if wrong is not NOT_GIVEN and discharges(form, plan, changed) is False:
                yield from self.at_limit(plan, Verdict.VIOLATED, changed)
            missing = {key: value for key, value in plan.attributes.items() if key != name}
            if discharges(form, plan, missing) is None:
                yield from self.at_limit(plan, Verdict.UNDETERMINED, missing)
        for name in form.same:
            shared: Any = plan.situation.attributes.get(name)
            wrong = next(values(kinds[name], [Wanted(OneOf(frozenset({shared})), False)], zone(self.pack.zone)), NOT_GIVEN)
            if wrong is not NOT_GIVEN:
                yield from self.at_limit(plan, Verdict.VIOLATED, {**plan.attributes, name: wrong})

    def starts(self, form: Deadline, index: int) -> Iterator[Boundary]:
        """Yield, for a clock that another event starts, a second such event in the detention, one in an earlier detention, and none."""
        start = form.cases[index].limit.start
        plan = next(iter(self.base(index)), None)
        if plan is None or start.kind not in ("first", "last", "next"):
            return
        wishes: list[Wish] = [(self.rule.when, True), *wishes_for(form, index), (plan.act.when, True)]
        bound = [(under(condition, plan.situation.readings), wanted) for condition, wanted in wishes]
        for others, from_trigger in other_starts(plan, start):
            situation = replace(plan.situation, others=others)
            if not meets(situation, bound):
                continue
            if from_trigger is not None:
                yield from self.at_limit(replace(plan, situation=situation, from_trigger=from_trigger))
            else:
                yield self.one(situation, Verdict.UNDETERMINED)

    def lapses(self, form: Deadline, index: int) -> Iterator[Boundary]:
        """Yield each event that ends the duty, exactly at the limit and one second after it."""
        for lapse in form.lapses:
            plan = next(plans(self.rule, index, self.pack, more=[(lapse.when, True)]), None)
            deadline = None if plan is None else plan.deadline(plan.trigger_for(self.day))
            if plan is None or deadline is None or any(act.type == lapse.type for act in form.must):
                continue
            given: dict[str, Any] = {name: next(iter(words_of(test)), True) for name, test in lapse.form}
            for late, verdict, margin in ((0, Verdict.NOT_APPLICABLE, None), (1, Verdict.VIOLATED, -1)):
                event = {"at": stamp(deadline + late, self.pack.zone), "is": lapse.type, **given}
                if lapse.counted is not None:
                    event[lapse.counted] = event["at"]
                data = scenario_data(plan.situation, plan.trigger_for(self.day), events=[event])
                yield Boundary(self.rule.id, index, text("boundary.part-decides"), data, verdict, margin, None)


def discharges(form: Deadline, plan: Plan, attributes: Any) -> bool | None:
    """Tell whether an act with these attributes discharges the duty by any of the patterns of its type."""
    found: list[bool | None] = []
    for pattern in form.must:
        if pattern.type == plan.act.type:
            parts = (state(pattern.when, plan.situation), fits_form(pattern, attributes, plan.situation))
            found.append(False if False in parts else None if None in parts else True)
    return True if True in found else None if None in found else False
