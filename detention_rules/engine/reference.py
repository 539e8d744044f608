"""The reference engine: every rule of a pack against one scenario."""

from __future__ import annotations

from collections.abc import Collection

from detention_rules.engine.consistency import inconsistencies
from detention_rules.engine.duties import CompiledRule, compile_rule, judge, triggers_of
from detention_rules.engine.explain import Explanation
from detention_rules.engine.recurrences import periods_of
from detention_rules.engine.timeline import NO_CHOICE, Duty, Timeline, World
from detention_rules.engine.worlds import Subject, judge_spread
from detention_rules.language.rules import Pack
from detention_rules.model.findings import Finding, PackData, Report
from detention_rules.model.scenario import Scenario

_new = tuple.__new__  # see duties: named tuples built without their Python-level constructor

_compiled: dict[str, tuple[CompiledRule, ...]] = {}


def compiled_rules(pack: Pack) -> tuple[CompiledRule, ...]:
    """Return a pack's rules, prepared for judging; packs with the same files share them."""
    found = _compiled.get(pack.sha256)
    if found is None:
        found = _compiled[pack.sha256] = tuple(compile_rule(rule) for rule in pack.rules)
    return found


def run(scenario: Scenario, pack: Pack, *, only: Collection[str] | None = None) -> Report:
    """Judge every duty that arises in a scenario under a pack's rules, or under those with the ids `only`."""
    timeline = Timeline(scenario, pack)
    world = timeline.world()
    findings: list[Finding] = []
    untriggered = 0
    present = world.by_type
    for rule in compiled_rules(pack):
        if only is not None and rule.rule.id not in only:
            continue
        before = len(findings)
        if not rule.trigger_types:
            _recurrences(rule, timeline, world, findings)
        elif not rule.trigger_types.isdisjoint(present):
            _findings(rule, timeline, world, findings)
        if len(findings) == before:
            untriggered += 1
    return Report(
        scenario=scenario,
        pack=PackData(id=pack.id, version=pack.version, sha256=pack.sha256),
        as_of=timeline.as_of,
        as_of_defaulted=timeline.as_of_defaulted,
        findings=tuple(findings),
        inconsistencies=inconsistencies(timeline, world),
        not_yet_known=tuple(event for event in scenario.events if event.at.default.earliest > timeline.as_of),
        untriggered=untriggered,
    )


def _findings(rule: CompiledRule, timeline: Timeline, world: World, found: list[Finding]) -> None:
    uncertain = timeline.uncertain and any(event.type in rule.rule.events for event in timeline.uncertain)
    for time, trigger in triggers_of(rule, world):
        spread = judge_spread(rule, timeline, Subject(trigger), NO_CHOICE) if uncertain else None
        judgement = judge(rule, Duty(world, trigger, time)) if spread is None else spread.judgement
        details = Explanation(rule, timeline, (trigger, None), time, judgement, spread)
        verdict, deadline, discharge, margin = judgement[:4]
        found.append(_new(Finding, (rule.rule, verdict, trigger, deadline, discharge, margin, details)))


def _recurrences(rule: CompiledRule, timeline: Timeline, world: World, found: list[Finding]) -> None:
    for period in periods_of(rule, world):
        subject = Subject(period.opener, period.number)
        spread = judge_spread(rule, timeline, subject, NO_CHOICE)
        verdict, deadline, discharge, margin = spread.judgement[:4]
        details = Explanation(rule, timeline, subject, period.first, spread.judgement, spread if spread.events else None)
        found.append(Finding(rule.rule, verdict, period.opener, deadline, discharge, margin, details))
