"""The steps of reasoning behind a finding: sentences of the catalogue, from the judgement and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from detention_rules.engine.acts import acts_of
from detention_rules.engine.conditions import told_of
from detention_rules.engine.duties import pauses_of
from detention_rules.engine.judgements import Candidate, Outcome
from detention_rules.engine.limits import deadline_of, last_day, period_of, start_of
from detention_rules.engine.needs import unknown_limit
from detention_rules.engine.recurrences import Period
from detention_rules.engine.telling import earlier_act, telling
from detention_rules.engine.timeline import Act, Duty
from detention_rules.engine.worlds import uncertain_events
from detention_rules.language.conditions import NEVER, Condition, Earlier, Not, StatesTime, leaves
from detention_rules.language.rules import Precondition, Recurrence
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
from detention_rules.model.findings import Verdict
from detention_rules.model.periods import rough
from detention_rules.model.scenario import Account, Event

if TYPE_CHECKING:
    from detention_rules.engine.explain import Explanation


def steps(subject: Explanation) -> Iterator[str]:
    """Yield the steps of reasoning, in order, each a sentence."""
    rule, judgement = subject.rule.rule, subject.judgement
    duty = subject.duty()
    if subject.trigger is not None:
        about = subject.about()
        yield text(
            "because.trigger",
            event=text("because.event", event=words(subject.trigger.type), about=about) if about else words(subject.trigger.type),
            time=_when(subject, subject.trigger),
            means=_means(subject, subject.trigger.type),
        )
    else:
        yield text("because.period", time=_shown(subject, subject.time))
    if subject.period is not None:
        yield from _period_steps(subject, subject.period)
    yield from _doubts(subject)
    reasons = {outcome.reason for outcome in judgement.outcomes}
    if "not-in-force" in reasons and rule.in_force is not None:
        yield text("because.not-in-force", why=rule.in_force.why)
    if "conditions" in reasons and rule.when is not None:
        yield from _conditions_steps(subject, rule.when, duty)
    if isinstance(rule.form, Precondition):
        yield from _precondition_steps(subject, rule.form, reasons)
    elif isinstance(rule.form, Recurrence):
        yield from _closing(subject, duty)
    elif judgement.candidates:
        yield from _limit_steps(subject, duty)
        yield from _closing(subject, duty)
    yield from _needs_steps(subject)
    yield from _reading_steps(subject)
    if subject.outside_source() and subject.timeline.pack.described is not None:
        described = subject.timeline.pack.described
        yield text("because.outside-source", since=described.since, until=described.until, why=described.why)
    for note in rule.notes:
        yield text("because.note", note=note)


def _doubts(subject: Explanation) -> Iterator[str]:
    for event in uncertain_events(subject.rule, subject.timeline):
        if event.at.disputed:
            accounts = listed((text("because.account", name=one.name, time=_span(subject, one)) for one in event.at.accounts), "and")
            yield text("because.disputed", event=event.id, accounts=accounts, default=event.at.default.name)
        else:
            kind = event.at.default.kind
            yield text(f"because.uncertain-{kind}", event=event.id, time=_span(subject, event.at.default))
    if subject.spread is None:
        return
    if subject.edges_hidden():
        yield text("because.violated-hidden")
        return
    for name, instant in dict(subject.spread.from_).items():
        yield text("because.violated-from", event=name, time=_shown(subject, instant))
    for name, instant in dict(subject.spread.until).items():
        yield text("because.violated-until", event=name, time=_shown(subject, instant))


def _conditions_steps(subject: Explanation, when: Condition, duty: Duty) -> Iterator[str]:
    """Yield why a rule does not apply, or may not: what it takes or, where something stands in its way, that and when it happened."""
    part = when if subject.spread is not None else telling(when, duty, duty.time)
    if subject.judgement.verdict is not Verdict.NOT_APPLICABLE:
        yield text("because.conditions-unknown", condition=condition_words(part))
    elif isinstance(part, Not) and subject.spread is None:
        yield text("because.conditions-exclude", condition=condition_words(part.part))
        for leaf in leaves(part.part):
            if isinstance(leaf, Earlier) and (act := earlier_act(leaf, duty)) is not None:
                yield _earlier_step(subject, leaf, act)
    else:
        yield text("because.conditions-fail", condition=condition_words(part))


def _earlier_step(subject: Explanation, leaf: Earlier, act: Act) -> str:
    told = {"event": words(act.event.type), "time": _when(subject, act.event)}
    end = act.event.attributes.get(leaf.pattern.reaches or "")
    if isinstance(end, int):
        return text("because.earlier-reaching", attribute=words(leaf.pattern.reaches or ""), end=_shown(subject, end), **told)
    return text("because.earlier", **told)


def _precondition_steps(subject: Explanation, form: Precondition, reasons: set[str]) -> Iterator[str]:
    if form.only_if == NEVER:
        yield text("because.prohibited", events=listed(pattern_words(pattern) for pattern in subject.rule.rule.triggers))
        return
    for reason in ("condition-met", "condition-not-met", "unknown-condition"):
        if reason in reasons:
            part = telling(form.only_if, subject.duty(), subject.time)
            yield text(f"because.{reason}", condition=condition_words(part))
            yield from _compared(subject, part)


def _compared(subject: Explanation, condition: Condition) -> Iterator[str]:
    """Yield the two times that a condition compares."""
    duty = subject.duty()
    for leaf in leaves(condition):
        if isinstance(leaf, StatesTime):
            stated, found = duty.attribute(leaf.attribute), told_of(leaf.event, duty)
            if isinstance(stated, int) and found is not None:
                told = {"attribute": words(leaf.attribute), "event": words(leaf.event)}
                yield text("because.states-time", stated=_shown(subject, stated), time=_shown(subject, found.time), **told)


def _period_steps(subject: Explanation, period: Period) -> Iterator[str]:
    acts = listed(pattern_words(pattern.source) for pattern in subject.rule.must)
    cycle = period.cycle
    yield text("because.cycle", period=period_words(cycle), acts=acts, times=times_words(cycle), by=by_words(cycle))


def _limit_steps(subject: Explanation, duty: Duty) -> Iterator[str]:
    candidates = list(dict.fromkeys(subject.judgement.candidates))
    if len(candidates) > 1:
        yield text("because.several-cases")
    for candidate in candidates:
        if candidate.case is None:
            if len(candidates) > 1:
                yield text("because.no-case")
            continue
        case = candidate.case.source
        yield text("because.limit", limit=limit_words(case.limit), cites=_case_cites(subject, candidate))
        if case.when is not None:
            unknown = len(candidates) > 1
            certain = not unknown and not case.at_limit and subject.spread is None
            part = telling(case.when, duty, duty.time) if certain else case.when
            yield text("because.case-may-hold" if unknown else "because.case-holds", condition=condition_words(part))
        if case.dates is not None:
            for bound in (case.dates.since, case.dates.until):
                if bound is not None and bound.why:
                    yield text("because.dates", date=bound_words(bound), why=bound.why)
        if case.note:
            yield text("because.note", note=case.note)
        yield from _arithmetic(subject, candidate, duty)


def _case_cites(subject: Explanation, candidate: Candidate) -> str:
    assert candidate.case is not None
    cites = candidate.case.source.cites or subject.rule.rule.cites
    return "; ".join(str(cite) for cite in cites)


def _arithmetic(subject: Explanation, candidate: Candidate, duty: Duty) -> Iterator[str]:
    assert candidate.case is not None
    limit = candidate.case.source.limit
    start = start_of(limit, duty)
    if limit.unit == "standard" or candidate.deadline is None or start is None:
        if limit.unit != "standard":
            yield text("because.no-deadline", needs=listed(unknown_limit(subject, limit, duty), "and") or limit_words(limit))
        return
    if subject.spread is not None and subject.spread.events and subject.judgement.deadline is None:
        return
    home = subject.timeline.zone
    length = length_words(limit)
    period = period_of(limit, duty)
    if limit.unit in ("attribute", "fact") and period is not None:
        length = str(period)
    if limit.unit == "instant":
        yield text("because.instant", time=_shown(subject, candidate.deadline))
    else:
        unpaused = deadline_of(limit, duty) or candidate.deadline
        yield text("because.sum", start=_shown(subject, start), length=length, deadline=_shown(subject, unpaused))
    change = home.local(candidate.deadline).utcoffset() != home.local(start).utcoffset()
    if change:
        yield text(
            "because.clock-change" if limit.unit == "elapsed" else "because.clock-change-days",
            before=_offset(home.local(start)),
            after=_offset(home.local(candidate.deadline)),
        )
    for begin, end in pauses_of(subject.rule, duty):
        if end > start:
            yield text("because.pause", begin=_shown(subject, begin), end=_shown(subject, end), length=rough(end - begin))
    if limit.unit != "instant" and candidate.deadline != deadline_of(limit, duty):
        yield text("because.moved", deadline=_shown(subject, candidate.deadline))
    if limit.unit == "working_days" or limit.non_working:
        calendar = subject.timeline.pack.calendar
        day = last_day(limit, duty, start, period) if period is not None else home.day(candidate.deadline)
        if not (calendar.knows(day) and calendar.knows(home.day(start))):
            yield text("because.calendar-provisional", since=calendar.known_from, until=calendar.known_until)


def _closing(subject: Explanation, duty: Duty) -> Iterator[str]:
    outcomes = list(
        dict.fromkeys(
            (o.verdict, o.deadline, o.margin, o.reason, o.discharge.id if o.discharge else "") for o in subject.judgement.outcomes
        )
    )
    if len(outcomes) > 1:
        if subject.judgement.verdict is not Verdict.UNDETERMINED:
            yield text(f"because.whatever-{subject.judgement.verdict.value}")
        elif subject.spread is None:
            yield text("because.several-outcomes")
        return
    yield _outcome_step(subject, subject.judgement.outcomes[0], duty)


def _outcome_step(subject: Explanation, outcome: Outcome, duty: Duty) -> str:
    if outcome.reason.startswith("standard"):
        return _standard_step(subject, outcome, duty)
    if outcome.reason == "ended-late":
        ended = next(act for act in acts_of(subject.rule.lapses, duty, duty.time) if act is not None)
        told = {"event": words(ended.event.type), "time": _shown(subject, ended.time), "margin": rough(outcome.margin or 0)}
        return text("because.ended-late", acts=listed(map(words, subject.acts())), **told)
    if outcome.reason:
        acts = listed(pattern_words(pattern) for pattern in getattr(subject.rule.form, "lapses", ()))
        return text(f"why.{outcome.reason}", events=acts)
    assert outcome.deadline is not None and outcome.margin is not None
    values = {"deadline": _shown(subject, outcome.deadline), "margin": rough(outcome.margin)}
    if outcome.discharge is not None:
        act = next(act for act in subject.judgement.acts or (None,) if act is None or act.event is outcome.discharge)
        time = _when(subject, outcome.discharge) if act is None else _shown(subject, act.time)
        key = "at-limit" if outcome.margin == 0 else "in-time" if outcome.margin > 0 else "late"
        return text(f"because.done-{key}", event=words(outcome.discharge.type), time=time, **values)
    key = "overdue" if outcome.verdict is Verdict.VIOLATED else "due"
    acts = listed(map(words, subject.acts()))
    return text(f"because.{key}", acts=acts, as_of=_shown(subject, subject.timeline.as_of), **values)


def _standard_step(subject: Explanation, outcome: Outcome, duty: Duty) -> str:
    took, begin = "", next((start_of(case.source.limit, duty) for case in subject.cases()), None) or duty.time
    if outcome.discharge is not None:
        act = next(act for act in subject.judgement.acts if act is not None and act.event is outcome.discharge)
        took = rough(act.time - begin)
    elif outcome.reason == "standard-waiting":
        took = rough(subject.timeline.as_of - begin)
    tolerance = subject.timeline.scenario.tolerances.get(subject.rule.rule.id)
    word = next((case.source.limit.carried for case in subject.cases()), "")
    acts = listed(map(words, subject.acts()))
    return text(
        f"why.{outcome.reason}",
        word=word,
        took=took,
        acts=acts,
        tolerance=rough(tolerance or 0),
        as_of=_shown(subject, subject.timeline.as_of),
    )


def _needs_steps(subject: Explanation) -> Iterator[str]:
    needs = subject.needs()
    if needs:
        yield text("because.needs", needs=listed(needs, "and"))


def _reading_steps(subject: Explanation) -> Iterator[str]:
    for name in subject.rule.rule.readings:
        chosen = subject.timeline.readings[name]
        if chosen != subject.timeline.pack.readings[name].default:
            yield text("because.reading", reading=name, option=chosen, question=subject.timeline.pack.readings[name].question)


def _means(subject: Explanation, kind: str) -> str:
    return subject.timeline.pack.vocabulary.events[kind].means


def _when(subject: Explanation, event: Event) -> str:
    return _span(subject, event.at.default)


def _span(subject: Explanation, account: Account) -> str:
    if account.exact:
        return _shown(subject, account.earliest)
    if account.kind == "day":
        return text("time.on-day", day=subject.timeline.zone.day(account.earliest))
    return text("time.between", first=_shown(subject, account.earliest), last=_shown(subject, account.latest))


def _shown(subject: Explanation, instant: int) -> str:
    return shown(subject.timeline.zone.local(instant))


def shown(local: datetime) -> str:
    """Return an aware local time as people read it: `2021-03-01 09:15 (+06:00)`."""
    clock = local.strftime("%H:%M:%S" if local.second else "%H:%M")
    return f"{local.date().isoformat()} {clock} ({_offset(local)})"


def _offset(local: datetime) -> str:
    return local.isoformat()[-6:]
