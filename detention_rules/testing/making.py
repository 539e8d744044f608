"""From a recipe and what was drawn for it to a scenario."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from detention_rules.language.rules import Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import DAY, HOUR
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.cycles import CyclePlan
from detention_rules.testing.recipes import Recipe, Way
from detention_rules.testing.saved import Case
from detention_rules.testing.standards import meeting, tolerance_of
from detention_rules.testing.timelines import Data, Done, scenario_data


class Drawn(NamedTuple):
    """What chance decides: the trigger's instant, and how far from the limit (in seconds) an act, or the end of its interval, stands.

    Of a recurring duty the trigger's instant is the start of the span, and `number` is that of the period (0 is the first).
    """

    trigger: int
    away: int
    more: int
    number: int = 0


Further = tuple[str, int, Data]
"""A further event: its type, where it stands between the trigger (0) and the end (1000), and its attributes."""


def made(rule: Rule, verdict: Verdict, recipe: Recipe, drawn: Drawn, further: Sequence[Further] = ()) -> Case:
    """Return a scenario in which a rule gives a verdict."""
    if recipe.cycle is not None:
        data, margin = _period(verdict, recipe.cycle, recipe.way, drawn, further)
    else:
        data, margin = _duty(verdict, recipe, drawn, further)
    found = Case({"title": text("kit.title", rule=rule.id, verdict=verdict.value), "pack": recipe.situation.pack.id, **data})
    found.rule, found.verdict, found.margin, found.period = rule.id, verdict, margin, drawn.number
    return found


def _duty(verdict: Verdict, recipe: Recipe, drawn: Drawn, further: Sequence[Further]) -> tuple[Data, int | None]:
    acts, as_of, margin, more = _acts(verdict, recipe, drawn)
    end = max([drawn.trigger + HOUR, *(one.at for one in acts)]) if as_of is None else as_of
    events = _set(further, drawn.trigger, end, recipe.situation.pack.zone)
    data = scenario_data(recipe.situation, drawn.trigger, done=acts, events=events, as_of=as_of, **more)
    return data if recipe.unsure is None else _unsure(data, recipe, drawn), margin


def _set(further: Sequence[Further], first: int, last: int, home: str) -> list[Data]:
    return [{**given, "at": stamp(first + (last - first) * share // 1000, home), "is": name} for name, share, given in further]


def _period(verdict: Verdict, plan: CyclePlan, way: Way, drawn: Drawn, further: Sequence[Further]) -> tuple[Data, int | None]:
    """Return a scenario about the last of the periods of a span that it has; those before it are kept."""
    start, number = drawn.trigger, drawn.number
    period = plan.period(start, number)
    spare, late = min(drawn.away, plan.room(period)), 1 + drawn.away
    acts: list[Done] = []
    if way != "still":
        for before in (plan.period(start, turn) for turn in range(number)):
            acts += plan.acts(before, before.due)
        acts += plan.acts(period)
    as_of, margin = None, None
    match way, verdict:
        case "done", Verdict.COMPLIED:
            acts, margin = [*acts, plan.done(period.due - spare)], spare
        case "done", _:
            acts, margin = [*acts, plan.done(period.due + late)], -late
        case "undone", Verdict.PENDING:
            as_of, margin = period.due - spare, spare
        case "undone", _:
            as_of, margin = period.due + late, -late
        case "unsaid", _:
            acts, as_of = [*acts, plan.done(period.due - spare)._replace(unsaid=True)], period.due + late
        case "uncertain", _:
            acts = [*acts, plan.done(period.due - spare)._replace(until=period.due + 1 + drawn.more)]
        case _:
            as_of = period.due + late
    end = as_of if as_of is not None else max(act.until or act.at for act in acts)
    events = _set(further, start, end, plan.situation.pack.zone)
    return plan.data(start, number, acts, as_of=as_of, end=period.last if end >= period.last else None, events=events), margin


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
    room = max(0, deadline - plan.not_before(trigger, latest + 1))
    spare, late = min(away, room), 1 + away

    def done(at: int, until: int | None = None) -> Done:
        reach = deadline + 4 * 365 * DAY if until is None else deadline
        return Done(plan.act, plan.attributes, at, until, said=plan.said(trigger, at), reach=reach)

    match recipe.way, verdict:
        case "done", Verdict.COMPLIED:
            return [done(deadline - spare)], None, spare, {}
        case "done", _:
            return [done(deadline + late)], None, -late, {}
        case "undone", Verdict.PENDING:
            return [], deadline - spare, spare, {}
        case "undone", _:
            return [], deadline + late, -late, {}
        case "unsaid", _:
            return [done(deadline - spare)._replace(said=None, unsaid=True)], deadline + late, None, {}
    return [done(deadline - spare, deadline + 1 + drawn.more)], None, None, {}


def _standard(recipe: Recipe, drawn: Drawn) -> tuple[list[Done], int | None, int | None, dict[str, Any]]:
    plan = recipe.plan
    assert plan is not None
    met = meeting(plan, recipe.way, drawn.trigger, drawn.away)
    acts = [] if met.at is None else [Done(plan.act, plan.attributes, met.at, reach=met.at)]
    return acts, met.as_of, met.gives.margin, tolerance_of(plan) if met.tolerated else {}


def _unsure(data: Data, recipe: Recipe, drawn: Drawn) -> Data:
    """Return a scenario in which it is not known whether an event stands before the trigger or after it."""
    assert recipe.unsure is not None
    other, home = recipe.situation.others[recipe.unsure], recipe.situation.pack.zone
    at = stamp(drawn.trigger + other.ahead, home)
    between = {"between": [at, stamp(drawn.trigger + 3 * DAY, home)]}
    events = [{**event, "at": between} if event["is"] == other.type and event["at"] == at else event for event in data["events"]]
    return {**data, "events": events, "as_of": stamp(drawn.trigger + 4 * DAY, home)}
