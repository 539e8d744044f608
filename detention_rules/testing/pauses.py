"""An hour in which a clock stands still, as events of a scenario."""

from __future__ import annotations

from detention_rules.language.conditions import Pattern
from detention_rules.language.rules import Pack, Pause
from detention_rules.model.periods import HOUR, MINUTE
from detention_rules.model.zones import zone
from detention_rules.testing.arithmetic import stamp
from detention_rules.testing.plans import Plan
from detention_rules.testing.situations import Situation, fits_form
from detention_rules.testing.solving import meets
from detention_rules.testing.timelines import Data
from detention_rules.testing.values import NOT_GIVEN, Wanted, values


def hour_stood_still(plan: Plan, pause: Pause, trigger: int) -> tuple[Data, ...] | None:
    """Return the events between which a plan's clock stands still for an hour; None where it cannot before the limit."""
    deadline, begin = plan.deadline(trigger), max(trigger, trigger + plan.from_trigger) + MINUTE
    if plan.case.limit.unit in ("standard", "instant") or pause.start == pause.until or deadline is None or begin >= deadline:
        return None
    pack, form = plan.situation.pack, plan.deadline_form
    given = {kind: _no_act(kind, form.must, pack) for kind in (pause.start, pause.until)}
    if any(_may_count(pattern, given[pattern.type], plan.situation) for pattern in (*form.must, *form.lapses) if pattern.type in given):
        return None
    stood = [(pause.start, begin), (pause.until, begin + HOUR)]
    return tuple({"at": stamp(at, pack.zone), "is": kind, **given[kind]} for kind, at in stood)


def _may_count(pattern: Pattern, attributes: Data, situation: Situation) -> bool:
    """Tell whether an event may discharge a duty or end it."""
    return fits_form(pattern, attributes, situation) is not False and not meets(situation, [(pattern.when, False)])


def _no_act(kind: str, must: tuple[Pattern, ...], pack: Pack) -> Data:
    """Return attributes with which an event of a type has no form of an act, as far as its type has one."""
    known, home = pack.vocabulary.events[kind].attributes, zone(pack.zone)
    asked: dict[str, list[Wanted]] = {}
    for name, test in (part for act in must if act.type == kind for part in act.form[:1]):
        asked.setdefault(name, []).append(Wanted(test, False))
    found = {name: next(values(known[name], tests, home), NOT_GIVEN) for name, tests in asked.items()}
    return {name: value for name, value in found.items() if value is not NOT_GIVEN}
