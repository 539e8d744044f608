"""The reference engine: every rule of a pack against one scenario."""

from __future__ import annotations

from collections.abc import Collection

from detention_rules.engine.consistency import inconsistencies
from detention_rules.engine.duties import CompiledRule, compile_rule, judge, triggers_of
from detention_rules.engine.explain import Explanation
from detention_rules.engine.recurrences import judge_period, periods_of
from detention_rules.engine.timeline import NO_CHOICE, Duty, Timeline, World
from detention_rules.engine.worlds import Subject, judge_spread, uncertain_events
from detention_rules.language.rules import Pack
from detention_rules.model.findings import Finding, PackData, Report
from detention_rules.model.scenario import Scenario

_new = tuple.__new__  # see duties: named tuples built without their Python-level constructor

_compiled: dict[str, CompiledPack] = {}


class CompiledPack:
    """A pack's rules, prepared for judging, and by event type the positions of those that it may trigger."""

    __slots__ = ("always", "by_trigger", "rules")

    def __init__(self, pack: Pack) -> None:
        self.rules = tuple(compile_rule(rule) for rule in pack.rules)
        self.always = [number for number, rule in enumerate(self.rules) if not rule.trigger_types]
        self.by_trigger: dict[str, list[int]] = {}
        for number, rule in enumerate(self.rules):
            for kind in rule.trigger_types:
                self.by_trigger.setdefault(kind, []).append(number)

    def triggered(self, world: World) -> list[CompiledRule]:
        """Return the rules that a world may trigger, in rule order: the others cost nothing."""
        found = set(self.always)
        for kind in (*world.by_type, *(event.type for event in world.timeline.perhaps())):
            found.update(self.by_trigger.get(kind, ()))
        return [self.rules[number] for number in sorted(found)]


def compiled_pack(pack: Pack) -> CompiledPack:
    """Return a pack prepared for judging; packs with the same files share it."""
    found = _compiled.get(pack.sha256)
    if found is None:
        found = _compiled[pack.sha256] = CompiledPack(pack)
    return found


def run(scenario: Scenario, pack: Pack, *, only: Collection[str] | None = None) -> Report:
    """Judge every duty that arises in a scenario under a pack's rules, or under those with the ids `only`."""
    timeline = Timeline(scenario, pack)
    world = timeline.world()
    findings: list[Finding] = []
    prepared = compiled_pack(pack)
    triggered = 0
    for rule in prepared.triggered(world):
        if only is not None and rule.rule.id not in only:
            continue
        before = len(findings)
        if rule.trigger_types:
            _findings(rule, timeline, world, findings)
        else:
            _recurrences(rule, timeline, world, findings)
        triggered += len(findings) > before
    later = scenario.as_of is not None
    return Report(
        scenario=scenario,
        pack=PackData(id=pack.id, version=pack.version, sha256=pack.sha256),
        as_of=timeline.as_of,
        as_of_defaulted=timeline.as_of_defaulted,
        findings=tuple(findings),
        inconsistencies=inconsistencies(timeline, world),
        not_yet_known=tuple(event for event in scenario.events if event.at.default.earliest > timeline.as_of) if later else (),
        untriggered=len(prepared.rules) - triggered,
    )


def _findings(rule: CompiledRule, timeline: Timeline, world: World, found: list[Finding]) -> None:
    uncertain = timeline.uncertain and any(event.type in rule.rule.events for event in timeline.uncertain)
    source = rule.rule
    perhaps = [(event.at.default.earliest, event) for event in timeline.perhaps() if event.type in rule.trigger_types] if uncertain else []
    for time, trigger in (*triggers_of(rule, world), *perhaps):
        if uncertain:
            spread = judge_spread(rule, timeline, Subject(trigger), NO_CHOICE)
            judgement = spread.judgement
        else:
            spread = None
            judgement = judge(rule, Duty(world, trigger, time))
        details = Explanation(rule, timeline, trigger, None, time, judgement, spread)
        found.append(_new(Finding, (source, judgement[0], trigger, judgement[1], judgement[2], judgement[3], details)))


def _recurrences(rule: CompiledRule, timeline: Timeline, world: World, found: list[Finding]) -> None:
    uncertain = uncertain_events(rule, timeline)
    for period in periods_of(rule, world):
        spread = judge_spread(rule, timeline, Subject(period.opener, period), NO_CHOICE) if uncertain else None
        judgement = judge_period(rule, world, period) if spread is None else spread.judgement
        verdict, deadline, discharge, margin = judgement[:4]
        details = Explanation(rule, timeline, period.opener, period, period.first, judgement, spread if spread and spread.events else None)
        found.append(Finding(rule.rule, verdict, period.opener, deadline, discharge, margin, details))
