"""Small parts of a page: headings, tables, lists of terms, and the sign of a verdict."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from detention_rules.model.findings import Verdict
from detention_rules.reporting.lines import HARD
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.rows import badge

_TIME = re.compile(f"(\\d{{4}}-\\d\\d-\\d\\d(?:[ {HARD}]\\d\\d:\\d\\d(?::\\d\\d)?)?|\\([+-]\\d\\d:\\d\\d\\))")


def heading(level: int, *words: str, **attributes: str) -> Markup:
    """Return a heading of a level, 6 at most."""
    return element(f"h{min(level, 6)}", *words, **attributes)


def table(heads: Sequence[str], rows: Iterable[Sequence[str]], style: str) -> Markup:
    """Return a table. On a narrow screen each cell stands on its own under the name of its column."""
    head = element("thead", element("tr", *(element("th", one, scope="col") for one in heads)))
    body = [element("tr", *(element("td", cell, data_label=name) for name, cell in zip(heads, row, strict=True))) for row in rows]
    return element("table", head, element("tbody", *body), class_=style)


def terms(entries: Iterable[tuple[str, str]], style: str) -> Markup:
    """Return terms with what is said of each."""
    return element(
        "dl",
        *(element("div", element("dt", name), element("dd", said if isinstance(said, Markup) else timed(said))) for name, said in entries),
        class_=style,
    )


def timed(words: str) -> Markup:
    """Return words in which no time is broken between its date and its hour, no date at a hyphen, and no offset within itself."""
    parts = _TIME.split(words)
    return join(element("span", part, class_="dr-time") if number % 2 else part for number, part in enumerate(parts))


def sign(verdict: Verdict) -> Markup:
    """Return the sign of a verdict, which stands beside a word that says the same."""
    return element("svg", badge(verdict, 0, 0), viewBox="-8 -8 16 16", width=16, height=16, aria_hidden="true", class_="dr-sign")
