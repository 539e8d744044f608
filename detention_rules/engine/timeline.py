"""A scenario prepared for judging: its facts at any instant, and worlds in which every event has one instant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import NamedTuple

from detention_rules.language.rules import Pack, Reading
from detention_rules.language.vocabulary import AgeAt, Derivation
from detention_rules.model.scenario import Account, Event, Fact, Scenario, Value
from detention_rules.model.zones import Zone, shift, zone

_defaults: dict[str, tuple[Mapping[str, Reading], Mapping[str, str]]] = {}
_new = tuple.__new__
FAR = 2**62
"""Later than any instant; its negative is earlier than any."""


class Act(NamedTuple):
    """An event at the instant at which it happened, or at which it counts."""

    time: int
    event: Event


NOTHING: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """Departures from the defaults: other options of readings, and by event id the account taken as right."""

    readings: Mapping[str, str] = field(default_factory=dict)
    accounts: Mapping[str, Account] = field(default_factory=dict)


NO_CHOICE = Choice()


def defaults(pack: Pack) -> Mapping[str, str]:
    """Return the default option of every reading of a pack."""
    source, found = _defaults.get(pack.sha256, (None, {}))
    if source is not pack.readings:
        found = {name: reading.default for name, reading in pack.readings.items()}
        _defaults[pack.sha256] = pack.readings, found
    return found


def _moment(event: Event, attribute: str) -> int:
    value = event.attributes.get(attribute)
    return value if isinstance(value, int) else -FAR


def _born_otherwise(fact: Fact) -> Fact:
    return Fact(tuple((since, (date.fromisoformat(str(born)) - timedelta(days=5)).isoformat()) for since, born in fact.changes))


class Timeline:
    """A scenario with its pack: what holds in every world."""

    __slots__ = (
        "_birthdays",
        "_dated",
        "_plain",
        "as_of",
        "as_of_defaulted",
        "constant",
        "doubled",
        "pack",
        "readings",
        "remembered",
        "scenario",
        "uncertain",
        "zone",
    )

    def __init__(self, scenario: Scenario, pack: Pack) -> None:
        self.scenario = scenario
        self.pack = pack
        self.zone: Zone = zone(scenario.zone)
        self.as_of_defaulted = scenario.as_of is None
        uncertain, latest = [], scenario.events[0].at.latest if scenario.events else 0
        moments = pack.vocabulary.moments
        for event in scenario.events:
            first = event.at.accounts[0]
            if first.earliest != first.latest or len(event.at.accounts) > 1:
                uncertain.append(event)
                latest = max(latest, event.at.latest)
            elif first.latest > latest:
                latest = first.latest
            if event.type in moments:
                latest = max(latest, *(_moment(event, name) for name in moments[event.type]))
        self.uncertain = tuple(uncertain)
        self.as_of: int = latest if scenario.as_of is None else scenario.as_of
        self.readings = {**defaults(pack), **scenario.readings} if scenario.readings else defaults(pack)
        self.constant: dict[str, Value | None] = {}
        self._dated: dict[str, Fact] = {}
        for path, fact in scenario.facts.items():
            changes = fact.changes
            if len(changes) == 1 and changes[0][0] is None:
                self.constant[path] = changes[0][1]
            else:
                known = tuple(change for change in fact.changes if change[0] is None or change[0] <= self.as_of)
                self._dated[path] = Fact(known)
        derived = ((path, pack.vocabulary.facts[path].derived) for path in self.constant)
        self.doubled = tuple(path for path, how in derived if how is not None and how.source in scenario.facts)
        """The facts that are given once and for all and follow from another that is given too: where the two disagree, nothing is known."""
        for path in self.doubled:
            del self.constant[path]
            self._dated[path] = scenario.facts[path]
        self._birthdays: dict[str, int | None] = {}
        self._plain: World | None = None
        self.remembered: dict[object, object] = {}
        """What explanations have computed once and may be asked for again."""

    # facts

    def fact(self, path: str, instant: int, duty: Duty) -> Value | None:
        """Return a fact's value at an instant as it is given, derived or defaulted; None where unknown or contradicted."""
        constant = self.constant
        if path in constant:
            return constant[path]
        given = self._dated.get(path)
        kind = self.pack.vocabulary.facts[path]
        if given is not None:
            value = given.at(instant)
            if value is not None:
                return None if path in self.doubled and self.contradicts(path, value, instant, duty) else value
        if kind.derived is None:
            if given is None:
                constant[path] = kind.default
            return kind.default
        value = self._derived(path, kind.derived, instant, duty)
        return kind.default if value is None else value

    def contradicts(self, path: str, value: Value, instant: int, duty: Duty) -> bool:
        """Tell whether a fact that follows from another is certainly not a value at an instant."""
        how = self.pack.vocabulary.facts[path].derived
        return how is not None and self._derived(path, how, instant, duty) not in (None, value)

    def given(self, path: str, instant: int) -> Value | None:
        """Return what the file itself says of a fact that changes or is given twice; None where it says nothing of that time."""
        return self._dated[path].at(instant)

    def _derived(self, path: str, how: Derivation, instant: int, duty: Duty) -> Value | None:
        if how.younger_than_years is not None:
            birthday = self._birthday(path, how)
            return None if birthday is None else self._tested(how.at, instant, duty) < birthday
        source = self.fact(how.source, instant, duty)
        value = None if source is None else how.values.get(str(source), how.otherwise)
        if value is not None and how.source not in self._dated and path not in self._dated:
            self.constant[path] = value
        return value

    def _birthday(self, path: str, how: Derivation) -> int | None:
        if path not in self._birthdays:
            born = self.constant.get(how.source)
            day = date.fromisoformat(born) if isinstance(born, str) else None
            self._birthdays[path] = self.zone.midnight(shift(day, years=how.younger_than_years or 0)) if day else None
        return self._birthdays[path]

    def _tested(self, rules: tuple[AgeAt, ...], instant: int, duty: Duty) -> int:
        for rule in rules:
            if duty.world.readings[rule.reading] in rule.options:
                found = duty.world.last(rule.event, duty)
                if found is not None:
                    return found[0]
        return instant

    def perhaps(self) -> list[Event]:
        """Return the disputed events that are after `as_of` by the default account and not by another: they may start a duty."""
        return [
            event
            for event in self.uncertain
            if event.at.default.earliest > self.as_of and any(account.earliest <= self.as_of for account in event.at.accounts)
        ]

    def birthdays(self) -> list[int]:
        """Return the instants at which a derived age is reached."""
        facts = self.pack.vocabulary.facts
        found = [self._birthday(path, kind.derived) for path, kind in facts.items() if kind.derived and kind.derived.younger_than_years]
        return [instant for instant in found if instant is not None]

    @property
    def birthday_between(self) -> bool:
        """Whether a birthday that no report may show lies inside an uncertain time, so that what hangs on it could give it away."""
        if not self.scenario.unshown:
            return False
        accounts = [account for event in self.uncertain for account in event.at.accounts]
        return any(account.earliest <= birthday <= account.latest for birthday in self.birthdays() for account in accounts)

    def without_births(self) -> Timeline:
        """Return the timeline as it is for whoever does not know what no report may show."""
        scenario = self.scenario
        facts = {path: fact for path, fact in scenario.facts.items() if path not in scenario.unshown}
        return Timeline(replace(scenario, facts=facts, as_of=self.as_of), self.pack)

    def born_otherwise(self) -> Timeline:
        """Return the timeline of somebody born some days before, far enough for a leap day to make no difference."""
        scenario = self.scenario
        facts = {path: _born_otherwise(fact) if path in scenario.unshown else fact for path, fact in scenario.facts.items()}
        return Timeline(replace(scenario, facts=facts, as_of=self.as_of), self.pack)

    def fact_changes(self) -> list[int]:
        """Return the instants at which a dated fact changes."""
        return [since for fact in self._dated.values() for since, _ in fact.changes if since is not None]

    def midnight(self, day: date) -> int:
        """Return the instant at which a local day begins."""
        return self.zone.midnight(day)

    # worlds

    def world(self, choice: Choice = NO_CHOICE, points: Mapping[str, int] | None = None) -> World:
        """Return the world in which uncertain events happen at `points` (else at their earliest), under a choice."""
        as_of, events = self.as_of, self.scenario.events
        readings = {**self.readings, **choice.readings} if choice.readings else self.readings
        if not points and not choice.accounts:
            if self._plain is None:
                found = [_new(Act, (event.at.accounts[0].earliest, event)) for event in events]
                self._plain = World(self, found if self.as_of_defaulted else [act for act in found if act[0] <= as_of], self.readings)
            return self._plain.under(readings) if choice.readings else self._plain
        acts = []
        for event in events:
            instant = points.get(event.id) if points else None
            if instant is None:
                instant = (choice.accounts.get(event.id) or event.at.accounts[0]).earliest
            if instant <= as_of:
                acts.append(Act(instant, event))
        acts.sort(key=lambda act: act.time)
        return World(self, acts, readings)


class World:
    """Every event at one instant, every reading chosen. Events after `as_of` are not in it."""

    __slots__ = ("by_type", "constant", "ends", "readings", "timeline")

    def __init__(self, timeline: Timeline, acts: list[Act], readings: Mapping[str, str]) -> None:
        self.timeline = timeline
        self.readings = readings
        self.constant = timeline.constant
        self.by_type: dict[str, list[Act]] = {}
        by_type = self.by_type
        for act in acts:
            kind = act[1].type
            if kind in by_type:
                by_type[kind].append(act)
            else:
                by_type[kind] = [act]
        self.ends = sorted([act[0] for kind in timeline.pack.vocabulary.ends if kind in by_type for act in by_type[kind]])
        """The instants at which detentions ended, in order."""

    def under(self, readings: Mapping[str, str]) -> World:
        """Return the world with the same events under other readings."""
        found = World.__new__(World)
        found.timeline, found.constant, found.by_type, found.ends = self.timeline, self.constant, self.by_type, self.ends
        found.readings = readings
        return found

    def detention_began_after(self, instant: int) -> int:
        """Return the end of the last detention that ended before an instant: nothing earlier belongs to the same detention."""
        latest = -FAR
        for time in self.ends:
            if time >= instant:
                break
            latest = time
        return latest

    def detention_start(self, duty: Duty) -> int:
        """Return the instant before which nothing belongs to the detention of a duty.

        Where an earlier detention ended in the very second in which the trigger began a new one, that second is it.
        """
        return duty.time if self.ended_at_trigger(duty) else self.detention_began_after(duty.time)

    def detention_ends(self, duty: Duty) -> int | None:
        """Return the end of the detention in which a duty arose; None where it has not ended, or nobody was detained then."""
        vocabulary = self.timeline.pack.vocabulary
        if not self.ends or (duty.trigger is not None and duty.trigger.type in vocabulary.ends):
            return None
        since = self.detention_began_after(duty.time)
        if not any(since <= act.time <= duty.time for kind in vocabulary.begins for act in self.by_type.get(kind, NOTHING)):
            return None
        after = self.ended_at_trigger(duty)
        for time in self.ends:
            if time > duty.time or (time == duty.time and not after):
                return time
        return None

    def beginning(self, duty: Duty) -> int | None:
        """Return the first beginning of a detention since the last one ended before a duty arose, be it after that; None where none is."""
        since = self.detention_start(duty)
        acts = (act for kind in self.timeline.pack.vocabulary.begins for act in self.by_type.get(kind, NOTHING))
        return min((act.time for act in acts if act.time >= since), default=None)

    def ending(self, duty: Duty) -> int | None:
        """Return the first end of a detention at or after the instant at which a duty arose; None where none is."""
        return next((time for time in self.ends if time >= duty.time), None)

    def ended_at_trigger(self, duty: Duty) -> bool:
        """Tell whether an earlier detention ended in the very second in which the trigger began a new one: a re-arrest at the gate."""
        begins = self.timeline.pack.vocabulary.begins
        if duty.time not in self.ends or duty.trigger is None or duty.trigger.type not in begins:
            return False
        since = self.detention_began_after(duty.time)
        return any(since <= time < duty.time for kind in begins for time, _ in self.by_type.get(kind, NOTHING))

    def last(self, kind: str, duty: Duty, *, before: Event | None = None, whole_case: bool = False) -> Act | None:
        """Return the last event of a type at or before the trigger, in the same detention or the whole case; `before` is left out."""
        found = None
        for act in self.by_type.get(kind, NOTHING):
            if act[0] > duty.time:
                break
            if act[1] is not before:
                found = act
        if found is None or (not whole_case and found[0] < self.detention_start(duty)):
            return None
        return found

    def first(self, kind: str, duty: Duty, *, whole_case: bool = False) -> Act | None:
        """Return the first event of a type in the same detention or the whole case, which may come after the trigger: an order made in
        a person's absence holds nobody until the arrest.
        """
        since = -FAR if whole_case else self.detention_start(duty)
        for act in self.by_type.get(kind, NOTHING):
            if act[0] >= since:
                return act if whole_case or not self._ended_between(duty, act[0]) else None
        return None

    def _ended_between(self, duty: Duty, instant: int) -> bool:
        """Tell whether a detention ended at or after the trigger and before an instant."""
        own = self.ended_at_trigger(duty)
        return any(duty.time <= time < instant and not (own and time == duty.time) for time in self.ends)

    def next(self, kind: str, duty: Duty) -> Act | None:
        """Return the first event of a type at or after the trigger, up to the end of its detention."""
        over = self.detention_ends(duty)
        for act in self.by_type.get(kind, NOTHING):
            if act[0] >= duty.time:
                return act if over is None or act[0] <= over else None
        return None


class Duty:
    """One rule and one trigger in one world: what conditions and limits are evaluated for. `time` is the trigger's instant."""

    __slots__ = ("time", "trigger", "world")

    def __init__(self, world: World, trigger: Event | None, time: int) -> None:
        self.world = world
        self.trigger = trigger
        self.time = time

    def attribute(self, name: str) -> Value | None:
        """Return an attribute of the trigger; None where it is not given."""
        return None if self.trigger is None else self.trigger.attributes.get(name)


__all__ = ["FAR", "NOTHING", "NO_CHOICE", "Act", "Choice", "Duty", "Timeline", "World"]
