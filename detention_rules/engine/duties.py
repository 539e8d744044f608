"""The reference engine's heart: what one rule finds for one trigger in a world where every event has one instant.

Read it beside docs/rule-language.md; each function is one paragraph of it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from detention_rules.engine.acts import NO_ACT, acts_of, first_of
from detention_rules.engine.compiled import CompiledCase, CompiledRule
from detention_rules.engine.judgements import Candidate, Judgement, Outcome, combined, single
from detention_rules.engine.limits import deadline_of, paused_until, start_of
from detention_rules.engine.standards import judge_standard
from detention_rules.engine.timeline import NOTHING, Act, Duty, World
from detention_rules.language.rules import Deadline
from detention_rules.model.findings import Verdict
from detention_rules.model.scenario import Event

_COMPLIED, _VIOLATED, _PENDING, _NOT_APPLICABLE = Verdict.COMPLIED, Verdict.VIOLATED, Verdict.PENDING, Verdict.NOT_APPLICABLE
_new = tuple.__new__
"""Builds a named tuple without the call of its Python-level constructor: on the path of every finding, that is a fifth of the time."""

_OUTSIDE = Outcome(_NOT_APPLICABLE, None, None, None, "conditions")
_DOES_NOT_APPLY = single(_OUTSIDE)
_MET = single(Outcome(_COMPLIED, None, None, None, "condition-met"))
_NOT_MET = single(Outcome(_VIOLATED, None, None, None, "condition-not-met"))
_UNKNOWN = single(Outcome(Verdict.UNDETERMINED, None, None, None, "unknown-condition"))


def triggers_of(rule: CompiledRule, world: World) -> Sequence[Act]:
    """Return the events of a world that start a duty of a rule, in order of time. An event whose form is unknown may start one."""
    if rule.plain_trigger is not None:
        return world.by_type.get(rule.plain_trigger, NOTHING)
    found = {
        id(entry.event): entry
        for pattern in rule.triggers
        for entry in world.by_type.get(pattern.type, NOTHING)
        if pattern.matches(entry.event) is not False
    }
    return sorted(found.values(), key=lambda entry: entry.time)


def opens(rule: CompiledRule, event: Event) -> bool:
    """Tell whether an event starts a duty of a rule, or may where its form is not known."""
    return any(pattern.type == event.type and pattern.matches(event) is not False for pattern in rule.triggers)


def judge(rule: CompiledRule, duty: Duty) -> Judgement:
    """Return the verdict on one duty. Where unknowns leave several outcomes open that differ, it is undetermined."""
    arisen = _deadline if rule.only_if is None else _precondition
    return arisen(rule, duty) if rule.unguarded else guarded(rule, duty, arisen)


def guarded(rule: CompiledRule, duty: Duty, arisen: Callable[[CompiledRule, Duty], Judgement]) -> Judgement:
    """Return the verdict on a duty that arises only under the law in force and where the rule's conditions and its trigger's form hold."""
    applies = True if rule.when is None else rule.when(duty, duty.time)
    if applies is False:
        return _DOES_NOT_APPLY
    law: bool | None = True
    if rule.dates is not None:
        law = rule.dates.hold(duty.world.timeline.zone, duty.time)
        if law is False:
            return combined([rule.outside])
    if applies and rule.formed:
        applies = _trigger_form(rule, duty)
    judgement = arisen(rule, duty)
    if applies and law:
        return judgement
    others = (*(() if law else (rule.outside,)), *(() if applies else (_OUTSIDE,)))
    return combined((*judgement.outcomes, *others), judgement.candidates, judgement.acts)


def _trigger_form(rule: CompiledRule, duty: Duty) -> bool | None:
    """Tell whether the trigger has the form that the rule asks of it; None where an attribute is not given."""
    trigger = duty.trigger
    if trigger is None or any(pattern.type == trigger.type and pattern.matches(trigger) for pattern in rule.triggers):
        return True
    return None


# form 2


def _precondition(rule: CompiledRule, duty: Duty) -> Judgement:
    assert rule.only_if is not None
    state = rule.only_if(duty, duty.time)
    return _UNKNOWN if state is None else _MET if state else _NOT_MET


# form 1


def _deadline(rule: CompiledRule, duty: Duty) -> Judgement:
    sole = rule.sole
    candidates = _candidates(rule.cases, duty, rule) if sole is None else (_new(Candidate, (sole, sole.deadline(duty))),)
    if not rule.simple:
        return _not_simple(rule, duty, candidates)
    if rule.plain_must is not None and duty.time not in duty.world.ends:
        acts = first_of(rule.plain_must, duty)
    else:
        acts = acts_of(rule.must, duty, duty.time)
    if len(candidates) == len(acts) == 1:
        return _new(Judgement, (*_outcome(rule, duty, candidates[0], acts[0], None), candidates, acts, ()))
    return combined([_outcome(rule, duty, candidate, act, None) for candidate in candidates for act in acts], candidates, acts)


def _not_simple(rule: CompiledRule, duty: Duty, candidates: tuple[Candidate, ...]) -> Judgement:
    """Judge a duty that an event may end, that an earlier act may discharge, or whose acts depend on the limit."""
    lapses = acts_of(rule.lapses, duty, duty.time) if rule.lapses else NO_ACT
    of_each = [(candidate, _discharges(rule, duty, candidate.deadline)) for candidate in candidates]
    outcomes = [_outcome(rule, duty, candidate, act, lapse) for candidate, some in of_each for act in some for lapse in lapses]
    acts = {None if act is None else act.event.id: act for _, some in of_each for act in some}
    return combined(outcomes, candidates, tuple(acts.values()))


def _candidates(cases: tuple[CompiledCase, ...], duty: Duty, rule: CompiledRule) -> tuple[Candidate, ...]:
    """Return the case that decides, or every case that may where conditions are unknown."""
    found: list[Candidate] = []
    for position, case in enumerate(cases):
        if case.always:
            last = _with_deadline(case, duty, rule)
            return (*found, *last) if found else last
        state: bool | None = True
        if case.dates is not None:
            state = case.dates.hold(duty.world.timeline.zone, duty.time)
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
    deadline = case.deadline(duty)
    if deadline is None or not rule.pauses:
        return (_new(Candidate, (case, deadline)),)
    start = start_of(case.source.limit, duty)
    assert start is not None  # it has a deadline
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


def _discharges(rule: CompiledRule, duty: Duty, limit: int | None) -> tuple[Act | None, ...]:
    """Return the act that discharges the duty, or every act that may (None: none) where something is unknown."""
    form = rule.form
    assert isinstance(form, Deadline)
    since = duty.time
    if form.earlier_counts:
        since = min(duty.time, duty.world.detention_start(duty) + 1)  # an act in the second of an earlier end belonged to that detention
    floor = deadline_of(form.floor, duty) if form.floor is not None else None
    if floor is not None:
        since = max(since, floor)
    return acts_of(rule.must, duty, since, same=form.same, doubtful=form.floor is not None and floor is None, limit=limit)


def _outcome(rule: CompiledRule, duty: Duty, candidate: Candidate, act: Act | None, lapse: Act | None) -> Outcome:
    case, deadline = candidate
    if deadline is None:
        return _without_number(rule, duty, case, act)
    if act is not None and act[0] <= deadline:
        return _new(Outcome, (_COMPLIED, deadline, act[1], deadline - act[0], ""))
    if lapse is not None and lapse[0] <= deadline:
        return Outcome(_NOT_APPLICABLE, deadline, None, None, "lapsed")
    if act is not None:
        return _new(Outcome, (_VIOLATED, deadline, act[1], deadline - act[0], ""))
    if lapse is not None:
        return Outcome(_VIOLATED, deadline, None, deadline - lapse[0], "ended-late")
    as_of = duty.world.timeline.as_of
    return _new(Outcome, (_VIOLATED if as_of > deadline else _PENDING, deadline, None, deadline - as_of, ""))


def _without_number(rule: CompiledRule, duty: Duty, case: CompiledCase | None, act: Act | None) -> Outcome:
    if case is None:
        return Outcome(_NOT_APPLICABLE, None, None, None, "no-case")
    if case.source.limit.unit == "standard":
        return judge_standard(rule.rule.id, duty, case.source.limit, act)
    return Outcome(Verdict.UNDETERMINED, None, None if act is None else act.event, None, "unknown-limit")
