"""Values of facts and attributes that pass some tests and fail others, from what the tests themselves mention."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, product
from typing import Any, NamedTuple

from detention_rules.language.conditions import Compared, OneOf, Test, Unless
from detention_rules.language.vocabulary import ValueType, Vocabulary
from detention_rules.model.zones import Zone


class Wanted(NamedTuple):
    """A test with how it is to come out: passed (True), failed (False), or not to be told since nothing is given (None)."""

    test: Test
    state: bool | None


ANY = Unless(OneOf(frozenset()))
"""A test that every value passes: the value only has to be given."""

NOT_GIVEN = object()
"""Stands for a value that the file does not give."""

_DURATIONS = ("P1Y2M", "P40D", "PT30H", "PT1H")


def values(kind: ValueType, wanted: Sequence[Wanted], zone: Zone) -> Iterator[Any]:
    """Yield values, as a file gives them, that come out as wanted in every test; `NOT_GIVEN` where nothing may be given."""
    if any(want.state is None for want in wanted):
        if all(want.state is None for want in wanted):
            yield NOT_GIVEN
        return
    for raw in candidates(kind, [want.test for want in wanted]):
        read = kind.read(raw, zone)
        if all(want.test.holds(read) is want.state for want in wanted):
            yield raw


def candidates(kind: ValueType, tests: Sequence[Test]) -> Iterator[Any]:
    """Yield the values of a type that are worth trying: those that the tests mention, beside them, and the type's own."""
    mentioned = [word for test in tests for word in _words(test)]
    match kind.kind:
        case "boolean":
            yield from (True, False)
        case "number":
            yield from _numbers(tests)
        case "list_of":
            yield from _lists(kind, tests)
        case "one_of":
            yield from dict.fromkeys([*mentioned, *kind.values, *(["something_else"] if kind.open else [])])
        case "country":
            yield from dict.fromkeys([*mentioned, *kind.also, "ZZ", "QQ"])
        case "text":
            yield from dict.fromkeys([*mentioned, "A", "B"])
        case "date":
            yield from dict.fromkeys([*mentioned, "1990-06-01"])
        case "duration":
            yield from _DURATIONS
        case "time":
            yield from ("18:00", "17:00")
        case "span":
            yield {"from": "2021-01-01", "until": "2022-01-01"}


def country_words(vocabulary: Vocabulary, path: str) -> tuple[str, ...]:
    """Return the words from which other facts are derived by a table: each may be needed to make a derived fact what it should be."""
    tables = [kind.derived.values for kind in vocabulary.facts.values() if kind.derived and kind.derived.source == path]
    return tuple(dict.fromkeys(word for table in tables for word in table))


def _words(test: Test) -> Iterator[Any]:
    match test:
        case OneOf(found):
            yield from sorted(found, key=str)
        case Unless(inner):
            yield from _words(inner)


def _bounds(test: Test) -> Iterator[float]:
    match test:
        case Compared(_, bound):
            yield bound
        case OneOf(found):
            yield from (value for value in found if isinstance(value, (int, float)))
        case Unless(inner):
            yield from _bounds(inner)


def _numbers(tests: Iterable[Test]) -> Iterator[float]:
    """Yield each bound and the numbers beside it: a number at its bound tells "above" from "at least"."""
    bounds = dict.fromkeys(bound for test in tests for bound in _bounds(test))
    found = [number for bound in bounds for number in (bound, bound + 1, bound - 1)]
    yield from dict.fromkeys(number for number in [*found, 1, 0] if number >= 0)


def _lists(kind: ValueType, tests: Sequence[Test]) -> Iterator[list[Any]]:
    yield []
    named = [list(_words(test)) for test in tests]
    each = [words for words in named if words]
    longest = max((len(words) for words in each), default=0)
    seen: set[tuple[Any, ...]] = set()
    turns = (tuple(words[number % len(words)] for words in each) for number in range(longest))
    singles = ((word,) for word in (*kind.values, *(["something_else"] if kind.open else [])))
    without = (tuple(other[0] for other in each if not set(other) & set(words)) for words in each)
    for some in (*turns, *singles, *without, *islice(product(*each), 200)):
        found = tuple(sorted(set(some)))
        if found and found not in seen:
            seen.add(found)
            yield list(found)
