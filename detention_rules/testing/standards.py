"""What an open standard gives for an act at an instant, worked out from the words of the rule language and not by the engine."""

from __future__ import annotations

from typing import Literal, NamedTuple

from detention_rules.model.findings import Verdict
from detention_rules.model.periods import HOUR
from detention_rules.testing.plans import TOLERANCE, Plan
from detention_rules.testing.timelines import Data


class Given(NamedTuple):
    """What a standard gives: `margin` in seconds and `deadline` (UTC), None where it has none."""

    verdict: Verdict
    margin: int | None
    deadline: int | None


def allowed_until(plan: Plan, trigger: int) -> int:
    """Return the last instant that is in time under the tolerance: no tolerance reaches past the bound that the text gives."""
    outer = plan.outer(trigger)
    return trigger + TOLERANCE if outer is None else min(trigger + TOLERANCE, outer)


def tolerance_of(plan: Plan) -> Data:
    """Return the key of a scenario that sets the tolerance."""
    return {"tolerances": {plan.rule.id: f"{TOLERANCE // HOUR}h"}}


def given(plan: Plan, trigger: int, at: int | None, *, tolerated: bool = False, as_of: int | None = None) -> Given:
    """Return what is found where a plan's act is done at an instant, or not at all; `as_of` is that instant unless it is given.

    An act before the floor is none. One that must reach past the limit may be none, since a standard has no number to reach past.
    """
    known = as_of if as_of is not None else trigger if at is None else at
    floor, undone = plan.floor(trigger), _undone(plan, trigger, known, tolerated=tolerated)
    if at is None or (floor is not None and at < floor):
        return undone
    done = _done(plan, trigger, at, tolerated=tolerated)
    if plan.act.reaches is None:
        return done
    verdict = done.verdict if done.verdict is undone.verdict else Verdict.UNDETERMINED
    return Given(verdict, done.margin if done.margin == undone.margin else None, done.deadline)


Way = Literal["at-once", "later", "tolerated", "waiting", "overdue"]
"""How a standard is met: at once, later, within the tolerance, not yet, or past it."""
WAYS: tuple[Way, ...] = ("at-once", "tolerated", "overdue", "waiting", "later")


class Meeting(NamedTuple):
    """When an act is done (None: not), up to when events are known, whether there is a tolerance, and what that gives."""

    at: int | None
    as_of: int | None
    tolerated: bool
    gives: Given


def meeting(plan: Plan, way: str, trigger: int, away: int) -> Meeting:
    """Return how a way meets a standard, so many seconds from the limit or, where there is none, from the trigger."""
    outer, limit = plan.outer(trigger), allowed_until(plan, trigger)
    first = max(trigger + 1, plan.floor(trigger) or 0)
    before = max(limit - away, min(first, limit))
    later = first + away if outer is None else min(first + away, max(first, outer))
    at = {"at-once": trigger, "later": later, "tolerated": before, "overdue": limit + 1 + away}.get(way)
    as_of, tolerated = before if at is None else None, way not in ("at-once", "later")
    return Meeting(at, as_of, tolerated, given(plan, trigger, at, tolerated=tolerated, as_of=as_of))


def _done(plan: Plan, trigger: int, at: int, *, tolerated: bool) -> Given:
    outer = plan.outer(trigger)
    deadline = allowed_until(plan, trigger) if tolerated else outer
    margin = None if deadline is None else deadline - at
    if at <= trigger:
        return Given(Verdict.COMPLIED, margin, deadline)
    if outer is not None and at > outer:
        return Given(Verdict.VIOLATED, margin, deadline)
    if not tolerated:
        return Given(Verdict.UNDETERMINED, None, deadline)
    return Given(Verdict.COMPLIED if at <= trigger + TOLERANCE else Verdict.VIOLATED, margin, deadline)


def _undone(plan: Plan, trigger: int, as_of: int, *, tolerated: bool) -> Given:
    deadline = allowed_until(plan, trigger) if tolerated else plan.outer(trigger)
    margin = None if deadline is None else deadline - as_of
    if margin is not None and margin < 0:
        return Given(Verdict.VIOLATED, margin, deadline)
    return Given(Verdict.PENDING if tolerated or as_of <= trigger else Verdict.UNDETERMINED, margin, deadline)
