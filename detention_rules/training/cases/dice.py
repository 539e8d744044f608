"""Draws that are the same for the same seed on every Python."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

from detention_rules.model.periods import parse_short

T = TypeVar("T")


class Dice:
    """A source of draws. Only `Random.random` is used, whose sequence Python promises to keep."""

    def __init__(self, seed: str) -> None:
        self._random = Random(seed).random

    def between(self, first: int, last: int) -> int:
        """Return a whole number from `first` to `last`, both included."""
        return first + int(self._random() * (last - first + 1))

    def pick(self, items: Sequence[T]) -> T:
        """Return one of some items."""
        return items[self.between(0, len(items) - 1)]

    def some(self, items: Sequence[T], number: int) -> list[T]:
        """Return so many different items, in their order; all where there are fewer."""
        left = list(range(len(items)))
        while len(left) > number:
            left.pop(self.between(0, len(left) - 1))
        return [items[index] for index in left]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return the items in a random order."""
        left = list(items)
        return [left.pop(self.between(0, len(left) - 1)) for _ in items]

    def chance(self, percent: int) -> bool:
        """Tell whether something happens that happens so often in a hundred."""
        return self.between(1, 100) <= percent

    def span(self, spans: str) -> int:
        """Return seconds: those of a length of time, or a whole number of minutes between two of them."""
        first, dots, last = spans.partition("..")
        if not dots:
            return parse_short(first)
        low, high = sorted((parse_short(first), parse_short(last)))
        return self.between(low // 60, high // 60) * 60
