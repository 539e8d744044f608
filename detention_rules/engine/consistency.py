"""Timelines that contradict themselves: orders of events that cannot be, and facts that cannot both be, by the pack's vocabulary."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from detention_rules.engine.timeline import FAR, Duty, Timeline, World
from detention_rules.language.sentences import listed, words
from detention_rules.language.vocabulary import Order, Vocabulary
from detention_rules.model.catalogue import text
from detention_rules.model.scenario import Event


def inconsistencies(orders: Iterable[Order], timeline: Timeline, world: World) -> tuple[str, ...]:
    """Return a sentence for each event of these orders that certainly stands where none of the events it needs has come before."""
    orders = [order for order in orders if order.event in world.by_type and not _plainly_kept(order, world)]
    if not orders:
        return ()
    by_type = grouped(timeline)
    return tuple(
        _told(order, event)
        for order in orders
        for event in misplaced(order, timeline.pack.vocabulary, by_type, _whole_span)
        if event.at.default.earliest <= timeline.as_of  # what is not yet known decides nothing
    )


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


Span = tuple[int, int]
"""The first and the last instant at which an event may have happened."""

ByType = Mapping[str, Sequence[Event]]


def grouped(timeline: Timeline) -> ByType:
    """Return the events of a timeline by their type, those of uncertain time included."""
    found: dict[str, list[Event]] = {}
    for event in timeline.scenario.events:
        found.setdefault(event.type, []).append(event)
    return found


def deciding(order: Order, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the types of the events whose times decide whether an order is kept."""
    return (order.event, *(order.needs if order.needs is not None else (*vocabulary.begins, *vocabulary.ends)))


def misplaced(order: Order, vocabulary: Vocabulary, by_type: ByType, span: Callable[[Event], Span]) -> Iterator[Event]:
    """Yield the events of an order that, wherever in its span each event lies, stand where nothing that they need came before."""

    def may_precede(first: Event, second: Event) -> bool:
        return span(first)[0] <= span(second)[1]

    def detained(event: Event, without: Event | None = None) -> bool:
        """Tell whether someone was detained when an event happened, whatever one beginning may have begun."""
        before = [end for end in ended if span(end)[1] < span(event)[0]]
        last = max((span(end)[0] for end in before), default=-FAR)
        begins = [begin for begin in begun if begin is not without and may_precede(begin, event) and span(begin)[1] >= last]
        # A release in the very second of an arrest ended what that arrest began, unless somebody was there to be released without it.
        tied = [end for end in before if span(end)[0] == last]
        return any(span(begin)[1] > last or all(detained(end, begin) for end in tied) for begin in begins)

    begun, ended = ([event for kind in kinds for event in by_type.get(kind, ())] for kinds in (vocabulary.begins, vocabulary.ends))
    for event in by_type.get(order.event, ()):
        if order.needs is None:
            kept = detained(event)
        else:
            kept = any(may_precede(other, event) for kind in order.needs for other in by_type.get(kind, ()))
        if not kept:
            yield event


def _told(order: Order, event: Event) -> str:
    if order.needs is None:
        return text("inconsistent.not-detained", event=event.id)
    return text("inconsistent.order", event=event.id, needs=listed(words(kind) for kind in order.needs))


def _whole_span(event: Event) -> Span:
    return min(account.earliest for account in event.at.accounts), event.at.latest
