"""A clock as a small drawing in text: numbered marks under a line that is true to scale, each told below it in order of time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from detention_rules.reporting.lines import cells, visible

WIDTH = 72
"""No row of a drawing is wider; the line itself takes all of it."""

RUNS, SPARE, LATE, OPEN, STILL, EARLY, DAY_OFF, IDLE, BOUND = "=-x?.:/_|"
"""What the line says: the clock runs, time is left, the limit is past, not certain, the clock stands still, too early for an act,
a day off, no clock runs, and the end of a limit or of a period."""

BEFORE, AFTER = "<>"
"""What stands in place of a number beside events that lie before or after the line."""

_NUMBERS = "123456789abcdefghijklmnopqrstuvwxyz"
_TIME_COLUMN = 36
"""Longer than any local time; other words are told like the rest."""


class Mark(NamedTuple):
    """Something at an instant: its local time, and what is told of it. At the same instant the lower `rank` stands first."""

    time: int
    shown: str
    told: str
    rank: int = 0


class Stretch(NamedTuple):
    """A part of the line, both instants included, and the sign with which it is drawn."""

    first: int
    last: int
    sign: str


class Drawing(NamedTuple):
    """What is drawn: the ends of the line, its marks, its parts (later ones cover earlier ones) and its bounds."""

    span: tuple[int, int]
    marks: tuple[Mark, ...]
    stretches: tuple[Stretch, ...] = ()
    bounds: tuple[int, ...] = ()


def draw(drawing: Drawing, width: int = WIDTH) -> list[str]:
    """Return a drawing's rows: the line, the numbers under it, and what each stands for. A line without length is left out."""
    first, last = drawing.span
    ordered = sorted(drawing.marks, key=lambda mark: (mark.time, mark.rank))
    inside = [mark for mark in ordered if first <= mark.time <= last]
    rows = (
        [] if first == last else [_line(drawing, width), *_numbers([column(mark.time, drawing.span, width) for mark in inside], width), ""]
    )
    signs = [*(BEFORE for mark in ordered if mark.time < first), *map(_number, range(len(inside)))]
    signs += [AFTER] * (len(ordered) - len(signs))
    padded = max((size for mark in ordered if (size := cells(visible(mark.shown))) <= _TIME_COLUMN), default=0)
    for sign, mark in zip(signs, ordered, strict=True):
        rows.extend(_told(sign, mark, padded, width))
    return rows


def column(time: int, span: tuple[int, int], width: int = WIDTH) -> int:
    """Return the column at which an instant stands on a line."""
    first, last = span
    return ((time - first) * (width - 1) * 2 + (last - first)) // (2 * (last - first))


def _line(drawing: Drawing, width: int) -> str:
    first, last = drawing.span
    row = [" "] * width
    for stretch in drawing.stretches:
        begin, end = max(stretch.first, first), min(stretch.last, last)
        if begin <= end:
            for index in range(column(begin, drawing.span, width), column(end, drawing.span, width) + 1):
                row[index] = stretch.sign
    for bound in drawing.bounds:
        if first <= bound <= last:
            row[column(bound, drawing.span, width)] = BOUND
    return "".join(row).rstrip()


def _number(index: int) -> str:
    return _NUMBERS[index] if index < len(_NUMBERS) else "+"


def _numbers(columns: Sequence[int], width: int) -> list[str]:
    """Return the rows of numbers under the line; those that share a column stand under each other."""
    rows: list[list[str]] = []
    for index, at in enumerate(columns):
        row = next((row for row in rows if row[at] == " "), None)
        if row is None:
            row = [" "] * width
            rows.append(row)
        row[at] = _number(index)
    return ["".join(row).rstrip() for row in rows]


def _told(sign: str, mark: Mark, padded: int, width: int) -> Iterator[str]:
    shown, told = visible(mark.shown), visible(mark.told)
    if cells(shown) > padded:
        shown, told = "", f"{shown} {told}"
    head = f"{sign}  {shown}{' ' * (padded - cells(shown))}  "
    hang = " " * (padded + 5)
    row = head
    for word in _words(told, width - len(hang)):
        if cells(row) + cells(word) > width:
            yield row.rstrip()
            row = hang
        row = f"{row}{word} "
    yield row.rstrip()


def _words(told: str, room: int) -> Iterator[str]:
    """Yield words, those that are wider than a row in pieces."""
    for word in told.split():
        rest = word
        while cells(rest) > room:
            cut = max(size for size in range(1, len(rest) + 1) if cells(rest[:size]) <= room)
            yield rest[:cut]
            rest = rest[cut:]
        yield rest


__all__ = ["AFTER", "BEFORE", "BOUND", "DAY_OFF", "EARLY", "IDLE", "LATE", "OPEN", "RUNS", "SPARE", "STILL", "WIDTH"]
__all__ += ["Drawing", "Mark", "Stretch", "column", "draw"]
