"""The last line after several scenarios."""

from __future__ import annotations

from collections.abc import Sequence

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Report, Verdict
from detention_rules.reporting.lines import Line, line


def summary_line(cases: Sequence[Report], *, held: int, failed: int, unread: int) -> Line:
    """Return how many scenarios there were and what came of them. `cases` are the reports of those without expectations."""
    parts = [count("report.summary.scenarios", len(cases) + held + failed)]
    if held:
        parts.append(text("report.summary.held", number=held))
    if failed:
        parts.append(text("report.summary.failed", number=failed))
    if cases:
        bad = sum(bool(report.of(Verdict.VIOLATED)) for report in cases)
        open_ = sum(not report.of(Verdict.VIOLATED) and bool(report.of(Verdict.UNDETERMINED)) for report in cases)
        parts.append(text("report.summary.cases", bad=bad, open=open_, good=len(cases) - bad - open_))
    if unread:
        parts.append(count("report.summary.unread", unread))
    return line(("; ".join(parts) + ".", "bold"), hang=2)
