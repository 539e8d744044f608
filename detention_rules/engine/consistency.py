"""Timelines that contradict themselves: orders of events that cannot be, and facts that cannot both be, by the pack's vocabulary."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from detention_rules.engine.timeline import FAR, Duty, Timeline, World
from detention_rules.language.sentences import listed, words
from detention_rules.language.vocabulary import Order
from detention_rules.model.catalogue import text
from detention_rules.model.scenario import Event


def inconsistencies(orders: Iterable[Order], timeline: Timeline, world: World) -> tuple[str, ...]:
    """Return a sentence for each event of these orders that certainly stands where none of the events it needs has come before."""
    orders = [order for order in orders if order.event in world.by_type and not _plainly_kept(order, world)]
    if not orders:
        return ()
    by_type: dict[str, list[Event]] = {}
    for event in timeline.scenario.events:
        by_type.setdefault(event.type, []).append(event)
    return tuple(chain.from_iterable(_contradictions(order, by_type, timeline) for order in orders))


def contradicted(timeline: Timeline, world: World) -> Iterator[str]:
    """Yield a sentence for each fact that, at some event, is not what another fact that is given as well makes it."""
    if not timeline.doubled:
        return
    acts = sorted((act for acts in world.by_type.values() for act in acts), key=lambda act: (act.time, act.event.id))
    for path in timeline.doubled:
        how = timeline.pack.vocabulary.facts[path].derived
        assert how is not None
        for act in acts:
            value = timeline.given(path, act.time)
            if value is not None and timeline.contradicts(path, value, act.time, Duty(world, act.event, act.time)):
                yield text("inconsistent.fact", fact=path, source=how.source, event=act.event.id)
                break


def detained_again(world: World) -> tuple[Event, ...]:
    """Return the first event of every detention that certainly follows the end of an earlier one."""
    vocabulary = world.timeline.pack.vocabulary
    begun = sorted((act for kind in vocabulary.begins for act in world.by_type.get(kind, ())), key=lambda act: act.time)
    found: list[Event] = []
    for end, over in zip(world.ends, [*world.ends[1:], FAR], strict=True):
        begin = next((act for act in begun if end <= act.time < over), None)
        loose = [other for other in world.timeline.uncertain if other.type in (*vocabulary.begins, *vocabulary.ends)]
        if begin is not None and not loose and any(act.time < begin.time for act in begun):
            found.append(begin.event)
    return tuple(found)


def _plainly_kept(order: Order, world: World) -> bool:
    """Tell, at little cost, that an order is kept whatever uncertain times may be: the first event has what it needs before it."""
    entries = world.by_type[order.event]
    needs = order.needs
    if needs is None:
        if len(world.ends) > 1:
            return False
        needs = world.timeline.pack.vocabulary.begins
    first = entries[0][0]
    return any(kind in world.by_type and world.by_type[kind][0][0] <= first for kind in needs)


def _contradictions(order: Order, by_type: dict[str, list[Event]], timeline: Timeline) -> Iterator[str]:
    for event in by_type[order.event]:
        if event.at.default.earliest > timeline.as_of:
            continue  # not yet known: it decides nothing
        if order.needs is None:
            if not _detained(event, by_type, timeline):
                yield text("inconsistent.not-detained", event=event.id)
        elif not any(_may_precede(other, event) for kind in order.needs for other in by_type.get(kind, ())):
            yield text("inconsistent.order", event=event.id, needs=listed(words(kind) for kind in order.needs))


def _detained(event: Event, by_type: dict[str, list[Event]], timeline: Timeline) -> bool:
    """Tell whether, as far as the timeline allows, someone was detained when an event ended the detention."""
    vocabulary = timeline.pack.vocabulary
    begins = [other for kind in vocabulary.begins for other in by_type.get(kind, ()) if _may_precede(other, event)]
    ends = [other for kind in vocabulary.ends for other in by_type.get(kind, ()) if other.at.latest < _earliest(event)]
    return any(not any(begin.at.latest < _earliest(end) for end in ends) for begin in begins)


def _may_precede(first: Event, second: Event) -> bool:
    return _earliest(first) <= second.at.latest


def _earliest(event: Event) -> int:
    return min(account.earliest for account in event.at.accounts)
