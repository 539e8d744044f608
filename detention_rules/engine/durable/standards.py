"""Open standards: done at once, after an outer bound, within a tolerance, or not for a number to say."""

from __future__ import annotations

from detention_rules.engine.durable.acts import ACT, Judges, Opined, acts
from detention_rules.engine.durable.limits import doubt
from detention_rules.engine.durable.network import ABOUT, Join, Network, Row, Test, Thing
from detention_rules.engine.durable.numbers import NEVER, instant
from detention_rules.engine.limits import deadline_of, start_of
from detention_rules.engine.timeline import FAR, Duty
from detention_rules.language.conditions import Limit
from detention_rules.model.findings import Verdict

_AT_ONCE, _AFTER = Join("lte", "at", "now", "began"), Join("gt", "at", "now", "began")
_INSIDE, _OUTSIDE = Join("lte", "at", "now", "bound"), Join("gt", "at", "now", "bound")
_TOLERATED, _NO_TOLERANCE = (Test("eq", "tolerated", 1),), (Test("eq", "tolerated", 0),)
_DUE, _OPEN = Join("gte", "limit", "now", "at"), Join("gt", "closes", "now", "at")

_ACTS = (
    ("at-once", (_AT_ONCE,), ()),
    ("exceeded", (_AFTER, _OUTSIDE), ()),
    ("unsaid", (_AFTER, _INSIDE), _NO_TOLERANCE),
    ("tolerated", (_AFTER, _INSIDE, Join("lte", "at", "now", "allowed")), _TOLERATED),
    ("exceeded", (_AFTER, _INSIDE, Join("gt", "at", "now", "allowed")), _TOLERATED),
)
"""What becomes of a duty that was done, by when, and by whether a tolerance is set."""

_OMISSIONS = (
    ("over", (Join("lt", "limit", "now", "at"),), ()),
    ("over", (Join("lte", "closes", "now", "at"),), ()),
    ("waiting", (_DUE, _OPEN, Join("lt", "began", "now", "at")), _NO_TOLERANCE),
    ("pending", (_DUE, _OPEN, Join("gte", "began", "now", "at")), _NO_TOLERANCE),
    ("pending", (_DUE, _OPEN), _TOLERATED),
)
"""What becomes of one that was not done."""

_NOT_DONE = frozenset(name for name, _, _ in _OMISSIONS)

_VERDICTS = {
    "at-once": Verdict.COMPLIED,
    "tolerated": Verdict.COMPLIED,
    "exceeded": Verdict.VIOLATED,
    "over": Verdict.VIOLATED,
    "unsaid": Verdict.UNDETERMINED,
    "waiting": Verdict.UNDETERMINED,
    "pending": Verdict.PENDING,
}


def standards() -> Judges:
    """Return the rules for open standards."""
    found = Network()
    for name, joins, clock in _ACTS:
        found.add(name, acts(ACT, *joins), [acts(ACT, Join("lt", "at", "a", "at"))], clock)
    for name, joins, clock in _OMISSIONS:
        found.add(name, Thing(ABOUT, joins=joins), [acts(ACT)], clock)
    doubt(found)
    return Judges(found, _opined)


def _opined(name: str, at: int, about: Row, as_of: int) -> Opined:
    limit, verdict = about["limit"], _VERDICTS[name]
    if limit == NEVER or name == "unsaid" or (name == "over" and limit >= as_of):
        return verdict, None
    return verdict, limit - (as_of if name in _NOT_DONE else at)


def about(limit: Limit, duty: Duty, tolerance: int | None) -> Row:
    """Return what the network is told of an open standard. One whose start is not known began before any act, and has no tolerance."""
    begin = start_of(limit, duty)
    if begin is None:
        begin, tolerance = duty.time - 1, None
    outer = None if limit.outer is None else deadline_of(limit.outer, duty)
    ended = duty.world.detention_ends(duty)
    bound = min((one for one in (outer, ended) if one is not None), default=FAR)
    allowed = FAR if tolerance is None else begin + tolerance
    last = (FAR if outer is None else outer) if tolerance is None else min(allowed, bound)
    return {
        "began": instant(begin),
        "bound": instant(bound),
        "allowed": instant(allowed),
        "closes": instant(ended if ended is not None and ended <= bound else FAR),
        "limit": instant(last),
        "tolerated": int(tolerance is not None),
    }
