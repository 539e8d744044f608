"""The characters of which a picture in a terminal is made, and the strips in which they stand."""

from __future__ import annotations

from typing import NamedTuple

from detention_rules.reporting.lines import ASCII, HARD, Span, Symbols


class Strokes(NamedTuple):
    """The characters of which a picture is made. Each is one column wide."""

    runs: str
    spare: str
    late: str
    open: str
    still: str
    too_early: str
    idle: str
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


DRAWN = Strokes._make("━┄▒?.: ┃╎●○◌◆├─┤─┴⁄┊╏")
TYPED = Strokes._make("=-x?_% |!*o~#[.]-+/:;")


def strokes_for(symbols: Symbols) -> Strokes:
    """Return the strokes that go with symbols."""
    return TYPED if symbols == ASCII else DRAWN


class Cells:
    """A strip of columns, each with a character and its style. What is put later covers what was there."""

    def __init__(self, size: int) -> None:
        self._cells: list[Span] = [(HARD, "")] * size

    def put(self, column: int, words: str, style: str = "") -> None:
        """Put words at a column; what does not fit is left out."""
        for place, one in enumerate(words, column):
            if 0 <= place < len(self._cells):
                self._cells[place] = (one, style)

    def free(self, column: int, size: int) -> bool:
        """Tell whether nothing stands at some columns."""
        return 0 <= column <= column + size <= len(self._cells) and all(one == (HARD, "") for one in self._cells[column : column + size])

    @property
    def spans(self) -> tuple[Span, ...]:
        """The strip as spans."""
        return tuple(self._cells)
