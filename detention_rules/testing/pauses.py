"""An hour in which a clock stands still, as events of a scenario."""

from __future__ import annotations

from detention_rules.language.conditions import Pattern
from detention_rules.language.rules import Pack, Pause
from detention_rules.model.periods import HOUR, MINUTE
from detention_rules.model.zones import zone
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.plans import Plan, counts_as
from detention_rules.testing.timelines import Data
from detention_rules.testing.values import NOT_GIVEN, Wanted, values


def hour_stood_still(plan: Plan, pause: Pause, trigger: int) -> tuple[Data, ...] | None:
    """Return the events between which a plan's clock stands still for an hour; None where it cannot before the limit."""
    deadline, begin = plan.deadline(trigger), max(trigger, trigger + plan.from_trigger) + MINUTE
    if plan.case.limit.unit in ("standard", "instant") or pause.start == pause.until or deadline is None or begin >= deadline:
        return None
    pack, form = plan.situation.pack, plan.form
    given = {kind: _no_act(kind, form.must, pack) for kind in (pause.start, pause.until)}
    mattering = [pattern for pattern in (*form.must, *form.lapses) if pattern.type in given]
    if any(counts_as(pattern, given[pattern.type], plan.situation) is not False for pattern in mattering):
        return None  # it would discharge the duty, or end it
    if any(limit.start.kind in ("first", "next") and limit.start.name in given for limit in (plan.case.limit, form.floor) if limit):
        return None  # it would start the clock
    stood = [(pause.start, begin), (pause.until, begin + HOUR)]
    return tuple({"at": stamp(at, pack.zone), "is": kind, **given[kind]} for kind, at in stood)


def _no_act(kind: str, must: tuple[Pattern, ...], pack: Pack) -> Data:
    """Return attributes with which an event of a type has no form of an act, as far as its type has one."""
    known, home = pack.vocabulary.events[kind].attributes, zone(pack.zone)
    asked: dict[str, list[Wanted]] = {}
    for name, test in (part for act in must if act.type == kind for part in act.form[:1]):
        asked.setdefault(name, []).append(Wanted(test, False))
    found = {name: next(values(known[name], tests, home), NOT_GIVEN) for name, tests in asked.items()}
    return {name: value for name, value in found.items() if value is not NOT_GIVEN}
