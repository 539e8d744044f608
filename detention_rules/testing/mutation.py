"""Rule mutation: every rule changed in one place at a time, and whether its own examples, or its boundaries, notice.

A mutant that nothing notices is a number, a unit or a condition that the rule's examples do not pin down. Boundaries are those of the rule
as it is: they notice that a rule has changed, and only an example, written from the law, says which of the two was right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from detention_rules.language.conditions import (
    All,
    Compared,
    Condition,
    Detained,
    Earlier,
    Elapsed,
    FactIs,
    Later,
    Not,
    OnDayOf,
    OneOf,
    Pattern,
    ReadingIs,
    Some,
    StatesTime,
    Test,
    TriggerHas,
    TriggerIs,
    Unless,
)
from detention_rules.language.rules import Bound, Case, Cycle, Dates, Deadline, Pack, Pause, Precondition, Recurrence, Rule
from detention_rules.language.vocabulary import Vocabulary
from detention_rules.testing.alike import exclusive, same_meaning
from detention_rules.testing.arithmetic import ONE_DAY
from detention_rules.testing.limit_mutants import Change, Kind, limit_changes, several


class Mutant(NamedTuple):
    """A rule changed in one place: what kind of change, where, from what, and to what."""

    kind: Kind
    where: str
    before: str
    after: str
    rule: Rule


def mutants(rule: Rule, pack: Pack) -> Iterator[Mutant]:
    """Yield every mutant of a rule that differs from it in what it means."""
    words = Changes(rule, pack.vocabulary)
    seen = {(rule.triggers, rule.when, rule.form, rule.in_force)}
    for change in words.rule():
        key = change.node.triggers, change.node.when, change.node.form, change.node.in_force
        if key not in seen and not same_meaning(rule, change.node, pack):
            seen.add(key)
            yield Mutant(*change[:4], change.node._replace(events=rule.events | words.added))


class Changes:
    """Changes of a rule, with the events that may stand in for others."""

    def __init__(self, rule: Rule, vocabulary: Vocabulary) -> None:
        self.source = rule
        self.vocabulary = vocabulary
        self.added: frozenset[str] = frozenset()

    def rule(self) -> Iterator[Change]:
        rule = self.source
        yield from several(rule, "triggers", self.pattern, "event")
        yield from self.guarded(rule, "when")
        for change in self.form(rule.form):
            yield change._replace(node=rule._replace(form=change.node))
        if rule.in_force is not None:
            for change in _dates(rule.in_force.dates):
                yield change.at("in_force", rule._replace(in_force=rule.in_force._replace(dates=change.node)))

    def form(self, form: Deadline | Precondition | Recurrence) -> Iterator[Change]:
        match form:
            case Precondition(only_if):
                for change in self.condition(only_if):
                    yield change.inside(form, "only_if")
            case Deadline():
                yield from several(form, "must", self.pattern, "event")
                yield from several(form, "lapses", self.pattern, "event", least=0)
                yield from several(form, "cases", self.case, "order")
                yield from several(form, "paused", self.pause, "event", least=0)
                yield from _swapped(form, "cases", form.cases, lambda one, other: exclusive(one, other, self.vocabulary))
                yield from _dropped_names(form, "same", form.same)
                if form.earlier_counts:
                    yield Change("condition", "earlier_counts", "yes", "no", form._replace(earlier_counts=False))
                if form.floor is not None:
                    yield Change("condition", "floor", "given", "none", form._replace(floor=None))
                    for change in limit_changes(form.floor, self.other):
                        yield change.inside(form, "floor")
            case Recurrence():
                yield from several(form, "must", self.pattern, "event")
                yield from several(form, "cycles", _cycle, "order")
                yield from _swapped(form, "cycles", form.cycles)

    # events

    def other(self, name: str, needs: Sequence[str] = ()) -> str | None:
        """Return an event type other than `name` that can carry the attributes asked for."""
        taken = self.source.events | {name} | {pattern.type for pattern in self.source.triggers}
        found = (kind for kind in self.vocabulary.events.values() if kind.name not in taken and set(needs) <= set(kind.attributes))
        best = next(found, None) or next((kind for kind in self.vocabulary.events.values() if kind.name not in taken), None)
        if best is None:
            return None
        self.added |= {best.name}
        return best.name

    def pattern(self, pattern: Pattern) -> Iterator[Change]:
        carried = [key for key in (pattern.counted, pattern.reaches) if key is not None]
        name = self.other(pattern.type, [*(key for key, _ in pattern.form), *carried])
        if name is not None:
            without: dict[str, Any] = {
                key: None for key in ("counted", "reaches") if getattr(pattern, key) not in self.vocabulary.events[name].attributes
            }
            yield Change("event", "type", pattern.type, name, pattern._replace(type=name, **without))
        yield from self.formed(pattern, "form")
        yield from self.guarded(pattern, "when")
        if pattern.fresh:
            yield Change("condition", "earlier_counts", "no", "yes", pattern._replace(fresh=False))
        for key in ("counted", "reaches"):
            if getattr(pattern, key) is not None:
                less: dict[str, Any] = {key: None}
                yield Change("condition", key, getattr(pattern, key), "-", pattern._replace(**less))

    def formed(self, pattern: Pattern, field: str) -> Iterator[Change]:
        for number, (name, test) in enumerate(pattern.form):
            rest = (*pattern.form[:number], *pattern.form[number + 1 :])
            yield Change("condition", f"{field}.{name}", "asked", "not asked", pattern._replace(form=rest))
            for change in _test(test):
                form = (*pattern.form[:number], (name, change.node), *pattern.form[number + 1 :])
                yield change.at(f"{field}.{name}", pattern._replace(form=form))

    def pause(self, pause: Pause) -> Iterator[Change]:
        for field in ("start", "until"):
            name = self.other(getattr(pause, field))
            if name is not None:
                renamed: dict[str, Any] = {field: name}
                yield Change("event", field, getattr(pause, field), name, pause._replace(**renamed))
        yield from self.guarded(pause, "when")

    def case(self, case: Case) -> Iterator[Change]:
        for change in limit_changes(case.limit, self.other):
            yield change.inside(case, "limit")
        yield from self.guarded(case, "when")
        if case.at_limit:
            yield Change("condition", "tested", "at the limit", "at the trigger", case._replace(at_limit=False))
        for change in _dates(case.dates) if case.dates is not None else ():
            yield change.at("in_force", case._replace(dates=change.node))

    # conditions

    def guarded(self, node: Any, field: str) -> Iterator[Change]:
        """Yield a node without its condition, and with each change of it."""
        condition = getattr(node, field)
        if condition is not None:
            yield Change("condition", field, "asked", "not asked", node._replace(**{field: None}))
            for change in self.condition(condition):
                yield change.inside(node, field)

    def condition(self, condition: Condition) -> Iterator[Change]:
        match condition:
            case All(parts) | Some(parts):
                yield from self.joined(condition, parts)
                return
            case Not(part):
                yield Change("condition", "not", "negated", "plain", part)
                for change in self.condition(part):
                    yield change._replace(node=Not(change.node))
                return
        yield Change("condition", _name(condition), "plain", "negated", Not(condition))
        yield from self.leaf(condition)

    def joined(self, condition: All | Some, parts: tuple[Condition, ...]) -> Iterator[Change]:
        if len(parts) > 1:
            turned = (Some if isinstance(condition, All) else All)(parts)
            yield Change("condition", condition.joined, condition.joined, turned.joined, turned)
        for number, part in enumerate(parts):
            if len(parts) > 1:
                rest = (*parts[:number], *parts[number + 1 :])
                yield Change("condition", f"{number + 1}", _name(part), "left out", type(condition)(rest))
            for change in self.condition(part):
                yield change.at(f"{number + 1}", type(condition)((*parts[:number], change.node, *parts[number + 1 :])))

    def leaf(self, condition: Condition) -> Iterator[Change]:
        match condition:
            case FactIs() | TriggerHas():
                for change in _test(condition.test):
                    yield change.at(_name(condition), condition._replace(test=change.node))
            case TriggerIs(types):
                yield from _dropped_names(condition, "types", types, least=1)
            case ReadingIs(_, options):
                yield from _dropped_names(condition, "options", options, least=1)
            case Earlier(pattern):
                for change in self.pattern(pattern):
                    yield change.inside(condition, "pattern")
                other: Any = "case" if condition.scope == "detention" else "detention"
                yield Change("condition", "scope", condition.scope, other, condition._replace(scope=other))
                yield from _dropped_names(condition, "shares", condition.shares)
                yield from _dropped_names(condition, "unless", condition.unless)
                for number, (ender, shares) in enumerate(condition.unless):
                    for change in self.pattern(ender):
                        turned = (*condition.unless[:number], (change.node, shares), *condition.unless[number + 1 :])
                        yield change.at("unless", condition._replace(unless=turned))
            case Elapsed(since):
                yield from _dropped_names(condition, "since", since, least=1)
                for number, kind in enumerate(since):
                    name = self.other(kind)
                    if name is not None:
                        others = (*since[:number], name, *since[number + 1 :])
                        yield Change("event", "since", kind, name, condition._replace(since=others))
                yield from _dropped_names(condition, "shares", condition.shares)
                for bound in ("at_least", "at_most"):
                    if getattr(condition, bound) is not None:
                        for change in limit_changes(getattr(condition, bound), self.other):
                            yield change.inside(condition, bound)
            case Later(pattern):
                for change in self.pattern(pattern):
                    yield change.inside(condition, "pattern")
                for change in limit_changes(condition.within, self.other):
                    yield change.inside(condition, "within")
            case Detained(str(before)):
                yield Change("condition", "before", before, "-", Detained(None))
            case StatesTime(event=event) | OnDayOf(event):
                name = self.other(event)
                if name is not None:
                    yield Change("event", "event", event, name, condition._replace(event=name))


def _name(condition: Condition) -> str:
    match condition:
        case FactIs(path):
            return path
        case ReadingIs(reading):
            return f"reading.{reading}"
        case TriggerHas(attribute):
            return f"trigger.{attribute}"
        case Earlier(pattern):
            return f"earlier.{pattern.type}"
    return type(condition).__name__.lower()


def _test(test: Test) -> Iterator[Change]:
    match test:
        case OneOf(values) if len(values) > 1:
            for value in sorted(values, key=str):
                yield Change("word", "values", str(value), "left out", OneOf(values - {value}))
        case Compared(how, bound):
            for other in (bound + 1, bound - 1):
                yield Change("number", how, f"{bound:g}", f"{other:g}", Compared(how, other))
            turned: Any = {"above": "at_least", "at_least": "above", "below": "at_most", "at_most": "below"}[how]
            yield Change("condition", how, how, turned, Compared(turned, bound))
        case Unless(inner):
            for change in _test(inner):
                yield change._replace(node=Unless(change.node))


def _dropped_names(node: Any, field: str, names: Sequence[Any], *, least: int = 0) -> Iterator[Change]:
    for number, name in enumerate(names):
        if len(names) > least:
            rest = (*names[:number], *names[number + 1 :])
            yield Change("word" if least else "condition", field, _word(name), "left out", node._replace(**{field: rest}))


def _word(name: Any) -> str:
    match name:
        case (Pattern(type=kind), _):
            return str(kind)
        case (str(theirs), str(mine)):
            return theirs if theirs == mine else f"{theirs} = {mine}"
    return str(name)


def _dates(dates: Dates) -> Iterator[Change]:
    """Yield dates of the law of which one is a day later."""
    for name in ("since", "until"):
        bound: Bound | None = getattr(dates, name)
        if bound is not None:
            later = bound._replace(on=bound.on + ONE_DAY, earliest=bound.earliest + ONE_DAY, latest=bound.latest + ONE_DAY)
            changed: dict[str, Any] = {name: later}
            yield Change("date", name, f"{bound.on}", f"{later.on}", dates._replace(**changed))


def _swapped(node: Any, field: str, found: Sequence[Any], exclusive: Callable[[Any, Any], bool] = lambda *_: False) -> Iterator[Change]:
    for number in range(len(found) - 1):
        if exclusive(found[number], found[number + 1]):
            continue
        turned = (*found[:number], found[number + 1], found[number], *found[number + 2 :])
        yield Change("order", field, f"{number + 1}, {number + 2}", f"{number + 2}, {number + 1}", node._replace(**{field: turned}))


def _cycle(cycle: Cycle) -> Iterator[Change]:
    steps = (1, -1)
    changes: list[tuple[Kind, str, Any]] = [("number", "times", cycle.times + 1), ("condition", "readings", ())]
    for other in (cycle.months * 2, cycle.months // 2):
        if other in (1, 2, 3, 6, 12):
            changes.append(("number", "months", other))
    for name in ("days", "seconds"):
        changes.extend(("number", name, getattr(cycle, name) + step) for step in steps if getattr(cycle, name))
    if cycle.by_day is not None:
        changes.extend(("number", "by_day", cycle.by_day + step) for step in steps if cycle.by_day + step > 0)
        changes.extend((("number", "by_day", None), ("end", "forward", not cycle.forward)))
    for kind, name, value in changes:
        changed: dict[str, Any] = {name: value}
        yield Change(kind, name, str(getattr(cycle, name)), str(value), cycle._replace(**changed))
    if cycle.months and cycle.by_day is None:
        yield Change("unit", "months", str(cycle.months), "30 days each", cycle._replace(months=0, days=30 * cycle.months))
