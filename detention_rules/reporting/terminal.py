"""Lines on a terminal, through rich: it knows what the terminal can show, NO_COLOR and the old Windows console."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from rich.console import Console
from rich.text import Text

from detention_rules.reporting.lines import Line, Span, rows


def rich_text(row: Iterable[Span]) -> Text:
    """Return one row as a rich text."""
    found = Text(no_wrap=True, end="\n")
    for words, style in row:
        found.append(words, style or None)
    return found


def show(lines: Iterable[Line], width: int, stream: TextIO) -> None:
    """Write lines to a terminal."""
    console = Console(file=stream, highlight=False, markup=False, emoji=False, soft_wrap=True)
    for row in rows(lines, width):
        console.print(rich_text(row))
