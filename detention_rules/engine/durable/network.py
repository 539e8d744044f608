"""Rules of the network, in the one form that was found right: see `docs/decisions/0001-role-of-durable-rules.md`.

A rule has the clock first (`now`), perhaps one thing that happened (`a`), then what must not have happened (`n0`, `n1`, ...). The clock is
asserted last, so that every absence is judged when all is known. Each thing is compared with `now` and `a` only, by order and never by
equality, and the last of its comparisons always holds: the network reads past the end of those of which the last fails.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Literal, NamedTuple

CLOCK, HAPPENED, ABOUT, ROLE = 1, 2, 3, 4
"""Kinds of things: the clock, an event, what is known of the matter, and what an event is to a duty."""

SENTINEL = "done"
"""The rule that always fires: an answer without it is none."""

Operator = Literal["eq", "neq", "lt", "lte", "gt", "gte"]
Alias = Literal["now", "a"]
Row = dict[str, int]
"""A thing as the network is given it."""

MOST_JOINS = 24
"""The network keeps 32 comparisons of a thing, with those that frame them."""
MOST_RULES, MOST_TERMS = 200, 400
"""It notes who looks for the same thing in lists of 256, and writes past their ends; a set of rules stays well below."""


class Test(NamedTuple):
    """A field compared with a constant."""

    operator: Operator
    field: str
    value: int


class Join(NamedTuple):
    """A field compared with one of another thing."""

    operator: Operator
    field: str
    alias: Alias
    other: str


class Thing(NamedTuple):
    """What is looked for: a kind of thing with its tests and comparisons."""

    kind: int
    tests: tuple[Test, ...] = ()
    joins: tuple[Join, ...] = ()

    def tested(self, *tests: Test) -> Thing:
        """Return it with more tests."""
        return self._replace(tests=(*self.tests, *tests))

    def joined(self, *joins: Join) -> Thing:
        """Return it with more comparisons."""
        return self._replace(joins=(*self.joins, *joins))


class TooLarge(Exception):
    """More than the network can hold."""


_REST: Row = {"one": 1, "zero": 0}


def row(kind: int, number: int, fields: Mapping[str, int]) -> Row:
    """Return a thing to assert. Its `number` is its own among those of one question."""
    return {"id": number, "kind": kind, **_REST, **fields}


class Network:
    """Sets of rules under construction: one, or several where one would be larger than the network can hold."""

    def __init__(self) -> None:
        self._sets: list[dict[str, Any]] = []
        self._terms = 0
        self._definitions: tuple[str, ...] | None = None

    def add(self, name: str, happened: Thing | None = None, absent: Iterable[Thing] = (), clock: tuple[Test, ...] = ()) -> None:
        """Add a rule. Rules of one name in other words (`name`, `name_2`) say the same. Raises TooLarge."""
        terms = [_first(clock)]
        if happened is not None:
            terms.append({"a": _all(happened)})
        terms += [{f"n{number}$not": _all(thing)} for number, thing in enumerate(absent)]
        if len(terms) >= MOST_TERMS:
            raise TooLarge
        if not self._sets or len(self._sets[-1]) >= MOST_RULES or self._terms + len(terms) > MOST_TERMS:
            self._sets.append({f"{SENTINEL}_0": {"all": [_first(())]}})
            self._terms = 1
        self._terms += len(terms)
        self._sets[-1][f"{name}_{len(self._sets[-1])}"] = {"all": terms}
        self._definitions = None

    @property
    def definitions(self) -> tuple[str, ...]:
        """The sets of rules as the network reads them."""
        if self._definitions is None:
            self._definitions = tuple(map(json.dumps, self._sets))
        return self._definitions


def asked(fired: str) -> str:
    """Return the name that a rule was added by."""
    return fired.rpartition("_")[0]


def _first(tests: tuple[Test, ...]) -> dict[str, Any]:
    return {"now": {"$and": [{"kind": CLOCK}, *map(_test, tests)]}}


def _all(thing: Thing) -> dict[str, Any]:
    if len(thing.joins) > MOST_JOINS:
        raise TooLarge
    joins = [{f"${join.operator}": {join.field: {join.alias: join.other}}} for join in thing.joins]
    return {"$and": [{"kind": thing.kind}, *map(_test, thing.tests), *joins, {"$gte": {"one": {"now": "zero"}}}]}


def _test(test: Test) -> dict[str, Any]:
    return {test.field: test.value} if test.operator == "eq" else {f"${test.operator}": {test.field: test.value}}
