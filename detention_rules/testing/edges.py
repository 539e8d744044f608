"""Boundary scenarios of a pack: for every case of every rule, timelines one second before its limit, exactly at it, and one second after.

What each must give is worked out from the rule's words: the circumstances in which a case decides by construction (`solving`), its last
instant by a second arithmetic (`arithmetic`), and the margin from how the act was set. Nothing of it is taken from a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from detention_rules.language.conditions import All, Condition, Elapsed, Not, Some, leaves
from detention_rules.language.rules import Deadline, Pack, Precondition, Recurrence, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import HOUR
from detention_rules.testing.arithmetic import last_instant, local_time
from detention_rules.testing.boundary import Boundaries, Boundary, Unreached, rule_named
from detention_rules.testing.clocks import clock_for, counted_limit
from detention_rules.testing.deciding import SHOWN
from detention_rules.testing.pauses import hour_stood_still
from detention_rules.testing.plans import Plan, counts_as, done_at_once, excepted, opened, perhaps, plans
from detention_rules.testing.recurring import recurring_boundaries
from detention_rules.testing.situations import Happening, Situation, state
from detention_rules.testing.standards import allowed_until, given, tolerance_of
from detention_rules.testing.timelines import Data, Done, scenario_data
from detention_rules.testing.ways import left
from detention_rules.testing.windows import USUAL_CLOCK, Start, Window, days_in_force, hard_starts, usual_start

_STATES = {True: "condition-holds", False: "condition-fails", None: "condition-unknown"}

_COMPLIED, _VIOLATED, _PENDING = Verdict.COMPLIED, Verdict.VIOLATED, Verdict.PENDING
_UNDETERMINED, _NOT_APPLICABLE = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE


def boundaries(pack: Pack, *, rules: Iterable[str] | None = None) -> Boundaries:
    """Return the boundary scenarios of every rule of a pack, or of those named. Raises ValueError for a name that is none."""
    found: list[Boundary] = []
    unreached: list[Unreached] = []
    for rule in pack.rules if rules is None else [rule_named(pack, name) for name in rules]:
        some, without = rule_boundaries(rule, pack)
        found += some
        unreached += without
    return Boundaries(tuple(found), tuple(unreached))


def rule_boundaries(rule: Rule, pack: Pack) -> tuple[list[Boundary], list[Unreached]]:
    """Return the boundary scenarios of one rule, and its cases that have none."""
    if isinstance(rule.form, Precondition):
        found = list(_precondition(rule, pack))
        why = "never-in-force" if days_in_force(rule).empty else "no-way"
        return found, [] if found else [Unreached(rule.id, None, text(f"boundary.{why}"))]
    if isinstance(rule.form, Recurrence):
        return recurring_boundaries(rule, pack)
    some: list[Boundary] = []
    without: list[Unreached] = []
    for index, case in enumerate(rule.form.cases):
        days = days_in_force(rule, case)
        ready = [] if days.empty else list(plans(rule, index, pack))
        own = [boundary for plan in ready for boundary in _of_plan(plan, days, full=plan is ready[0])]
        if not own:
            why = "never-in-force" if days.empty else "no-time" if ready else "no-way"
            without.append(Unreached(rule.id, index, text(f"boundary.{why}")))
        some += [*own, *_paused(rule, index, pack, days)]
    return [*some, *_applies(rule, pack)], without


# deadlines


def _of_plan(plan: Plan, days: Window, *, full: bool) -> Iterator[Boundary]:
    """Yield the boundaries of a plan on an ordinary day; `full`: also without an act, and where the calendar makes counting hard."""
    pack = plan.situation.pack
    usual = Start("usual", usual_start(days, pack))
    starts = [usual, *(hard_starts(counted_limit(plan.case.limit), pack, days, USUAL_CLOCK, plan.period) if full else ())]
    for start in starts:
        trigger = plan.trigger_for(start.instant)
        late = clock_for(plan.situation, trigger)
        trigger = trigger if late is None else late
        if not days.holds(local_time(trigger, pack.zone).date()):
            continue
        if plan.case.limit.unit == "standard":
            yield from _standard(plan, trigger, start.why) if start is usual or plan.case.limit.outer else ()
            continue
        deadline = plan.deadline(trigger)
        if deadline is not None and deadline > trigger:
            yield from _around(plan, trigger, deadline, start.why, full=full and start is usual)


def _around(plan: Plan, trigger: int, deadline: int, why: str, *, full: bool, events: tuple[Data, ...] = ()) -> Iterator[Boundary]:
    floor = plan.floor(trigger)
    for late, shows in ((-1, "before"), (0, "at"), (1, "after")):
        too_early = floor is not None and deadline + late < floor
        if too_early and _may_lapse(plan):
            continue
        verdict = _VIOLATED if late > 0 else _PENDING if too_early else _COMPLIED
        act = Done(plan.act, plan.attributes, deadline + late, said=plan.said(trigger, deadline + late), reach=deadline)
        data = scenario_data(plan.situation, trigger, done=[act], events=events)
        yield _boundary(plan, _shown(shows, why), data, verdict, -late, deadline)
    if full:
        for late, verdict in ((-1, _PENDING), (0, _PENDING), (1, _VIOLATED)):
            data = scenario_data(plan.situation, trigger, as_of=deadline + late, events=events)
            yield _boundary(plan, _shown("undone", why), data, verdict, -late, deadline)
        yield from _floor(plan, trigger, deadline, why)


def _may_lapse(plan: Plan) -> bool:
    """Tell whether an act that comes too early to discharge the duty may end it instead."""
    lapses = [lapse for lapse in plan.form.lapses if lapse.type == plan.act.type]
    return any(counts_as(lapse, plan.attributes, plan.situation) is not False for lapse in lapses)


def _floor(plan: Plan, trigger: int, deadline: int, why: str) -> Iterator[Boundary]:
    """Yield an act one second too early to discharge the duty, and one exactly when it may."""
    floor = plan.floor(trigger)
    if floor is None or not trigger + 1 < floor <= deadline or _may_lapse(plan):
        return
    for at, as_of, verdict, margin in ((floor - 1, deadline + 1, _VIOLATED, -1), (floor, None, _COMPLIED, deadline - floor)):
        act = Done(plan.act, plan.attributes, at, said=plan.said(trigger, at), reach=deadline)
        data = scenario_data(plan.situation, trigger, done=[act], as_of=as_of)
        yield _boundary(plan, _shown("floor", why), data, verdict, margin, deadline)


def _boundary(plan: Plan, shows: str, data: Data, verdict: Verdict, margin: int | None, deadline: int | None) -> Boundary:
    return Boundary(plan.rule.id, plan.index, shows, data, verdict, margin, deadline)


def _shown(step: str, day: str) -> str:
    return text("boundary.shows", step=text(f"boundary.step-{step}"), day=text(f"boundary.day-{day}"))


def _standard(plan: Plan, trigger: int, why: str) -> Iterator[Boundary]:
    """Yield the boundaries of an open standard: done at once, later, under a tolerance, at the bound that the text gives, at the floor."""
    outer, allowed, floor = plan.outer(trigger), allowed_until(plan, trigger), plan.floor(trigger)
    at_once = max(trigger, plan.begun(trigger))
    points = [("at-once", at_once, False), ("later", at_once + 1, False)]
    points += [("tolerated", allowed + late, True) for late in (-1, 0, 1)]
    points += [] if outer is None else [("bound", outer + late, False) for late in (0, 1)]
    points += [] if floor is None else [("floor", floor + late, True) for late in (-1, 0)]
    for step, at, tolerated in points:
        if at < trigger or (at == trigger and not done_at_once(plan)):
            continue
        act = Done(plan.act, plan.attributes, at, reach=allowed if tolerated else None)
        data = scenario_data(plan.situation, trigger, done=[act], **(tolerance_of(plan) if tolerated else {}))
        yield _boundary(plan, _shown(step, why), data, *given(plan, trigger, at, tolerated=tolerated))


def _paused(rule: Rule, index: int, pack: Pack, days: Window) -> Iterator[Boundary]:
    """Yield the boundaries of a clock that stood still for an hour, and for two pauses that overlap."""
    form = rule.form
    assert isinstance(form, Deadline)
    for pause in form.paused:
        plan = None if days.empty else next(plans(rule, index, pack, more=[(pause.when, True)]), None)
        if plan is None:
            continue
        trigger = plan.trigger_for(usual_start(days, pack))
        deadline, events = plan.deadline(trigger), hour_stood_still(plan, pause, trigger)
        if deadline is not None and events is not None:
            yield from _around(plan, trigger, deadline + HOUR, "paused", full=False, events=events)


def _applies(rule: Rule, pack: Pack) -> Iterator[Boundary]:
    """Yield situations in which a deadline's own condition fails, and one in which it is not known whether it holds."""
    form, days = rule.form, days_in_force(rule)
    if rule.when is None or not isinstance(form, Deadline) or days.empty:
        return
    day = usual_start(days, pack)
    for situation in islice(excepted(rule, pack), SHOWN):
        at = clock_for(situation, day) or day
        yield Boundary(rule.id, None, text("boundary.does-not-apply"), scenario_data(situation, at), _NOT_APPLICABLE, None, None)
    for situation in islice(perhaps(rule, pack), 1):
        at = clock_for(situation, day) or day
        yield Boundary(rule.id, None, text("boundary.may-not-apply"), scenario_data(situation, at), _UNDETERMINED, None, None)


# preconditions


def _precondition(rule: Rule, pack: Pack) -> Iterator[Boundary]:
    days = days_in_force(rule)
    if days.empty:
        return
    day = usual_start(days, pack)
    wanted = ((True, _COMPLIED), (False, _VIOLATED), (None, _UNDETERMINED))
    for only_if, verdict in wanted:
        for situation in islice(opened(rule, pack, when=True, only_if=only_if), SHOWN):
            at = clock_for(situation, day) or day
            shows = text(f"boundary.{_STATES[only_if]}")
            yield Boundary(rule.id, None, shows, scenario_data(situation, at), verdict, None, None)
            yield from _elapsed(rule, situation, at)
    for situation in islice(excepted(rule, pack), SHOWN):
        at = clock_for(situation, day) or day
        yield Boundary(rule.id, None, text("boundary.does-not-apply"), scenario_data(situation, at), _NOT_APPLICABLE, None, None)


def _elapsed(rule: Rule, situation: Situation, at: int) -> Iterator[Boundary]:
    """Yield the trigger exactly when a time asked for has elapsed, and the second that is on the other side of it."""
    form, pack = rule.form, situation.pack
    assert isinstance(form, Precondition)
    condition = left(form.only_if, situation.readings)
    for leaf in leaves(condition) if not isinstance(condition, bool) else ():
        if not isinstance(leaf, Elapsed):
            continue
        found = [other for other in situation.others if other.type in leaf.since and other.ahead <= 0]
        bounds = [(bound, step) for bound, step in ((leaf.at_least, -1), (leaf.at_most, 1)) if bound is not None]
        if len(found) != 1 or len(bounds) != 1:
            continue
        ((bound, step),) = bounds
        since = at + found[0].ahead
        limit = last_instant(bound, since, pack, pack.zone)
        if limit is not None and not days_in_force(rule).holds(local_time(limit, pack.zone).date()):
            since += at - limit
            limit = last_instant(bound, since, pack, pack.zone)
        if limit is not None and limit > since:
            for off in (0, step):
                yield _retimed(rule, situation, found[0], since, limit + off, holds=off == 0, leaf=leaf)


def _retimed(rule: Rule, situation: Situation, since_event: Happening, since: int, at: int, *, holds: bool, leaf: Elapsed) -> Boundary:
    form = rule.form
    assert isinstance(form, Precondition)
    others = tuple(replace(other, ahead=since - at) if other is since_event else other for other in situation.others)
    moved = replace(situation, others=others)
    outcome = state(_assumed(form.only_if, leaf, holds=holds), moved)
    verdict = _UNDETERMINED if outcome is None else _COMPLIED if outcome else _VIOLATED
    shows = text(f"boundary.{'elapsed-at' if holds else 'elapsed-beside'}")
    return Boundary(rule.id, None, shows, scenario_data(moved, at), verdict, None, None)


def _assumed(condition: Condition, leaf: Elapsed, *, holds: bool) -> Condition:
    """Return a condition in which one simple condition is replaced by a condition that always, or never, holds."""
    if condition == leaf:
        return All(()) if holds else Some(())
    match condition:
        case All(parts) | Some(parts):
            return type(condition)(tuple(_assumed(part, leaf, holds=holds) for part in parts))
        case Not(part):
            return Not(_assumed(part, leaf, holds=holds))
        case _:
            return condition
