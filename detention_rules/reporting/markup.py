"""Elements of HTML and SVG. Whatever is no element already is escaped, so that no text can become one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape

from detention_rules.reporting.lines import visible

_BREAKS = re.compile("[\t\n\r\x0b\x0c\x85\u2028\u2029]+")
_HARMLESS = re.compile("[ #-%(-;=?-~]*").fullmatch
"""Whether a text, as most are, has no character of which care must be taken."""


class Markup(str):
    """Text that is markup already. What is made from it by other means than this module is text again, and escaped."""

    __slots__ = ()


def clean(words: str) -> str:
    """Return text on one line, with what no document may hold, and what turns the direction of writing, written out."""
    return visible(_BREAKS.sub(" ", words))


def element(tag: str, /, *children: str, **attributes: str | int | float | None) -> Markup:
    """Return an element. Of an attribute's name a last underscore is dropped and others become hyphens; None leaves it out."""
    opened = "".join([f' {_named(key)}="{_value(value)}"' for key, value in attributes.items() if value is not None])
    inner = join(children)
    return Markup(f"<{tag}{opened}>{inner}</{tag}>" if inner or tag not in _EMPTY else f"<{tag}{opened}/>")


def join(parts: Iterable[str], between: str = "") -> Markup:
    """Return parts one after the other, each that is no markup escaped."""
    return Markup(between.join([part if type(part) is Markup else _escaped(part) for part in parts]))


@lru_cache(maxsize=4096)
def _escaped(words: str) -> str:
    return words if _HARMLESS(words) else escape(clean(words), quote=False)


def number(value: float) -> str:
    """Return a length with one decimal at most, the same on every machine."""
    shown = f"{value:.1f}"
    return shown[:-2] if shown.endswith(".0") else shown


@lru_cache(maxsize=4096)
def _value(value: str | int | float) -> str:
    if isinstance(value, str):
        return value if _HARMLESS(value) else escape(clean(value))
    return number(value) if isinstance(value, float) else str(value)


@cache
def _named(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


_EMPTY = {"br", "circle", "col", "hr", "line", "link", "meta", "path", "rect"}
"""Elements that are written without an end tag where they have no content; in HTML others must have one."""
