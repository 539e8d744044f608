"""A custody timeline as plain, frozen data: facts, events and the moments at which they are said to have happened."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal

from detention_rules.model.periods import Period

Value = bool | int | float | str | Period | tuple[str, ...] | tuple[int, int]
"""A fact's or attribute's value: a truth, a number, a word, a duration, a list of words, or a span of two instants.

Dates are kept as the instant at which the local day begins; moments and limits as instants; times of day as seconds after midnight.
"""

EMPTY: Mapping[str, Value] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Account:
    """One account of when an event happened: the instants (seconds, UTC) between which it lies, both included.

    `kind` says why the two may differ: a time `between` two, a bare `day`, or a local time `repeated` by a clock change.
    """

    earliest: int
    latest: int
    name: str | None = None
    kind: Literal["exact", "between", "day", "repeated"] = "exact"

    @property
    def exact(self) -> bool:
        """Whether the account names one instant."""
        return self.earliest == self.latest


@dataclass(frozen=True, slots=True)
class Moment:
    """When an event happened, by one account or by several that disagree. The first account is the default."""

    accounts: tuple[Account, ...]

    @property
    def default(self) -> Account:
        """The account that the verdict rests on."""
        return self.accounts[0]

    @property
    def disputed(self) -> bool:
        """Whether several accounts are given."""
        return len(self.accounts) > 1

    @property
    def latest(self) -> int:
        """The latest instant that any account allows."""
        return max(account.latest for account in self.accounts)


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened: its type (a word of the pack's vocabulary), when, and what is said of it.

    `id` is the file's own or made from the type and the order in time (`arrest`, `arrest-2`); `line` and `column`, counted from 1, are
    where the file says it.
    """

    id: str
    type: str
    at: Moment
    attributes: Mapping[str, Value] = field(default_factory=lambda: EMPTY)
    note: str | None = None
    source: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact's values in order of time: `(instant from which it holds, value)`; the first may hold from always (None)."""

    changes: tuple[tuple[int | None, Value], ...]

    def at(self, instant: int) -> Value | None:
        """Return the value that held at an instant, or None where none is known."""
        found: Value | None = None
        for since, value in self.changes:
            if since is None or since <= instant:
                found = value
        return found


@dataclass(frozen=True, slots=True)
class Expectation:
    """What a scenario file says the checker must find: rule ids by verdict. `violated` is exhaustive when given, the rest partial."""

    verdicts: Mapping[str, tuple[str, ...]]
    lines: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Scenario:
    """One timeline to check. Made by `load_scenarios` or `scenario`, which report every fault of the input with its place.

    `zone` is an IANA name; `as_of` the instant up to which events are known (None: the latest of the last event);
    `tolerances` are seconds by rule id, for open standards; `readings` overrides the pack's defaults. Facts that are `unshown` decide like
    any other, and no report shows what they say. `number` is the scenario's place among those of its file, from 1. `origin` tells its file
    from every other where titles and names do not: it goes into names of deadlines, and no report shows it.
    """

    title: str
    pack: str
    zone: str
    events: tuple[Event, ...]
    facts: Mapping[str, Fact]
    as_of: int | None = None
    readings: Mapping[str, str] = field(default_factory=dict)
    tolerances: Mapping[str, int] = field(default_factory=dict)
    expect: Expectation | None = None
    file: str | None = None
    line: int | None = None
    number: int = 1
    origin: str = ""
    unshown: frozenset[str] = frozenset()
