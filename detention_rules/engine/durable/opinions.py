"""The engine itself: a second opinion on a report of the reference engine."""

from __future__ import annotations

from detention_rules.engine.compiled import CompiledRule
from detention_rules.engine.durable.network import TooLarge
from detention_rules.engine.durable.numbers import Codes, Inexpressible
from detention_rules.engine.durable.program import Program
from detention_rules.engine.durable.worker import NoAnswer, Worker
from detention_rules.engine.explain import Explanation
from detention_rules.engine.timeline import Duty, Timeline, World
from detention_rules.engine.worlds import uncertain_events
from detention_rules.model.findings import Finding, Report
from detention_rules.model.opinions import Opinion, SecondOpinion

NAME = "durable-rules"


class DurableRules:
    """Gives second opinions. Its process starts when it is first asked; close it, or use it as a context."""

    def __init__(self, worker: Worker | None = None) -> None:
        self.worker = Worker() if worker is None else worker
        self._codes = Codes()
        self._programs: dict[int, tuple[CompiledRule, Program]] = {}

    def __enter__(self) -> DurableRules:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the process."""
        self.worker.close()

    def second_opinion(self, report: Report) -> SecondOpinion:
        """Return one opinion on each finding of a report that the reference engine made. It never fails: at worst there is no opinion."""
        worlds: dict[int, World] = {}
        return SecondOpinion(NAME, report, tuple(self._opinion(finding, worlds) for finding in report.findings))

    def _opinion(self, finding: Finding, worlds: dict[int, World]) -> Opinion:
        details = finding.details
        if not isinstance(details, Explanation):
            return Opinion(None, reason="foreign")
        timeline = details.timeline
        if _uncertain(details, timeline):
            return Opinion(None, reason="uncertain-time")
        if id(timeline) not in worlds:
            worlds[id(timeline)] = timeline.world()
        try:
            program = self._program(details.rule, timeline)
            duty = Duty(worlds[id(timeline)], details.trigger, details.time)
            return Opinion(*program.opinion(self.worker, duty, details.period))
        except (NoAnswer, Inexpressible) as why:
            return Opinion(None, reason=why.reason)
        except TooLarge:
            return Opinion(None, reason="too-large")
        except Exception:  # whatever is wrong here may cost an opinion, but not the report
            return Opinion(None, reason="fault")

    def _program(self, rule: CompiledRule, timeline: Timeline) -> Program:
        found = self._programs.get(id(rule))
        if found is None:
            program = Program(rule, self._codes, timeline.pack.vocabulary, timeline.readings)
            found = self._programs[id(rule)] = rule, program
        return found[1]


def _uncertain(details: Explanation, timeline: Timeline) -> bool:
    """Tell whether an event that the rule consults has no certain instant, or its trigger happened by some account only."""
    if details.time > timeline.as_of:
        return True
    loose = uncertain_events(details.rule, timeline)
    return (details.period is not None and bool(loose)) or any(not event.at.default.exact for event in loose)
