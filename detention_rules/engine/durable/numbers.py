"""Values as whole positive numbers, the only kind that the network is given."""

from __future__ import annotations

from collections.abc import Hashable
from datetime import date
from fractions import Fraction

_BASE = 10**11
"""Added to every instant: seconds before 1970 would be negative."""

EVER, NEVER = 1, 10**13
"""An instant before, and one after, any that a file can name."""

UNKNOWN = 0
"""Stands for a value that is not known; every code of a known one is above it."""

_SCALE = 10**6


class Inexpressible(Exception):
    """Something that this engine has no opinion on; `reason` is a key of the catalogue under `opinion.none`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def instant(time: int | None) -> int:
    """Return an instant as a positive number; `EVER` or `NEVER` where it lies beyond all that can be named."""
    return UNKNOWN if time is None else min(max(time + _BASE, EVER), NEVER)


def scaled(value: object) -> int:
    """Return a number in millionths, and one more, so that nothing that is known is 0. Raises Inexpressible for a finer one."""
    if not isinstance(value, (int, float)):
        raise Inexpressible("number")
    exact = Fraction(str(value) if isinstance(value, float) else value) * _SCALE
    if exact.denominator != 1 or exact < 0:
        raise Inexpressible("number")
    return exact.numerator + 1


def day_number(day: date) -> int:
    """Return a day as a number that keeps the order of days."""
    return day.year * 10_000 + day.month * 100 + day.day


class Codes:
    """A number for every word, the same for equal ones. Texts may be told apart whatever their capital letters."""

    def __init__(self) -> None:
        self._known: dict[Hashable, int] = {}

    def of(self, value: Hashable | None, *, fold: bool = False) -> int:
        """Return the code of a value; `UNKNOWN` for None."""
        if value is None:
            return UNKNOWN
        key = value.casefold() if fold and isinstance(value, str) else value
        return self._known.setdefault((fold, key), len(self._known) + 1)
