"""What a counterexample looks like: the recipe likeliest to be meant, with nothing in it that its rule does not ask for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from detention_rules.language.conditions import Condition
from detention_rules.language.rules import Deadline, Precondition, Recurrence, Rule
from detention_rules.testing.clocks import counted_limit, started
from detention_rules.testing.plans import already
from detention_rules.testing.recipes import Recipe
from detention_rules.testing.situations import Situation, Unsure, state, usual_readings
from detention_rules.testing.windows import USUAL

Form = Deadline | Precondition | Recurrence


def plainest(found: Iterable[Recipe], rule: Rule) -> list[Recipe]:
    """Return recipes with what is left of each where it is lean, the plainest first: failures shrink to it."""
    each: list[Recipe] = []
    for recipe in found:
        for one in (lean(recipe, rule), recipe):
            if one not in each:
                each.append(one)
    return sorted(each, key=_plainness)


def lean(recipe: Recipe, rule: Rule) -> Recipe:
    """Return a recipe without the facts and other events that change none of its rule's conditions, and not where its clock starts."""
    if recipe.unsure is not None:
        return recipe
    outcomes = [(condition, _outcome(condition, recipe.situation)) for condition in _conditions(recipe, rule)]
    for smaller in _smaller(recipe, rule):
        if _starts_alike(smaller, rule.form) and all(_outcome(condition, smaller.situation) == was for condition, was in outcomes):
            return lean(smaller, rule)
    return recipe


def departures(recipe: Recipe) -> int:
    """Return how many readings are chosen otherwise than the pack does."""
    usual = usual_readings(recipe.situation.pack)
    return sum(usual[name] != option for name, option in recipe.situation.readings.items())


def _plainness(recipe: Recipe) -> tuple[int, ...]:
    """Return a key that puts the plainest recipe first: on an ordinary day, under the pack's readings, in the most general case, with the
    least given. A rule's cases go from the special to the general.
    """
    plan, situation = recipe.cycle or recipe.plan, recipe.situation
    given = len(situation.facts) + len(situation.attributes) + sum(1 + len(other.attributes) for other in situation.others)
    asked = 0 if plan is None else len(plan.attributes) + (plan.act.counted is not None) + (plan.act.reaches is not None)
    return not recipe.days.holds(USUAL), departures(recipe), 0 if plan is None else -plan.index, given, asked


def _smaller(recipe: Recipe, rule: Rule) -> Iterator[Recipe]:
    """Yield recipes with one other event or one fact less, none of which a limit or a clock needs."""
    situation, kept = recipe.situation, _kept(recipe, rule)
    for other in situation.others:
        if other.type not in kept:
            yield _with(recipe, replace(situation, others=tuple(one for one in situation.others if one is not other)))
    for path in situation.facts:
        if path not in kept:
            yield _with(recipe, replace(situation, facts={name: value for name, value in situation.facts.items() if name != path}))


def _kept(recipe: Recipe, rule: Rule) -> set[str]:
    """Return the facts and types of events by which a limit is counted."""
    found = {*recipe.situation.late, recipe.situation.pack.working_day_fact or ""}
    if recipe.plan is not None and isinstance(rule.form, Deadline):
        limit = recipe.plan.case.limit
        found |= {name for one in (limit, limit.outer, rule.form.floor) if one is not None for name in (one.carried, one.start.name)}
    return found


def _with(recipe: Recipe, situation: Situation) -> Recipe:
    plan, cycle = recipe.plan, recipe.cycle
    return recipe._replace(
        situation=situation,
        plan=None if plan is None else replace(plan, situation=situation),
        cycle=None if cycle is None else replace(cycle, situation=situation),
    )


def _conditions(recipe: Recipe, rule: Rule) -> Iterator[Condition]:
    """Yield the conditions that make a recipe what it is: the rule's, those up to the case that decides, those of acts and pauses."""
    form, plan = rule.form, recipe.plan
    if rule.when is not None and _outcome(rule.when, recipe.situation) is False:
        yield rule.when  # no duty arises, whatever else is so
        return
    found = [rule.when]
    if isinstance(form, Precondition):
        found.append(form.only_if)
    else:
        found += [act.when for act in form.must]
    if isinstance(form, Deadline):
        last = len(form.cases) if plan is None else plan.index + 1
        found += [one.when for one in (*form.cases[:last], *form.lapses, *form.paused)]
    yield from (condition for condition in found if condition is not None)


def _outcome(condition: Condition, situation: Situation) -> bool | str | None:
    try:
        return state(condition, situation)
    except Unsure:
        return "unsure"


def _starts_alike(recipe: Recipe, form: Form) -> bool:
    """Tell whether a clock starts where its plan has it, and nothing that stands there discharges the duty at once."""
    plan = recipe.plan
    if plan is None or not isinstance(form, Deadline):
        return True
    limit = counted_limit(plan.case.limit)
    if limit.start.kind in ("first", "last") and started(recipe.situation, limit, form) != (recipe.situation, plan.from_trigger):
        return False
    return not already(form, recipe.situation)
