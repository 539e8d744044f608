"""Fields of the things that the network is given: which a rule's tests need, and how each is read from a timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import Literal

from detention_rules.engine.durable.network import Join, Operator, Test, TooLarge
from detention_rules.engine.durable.numbers import UNKNOWN, Codes, instant, scaled
from detention_rules.language.conditions import Compared, OneOf, Pattern
from detention_rules.language.conditions import Test as ValueTest
from detention_rules.language.vocabulary import ValueType
from detention_rules.model.scenario import Value

Way = tuple[Test, ...]
"""Tests that hold together: one way in which a condition may be as asked."""

MOST_WAYS = 2_000

Read = Callable[[Value | None], int]
"""Reads a field from the value that a fact or attribute has (None: unknown)."""

_ORDER: Mapping[str, tuple[Operator, Operator]] = {
    "above": ("gt", "lte"),
    "at_least": ("gte", "lt"),
    "below": ("lt", "gte"),
    "at_most": ("lte", "gt"),
}


class Fields:
    """The fields of one kind of thing. Every field stands in every thing of that kind, `UNKNOWN` where it has no meaning."""

    def __init__(self, codes: Codes) -> None:
        self.codes = codes
        self._read: dict[tuple[str, str, object], tuple[str, Read]] = {}

    def values(self, known: Callable[[str], Value | None]) -> dict[str, int]:
        """Return every field, read from the values that facts or attributes have."""
        return {field: read(known(name)) for (name, _, _), (field, read) in self._read.items()}

    def known(self, name: str) -> str:
        """Return the field that is 1 where a value is known."""
        return self._field(name, "known", None, lambda value: int(value is not None))

    def instant(self, name: str) -> str:
        """Return the field that holds an instant, `UNKNOWN` where it is none."""
        return self._field(name, "instant", None, lambda value: instant(value if isinstance(value, int) else None))

    def same(self, name: str) -> str:
        """Return the field that is the same for equal values, whatever their capital letters."""
        return self._field(name, "same", None, lambda value: self.codes.of(value, fold=True))

    def minute(self, name: str) -> str:
        """Return the field that holds an instant's minute."""
        return self._field(name, "minute", None, lambda value: minute(value if isinstance(value, int) else None))

    def ways(self, name: str, kind: ValueType, test: ValueTest, holds: bool) -> list[Way]:
        """Return the ways in which a known value passes a test, or fails it."""
        known = Test("eq", self.known(name), 1)
        return [(known, *way) for way in self._tests(name, kind, test, holds)]

    def _tests(self, name: str, kind: ValueType, test: ValueTest, holds: bool) -> list[Way]:
        if isinstance(test, OneOf):
            wanted = sorted(test.values, key=repr)
            if kind.kind == "list_of":
                held = [self._holds(name, value) for value in wanted]
                return [(Test("eq", field, 1),) for field in held] if holds else [tuple(Test("eq", field, 0) for field in held)]
            field = self._field(name, "code", None, self.codes.of)
            numbers = [self.codes.of(value) for value in wanted]
            return [(Test("eq", field, one),) for one in numbers] if holds else [tuple(Test("neq", field, one) for one in numbers)]
        if isinstance(test, Compared):
            field = self._field(name, "number", None, lambda value: UNKNOWN if value is None else scaled(value))
            return [(Test(_ORDER[test.how][0 if holds else 1], field, scaled(test.bound)),)]
        return self._tests(name, kind, test.test, not holds)

    def _holds(self, name: str, word: Value) -> str:
        return self._field(name, "holds", word, lambda value: int(isinstance(value, tuple) and word in value))

    def _field(self, name: str, what: str, of: object, read: Read) -> str:
        return self._read.setdefault((name, what, of), (f"f{len(self._read)}", read))[0]


def minute(time: int | None) -> int:
    """Return the minute in which an instant lies."""
    return UNKNOWN if time is None else instant(time - time % 60)


def every(parts: Iterable[list[Way]]) -> list[Way]:
    """Return the ways in which all parts are as asked, without those that cannot be and those that are needless. Raises TooLarge."""
    found: list[Way] = [()]
    for part in parts:
        if len(found) * len(part) > MOST_WAYS:
            raise TooLarge
        found = _least({tuple(dict.fromkeys((*one, *other))) for one in found for other in part})
    return found


def _least(ways: Iterable[Way]) -> list[Way]:
    """Leave out ways in which a field has two values, and ways that ask all that another asks, and more."""
    kept: list[tuple[Way, frozenset[Test]]] = []
    for way in sorted(ways, key=lambda way: (len(way), way)):
        tests = frozenset(way)
        fixed = [test.field for test in tests if test.operator == "eq"]
        if len(fixed) == len(set(fixed)) and not any(other <= tests for _, other in kept):
            kept.append((way, tests))
    return [way for way, _ in kept]


Certainty = Literal["yes", "perhaps", "only perhaps"]


def forms(fields: Fields, pattern: Pattern, kinds: Mapping[str, ValueType], certain: Certainty) -> list[Way]:
    """Return the ways in which an event has a pattern's form: certainly, certainly or where unknown, or only where unknown."""
    known = [fields.ways(name, kinds[name], test, True) for name, test in pattern.form]
    if certain == "yes":
        return every(known)
    unknown: list[list[Way]] = [[(Test("eq", fields.known(name), 0),)] for name, _ in pattern.form]
    found: list[Way] = []
    for choice in product((False, True), repeat=len(known)):
        if certain == "perhaps" or any(choice):
            found += every(doubt if perhaps else sure for perhaps, doubt, sure in zip(choice, unknown, known, strict=True))
    if len(found) > MOST_WAYS:
        raise TooLarge
    return found


def equal(field: str, other: str) -> Iterator[Join]:
    """Yield what says that a field is that of the clock. Two comparisons by order: the network's own equality is not used."""
    yield Join("gte", field, "now", other)
    yield Join("lte", field, "now", other)
