"""Conditions that look at other events: whether one stood before, how long ago, whether a stated time is right.

Each is a pair of families of rules, those that fire where it holds and those that fire where it fails; where neither does it is unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC
from itertools import product
from typing import NamedTuple

from detention_rules.engine.durable.fields import Fields, equal, forms, minute
from detention_rules.engine.durable.network import HAPPENED, Join, Network, Operator, Test, Thing
from detention_rules.engine.durable.numbers import EVER, NEVER, UNKNOWN, Codes, day_number, instant
from detention_rules.engine.limits import compiled_limit
from detention_rules.engine.timeline import Act, Duty
from detention_rules.language.conditions import Detained, Earlier, Elapsed, Later, Limit, OnDayOf, Pattern, Scope, Shares, StatesTime
from detention_rules.language.vocabulary import Vocabulary

Leaf = Earlier | Elapsed | StatesTime | OnDayOf | Later | Detained
OnEvent = Callable[[Duty, Act], int]
OnClock = Callable[[Duty], int]


_AT_LEAST: tuple[Operator, Operator] = ("lte", "gt")
_AT_MOST: tuple[Operator, Operator] = ("gte", "lt")
"""How a bound stands to the trigger's instant where it is kept, and where it is broken."""

_LATER = Join("gt", "at", "a", "at")


class Other(NamedTuple):
    """Events that a condition looks for: certainly such, perhaps such (with those that are), and such but for what they share."""

    certain: list[Thing]
    perhaps: list[Thing]
    doubtful: list[Thing]


class Leaves:
    """The rules for every such condition of a rule, and what the network has to be told for them."""

    def __init__(self, codes: Codes, vocabulary: Vocabulary) -> None:
        self.fields = Fields(codes)
        self.codes = codes
        self.vocabulary = vocabulary
        self.network = Network()
        self.found: list[Leaf] = []
        self.types: set[str] = set()
        self.on_event: dict[str, OnEvent] = {}
        self.on_clock: dict[str, OnClock] = {}

    def number(self, leaf: Leaf) -> int:
        """Return the number of a condition; its rules are made the first time."""
        if leaf not in self.found:
            self.found.append(leaf)
            number = len(self.found) - 1
            match leaf:
                case Earlier():
                    self._earlier(number, leaf)
                case Elapsed():
                    self._elapsed(number, leaf)
                case OnDayOf():
                    self._on_day_of(number, leaf)
                case Later():
                    self._later(number, leaf)
                case Detained():
                    self._detained(number, leaf)
                case StatesTime():
                    self._states_time(number, leaf)
        return self.found.index(leaf)

    def _type(self, name: str) -> Test:
        self.types.add(name)
        return Test("eq", "type", self.codes.of(name))

    def _earlier(self, number: int, leaf: Earlier) -> None:
        before = _before(leaf.scope)
        standing = self._other(f"{number}", leaf.pattern, leaf.shares)
        enders = [self._other(f"{number}u{place}", pattern, shares) for place, (pattern, shares) in enumerate(leaf.unless)]
        still = [thing.joined(*_before("case"), Join("gte", "at", "a", "at")) for ender in enders for thing in ender.perhaps]
        for thing in standing.certain:
            self.network.add(f"yes{number}", thing.joined(*before), still)
        perhaps = [thing.joined(*before) for thing in standing.perhaps]
        self.network.add(f"no{number}", absent=perhaps)
        for thing in (thing for ender in enders for thing in ender.certain):
            later = [one.joined(Join("gte", "at", "a", "at")) for one in perhaps]
            self.network.add(f"no{number}", thing.joined(*_before("case")), later)

    def _elapsed(self, number: int, leaf: Elapsed) -> None:
        before = _before(leaf.scope)
        bounds = []
        for name, bound, kept, broken in (("least", leaf.at_least, *_AT_LEAST), ("most", leaf.at_most, *_AT_MOST)):
            if bound is not None:
                field = f"{name}{number}"
                self.on_event[field] = _bound(bound)
                bounds.append(
                    (Test("gte", field, EVER), Test("eq", field, UNKNOWN), Join(kept, field, "now", "at"), Join(broken, field, "now", "at"))
                )
        others = [self._other(f"{number}s{place}", Pattern(kind), leaf.shares) for place, kind in enumerate(leaf.since)]
        certain = [thing.joined(*before) for other in others for thing in other.certain]
        doubtful = [thing.joined(*before, _LATER) for other in others for thing in other.doubtful]
        later = [thing.joined(_LATER) for thing in certain]
        not_kept = [
            one
            for thing in doubtful
            for known, unknown, _, broken in bounds
            for one in (thing.tested(unknown), thing.tested(known).joined(broken))
        ]
        not_broken = [
            _applied(thing, choice)
            for thing in doubtful
            for choice in product(*(((unknown, None), (known, kept)) for known, unknown, kept, _ in bounds))
        ]
        for thing in certain:
            held = thing.tested(*(known for known, *_ in bounds)).joined(*(kept for _, _, kept, _ in bounds))
            self.network.add(f"yes{number}", held, [*later, *not_kept])
            for known, _, _, over in bounds:
                self.network.add(f"no{number}", thing.tested(known).joined(over), [*later, *not_broken])

    def _other(self, name: str, pattern: Pattern, shares: Shares) -> Other:
        """Return the events of a pattern that share attributes with the trigger: those that certainly do, and those that may."""
        kinds = self.vocabulary.events[pattern.type].attributes
        base = Thing(HAPPENED, (self._type(pattern.type), _NOT_THE_TRIGGER))
        equal_, maybe = base, [(base, False)]
        for index, (theirs, own) in enumerate(shares):
            field = self.fields.same(theirs)
            code, least, most = (f"{word}{name}x{index}" for word in ("same", "least", "most"))
            self.on_clock[code] = self._shared(own, UNKNOWN)
            self.on_clock[least] = self._shared(own, UNKNOWN)
            self.on_clock[most] = self._shared(own, NEVER)
            equal_ = equal_.tested(Test("gte", field, 1)).joined(*equal(field, code))
            between = (Join("gte", field, "now", least), Join("lte", field, "now", most))
            unknown, given = Test("eq", field, UNKNOWN), Test("gte", field, 1)
            pairs = [((thing.tested(unknown), True), (thing.tested(given).joined(*between), doubt)) for thing, doubt in maybe]
            maybe = [way for pair in pairs for way in pair]
        if pattern.reaches is not None:
            field = self.fields.instant(pattern.reaches)
            past = (Test("gte", field, 1), Join("gt", field, "now", "at"))
            equal_ = equal_.tested(past[0]).joined(past[1])
            maybe = [
                way
                for thing, doubt in maybe
                for way in ((thing.tested(Test("eq", field, UNKNOWN)), True), (thing.tested(past[0]).joined(past[1]), doubt))
            ]
        certain = [equal_.tested(*way) for way in forms(self.fields, pattern, kinds, "yes")]
        perhaps = [thing.tested(*way) for way in forms(self.fields, pattern, kinds, "perhaps") for thing, _ in maybe]
        return Other(certain, perhaps, [thing for thing, doubt in maybe if doubt])

    def _shared(self, name: str, unknown: int) -> OnClock:
        def read(duty: Duty) -> int:
            return self.codes.of(duty.attribute(name), fold=True) or unknown

        return read

    def _on_day_of(self, number: int, leaf: OnDayOf) -> None:
        self.on_event["day"] = lambda duty, act: day_number(duty.world.timeline.zone.day(act.time))
        self.on_clock["day"] = lambda duty: day_number(duty.world.timeline.zone.day(duty.time))
        thing = Thing(HAPPENED, (self._type(leaf.event), _NOT_THE_TRIGGER), tuple(equal("day", "day")))
        self.network.add(f"yes{number}", thing)
        self.network.add(f"no{number}", absent=[thing])

    def _later(self, number: int, leaf: Later) -> None:
        by, compute = f"by{number}", compiled_limit(leaf.within)
        self.on_clock[by] = lambda duty: instant(compute(duty))
        other, within = self._other(f"{number}", leaf.pattern, ()), Join("lte", "at", "now", by)
        for thing in other.certain:
            self.network.add(f"yes{number}", thing.joined(_AFTER, within), clock=(Test("gte", by, EVER),))
        perhaps = [thing.joined(_AFTER) for thing in other.perhaps]
        self.network.add(f"no{number}", absent=[thing.joined(within) for thing in perhaps], clock=(Test("gte", by, EVER),))
        self.network.add(f"no{number}", absent=perhaps)

    def _detained(self, number: int, leaf: Detained) -> None:
        begins = [Thing(HAPPENED, (self._type(kind),)) for kind in self.vocabulary.begins]
        ends = [Thing(HAPPENED, (self._type(kind),)) for kind in self.vocabulary.ends]
        until, named = f"until{number}", leaf.before
        self.on_clock[until] = lambda duty: NEVER if named is None else _instant_of(duty, named)
        known, ended = (Test("gte", until, EVER),), Join("gte", "at", "now", "at")
        in_scope = Join("gte", "at", "now", "scope")
        sooner = [begin.joined(in_scope, Join("lt", "at", "a", "at")) for begin in begins]
        let_go = [end.joined(ended, Join("lte", "at", "a", "at")) for end in ends]
        for begin in begins:
            self.network.add(f"yes{number}", begin.joined(*_before("detention")))
            self.network.add(f"yes{number}", begin.joined(_AFTER, Join("lt", "at", "now", until)), clock=known)
            self.network.add(f"no{number}", begin.joined(_AFTER, Join("gte", "at", "now", until)), [*sooner, *let_go], known)
        for end in ends:
            self.network.add(f"yes{number}", end.joined(ended), sooner)

    def _states_time(self, number: int, leaf: StatesTime) -> None:
        stated = f"stated{number}"
        tests = (self._type(leaf.event),)
        self.on_clock[stated] = lambda duty: _minute_of(duty, leaf.attribute)
        face = f"face{number}"
        self.on_event["minute"] = lambda _, act: minute(act.time)
        self.on_event["face"] = lambda duty, act: _face(duty, act.time)
        self.on_clock[face] = lambda duty: _face(duty, duty.attribute(leaf.attribute))
        inside, anywhere = _before("detention"), _before("case")
        first = [Thing(HAPPENED, tests, (*inside, Join("lt", "seq", "a", "seq")))]
        last = [Thing(HAPPENED, tests, inside), Thing(HAPPENED, tests, (*anywhere, Join("gt", "seq", "a", "seq")))]
        given = (Test("gte", stated, 1),)
        for before, absent in ((inside, first), (anywhere, last)):
            self.network.add(f"yes{number}", Thing(HAPPENED, tests, (*before, *equal("minute", stated))), absent, given)
            for other in (Join("lt", "face", "now", face), Join("gt", "face", "now", face)):
                self.network.add(f"no{number}", Thing(HAPPENED, tests, (*before, other)), absent, given)

    def clock(self, duty: Duty) -> dict[str, int]:
        """Return what the clock carries for a duty."""
        scope = duty.world.detention_start(duty)
        return {"at": instant(duty.time), "scope": instant(scope), **{name: read(duty) for name, read in self.on_clock.items()}}

    def events(self, duty: Duty) -> Iterable[dict[str, int]]:
        """Yield what the network is told of every event that a condition asks about."""
        for kind in sorted(self.types):
            for place, act in enumerate(duty.world.by_type.get(kind, ())):
                yield {
                    "type": self.codes.of(kind),
                    "at": instant(act.time),
                    "seq": place + 1,
                    "own": int(act.event is duty.trigger),
                    **self.fields.values(act.event.attributes.get),
                    **{name: read(duty, act) for name, read in self.on_event.items()},
                }


_AFTER = Join("gt", "at", "now", "at")
_NOT_THE_TRIGGER = Test("eq", "own", 0)


def _applied(thing: Thing, choice: Iterable[tuple[Test, Join | None]]) -> Thing:
    for test, join in choice:
        thing = thing.tested(test) if join is None else thing.tested(test).joined(join)
    return thing


def _before(scope: Scope) -> tuple[Join, ...]:
    upto = Join("lte", "at", "now", "at")
    return (upto, Join("gte", "at", "now", "scope")) if scope == "detention" else (upto,)


def _bound(limit: Limit) -> OnEvent:
    compute = compiled_limit(limit)
    return lambda duty, act: instant(compute(Duty(duty.world, act.event, act.time)))


def _minute_of(duty: Duty, attribute: str) -> int:
    value = duty.attribute(attribute)
    return minute(value if isinstance(value, int) else None)


def _instant_of(duty: Duty, attribute: str) -> int:
    value = duty.attribute(attribute)
    return instant(value if isinstance(value, int) else None)


def _face(duty: Duty, time: object) -> int:
    """Return what a clock on the wall shows at an instant, to the minute: the same twice where an hour occurs twice."""
    if not isinstance(time, int):
        return UNKNOWN
    local = duty.world.timeline.zone.local(time)
    return minute(int(local.replace(tzinfo=UTC).timestamp()))
