"""Boundary scenarios in which one part of a rule decides: with it otherwise, the rule would find something else.

For each part of a condition the circumstances are built in which the whole comes out differently without it; for each word that a form
accepts, an act with that word; for each form, an act without it; for each order of cases, what both would take.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from itertools import islice

from detention_rules.language.conditions import Elapsed, Pattern, leaves
from detention_rules.language.rules import Deadline, Pack, Precondition, Rule
from detention_rules.model.findings import Verdict
from detention_rules.testing.act_parts import ActParts
from detention_rules.testing.arithmetic import ONE_DAY, instant_at
from detention_rules.testing.boundary import Boundary
from detention_rules.testing.near import nearby, told_apart_by
from detention_rules.testing.parts import BASES, differ, form_wishes
from detention_rules.testing.plans import Plan, excepted, form_of, opened, plans
from detention_rules.testing.situations import Situation, state
from detention_rules.testing.solving import Wish, meets
from detention_rules.testing.windows import EVER, USUAL_CLOCK, days_in_force, law_days, usual_day

SHOWN = 12
"""So many situations are shown for each outcome of a precondition, whatever decides in them."""
_VERDICTS = {True: Verdict.COMPLIED, False: Verdict.VIOLATED, None: Verdict.UNDETERMINED}


def deciding(rule: Rule, pack: Pack) -> list[Boundary]:
    """Return the scenarios in which one part of a rule decides."""
    days = days_in_force(rule)
    if days.empty:
        return []
    day = instant_at(datetime.combine(usual_day(days, pack.calendar), USUAL_CLOCK), pack.zone)
    parts = _RuleParts(rule, pack, day)
    match rule.form:
        case Precondition():
            return [*parts.precondition(), *parts.precondition_dates()]
        case Deadline():
            return [*parts.deadline(), *parts.deadline_dates()]
    return []


class _RuleParts(ActParts):
    """All parts of one rule."""

    def precondition(self) -> Iterator[Boundary]:
        form = self.rule.form
        assert isinstance(form, Precondition)
        shown = [one for wanted in (True, False) for one in islice(opened(self.rule, self.pack, when=True, only_if=wanted), SHOWN)]
        for situation, wanted in self.differing(form.only_if, (self.rule.when, True), shown):
            yield self.one(situation, _VERDICTS[wanted])
        shown = [one for one in shown if state(form.only_if, one) is False] + list(islice(excepted(self.rule, self.pack), SHOWN))
        for situation, wanted in self.differing(self.rule.when, (form.only_if, False), shown):
            yield self.one(situation, _VERDICTS[False] if wanted else Verdict.UNDETERMINED if wanted is None else Verdict.NOT_APPLICABLE)
        yield from self.triggers([(self.rule.when, True), (form.only_if, False)], Verdict.VIOLATED)

    def precondition_dates(self) -> Iterator[Boundary]:
        """Yield the first and the last day on which a precondition is the law, and the days on either side."""
        form = self.rule.form
        assert isinstance(form, Precondition)
        situation = self.first((self.rule.when, True), (form.only_if, False))([])
        if situation is None:
            return
        for day, holds in law_days(self.rule):
            yield self.on_day(situation, day, Verdict.VIOLATED if holds else self.outside(holds))

    def deadline_dates(self) -> Iterator[Boundary]:
        """Yield, for each case, the first and the last day on which it is the law, and days on which the rule is not."""
        found: list[Plan] = []
        for index in self.indices:
            for plan in self.base(index)[:1]:
                found.append(plan)
                days = days_in_force(self.rule, plan.case)
                for day in [] if days.empty else [one for one in (days.first, days.last - ONE_DAY) if one not in EVER]:
                    yield from self.at_limit(plan, trigger=self.clock(plan.situation, day))
        for plan in found[:1]:
            for day, holds in law_days(self.rule):
                if not holds:
                    yield self.on_day(plan.situation, day, self.outside(holds))

    def outside(self, holds: bool | None) -> Verdict:
        """Return what a rule finds where it is not the law, or where that is not certain."""
        unknown = holds is None or (self.rule.in_force is not None and self.rule.in_force.otherwise == "unknown")
        return Verdict.UNDETERMINED if unknown else Verdict.NOT_APPLICABLE

    def triggers(self, more: list[Wish], verdict: Verdict) -> Iterator[Boundary]:
        """Yield each word that the form of a trigger accepts, and an event of its type that starts no duty."""
        for pattern in self.rule.triggers:
            for wish in form_wishes(pattern):
                found = self.first(*more, triggers=[pattern])([wish])
                if found is not None:
                    yield self.one(found, verdict)
            yield from self.no_trigger(pattern)

    def no_trigger(self, pattern: Pattern) -> Iterator[Boundary]:
        """Yield an event of a trigger's type that has none of the forms asked for, and starts no duty."""
        of_type = [other for other in self.rule.triggers if other.type == pattern.type]
        if all(other.form for other in of_type):
            asked: list[Wish] = [(form_of(other), False) for other in of_type]
            found = self.first(*asked, triggers=[Pattern(pattern.type)])([])
            if found is not None:
                yield self.one(found, None)

    def deadline(self) -> Iterator[Boundary]:
        form = self.rule.form
        assert isinstance(form, Deadline)
        yield from self.acts(form)
        yield from self.lapses(form)
        yield from self.pauses(form)
        for index in self.numbered:
            yield from self.cases(form, index)
            yield from self.starts(form, index)
        yield from self.applying()

    def applying(self) -> Iterator[Boundary]:
        """Yield situations in which a part of the rule's own condition, or of a trigger's form, decides whether a duty arises."""
        when, known = self.rule.when, list(islice(excepted(self.rule, self.pack), SHOWN))
        for change in self.changes.condition(when) if when is not None else ():
            assert when is not None
            if any(differ(when, change.node, situation) for situation in known):
                continue
            wishes: list[Wish] = [(when, False), (change.node, True)]
            step = next((one for one in nearby(known[:BASES], told_apart_by(when, change.node)) if meets(one, wishes)), None)
            situation = step or self.first()(wishes)
            if situation is not None:
                known.append(situation)
                yield self.one(situation, Verdict.NOT_APPLICABLE)
                continue
            plan = self.plan_with([(when, True), (change.node, False)])
            if plan is not None:
                known.append(plan.situation)
                yield from self.elapsed(plan)
        for pattern in self.rule.triggers:
            for wish in form_wishes(pattern):
                rule = self.rule._replace(triggers=(pattern,))
                each = (next(plans(rule, index, self.pack, more=[wish]), None) for index in self.indices)
                plan = next((found for found in each if found is not None), None)
                if plan is not None:
                    yield from self.at_limit(plan)
            yield from self.no_trigger(pattern)

    def cases(self, form: Deadline, index: int) -> Iterator[Boundary]:
        """Yield, for each part of the condition of a case, circumstances in which it decides; and those in which the next would too."""
        case = form.cases[index]
        known: list[Situation] = []
        bases, after = list(self.base(index)), [plan for later in self.numbered if later > index for plan in self.base(later)]
        for change in self.changes.condition(case.when) if case.when is not None else ():
            if case.when is not None and any(differ(case.when, change.node, situation) for situation in known):
                continue
            elapsing = any(isinstance(leaf, Elapsed) for leaf in leaves(case.when))
            decides: list[Wish] = [(case.when, True), (change.node, False)]
            would: list[Wish] = [(case.when, False), (change.node, True)]
            plan = self.step(bases, decides) or self.with_more(index, case.when, change.node, holds=False)
            if plan is not None:
                plan = self.other_clocks(plan, decides)
                known.append(plan.situation)
                bases.append(plan)
                yield from self.elapsed(plan)
            else:
                plan = self.step(after, would)
                if plan is not None:
                    plan = self.other_clocks(plan, would)
                    known.append(plan.situation)
                    yield from self.elapsed(plan)
            later = index + 1
            while (plan is None or elapsing) and later < len(form.cases):
                plan = self.with_more(later, case.when, change.node, holds=True)
                later += 1
                if plan is not None:
                    plan = self.other_clocks(plan, would)
                    known.append(plan.situation)
                    yield from self.elapsed(plan)
                    break
        for number in range(index + 1, len(form.cases)):
            plan = self.with_more(index, None, form.cases[number].when, holds=True)
            if plan is not None:
                yield from self.at_limit(plan)
