"""The reference engine's heart: what one rule finds for one trigger in a world where every event has one instant.

Read it beside docs/rule-language.md; each function is one paragraph of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from detention_rules.engine.acts import FAR, NO_ACT, Act, CompiledPattern, acts_of, compile_patterns
from detention_rules.engine.conditions import Evaluate, compiled
from detention_rules.engine.limits import deadline_of, paused_until, start_of
from detention_rules.engine.timeline import NOTHING, Duty, World
from detention_rules.language.conditions import TRIGGER, Limit
from detention_rules.language.rules import Case, Deadline, Precondition, Recurrence, Rule
from detention_rules.model.findings import Verdict
from detention_rules.model.scenario import Event

_COMPLIED, _VIOLATED, _PENDING = Verdict.COMPLIED, Verdict.VIOLATED, Verdict.PENDING
_UNDETERMINED, _NOT_APPLICABLE = Verdict.UNDETERMINED, Verdict.NOT_APPLICABLE
_new = tuple.__new__
"""Builds a named tuple without the call of its Python-level constructor: on the path of every finding, that is a fifth of the time."""


class Candidate(NamedTuple):
    """A case that may decide (None: none holds), and its deadline (None: not known, or an open standard)."""

    case: CompiledCase | None
    deadline: int | None


class Outcome(NamedTuple):
    """What one candidate deadline and one possible discharge make of a duty."""

    verdict: Verdict
    deadline: int | None
    discharge: Event | None
    margin: int | None
    reason: str
    """Why, where deadline and discharge do not say it: a key of the catalogue under `why`; empty otherwise."""


class Judgement(NamedTuple):
    """A verdict with what it rests on. `outcomes` holds every outcome that unknowns leave open; one where nothing is open."""

    verdict: Verdict
    deadline: int | None
    discharge: Event | None
    margin: int | None
    outcomes: tuple[Outcome, ...]
    candidates: tuple[Candidate, ...] = ()
    acts: tuple[Act | None, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class CompiledCase:
    """A case ready to be decided."""

    source: Case
    index: int
    when: Evaluate | None
    always: bool
    """Whether no condition and no date limits the case."""
    elapsed: int | None
    """The seconds of a limit that is elapsed time from the trigger, which most are; None for others."""


@dataclass(frozen=True, slots=True, eq=False)
class CompiledRule:
    """A rule ready to be applied."""

    rule: Rule
    form: Deadline | Precondition | Recurrence
    triggers: tuple[CompiledPattern, ...]
    when: Evaluate | None
    only_if: Evaluate | None
    plain_trigger: str | None
    """The event type that starts a duty, where there is one and it needs no form."""
    formed: bool
    """Whether a trigger must have a form."""
    unguarded: bool
    """Whether every trigger starts a duty: no condition, no dates, no form."""
    trigger_types: frozenset[str]
    must: tuple[CompiledPattern, ...]
    reaching: bool
    """Whether an act must reach past the limit, so that which act discharges depends on which limit applies."""
    lapses: tuple[CompiledPattern, ...]
    cases: tuple[CompiledCase, ...]
    pauses: tuple[tuple[str, str, Evaluate | None], ...]


def compile_rule(rule: Rule) -> CompiledRule:
    """Prepare a rule for judging."""
    form = rule.form
    deadline = form if isinstance(form, Deadline) else None
    return CompiledRule(
        rule=rule,
        form=form,
        triggers=compile_patterns(rule.triggers),
        when=compiled(rule.when) if rule.when else None,
        only_if=compiled(form.only_if) if isinstance(form, Precondition) else None,
        plain_trigger=rule.triggers[0].type if len(rule.triggers) == 1 and not rule.triggers[0].form else None,
        formed=any(pattern.form for pattern in rule.triggers),
        unguarded=rule.when is None and rule.in_force is None and not any(pattern.form for pattern in rule.triggers),
        trigger_types=frozenset(pattern.type for pattern in rule.triggers),
        must=() if isinstance(form, Precondition) else compile_patterns(form.must),
        reaching=deadline is not None and any(pattern.reaches for pattern in deadline.must),
        lapses=compile_patterns(deadline.lapses) if deadline else (),
        cases=tuple(_case(index, case) for index, case in enumerate(deadline.cases if deadline else ())),
        pauses=tuple(
            (pause.start, pause.until, compiled(pause.when) if pause.when else None) for pause in (deadline.paused if deadline else ())
        ),
    )


def _case(index: int, case: Case) -> CompiledCase:
    limit = case.limit
    elapsed = limit.amount if limit.unit == "elapsed" and limit.start is TRIGGER else None
    return CompiledCase(case, index, compiled(case.when) if case.when else None, case.when is None and case.dates is None, elapsed)


def triggers_of(rule: CompiledRule, world: World) -> Sequence[tuple[int, Event]]:
    """Return the events of a world that start a duty of a rule, in order of time. An event whose form is unknown may start one."""
    if rule.plain_trigger is not None:
        return world.by_type.get(rule.plain_trigger, NOTHING)
    found: list[tuple[int, Event]] = []
    for pattern in rule.triggers:
        for time, event in world.by_type.get(pattern.type, NOTHING):
            if not pattern.source.form or pattern.matches(Duty(world, event, time), event) is not False:
                found.append((time, event))
    if len(rule.triggers) > 1:
        found = list({id(entry[1]): entry for entry in found}.values())
        found.sort(key=lambda entry: entry[0])
    return found


def judge(rule: CompiledRule, duty: Duty) -> Judgement:
    """Return the verdict on one duty. Where unknowns leave several outcomes open that differ, it is undetermined."""
    if rule.unguarded:
        return _precondition(rule, duty) if rule.only_if is not None else _deadline(rule, duty)
    time = duty.time
    applies: bool | None = True
    outside: Outcome | None = None
    if rule.rule.in_force is not None:
        state = duty.world.timeline.in_force(rule.rule.in_force.dates, time)
        if state is not True:
            verdict = _UNDETERMINED if rule.rule.in_force.otherwise == "unknown" else _NOT_APPLICABLE
            outside = Outcome(verdict, None, None, None, "not-in-force")
            if state is False:
                return _single(outside)
    if rule.when is not None:
        applies = rule.when(duty, time)
        if applies is False:
            return _single(Outcome(_NOT_APPLICABLE, None, None, None, "conditions"))
    if rule.formed and applies is not None:
        applies = _trigger_form(rule, duty)
    judgement = _precondition(rule, duty) if rule.only_if is not None else _deadline(rule, duty)
    extra = [] if outside is None else [outside]
    if applies is None:
        extra.append(Outcome(_NOT_APPLICABLE, None, None, None, "conditions"))
    return combined([*judgement.outcomes, *extra], judgement.candidates, judgement.acts) if extra else judgement


def _trigger_form(rule: CompiledRule, duty: Duty) -> bool | None:
    """Tell whether the trigger has the form that the rule asks of it; None where an attribute is not given."""
    state: bool | None = True
    for pattern in rule.triggers:
        if duty.trigger is not None and pattern.type == duty.trigger.type:
            found = pattern.matches(duty, duty.trigger)
            if found:
                return True
            state = None
    return state


def _single(outcome: Outcome) -> Judgement:
    return _new(Judgement, (*outcome[:4], (outcome,), (), ()))


def combined(outcomes: Sequence[Outcome], candidates: tuple[Candidate, ...] = (), acts: tuple[Act | None, ...] = ()) -> Judgement:
    """Join what is left open: what all outcomes share is certain, the rest is not."""
    first = outcomes[0]
    verdict = first.verdict if all(other.verdict is first.verdict for other in outcomes) else _UNDETERMINED
    deadline = first.deadline if all(other.deadline == first.deadline for other in outcomes) else None
    discharge = first.discharge if all(other.discharge is first.discharge for other in outcomes) else None
    margin = first.margin if all(other.margin == first.margin for other in outcomes) else None
    return Judgement(verdict, deadline, discharge, margin, tuple(outcomes), candidates, acts)


# form 2


def _precondition(rule: CompiledRule, duty: Duty) -> Judgement:
    assert rule.only_if is not None
    state = rule.only_if(duty, duty.time)
    if state is None:
        return _single(Outcome(_UNDETERMINED, None, None, None, "unknown-condition"))
    return _single(Outcome(_COMPLIED if state else _VIOLATED, None, None, None, "condition-met" if state else "condition-not-met"))


# form 1


def _deadline(rule: CompiledRule, duty: Duty) -> Judgement:
    form = rule.form
    assert isinstance(form, Deadline)
    candidates = _candidates(rule.cases, duty, rule)
    lapses = acts_of(rule.lapses, duty, duty.time) if rule.lapses else NO_ACT
    if rule.reaching:
        of_each = [(candidate, _discharges(rule, form, duty, candidate.deadline)) for candidate in candidates]
        outcomes = [_outcome(rule, duty, candidate, act, lapse) for candidate, acts in of_each for act in acts for lapse in lapses]
        told = {None if act is None else act.event.id: act for _, acts in of_each for act in acts}
        return combined(outcomes, candidates, tuple(told.values()))
    acts = _discharges(rule, form, duty, None)
    if len(candidates) == len(acts) == len(lapses) == 1:
        outcome = _outcome(rule, duty, candidates[0], acts[0], lapses[0])
        return _new(Judgement, (*outcome[:4], (outcome,), candidates, acts))
    outcomes = [_outcome(rule, duty, candidate, act, lapse) for candidate in candidates for act in acts for lapse in lapses]
    return combined(outcomes, candidates, acts)


def _candidates(cases: tuple[CompiledCase, ...], duty: Duty, rule: CompiledRule) -> tuple[Candidate, ...]:
    """Return the case that decides, or every case that may where conditions are unknown."""
    found: list[Candidate] = []
    for position, case in enumerate(cases):
        if case.always:
            last = _with_deadline(case, duty, rule)
            return (*found, *last) if found else last
        state: bool | None = True
        if case.source.dates is not None:
            state = duty.world.timeline.in_force(case.source.dates, duty.time)
        if case.when is not None and state is not False:
            if case.source.at_limit:
                found.extend(_tested_at_limit(case, cases[position + 1 :], duty, rule, state))
                return tuple(dict.fromkeys(found))
            holds = case.when(duty, duty.time)
            state = holds if state or holds is False else None
        if state is not False:
            found.extend(_with_deadline(case, duty, rule))
            if state:
                return tuple(found)
    found.append(Candidate(None, None))
    return tuple(found)


def _tested_at_limit(
    case: CompiledCase, rest: tuple[CompiledCase, ...], duty: Duty, rule: CompiledRule, in_force: bool | None
) -> Iterator[Candidate]:
    """Test a case's condition at the limit that would apply without it; at its own where there is no other."""
    assert case.when is not None
    owns = _with_deadline(case, duty, rule)
    for other in _candidates(rest, duty, rule):
        limit = owns[0].deadline if other.case is None else other.deadline
        holds = case.when(duty, duty.time if limit is None else limit)
        if holds is not False:
            yield from owns
        if not holds or in_force is None:
            yield other


def _with_deadline(case: CompiledCase, duty: Duty, rule: CompiledRule) -> tuple[Candidate, ...]:
    """Return a case with its deadline; with two, where it is unknown whether the clock stood still."""
    deadline = duty.time + case.elapsed if case.elapsed is not None else deadline_of(case.source.limit, duty)
    if deadline is None or not rule.pauses:
        return (_new(Candidate, (case, deadline)),)
    start = start_of(case.source.limit, duty)
    if start is None:
        return (Candidate(case, deadline),)
    certain, possible = pauses_of(rule, duty), pauses_of(rule, duty, possible=True)
    ends = dict.fromkeys((paused_until(deadline, start, certain), paused_until(deadline, start, possible)))
    return tuple(Candidate(case, end) for end in ends)


def pauses_of(rule: CompiledRule, duty: Duty, *, possible: bool = False) -> list[tuple[int, int]]:
    """Return the intervals in which the duty's clock stands still, or may do so; an open one lasts until `as_of`."""
    found = []
    for start, until, when in rule.pauses:
        state = True if when is None else when(duty, duty.time)
        if state is False or (state is None and not possible):
            continue
        ends = [time for time, _ in duty.world.by_type.get(until, NOTHING)]
        for begin, _ in duty.world.by_type.get(start, NOTHING):
            end = next((time for time in ends if time >= begin), duty.world.timeline.as_of)
            found.append((begin, end))
    return found


def _discharges(rule: CompiledRule, form: Deadline, duty: Duty, limit: int | None) -> tuple[Act | None, ...]:
    """Return the act that discharges the duty, or every act that may (None: none) where something is unknown."""
    since = duty.time
    if form.earlier_counts:
        since = duty.world.detention_began_after(duty.time) + 1  # an act in the second of an earlier end belonged to that detention
    floor = deadline_of(form.floor, duty) if form.floor is not None else None
    if floor is not None:
        since = max(since, floor)
    return acts_of(rule.must, duty, since, same=form.same, doubtful=form.floor is not None and floor is None, limit=limit)


def _outcome(rule: CompiledRule, duty: Duty, candidate: Candidate, act: Act | None, lapse: Act | None) -> Outcome:
    if candidate.case is None:
        return Outcome(_NOT_APPLICABLE, None, None, None, "no-case")
    limit = candidate.case.source.limit
    if limit.unit == "standard":
        return _standard(rule, duty, limit, act)
    deadline = candidate.deadline
    event = None if act is None else act.event
    if deadline is None:
        return Outcome(_UNDETERMINED, None, event, None, "unknown-limit")
    if act is not None and act.time <= deadline:
        return _new(Outcome, (_COMPLIED, deadline, event, deadline - act.time, ""))
    if lapse is not None and lapse.time <= deadline:
        return Outcome(_NOT_APPLICABLE, deadline, None, None, "lapsed")
    if act is not None:
        return Outcome(_VIOLATED, deadline, event, deadline - act.time, "")
    as_of = duty.world.timeline.as_of
    return Outcome(_VIOLATED if as_of > deadline else _PENDING, deadline, None, deadline - as_of, "")


def _standard(rule: CompiledRule, duty: Duty, limit: Limit, act: Act | None) -> Outcome:
    """Judge an open standard: only its outer bounds and a tolerance are numbers."""
    timeline = duty.world.timeline
    outer = deadline_of(limit.outer, duty) if limit.outer else None
    ended = duty.world.detention_ends(duty)
    bounds = [bound for bound in (outer, ended) if bound is not None]
    bound = min(bounds, default=FAR)
    tolerance = timeline.scenario.tolerances.get(rule.rule.id)
    deadline = outer if tolerance is None else min(duty.time + tolerance, bound)
    if act is None:
        over = timeline.as_of > deadline if deadline is not None else False
        over = over or (ended is not None and timeline.as_of >= ended and ended <= bound)
        margin = None if deadline is None or (over and deadline >= timeline.as_of) else deadline - timeline.as_of
        return Outcome(_VIOLATED if over else _PENDING, deadline, None, margin, "standard-not-done" if over else "standard-open")
    margin = None if deadline is None else deadline - act.time
    if act.time <= duty.time:
        return Outcome(_COMPLIED, deadline, act.event, margin, "standard-at-once")
    if act.time > bound:
        return Outcome(_VIOLATED, deadline, act.event, margin, "standard-after-bound")
    if tolerance is None:
        return Outcome(_UNDETERMINED, deadline, act.event, None, "standard-elapsed")
    inside = act.time <= duty.time + tolerance
    return Outcome(
        _COMPLIED if inside else _VIOLATED, deadline, act.event, margin, "standard-tolerated" if inside else "standard-not-tolerated"
    )
