"""Why a finding is what it is: computed when read, from the judgement and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import NamedTuple, TypeVar, cast

from detention_rules.engine.compiled import CompiledCase, CompiledRule
from detention_rules.engine.judgements import Judgement
from detention_rules.engine.limits import period_of, start_of
from detention_rules.engine.needs import needs
from detention_rules.engine.reasoning import shown, steps
from detention_rules.engine.recurrences import Period
from detention_rules.engine.timeline import NO_CHOICE, Duty, Timeline
from detention_rules.engine.worlds import Spread, Subject, alternatives, earliest, judge_spread, soonest, uncertain_events
from detention_rules.language.conditions import Limit
from detention_rules.language.sentences import by_words, length_words, period_words, times_words, value_words, words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Citation, Earliest, Overrun, Verdict
from detention_rules.model.scenario import Event

T = TypeVar("T")


def _once(tell: Callable[[Explanation], T]) -> Callable[[Explanation], T]:
    """Return a method whose answer is remembered: a page asks for the same words many times."""

    @wraps(tell)
    def told(self: Explanation) -> T:
        trigger, period = self.trigger, self.period
        key = (tell, self.rule, None if trigger is None else trigger.id, None if period is None else period.first)
        kept = self.timeline.remembered
        if key not in kept:
            kept[key] = tell(self)
        return cast(T, kept[key])

    return told


class Explanation(NamedTuple):
    """Everything that can be told of one finding beyond its verdict."""

    rule: CompiledRule
    timeline: Timeline
    trigger: Event | None
    period: Period | None
    time: int
    judgement: Judgement
    spread: Spread | None

    @_once
    def cites(self) -> tuple[Citation, ...]:
        found = dict.fromkeys(self.rule.rule.cites)
        for case in self.cases():
            found.update(dict.fromkeys(case.source.cites))
        if self.period is not None:
            found.update(dict.fromkeys(self.period.cycle.cites))
        return tuple(found)

    @_once
    def limit(self) -> str:
        if self.period is not None:
            cycle = self.period.cycle
            return text("limit.cycle", period=period_words(cycle), times=times_words(cycle), by=by_words(cycle))
        limits = {self._length(case.source.limit) for case in self.cases()}
        return limits.pop() if len(limits) == 1 else ""

    def _length(self, limit: Limit) -> str:
        """Return a limit's length, with that of a period which is carried, and the hour at which it ends where that is not midnight."""
        length = length_words(limit)
        carried = period_of(limit, self.duty()) if limit.unit in ("attribute", "fact") else None
        if carried is not None:
            length = text("limit.valued", name=length, length=carried)
        return (
            text("limit.until", length=length, ends=text(f"limit.ends-{limit.ends}"))
            if limit.ends in ("morning", "working_day")
            else length
        )

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
        end = soonest(self._found_for_ends())
        return None if end is None else end - self.timeline.as_of

    def earliest_end(self) -> Earliest | None:
        timeline = self.timeline.without_births() if self.timeline.birthday_between else self.timeline
        return earliest(self.rule, timeline, self._subject(), self._found_for_ends())

    def overrun(self) -> Overrun | None:
        judgement = self.judgement
        if judgement.verdict is not Verdict.VIOLATED or judgement.margin is not None or self.timeline.birthday_between:
            return None  # how it moves with a birthday that no report shows would tell when that is
        found = [(outcome.deadline, outcome.margin) for outcome in judgement.outcomes]
        known = [(deadline, margin) for deadline, margin in found if deadline is not None and margin is not None]
        if len(known) < len(found) or (self.spread is not None and self.spread.more):
            return None
        deadlines, ends, late = [one for one, _ in known], [one - margin for one, margin in known], [-margin for _, margin in known]
        return Overrun((min(deadlines), max(deadlines)), (min(ends), max(ends)), (min(late), max(late)))

    def about(self) -> str:
        trigger = self.trigger
        if trigger is None:
            return ""
        asked = self.rule.rule.asked_of_trigger
        said = ((words(name), value_words(trigger.attributes[name])) for name in asked if name in trigger.attributes)
        return "; ".join(text("because.attribute", name=name, value=value) for name, value in said)

    @_once
    def acts(self) -> tuple[str, ...]:
        duty = self.duty()
        counting = (pattern for pattern in self.rule.must if pattern.when is None or pattern.when(duty, duty.time) is not False)
        return tuple(dict.fromkeys(pattern.type for pattern in counting))

    @_once
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
        return {} if self.spread is None or self.edges_hidden() else dict(self.spread.from_)

    def edges_hidden(self) -> bool:
        """Tell whether the instants at which an uncertain time becomes a violation would give away a birthday that no report shows.

        They would where they are other ones for somebody born on another day.
        """
        spread = self.spread
        if spread is None or not (spread.from_ or spread.until) or not self.timeline.birthday_between:
            return False
        other = judge_spread(self.rule, self.timeline.born_otherwise(), self._subject(), NO_CHOICE)
        return (other.from_, other.until) != (spread.from_, spread.until)

    def violated_until(self) -> Mapping[str, int]:
        return {} if self.spread is None or self.edges_hidden() else dict(self.spread.until)

    def outside_source(self) -> bool:
        described = self.timeline.pack.described
        return described is not None and not described.since <= self.timeline.zone.day(self.time) <= described.until

    @_once
    def because(self) -> tuple[str, ...]:
        return tuple(steps(self))

    def deciding_case(self) -> int | None:
        """Return the index of the case that decided, where exactly one did."""
        cases = {case.index for case in self.cases()}
        return cases.pop() if len(cases) == 1 and len(self.judgement.candidates) == 1 else None

    def duty(self) -> Duty:
        """Return the duty in the world of the defaults."""
        return Duty(self.timeline.world(), self.trigger, self.time)

    def cases(self) -> list[CompiledCase]:
        """Return the cases that decided, or may decide."""
        return [candidate.case for candidate in dict.fromkeys(self.judgement.candidates) if candidate.case is not None]

    def _subject(self) -> Subject:
        return Subject(self.trigger, self.period)

    def _found_for_ends(self) -> Judgement:
        """Return the judgement of whose limits the ends are told: one that knows no birthday where an end could give it away."""
        if not self.timeline.birthday_between:
            return self.judgement
        return judge_spread(self.rule, self.timeline.without_births(), self._subject(), NO_CHOICE).judgement

    @_once
    def _departures(self) -> tuple[tuple[Alternative, ...], bool]:
        return alternatives(self.rule, self.timeline, self._subject(), self.judgement)


__all__ = ["Explanation", "shown"]
