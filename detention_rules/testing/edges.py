"""Boundary scenarios of a pack: for every case of every rule, timelines one second before its limit, exactly at it, and one second after.

What each must give is worked out from the rule's words: the circumstances in which a case decides by construction (`solving`), its last
instant by a second arithmetic (`arithmetic`), and the margin from how the act was set. Nothing of it is taken from a finding.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import islice

from detention_rules.engine.conditions import under
from detention_rules.language.conditions import All, Condition, Elapsed, Not, Some, leaves
from detention_rules.language.rules import Deadline, Pack, Precondition, Recurrence, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import HOUR
from detention_rules.testing.arithmetic import last_instant, local_time
from detention_rules.testing.boundary import Boundaries, Boundary, Unreached, rule_named
from detention_rules.testing.deciding import SHOWN
from detention_rules.testing.pauses import hour_stood_still
from detention_rules.testing.plans import TOLERANCE, Plan, clock_for, counted_limit, done_at_once, excepted, opened, perhaps, plans
from detention_rules.testing.recurring import recurring_boundaries
from detention_rules.testing.situations import Happening, Situation, state
from detention_rules.testing.timelines import Data, Done, scenario_data
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
        return found, [] if found else [Unreached(rule.id, None, text("boundary.no-way"))]
    if isinstance(rule.form, Recurrence):
        return recurring_boundaries(rule, pack)
    some: list[Boundary] = []
    without: list[Unreached] = []
    for index, case in enumerate(rule.form.cases):
        days = days_in_force(rule, case)
        ready = [] if days.empty else list(plans(rule, index, pack))
        if not ready:
            without.append(Unreached(rule.id, index, text("boundary.never-in-force" if days.empty else "boundary.no-way")))
        for plan in ready:
            some += _of_plan(plan, days, full=plan is ready[0])
        some += _paused(rule, index, pack, days)
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
    for late, shows, verdict in ((-1, "before", _COMPLIED), (0, "at", _COMPLIED), (1, "after", _VIOLATED)):
        act = Done(plan.act, plan.attributes, deadline + late, said=plan.said(trigger, deadline + late), reach=deadline)
        data = scenario_data(plan.situation, trigger, done=[act], events=events)
        yield _boundary(plan, _shown(shows, why), data, verdict, -late, deadline)
    if full:
        for late, verdict in ((-1, _PENDING), (0, _PENDING), (1, _VIOLATED)):
            data = scenario_data(plan.situation, trigger, as_of=deadline + late, events=events)
            yield _boundary(plan, _shown("undone", why), data, verdict, -late, deadline)


def _boundary(plan: Plan, shows: str, data: Data, verdict: Verdict, margin: int | None, deadline: int | None) -> Boundary:
    return Boundary(plan.rule.id, plan.index, shows, data, verdict, margin, deadline)


def _shown(step: str, day: str) -> str:
    return text("boundary.shows", step=text(f"boundary.step-{step}"), day=text(f"boundary.day-{day}"))


def _standard(plan: Plan, trigger: int, why: str) -> Iterator[Boundary]:
    """Yield the boundaries of an open standard: done at once, under a tolerance, and at the bound that the text gives."""
    outer = plan.outer(trigger)
    if done_at_once(plan):
        at_once = scenario_data(plan.situation, trigger, done=[Done(plan.act, plan.attributes, trigger)])
        yield _boundary(plan, _shown("at-once", why), at_once, _COMPLIED, None if outer is None else outer - trigger, outer)
    later = scenario_data(plan.situation, trigger, done=[Done(plan.act, plan.attributes, trigger + 1)])
    yield _boundary(plan, _shown("later", why), later, _UNDETERMINED, None, outer)
    allowed = trigger + TOLERANCE if outer is None else min(trigger + TOLERANCE, outer)
    for late, verdict in ((-1, _COMPLIED), (0, _COMPLIED), (1, _VIOLATED)):
        if late < 0 and plan.act.type in plan.situation.vocabulary.ends:
            continue  # what ends the detention ends the time allowed
        act = Done(plan.act, plan.attributes, allowed + late, reach=allowed)
        data = scenario_data(plan.situation, trigger, done=[act], tolerances={plan.rule.id: f"{TOLERANCE // HOUR}h"})
        yield _boundary(plan, _shown("tolerated", why), data, verdict, -late, allowed)
    if outer is not None:
        for late, verdict, margin in ((0, _UNDETERMINED, None), (1, _VIOLATED, -1)):
            data = scenario_data(plan.situation, trigger, done=[Done(plan.act, plan.attributes, outer + late)])
            yield _boundary(plan, _shown("bound", why), data, verdict, margin, outer)


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
    condition = under(form.only_if, situation.readings)
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
    outcome = state(under(_assumed(form.only_if, leaf, holds=holds), situation.readings), moved)
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
