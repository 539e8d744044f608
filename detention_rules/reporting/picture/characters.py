"""The characters of which a picture in a terminal is made, and the strips in which they stand."""

from __future__ import annotations

from typing import NamedTuple

from detention_rules.reporting.lines import ASCII, HARD, Span, Symbols, cells


class Strokes(NamedTuple):
    """The characters of which a picture is made. Each is one column wide."""

    runs: str
    spare: str
    late: str
    open: str
    still: str
    too_early: str
    limit: str
    other_limit: str
    event: str
    other: str
    unknown: str
    act: str
    begin: str
    between: str
    end: str
    axis: str
    tick: str
    torn: str
    now: str
    change: str


DRAWN = Strokes._make("━┄▒?.:┃╎●○◌◆├─┤─┴⁄┊╏")
TYPED = Strokes._make("=-x?_%|!*o~#[.]-+/:;")


def strokes_for(symbols: Symbols) -> Strokes:
    """Return the strokes that go with symbols."""
    return TYPED if symbols == ASCII else DRAWN


class Cells:
    """A strip of columns, each with a character and its style, or empty. What is put later covers what was there."""

    def __init__(self, size: int) -> None:
        self._cells: list[Span | None] = [None] * size

    def put(self, column: int, words: str, style: str = "") -> None:
        """Put words at a column; what does not fit is left out. The second column of a wide character holds nothing of its own."""
        place = column
        for one in words:
            size = cells(one)
            if place - (not size) >= 0 and place + size <= len(self._cells):
                if size:
                    self._cells[place : place + size] = [(one, style), *[("", style)] * (size - 1)]
                elif (before := self._cells[place - 1]) is not None:
                    self._cells[place - 1] = (before[0] + one, before[1])
            place += size

    def free(self, column: int, size: int) -> bool:
        """Tell whether nothing stands at some columns."""
        return 0 <= column <= column + size <= len(self._cells) and not any(self._cells[column : column + size])

    @property
    def spans(self) -> tuple[Span, ...]:
        """The strip as spans."""
        return tuple(cell or (HARD, "") for cell in self._cells)
