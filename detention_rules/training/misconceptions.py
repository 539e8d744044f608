"""Misconceptions: why wrong answers are wrong. Each is a change to what the engine is given, whose result the engine then computes.

A misconception yields its variants for one finding: the rule as somebody misreads it, another calendar, or another choice of readings
and accounts. Which events record or follow which is read from the pack's own rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from typing import NamedTuple

from detention_rules.engine.compiled import compile_rule
from detention_rules.engine.judgements import Judgement
from detention_rules.engine.limits import start_of
from detention_rules.engine.timeline import NO_CHOICE, Choice, Timeline
from detention_rules.engine.worlds import Subject, judge_spread
from detention_rules.language.conditions import TRIGGER, Limit, Start
from detention_rules.language.rules import Case, Deadline, Pack, Rule
from detention_rules.language.sentences import length_words, limit_words, words
from detention_rules.model.calendars import WorkCalendar
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding
from detention_rules.model.periods import MINUTE, rough
from detention_rules.training.chains import Chains
from detention_rules.training.keys import departures, details, limit_of
from detention_rules.training.values import instant_words


class Variant(NamedTuple):
    """One way to be mistaken about a finding: what is put in the place of the truth, and what tells of it in the explanation."""

    told: Mapping[str, object]
    rule: Rule | None = None
    pack: Pack | None = None
    choice: Choice = NO_CHOICE
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


class Misconception(NamedTuple):
    """A named way to be wrong. Its texts in the catalogue: `name`, `means` (what people do), `teach` (what a trainer should say)."""

    id: str
    variants: Callable[[Matter], Variants]

    @property
    def name(self) -> str:
        """A few words, as a trainer would name it."""
        return text(f"misconception.{self.id}.name")

    @property
    def means(self) -> str:
        """What people do who are under it."""
        return text(f"misconception.{self.id}.means")

    @property
    def teach(self) -> str:
        """What a trainer should say."""
        return text(f"misconception.{self.id}.teach")


def judged(variant: Variant, finding: Finding) -> Judgement:
    """Return what the engine finds of a duty under a misconception."""
    kept = details(finding)
    timeline = kept.timeline if variant.pack is None else Timeline(kept.timeline.scenario, variant.pack)
    rule = kept.rule if variant.rule is None else compile_rule(variant.rule, timeline.readings, kept.rule.implied)
    return judge_spread(rule, timeline, Subject(kept.trigger, kept.period), variant.choice).judgement


# where the clock starts


def _from_record(subject: Matter) -> Variants:
    yield from _from_events(subject, subject.chains.records(_trigger_type(subject)))


def _from_another_step(subject: Matter) -> Variants:
    yield from _from_events(subject, subject.chains.steps(details(subject.finding).rule.rule, _trigger_type(subject)))


def _from_events(subject: Matter, names: tuple[str, ...]) -> Variants:
    limit = subject.limit
    if limit is None or limit.unit == "instant" or limit.start.kind not in ("trigger", "first", "last"):
        return
    for name in names:
        if name != limit.start.name:
            yield from _started(subject, limit, Start("next", name), words(name))


def _from_the_act(subject: Matter) -> Variants:
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


def _wall_clock(subject: Matter) -> Variants:
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


def _first_day(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is not None and limit.unit in ("days", "working_days") and limit.amount:
        changed = limit._replace(first_same=not limit.first_same)
        yield Variant({}, subject.with_limit(changed), form="counts" if limit.first_same else "does-not-count")


def _days_off(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is None:
        return
    if limit.unit == "working_days":
        yield Variant({}, subject.with_limit(limit._replace(unit="days")))
    if limit.non_working:
        yield Variant({}, subject.with_limit(limit._replace(non_working=None)), form="not-moved")


def _transfers(subject: Matter) -> Variants:
    limit, calendar = subject.limit, subject.pack.calendar
    if limit is None or not (limit.unit == "working_days" or limit.non_working):
        return
    weekends = WorkCalendar(known_from=calendar.known_from, known_until=calendar.known_until)
    yield Variant({}, pack=subject.pack._replace(calendar=weekends))


def _exclusive(subject: Matter) -> Variants:
    deadline, form = subject.finding.deadline, subject.form
    if subject.limit is None or form is None or deadline is None:
        return
    before = deadline - MINUTE - details(subject.finding).duty().time
    if before >= 0:
        unpaused = form._replace(cases=(Case(Limit("elapsed", before)),), paused=())  # the deadline holds the pauses already
        yield Variant({}, details(subject.finding).rule.rule._replace(form=unpaused))


def _corresponding_date(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is not None and limit.less_days and limit.unit not in ("elapsed", "instant"):
        yield Variant({}, subject.with_limit(limit._replace(less_days=limit.less_days - 1)))


def _day_before(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is not None and not limit.less_days and limit.unit in ("months", "attribute", "fact") and limit.ends != "moment":
        yield Variant({}, subject.with_limit(limit._replace(less_days=1)))


def _end_of_day(subject: Matter) -> Variants:
    limit = subject.limit
    if limit is None or limit.unit in ("elapsed", "instant"):
        return
    if limit.ends != "moment":
        yield Variant({}, subject.with_limit(limit._replace(ends="moment")), form="moment")
    if limit.ends != "day":
        yield Variant({}, subject.with_limit(limit._replace(ends="day")), form="day")


def _pause_ignored(subject: Matter) -> Variants:
    form = subject.form
    if form is not None and form.paused:
        yield Variant({}, details(subject.finding).rule.rule._replace(form=form._replace(paused=())))


# which limit


def _another_case(subject: Matter) -> Variants:
    limit, form = subject.limit, subject.form
    if limit is None or form is None:
        return
    others = (case.limit for case in form.cases if _length(case.limit) not in (_length(limit), None) and case.limit.unit == limit.unit)
    for other in dict.fromkeys(others):
        told = {"other": length_words(other)}
        yield Variant(told, subject.with_limit(limit._replace(amount=other.amount, carried=other.carried)))


def _another_limit(subject: Matter) -> Variants:
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


def _form_ignored(subject: Matter) -> Variants:
    form = subject.form
    if form is not None and any(pattern.form for pattern in form.must):
        must = tuple(pattern._replace(form=()) for pattern in form.must)
        yield Variant({}, details(subject.finding).rule.rule._replace(form=form._replace(must=must)))


def _other_account(subject: Matter) -> Variants:
    for event in details(subject.finding).timeline.uncertain:
        if event.type in details(subject.finding).rule.events and event.at.disputed:
            for account in event.at.accounts[1:]:
                told = {"event": words(event.type), "account": account.name, "default": event.at.default.name}
                yield Variant(told, choice=Choice(accounts={event.id: account}))


def _other_reading(subject: Matter) -> Variants:
    for name, option in departures(subject.finding, subject.pack):
        if name in subject.pack.readings:
            means = next(known.means for known in subject.pack.readings[name].options if known.name == option)
            yield Variant({"id": name, "option": means}, choice=Choice(readings={name: option}))


def _trigger_type(subject: Matter) -> str:
    trigger = subject.finding.trigger
    return "" if trigger is None else trigger.type


def _time(subject: Matter, instant: int) -> str:
    return instant_words(instant, details(subject.finding).timeline.zone)


MISCONCEPTIONS: Mapping[str, Misconception] = {
    entry.id: entry
    for entry in (
        Misconception("clock-from-record", _from_record),
        Misconception("clock-from-another-step", _from_another_step),
        Misconception("clock-from-the-act", _from_the_act),
        Misconception("wall-clock-hours", _wall_clock),
        Misconception("first-day-miscounted", _first_day),
        Misconception("days-off-ignored", _days_off),
        Misconception("transferred-days-ignored", _transfers),
        Misconception("wrong-case", _another_case),
        Misconception("limit-of-another-duty", _another_limit),
        Misconception("limit-exclusive", _exclusive),
        Misconception("corresponding-date-as-last", _corresponding_date),
        Misconception("day-before-as-last", _day_before),
        Misconception("end-of-day-mistaken", _end_of_day),
        Misconception("pause-ignored", _pause_ignored),
        Misconception("form-ignored", _form_ignored),
        Misconception("other-account", _other_account),
        Misconception("other-reading", _other_reading),
    )
}
"""Every misconception, by its id, in the order in which feedback names them."""


def explanation(misconception: str, variant: Variant, subject: Matter) -> str:
    """Return what went wrong, for somebody whose answer is that of a misconception."""
    finding, limit = subject.finding, subject.limit
    told = {
        "limit": "" if limit is None else length_words(limit),
        "rule": "" if limit is None else limit_words(limit),
        "cites": "; ".join(str(cite) for cite in finding.cites[:4]),
        **variant.told,
    }
    return text(f"misconception.{misconception}.{variant.form}", **told)


def misconceptions_page() -> str:
    """Return every misconception as a page of Markdown: its name, what people do, and what a trainer should say."""
    lines = [text("misconception.page.title"), "", text("misconception.page.lead")]
    for one in MISCONCEPTIONS.values():
        lines += ["", f"## {one.name}", "", text("misconception.page.id", id=one.id), "", one.means, "", one.teach]
    return "\n".join(lines) + "\n"
