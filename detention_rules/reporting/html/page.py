"""The page: its head, its contents where there are several scenarios, and one part for each."""

from __future__ import annotations

from collections.abc import Sequence

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Report
from detention_rules.reporting.html.parts import table
from detention_rules.reporting.html.scenario import scenario_part
from detention_rules.reporting.html.style import PAGE, PRINT
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.picture.scene import SHOWN
from detention_rules.reporting.picture.style import STYLE

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""A browser is told to run nothing and to fetch nothing, whatever the page holds."""


def document(reports: Sequence[Report]) -> str:
    """Return reports as one self-contained HTML page."""
    several = len(reports) != 1
    title = count("html.title", len(reports)) if several else _title(reports[0])
    parts = [scenario_part(report, f"s{number}", 2 if several else 1) for number, report in enumerate(reports, 1)]
    overview = (element("header", element("h1", title), _table_of_contents(reports)),) if several else ()
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", title),
        _style(PAGE, STYLE, PRINT),
    )
    body = element(
        "body",
        element("a", text("html.skip"), href="#content", class_="dr-skip"),
        element("main", *overview, *parts, id="content"),
        class_="dr",
    )
    return f"<!DOCTYPE html>\n{element('html', head, Markup(chr(10)), body, lang=text('html.language'))}\n"


def fragment(report: Report) -> str:
    """Return a report as a part of another page, as notebooks show it."""
    return element("div", _style(PAGE, STYLE), scenario_part(report, f"r{_digest(report)}", 3), class_="dr")


def _style(*sheets: str) -> Markup:
    return element("style", Markup("".join(sheets)))


def _title(report: Report) -> str:
    return report.scenario.title or text("report.untitled")


def _digest(report: Report) -> str:
    """Return what tells the places of one report from those of others on the same page."""
    from hashlib import sha256

    told = (_title(report), report.as_of, report.summary, [(finding.rule.id, finding.margin_seconds) for finding in report.findings])
    return sha256(repr(told).encode("utf-8", "backslashreplace")).hexdigest()[:8]


def _table_of_contents(reports: Sequence[Report]) -> Markup:
    """Return the table of contents: each scenario with how many duties were found how."""
    heads = [text("html.column.scenario"), *(text(f"html.verdict.{verdict.value}") for verdict in SHOWN)]
    rows = [
        [element("a", _title(report), href=f"#s{number}"), *(str(len(report.of(verdict))) for verdict in SHOWN)]
        for number, report in enumerate(reports, 1)
    ]
    return element("nav", table(heads, rows, "dr-toc"), aria_label=text("html.contents")) if rows else join(())
