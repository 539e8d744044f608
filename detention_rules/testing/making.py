"""From a recipe and what was drawn for it to a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from detention_rules.language.rules import Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.recipes import TOLERANCE, Recipe
from detention_rules.testing.saved import Case
from detention_rules.testing.timelines import Data, Done, scenario_data


class Drawn(NamedTuple):
    """What chance decides: the trigger's instant, and how far from the limit (in seconds) an act, or the end of its interval, stands."""

    trigger: int
    away: int
    more: int


Further = tuple[str, int, Data]
"""A further event: its type, where it stands between the trigger (0) and the end (1000), and its attributes."""


def made(rule: Rule, verdict: Verdict, recipe: Recipe, drawn: Drawn, further: Sequence[Further] = ()) -> Case:
    """Return a scenario in which a rule gives a verdict."""
    acts, as_of, margin, more = _acts(verdict, recipe, drawn)
    end = max([drawn.trigger + HOUR, *(one.at for one in acts)]) if as_of is None else as_of
    home = recipe.situation.pack.zone
    events = [
        {**given, "at": stamp(drawn.trigger + (end - drawn.trigger) * share // 1000, home), "is": name} for name, share, given in further
    ]
    data = scenario_data(recipe.situation, drawn.trigger, done=acts, events=events, as_of=as_of, **more)
    if recipe.unsure is not None:
        data = _unsure(data, recipe, drawn)
    found = Case({"title": text("kit.title", rule=rule.id, verdict=verdict.value), "pack": recipe.situation.pack.id, **data})
    found.rule, found.verdict, found.margin = rule.id, verdict.value, margin
    return found


def _acts(verdict: Verdict, recipe: Recipe, drawn: Drawn) -> tuple[list[Done], int | None, int | None, dict[str, Any]]:
    """Return the acts, the time up to which events are known, the margin, and further keys of the scenario."""
    plan, trigger, away = recipe.plan, drawn.trigger, drawn.away
    if plan is None:
        return [], None, None, {}
    if plan.case.limit.unit == "standard":
        return _standard(recipe, drawn)
    deadline = plan.deadline(trigger)
    assert deadline is not None
    latest = max([trigger, *(trigger + other.ahead for other in recipe.situation.others)])
    room = max(0, deadline - latest - 1)
    spare, late = min(away, room), 1 + away

    def done(at: int, until: int | None = None) -> Done:
        return Done(
            plan.act, plan.attributes, at, until, said=plan.said(trigger, at), reach=deadline + 4 * 365 * DAY if until is None else deadline
        )

    match recipe.way, verdict:
        case "done", Verdict.COMPLIED:
            return [done(deadline - spare)], None, spare, {}
        case "done", _:
            return [done(deadline + late)], None, -late, {}
        case "undone", Verdict.PENDING:
            return [], deadline - spare, spare, {}
        case "undone", _:
            return [], deadline + late, -late, {}
    return [done(deadline - spare, deadline + 1 + drawn.more)], None, None, {}


def _standard(recipe: Recipe, drawn: Drawn) -> tuple[list[Done], int | None, int | None, dict[str, Any]]:
    plan, trigger = recipe.plan, drawn.trigger
    assert plan is not None
    outer = plan.outer(trigger)
    allowed = TOLERANCE if outer is None else min(TOLERANCE, outer - trigger)
    tolerated = {"tolerances": {plan.rule.id: f"{TOLERANCE // HOUR}h"}}
    spare = min(drawn.away, allowed - 1)

    def done(at: int) -> list[Done]:
        return [Done(plan.act, plan.attributes, at, reach=at)]

    match recipe.way:
        case "at-once":
            return done(trigger), None, None if outer is None else outer - trigger, {}
        case "tolerated":
            return done(trigger + allowed - spare), None, spare, tolerated
        case "overdue":
            return done(trigger + allowed + 1 + drawn.away), None, -1 - drawn.away, tolerated
        case "waiting":
            return [], trigger + allowed - spare, spare, tolerated
    later = 1 + (drawn.away if outer is None else min(drawn.away, outer - trigger - 1))
    return done(trigger + later), None, None, {}


def _unsure(data: Data, recipe: Recipe, drawn: Drawn) -> Data:
    """Return a scenario in which it is not known whether an event stands before the trigger or after it."""
    assert recipe.unsure is not None
    other, home = recipe.situation.others[recipe.unsure], recipe.situation.pack.zone
    at = stamp(drawn.trigger + other.ahead, home)
    between = {"between": [at, stamp(drawn.trigger + 3 * DAY, home)]}
    events = [{**event, "at": between} if event["is"] == other.type and event["at"] == at else event for event in data["events"]]
    return {**data, "events": events, "as_of": stamp(drawn.trigger + 4 * DAY, home)}
