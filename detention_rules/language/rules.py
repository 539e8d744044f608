"""Rules as frozen data: what a rule file means once it has been checked against its pack."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from detention_rules.language.conditions import Condition, Limit, Pattern, ReadingIs, TriggerHas, leaves
from detention_rules.language.vocabulary import Vocabulary
from detention_rules.model.calendars import WorkCalendar
from detention_rules.model.findings import Breach, Citation


class Bound(NamedTuple):
    """A date on which the law changed; `earliest` and `latest` differ where the day itself is not certain."""

    on: date
    earliest: date
    latest: date
    why: str = ""


class Dates(NamedTuple):
    """When something was law: from a day on, and until a day (exclusive), both local dates of the trigger."""

    since: Bound | None = None
    until: Bound | None = None


class InForce(NamedTuple):
    """A rule's dates, and what holds outside them: nothing is known, or there is no duty."""

    dates: Dates
    otherwise: Literal["unknown", "no_duty"]
    why: str


class Case(NamedTuple):
    """A limit with the circumstances in which it decides."""

    limit: Limit
    when: Condition | None = None
    at_limit: bool = False
    cites: tuple[Citation, ...] = ()
    dates: Dates | None = None
    note: str = ""


class Pause(NamedTuple):
    """A clock stands still from one event to the next of another type."""

    start: str
    until: str
    when: Condition | None = None


def theme_of(rule_id: str) -> str:
    """Return the theme of a rule by its id: the folder that it stands in."""
    return rule_id.partition(".")[0]


class Deadline(NamedTuple):
    """Form 1: after the trigger, one of `must` within the first case that holds."""

    must: tuple[Pattern, ...]
    cases: tuple[Case, ...]
    earlier_counts: bool = False
    same: tuple[str, ...] = ()
    lapses: tuple[Pattern, ...] = ()
    paused: tuple[Pause, ...] = ()
    floor: Limit | None = None


class Precondition(NamedTuple):
    """Form 2: the trigger is lawful only if a condition holds."""

    only_if: Condition


class Cycle(NamedTuple):
    """How often an act is due: so many `times` in each period.

    Periods in `months` follow the calendar, those in `days` or `seconds` the span's start. `by_day` is the day of the period by whose end
    the acts are due, moved `forward` to a working day if need be. `readings` are those under which the cycle is meant: option names by id.
    """

    months: int = 0
    days: int = 0
    seconds: int = 0
    times: int = 1
    by_day: int | None = None
    forward: bool = False
    readings: tuple[ReadingIs, ...] = ()
    cites: tuple[Citation, ...] = ()


class Recurrence(NamedTuple):
    """Form 3: acts in each whole period of a span, as the first cycle says whose readings are chosen."""

    must: tuple[Pattern, ...]
    cycles: tuple[Cycle, ...]
    fact: str = ""
    after: str = ""
    until: tuple[str, ...] = ()


class Rule(NamedTuple):
    """One rule. `facts`, `readings` and `events` are all that it consults, directly or through derived facts."""

    id: str
    title: str
    means: str
    cites: tuple[Citation, ...]
    owed_by: str
    form: Deadline | Precondition | Recurrence
    triggers: tuple[Pattern, ...]
    breach: Breach
    when: Condition | None = None
    in_force: InForce | None = None
    notes: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    events: frozenset[str] = frozenset()
    worked: str | tuple[Mapping[str, Any], ...] = ()
    cannot: Mapping[str, str] = MappingProxyType({})

    @property
    def examples(self) -> tuple[Mapping[str, Any], ...]:
        """The worked examples. They are kept as JSON, which is read only when they are asked for: no check needs them."""
        return tuple(json.loads(self.worked)) if isinstance(self.worked, str) else self.worked

    @property
    def all_cites(self) -> tuple[Citation, ...]:
        """Everything that the rule cites: for itself, for its limits and cycles, and for what follows a breach."""
        parts = (*getattr(self.form, "cases", ()), *getattr(self.form, "cycles", ()))
        return tuple(dict.fromkeys((*self.cites, *(cite for part in parts for cite in part.cites), *self.breach.liability)))

    @property
    def conditions(self) -> Iterator[Condition]:
        """Every simple condition of the rule, wherever it stands."""
        form = self.form
        found = [self.when]
        if isinstance(form, Precondition):
            found.append(form.only_if)
        if isinstance(form, Deadline):
            found += [case.when for case in form.cases] + [pause.when for pause in form.paused] + [pattern.when for pattern in form.lapses]
        found += [pattern.when for pattern in getattr(form, "must", ())]
        return (leaf for condition in found for leaf in leaves(condition))

    @property
    def asked_of_trigger(self) -> tuple[str, ...]:
        """The attributes of its trigger that the rule compares with words."""
        found = [name for pattern in self.triggers for name, _ in pattern.form]
        found += [leaf.attribute for leaf in self.conditions if isinstance(leaf, TriggerHas)]
        return tuple(dict.fromkeys((*found, *getattr(self.form, "same", ()))))

    @property
    def has_standard(self) -> bool:
        """Whether the rule has an open standard ("immediately"), for which a tolerance may be set."""
        return isinstance(self.form, Deadline) and any(case.limit.unit == "standard" for case in self.form.cases)


class Option(NamedTuple):
    """One way to read the text."""

    name: str
    means: str
    speaks_for: str
    cites: tuple[Citation, ...]


class Reading(NamedTuple):
    """A question that the text leaves open. The first option is the default."""

    id: str
    question: str
    paragraphs: tuple[int, ...]
    options: tuple[Option, ...]

    @property
    def default(self) -> str:
        """The option that verdicts rest on unless another is chosen."""
        return self.options[0].name

    @property
    def names(self) -> tuple[str, ...]:
        """The options' names, the default first."""
        return tuple(option.name for option in self.options)


class Settled(NamedTuple):
    """A question of the text on which no verdict hangs, with how the pack answers it."""

    id: str
    question: str
    paragraphs: tuple[int, ...]
    answer: str
    cites: tuple[Citation, ...]


class Described(NamedTuple):
    """The period that the pack's source describes, both days included."""

    since: date
    until: date
    why: str


class Pack(NamedTuple):
    """A set of rules with everything they name. `sha256` is that of its files, `folder` where they are."""

    id: str
    title: str
    version: str
    sha256: str
    zone: str
    vocabulary: Vocabulary
    readings: Mapping[str, Reading]
    rules: tuple[Rule, ...]
    calendar: WorkCalendar
    morning_ends: int | None
    working_day_fact: str
    described: Described | None
    sources: Mapping[str, Any]
    settled: tuple[Settled, ...] = ()
    folder: Path | None = None

    def rule(self, rule_id: str) -> Rule | None:
        """Return the rule with this id, or None."""
        return next((rule for rule in self.rules if rule.id == rule_id), None)

    def takes_tolerance(self, rule_id: str) -> bool:
        """Tell whether a rule of this id has an open standard, on which a tolerance can bear."""
        rule = self.rule(rule_id)
        return rule is not None and rule.has_standard
