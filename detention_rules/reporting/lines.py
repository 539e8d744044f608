"""Text as lines of styled spans, wrapped here, so that a terminal and a pipe show the same words in the same places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

Span = tuple[str, str]
"""A piece of text and its style: ANSI names only (`bold`, `red`, ...), or empty."""

HARD = "\N{NO-BREAK SPACE}"
"""A space at which no line is broken. It is written as an ordinary one."""

HIDDEN = re.compile(
    "[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e0fff]"
)
"""What cannot be seen or turns the direction of writing, beyond the controls of ASCII."""
_HIDDEN = re.compile(f"[\x00-\x1f]|{HIDDEN.pattern}")


class Line(NamedTuple):
    """One logical line: its spans, its indentation, and how much further its continuation is indented."""

    spans: tuple[Span, ...] = ()
    indent: int = 0
    hang: int = 0

    @property
    def words(self) -> str:
        """What the line says, without its style."""
        return soft("".join(words for words, _ in self.spans))


class Symbols(NamedTuple):
    """Marks that stand before findings, always beside a word that says the same."""

    violated: str
    undetermined: str
    pending: str
    complied: str
    not_applicable: str
    bullet: str
    rule: str

    def mark(self, verdict: str) -> str:
        """Return the mark of a verdict."""
        return str(getattr(self, verdict))


UNICODE = Symbols("✗", "?", "…", "✓", "–", "•", "─")
ASCII = Symbols("x", "?", ">", "+", "-", "*", "-")


def symbols_for(encoding: str | None) -> Symbols:
    """Return the richest symbols that an encoding can write."""
    try:
        "".join(UNICODE).encode(encoding or "ascii")
    except (LookupError, UnicodeEncodeError):
        return ASCII
    return UNICODE


def line(*parts: str | Span, indent: int = 0, hang: int = 0) -> Line:
    """Build a line of plain strings and styled spans."""
    return Line(tuple((part, "") if isinstance(part, str) else part for part in parts), indent, hang)


BLANK = Line()


def hard(words: str) -> str:
    """Return words that stay together on one line."""
    return words.replace(" ", HARD)


def soft(words: str) -> str:
    """Return words whose hard spaces are ordinary ones again, for a format that is not wrapped here."""
    return words.replace(HARD, " ")


def visible(words: str) -> str:
    """Return text with what cannot be seen written out, so that no input can steer a terminal or the program that reads a format."""
    return _HIDDEN.sub(lambda match: match.group().encode("unicode_escape").decode("ascii"), words)


def cells(words: str) -> int:
    """Return how many columns a text takes in a terminal."""
    if words.isascii():
        return len(words)
    return sum(0 if unicodedata.combining(one) else 2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in words)


def rows(lines: Iterable[Line], width: int) -> Iterator[tuple[Span, ...]]:
    """Wrap lines between words. A word that is longer than a whole row is kept in one piece."""
    for one in lines:
        yield from _wrapped(one, width)


def plain(lines: Iterable[Line], width: int) -> str:
    """Return lines as plain text, each row ended by a newline."""
    return "".join("".join(words for words, _ in row).rstrip() + "\n" for row in rows(lines, width))


def _wrapped(source: Line, width: int) -> Iterator[tuple[Span, ...]]:
    row: list[Span] = [(" " * source.indent, "")] if source.indent else []
    used, empty = source.indent, True
    for word in _words(source.spans):
        size = sum(cells(part) for part, _ in word)
        if not empty and used + 1 + size > width:
            yield _joined(row)
            used, empty = source.indent + source.hang, True
            row = [(" " * used, "")] if used else []
        if not empty:
            row.append((" ", word[0][1] if row[-1][1] == word[0][1] else ""))
            used += 1
        row.extend((part.replace(HARD, " "), style) for part, style in word)
        used, empty = used + size, False
    yield _joined(row)


def _joined(row: Iterable[Span]) -> tuple[Span, ...]:
    """Join neighbours of one style."""
    found: list[Span] = []
    for words, style in row:
        if found and found[-1][1] == style:
            found[-1] = (found[-1][0] + words, style)
        else:
            found.append((words, style))
    return tuple(found)


def _words(spans: Iterable[Span]) -> Iterator[list[Span]]:
    """Split spans at ordinary spaces; a word may run through several spans."""
    word: list[Span] = []
    for content, style in spans:
        for index, part in enumerate(visible(content).split(" ")):
            if index and word:
                yield word
                word = []
            if part:
                word.append((part, style))
    if word:
        yield word
