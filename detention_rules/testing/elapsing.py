"""Plans set where a time asked for has just elapsed: exactly at its bound, or the second beside it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from detention_rules.language.conditions import Elapsed, Limit
from detention_rules.model.periods import Period, parse_iso
from detention_rules.testing.arithmetic import last_instant, local_time
from detention_rules.testing.plans import Plan
from detention_rules.testing.situations import Ahead, Happening, Situation, Unsure, state
from detention_rules.testing.windows import Window


def at_elapsed(plan: Plan, trigger: int, days: Window) -> Iterator[tuple[Plan, int]]:
    """Yield a plan with its trigger where the time of a condition elapses: the last instant on the side of the bound that it is on."""
    for leaf in plan.rule.conditions:
        if not isinstance(leaf, Elapsed) or plan.case.limit.start.name in leaf.since:
            continue
        begun = [other for other in plan.situation.others if other.type in leaf.since and other.ahead <= 0]
        for bound, least in ((leaf.at_least, True), (leaf.at_most, False)):
            if len(begun) == 1 and bound is not None and bound.start.kind == "trigger":
                alone = leaf._replace(at_most=None) if least else leaf._replace(at_least=None)
                holds = state(alone, plan.situation)
                beside = 0 if holds else -1 if least else 1
                found = None if holds is None else _moved(plan, begun[0], trigger, bound, days, beside)
                if found is not None and _same_but(leaf, plan, found[0]):
                    yield found


def _moved(plan: Plan, since: Happening, trigger: int, bound: Limit, days: Window, beside: int) -> tuple[Plan, int] | None:
    """Return the plan with its trigger so many seconds beside the last instant of a bound that runs from another event."""
    pack = plan.situation.pack
    period = _period(bound, since.attributes)
    begun = trigger + since.ahead
    for _ in range(2):
        limit = last_instant(bound, begun, pack, pack.zone, period=period)
        if limit is None or limit + beside <= begun:
            return None
        if days.holds(local_time(limit + beside, pack.zone).date()):
            break
        begun += trigger - limit
    else:
        return None
    ahead = begun - limit - beside
    more = ahead - since.ahead
    given = {name: Ahead(value.seconds + more) if isinstance(value, Ahead) else value for name, value in since.attributes.items()}
    others = tuple(replace(other, ahead=ahead, attributes=given) if other is since else other for other in plan.situation.others)
    return replace(plan, situation=replace(plan.situation, others=others)), limit + beside


def _period(bound: Limit, attributes: Mapping[str, Any]) -> Period | None:
    return parse_iso(str(attributes[bound.carried])) if bound.unit == "attribute" and bound.carried in attributes else None


def _same_but(leaf: Elapsed, plan: Plan, moved: Plan) -> bool:
    """Tell whether every other simple condition of the rule comes out as it did."""
    others = [one for one in plan.rule.conditions if one != leaf]
    return all(_state(one, plan.situation) is _state(one, moved.situation) for one in others)


def _state(condition: Any, situation: Situation) -> bool | str | None:
    try:
        return state(condition, situation)
    except Unsure:
        return "unsure"
