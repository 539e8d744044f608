"""What several results come to, counted as they come, and the line that says it."""

from __future__ import annotations

from dataclasses import dataclass

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Verdict
from detention_rules.reporting.lines import Line, line
from detention_rules.reporting.opinions import Agreement, agreement
from detention_rules.reporting.results import Checked, Result


@dataclass(slots=True)
class Tally:
    """Counts of results; the reports themselves are not kept.

    Cases are scenarios without expectations: those with a violation, those with something undetermined, and the rest.
    """

    held: int = 0
    failed: int = 0
    violated: int = 0
    open: int = 0
    good: int = 0
    unread: int = 0
    agreement: Agreement | None = None

    def add(self, result: Result) -> None:
        """Count one more result."""
        if not isinstance(result, Checked):
            self.unread += 1
            return
        if result.faults is not None:
            self.held += not result.faults
            self.failed += bool(result.faults)
        elif result.report.of(Verdict.VIOLATED):
            self.violated += 1
        elif result.report.of(Verdict.UNDETERMINED):
            self.open += 1
        else:
            self.good += 1
        if result.opinion is not None:
            self.agreement = agreement(result.opinion, self.agreement)

    @property
    def cases(self) -> int:
        """The number of scenarios without expectations."""
        return self.violated + self.open + self.good


def summary_line(tally: Tally) -> Line:
    """Return how many scenarios there were and what came of them."""
    parts = [count("report.summary.scenarios", tally.cases + tally.held + tally.failed)]
    if tally.held:
        parts.append(text("report.summary.held", number=tally.held))
    if tally.failed:
        parts.append(text("report.summary.failed", number=tally.failed))
    if tally.cases:
        parts.append(text("report.summary.cases", bad=tally.violated, open=tally.open, good=tally.good))
    if tally.unread:
        parts.append(count("report.summary.unread", tally.unread))
    return line(("; ".join(parts) + ".", "bold"), hang=2)
