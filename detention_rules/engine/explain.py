"""Why a finding is what it is: computed when read, from the judgement and nothing else."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple, cast

from detention_rules.engine.compiled import CompiledCase, CompiledRule
from detention_rules.engine.judgements import Judgement
from detention_rules.engine.limits import start_of
from detention_rules.engine.needs import needs
from detention_rules.engine.reasoning import shown, steps
from detention_rules.engine.recurrences import Period
from detention_rules.engine.timeline import Duty, Timeline, World
from detention_rules.engine.worlds import Spread, Subject, alternatives, uncertain_events
from detention_rules.language.sentences import by_words, length_words, period_words, times_words, value_words, words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Citation
from detention_rules.model.scenario import Event


class Explanation(NamedTuple):
    """Everything that can be told of one finding beyond its verdict."""

    rule: CompiledRule
    timeline: Timeline
    trigger: Event | None
    period: Period | None
    time: int
    judgement: Judgement
    spread: Spread | None

    def cites(self) -> tuple[Citation, ...]:
        found = dict.fromkeys(self.rule.rule.cites)
        for case in self.cases():
            found.update(dict.fromkeys(case.source.cites))
        if self.period is not None:
            found.update(dict.fromkeys(self.period.cycle.cites))
        return tuple(found)

    def limit(self) -> str:
        if self.period is not None:
            cycle = self.period.cycle
            return text("limit.cycle", period=period_words(cycle), times=times_words(cycle), by=by_words(cycle))
        limits = {length_words(case.source.limit) for case in self.cases()}
        return limits.pop() if len(limits) == 1 else ""

    def runs_from(self) -> tuple[str, int] | None:
        limits = {case.source.limit for case in self.cases()}
        if len(limits) != 1:
            return None
        (limit,) = limits
        if limit.start.kind not in ("first", "last", "next") or limit.unit == "instant":
            return None
        found = limit._replace(start=limit.start._replace(or_trigger=False))
        start = start_of(found, self.duty())
        return None if start is None or self.spread is not None else (limit.start.name, start)

    def waits(self) -> bool:
        return any(outcome.reason == "standard-waiting" for outcome in self.judgement.outcomes)

    def earliest_margin(self) -> int | None:
        ends = [candidate.deadline for candidate in self.judgement.candidates if candidate.deadline is not None]
        return min(ends) - self.timeline.as_of if ends and self.spread is None else None

    def about(self) -> str:
        trigger = self.trigger
        if trigger is None:
            return ""
        asked = self.rule.rule.asked_of_trigger
        said = ((words(name), value_words(trigger.attributes[name])) for name in asked if name in trigger.attributes)
        return "; ".join(text("because.attribute", name=name, value=value) for name, value in said)

    def acts(self) -> tuple[str, ...]:
        duty = self.duty()
        counting = (pattern for pattern in self.rule.must if pattern.when is None or pattern.when(duty, duty.time) is not False)
        return tuple(dict.fromkeys(pattern.type for pattern in counting))

    def needs(self) -> tuple[str, ...]:
        return needs(self)

    def depends_on(self) -> tuple[str, ...]:
        uncertain = (text("needs.time", event=event.id) for event in uncertain_events(self.rule, self.timeline))
        return (*self.rule.rule.facts, *self.rule.rule.readings, *uncertain)

    def alternatives(self) -> tuple[Alternative, ...]:
        return self._departures()[0]

    def more_worlds(self) -> bool:
        return self._departures()[1] or (self.spread is not None and self.spread.more)

    def violated_from(self) -> Mapping[str, int]:
        return dict(self.spread.from_) if self.spread is not None else {}

    def outside_source(self) -> bool:
        described = self.timeline.pack.described
        return described is not None and not described.since <= self.timeline.zone.day(self.time) <= described.until

    def because(self) -> tuple[str, ...]:
        return tuple(steps(self))

    def deciding_case(self) -> int | None:
        """Return the index of the case that decided, where exactly one did."""
        cases = {case.index for case in self.cases()}
        return cases.pop() if len(cases) == 1 and len(self.judgement.candidates) == 1 else None

    def duty(self) -> Duty:
        """Return the duty in the world of the defaults."""
        kept = self.timeline.remembered
        world = kept.get(World)
        if world is None:
            world = kept[World] = self.timeline.world()
        return Duty(cast(World, world), self.trigger, self.time)

    def cases(self) -> list[CompiledCase]:
        """Return the cases that decided, or may decide."""
        return [candidate.case for candidate in dict.fromkeys(self.judgement.candidates) if candidate.case is not None]

    def _departures(self) -> tuple[tuple[Alternative, ...], bool]:
        key = (self.rule.rule.id, None if self.trigger is None else self.trigger.id, None if self.period is None else self.period.first)
        kept = self.timeline.remembered
        if key not in kept:
            kept[key] = alternatives(self.rule, self.timeline, Subject(self.trigger, self.period), self.judgement)
        return cast(tuple[tuple[Alternative, ...], bool], kept[key])


__all__ = ["Explanation", "shown"]
