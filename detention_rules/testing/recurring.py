"""Boundary scenarios of recurring duties: acts at the limit of a period and beside it, and at the ends of periods and spans."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from detention_rules.language.rules import Pack, Recurrence, Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict
from detention_rules.testing.boundary import Boundary, Unreached
from detention_rules.testing.cycles import CyclePlan, cycle_plans, guarded
from detention_rules.testing.deciding import SHOWN
from detention_rules.testing.timelines import Done
from detention_rules.testing.turns import Turn, turns
from detention_rules.testing.windows import Window, days_in_force, usual_start


def recurring_boundaries(rule: Rule, pack: Pack) -> tuple[list[Boundary], list[Unreached]]:
    """Return the boundary scenarios of a recurring duty, and its cycles that have none."""
    form, days = rule.form, days_in_force(rule)
    assert isinstance(form, Recurrence)
    found: list[Boundary] = []
    without: list[Unreached] = []
    for index in range(len(form.cycles)):
        ready = [] if days.empty else list(cycle_plans(rule, index, pack))
        some = [boundary for plan in ready for boundary in _of_plan(plan, days, full=plan is ready[0])]
        if not some:
            without.append(Unreached(rule.id, index, text("boundary.never-in-force" if days.empty else "boundary.no-way")))
        found += some
    return [*found, *_applies(rule, pack, days)], without


def _of_plan(plan: CyclePlan, days: Window, *, full: bool) -> Iterator[Boundary]:
    for turn in turns(plan, days) if full else islice(turns(plan, days), 1):
        yield from _around(plan, turn)
        if full and turn.why in ("usual", "later-period"):
            yield from _undone(plan, turn)
            yield from _ends(plan, turn)


def _around(plan: CyclePlan, turn: Turn) -> Iterator[Boundary]:
    """Yield the last act that is due in a period, one second before its limit, exactly at it, and one second after it."""
    period = plan.period(turn.start, turn.number)
    for late, step, verdict in ((-1, "before", Verdict.COMPLIED), (0, "at", Verdict.COMPLIED), (1, "after", Verdict.VIOLATED)):
        yield _boundary(plan, turn, step, plan.acts(period, period.due + late), verdict, -late)


def _undone(plan: CyclePlan, turn: Turn) -> Iterator[Boundary]:
    """Yield a period in which one act is missing, judged about its limit; and one in which none is done."""
    period = plan.period(turn.start, turn.number)
    for late, verdict in ((-1, Verdict.PENDING), (0, Verdict.PENDING), (1, Verdict.VIOLATED)):
        yield _boundary(plan, turn, "undone", plan.acts(period), verdict, -late, as_of=period.due + late)
    if plan.cycle.times > 1:
        yield _boundary(plan, turn, "undone", [], Verdict.VIOLATED, -1, as_of=period.due + 1)


def _ends(plan: CyclePlan, turn: Turn) -> Iterator[Boundary]:
    """Yield an act in the first second of a period, which is the last of the one before; and a span that ends with its limit or before."""
    period = plan.period(turn.start, turn.number)
    at_once = plan.acts(period, period.first)
    if turn.number:
        yield _boundary(plan, turn, "first", at_once, Verdict.VIOLATED, -1, as_of=period.due + 1)
        yield _boundary(plan, turn, "second", plan.acts(period, period.first + plan.cycle.times), Verdict.COMPLIED, plan.room(period))
    else:
        margin = period.due - max(act.at for act in at_once)
        yield _boundary(plan, turn, "first", at_once, Verdict.COMPLIED, margin, as_of=period.due)
    as_of, reached = max(period.last, period.due) + 1, min(period.last, period.due)
    missing, late = plan.acts(period), period.due - as_of
    yield _boundary(plan, turn, "span-ends", missing, Verdict.VIOLATED, late, as_of=as_of, end=reached)
    yield _boundary(plan, turn, "span-cut", missing, None, None, as_of=as_of, end=reached - 1)


def _boundary(
    plan: CyclePlan,
    turn: Turn,
    step: str,
    done: list[Done],
    verdict: Verdict | None,
    margin: int | None,
    *,
    as_of: int | None = None,
    end: int | None = None,
) -> Boundary:
    shows = text("boundary.shows", step=text(f"boundary.step-{step}"), day=text(f"boundary.day-{turn.why}"))
    data = plan.data(turn.start, turn.number, done, as_of=as_of, end=end)
    return Boundary(plan.rule.id, plan.index, shows, data, verdict, margin, plan.period(turn.start, turn.number).due, turn.number)


def _applies(rule: Rule, pack: Pack, days: Window) -> Iterator[Boundary]:
    """Yield periods in which the rule's own condition fails, and one in which it is not known whether it holds."""
    if rule.when is None or days.empty:
        return
    for when, verdict, step, most in (
        (False, Verdict.NOT_APPLICABLE, "does-not-apply", SHOWN),
        (None, Verdict.UNDETERMINED, "may-not-apply", 1),
    ):
        for plan in islice(guarded(rule, pack, when=when), most):
            start = usual_start(days, pack)
            if plan.fits(start, 0, days):
                data = plan.data(start, 0, [], as_of=plan.period(start, 0).due + 1)
                yield Boundary(rule.id, None, text(f"boundary.{step}"), data, verdict, None, None)
