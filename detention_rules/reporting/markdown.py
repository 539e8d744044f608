"""Markdown in which no text of a pack or a scenario can start a construct of its own: everything that is not markup here is escaped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from detention_rules.reporting.lines import visible

_SPECIAL = re.compile(r"[\\`*\[\]<>&|~$@]|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9])|(?<=:)/(?=/)|(?<=[Ww]{3})\.")
"""The last two begin what would become a link of itself: `http://`, `www.`."""
_START = re.compile(r"^([#+=:-]|\d{1,9}(?=[.)]))")
_PLAIN = re.compile(r"[A-Za-z0-9_ .,:/()+=-]+")
_CLOSING = re.compile(r"(?<!\\)#+$")
"""What ends a heading is no part of it."""
_BACKTICKS = re.compile(r"`+")


def flat(words: object) -> str:
    """Return text on one line, with control characters written out."""
    return visible(" ".join(str(words).split()))


def escaped(words: object) -> str:
    """Return text that Markdown shows as it is, wherever in a line it stands."""
    found = _SPECIAL.sub(r"\\\g<0>", flat(words))
    if (start := _START.match(found)) is not None:
        digits = start.group().isdigit()
        found = f"{start.group()}\\{found[start.end() :]}" if digits else f"\\{found}"
    return found


def sentence(words: object) -> str:
    """Return escaped text as a sentence: with a capital at its start and a stop at its end."""
    found = flat(words)
    return escaped(found[:1].upper() + found[1:] + ("" if found.endswith((".", "!", "?")) else "."))


def code(name: object) -> str:
    """Return a name as code; one with unusual characters as escaped text."""
    shown = flat(name)
    return f"`{shown}`" if _PLAIN.fullmatch(shown) and shown == shown.strip() else escaped(shown)


def link(words: str, target: str) -> str:
    """Return a link; `words` are Markdown already."""
    return f"[{words}]({target})"


def outside(words: str, url: str) -> str:
    """Return a link to an address outside the pages; `words` are Markdown already."""
    quoted = re.sub(r"[<>\\\s]", lambda match: "".join(f"%{byte:02X}" for byte in match.group().encode()), visible(url))
    return f"[{words}](<{quoted}>)"


def anchor(name: str) -> str:
    """Return the word by which a place in a page is linked to."""
    found = "-".join(name.split())
    return "".join(one if one.isascii() and (one.isalnum() or one in "._-") else f"-{ord(one):x}-" for one in found)


def target(name: str) -> str:
    """Return the mark of a place in a page to which links lead."""
    return f'<a id="{anchor(name)}"></a>'


def heading(level: int, words: str, name: str = "") -> list[str]:
    """Return a heading of Markdown words, under the name of a place if it has one."""
    whole = _CLOSING.sub(r"\\\g<0>", words)
    return ["", *([target(name), ""] if name else []), f"{'#' * level} {whole}", ""]


def bullets(items: Iterable[str], indent: int = 0) -> list[str]:
    """Return a list of Markdown items; an item may hold several lines."""
    margin = " " * indent
    return [row for item in items for row in _item(f"{margin}- ", f"{margin}  ", item)]


def numbered(items: Iterable[str]) -> list[str]:
    """Return a numbered list of Markdown items."""
    return [row for number, item in enumerate(items, 1) for row in _item(f"{number}. ", "   ", item)]


def _item(first: str, rest: str, item: str) -> Iterator[str]:
    for index, row in enumerate(item.split("\n")):
        yield f"{rest if index else first}{row}".rstrip()


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    """Return a table of Markdown cells; nothing where it has no rows."""
    found = [_row(row) for row in rows]
    return [_row(head), _row(["---"] * len(head)), *found, ""] if found else []


def _row(row: Sequence[str]) -> str:
    return f"| {' | '.join(row)} |"


def fenced(rows: Sequence[str]) -> list[str]:
    """Return rows as they are, in a fence that no row can end."""
    longest = max((len(run) for row in rows for run in _BACKTICKS.findall(row)), default=0)
    fence = "`" * max(3, longest + 1)
    return [f"{fence}text", *rows, fence, ""]


def folded(summary: str, rows: Sequence[str]) -> list[str]:
    """Return rows that a reader opens; `summary` is plain text."""
    shown = flat(summary).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return ["<details>", f"<summary>{shown}</summary>", "", *rows, "</details>", ""]


def page(rows: Iterable[str]) -> str:
    """Return rows as a page: no space at the ends of lines, no two empty lines outside of pictures, one newline at the end."""
    found: list[str] = []
    for row in rows:
        if row or (found and found[-1]):
            found.append(row.rstrip())
    return ("\n".join(found).strip("\n") + "\n").encode("utf-8", "backslashreplace").decode("utf-8")
