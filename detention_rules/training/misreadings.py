"""Misreadings: for one finding, every way in which a misconception changes what the engine is given.

That is the rule as somebody misreads it, another calendar, or another choice of readings and accounts. Which events record or follow
one another is read from the pack's own rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import NamedTuple

from detention_rules.engine.limits import start_of
from detention_rules.engine.timeline import NO_CHOICE, Choice
from detention_rules.language.conditions import TRIGGER, Limit, Start
from detention_rules.language.rules import Case, Deadline, Pack, Rule
from detention_rules.language.sentences import length_words, words
from detention_rules.model.calendars import WorkCalendar
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding
from detention_rules.model.periods import MINUTE, rough
from detention_rules.model.scenario import Fact, Value
from detention_rules.training.chains import Chains
from detention_rules.training.keys import departures, details, limit_of
from detention_rules.training.values import instant_words


class Variant(NamedTuple):
    """One way to be mistaken about a finding: what is put in the place of the truth, and what tells of it in the explanation."""

    told: Mapping[str, object]
    rule: Rule | None = None
    pack: Pack | None = None
    choice: Choice = NO_CHOICE
    facts: Mapping[str, Fact] = MappingProxyType({})
    form: str = "here"
    """Which text of the misconception explains it."""


class Matter(NamedTuple):
    """A finding about which somebody may be mistaken, with the pack's chains of events."""

    finding: Finding
    pack: Pack
    chains: Chains

    @property
    def form(self) -> Deadline | None:
        """The rule's form, where it is a deadline."""
        form = details(self.finding).rule.rule.form
        return form if isinstance(form, Deadline) else None

    @property
    def limit(self) -> Limit | None:
        """The limit that decided, where it is one with a number."""
        return limit_of(self.finding) if self.form is not None else None

    def with_limit(self, limit: Limit) -> Rule:
        """Return the rule as if this limit decided, whatever the circumstances."""
        rule = details(self.finding).rule.rule
        assert isinstance(rule.form, Deadline)
        return rule._replace(form=rule.form._replace(cases=(Case(limit),)))

    def started(self, start: Start) -> int | None:
        """Return the instant of another start of the clock."""
        limit = self.limit
        return None if limit is None else start_of(limit._replace(start=start), details(self.finding).duty())


Variants = Iterator[Variant]


# where the clock starts


def from_record(subject: Matter) -> Variants:
    yield from _from_events(subject, subject.chains.records(_trigger_type(subject)))


def from_another_step(subject: Matter) -> Variants:
    yield from _from_events(subject, subject.chains.steps(details(subject.finding).rule.rule, _trigger_type(subject)))


def _from_events(subject: Matter, names: tuple[str, ...]) -> Variants:
    limit = subject.limit
    if limit is None or limit.unit == "instant" or limit.start.kind not in ("trigger", "first", "last"):
        return
    for name in names:
        if name != limit.start.name:
            yield from _started(subject, limit, Start("next", name), words(name))


def from_the_act(subject: Matter) -> Variants:
    """The clock of a limit that runs from an earlier event, started at the act that the rule is about."""
    limit = subject.limit
    if limit is not None and limit.start.kind in ("first", "last", "next"):
        yield from _started(subject, limit, TRIGGER, words(_trigger_type(subject)))


def _started(subject: Matter, limit: Limit, start: Start, event: str) -> Variants:
    wrong, right = subject.started(start), subject.started(limit.start)
    if wrong is None or right is None or wrong == right:
        return
    right_event = limit.start.name if limit.start.kind in ("first", "last", "next") else _trigger_type(subject)
    told = {
        "event": event,
        "time": _time(subject, wrong),
        "right_event": words(right_event),
        "right_time": _time(subject, right),
        "difference": rough(wrong - right),
        "side": text("misconception.earlier" if right < wrong else "misconception.later"),
    }
    yield Variant(told, subject.with_limit(limit._replace(start=start)))


# how the time is counted


def wall_clock(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is None or limit.unit != "elapsed":
        return
    home, start = details(subject.finding).timeline.zone, start_of(limit, details(subject.finding).duty())
    if start is None:
        return
    naive: datetime = home.local(start).replace(tzinfo=None) + timedelta(seconds=limit.amount)
    shift = home.computed(naive) - start - limit.amount
    if shift:
        told = {"shift": rough(shift)}
        yield Variant(told, subject.with_limit(limit._replace(amount=limit.amount + shift)))


def first_day(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is not None and limit.unit in ("days", "working_days") and limit.amount:
        changed = limit._replace(first_same=not limit.first_same)
        yield Variant({}, subject.with_limit(changed), form="counts" if limit.first_same else "does-not-count")


def days_off(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is None:
        return
    if limit.unit == "working_days":
        yield Variant({}, subject.with_limit(limit._replace(unit="days")))
    if limit.non_working:
        yield Variant({}, subject.with_limit(limit._replace(non_working=None)), form="not-moved")


def transfers(subject: Matter) -> Variants:
    limit, calendar = subject.limit, subject.pack.calendar
    if limit is None or not (limit.unit == "working_days" or limit.non_working):
        return
    weekends = WorkCalendar(known_from=calendar.known_from, known_until=calendar.known_until)
    yield Variant({}, pack=subject.pack._replace(calendar=weekends))


def exclusive(subject: Matter) -> Variants:
    deadline, form = subject.finding.deadline, subject.form
    if subject.limit is None or form is None or deadline is None:
        return
    before = deadline - MINUTE - details(subject.finding).duty().time
    if before >= 0:
        unpaused = form._replace(cases=(Case(Limit("elapsed", before)),), paused=())  # the deadline holds the pauses already
        yield Variant({}, details(subject.finding).rule.rule._replace(form=unpaused))


def corresponding_date(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is not None and limit.less_days and limit.unit not in ("elapsed", "instant"):
        yield Variant({}, subject.with_limit(limit._replace(less_days=limit.less_days - 1)))


def day_before(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is not None and not limit.less_days and limit.unit in ("months", "attribute", "fact") and limit.ends != "moment":
        yield Variant({}, subject.with_limit(limit._replace(less_days=1)))


def end_of_day(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is None or limit.unit in ("elapsed", "instant"):
        return
    if limit.ends != "moment":
        yield Variant({}, subject.with_limit(limit._replace(ends="moment")), form="moment")
    if limit.ends != "day":
        yield Variant({}, subject.with_limit(limit._replace(ends="day")), form="day")


def pause_ignored(subject: Matter) -> Variants:
    form = subject.form
    if form is not None and form.paused:
        yield Variant({}, details(subject.finding).rule.rule._replace(form=form._replace(paused=())))


# which limit


def another_case(subject: Matter) -> Variants:
    limit, form = subject.limit, subject.form
    if limit is None or form is None:
        return
    others = (case.limit for case in form.cases if _length(case.limit) not in (_length(limit), None) and case.limit.unit == limit.unit)
    for other in dict.fromkeys(others):
        told = {"other": length_words(other)}
        yield Variant(told, subject.with_limit(limit._replace(amount=other.amount, carried=other.carried)))


def another_limit(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is None or limit.unit != "elapsed":
        return
    for title, other in subject.chains.limits(details(subject.finding).rule.rule, _trigger_type(subject)):
        if other.unit == "elapsed" and other.amount != limit.amount:
            told = {"other": length_words(other), "title": title}
            yield Variant(told, subject.with_limit(limit._replace(amount=other.amount)))


def _length(limit: Limit) -> tuple[int, str] | None:
    return None if limit.unit in ("standard", "instant") else (limit.amount, limit.carried)


# what counts, and whom to believe


def form_ignored(subject: Matter) -> Variants:
    form = subject.form
    if form is not None and any(pattern.form for pattern in form.must):
        must = tuple(pattern._replace(form=()) for pattern in form.must)
        yield Variant({}, details(subject.finding).rule.rule._replace(form=form._replace(must=must)))


def unknown_as_no(subject: Matter) -> Variants:
    """Every fact that is not known taken as a "no" or a "none"."""
    kept, known = details(subject.finding), subject.pack.vocabulary.facts
    nothing: dict[str, Value] = {"boolean": False, "list_of": ()}
    unknown = [path for path in kept.rule.rule.facts if path not in kept.timeline.scenario.facts and known[path].type.kind in nothing]
    if unknown and subject.finding.needs:
        yield Variant({}, facts={path: Fact(((None, nothing[known[path].type.kind]),)) for path in unknown})


def other_account(subject: Matter) -> Variants:
    for event in details(subject.finding).timeline.uncertain:
        if event.type in details(subject.finding).rule.events and event.at.disputed:
            for account in event.at.accounts[1:]:
                told = {"event": words(event.type), "account": account.name, "default": event.at.default.name}
                yield Variant(told, choice=Choice(accounts={event.id: account}))


def other_reading(subject: Matter) -> Variants:
    for name, option in departures(subject.finding, subject.pack):
        if name in subject.pack.readings:
            means = next(known.means for known in subject.pack.readings[name].options if known.name == option)
            yield Variant({"id": name, "option": means}, choice=Choice(readings={name: option}))


def _trigger_type(subject: Matter) -> str:
    trigger = subject.finding.trigger
    return "" if trigger is None else trigger.type


def _time(subject: Matter, instant: int) -> str:
    return instant_words(instant, details(subject.finding).timeline.zone)
