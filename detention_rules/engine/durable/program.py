"""A rule as programs for the network, and the verdict that its answers amount to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from detention_rules.engine.acts import CompiledPattern
from detention_rules.engine.compiled import CompiledCase, CompiledRule
from detention_rules.engine.conditions import both
from detention_rules.engine.durable import limits, standards
from detention_rules.engine.durable.acts import Acts, Opined, Span
from detention_rules.engine.durable.conditions import Answers, Conditions
from detention_rules.engine.durable.numbers import Codes, Inexpressible
from detention_rules.engine.durable.worker import Worker
from detention_rules.engine.duties import pauses_of
from detention_rules.engine.limits import deadline_of, paused_until, start_of
from detention_rules.engine.recurrences import Period, counts_until, due
from detention_rules.engine.timeline import FAR, Duty
from detention_rules.language.conditions import All, Condition, Some, TriggerHas, TriggerIs
from detention_rules.language.rules import Deadline, Precondition
from detention_rules.language.vocabulary import Vocabulary
from detention_rules.model.findings import Verdict

_NOT_APPLICABLE: Opined = (Verdict.NOT_APPLICABLE, None)
_UNDETERMINED: Opined = (Verdict.UNDETERMINED, None)

_LIMITS, _STANDARDS = limits.limits(), standards.standards()


class Program:
    """A rule under chosen readings. Raises TooLarge, and Inexpressible, where it cannot be put to the network."""

    def __init__(self, rule: CompiledRule, codes: Codes, vocabulary: Vocabulary, readings: Mapping[str, str]) -> None:
        self._rule, self._codes, self._vocabulary = rule, codes, vocabulary
        source = rule.rule
        found = self._conditions = Conditions(codes, vocabulary, readings)
        found.add("when", source.when)
        found.add("form", _form(rule))
        found.add_dates("law", source.in_force.dates if source.in_force else None)
        if isinstance(source.form, Precondition):
            found.add("only-if", source.form.only_if)
        for number, pattern in enumerate((*rule.must, *rule.lapses)):
            found.add(f"act {number}", pattern.source.when)
        for case in rule.cases:
            found.add(f"case {case.index}", case.source.when)
            found.add_dates(f"law {case.index}", case.source.dates)
        self._pauses = source.form.paused if isinstance(source.form, Deadline) else ()
        for number, pause in enumerate(self._pauses):
            found.add(f"pause {number}", pause.when)
        self._acts: Acts | None = None

    def opinion(self, worker: Worker, duty: Duty, period: Period | None) -> Opined:
        """Return the verdict on a duty, and its margin. Raises NoAnswer and Inexpressible.

        What is unknown may leave several verdicts open: what they share is certain.
        """
        answers = Answers(self._conditions, worker, duty)
        applies, law = answers.holds("when"), answers.holds("law")
        if applies is False:
            return _NOT_APPLICABLE
        if law is False:
            return self._rule.outside.verdict, None
        applies = applies and answers.holds("form")
        open_ = list(self._arisen(answers, worker, duty, period))
        if not law:
            open_.append((self._rule.outside.verdict, None))
        if not applies:
            open_.append(_NOT_APPLICABLE)
        verdicts, margins = {verdict for verdict, _ in open_}, {margin for _, margin in open_}
        return verdicts.pop() if len(verdicts) == 1 else Verdict.UNDETERMINED, margins.pop() if len(margins) == 1 else None

    def _arisen(self, answers: Answers, worker: Worker, duty: Duty, period: Period | None) -> Iterator[Opined]:
        if isinstance(self._rule.form, Precondition):
            met = answers.holds("only-if")
            yield _UNDETERMINED if met is None else (Verdict.COMPLIED if met else Verdict.VIOLATED, None)
        elif period is not None:
            yield self._period(answers, worker, duty, period)
        else:
            for case in self._cases(answers, self._rule.cases, duty):
                for end in self._ends(answers, case, duty):
                    yield self._deadline(answers, worker, duty, case, end)

    # form 1

    def _deadline(self, answers: Answers, worker: Worker, duty: Duty, case: CompiledCase | None, end: int | None) -> Opined:
        if case is None:
            return _NOT_APPLICABLE
        limit = case.source.limit
        if limit.unit == "standard":
            if self._rule.reaching:
                raise Inexpressible("unknown")  # there is no limit for an act to reach past
            tolerance = duty.world.timeline.scenario.tolerances.get(self._rule.rule.id)
            about = standards.about(limit, duty, tolerance)
            return self.acts().ask(worker, duty, self._window(answers, duty, self._since(duty), FAR, about), _STANDARDS)
        if end is None:
            return _UNDETERMINED
        return self.acts().ask(worker, duty, self._window(answers, duty, self._since(duty), FAR, limits.about(end)), _LIMITS)

    def _cases(self, answers: Answers, cases: tuple[CompiledCase, ...], duty: Duty) -> Iterator[CompiledCase | None]:
        """Yield the first case that holds (None: none does), after those that may hold."""
        for place, case in enumerate(cases):
            in_force = answers.holds(f"law {case.index}")
            if case.source.at_limit and case.source.when is not None and in_force is not False:
                yield from self._tested_at_limit(answers, case, cases[place + 1 :], duty, in_force)
                return
            state = both(in_force, answers.holds(f"case {case.index}"))
            if state is not False:
                yield case
            if state:
                return
        yield None

    def _tested_at_limit(
        self, answers: Answers, case: CompiledCase, rest: tuple[CompiledCase, ...], duty: Duty, in_force: bool | None
    ) -> Iterator[CompiledCase | None]:
        """Yield a case, or those that would decide without it, by what holds at their limits; at its own where there is none."""
        for other in self._cases(answers, rest, duty):
            (limit, *_) = self._ends(answers, case if other is None else other, duty)
            state = both(in_force, answers.holds(f"case {case.index}", duty.time if limit is None else limit))
            if state is not False:
                yield case
            if not state:
                yield other

    def _ends(self, answers: Answers, case: CompiledCase | None, duty: Duty) -> tuple[int | None, ...]:
        """Return the end of a case's limit; two where it is unknown whether the clock stood still."""
        deadline = None if case is None else case.deadline(duty)
        start = None if case is None else start_of(case.source.limit, duty)
        if deadline is None or start is None or not self._pauses:
            return (deadline,)
        held = [(pause, answers.holds(f"pause {number}")) for number, pause in enumerate(self._pauses)]
        found: dict[int, None] = {}
        for possible in (False, True):
            stood = tuple((pause.start, pause.until, None) for pause, holds in held if holds or (possible and holds is None))
            found[paused_until(deadline, start, pauses_of(replace(self._rule, pauses=stood), duty))] = None
        return tuple(found)

    def _since(self, duty: Duty) -> int:
        form = self._rule.form
        assert isinstance(form, Deadline)
        since = min(duty.time, duty.world.detention_start(duty) + 1) if form.earlier_counts else duty.time
        if form.floor is None:
            return since
        floor = deadline_of(form.floor, duty)
        if floor is None:
            raise Inexpressible("unknown")
        return max(since, floor)

    # form 3

    def _period(self, answers: Answers, worker: Worker, duty: Duty, period: Period) -> Opined:
        if period.cycle.times != 1:
            raise Inexpressible("several-acts")
        about = limits.about(due(period, duty.world))
        span = self._window(answers, duty, period.first + bool(period.number), counts_until(period, duty.world), about)
        return self.acts().ask(worker, duty, span, _LIMITS)

    # acts

    def _window(self, answers: Answers, duty: Duty, since: int, until: int, about: dict[str, int]) -> Span:
        off = set()
        for number, pattern in enumerate((*self._rule.must, *self._rule.lapses)):
            counts = answers.holds(f"act {number}")
            if counts is None and duty.world.by_type.get(pattern.type):
                raise Inexpressible("unknown")
            if not counts:
                off.add(number)
        return Span(since, until, frozenset(off), about)

    def acts(self) -> Acts:
        """Return the rules that tell what events are to a duty; they are made when they are first needed. Raises TooLarge."""
        if self._acts is None:
            same = self._rule.form.same if isinstance(self._rule.form, Deadline) else ()
            self._acts = Acts(self._codes, self._vocabulary, self._rule.must, self._rule.lapses, same)
        return self._acts


def _form(rule: CompiledRule) -> Condition | None:
    """Return the condition that a trigger has the form that the rule asks of it."""
    return Some(tuple(All(tuple(_parts(pattern))) for pattern in rule.triggers)) if rule.formed else None


def _parts(pattern: CompiledPattern) -> Iterator[Condition]:
    yield TriggerIs((pattern.type,))
    for name, test in pattern.source.form:
        yield TriggerHas(name, test)
