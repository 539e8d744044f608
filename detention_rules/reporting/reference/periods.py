"""From the findings on a recurring duty to the drawing of its periods, one line for each span."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, islice

from detention_rules.engine.recurrences import Period
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Verdict
from detention_rules.reporting.blocks import status
from detention_rules.reporting.reference.drawing import IDLE, LATE, OPEN, RUNS, SPARE, Drawing, Mark, Stretch
from detention_rules.reporting.reference.marks import event_marks, explanation, joined, uncertain
from detention_rules.reporting.reference.wording import Wording

MOST = 24
"""Of a longer span only so many periods are drawn; the others are counted."""

_SIGNS = {
    Verdict.VIOLATED: LATE,
    Verdict.UNDETERMINED: OPEN,
    Verdict.PENDING: SPARE,
    Verdict.COMPLIED: RUNS,
    Verdict.NOT_APPLICABLE: IDLE,
}


def spans_of(findings: Sequence[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings of each span, in order of time."""
    for _, group in groupby(findings, key=lambda finding: finding.trigger.id if finding.trigger else ""):
        yield list(group)


def periods_drawing(findings: Sequence[Finding], wording: Wording) -> Drawing:
    """Return the drawing of one span's periods, each with its end, its verdict and the acts in it."""
    shown = list(islice(findings, MOST))
    periods = [period_of(finding) for finding in shown]
    marks = [*(_mark(number, finding, wording) for number, finding in enumerate(shown, 1)), *event_marks(wording, {}, shown[0].trigger)]
    due = [due_of(finding) for finding in shown]
    bounds = dict.fromkeys((*(end for period in periods for end in (period.first, period.last)), *due))
    stretches = [Stretch(period.first, period.last, IDLE) for period in periods]
    stretches += [Stretch(period.first, end, _SIGNS[one.verdict]) for period, end, one in zip(periods, due, shown, strict=True)]
    span = (periods[0].first, periods[-1].last)
    return Drawing(span, tuple(marks), (*stretches, *uncertain(wording, explanation(shown[0]).rule.rule)), tuple(bounds))


def period_of(finding: Finding) -> Period:
    """Return the period that a finding on a recurring duty is about."""
    found = explanation(finding).period
    assert found is not None
    return found


def due_of(finding: Finding) -> int:
    """Return by when the acts of a period are due: by its end, or by that of a day of it."""
    return period_of(finding).last if finding.deadline is None else finding.deadline


def _mark(number: int, finding: Finding, wording: Wording) -> Mark:
    due = due_of(finding)
    verdict = text(f"report.verdict.{finding.verdict.value}")
    missed = finding.verdict is Verdict.VIOLATED and finding.discharge is None
    how = text("report.status.not-done") if missed else status(finding) if finding.margin_seconds is not None else ""
    told = joined(text("page.picture.period", number=number), [", ".join(part for part in (verdict, how) if part)])
    return Mark(due, wording.time(due), told, 2)
