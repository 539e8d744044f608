"""Which event types a rule consults under chosen readings: what a reading rules out makes no time matter."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from detention_rules.engine.conditions import under
from detention_rules.language.conditions import Condition, Earlier, Elapsed, Later, Limit, OnDayOf, Pattern, StatesTime, leaves
from detention_rules.language.rules import Deadline, Precondition, Rule


def consulted(rule: Rule, readings: Mapping[str, str], implied: frozenset[str]) -> frozenset[str]:
    """Return the event types of a rule less those that stand only where other readings are chosen.

    `implied` are never left out: a rule may consult them without naming them, as the ends of detentions.
    """
    everything, left = set(_named(rule, None)), set(_named(rule, readings))
    return rule.events - (everything - left - implied)


def _named(rule: Rule, readings: Mapping[str, str] | None) -> Iterator[str]:
    form = rule.form
    for pattern in rule.triggers:
        yield from _of_pattern(pattern, readings)
    yield from _of_condition(rule.when, readings)
    if isinstance(form, Precondition):
        yield from _of_condition(form.only_if, readings)
        return
    for pattern in form.must:
        yield from _of_pattern(pattern, readings)
    if not isinstance(form, Deadline):
        yield from (form.after, *form.until)
        return
    for pattern in form.lapses:
        yield from _of_pattern(pattern, readings)
    for pause in form.paused:
        if _possible(pause.when, readings):
            yield from (pause.start, pause.until, *_of_condition(pause.when, readings))
    for case in form.cases:
        if _possible(case.when, readings):
            yield from (*_of_limit(case.limit), *_of_condition(case.when, readings))
    if form.floor is not None:
        yield from _of_limit(form.floor)


def _possible(condition: Condition | None, readings: Mapping[str, str] | None) -> bool:
    return condition is None or readings is None or under(condition, readings) is not False


def _of_pattern(pattern: Pattern, readings: Mapping[str, str] | None) -> Iterator[str]:
    if _possible(pattern.when, readings):
        yield pattern.type
        yield from _of_condition(pattern.when, readings)


def _of_condition(condition: Condition | None, readings: Mapping[str, str] | None) -> Iterator[str]:
    left = condition if condition is None or readings is None else under(condition, readings)
    for leaf in () if isinstance(left, bool) else leaves(left):
        match leaf:
            case Earlier():
                yield from (leaf.pattern.type, *(pattern.type for pattern, _ in leaf.unless))
            case Elapsed():
                yield from leaf.since
                for bound in (leaf.at_least, leaf.at_most):
                    yield from () if bound is None else _of_limit(bound)
            case StatesTime():
                yield leaf.event
            case OnDayOf():
                yield leaf.event
            case Later():
                yield leaf.pattern.type
                yield from _of_limit(leaf.within)


def _of_limit(limit: Limit) -> Iterator[str]:
    if limit.start.kind in ("first", "last", "next"):
        yield limit.start.name
    if limit.outer is not None:
        yield from _of_limit(limit.outer)
