"""Why a finding is what it is: computed when read, from the judgement and nothing else."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from detention_rules.engine.conditions import missing_form, unknowns
from detention_rules.engine.duties import Candidate, CompiledCase, CompiledRule, Judgement, Outcome, pauses_of
from detention_rules.engine.limits import deadline_of, last_day, period_of, start_of
from detention_rules.engine.recurrences import Period
from detention_rules.engine.telling import telling
from detention_rules.engine.timeline import NOTHING, Duty, Timeline
from detention_rules.engine.worlds import Spread, Subject, alternatives, uncertain_events
from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Deadline, Precondition, Recurrence
from detention_rules.language.sentences import (
    bound_words,
    by_words,
    condition_words,
    length_words,
    limit_words,
    listed,
    pattern_words,
    period_words,
    times_words,
    words,
)
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Citation, Verdict
from detention_rules.model.periods import rough
from detention_rules.model.scenario import Account, Event


class Explanation:
    """Everything that can be told of one finding beyond its verdict."""

    __slots__ = ("_judgement", "_other", "_period", "_rule", "_spread", "_time", "_timeline", "_trigger")

    def __init__(
        self,
        rule: CompiledRule,
        timeline: Timeline,
        trigger: Event | None,
        period: Period | None,
        time: int,
        judgement: Judgement,
        spread: Spread | None,
    ) -> None:
        self._rule = rule
        self._timeline = timeline
        self._other: tuple[tuple[Alternative, ...], bool] | None = None
        self._trigger = trigger
        self._period = period
        self._time = time
        self._judgement = judgement
        self._spread = spread

    # what a finding asks

    def cites(self) -> tuple[Citation, ...]:
        found = dict.fromkeys(self._rule.rule.cites)
        for case in self._cases():
            found.update(dict.fromkeys(case.source.cites))
        if self._period is not None:
            found.update(dict.fromkeys(self._period.cycle.cites))
        return tuple(found)

    def limit(self) -> str:
        limits = {length_words(case.source.limit) for case in self._cases()}
        if self._period is not None:
            cycle = self._period.cycle
            return text("limit.cycle", period=period_words(cycle), times=times_words(cycle), by=by_words(cycle))
        return limits.pop() if len(limits) == 1 else ""

    def needs(self) -> tuple[str, ...]:
        if self._judgement.verdict is not Verdict.UNDETERMINED:
            return ()
        found: dict[str, None] = {}
        if self._spread is not None:
            found.update((text("needs.time", event=event.id), None) for event in self._spread.events)
        duty = self._duty()
        rule, source = self._rule, self._rule.rule
        if source.when is not None:
            found.update(dict.fromkeys(unknowns(source.when, duty, duty.time)))
        for pattern in rule.triggers:
            if self._trigger is not None and pattern.type == self._trigger.type:
                found.update(dict.fromkeys(missing_form(pattern.source, self._trigger)))
        if isinstance(rule.form, Precondition):
            found.update(dict.fromkeys(unknowns(rule.form.only_if, duty, duty.time)))
        found.update(dict.fromkeys(self._unknown_cases(duty)))
        if not self._act_irrelevant():
            found.update(dict.fromkeys(self._unknown_acts(duty)))
        if isinstance(rule.form, Deadline):
            found.update(dict.fromkeys(self._unknown_modifiers(rule.form, duty)))
        reasons = {outcome.reason for outcome in self._judgement.outcomes}
        if "standard-elapsed" in reasons:
            found[text("needs.tolerance", rule=source.id)] = None
        if "not-in-force" in reasons:
            found[text("needs.law", date=self._timeline.zone.day(self._time))] = None
        return tuple(found)

    def depends_on(self) -> tuple[str, ...]:
        uncertain = (text("needs.time", event=event.id) for event in uncertain_events(self._rule, self._timeline))
        return (*self._rule.rule.facts, *self._rule.rule.readings, *uncertain)

    def alternatives(self) -> tuple[Alternative, ...]:
        return self._alternatives()[0]

    def more_worlds(self) -> bool:
        return self._alternatives()[1] or (self._spread is not None and self._spread.more)

    def violated_from(self) -> Mapping[str, int]:
        return dict(self._spread.from_) if self._spread is not None else {}

    def outside_source(self) -> bool:
        described = self._timeline.pack.described
        return described is not None and not described.since <= self._timeline.zone.day(self._time) <= described.until

    def deciding_case(self) -> int | None:
        """Return the index of the case that decided, where exactly one did."""
        cases = {case.index for case in self._cases()}
        return cases.pop() if len(cases) == 1 and len(self._judgement.candidates) == 1 else None

    def because(self) -> tuple[str, ...]:
        return tuple(self._steps())

    # parts

    def _duty(self) -> Duty:
        return Duty(self._timeline.world(), self._trigger, self._time)

    def _cases(self) -> list[CompiledCase]:
        return [candidate.case for candidate in dict.fromkeys(self._judgement.candidates) if candidate.case is not None]

    def _alternatives(self) -> tuple[tuple[Alternative, ...], bool]:
        if self._other is None:
            self._other = self._departures()
        return self._other

    def _departures(self) -> tuple[tuple[Alternative, ...], bool]:
        return alternatives(self._rule, self._timeline, Subject(self._trigger, self._period), self._judgement)

    def _act_irrelevant(self) -> bool:
        return len(self._judgement.acts) < 2

    def _unknown_cases(self, duty: Duty) -> Iterator[str]:
        undecided = len(self._judgement.candidates) > 1
        for candidate in self._judgement.candidates:
            if candidate.case is None:
                continue
            case = candidate.case.source
            if case.when is not None and undecided:
                yield from unknowns(case.when, duty, duty.time)
                if case.at_limit:
                    for other in self._judgement.candidates:
                        if other.deadline is not None:
                            yield from unknowns(case.when, duty, other.deadline)
            if case.dates is not None and self._timeline.in_force(case.dates, duty.time) is None:
                yield text("needs.law", date=self._timeline.zone.day(duty.time))
            if candidate.deadline is None:
                yield from self._unknown_limit(case.limit, duty)

    def _unknown_limit(self, limit: Limit, duty: Duty) -> Iterator[str]:
        if limit.unit == "standard":
            return
        if start_of(limit, duty) is None:
            match limit.start.kind:
                case "attribute":
                    yield f"{self._trigger.id if self._trigger else ''}.{limit.start.name}"
                case "fact":
                    yield limit.start.name
                case _:
                    yield text("needs.event", event=limit.start.name)
        elif period_of(limit, duty) is None:
            yield limit.carried if limit.unit == "fact" else f"{self._trigger.id if self._trigger else ''}.{limit.carried}"

    def _unknown_modifiers(self, form: Deadline, duty: Duty) -> Iterator[str]:
        """Yield what is not known of a floor, of pauses and of events that end the duty."""
        if form.floor is not None:
            yield from self._unknown_limit(form.floor, duty)
        for pause in form.paused:
            if pause.when is not None:
                yield from unknowns(pause.when, duty, duty.time)
        for pattern in form.lapses:
            for time, event in duty.world.by_type.get(pattern.type, NOTHING):
                if time >= duty.time or pattern.counted is not None:
                    yield from missing_form(pattern, event)
                    if pattern.when is not None:
                        yield from unknowns(pattern.when, duty, duty.time)

    def _unknown_acts(self, duty: Duty) -> Iterator[str]:
        for act in self._judgement.acts:
            if act is None:
                continue
            for pattern in self._rule.must:
                usable = pattern.when is None or pattern.when(duty, duty.time) is not False
                if usable and pattern.type == act.event.type:
                    yield from missing_form(pattern.source, act.event)
                    if pattern.source.when is not None:
                        yield from unknowns(pattern.source.when, duty, duty.time)
            for name in getattr(self._rule.form, "same", ()):
                for event in (act.event, self._trigger):
                    if event is not None and name not in event.attributes:
                        yield f"{event.id}.{name}"

    # the steps of reasoning

    def _steps(self) -> Iterator[str]:
        rule, judgement = self._rule.rule, self._judgement
        duty = self._duty()
        if self._trigger is not None:
            yield text(
                "because.trigger", event=words(self._trigger.type), time=self._when(self._trigger), means=self._means(self._trigger.type)
            )
        else:
            yield text("because.period", time=self._shown(self._time))
        if self._period is not None:
            yield from self._period_steps(self._period)
        yield from self._doubts()
        reasons = {outcome.reason for outcome in judgement.outcomes}
        if "not-in-force" in reasons and rule.in_force is not None:
            yield text("because.not-in-force", why=rule.in_force.why)
        if "conditions" in reasons and rule.when is not None:
            known = judgement.verdict is Verdict.NOT_APPLICABLE
            told = rule.when if self._spread is not None else telling(rule.when, duty, duty.time)
            yield text("because.conditions-fail" if known else "because.conditions-unknown", condition=condition_words(told))
        if isinstance(rule.form, Precondition):
            yield from self._precondition_steps(rule.form, reasons)
        elif isinstance(rule.form, Recurrence):
            yield from self._closing(duty)
        elif judgement.candidates:
            yield from self._limit_steps(duty)
            yield from self._closing(duty)
        yield from self._needs_steps()
        yield from self._reading_steps()
        if self.outside_source() and self._timeline.pack.described is not None:
            described = self._timeline.pack.described
            yield text("because.outside-source", since=described.since, until=described.until, why=described.why)
        for note in rule.notes:
            yield text("because.note", note=note)

    def _doubts(self) -> Iterator[str]:
        for event in uncertain_events(self._rule, self._timeline):
            if event.at.disputed:
                accounts = listed((text("because.account", name=one.name, time=self._span(one)) for one in event.at.accounts), "and")
                yield text("because.disputed", event=event.id, accounts=accounts, default=event.at.default.name)
            else:
                kind = event.at.default.kind
                yield text(f"because.uncertain-{kind}", event=event.id, time=self._span(event.at.default))
        if self._spread is None:
            return
        for name, instant in dict(self._spread.from_).items():
            yield text("because.violated-from", event=name, time=self._shown(instant))
        for name, instant in dict(self._spread.until).items():
            yield text("because.violated-until", event=name, time=self._shown(instant))

    def _precondition_steps(self, form: Precondition, reasons: set[str]) -> Iterator[str]:
        for reason in ("condition-met", "condition-not-met", "unknown-condition"):
            if reason in reasons:
                told = telling(form.only_if, self._duty(), self._time)
                yield text(f"because.{reason}", condition=condition_words(told))

    def _period_steps(self, period: Period) -> Iterator[str]:
        acts = listed(pattern_words(pattern.source) for pattern in self._rule.must)
        cycle = period.cycle
        yield text("because.cycle", period=period_words(cycle), acts=acts, times=times_words(cycle), by=by_words(cycle))

    def _limit_steps(self, duty: Duty) -> Iterator[str]:
        candidates = list(dict.fromkeys(self._judgement.candidates))
        if len(candidates) > 1:
            yield text("because.several-cases")
        for candidate in candidates:
            if candidate.case is None:
                yield text("because.no-case")
                continue
            case = candidate.case.source
            yield text("because.limit", limit=limit_words(case.limit), cites=self._case_cites(candidate))
            if case.when is not None:
                unknown = len(candidates) > 1
                certain = not unknown and not case.at_limit and self._spread is None
                told = telling(case.when, duty, duty.time) if certain else case.when
                yield text("because.case-may-hold" if unknown else "because.case-holds", condition=condition_words(told))
            if case.dates is not None:
                for bound in (case.dates.since, case.dates.until):
                    if bound is not None and bound.why:
                        yield text("because.dates", date=bound_words(bound), why=bound.why)
            if case.note:
                yield text("because.note", note=case.note)
            yield from self._arithmetic(candidate, duty)

    def _case_cites(self, candidate: Candidate) -> str:
        assert candidate.case is not None
        cites = candidate.case.source.cites or self._rule.rule.cites
        return "; ".join(str(cite) for cite in cites)

    def _arithmetic(self, candidate: Candidate, duty: Duty) -> Iterator[str]:
        assert candidate.case is not None
        limit = candidate.case.source.limit
        start = start_of(limit, duty)
        if limit.unit == "standard" or candidate.deadline is None or start is None:
            if limit.unit != "standard":
                yield text("because.no-deadline", needs=listed(self._unknown_limit(limit, duty), "and") or limit_words(limit))
            return
        if self._spread is not None and self._spread.events and self._judgement.deadline is None:
            return
        home = self._timeline.zone
        length = length_words(limit)
        period = period_of(limit, duty)
        if limit.unit in ("attribute", "fact") and period is not None:
            length = str(period)
        if limit.unit == "instant":
            yield text("because.instant", time=self._shown(candidate.deadline))
        else:
            unpaused = deadline_of(limit, duty) or candidate.deadline
            yield text("because.sum", start=self._shown(start), length=length, deadline=self._shown(unpaused))
        change = home.local(candidate.deadline).utcoffset() != home.local(start).utcoffset()
        if change:
            yield text("because.clock-change", before=_offset(home.local(start)), after=_offset(home.local(candidate.deadline)))
        for begin, end in pauses_of(self._rule, duty):
            if end > start:
                yield text("because.pause", begin=self._shown(begin), end=self._shown(end), length=rough(end - begin))
        if limit.unit != "instant" and candidate.deadline != deadline_of(limit, duty):
            yield text("because.moved", deadline=self._shown(candidate.deadline))
        if limit.unit == "working_days" or limit.non_working:
            calendar = self._timeline.pack.calendar
            day = last_day(limit, duty, start, period) if period is not None else home.day(candidate.deadline)
            if not (calendar.knows(day) and calendar.knows(home.day(start))):
                yield text("because.calendar-provisional", since=calendar.known_from, until=calendar.known_until)

    def _closing(self, duty: Duty) -> Iterator[str]:
        outcomes = list(
            dict.fromkeys(
                (o.verdict, o.deadline, o.margin, o.reason, o.discharge.id if o.discharge else "") for o in self._judgement.outcomes
            )
        )
        if len(outcomes) > 1:
            if self._judgement.verdict is not Verdict.UNDETERMINED:
                yield text(f"because.whatever-{self._judgement.verdict.value}")
            elif self._spread is None:
                yield text("because.several-outcomes")
            return
        yield self._outcome_step(self._judgement.outcomes[0], duty)

    def _outcome_step(self, outcome: Outcome, duty: Duty) -> str:
        if outcome.reason.startswith("standard"):
            return self._standard_step(outcome, duty)
        if outcome.reason:
            acts = listed(pattern_words(pattern) for pattern in getattr(self._rule.form, "lapses", ()))
            return text(f"why.{outcome.reason}", events=acts)
        assert outcome.deadline is not None and outcome.margin is not None
        values = {"deadline": self._shown(outcome.deadline), "margin": rough(outcome.margin)}
        if outcome.discharge is not None:
            act = next(act for act in self._judgement.acts or (None,) if act is None or act.event is outcome.discharge)
            time = self._when(outcome.discharge) if act is None else self._shown(act.time)
            key = "at-limit" if outcome.margin == 0 else "in-time" if outcome.margin > 0 else "late"
            return text(f"because.done-{key}", event=words(outcome.discharge.type), time=time, **values)
        key = "overdue" if outcome.verdict is Verdict.VIOLATED else "due"
        must = getattr(self._rule.form, "must", ())
        acts = listed(dict.fromkeys(words(pattern.type) for pattern in must))
        return text(f"because.{key}", acts=acts, as_of=self._shown(self._timeline.as_of), **values)

    def _standard_step(self, outcome: Outcome, duty: Duty) -> str:
        took = ""
        if outcome.discharge is not None:
            act = next(act for act in self._judgement.acts if act is not None and act.event is outcome.discharge)
            took = rough(act.time - duty.time)
        tolerance = self._timeline.scenario.tolerances.get(self._rule.rule.id)
        word = next((case.source.limit.carried for case in self._cases()), "")
        acts = listed(dict.fromkeys(words(pattern.type) for pattern in getattr(self._rule.form, "must", ())))
        return text(
            f"why.{outcome.reason}",
            word=word,
            took=took,
            acts=acts,
            rule=self._rule.rule.id,
            tolerance=rough(tolerance or 0),
            as_of=self._shown(self._timeline.as_of),
        )

    def _needs_steps(self) -> Iterator[str]:
        needs = self.needs()
        if needs:
            yield text("because.needs", needs=listed(needs, "and"))

    def _reading_steps(self) -> Iterator[str]:
        for name in self._rule.rule.readings:
            chosen = self._timeline.readings[name]
            if chosen != self._timeline.pack.readings[name].default:
                yield text("because.reading", reading=name, option=chosen, question=self._timeline.pack.readings[name].question)

    # words for times

    def _means(self, kind: str) -> str:
        return self._timeline.pack.vocabulary.events[kind].means

    def _when(self, event: Event) -> str:
        return self._span(event.at.default)

    def _span(self, account: Account) -> str:
        if account.exact:
            return self._shown(account.earliest)
        if account.kind == "day":
            return text("time.on-day", day=self._timeline.zone.day(account.earliest))
        return text("time.between", first=self._shown(account.earliest), last=self._shown(account.latest))

    def _shown(self, instant: int) -> str:
        return shown(self._timeline.zone.local(instant))


def shown(local: datetime) -> str:
    """Return an aware local time as people read it: `2021-03-01 09:15 (+06:00)`."""
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return f"{local.date().isoformat()} {clock} ({_offset(local)})"


def _offset(local: datetime) -> str:
    return local.isoformat()[-6:]


__all__ = ["Explanation", "shown"]
