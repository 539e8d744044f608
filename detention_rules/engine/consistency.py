"""Timelines that contradict themselves: orders of events that cannot be, and facts that cannot both be, by the pack's vocabulary."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from itertools import accumulate

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
    spans = [(event, _whole_span(event)) for event in timeline.scenario.events]
    return tuple(
        _told(order, event)
        for order, event, _ in misplaced(orders, timeline.pack.vocabulary, spans)
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


def deciding(order: Order, vocabulary: Vocabulary) -> tuple[str, ...]:
    """Return the types of the events whose times decide whether an order is kept."""
    return (order.event, *(order.needs if order.needs is not None else (*vocabulary.begins, *vocabulary.ends)))


def misplaced(orders: Iterable[Order], vocabulary: Vocabulary, spans: Iterable[tuple[Event, Span]]) -> Iterator[tuple[Order, Event, Span]]:
    """Yield the events that, wherever in its span each event lies, stand where nothing that an order says they need came before."""
    by_type: dict[str, list[tuple[Event, Span]]] = {}
    for event, span in spans:
        by_type.setdefault(event.type, []).append((event, span))

    def of(kinds: Iterable[str]) -> list[Span]:
        return [span for kind in kinds for _, span in by_type.get(kind, ())]

    detentions: _Detentions | None = None
    for order in orders:
        if order.event not in by_type:
            continue
        if order.needs is not None:
            soonest = min((first for first, _ in of(order.needs)), default=FAR)
            yield from ((order, event, span) for event, span in by_type[order.event] if span[1] < soonest)
            continue
        detentions = detentions or _Detentions(of(vocabulary.begins), of(vocabulary.ends))
        yield from ((order, event, span) for event, span in by_type[order.event] if not detentions.may_be_open(span))


class _Detentions:
    """What beginnings and ends of detentions, each somewhere in its span, allow: each of them once."""

    def __init__(self, begins: list[Span], ends: list[Span]) -> None:
        self.begins = sorted(begins)
        self.firsts = [first for first, _ in self.begins]
        self.lasts = list(accumulate((last for _, last in self.begins), max))
        self.ends = sorted(ends, key=lambda span: span[1])
        self.ended = [last for _, last in self.ends]
        self.over = list(accumulate((first for first, _ in self.ends), max))
        self.earlier: dict[int, bool] = {}
        """By the second of an end: whether someone may have been detained then, without what began in that second."""
        for end in self.ends:
            self.earlier[end[0]] = self.may_be_open(end, but=end[0]) and self.earlier.get(end[0], True)

    def may_be_open(self, span: Span, but: int | None = None) -> bool:
        """Tell whether someone may be detained at an event, left aside what began at the instant `but` at the latest."""
        number = bisect_left(self.ended, span[0])
        over = self.over[number - 1] if number else -FAR
        known = bisect_right(self.firsts, span[1])
        latest = self.lasts[known - 1] if known else -FAR
        if latest > over and latest != but:
            return True
        begins = [last for _, last in self.begins[:known] if last != but and last >= over]
        # A release in the very second of an arrest ended what that arrest began, unless somebody else was there to be released.
        return len(begins) > 1 or (bool(begins) and (begins[0] > over or self.earlier[over]))


def _told(order: Order, event: Event) -> str:
    if order.needs is None:
        return text("inconsistent.not-detained", event=event.id)
    return text("inconsistent.order", event=event.id, needs=listed(words(kind) for kind in order.needs))


def _whole_span(event: Event) -> Span:
    return min(account.earliest for account in event.at.accounts), event.at.latest
