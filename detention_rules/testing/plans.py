"""Plans: for each case of a deadline, the circumstances in which that case decides, and how its clock and its acts stand to the trigger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import product
from typing import Any

from detention_rules.engine.conditions import under
from detention_rules.engine.timeline import defaults
from detention_rules.language.conditions import All, Condition, Limit, Pattern, Some, TriggerHas
from detention_rules.language.rules import Case, Deadline, Pack, Precondition, Recurrence, Rule
from detention_rules.model.periods import HOUR, Period, parse_iso
from detention_rules.model.zones import zone
from detention_rules.testing.arithmetic import instant_at, last_instant, local_time, start_of_day
from detention_rules.testing.situations import CARRIED, CLOSING, FAR_BACK, GIVEN_PERIOD, Ahead, Happening, Situation, fits_form
from detention_rules.testing.solving import Wish, meets, situations
from detention_rules.testing.values import ANY, Wanted, values

TOLERANCE = 3 * HOUR
"""The tolerance under which an open standard is tried."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A case of a deadline that decides in a situation. `from_trigger` is where its clock starts, in seconds from the trigger.

    `act` is the pattern that discharges the duty, with the attributes that it needs.
    """

    rule: Rule
    index: int
    situation: Situation
    from_trigger: int
    act: Pattern
    attributes: Mapping[str, Any]

    @property
    def deadline_form(self) -> Deadline:
        """The rule's form."""
        assert isinstance(self.rule.form, Deadline)
        return self.rule.form

    @property
    def case(self) -> Case:
        """The case that decides."""
        return self.deadline_form.cases[self.index]

    @property
    def period(self) -> Period | None:
        """The length that the file gives, where the limit carries none of its own."""
        limit = counted_limit(self.case.limit)
        given = self.situation.attributes if limit.unit == "attribute" else self.situation.facts
        return parse_iso(str(given[limit.carried])) if limit.unit in ("attribute", "fact") else None

    def said(self, trigger: int, at: int) -> int | None:
        """Return when the event of an act that counts at an instant stands in the file, where that may be before it counts."""
        act, readings = self.act, self.situation.readings
        others = [other for other in self.deadline_form.must if other.type == act.type and other.counted != act.counted]
        alone = all(meets(self.situation, [(under(other.when, readings), False)]) for other in others)
        return max(trigger, at - HOUR) if act.counted is not None and alone else None

    def trigger_for(self, start: int) -> int:
        """Return the instant of the trigger for a clock that starts at an instant."""
        return start - self.from_trigger

    def deadline(self, trigger: int) -> int | None:
        """Return the last instant in time for a trigger at an instant, worked out without the engine; None for an open standard."""
        limit = counted_limit(self.case.limit)
        return self._last(limit, trigger)

    def outer(self, trigger: int) -> int | None:
        """Return the bound that the text sets to an open standard; None where it sets none."""
        outer = self.case.limit.outer
        return None if outer is None else self._last(outer, trigger)

    def _last(self, limit: Limit, trigger: int) -> int | None:
        pack = self.situation.pack
        start = trigger + self.from_trigger
        if _is_date(limit, self.situation):
            start = start_of_day(local_time(start, pack.zone).date(), pack.zone)
        path = pack.working_day_fact
        closing = self.situation.fact(path) if path else None
        return last_instant(limit, start, pack, pack.zone, period=self.period, closing=closing if isinstance(closing, int) else None)


def _is_date(limit: Limit, situation: Situation) -> bool:
    """Tell whether a clock starts with the beginning of a day that the file names."""
    match limit.start.kind:
        case "fact":
            return situation.vocabulary.facts[limit.start.name].type.kind == "date"
        case "attribute":
            return situation.kind(situation.trigger, limit.start.name).kind == "date"
    return False


def counted_limit(limit: Limit) -> Limit:
    """Return the limit whose clock matters: its own, or the outer bound of an open standard."""
    return limit.outer if limit.unit == "standard" and limit.outer is not None else limit


def choices(rule: Rule, pack: Pack) -> Iterator[Mapping[str, str]]:
    """Yield every choice of the readings that a rule consults, with the others at their defaults; fewest departures first."""
    usual = defaults(pack)
    found = [dict(zip(rule.readings, options, strict=True)) for options in product(*(pack.readings[name].names for name in rule.readings))]
    found.sort(key=lambda chosen: sum(usual[name] != option for name, option in chosen.items()))
    for chosen in found:
        yield {**usual, **chosen}


def wishes_for(form: Deadline, index: int) -> list[Wish]:
    """Return what must be so for a case to decide: its own condition, and none of a case before it. Dates of the law are for `windows`."""
    before = [(case.when, False) for case in form.cases[:index] if case.when is not None]
    return [*before, (form.cases[index].when, True)]


def plans(rule: Rule, index: int, pack: Pack, *, more: Sequence[Wish] = ()) -> Iterator[Plan]:
    """Yield plans in which a case decides and `more` comes true, one for each act that discharges the duty, under the first readings
    that allow it.
    """
    form = rule.form
    assert isinstance(form, Deadline)
    done: set[int] = set()
    for readings in choices(rule, pack):
        for number, act in enumerate(form.must):
            if number not in done:
                found = next(with_act(rule, index, act, pack, readings, more), None)
                if found is not None:
                    done.add(number)
                    yield found
        if len(done) == len(form.must):
            return


def with_act(
    rule: Rule, index: int, act: Pattern, pack: Pack, readings: Mapping[str, str], more: Sequence[Wish] = (), *, usable: bool = True
) -> Iterator[Plan]:
    """Yield plans for one act under chosen readings; not `usable`: in circumstances in which the act does not count."""
    form = rule.form
    assert isinstance(form, Deadline)
    shared: list[Wish] = [(TriggerHas(name, ANY), True) for name in form.same]
    carried: list[Wish] = []
    limit = counted_limit(form.cases[index].limit)
    if limit.unit == "attribute":
        carried = [(TriggerHas(limit.carried, ANY), True)]
    wishes: list[Wish] = [(rule.when, True), *wishes_for(form, index), (act.when, usable), *shared, *more]
    for situation in situations(pack, readings, _startable(rule, act), [*wishes, *carried]):
        bound = [(under(condition, readings), wanted) for condition, wanted in wishes]
        begun = started(timed(_with_period(_no_more_than_asked(situation, bound), limit), form), limit, form)
        if begun is None or not meets(begun[0], bound):
            continue
        attributes = act_attributes(act, form, begun[0])
        if attributes is not None and not already(form, begun[0]):
            yield Plan(rule, index, begun[0], begun[1], act, attributes)


def _no_more_than_asked(situation: Situation, bound: Sequence[tuple[Condition | bool | None, bool | None]]) -> Situation:
    """Return a situation without the events that need not stand in it, where it has some that come after the trigger."""
    if all(other.ahead <= 0 for other in situation.others):
        return situation
    for other in situation.others:
        less = replace(situation, others=tuple(one for one in situation.others if one is not other))
        situation = less if meets(less, bound) else situation
    return situation


def _with_period(situation: Situation, limit: Limit) -> Situation:
    """Return a situation whose file gives the length that a limit does not carry itself."""
    match limit.unit:
        case "attribute":
            return replace(situation, attributes={**situation.attributes, limit.carried: GIVEN_PERIOD})
        case "fact":
            return replace(situation, facts={**situation.facts, limit.carried: GIVEN_PERIOD})
    return situation


def _startable(rule: Rule, act: Pattern) -> tuple[Pattern, ...]:
    """Return the triggers of a rule, those first that are of another type than the act."""
    return tuple(sorted(rule.triggers, key=lambda pattern: pattern.type == act.type))


def act_attributes(act: Pattern, form: Deadline | Recurrence, situation: Situation) -> Mapping[str, Any] | None:
    """Return the attributes with which an event has the form of an act and shares what it must with the trigger; None if it cannot.

    Where another act of its type counts from an instant that the event states, it states its own.
    """
    known = situation.vocabulary.events[act.type].attributes
    found: dict[str, Any] = {other.counted: Ahead(0) for other in form.must if other.type == act.type and other.counted}
    same = form.same if isinstance(form, Deadline) else ()
    found.update((name, situation.attributes[name]) for name in same if name in situation.attributes)
    for name, _ in act.form:
        if name not in found:
            value = next(
                values(known[name], [Wanted(other, True) for key, other in act.form if key == name], zone(situation.pack.zone)), None
            )
            if value is None:
                return None
            found[name] = value
    return found if fits_form(act, found, situation) else None


def timed(situation: Situation, form: Deadline) -> Situation:
    """Return a situation whose other events state the instants from which they would count as acts: no such act is left open."""

    def stated(other: Happening) -> Happening:
        patterns = [pattern for pattern in (*form.must, *form.lapses) if pattern.type == other.type]
        counted = {pattern.counted: Ahead(other.ahead) for pattern in patterns if pattern.counted}
        return replace(other, attributes={**counted, **other.attributes}) if counted else other

    return replace(situation, others=tuple(stated(other) for other in situation.others))


def already(form: Deadline, situation: Situation) -> bool:
    """Tell whether something that stands in a situation would itself discharge the duty."""
    kinds = {pattern.type for pattern in form.must}
    since = situation.began() if form.earlier_counts else 0
    return any(other.type in kinds and other.ahead >= since for other in situation.others)


def started(situation: Situation, limit: Limit, form: Deadline) -> tuple[Situation, int] | None:
    """Return a situation with what starts the clock of a limit, and where that stands from the trigger; None where it cannot."""
    start = limit.start
    gap = min(HOUR, limit.amount // 4) if limit.unit == "elapsed" else HOUR
    match start.kind:
        case "trigger":
            return situation, 0
        case "attribute":
            kind = situation.kind(situation.trigger, start.name)
            ahead = CARRIED if limit.unit == "instant" else gap if kind.kind != "date" and not kind.may_precede else -gap
            return replace(situation, attributes={**situation.attributes, start.name: Ahead(ahead)}), ahead
        case "fact":
            ahead = CARRIED if limit.unit == "instant" else -gap
            return replace(situation, facts={**situation.facts, start.name: Ahead(ahead)}), ahead
        case "next":
            if situation.trigger == start.name:
                return situation, 0
            if any(pattern.type == start.name for pattern in form.must):
                return None
            return replace(situation, others=(*situation.others, Happening(start.name, gap))), gap
    since = situation.began() if start.scope == "detention" else -FAR_BACK
    known = [other.ahead for other in situation.others if other.type == start.name and since <= other.ahead <= 0]
    if situation.trigger == start.name:
        known.append(0)
    if known:
        return situation, min(known) if start.kind == "first" else max(known)
    if start.or_trigger:
        return situation, 0
    return replace(situation, others=(*situation.others, Happening(start.name, -gap))), -gap


def done_at_once(plan: Plan) -> bool:
    """Tell whether the act may stand in the trigger's own second: it is another event, and the duty arises all the same."""
    situation, act = plan.situation, Happening(plan.act.type, 0, plan.attributes)
    when = under(plan.rule.when, situation.readings)
    return plan.act.type != situation.trigger and meets(replace(situation, others=(*situation.others, act)), [(when, True)])


def clock_for(situation: Situation, day_start: int) -> int | None:
    """Return the instant of a local day at which a trigger stands as late in it as a situation asks; None where it asks nothing."""
    if not situation.late:
        return None
    home = situation.pack.zone
    closing = datetime.combine(local_time(day_start, home).date(), CLOSING)
    return instant_at(closing + timedelta(seconds=any(situation.late.values())), home)


def opened(rule: Rule, pack: Pack, *, when: bool | None, only_if: bool | None) -> Iterator[Situation]:
    """Yield situations in which a precondition's duty arises (or not, or perhaps), and its condition comes out as wanted."""
    form = rule.form
    assert isinstance(form, Precondition)
    for readings in choices(rule, pack):
        yield from situations(pack, readings, rule.triggers, [(rule.when, when), (form.only_if, only_if)])


def unformed(rule: Rule, pack: Pack) -> Iterator[Situation]:
    """Yield situations in which a precondition is not met by a trigger of which it is not known whether it has the form that is asked."""
    form = rule.form
    assert isinstance(form, Precondition)
    for kind in dict.fromkeys(pattern.type for pattern in rule.triggers):
        asked = Some(tuple(form_of(pattern) for pattern in rule.triggers if pattern.type == kind))
        wishes: list[Wish] = [(asked, None), (rule.when, True), (form.only_if, False)]
        for readings in choices(rule, pack):
            yield from situations(pack, readings, [Pattern(kind)], wishes)


def form_of(pattern: Pattern) -> Condition:
    """Return the form that a pattern asks of a trigger, as a condition."""
    return All(tuple(TriggerHas(name, test) for name, test in pattern.form))


def excepted(rule: Rule, pack: Pack) -> Iterator[Situation]:
    """Yield situations in which a rule's own condition certainly fails, so that no duty arises."""
    for readings in choices(rule, pack):
        yield from situations(pack, readings, rule.triggers, [(rule.when, False)])


def perhaps(rule: Rule, pack: Pack) -> Iterator[Situation]:
    """Yield situations in which it is not known whether a deadline's duty arises, and in which a limit would apply if it did."""
    form = rule.form
    assert isinstance(form, Deadline)
    for readings in choices(rule, pack):
        for index in range(len(form.cases)):
            yield from situations(pack, readings, rule.triggers, [(rule.when, None), *wishes_for(form, index)])
