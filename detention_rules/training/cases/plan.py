"""The timeline of a story: each step in its time, and those limits breached that are to be, with every deadline from the engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from detention_rules.engine.reference import run
from detention_rules.language.rules import Pack
from detention_rules.language.scenarios import scenario
from detention_rules.language.shapes.training import StartShape, StepShape, StoryShape
from detention_rules.language.stories import said
from detention_rules.language.times import read_clock
from detention_rules.model.findings import Finding, Verdict
from detention_rules.model.zones import Zone, shift
from detention_rules.training.cases.dice import Dice
from detention_rules.training.cases.known import Known, filled
from detention_rules.training.keys import shown_once
from detention_rules.training.values import local_words

_HOURS_TRIED = 60
_DAY = timedelta(days=1)


class NoPlan(Exception):
    """These draws lead nowhere: others have to be tried."""


class NotDue(NoPlan):
    """A rule that a step was to answer asks nothing of this case."""


@dataclass(slots=True)
class Happening:
    """A step that happens: when by its default account, the end of an uncertain time, another account, and its attributes."""

    step: StepShape
    at: int
    until: int | None = None
    other: int | None = None
    attributes: dict[str, Any] = field(default_factory=dict)


def first_instant(start: StartShape, home: Zone, dice: Dice) -> int:
    """Return when a story begins."""
    first, last = (date.fromisoformat(day) for day in start.dates)
    days = [first + number * _DAY for number in range((last - first).days + 1)]
    fit = [day for day in days if not start.weekdays or day.isoweekday() in start.weekdays]
    if not fit:
        raise NoPlan
    low, high = (read_clock(clock) for clock in start.hours.split(".."))
    return home.midnight(dice.pick(fit)) + dice.between(low // 60, high // 60) * 60


class Plan:
    """Places the steps of a story one after another."""

    def __init__(self, story: StoryShape, pack: Pack, known: Known, dice: Dice, difficulty: int) -> None:
        self.story, self.pack, self.known, self.dice, self.difficulty = story, pack, known, dice, difficulty
        self.home = known.home
        self.happened: dict[str, Happening] = {}
        self.facts: dict[str, Any] = {}

    def place_all(self, start: int, breached: Mapping[str, str]) -> None:
        """Place every step. `breached` says by step how its limit is to be breached: late, never or wrong."""
        self.facts = {name: self.value(raw) for name, raw in self.story.facts.items() if not _dated(raw)}
        for name, value in self.facts.items():
            self.known.put(name, _as_date(value))
        self._enter_dated_facts()
        self._previous = ""
        for step in self.story.steps:
            happens = step.since <= self.difficulty <= step.until and self.dice.chance(step.chance)
            how = breached.get(step.step)
            if how != "never" and (happens or how):
                try:
                    self._place(step, start, how)
                except NotDue:
                    if how:
                        raise
            self._enter_dated_facts()

    def scenario(self) -> dict[str, Any]:
        """Return the timeline so far as plain data of a scenario file."""
        events = [self._event(one) for one in self.happened.values() if one.step.event]
        return {"zone": self.home.name, "facts": dict(self.facts), "events": events}

    # one step

    def _place(self, step: StepShape, start: int, how: str | None) -> None:
        at = self._when(step, start, how)
        if at % step.round:
            at -= at % step.round
        self._tell_apart(at)
        if not self.known.open_at(at):
            raise NoPlan
        one = self.happened[step.step] = Happening(step, at)
        self._previous = step.step
        if step.between:
            one.until = at + self.dice.span(step.between)
            self._tell_apart(one.until)
        if len(step.accounts) > 1 and step.differ and self.difficulty >= step.disputed:
            one.other = at + self.dice.span(step.differ)
            self._tell_apart(one.other)
        self._note(one)
        given = {**step.attributes, **(self.dice.pick(step.wrong) if how == "wrong" else {})}
        for name, raw in given.items():
            one.attributes[name] = value = self.value(raw)
            self.known.put(f"{step.step}.{name}", _as_date(value))

    def _note(self, one: Happening) -> None:
        """Enter what texts may say of the time of a step."""
        name = one.step.step
        self.known.put(name, one.at, "")
        self.known.values[f"{name}.date"] = self.home.day(one.at)
        if one.until is None:
            self.known.words |= self.known.moment(name, one.at)
        else:
            for part, instant in (("from", one.at), ("to", one.until)):
                self.known.words |= self.known.moment(f"{name}.{part}", instant)

    def _tell_apart(self, at: int) -> None:
        """Refuse a local time that clocks showed twice: no document can tell which of the two it was."""
        if not shown_once(at, self.home):
            raise NoPlan

    def _when(self, step: StepShape, start: int, how: str | None) -> int:
        if not self.happened:
            return start
        if how == "late" or (step.answers and step.delay is None):
            begins, ends = self._limit(step.answers or "")
            earliest = self.happened[step.after].at if step.after in self.happened else 0
            if how == "late":
                late = step.late or self.known.stock.late
                return self._fitting(step, earliest, lambda: ends + self.dice.span(self.dice.pick(late)), strict=False)
            if step.before:
                return self._fitting(step, earliest, lambda: ends - self.dice.span(step.before or ""))
            low, high = step.share
            return self._fitting(step, earliest, lambda: begins + (ends - begins) * self.dice.between(low * 10, high * 10) // 1000)
        base = self._base(step)
        return self._fitting(step, 0, lambda: base + self.dice.span(step.delay or "0m"))

    def _base(self, step: StepShape) -> int:
        if step.after == "all":
            return max(max(one.at, one.until or 0, one.other or 0) for one in self.happened.values())
        before = self.happened.get(step.after or self._previous)
        if before is None:
            raise NoPlan
        return before.at

    def _fitting(self, step: StepShape, earliest: int, draw: Callable[[], int], *, strict: bool = True) -> int:
        """Return the first draw that is not before `earliest` and falls into the step's time of day; one that does not unless `strict`."""
        found = draw()
        for _ in range(_HOURS_TRIED):
            timely = step.hours is None or (self.known.in_hours(found, step.hours) and self.known.on_office_day(found))
            if timely and found >= earliest:
                return found
            found = draw()
        if strict or found < earliest:
            raise NoPlan
        return found

    def _limit(self, rule: str) -> tuple[int, int]:
        """Return from when to when a rule's duty can be done, by the engine: that of the latest trigger."""
        finding = self._finding(rule)
        if finding.verdict is Verdict.NOT_APPLICABLE:
            raise NotDue
        if finding.deadline is None or finding.trigger is None:
            raise NoPlan
        return finding.trigger.at.default.earliest, finding.deadline

    def _finding(self, rule: str) -> Finding:
        found = run(scenario(self.scenario(), pack=self.pack), self.pack, only=(rule,)).findings
        if not found:
            raise NoPlan
        return max(found, key=lambda one: one.trigger.at.default.earliest if one.trigger else 0)

    # values

    def value(self, raw: Any) -> Any:
        """Return what a value of the story stands for, as plain data of a scenario file."""
        if not isinstance(raw, Mapping):
            return raw
        if "any_of" in raw:
            return self.dice.pick(raw["any_of"])
        if "says" in raw:
            return self._some(next((words for text in said(raw) if (words := filled(text, self.known.words)) is not None), None))
        if "last_day" in raw:
            return self.home.day(self._limit(raw["last_day"])[1] - 1).isoformat()
        if "at" in raw:
            return local_words(self._base_of(raw["at"]) + self.dice.span(raw.get("delay", "0m")), self.home)
        if "from" in raw:
            day = self._known(raw["from"])
            parts = {unit: self.dice.pick(raw[unit]) for unit in ("years", "months", "days") if unit in raw}
            return shift(day if isinstance(day, date) else date.fromisoformat(day), **parts).isoformat()
        found = self._known(raw["of"])
        return found.isoformat() if isinstance(found, date) else found

    def _known(self, name: str) -> Any:
        return self._some(self.known.values.get(name))

    def _some(self, value: Any) -> Any:
        if value is None:
            raise NoPlan
        return value

    def _base_of(self, step: str) -> int:
        if step not in self.happened:
            raise NoPlan
        return self.happened[step].at

    def _enter_dated_facts(self) -> None:
        """Enter the facts that change with what has happened so far."""
        for name, raw in self.story.facts.items():
            if _dated(raw):
                self._dated(name, raw)

    def _dated(self, name: str, raw: Sequence[Mapping[str, Any]]) -> None:
        """Enter a fact that changes: `name` is what it is at first, `name.then` what it becomes."""
        entries = [entry for entry in raw if "from" not in entry or entry["from"] in self.happened]
        values = [self.value(entry["value"]) for entry in entries]
        self.known.put(name, values[0])
        if len(values) > 1:
            self.known.put(f"{name}.then", values[-1], self.known.said(name, values[-1]))
        self.facts[name] = values[0] if len(values) == 1 else [
            {"value": value, **({"from": local_words(self.happened[entry["from"]].at, self.home)} if "from" in entry else {})}
            for entry, value in zip(entries, values, strict=True)
        ]  # fmt: skip

    def _event(self, one: Happening) -> dict[str, Any]:
        at: Any = local_words(one.at, self.home)
        if one.until is not None:
            at = {"between": [at, local_words(one.until, self.home)]}
        elif one.other is not None:
            at = {"accounts": dict(zip(one.step.accounts, (at, local_words(one.other, self.home)), strict=False))}
        return {"at": at, "is": one.step.event, **one.attributes}


def _dated(raw: Any) -> bool:
    return isinstance(raw, list) and bool(raw) and isinstance(raw[0], Mapping)


def _as_date(value: Any) -> Any:
    """Return an ISO date as a date, so that documents write it in words."""
    try:
        return date.fromisoformat(value) if isinstance(value, str) and len(value) == 10 else value
    except ValueError:
        return value
