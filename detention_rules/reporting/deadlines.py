"""What is due next, as lines: the soonest first, what has no number last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.reporting.blocks import block, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import BLANK, Line, Symbols, line
from detention_rules.reporting.results import Checked, Result, Style
from detention_rules.reporting.text import head_lines, order


def due(report: Report) -> tuple[Finding, ...]:
    """Return what is still to be done: the pending duties, the soonest first, then those without a number that nobody has met yet."""
    waiting = (finding for finding in report.of(Verdict.UNDETERMINED) if finding.waits and finding.discharge is None)
    return (*sorted(report.of(Verdict.PENDING), key=order(Verdict.PENDING)), *waiting)


def only_due(report: Report) -> Report:
    """Return a report of which only what is due is left."""
    return replace(report, findings=due(report))


def write_deadlines(results: Iterator[Result], style: Style) -> Iterator[Sequence[Line]]:
    """Yield the lines of each report."""
    reports = (result.report for result in results if isinstance(result, Checked))
    for index, report in enumerate(reports):
        yield [*([BLANK] if index else []), *deadline_lines(report, style.symbols)]


def deadline_lines(report: Report, symbols: Symbols) -> Iterator[Line]:
    """Yield what is still to be done, and how many duties are violated or may be due."""
    clock = Clock(report)
    yield from head_lines(report, clock, symbols)
    yield BLANK
    pending = due(report)
    column = max((len(status(finding)) for finding in pending), default=0)
    for finding in pending:
        yield from block(finding, report, clock, symbols, column=column)
    if not pending:
        yield line(text("report.nothing-due"))
    for verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED):
        if number := sum(finding not in pending for finding in report.of(verdict)):
            yield line(count(f"report.also-{verdict.value}", number), hang=2)
