"""Uncertain times, disputed accounts and open readings: the same duty judged in several worlds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from itertools import chain, combinations, islice, pairwise, product
from typing import NamedTuple

from detention_rules.engine.compiled import CompiledRule
from detention_rules.engine.conditions import compiled, settled
from detention_rules.engine.consistency import Span, deciding, misplaced
from detention_rules.engine.duties import judge
from detention_rules.engine.judgements import Judgement, Outcome, combined, single
from detention_rules.engine.limits import deadline_of
from detention_rules.engine.recurrences import Period, judge_again, periods_of, spanned_by
from detention_rules.engine.timeline import Choice, Duty, Timeline
from detention_rules.language.conditions import Condition, Elapsed, FactIs, Later, LaterInDay, OnDayOf, ReadingIs
from detention_rules.language.rules import Dates
from detention_rules.language.vocabulary import Order
from detention_rules.model.findings import Alternative, Earliest, Verdict
from detention_rules.model.periods import DAY, MINUTE
from detention_rules.model.scenario import Account, Event

MAX_DAYS = 64
"""In an uncertain interval of more days than this, a time of day is looked for on these first ones only: it recurs every day."""

MAX_WORLDS = 64
"""No duty is tried in more worlds than this, counted apart for its uncertain times and for its alternatives."""


@dataclass(frozen=True, slots=True)
class Spread:
    """A judgement over every instant that uncertain events may have.

    `more` tells whether some worlds were not tried; `from_` and `until` hold, by event id, the instant from which on (or up to which) it
    would be a violation; `events` are the uncertain events.
    """

    judgement: Judgement
    events: tuple[Event, ...] = ()
    more: bool = False
    from_: Mapping[str, int] = field(default_factory=dict)
    until: Mapping[str, int] = field(default_factory=dict)


def uncertain_events(rule: CompiledRule, timeline: Timeline) -> list[Event]:
    """Return the events without one certain instant that a rule consults."""
    return [event for event in timeline.uncertain if event.type in rule.events]


class Subject(NamedTuple):
    """What is judged again in every world: a duty by its trigger or, where `period` is given, one period of a recurring duty."""

    trigger: Event | None
    period: Period | None = None


def judge_spread(rule: CompiledRule, timeline: Timeline, subject: Subject, choice: Choice) -> Spread:
    """Judge a duty under a choice at the ends of every uncertain interval, and at each point inside where something may change."""
    rule = rule.under({**timeline.readings, **choice.readings}) if choice.readings else rule
    loose = [(event, account) for event in uncertain_events(rule, timeline) if not (account := _account(event, choice)).exact]

    def at(points: Mapping[str, int]) -> Judgement:
        world = timeline.world(choice, points)
        trigger = subject.trigger
        if subject.period is not None:
            return judge_again(rule, world, subject.period)
        assert trigger is not None
        time = points.get(trigger.id, _account(trigger, choice).earliest)
        return _NOT_YET if time > timeline.as_of else judge(rule, Duty(world, trigger, time))

    if not loose:
        return Spread(at({}))
    judged, more = _judged(rule, timeline, choice, loose, at)
    joined = _joined([judgement for _, judgement in judged])
    events = tuple(event for event, _ in loose)
    if more and not _never_applies(rule, timeline, choice, subject):
        joined = joined._replace(verdict=Verdict.UNDETERMINED)  # what was not tried is not certain
    if joined.verdict is not Verdict.UNDETERMINED or len(loose) > 1:
        return Spread(joined, events, more)
    name = events[0].id
    found = sorted((points[0], judgement.verdict) for points, judgement in judged)
    from_, until = (_edge(order, lambda instant: at({name: instant}).verdict) for order in (found, [*reversed(found)]))
    return Spread(joined, events, more, {name: from_} if from_ is not None else {}, {name: until} if until is not None else {})


def _never_applies(rule: CompiledRule, timeline: Timeline, choice: Choice, subject: Subject) -> bool:
    """Tell whether facts that no time changes, and readings, leave a rule's conditions unmet wherever uncertain events may lie."""
    duty = Duty(timeline.world(choice), subject.trigger, timeline.as_of)

    def fixed(leaf: Condition) -> bool | None:
        certain = isinstance(leaf, ReadingIs) or (isinstance(leaf, FactIs) and leaf.path in timeline.constant)
        return compiled(leaf)(duty, duty.time) if certain else None

    return rule.rule.when is not None and settled(rule.rule.when, fixed) is False


def possible_periods(rule: CompiledRule, timeline: Timeline) -> list[Period]:
    """Return the periods of a recurring duty that there may be, where what opens or ends its spans has no certain time."""
    loose = [event for event in uncertain_events(rule, timeline) if event.type in spanned_by(rule)]
    ends = ([end for account in event.at.accounts for end in (account.earliest, account.latest)] for event in loose)
    found: dict[tuple[str, int], Period] = {}
    for points in islice(product(*ends), MAX_WORLDS):
        for period in periods_of(rule, timeline.world(points=dict(zip((event.id for event in loose), points, strict=True)))):
            assert period.opener is not None  # no event opens or ends the span of a fact
            found.setdefault((period.opener.id, period.number), period)
    return sorted(found.values(), key=lambda period: period.first)


Points = tuple[int, ...]
"""The instants of the uncertain events in one world, in the order of these events."""


def _judged(
    rule: CompiledRule,
    timeline: Timeline,
    choice: Choice,
    loose: list[tuple[Event, Account]],
    at: Callable[[Mapping[str, int]], Judgement],
) -> tuple[list[tuple[Points, Judgement]], bool]:
    """Judge a duty in the worlds that uncertain events may make, and tell whether there were more than are tried.

    Those are the ends of the intervals, and each point inside where something may change. A world that contradicts itself (a notice before
    its arrest) is left out where another has only some of its contradictions, or none.
    """
    names = [event.id for event, _ in loose]
    vocabulary = timeline.pack.vocabulary
    orders = [order for order in vocabulary.orders if any(event.type in deciding(order, vocabulary) for event, _ in loose)]
    tried: dict[Points, Judgement] = {}
    faults: dict[Points, frozenset[str]] = {}

    def try_(points: Points) -> None:
        named = dict(zip(names, points, strict=True))
        tried[points] = at(named)
        faults[points] = _contradictions(orders, timeline, choice, named)

    for points in islice(product(*((account.earliest, account.latest) for _, account in loose)), MAX_WORLDS):
        try_(points)
    critical = _critical(rule, timeline, choice, tried, orders)
    inside = (points for points in product(*(_inside(account, critical) for _, account in loose)) if points not in tried)
    for points in islice(inside, max(0, MAX_WORLDS - len(tried))):
        try_(points)
    more = next(inside, None) is not None
    least = _least(set(faults.values()))
    return [(points, judgement) for points, judgement in tried.items() if faults[points] in least], more


def _contradictions(orders: Sequence[Order], timeline: Timeline, choice: Choice, points: Mapping[str, int]) -> frozenset[str]:
    """Return the known events that stand, wherever events without a point may lie, where nothing that they need came before."""

    if not orders:
        return frozenset()

    def span(event: Event) -> Span:
        point = points.get(event.id)
        account = _account(event, choice)
        return (account.earliest, account.latest) if point is None else (point, point)

    spans = ((event, span(event)) for event in timeline.scenario.events)
    found = misplaced(orders, timeline.pack.vocabulary, spans)
    return frozenset(event.id for _, event, (_, last) in found if last <= timeline.as_of)


def _least(faults: set[frozenset[str]]) -> set[frozenset[str]]:
    """Return the sets of contradictions that hold no other of them."""
    return {one for one in faults if not any(other < one for other in faults)}


def _account(event: Event, choice: Choice) -> Account:
    return choice.accounts.get(event.id) or event.at.default


_NOT_YET = single(Outcome(Verdict.NOT_APPLICABLE, None, None, None, "not-yet-known"))


def _critical(
    rule: CompiledRule, timeline: Timeline, choice: Choice, tried: Mapping[tuple[int, ...], Judgement], orders: Iterable[Order]
) -> set[int]:
    """Return the instants at which the verdict on a duty may change as an uncertain event moves past them.

    Those are instants that the duty or an order of events consults and, since a limit moves with the event that starts it, the
    same instants less each limit's length.
    """
    consulted = rule.events.union(*(deciding(order, timeline.pack.vocabulary) for order in orders))
    found = {timeline.as_of, *timeline.birthdays(), *timeline.fact_changes()}
    for event in timeline.scenario.events:
        if event.type in consulted:
            account = _account(event, choice)
            found.update((account.earliest, account.latest))
            found.update(_stated(event))
    for dates in _dates(rule):
        for bound in (dates.since, dates.until):
            if bound is not None:
                found.update((timeline.midnight(bound.earliest), timeline.midnight(bound.latest)))
    ends = [(points, outcome.deadline) for points, judgement in tried.items() for outcome in judgement.outcomes]
    lengths = {end - point for points, end in ends if end is not None for point in points}
    lengths.update(case.source.limit.amount for case in rule.cases if case.source.limit.unit == "elapsed")
    for condition in rule.rule.conditions:
        if isinstance(condition, Elapsed):
            elapsed = list(_elapsed_ends(condition, timeline, choice))
            found.update(end for _, end in elapsed)
            lengths.update(end - start for start, end in elapsed)
        elif isinstance(condition, Later):
            if condition.within.unit == "elapsed":
                lengths.add(condition.within.amount)
        elif isinstance(condition, LaterInDay):
            found.update(_times_of_day(condition, timeline, choice))
        elif isinstance(condition, OnDayOf):
            found.update(_day_changes(rule, timeline, choice))
    floor = getattr(rule.form, "floor", None)
    if floor is not None and floor.unit == "elapsed":
        lengths.add(floor.amount)
    found.update(instant - length for instant in list(found) for length in lengths)
    found.update(end for _, end in ends if end is not None)
    return found


def _elapsed_ends(condition: Elapsed, timeline: Timeline, choice: Choice) -> Iterator[tuple[int, int]]:
    """Yield, for each event from which time elapses, when it happened and when one of the condition's bounds ends."""
    world = timeline.world(choice)
    for event in timeline.scenario.events:
        if event.type not in condition.since:
            continue
        account = _account(event, choice)
        for instant, bound in product((account.earliest, account.latest), (condition.at_least, condition.at_most)):
            end = None if bound is None else deadline_of(bound, Duty(world, event, instant))
            if end is not None:
                yield instant, end


def _times_of_day(condition: LaterInDay, timeline: Timeline, choice: Choice) -> Iterator[int]:
    """Yield the instants at which a time of day is reached inside uncertain intervals."""
    world = timeline.world(choice)
    for event in timeline.uncertain:
        account = _account(event, choice)
        for instant in islice(range(account.earliest, account.latest + DAY, DAY), MAX_DAYS):
            clock = timeline.fact(condition.than, instant, Duty(world, event, instant))
            if isinstance(clock, int):
                yield timeline.midnight(timeline.zone.day(instant)) + clock


def _day_changes(rule: CompiledRule, timeline: Timeline, choice: Choice) -> Iterator[int]:
    """Yield the beginning and the end of the days of the events that a rule consults."""
    for event in timeline.scenario.events:
        if event.type in rule.events:
            account = _account(event, choice)
            for day in map(timeline.zone.day, (account.earliest, account.latest)):
                yield from (timeline.midnight(day), timeline.midnight(day + timedelta(days=1)))


def _stated(event: Event) -> Iterator[int]:
    """Yield the instants that an event carries, and the ends of their minutes."""
    for value in event.attributes.values():
        if isinstance(value, int):  # a number that is no instant lies outside every interval, or is tried for nothing
            minute = value - value % MINUTE
            yield from (value, minute, minute + MINUTE)


def _dates(rule: CompiledRule) -> Iterator[Dates]:
    if rule.rule.in_force is not None:
        yield rule.rule.in_force.dates
    for case in rule.cases:
        if case.source.dates is not None:
            yield case.source.dates


def _inside(account: Account, critical: set[int]) -> list[int]:
    """Return an interval's ends and, at and beside each critical instant inside it, the seconds to try."""
    near = {second for instant in critical for second in (instant - 1, instant, instant + 1)}
    return sorted({account.earliest, account.latest, *(instant for instant in near if account.earliest < instant < account.latest)})


def _joined(judged: list[Judgement]) -> Judgement:
    """Join the judgements of several worlds; the candidates and acts that explain them are those of the first."""
    outcomes = [outcome for judgement in judged for outcome in judgement.outcomes]
    return combined(outcomes, judged[0].candidates, judged[0].acts)


def _edge(found: list[tuple[int, Verdict]], verdict_at: Callable[[int], Verdict]) -> int | None:
    """Return the first instant, in the order given, from which on every one tried is a violation; None if the last is none."""
    if found[-1][1] is not Verdict.VIOLATED:
        return None
    good = next((instant for instant, verdict in reversed(found) if verdict is not Verdict.VIOLATED), None)
    if good is None:
        return None
    bad = next(instant for (before, _), (instant, _) in pairwise(found) if before == good)
    while abs(bad - good) > 1:
        middle = (bad + good) // 2
        if verdict_at(middle) is Verdict.VIOLATED:
            bad = middle
        else:
            good = middle
    return bad


# alternatives


def alternatives(rule: CompiledRule, timeline: Timeline, subject: Subject, found: Judgement) -> tuple[tuple[Alternative, ...], bool]:
    """Return the smallest departures from the defaults that change verdict or deadline, and whether some were not tried.

    A larger departure is told beside a smaller one that it holds where its verdict is another than that of all of these: what takes two
    accounts together to be a violation is one.
    """
    kept: list[Alternative] = []
    departures = _departures(rule, timeline)
    for assuming, choice in islice(departures, MAX_WORLDS):
        other = judge_spread(rule, timeline, subject, choice).judgement
        if smaller := {one.verdict for one in kept if one.assuming.items() <= assuming.items()}:
            differs = other.verdict not in {*smaller, found.verdict}
        else:
            differs = (other.verdict, other.deadline) != (found.verdict, found.deadline)
        if differs:
            kept.append(Alternative(assuming, other.verdict, other.deadline, other.margin))
    return tuple(kept), next(departures, None) is not None


def earliest(rule: CompiledRule, timeline: Timeline, subject: Subject, found: Judgement) -> Earliest | None:
    """Return the earliest end of a limit that an act not done yet may have, under the defaults and under every departure from them.

    Departures that change a verdict each for itself may together bring the end still nearer, so all of them are put together.
    """
    departures = _departures(rule, timeline)
    tried = ((assuming, judge_spread(rule, timeline, subject, choice).judgement) for assuming, choice in islice(departures, MAX_WORLDS))
    best: Earliest | None = None
    for assuming, judgement in chain([({}, found)], tried):
        end = soonest(judgement)
        if end is not None and (best is None or end < best.deadline):
            best = Earliest(end, assuming)
    return None if best is None else replace(best, more=next(departures, None) is not None)


def soonest(judgement: Judgement) -> int | None:
    """Return the earliest end of the limits by which something is still to be done; None where none has a number."""
    open_ = (outcome for outcome in judgement.outcomes if outcome.discharge is None and outcome.verdict in _OPEN)
    return min((outcome.deadline for outcome in open_ if outcome.deadline is not None), default=None)


_OPEN = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)


def _departures(rule: CompiledRule, timeline: Timeline) -> Iterator[tuple[dict[str, str], Choice]]:
    """Yield every departure from the defaults, the smallest first: what it assumes, in words, and the choice."""
    choices = _choices(rule, timeline)
    for size in range(1, len(choices) + 1):
        for group in combinations(choices, size):
            for picked in product(*(options for _, options in group)):
                pairs = [(name, label, account) for (name, _), (label, account) in zip(group, picked, strict=True)]
                yield (
                    {name: label for name, label, _ in pairs},
                    Choice(
                        {name: label for name, label, account in pairs if account is None},
                        {name: account for name, _, account in pairs if account is not None},
                    ),
                )


def _choices(rule: CompiledRule, timeline: Timeline) -> list[tuple[str, list[tuple[str, Account | None]]]]:
    """Return what may be chosen otherwise: each reading and disputed event that the rule consults, with its other options."""
    found: list[tuple[str, list[tuple[str, Account | None]]]] = []
    for name in rule.rule.readings:
        current = timeline.readings[name]
        found.append((name, [(option, None) for option in timeline.pack.readings[name].names if option != current]))
    for event in uncertain_events(rule, timeline):
        if event.at.disputed:
            found.append((event.id, [(account.name or "", account) for account in event.at.accounts[1:]]))
    return found


__all__ = ["Spread", "Subject", "alternatives", "earliest", "judge_spread", "soonest", "uncertain_events"]
