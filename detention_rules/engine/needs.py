"""What would have to be known for an undetermined duty to be decided."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from detention_rules.engine.limits import deadline_of, period_of, start_of
from detention_rules.engine.timeline import NOTHING, Duty
from detention_rules.engine.unknowns import missing_form, unknowns
from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Deadline, Precondition
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict

if TYPE_CHECKING:
    from detention_rules.engine.explain import Explanation


def needs(subject: Explanation) -> tuple[str, ...]:
    """Return the facts, attributes, times or tolerances that would decide an undetermined duty."""
    if subject.judgement.verdict is not Verdict.UNDETERMINED:
        return ()
    found: dict[str, None] = {}
    if subject.spread is not None:
        found.update((text("needs.time", event=event.id), None) for event in subject.spread.events)
    duty = subject.duty()
    rule, source = subject.rule, subject.rule.rule
    if source.when is not None:
        found.update(dict.fromkeys(unknowns(source.when, duty, duty.time)))
    for pattern in rule.triggers:
        if subject.trigger is not None and pattern.type == subject.trigger.type:
            found.update(dict.fromkeys(missing_form(pattern.source, subject.trigger)))
    if isinstance(rule.form, Precondition):
        found.update(dict.fromkeys(unknowns(rule.form.only_if, duty, duty.time)))
    found.update(dict.fromkeys(_unknown_cases(subject, duty)))
    if len(subject.judgement.acts) > 1:
        found.update(dict.fromkeys(_unknown_acts(subject, duty)))
    if isinstance(rule.form, Deadline):
        found.update(dict.fromkeys(_unknown_modifiers(subject, rule.form, duty)))
    reasons = {outcome.reason for outcome in subject.judgement.outcomes}
    if not reasons.isdisjoint(("standard-elapsed", "standard-waiting")):
        found[text("needs.tolerance", rule=source.id)] = None
    if "not-in-force" in reasons:
        found[text("needs.law", date=subject.timeline.zone.day(subject.time))] = None
    return tuple(found)


def _unknown_cases(subject: Explanation, duty: Duty) -> Iterator[str]:
    undecided = len(subject.judgement.candidates) > 1
    for candidate in subject.judgement.candidates:
        if candidate.case is None:
            continue
        case = candidate.case.source
        if case.when is not None and undecided:
            yield from unknowns(case.when, duty, duty.time)
            if case.at_limit:
                for other in subject.judgement.candidates:
                    if other.deadline is not None:
                        yield from unknowns(case.when, duty, other.deadline)
        if candidate.case.dates is not None and candidate.case.dates.hold(subject.timeline.zone, duty.time) is None:
            yield text("needs.law", date=subject.timeline.zone.day(duty.time))
        if candidate.deadline is None:
            yield from unknown_limit(subject, case.limit, duty)


def unknown_limit(subject: Explanation, limit: Limit, duty: Duty) -> Iterator[str]:
    """Yield what a limit lacks to be computed."""
    if start_of(limit, duty) is None:
        match limit.start.kind:
            case "attribute":
                yield f"{subject.trigger.id if subject.trigger else ''}.{limit.start.name}"
            case "fact":
                yield limit.start.name
            case _:
                yield text("needs.event", event=limit.start.name)
    elif limit.unit == "standard":
        return
    elif period_of(limit, duty) is None:
        yield limit.carried if limit.unit == "fact" else f"{subject.trigger.id if subject.trigger else ''}.{limit.carried}"
    elif deadline_of(limit, duty) is None:
        yield subject.timeline.pack.working_day_fact  # the day on which the limit ends is known, and not the hour


def _unknown_modifiers(subject: Explanation, form: Deadline, duty: Duty) -> Iterator[str]:
    """Yield what is not known of a floor, of pauses and of events that end the duty."""
    if form.floor is not None:
        yield from unknown_limit(subject, form.floor, duty)
    for pause in form.paused:
        if pause.when is not None:
            yield from unknowns(pause.when, duty, duty.time)
    for pattern in form.lapses:
        for time, event in duty.world.by_type.get(pattern.type, NOTHING):
            if event is not duty.trigger and (time >= duty.time or pattern.counted is not None):
                yield from missing_form(pattern, event)
                if pattern.when is not None:
                    yield from unknowns(pattern.when, duty, duty.time)


def _unknown_acts(subject: Explanation, duty: Duty) -> Iterator[str]:
    for act in subject.judgement.acts:
        if act is None:
            continue
        for pattern in subject.rule.must:
            usable = True if pattern.when is None else pattern.when(duty, duty.time)
            if pattern.type != act.event.type or usable is False:
                continue
            if usable:
                yield from missing_form(pattern.source, act.event)
            elif pattern.source.when is not None:  # whether this act matters comes first: only then is its form asked for
                yield from unknowns(pattern.source.when, duty, duty.time)
        for name in getattr(subject.rule.form, "same", ()):
            for event in (act.event, subject.trigger):
                if event is not None and name not in event.attributes:
                    yield f"{event.id}.{name}"
