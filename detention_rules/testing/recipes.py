"""Recipes: for each rule and verdict, the circumstances and acts that give it; and where a rule cannot give a verdict, why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import islice
from typing import Literal, NamedTuple

from detention_rules.language.rules import Deadline, Pack, Precondition, Recurrence, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.testing import standards
from detention_rules.testing.cycles import CyclePlan, cycle_plans, guarded
from detention_rules.testing.plans import Plan, counts_as, done_at_once, excepted, opened, perhaps, plans, unformed
from detention_rules.testing.situations import Ahead, Situation, Unsure, state
from detention_rules.testing.standards import WAYS, allowed_until, meeting
from detention_rules.testing.windows import Window, days_in_force, usual_start

Way = Literal["still", "done", "undone", "uncertain", "unsaid"] | standards.Way
"""How a duty meets its limit: an act before or after it, none, one of uncertain time, or one that does not say from when it counts; or how
it meets an open standard. `still`: nothing more happens."""
_MOST = 12
_WAYS: dict[Verdict, tuple[Way, ...]] = {
    Verdict.COMPLIED: ("done",),
    Verdict.VIOLATED: ("done", "undone"),
    Verdict.PENDING: ("undone",),
    Verdict.UNDETERMINED: ("uncertain", "unsaid"),
    Verdict.NOT_APPLICABLE: (),
}


class Recipe(NamedTuple):
    """Circumstances on any day of a window, and how the duty meets its limit there."""

    situation: Situation
    days: Window
    way: Way = "still"
    plan: Plan | None = None
    unsure: int | None = None
    """The number of the other event whose time is to be uncertain around the trigger."""
    cycle: CyclePlan | None = None
    """Of a recurring duty: the cycle, whose acts meet the limit of one period."""


class NoSuchScenario(ValueError):
    """A rule cannot give a verdict; the message says why."""


def recipes(rule: Rule, pack: Pack, verdict: Verdict) -> list[Recipe]:
    """Return the recipes with which a rule gives a verdict. Raises NoSuchScenario."""
    match rule.form:
        case Deadline():
            found = list(_deadline(rule, pack, verdict))
        case Precondition():
            found = list(_precondition(rule, pack, verdict))
        case Recurrence():
            found = list(_recurrence(rule, pack, verdict))
    if not found:
        if isinstance(rule.form, Precondition) and verdict is Verdict.PENDING:
            raise NoSuchScenario(text("kit.never-pending", rule=rule.id))
        always = verdict is Verdict.NOT_APPLICABLE and rule.when is None
        none = "kit.always-applies" if always else "boundary.never-in-force" if days_in_force(rule).empty else "kit.no-way"
        why = rule.cannot.get(verdict.value) or text(none)
        raise NoSuchScenario(text("kit.cannot", rule=rule.id, verdict=verdict.value, why=why))
    return found


def _deadline(rule: Rule, pack: Pack, verdict: Verdict) -> Iterator[Recipe]:
    form, days = rule.form, days_in_force(rule)
    assert isinstance(form, Deadline)
    if verdict is Verdict.NOT_APPLICABLE:
        if rule.when is not None and not days.empty:
            yield from (Recipe(situation, days) for situation in islice(excepted(rule, pack), _MOST))
        return
    for index, case in enumerate(form.cases):
        inside = days_in_force(rule, case)
        for plan in [] if inside.empty else plans(rule, index, pack):
            trigger = plan.trigger_for(usual_start(inside, pack))
            if _usable(plan, trigger):
                yield from (Recipe(plan.situation, inside, way, plan) for way in _ways(plan, verdict, trigger))
    if verdict is Verdict.UNDETERMINED and rule.when is not None and not days.empty:
        yield from (Recipe(situation, days) for situation in islice(perhaps(rule, pack), 1))


def _recurrence(rule: Rule, pack: Pack, verdict: Verdict) -> Iterator[Recipe]:
    form, days = rule.form, days_in_force(rule)
    assert isinstance(form, Recurrence)
    if days.empty:
        return
    for index in range(len(form.cycles)):
        for plan in cycle_plans(rule, index, pack):
            if plan.fits(usual_start(days, pack), 0, days):
                yield from (Recipe(plan.situation, days, way, cycle=plan) for way in _ways_to_meet(plan, verdict))
    unsure = {Verdict.NOT_APPLICABLE: (False, _MOST), Verdict.UNDETERMINED: (None, 1)}
    if verdict in unsure and rule.when is not None:
        when, most = unsure[verdict]
        for plan in islice(guarded(rule, pack, when=when), most):
            if plan.fits(usual_start(days, pack), 0, days):
                yield Recipe(plan.situation, days, cycle=plan)


def _usable(plan: Plan, trigger: int) -> bool:
    """Tell whether a limit lies after its trigger."""
    if plan.case.limit.unit == "standard":
        return plan.act.type != plan.situation.trigger and allowed_until(plan, trigger) > trigger + 1
    deadline = plan.deadline(trigger)
    return deadline is not None and deadline > trigger + 1


def as_usual(recipe: Recipe, trigger: int) -> bool:
    """Tell whether a duty can be met, or not, after a trigger as it can on the ordinary day: a limit or a floor may lie elsewhere."""
    plan = recipe.plan
    if plan is None:
        return True
    usual = plan.trigger_for(usual_start(recipe.days, plan.situation.pack))
    if plan.case.limit.unit == "standard":
        verdict, other = (meeting(plan, recipe.way, at, 0).gives.verdict for at in (trigger, usual))
        return _usable(plan, trigger) and verdict is other
    return _usable(plan, trigger) and plan.can_be_met(trigger) is plan.can_be_met(usual)


def _ways(plan: Plan, verdict: Verdict, trigger: int) -> tuple[Way, ...]:
    if plan.case.limit.unit != "standard":
        in_time = verdict in (Verdict.VIOLATED, Verdict.PENDING) or plan.can_be_met(trigger)
        return _ways_to_meet(plan, verdict) if in_time else ()
    ways: list[Way] = [way for way in WAYS if way != "at-once" or plan.begun(trigger) > trigger or done_at_once(plan)]
    return tuple(way for way in ways if meeting(plan, way, trigger, 0).gives.verdict is verdict)


def _ways_to_meet(plan: Plan | CyclePlan, verdict: Verdict) -> tuple[Way, ...]:
    """Return the ways to meet a limit in numbers."""
    left_out = {*(("uncertain",) if _states_its_time(plan) else ()), *(() if _may_leave_unsaid(plan) else ("unsaid",))}
    return tuple(way for way in _WAYS[verdict] if way not in left_out)


def _states_its_time(plan: Plan | CyclePlan) -> bool:
    """Tell whether the act says itself from when it counts, so that an uncertain time leaves nothing open."""
    return plan.act.counted is not None or any(isinstance(value, Ahead) for value in plan.attributes.values())


def _may_leave_unsaid(plan: Plan | CyclePlan) -> bool:
    """Tell whether it is open if an act discharges its duty that does not say from when it counts: no other act of its type surely does."""
    others = [other for other in plan.form.must if other.type == plan.act.type and other.counted != plan.act.counted]
    return plan.act.counted is not None and not any(counts_as(other, plan.attributes, plan.situation) for other in others)


def _precondition(rule: Rule, pack: Pack, verdict: Verdict) -> Iterator[Recipe]:
    days = days_in_force(rule)
    if days.empty or verdict is Verdict.PENDING:
        return
    match verdict:
        case Verdict.NOT_APPLICABLE:
            found = excepted(rule, pack) if rule.when is not None else iter(())
            yield from (Recipe(situation, days) for situation in islice(found, _MOST))
        case Verdict.UNDETERMINED:
            some = [Recipe(situation, days) for situation in islice(opened(rule, pack, when=True, only_if=None), _MOST)]
            if not some and rule.when is not None:
                some = [Recipe(situation, days) for situation in islice(opened(rule, pack, when=None, only_if=False), 1)]
            yield from some or list(_unsure(rule, pack, days)) or [Recipe(one, days) for one in islice(unformed(rule, pack), 1)]
        case _:
            wanted = verdict is Verdict.COMPLIED
            yield from (Recipe(situation, days) for situation in islice(opened(rule, pack, when=True, only_if=wanted), _MOST))


def _unsure(rule: Rule, pack: Pack, days: Window) -> Iterator[Recipe]:
    """Yield situations that come out otherwise without one of their events, whose time is then uncertain; or a day of unknown law."""
    form = rule.form
    assert isinstance(form, Precondition)
    for wanted in (True, False):
        for situation in islice(opened(rule, pack, when=True, only_if=wanted), _MOST):
            for number, event in enumerate(situation.others):
                less = replace(situation, others=tuple(other for other in situation.others if other is not event))
                try:
                    turned = state(form.only_if, less) is (not wanted) and state(rule.when, less) is True
                except Unsure:
                    turned = False
                if turned:
                    yield Recipe(situation, days, unsure=number)
                    return
    dates = None if rule.in_force is None or rule.in_force.otherwise != "unknown" else rule.in_force.dates.since
    if dates is not None:
        before = Window(dates.earliest - timedelta(days=400), dates.earliest)
        yield from (Recipe(situation, before) for situation in islice(opened(rule, pack, when=True, only_if=False), 1))
