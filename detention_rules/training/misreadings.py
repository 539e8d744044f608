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
from detention_rules.engine.timeline import NO_CHOICE, Choice, Timeline
from detention_rules.language.conditions import TRIGGER, Limit, Start
from detention_rules.language.rules import Case, Deadline, Pack, Rule, theme_of
from detention_rules.language.sentences import length_words, words
from detention_rules.model.calendars import WorkCalendar
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report
from detention_rules.model.periods import MINUTE, rough
from detention_rules.model.scenario import Fact, Value
from detention_rules.training.chains import Chains
from detention_rules.training.keys import departures, details, limit_of
from detention_rules.training.values import instant_words


class Variant(NamedTuple):
    """One way to be mistaken about a finding: what is put in the place of the truth, and what tells of it in the explanation."""

    says: Mapping[str, object]
    rule: Rule | None = None
    pack: Pack | None = None
    choice: Choice = NO_CHOICE
    facts: Mapping[str, Fact] = MappingProxyType({})
    form: str = "here"
    """Which text of the misconception explains it."""


class Matter(NamedTuple):
    """A finding about which somebody may be mistaken, with the report that it stands in and the pack's chains of events."""

    finding: Finding
    report: Report
    pack: Pack
    chains: Chains

    @property
    def rule(self) -> Rule:
        """The rule that was applied."""
        return details(self.finding).rule.rule

    @property
    def timeline(self) -> Timeline:
        """The timeline to which it was applied."""
        return details(self.finding).timeline

    @property
    def trigger(self) -> str:
        """The type of the event that started the duty."""
        trigger = self.finding.trigger
        return "" if trigger is None else trigger.type

    @property
    def form(self) -> Deadline | None:
        """The rule's form, where it is a deadline."""
        return self.rule.form if isinstance(self.rule.form, Deadline) else None

    @property
    def limit(self) -> Limit | None:
        """The limit that decided, where it is one with a number."""
        return limit_of(self.finding) if self.form is not None else None

    def with_limit(self, limit: Limit) -> Rule:
        """Return the rule as if this limit decided, whatever the circumstances."""
        assert self.form is not None
        return self.rule._replace(form=self.form._replace(cases=(Case(limit),)))

    def started(self, start: Start) -> int | None:
        """Return the instant of another start of the clock."""
        limit = self.limit
        return None if limit is None else start_of(limit._replace(start=start), details(self.finding).duty())


Variants = Iterator[Variant]


# where the clock starts


def from_record(about: Matter) -> Variants:
    yield from _from_events(about, about.chains.records(about.trigger))


def from_another_step(about: Matter) -> Variants:
    yield from _from_events(about, about.chains.steps(about.rule, about.trigger))


def _from_events(about: Matter, names: tuple[str, ...]) -> Variants:
    limit = about.limit
    if limit is None or limit.unit == "instant" or limit.start.kind not in ("trigger", "first", "last"):
        return
    for name in names:
        if name != limit.start.name:
            yield from _started(about, limit, Start("next", name), words(name))


def from_the_act(about: Matter) -> Variants:
    """The clock of a limit that runs from an earlier event, started at the act that the rule is about."""
    limit = about.limit
    if limit is not None and limit.start.kind in ("first", "last", "next"):
        yield from _started(about, limit, TRIGGER, words(about.trigger))


def _started(about: Matter, limit: Limit, start: Start, event: str) -> Variants:
    wrong, right = about.started(start), about.started(limit.start)
    if wrong is None or right is None or wrong == right:
        return
    right_event = limit.start.name if limit.start.kind in ("first", "last", "next") else about.trigger
    says = {
        "event": event,
        "time": _time(about, wrong),
        "right_event": words(right_event),
        "right_time": _time(about, right),
        "difference": rough(wrong - right),
        "side": text("misconception.earlier" if right < wrong else "misconception.later"),
    }
    yield Variant(says, about.with_limit(limit._replace(start=start)))


# how the time is counted


def wall_clock(about: Matter) -> Variants:
    limit = about.limit
    if limit is None or limit.unit != "elapsed":
        return
    home, start = about.timeline.zone, start_of(limit, details(about.finding).duty())
    if start is None:
        return
    naive: datetime = home.local(start).replace(tzinfo=None) + timedelta(seconds=limit.amount)
    shift = home.computed(naive) - start - limit.amount
    if shift:
        says = {"shift": rough(shift)}
        yield Variant(says, about.with_limit(limit._replace(amount=limit.amount + shift)))


def first_day(about: Matter) -> Variants:
    limit = about.limit
    if limit is not None and limit.unit in ("days", "working_days") and limit.amount:
        changed = limit._replace(first_same=not limit.first_same)
        yield Variant({}, about.with_limit(changed), form="counts" if limit.first_same else "does-not-count")


def days_off(about: Matter) -> Variants:
    limit = about.limit
    if limit is None:
        return
    if limit.unit == "working_days":
        yield Variant({}, about.with_limit(limit._replace(unit="days")))
    if limit.non_working:
        yield Variant({}, about.with_limit(limit._replace(non_working=None)), form="not-moved")


def transfers(about: Matter) -> Variants:
    limit, calendar = about.limit, about.pack.calendar
    if limit is None or not (limit.unit == "working_days" or limit.non_working):
        return
    weekends = WorkCalendar(known_from=calendar.known_from, known_until=calendar.known_until)
    yield Variant({}, pack=about.pack._replace(calendar=weekends))


def exclusive(about: Matter) -> Variants:
    deadline, form = about.finding.deadline, about.form
    if about.limit is None or form is None or deadline is None:
        return
    before = deadline - MINUTE - details(about.finding).duty().time
    if before >= 0:
        unpaused = form._replace(cases=(Case(Limit("elapsed", before)),), paused=())  # the deadline holds the pauses already
        yield Variant({}, about.rule._replace(form=unpaused))


def corresponding_date(about: Matter) -> Variants:
    limit = about.limit
    if limit is not None and limit.less_days and limit.unit not in ("elapsed", "instant"):
        yield Variant({}, about.with_limit(limit._replace(less_days=limit.less_days - 1)))


def day_before(about: Matter) -> Variants:
    limit = about.limit
    if limit is not None and not limit.less_days and limit.unit in ("months", "attribute", "fact") and limit.ends != "moment":
        yield Variant({}, about.with_limit(limit._replace(less_days=1)))


def end_of_day(about: Matter) -> Variants:
    limit = about.limit
    if limit is None or limit.unit in ("elapsed", "instant"):
        return
    if limit.ends != "moment":
        yield Variant({}, about.with_limit(limit._replace(ends="moment")), form="moment")
    if limit.ends != "day":
        yield Variant({}, about.with_limit(limit._replace(ends="day")), form="day")


def pause_ignored(about: Matter) -> Variants:
    form = about.form
    if form is not None and form.paused:
        yield Variant({}, about.rule._replace(form=form._replace(paused=())))


# which limit


def another_case(about: Matter) -> Variants:
    """The limit of other circumstances: those of the law that was in force, as the text is read."""
    limit = about.limit
    if limit is None:
        return
    kept = details(about.finding)
    lawful = [case for case in kept.rule.cases if case.dates is None or case.dates.hold(about.timeline.zone, kept.time) is not False]
    others = (case.source.limit for case in lawful if _length(case.source.limit) not in (_length(limit), None))
    for other in dict.fromkeys(other for other in others if other.unit == limit.unit):
        says = {"other": length_words(other)}
        yield Variant(says, about.with_limit(limit._replace(amount=other.amount, carried=other.carried)))


def another_limit(about: Matter) -> Variants:
    """The limit that a neighbouring duty has in this very case."""
    limit = about.limit
    if limit is None or limit.unit != "elapsed":
        return
    found: dict[tuple[str, Limit], None] = {}
    for other in about.report.findings:
        rule = details(other).rule.rule
        if other.trigger is about.finding.trigger and rule.id != about.rule.id and theme_of(rule.id) == theme_of(about.rule.id):
            neighbour = limit_of(other)
            if neighbour is not None and neighbour.unit == "elapsed" and neighbour.amount != limit.amount:
                found[rule.title, neighbour] = None
    for title, neighbour in found:
        says = {"other": length_words(neighbour), "title": title}
        yield Variant(says, about.with_limit(limit._replace(amount=neighbour.amount)))


def _length(limit: Limit) -> tuple[int, str] | None:
    return None if limit.unit in ("standard", "instant") else (limit.amount, limit.carried)


# what counts, and whom to believe


def form_ignored(about: Matter) -> Variants:
    form = about.form
    if form is not None and any(pattern.form for pattern in form.must):
        must = tuple(pattern._replace(form=()) for pattern in form.must)
        yield Variant({}, about.rule._replace(form=form._replace(must=must)))


def unknown_as_no(about: Matter) -> Variants:
    """Every fact that is not known taken as a "no" or a "none"."""
    kept, known = details(about.finding), about.pack.vocabulary.facts
    nothing: dict[str, Value] = {"boolean": False, "list_of": ()}
    unknown = [path for path in kept.rule.rule.facts if path not in kept.timeline.scenario.facts and known[path].type.kind in nothing]
    if unknown and about.finding.needs:
        yield Variant({}, facts={path: Fact(((None, nothing[known[path].type.kind]),)) for path in unknown})


def other_account(about: Matter) -> Variants:
    for event in about.timeline.uncertain:
        if event.type in details(about.finding).rule.events and event.at.disputed:
            for account in event.at.accounts[1:]:
                says = {"event": words(event.type), "account": account.name, "default": event.at.default.name}
                yield Variant(says, choice=Choice(accounts={event.id: account}))


def other_reading(about: Matter) -> Variants:
    for name, option in departures(about.finding, about.pack):
        if name in about.pack.readings:
            means = next(known.means for known in about.pack.readings[name].options if known.name == option)
            yield Variant({"id": name, "option": means}, choice=Choice(readings={name: option}))


def _time(about: Matter, instant: int) -> str:
    return instant_words(instant, about.timeline.zone)
