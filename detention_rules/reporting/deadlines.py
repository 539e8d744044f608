"""What is due next, as lines: the soonest first, what has no number last."""

from __future__ import annotations

from collections.abc import Iterator

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Report, Verdict
from detention_rules.reporting.blocks import block, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import BLANK, Line, Symbols, line
from detention_rules.reporting.text import head_lines, order


def deadline_lines(report: Report, symbols: Symbols) -> Iterator[Line]:
    """Yield what is still to be done: the pending duties of a report, and those without a number that nobody has met yet."""
    clock = Clock(report)
    yield from head_lines(report, clock, symbols)
    yield BLANK
    waiting = [finding for finding in report.of(Verdict.UNDETERMINED) if finding.waits and finding.discharge is None]
    pending = [*sorted(report.of(Verdict.PENDING), key=order(Verdict.PENDING)), *waiting]
    column = max((len(status(finding)) for finding in pending), default=0)
    for finding in pending:
        yield from block(finding, report, clock, symbols, column=column)
    if not pending:
        yield line(text("report.nothing-due"))
    for verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED):
        if number := sum(finding not in waiting for finding in report.of(verdict)):
            yield line(count(f"report.also-{verdict.value}", number), hang=2)
