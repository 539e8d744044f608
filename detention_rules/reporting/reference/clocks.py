"""From a finding to the drawing of its clock: what starts it, what stops it, what ends in time and what does not."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

from detention_rules.engine.acts import acts_of
from detention_rules.engine.duties import pauses_of
from detention_rules.engine.explain import Explanation
from detention_rules.engine.limits import deadline_of, period_of, start_of
from detention_rules.engine.timeline import Act, Duty
from detention_rules.language.conditions import Limit
from detention_rules.language.rules import Case, Deadline, Pack
from detention_rules.language.sentences import length_words
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.periods import rough
from detention_rules.model.scenario import Event
from detention_rules.model.zones import zone
from detention_rules.reporting.blocks import status
from detention_rules.reporting.clock import ended
from detention_rules.reporting.reference.drawing import DAY_OFF, EARLY, IDLE, LATE, OPEN, RUNS, SPARE, STILL, Drawing, Mark, Stretch
from detention_rules.reporting.reference.marks import counts_days_off, event_marks, explanation, joined, uncertain
from detention_rules.reporting.reference.wording import Wording

Remarks = dict[str, list[str]]
"""What is told of an event beside its own words, by its id."""

_MOST_DAYS = 124
"""Days off are shown on lines of up to so many days; on a longer one a day is no column."""


class _Facts(NamedTuple):
    """What a drawing of a deadline is made from."""

    duty: Duty
    form: Deadline
    start: int
    deadlines: tuple[tuple[int, str], ...]
    acts: tuple[Act, ...]
    done: Act | None
    lapse: Act | None
    floor: int | None
    pauses: tuple[tuple[int, int], ...]


class Course(NamedTuple):
    """How a clock went: its line's ends, its parts (later ones cover earlier ones), and the instants at which limits end."""

    span: tuple[int, int]
    stretches: tuple[Stretch, ...]
    bounds: tuple[int, ...]


def course(finding: Finding, wording: Wording) -> Course:
    """Return how the clock of one duty went, without what is told of it."""
    return _course(_facts(finding, wording), finding, wording.report)


def deadline_drawing(finding: Finding, wording: Wording, pack: Pack) -> Drawing:
    """Return the drawing of one duty with a limit, or with an open standard."""
    facts, rule, report = _facts(finding, wording), explanation(finding).rule.rule, wording.report
    marks = [*_limit_marks(facts, finding, wording), *event_marks(wording, _remarks(facts, finding), finding.trigger)]
    if _waits(facts, finding) and facts.lapse is None:
        marks.append(Mark(report.as_of, wording.time(report.as_of), joined(text("page.picture.as-of"), _margin(finding)), 3))
    span, stretches, bounds = _course(facts, finding, report)
    if any(counts_days_off(case.source) for case in explanation(finding).cases()):
        last = max((time for time, _ in facts.deadlines), default=span[1])
        stretches = (*stretches, *_days_off(facts.start, last, pack, wording))
    return Drawing(span, tuple(marks), (*stretches, *uncertain(wording, rule)), bounds)


def _course(facts: _Facts, finding: Finding, report: Report) -> Course:
    stop = ended(finding, report) if _waits(facts, finding) else None
    deadlines = tuple(time for time, _ in facts.deadlines)
    points = [facts.start, facts.duty.time, *deadlines, *(act.time for act in facts.acts)]
    points += [] if stop is None else [stop]
    points += [facts.floor] if facts.floor is not None else []
    points += [end for _, end in facts.pauses if end <= report.as_of]
    ends = _ends_of_detention(facts, finding)
    points += ends
    span = (min(points), max(points))
    return Course(span, tuple(_stretches(facts, finding, span[1], stop)), (*deadlines, *ends))


def _waits(facts: _Facts, finding: Finding) -> bool:
    return not facts.acts and finding.verdict in (Verdict.PENDING, Verdict.VIOLATED, Verdict.UNDETERMINED)


def _facts(finding: Finding, wording: Wording) -> _Facts:
    details = explanation(finding)
    duty, judgement, form = details.duty(), details.judgement, details.rule.form
    assert isinstance(form, Deadline)
    known = (act for act in judgement.acts if act is not None and act.time <= wording.report.as_of)
    acts = tuple({(act.time, act.event.id): act for act in known}.values())
    sole = acts[0] if len(acts) == len(judgement.acts) == 1 else None
    done = next((act for act in acts if act.event is finding.discharge), sole)
    start = next((found for case in details.cases() if (found := _start(case.source, duty)) is not None), duty.time)
    floor = deadline_of(form.floor, duty) if form.floor is not None and judgement.candidates else None
    pauses = tuple(pauses_of(details.rule, duty)) if details.rule.pauses and judgement.candidates else ()
    lapse = None
    if finding.verdict is not Verdict.UNDETERMINED and judgement.outcomes[0].reason in ("lapsed", "ended-late"):
        lapse = next((act for act in acts_of(details.rule.lapses, duty, duty.time) if act is not None), None)
    return _Facts(duty, form, start, _deadlines(finding, details, wording), (done,) if done else acts, done, lapse, floor, pauses)


def _start(case: Case, duty: Duty) -> int | None:
    return None if case.limit.unit == "instant" else start_of(case.limit, duty)


def _deadlines(finding: Finding, details: Explanation, wording: Wording) -> tuple[tuple[int, str], ...]:
    """Return the ends that the limit has or may have, in order of time, each with its words."""
    found: dict[tuple[int, str], None] = {}
    for candidate in details.judgement.candidates:
        if candidate.case is not None and candidate.deadline is not None:
            found[candidate.deadline, _limit_words(candidate.case.source.limit, candidate.deadline, details.duty(), wording)] = None
    if found:
        key = "page.picture.limit" if len(found) == 1 else "page.picture.limit-open"
        return tuple((time, text(key, limit=length)) for time, length in sorted(found))
    return ((finding.deadline, _standard_words(finding.deadline, details)),) if finding.deadline is not None else ()


def _standard_words(deadline: int, details: Explanation) -> str:
    """Return what ends the time of an open standard: the tolerance, its outer bound, or the end of the detention."""
    tolerance = details.timeline.scenario.tolerances.get(details.rule.rule.id)
    if tolerance is not None and deadline == details.time + tolerance:
        return text("page.picture.tolerance")
    outer = next((case.source.limit.outer for case in details.cases()), None)
    if outer is not None and deadline == deadline_of(outer, details.duty()):
        return text("page.picture.outer", limit=length_words(outer))
    return text("page.picture.end-of-detention")


def _limit_words(limit: Limit, deadline: int, duty: Duty, wording: Wording) -> str:
    """Return a limit's length, that of a term which is carried, and where it ends with a day, which day that is."""
    home = zone(wording.report.scenario.zone)
    length = length_words(limit)
    if limit.unit in ("attribute", "fact") and (period := period_of(limit, duty)) is not None:
        length = text("page.picture.carried", limit=length, length=period)
    if limit.unit in ("elapsed", "standard") or home.midnight(home.day(deadline)) != deadline:
        return length
    return text("page.picture.end-of-day", limit=length, day=wording.day(deadline - 1))


def _limit_marks(facts: _Facts, finding: Finding, wording: Wording) -> Iterator[Mark]:
    for time, told in facts.deadlines:
        yield Mark(time, wording.time(time), told, 2)
    if facts.floor is not None:
        yield Mark(facts.floor, wording.time(facts.floor), text("page.picture.floor"), 2)
    done = facts.done
    if done is not None and done.event.at.default.exact and done.time != done.event.at.default.earliest:
        told = text("page.picture.counts", event=wording.event(done.event))
        yield Mark(done.time, wording.time(done.time), joined(told, _margin(finding)), 1)
    if not any(event.at.default.earliest == facts.start for event in wording.report.scenario.events):
        yield Mark(facts.start, wording.time(facts.start), text("page.picture.starts"), 0)


def _margin(finding: Finding) -> list[str]:
    return [] if finding.margin_seconds is None or finding.verdict is Verdict.UNDETERMINED else [status(finding)]


def _remarks(facts: _Facts, finding: Finding) -> Remarks:
    """Return what is told of the events that start, discharge, end or stop a duty's clock."""
    said: Remarks = {}

    def tell(event: Event | None, *words: str) -> None:
        if event is not None:
            said.setdefault(event.id, []).extend(words)

    trigger, done, events = finding.trigger, facts.done, facts.duty.world.timeline.scenario.events
    at_trigger = facts.start == facts.duty.time
    if finding.verdict is Verdict.NOT_APPLICABLE and not facts.deadlines:
        tell(trigger, text("page.picture.no-duty"))
        return said
    if not at_trigger:
        tell(trigger, text("page.picture.arises"))
    first = trigger if at_trigger else next((event for event in events if event.at.default.earliest == facts.start), None)
    tell(first, text("page.picture.starts"))
    if done is not None and (done.time == done.event.at.default.earliest or not done.event.at.default.exact):
        tell(done.event, *(_margin(finding) or _after(finding, facts.duty.time, done)))
    for act in facts.acts if done is None else ():
        tell(act.event, text("page.picture.may-count"))
    if facts.lapse is not None:
        late = facts.done is None and finding.verdict is Verdict.VIOLATED
        tell(facts.lapse.event, *([text("page.picture.ends-late"), *_margin(finding)] if late else [text("page.picture.lapses")]))
    for end in _ends_of_detention(facts, finding):
        tell(next((event for event in events if event.at.default.earliest == end), None), text("page.picture.detention-ends"))
    for pause in facts.form.paused:
        for event in events:
            if event.type in (pause.start, pause.until) and any(event.at.default.earliest in times for times in facts.pauses):
                tell(event, text("page.picture.stops" if event.type == pause.start else "page.picture.goes-on"))
    return said


def _after(finding: Finding, since: int, done: Act) -> list[str]:
    """Return how long after its trigger an act came, where both times are certain."""
    exact = done.event.at.default.exact and (finding.trigger is None or finding.trigger.at.default.exact)
    if not exact or done.time < since:
        return []
    took = rough(done.time - since)
    return [text("page.picture.after", time=took) if done.time > since else text("page.picture.at-once")]


def _ends_of_detention(facts: _Facts, finding: Finding) -> list[int]:
    """Return the end of the detention where an open standard has no other bound."""
    if facts.deadlines or finding.verdict is Verdict.NOT_APPLICABLE:
        return []
    end = facts.duty.world.detention_ends(facts.duty)
    return [end] if end is not None and (facts.done is None or end < facts.done.time) else []


def _stretches(facts: _Facts, finding: Finding, last: int, waited: int | None) -> Iterator[Stretch]:
    start, done = facts.start, facts.done
    if finding.verdict is Verdict.NOT_APPLICABLE:
        yield Stretch(min(start, facts.duty.time), last, IDLE)
        if facts.lapse is not None:
            yield Stretch(start, facts.lapse.time, RUNS)
        return
    stop = done.time if done is not None else waited
    if not facts.deadlines:
        bound = min(_ends_of_detention(facts, finding), default=None) if finding.verdict is Verdict.VIOLATED else None
        number = any(case.source.limit.unit != "standard" for case in explanation(finding).cases())
        yield Stretch(start, last, OPEN if number else RUNS)
        if bound is not None:
            yield Stretch(bound, last, LATE)
        return
    low, high = facts.deadlines[0][0], facts.deadlines[-1][0]
    if stop is None:
        yield Stretch(low, last, OPEN)
        yield Stretch(start, low, RUNS)
    else:
        if stop > high:
            yield Stretch(high, stop, OPEN if finding.verdict is Verdict.UNDETERMINED else LATE)
        if high > low:
            yield Stretch(low, high, OPEN)
        if stop < low:
            yield Stretch(max(stop, start), low, SPARE)
        yield Stretch(start, min(stop, low), RUNS)
    if facts.floor is not None:
        yield Stretch(start, facts.floor, EARLY)
    for begin, end in facts.pauses:
        if begin <= high and end >= start:
            yield Stretch(max(begin, start), min(end, high), STILL)


def _days_off(first: int, last: int, pack: Pack, wording: Wording) -> Iterator[Stretch]:
    home = zone(wording.report.scenario.zone)
    day, end = home.day(first), home.day(last)
    if (end - day).days > _MOST_DAYS:
        return
    while day <= end:
        begin, finish = home.whole_day(day)
        if not pack.calendar.is_working(day) and begin < last:
            yield Stretch(max(begin, first), min(finish, last), DAY_OFF)
        day += timedelta(days=1)
