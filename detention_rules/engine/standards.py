"""Open standards ("immediately", "without delay"): no number, so only their outer bounds and a tolerance decide."""

from __future__ import annotations

from detention_rules.engine.judgements import Outcome
from detention_rules.engine.limits import deadline_of, start_of
from detention_rules.engine.timeline import FAR, Act, Duty
from detention_rules.language.conditions import Limit
from detention_rules.model.findings import Verdict

_COMPLIED, _VIOLATED, _PENDING = Verdict.COMPLIED, Verdict.VIOLATED, Verdict.PENDING


def judge_standard(rule_id: str, duty: Duty, limit: Limit, act: Act | None) -> Outcome:
    """Judge an open standard: done at once is in time, never done by the end of the detention or an outer bound is a violation.

    In between, whether it took too long, or has been left too long, is not for a number to say until a tolerance is set. A start that
    is not known leaves open what the end of the detention and the outer bound do not decide.
    """
    timeline, begin = duty.world.timeline, start_of(limit, duty)
    outer = deadline_of(limit.outer, duty) if limit.outer else None
    ended = duty.world.detention_ends(duty)
    bounds = [bound for bound in (outer, ended) if bound is not None]
    bound = min(bounds, default=FAR)
    tolerance = timeline.scenario.tolerances.get(rule_id)
    deadline = outer if tolerance is None or begin is None else min(begin + tolerance, bound)
    if act is None:
        over = ended is not None or (deadline is not None and timeline.as_of > deadline)
        margin = None if deadline is None or (over and deadline >= timeline.as_of) else deadline - timeline.as_of
        if over:
            return Outcome(_VIOLATED, deadline, None, margin, "standard-not-done")
        if begin is None:
            return Outcome(Verdict.UNDETERMINED, deadline, None, margin, "unknown-limit")
        if tolerance is None and timeline.as_of > begin:
            return Outcome(Verdict.UNDETERMINED, deadline, None, margin, "standard-waiting")
        return Outcome(_PENDING, deadline, None, margin, "standard-open")
    margin = None if deadline is None else deadline - act.time
    if begin is not None and act.time <= begin:
        return Outcome(_COMPLIED, deadline, act.event, margin, "standard-at-once")
    if act.time > bound:
        return Outcome(_VIOLATED, deadline, act.event, margin, "standard-after-bound")
    if begin is None:
        return Outcome(Verdict.UNDETERMINED, deadline, act.event, None, "unknown-limit")
    if tolerance is None:
        return Outcome(Verdict.UNDETERMINED, deadline, act.event, None, "standard-elapsed")
    inside = act.time <= begin + tolerance
    return Outcome(
        _COMPLIED if inside else _VIOLATED, deadline, act.event, margin, "standard-tolerated" if inside else "standard-not-tolerated"
    )
