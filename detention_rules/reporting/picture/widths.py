"""How wide words are, without a font at hand: a little wider than in the common sans-serif ones, so that nothing is cut."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

ELLIPSIS = "\N{HORIZONTAL ELLIPSIS}"
_NARROW, _WIDE = frozenset("ijlI.,:;'|!()[] ftr-/\N{NO-BREAK SPACE}"), frozenset("mwMW@%")


@lru_cache(maxsize=4096)
def width(words: str, size: float, *, bold: bool = False) -> float:
    """Return at most how wide words are in a font of a size."""
    return sum(map(_em, words)) * size * (1.1 if bold else 1.0)


def _em(one: str) -> float:
    if one in _NARROW:
        return 0.34
    if one in _WIDE:
        return 0.92
    if one.isascii():
        return 0.71 if one.isupper() else 0.58
    if unicodedata.combining(one):
        return 0.0
    return 1.05 if unicodedata.east_asian_width(one) in "WF" else 0.66


def fitted(words: str, room: float, size: float, *, bold: bool = False) -> str:
    """Return words, their end replaced by an ellipsis where they are wider than the room."""
    if len(words) * size * 0.3 < room and width(words, size, bold=bold) <= room:
        return words
    used = width(ELLIPSIS, size, bold=bold)
    kept = []
    for one in words:
        used += _em(one) * size * (1.1 if bold else 1.0)
        if used > room:
            break
        kept.append(one)
    return "".join(kept).rstrip() + ELLIPSIS


@lru_cache(maxsize=1024)
def wrapped(words: str, room: float, size: float, lines: int, *, bold: bool = False) -> tuple[str, ...]:
    """Return words on so many lines at most, broken at spaces and of like width; what does not fit is replaced by an ellipsis."""
    found = _filled(words, room, size, lines, bold)
    if len(found) == 1 or found[-1].endswith(ELLIPSIS):
        return tuple(found)
    while True:
        room -= size / 2
        narrower = _filled(words, room, size, lines, bold)
        if len(narrower) != len(found) or narrower[-1].endswith(ELLIPSIS):
            return tuple(found)
        found = narrower


def _filled(words: str, room: float, size: float, lines: int, bold: bool) -> list[str]:
    found: list[str] = []
    rest = words.split(" ")
    while rest and len(found) < lines - 1:
        taken = 1
        while taken < len(rest) and width(" ".join(rest[: taken + 1]), size, bold=bold) <= room:
            taken += 1
        if taken == 1 and width(rest[0], size, bold=bold) > room:
            break
        found.append(" ".join(rest[:taken]))
        rest = rest[taken:]
    return [*found, fitted(" ".join(rest), room, size, bold=bold)] if rest else found
