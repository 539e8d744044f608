"""Scenarios in which one part of what discharges or ends a duty, or starts its clock, decides."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from detention_rules.language.conditions import Limit, OneOf, Pattern
from detention_rules.language.rules import Deadline
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import DAY, HOUR
from detention_rules.model.zones import zone
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.boundary import Boundary
from detention_rules.testing.clocks import counted_limit, may_pause
from detention_rules.testing.parts import Parts, words_of
from detention_rules.testing.pauses import hour_stood_still
from detention_rules.testing.plans import Plan, already, counts_as, wishes_for, with_act
from detention_rules.testing.situations import Ahead, clock_start
from detention_rules.testing.solving import Wish, meets
from detention_rules.testing.starts import other_starts
from detention_rules.testing.timelines import Data, scenario_data
from detention_rules.testing.values import NOT_GIVEN, Wanted, values

LONG_AGO, FAR_AHEAD = Ahead(-4000 * DAY), Ahead(4000 * DAY)
"""Instants so far from an act that no duty of a scenario is open at them."""


class ActParts(Parts):
    """The parts of a deadline that concern acts and clocks."""

    def acts(self, form: Deadline) -> Iterator[Boundary]:
        """Yield, for each act, every word that its form accepts, a form that it does not, and circumstances in which it does not count."""
        for act in form.must:
            plan = self.plan_with([], [act])
            if plan is not None:
                yield from self.forms(form, plan)
                yield from self.counted(form, plan)
            if act.when is None:
                continue
            for change in self.changes.condition(act.when):
                found = self.plan_with([(act.when, True), (change.node, False)], [act])
                if found is not None:
                    yield from self.elapsed(found)
            each: list[Wish] = [(change.node, True) for change in self.changes.condition(act.when)]
            for more in ([], *([wish] for wish in each)):
                found = self.plan_with([(act.when, False), *more], [act], usable=False)
                attributes = None if found is None else self.alone(form, found)
                if found is not None and discharges(form, found, attributes) is False:
                    yield from self.elapsed(found, Verdict.VIOLATED, attributes)

    def alone(self, form: Deadline, plan: Plan) -> Data:
        """Return the attributes of an act, with the instants from which others of its type count so far off that none of them does."""
        known = self.pack.vocabulary.events[plan.act.type].attributes
        others = {other.counted for other in form.must if other.type == plan.act.type and other.counted not in (None, plan.act.counted)}
        return {**plan.attributes, **{name: LONG_AGO if known[name].may_precede else FAR_AHEAD for name in others if name is not None}}

    def counted(self, form: Deadline, plan: Plan) -> Iterator[Boundary]:
        """Yield an act that counts from an instant that it states, later than it stands itself."""
        attributes = self.alone(form, plan)
        others = form._replace(must=tuple(act for act in form.must if act != plan.act))
        if plan.act.counted is not None and discharges(form, plan, attributes) and discharges(others, plan, attributes) is False:
            yield from self.at_limit(plan, attributes=attributes, sooner=True)

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
        limit = counted_limit(form.cases[index].limit)
        if limit.start.kind not in ("first", "last", "next"):
            return
        for pattern in self.rule.triggers:
            rule = self.rule._replace(triggers=(pattern,))
            each = (with_act(rule, index, act, self.pack, readings) for readings in self.chosen for act in form.must)
            plan = next((found for plans in each for found in plans), None)
            if plan is not None:
                yield from self.started(form, plan, limit)

    def started(self, form: Deadline, plan: Plan, limit: Limit) -> Iterator[Boundary]:
        """Yield the boundaries of a plan whose clock other events start."""
        wishes: list[Wish] = [(self.rule.when, True), *wishes_for(form, plan.index), (plan.act.when, True)]
        for others, from_trigger in other_starts(plan, limit):
            situation = replace(plan.situation, others=others)
            clocks = [one for one in (form.floor, plan.case.limit) if one is not None and one is not limit]
            unknown = any(clock_start(one, situation) is None for one in clocks)
            stands = from_trigger is not None and may_pause(form, situation, from_trigger)
            if unknown or stands or not meets(situation, wishes) or already(form, situation):
                continue
            if from_trigger is not None:
                yield from self.at_limit(replace(plan, situation=situation, from_trigger=from_trigger))
            elif plan.case.limit.unit != "standard":
                yield self.one(situation, Verdict.UNDETERMINED)

    def lapses(self, form: Deadline) -> Iterator[Boundary]:
        """Yield each event that ends the duty, exactly at the limit and one second after it, and where a part of its condition decides."""
        for lapse in form.lapses:
            if any(act.type == lapse.type for act in form.must):
                continue
            plan = self.plan_with([(lapse.when, True)])
            if plan is not None:
                yield from self.lapsed(plan, lapse, 0, Verdict.NOT_APPLICABLE)
                yield from self.lapsed(plan, lapse, 1, Verdict.VIOLATED)
            for change in self.changes.condition(lapse.when) if lapse.when is not None else ():
                plan = self.plan_with([(lapse.when, True), (change.node, False)])
                if plan is not None:
                    yield from self.lapsed(plan, lapse, 0, Verdict.NOT_APPLICABLE)
                plan = self.plan_with([(lapse.when, False), (change.node, True)])
                if plan is not None:
                    yield from self.lapsed(plan, lapse, 0, Verdict.VIOLATED)

    def lapsed(self, plan: Plan, lapse: Pattern, late: int, verdict: Verdict) -> Iterator[Boundary]:
        """Yield the event that may end a duty, so many seconds after the limit."""
        trigger = self.trigger_of(plan)
        deadline = None if trigger is None else plan.deadline(trigger)
        if trigger is None or deadline is None or plan.case.limit.unit == "standard":
            return
        given: dict[str, Any] = {name: next(iter(words_of(test)), True) for name, test in lapse.form}
        event = {"at": stamp(deadline + late, self.pack.zone), "is": lapse.type, **given}
        for other in plan.form.lapses:
            if other.type != lapse.type or other == lapse:
                continue
            if other.counted is not None and other.counted != lapse.counted:
                event[other.counted] = stamp(deadline + LONG_AGO.seconds, self.pack.zone)
            elif not meets(plan.situation, [(other.when, False)]):
                return
        if lapse.counted is not None:
            event[lapse.counted] = event["at"]
        as_of = deadline + 1 if verdict is Verdict.VIOLATED else None
        data = scenario_data(plan.situation, trigger, events=[event], as_of=as_of)
        margin = -1 if verdict is Verdict.VIOLATED else None
        yield Boundary(self.rule.id, plan.index, text("boundary.part-decides"), data, verdict, margin, None)

    def pauses(self, form: Deadline) -> Iterator[Boundary]:
        """Yield, for each part of the condition of a pause, circumstances in which it decides whether the clock stands still."""
        for pause in form.paused:
            for change in self.changes.condition(pause.when) if pause.when is not None else ():
                for counts in (True, False):
                    plan = self.plan_with([(pause.when, counts), (change.node, not counts)])
                    trigger = None if plan is None else self.trigger_of(plan)
                    events = None if plan is None or trigger is None else hour_stood_still(plan, pause, trigger)
                    if plan is not None and events is not None:
                        yield from self.at_limit(plan, trigger=trigger, events=events, stood=HOUR if counts else 0)
                        break


def discharges(form: Deadline, plan: Plan, attributes: Any) -> bool | None:
    """Tell whether an act with these attributes discharges the duty by any of the patterns of its type."""
    found: list[bool | None] = []
    for pattern in form.must:
        if pattern.type == plan.act.type:
            off = pattern.counted is not None and attributes.get(pattern.counted) in (LONG_AGO, FAR_AHEAD)
            found.append(False if off else counts_as(pattern, attributes, plan.situation))
    return True if True in found else None if None in found else False
