"""Acts as rules of the network: the join of a timeline's events with what was computed of a duty."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from detention_rules.engine.acts import CompiledPattern
from detention_rules.engine.durable.fields import Certainty, Fields, Way, equal, forms
from detention_rules.engine.durable.network import ABOUT, CLOCK, HAPPENED, ROLE, Join, Network, Row, Test, Thing, row
from detention_rules.engine.durable.numbers import NEVER, UNKNOWN, Codes, Inexpressible, instant
from detention_rules.engine.durable.worker import NoAnswer, Worker
from detention_rules.engine.timeline import Duty
from detention_rules.language.vocabulary import Vocabulary
from detention_rules.model.findings import Verdict

Opined = tuple[Verdict, int | None]
"""A verdict and its margin."""

DOUBT = "doubt"
"""The rule that fires where an act may or may not count, and none that certainly does stands no later."""


class Span(NamedTuple):
    """From when to when the acts of a duty count, and what its limit says: numbers that the rules compare instants with.

    `off` are the numbers of the patterns that do not count at all in this duty's circumstances.
    """

    since: int
    until: int
    off: frozenset[int]
    about: Row


ACT, END, MAYBE, UNSURE = 1, 2, 3, 4
"""What an event is to a duty: it discharges it, it ends it, it may discharge it, it may do either at any time."""


def acts(role: int, *joins: Join) -> Thing:
    """Return what an event is to a duty, as the rules look for it."""
    return Thing(ROLE, (Test("eq", "role", role),), joins)


class Judges(NamedTuple):
    """The rules that tell what becomes of any duty from what events are to it, and what each says when it fires."""

    network: Network
    opined: Callable[[str, int, Row, int], Opined]


class Acts:
    """Which events are acts that discharge a duty of a rule, or end it: rules that join them with what was computed of the duty."""

    def __init__(
        self,
        codes: Codes,
        vocabulary: Vocabulary,
        must: Sequence[CompiledPattern],
        lapses: Sequence[CompiledPattern],
        same: tuple[str, ...],
    ) -> None:
        self._codes, self._vocabulary = codes, vocabulary
        self._fields = Fields(codes)
        self._patterns = (*must, *lapses)
        self._must = range(len(must))
        self._same = same
        self._types = tuple(dict.fromkeys(pattern.type for pattern in self._patterns))
        self._reaching = tuple(number for number in self._must if self._patterns[number].reaches is not None)
        self.orders, self.roles = Network(), Network()
        self._taken_back()
        for number in range(len(self._patterns)):
            self._in_form(number)
            self._in_doubt(number)

    # the rules

    def _in_form(self, number: int) -> None:
        role = ACT if number in self._must else END
        for way in self._ways(number, "yes"):
            self.roles.add(f"{role} {number}", self._thing(number, way))

    def _in_doubt(self, number: int) -> None:
        pattern = self._patterns[number]
        for way in self._ways(number, "only perhaps"):
            self.roles.add(f"{MAYBE if number in self._must else UNSURE} {number}", self._thing(number, way))
            if number in self._reaching:
                self.roles.add(f"{UNSURE} {number}", Thing(HAPPENED, (self._tests(number)[0], *way), (Join("lte", "at", "now", "limit"),)))
        carried = (name for name in (pattern.counted, pattern.reaches) if name is not None)
        unknown = [Test("eq", self._fields.instant(name), UNKNOWN) for name in carried]
        unknown += [Test("eq", self._fields.same(name), UNKNOWN) for name in self._asked(number)]
        for test in unknown:
            for way in self._ways(number, "perhaps"):
                self.roles.add(f"{UNSURE} {number}", Thing(HAPPENED, (*self._tests(number), *way, test), self._fresh(number)))

    def _taken_back(self) -> None:
        """Add, as rules of their own, which order is the last that ends too early: it takes back those before it."""
        for number in self._reaching:
            pattern = self._patterns[number]
            end = self._fields.instant(pattern.reaches or "")
            known = (self._tests(number)[0], Test("gte", end, 1))
            too_early = (Join("lte", "at", "now", "limit"), Join("lte", end, "now", "limit"))
            things = [Thing(HAPPENED, (*known, *way), too_early) for way in self._ways(number, "yes")]
            for thing in things:
                self.orders.add(f"last {number}", thing, [one.joined(Join("gt", "seq", "a", "seq")) for one in things])

    def _thing(self, number: int, way: Way) -> Thing:
        pattern, at = self._patterns[number], self._at(number)
        fixed = [Join("gte", at, "now", f"since{number}"), Join("lte", at, "now", "until"), Join("lte", at, "now", "at")]
        fixed += self._fresh(number)
        tests = [*self._tests(number), *way]
        if pattern.reaches is not None:
            fixed.append(Join("gt", self._fields.instant(pattern.reaches), "now", "limit"))
        if number in self._reaching:
            fixed.append(Join("gt", "seq", "now", f"after{number}"))
        for name in self._asked(number):
            field = self._fields.same(name)
            tests.append(Test("gte", field, 1))
            fixed += equal(field, f"same{self._same.index(name)}")
        return Thing(HAPPENED, tuple(tests), tuple(fixed))

    def _fresh(self, number: int) -> tuple[Join, ...]:
        return (Join("gte", "at", "now", "trigger"),) if self._patterns[number].fresh else ()

    def _tests(self, number: int) -> tuple[Test, ...]:
        return Test("eq", "type", self._codes.of(self._patterns[number].type)), Test("eq", "own", 0)

    def _asked(self, number: int) -> tuple[str, ...]:
        return self._same if number in self._must else ()

    def _at(self, number: int) -> str:
        counted = self._patterns[number].counted
        return "at" if counted is None else self._fields.instant(counted)

    def _ways(self, number: int, certain: Certainty) -> list[Way]:
        pattern = self._patterns[number]
        return forms(self._fields, pattern.source, self._vocabulary.events[pattern.type].attributes, certain)

    # asked for each duty

    def ask(self, worker: Worker, duty: Duty, span: Span, judges: Judges) -> Opined:
        """Return what becomes of a duty. Raises NoAnswer, and Inexpressible where something is unknown that may matter."""
        happened = list(self._events(duty))
        if happened and any(duty.attribute(name) is None for name in self._same):
            raise Inexpressible("unknown")
        if any(self._tied(duty, number) for number in self._reaching):
            raise Inexpressible("unknown")
        clock = self._clock(duty, span)
        roles = self._roles_of(worker, [row(HAPPENED, number, one) for number, one in enumerate(happened, 1)], clock) if happened else []
        rows = [row(ROLE, number, one) for number, one in enumerate(roles, 1)]
        rows.append(row(ABOUT, len(rows) + 1, span.about))
        rows.append(row(CLOCK, len(rows) + 1, clock))
        fired = worker.ask_all(judges.network, rows)
        if any(name == DOUBT for name, _ in fired):
            raise Inexpressible("unknown")
        found = {judges.opined(name, things.get("a", {}).get("at", UNKNOWN), span.about, clock["at"]) for name, things in fired}
        if len(found) != 1:
            raise NoAnswer("contradiction")
        return found.pop()

    def _tied(self, duty: Duty, number: int) -> bool:
        """Tell whether two orders were given in one second, so that it is not known which is the last."""
        times = [act.time for act in duty.world.by_type.get(self._patterns[number].type, ())]
        return len(set(times)) < len(times)

    def _roles_of(self, worker: Worker, rows: list[Row], clock: Row) -> list[Row]:
        """Return what the network says that events are to the duty, and when they count."""
        if self._reaching:
            for name, things in worker.ask_all(self.orders, [*rows, row(CLOCK, len(rows) + 1, clock)]):
                clock[f"after{name.partition(' ')[2]}"] = things["a"]["seq"]
        found = []
        for name, things in worker.ask_all(self.roles, [*rows, row(CLOCK, len(rows) + 1, clock)]):
            role, _, number = name.partition(" ")
            found.append({"role": int(role), "at": things["a"][self._at(int(number))]})
        return found

    def _events(self, duty: Duty) -> Iterator[dict[str, int]]:
        for kind in self._types:
            for place, act in enumerate(duty.world.by_type.get(kind, ()), 1):
                yield {
                    "type": self._codes.of(kind),
                    "at": instant(act.time),
                    "seq": place,
                    "own": int(act.event is duty.trigger),
                    **self._fields.values(act.event.attributes.get),
                }

    def _clock(self, duty: Duty, span: Span) -> dict[str, int]:
        vocabulary, ended = self._vocabulary, duty.world.ended_at_trigger(duty)
        found = {
            "at": instant(duty.world.timeline.as_of),
            "until": instant(span.until),
            "trigger": instant(duty.time),
            **span.about,
            **{f"after{number}": 0 for number in self._reaching},
            **{f"same{place}": self._codes.of(duty.attribute(name), fold=True) for place, name in enumerate(self._same)},
        }
        for number, pattern in enumerate(self._patterns):
            since = span.since if number in self._must else duty.time
            if ended and pattern.type in vocabulary.ends and since <= duty.time:
                since = duty.time + 1
            found[f"since{number}"] = NEVER + 1 if number in span.off else instant(since)
        return found
