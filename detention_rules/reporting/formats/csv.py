"""Findings as one table of comma-separated values (RFC 4180), which spreadsheets open."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.scenario import Event
from detention_rules.reporting.blocks import law, selection_words
from detention_rules.reporting.lines import soft, visible
from detention_rules.reporting.results import Checked, Result, Style

BOM = "\N{ZERO WIDTH NO-BREAK SPACE}"
"""Stands first, since a spreadsheet takes a table without it for one in the machine's old encoding."""

COLUMNS = (
    *("scenario", "file", "line", "rule", "title", "verdict", "expectations", "trigger", "trigger_earliest", "trigger_latest", "limit"),
    *("deadline", "discharge", "discharge_earliest", "discharge_latest", "margin_seconds", "needs", "owed_by", "consequence", "provisions"),
    *("because", "selection", "earliest_end"),
)
"""Names for programs. Times are as in JSON: local, with the offset."""

_FORMULA = re.compile(
    r"(^|[;\t])(?=\s*[-=+@\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}])"
)
"""Where a cell could begin that is a formula: at the start, and behind what separates cells where a comma separates decimals."""


def write_csv(results: Iterator[Result], style: Style) -> Iterator[str]:  # noqa: ARG001
    """Yield a head and a row for every finding, whatever its verdict."""
    yield BOM + _row(COLUMNS)
    for result in results:
        if isinstance(result, Checked):
            yield "".join(_row(_cells(finding, result)) for finding in result.report.findings)


def _cells(finding: Finding, checked: Checked) -> list[str | int | None]:
    report, rule = checked.report, finding.rule
    line = finding.trigger.line if finding.trigger is not None else report.scenario.line
    return [
        *(report.scenario.title, report.scenario.file, line, rule.id, rule.title, finding.verdict.value, _expectations(checked)),
        *(*_event(finding.trigger, report), finding.limit, report.iso(finding.deadline), *_event(finding.discharge, report)),
        finding.margin_seconds,
        "; ".join(finding.needs),
        rule.owed_by,
        rule.breach.consequence if finding.verdict is Verdict.VIOLATED else "",
        law(finding.cites),
        " ".join(finding.because),
        "" if report.selection is None else selection_words(report.selection),
        None if (earliest := finding.earliest_end) is None else report.iso(earliest.deadline),
    ]


def _expectations(checked: Checked) -> str:
    return "" if checked.faults is None else "failed" if checked.faults else "held"


def _event(event: Event | None, report: Report) -> tuple[str | None, str | None, str | None]:
    if event is None:
        return (None, None, None)
    return (event.id, report.iso(event.at.default.earliest), report.iso(event.at.default.latest))


def _row(cells: list[str | int | None] | tuple[str, ...]) -> str:
    buffer = io.StringIO(newline="")
    csv.writer(buffer, lineterminator="\r\n").writerow([_safe(cell) if isinstance(cell, str) else cell for cell in cells])
    return buffer.getvalue()


def _safe(words: str) -> str:
    """Return words that no spreadsheet takes for a formula, on one line."""
    return _FORMULA.sub(r"\1'", visible(soft(words)))
