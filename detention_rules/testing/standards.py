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
    outer, allowed = plan.outer(trigger), plan.begun(trigger) + TOLERANCE
    return allowed if outer is None else min(allowed, outer)


def tolerance_of(plan: Plan) -> Data:
    """Return the key of a scenario that sets the tolerance."""
    return {"tolerances": {plan.rule.id: f"{TOLERANCE // HOUR}h"}}


def given(plan: Plan, trigger: int, at: int | None, *, tolerated: bool = False, as_of: int | None = None) -> Given:
    """Return what is found where a plan's act is done at an instant, or not at all; `as_of` is that instant unless it is given.

    An act before the floor is none. One that must reach past the limit may be none, since a standard has no number to reach past.
    """
    known = as_of if as_of is not None else trigger if at is None else at
    bound = _Bound(plan, trigger, at, tolerated=tolerated)
    undone, floor = bound.undone(known), plan.floor(trigger)
    if at is None or (floor is not None and at < floor):
        return undone
    done = bound.done(at)
    if plan.act.reaches is None:
        return done
    verdict = done.verdict if done.verdict is undone.verdict else Verdict.UNDETERMINED
    return Given(verdict, done.margin if done.margin == undone.margin else None, done.deadline)


class _Bound:
    """What bounds a standard: the tolerance, what the text says, and the end of the detention if that is what the act is."""

    def __init__(self, plan: Plan, trigger: int, at: int | None, *, tolerated: bool) -> None:
        self.begun, self.tolerated, self.outer = plan.begun(trigger), tolerated, plan.outer(trigger)
        self.ended = at if plan.act.type in plan.situation.vocabulary.ends and _held(plan) else None
        self.deadline = allowed_until(plan, trigger) if tolerated else self.outer
        if tolerated and self.deadline is not None and self.ended is not None:
            self.deadline = min(self.deadline, self.ended)

    def done(self, at: int) -> Given:
        margin = None if self.deadline is None else self.deadline - at
        if at <= self.begun:
            return Given(Verdict.COMPLIED, margin, self.deadline)
        if self.outer is not None and at > self.outer:
            return Given(Verdict.VIOLATED, margin, self.deadline)
        if not self.tolerated:
            return Given(Verdict.UNDETERMINED, None, self.deadline)
        return Given(Verdict.COMPLIED if at <= self.begun + TOLERANCE else Verdict.VIOLATED, margin, self.deadline)

    def undone(self, as_of: int) -> Given:
        late = self.deadline is not None and as_of > self.deadline
        over = self.ended is not None and as_of >= self.ended and (self.outer is None or self.ended <= self.outer)
        margin = None if self.deadline is None or (over and not late) else self.deadline - as_of
        if late or over:
            return Given(Verdict.VIOLATED, margin, self.deadline)
        waiting = self.tolerated or as_of <= self.begun
        return Given(Verdict.PENDING if waiting else Verdict.UNDETERMINED, margin, self.deadline)


def _held(plan: Plan) -> bool:
    """Tell whether the duty arises in a detention that has not ended."""
    situation, words = plan.situation, plan.situation.vocabulary
    since = situation.began()
    begun = situation.trigger in words.begins or any(one.type in words.begins and since <= one.ahead <= 0 for one in situation.others)
    return begun and situation.trigger not in words.ends


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
    at_once = max(trigger, plan.begun(trigger))
    first = plan.not_before(trigger, at_once + 1)
    before = max(limit - away, min(first, limit))
    later = first + away if outer is None else min(first + away, max(first, outer))
    at = {"at-once": at_once, "later": later, "tolerated": before, "overdue": limit + 1 + away}.get(way)
    as_of, tolerated = before if at is None else None, way not in ("at-once", "later")
    return Meeting(at, as_of, tolerated, given(plan, trigger, at, tolerated=tolerated, as_of=as_of))
