"""Rules that mean the same, whatever happens: a change that leaves a rule's meaning as it was is no mutant of it.

What is looked at is how a rule is written, never how it comes out: every claim below holds for any timeline.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import Any

from detention_rules.language.conditions import (
    All,
    Condition,
    Earlier,
    FactIs,
    Not,
    OneOf,
    Pattern,
    ReadingIs,
    Some,
    Test,
    TriggerHas,
    TriggerIs,
    leaves,
)
from detention_rules.language.rules import Case, Deadline, Pack, Precondition, Recurrence, Rule
from detention_rules.language.vocabulary import Vocabulary
from detention_rules.testing.ways import left


def same_meaning(rule: Rule, other: Rule, pack: Pack) -> bool:
    """Tell whether two rules are the same under every choice of the readings that either asks for."""
    if rule.in_force != other.in_force:
        return False
    names = sorted(_readings(rule) | _readings(other))
    choices = (dict(zip(names, options, strict=True)) for options in product(*(pack.readings[name].names for name in names)))
    return all(_meaning(rule, chosen, pack.vocabulary) == _meaning(other, chosen, pack.vocabulary) for chosen in choices)


def _readings(rule: Rule) -> set[str]:
    return (
        {leaf.reading for leaf in rule.conditions if isinstance(leaf, ReadingIs)}
        | {leaf.reading for pattern in rule.triggers for leaf in leaves(pattern.when) if isinstance(leaf, ReadingIs)}
        | {leaf.reading for cycle in getattr(rule.form, "cycles", ()) for leaf in cycle.readings}
    )


def _meaning(rule: Rule, readings: Mapping[str, str], vocabulary: Vocabulary) -> tuple[object, ...]:
    """Return what is left of a rule once readings are chosen, so that rules of which the same is left mean the same."""

    def bound(condition: Condition | None) -> Condition | bool:
        found = left(condition, readings)
        return found if isinstance(found, bool) else _scoped(found, vocabulary)

    def patterns(found: Sequence[Pattern]) -> list[object]:
        return [(pattern._replace(when=None), when) for pattern in found if (when := bound(pattern.when)) is not False]

    form: object = rule.form
    match rule.form:
        case Precondition(only_if):
            form = bound(only_if)
        case Deadline(must, cases, lapses=lapses, paused=paused):
            stops = [(pause._replace(when=None), when) for pause in paused if (when := bound(pause.when)) is not False]
            rest = rule.form._replace(must=(), cases=(), lapses=(), paused=())
            form = rest, patterns(must), patterns(lapses), stops, list(_reachable(cases, bound))
        case Recurrence(must, cycles):
            chosen = (cycle for cycle in cycles if all(readings[leaf.reading] in leaf.options for leaf in cycle.readings))
            first = next(chosen, None)
            form = rule.form._replace(must=(), cycles=()), patterns(must), first and first._replace(readings=())
    return patterns(rule.triggers), bound(rule.when), form


def _reachable(cases: Sequence[Case], bound: Any) -> Iterator[tuple[object, ...]]:
    """Yield the cases that can be reached: not those that never hold, that repeat a condition, or stand after one that always holds."""
    asked: set[object] = set()
    for case in cases:
        when = bound(case.when)
        tested = when, case.at_limit and when is not True
        if when is False or tested in asked:
            continue
        yield (*tested, case.limit, case.dates)
        if case.dates is None:
            asked.add(tested)
            if when is True:
                return


def _scoped(condition: Condition, vocabulary: Vocabulary) -> Condition:
    """Return a condition in which an earlier event that no end of a detention may follow is looked for in the whole case.

    What no end has followed stands in the trigger's own detention, so that looking there only changes nothing.
    """
    match condition:
        case All(parts) | Some(parts):
            return type(condition)(tuple(_scoped(part, vocabulary) for part in parts))
        case Not(part):
            return Not(_scoped(part, vocabulary))
        case Earlier(unless=unless):
            ended = {ender.type for ender, shares in unless if ender == Pattern(ender.type) and not shares}
            return condition._replace(scope="case") if vocabulary.ends and set(vocabulary.ends) <= ended else condition
    return condition


def exclusive(one: Case, other: Case, vocabulary: Vocabulary) -> bool:
    """Tell whether two cases can never both hold, so that it does not matter which is asked first."""
    same_instant = one.at_limit == other.at_limit
    return same_instant and one.when is not None and other.when is not None and _never_both(one.when, other.when, vocabulary)


def _never_both(one: Condition, other: Condition, vocabulary: Vocabulary) -> bool:
    if isinstance(other, Some) and not isinstance(one, Some):
        one, other = other, one
    match one, other:
        case Some(parts), _:
            return all(_never_both(part, other, vocabulary) for part in parts)
        case (All(parts), rest) | (rest, All(parts)):
            return any(_never_both(part, rest, vocabulary) for part in parts)
    return one == Not(other) or other == Not(one) or _contrary(one, other, vocabulary)


def _contrary(one: Condition, other: Condition, vocabulary: Vocabulary) -> bool:
    """Tell whether two simple conditions ask the same single value for words that have none in common."""
    match one, other:
        case ReadingIs(mine, some), ReadingIs(theirs, others):
            return mine == theirs and not set(some) & set(others)
        case TriggerIs(some), TriggerIs(others):
            return not set(some) & set(others)
        case FactIs(mine, test), FactIs(theirs, second):
            return mine == theirs and vocabulary.facts[mine].type.kind != "list_of" and _apart(test, second)
        case TriggerHas(mine, test), TriggerHas(theirs, second):
            lists = any(kind.attributes[mine].kind == "list_of" for kind in vocabulary.events.values() if mine in kind.attributes)
            return mine == theirs and not lists and _apart(test, second)
    return False


def _apart(one: Test, other: Test) -> bool:
    return isinstance(one, OneOf) and isinstance(other, OneOf) and not one.values & other.values
