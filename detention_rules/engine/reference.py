"""The reference engine: every rule of a pack against one scenario."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

from detention_rules.engine.compiled import CompiledRule, compile_rule
from detention_rules.engine.consistency import contradicted, detained_again, inconsistencies
from detention_rules.engine.duties import judge, opens, triggers_of
from detention_rules.engine.explain import Explanation
from detention_rules.engine.recurrences import judge_period, periods_of, spanned_by, touches
from detention_rules.engine.timeline import NO_CHOICE, Duty, Timeline, World, defaults
from detention_rules.engine.worlds import Subject, judge_spread, possible_periods, uncertain_events
from detention_rules.language.rules import Pack, Recurrence, Rule
from detention_rules.language.vocabulary import Order
from detention_rules.model.findings import Finding, PackData, Report
from detention_rules.model.scenario import Event, Scenario

_new = tuple.__new__  # see duties: named tuples built without their Python-level constructor

_compiled: dict[str, CompiledPack] = {}
_KEPT = 10_000
"""So many sets of event types are remembered with what they concern."""


class CompiledPack:
    """A pack's rules prepared for judging, and which of them a timeline may concern."""

    __slots__ = ("_chosen", "_compiled", "_implied", "_opened_by", "_orders", "_relevant", "source", "spans")

    def __init__(self, pack: Pack) -> None:
        self.source = pack.rules
        chosen = defaults(pack)
        vocabulary = pack.vocabulary
        ages = (age.event for fact in vocabulary.facts.values() if fact.derived is not None for age in fact.derived.at)
        implied = frozenset((*vocabulary.begins, *vocabulary.ends, *ages))
        self._chosen, self._implied = chosen, implied
        self._compiled: dict[int, CompiledRule] = {}
        self._opened_by: dict[str, list[int]] = {}
        """By event type, or by the fact of a span, the positions of the rules whose duties it may open."""
        for number, rule in enumerate(pack.rules):
            for opener in openers(rule):
                self._opened_by.setdefault(opener, []).append(number)
        forms = [rule.form for rule in pack.rules if isinstance(rule.form, Recurrence)]
        self.spans = tuple(dict.fromkeys(form.fact for form in forms if form.fact))
        """The facts over whose span duties recur; they have no default and follow from no other."""
        self._orders = pack.vocabulary.orders
        self._relevant: dict[frozenset[str], Relevant] = {}

    def relevant(self, given: frozenset[str]) -> Relevant:
        """Return what these event types and spans may concern, in rule order: the other rules cost nothing."""
        found = self._relevant.get(given)
        if found is None:
            if len(self._relevant) >= _KEPT:
                self._relevant.clear()
            numbers = sorted({number for name in given for number in self._opened_by.get(name, ())})
            orders = tuple(order for order in self._orders if order.event in given)
            found = self._relevant[given] = Relevant(tuple(self._rule(number) for number in numbers), orders)
        return found

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """Every rule of the pack, prepared for judging."""
        return tuple(self._rule(number) for number in range(len(self.source)))

    def _rule(self, number: int) -> CompiledRule:
        """Return a rule prepared for judging: most timelines concern few of them."""
        found = self._compiled.get(number)
        if found is None:
            found = self._compiled[number] = compile_rule(self.source[number], self._chosen, self._implied)
        return found


def openers(rule: Rule) -> tuple[str, ...]:
    """Return the event types that start a duty of a rule or open its span, or the fact that is its span."""
    if isinstance(rule.form, Recurrence):
        return (rule.form.fact or rule.form.after,)
    return tuple(pattern.type for pattern in rule.triggers)


class Relevant(NamedTuple):
    """The rules and the orders of events that a timeline may concern."""

    rules: tuple[CompiledRule, ...]
    orders: tuple[Order, ...]


def compiled_pack(pack: Pack) -> CompiledPack:
    """Return a pack prepared for judging; packs with the same files share it, unless one was changed in memory."""
    found = _compiled.get(pack.sha256)
    if found is None or found.source is not pack.rules:
        found = _compiled[pack.sha256] = CompiledPack(pack)
    return found


def run(scenario: Scenario, pack: Pack, *, only: Collection[str] | None = None) -> Report:
    """Judge every duty that arises in a scenario under a pack's rules, or under those with the ids `only`."""
    timeline = Timeline(scenario, pack)
    world = timeline.world()
    findings: list[Finding] = []
    prepared = compiled_pack(pack)
    perhaps = timeline.perhaps() if timeline.uncertain else []
    spans = [fact for fact in prepared.spans if fact in scenario.facts]
    relevant = prepared.relevant(frozenset((*world.by_type, *spans, *(event.type for event in perhaps))))
    triggered = 0
    for prepared_rule in relevant.rules:
        if only is not None and prepared_rule.rule.id not in only:
            continue
        rule = prepared_rule.under(timeline.readings) if scenario.readings else prepared_rule
        before = len(findings)
        if not rule.triggers:
            _recurrences(rule, timeline, findings)
        elif timeline.uncertain and not rule.events.isdisjoint(event.type for event in timeline.uncertain):
            _uncertain_findings(rule, timeline, world, perhaps, findings)
        else:
            _findings(rule, timeline, world, findings)
        triggered += len(findings) > before
    later = scenario.as_of is not None
    return Report(
        scenario=scenario,
        pack=PackData(id=pack.id, version=pack.version, sha256=pack.sha256),
        as_of=timeline.as_of,
        as_of_defaulted=timeline.as_of_defaulted,
        findings=tuple(findings),
        inconsistencies=(*inconsistencies(relevant.orders, timeline, world), *contradicted(timeline, world)),
        not_yet_known=tuple(event for event in scenario.events if event.at.default.earliest > timeline.as_of) if later else (),
        detained_again=detained_again(world) if world.ends else (),
        untriggered=len(pack.rules) - triggered,
        law=pack,
    )


def _findings(rule: CompiledRule, timeline: Timeline, world: World, found: list[Finding]) -> None:
    source = rule.rule
    for time, trigger in triggers_of(rule, world):
        judgement = judge(rule, Duty(world, trigger, time))
        details = _new(Explanation, (rule, timeline, trigger, None, time, judgement, None))
        found.append(_new(Finding, (source, judgement[0], trigger, judgement[1], judgement[2], judgement[3], details)))


def _uncertain_findings(rule: CompiledRule, timeline: Timeline, world: World, perhaps: list[Event], found: list[Finding]) -> None:
    disputed = [(event.at.default.earliest, event) for event in perhaps if opens(rule, event)]
    for time, trigger in (*triggers_of(rule, world), *disputed):
        spread = judge_spread(rule, timeline, Subject(trigger), NO_CHOICE)
        verdict, deadline, discharge, margin = spread.judgement[:4]
        details = Explanation(rule, timeline, trigger, None, time, spread.judgement, spread if spread.events else None)
        found.append(Finding(rule.rule, verdict, trigger, deadline, discharge, margin, details))


def _recurrences(rule: CompiledRule, timeline: Timeline, found: list[Finding]) -> None:
    loose = uncertain_events(rule, timeline)
    spanning = any(event.type in spanned_by(rule) for event in loose)
    world = timeline.world()
    for period in possible_periods(rule, timeline) if spanning else periods_of(rule, world):
        touched = spanning or any(touches(event, period, world) for event in loose)
        spread = judge_spread(rule, timeline, Subject(period.opener, period), NO_CHOICE) if touched else None
        judgement = judge_period(rule, world, period) if spread is None else spread.judgement
        verdict, deadline, discharge, margin = judgement[:4]
        details = Explanation(rule, timeline, period.opener, period, period.first, judgement, spread if spread and spread.events else None)
        found.append(Finding(rule.rule, verdict, period.opener, deadline, discharge, margin, details))
