"""From a finding to what is drawn of its clock."""

from __future__ import annotations

from typing import Literal, NamedTuple

from detention_rules.language.rules import Precondition, Recurrence
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.reporting.clock import ended
from detention_rules.reporting.reference.clocks import course
from detention_rules.reporting.reference.drawing import EARLY, LATE, OPEN, RUNS, SPARE, STILL
from detention_rules.reporting.reference.marks import explanation
from detention_rules.reporting.reference.periods import due_of, period_of
from detention_rules.reporting.reference.wording import Wording

Part = Literal["runs", "spare", "late", "open", "still", "too_early"]
_PARTS: dict[str, Part] = {
    RUNS: "runs",
    SPARE: "spare",
    LATE: "late",
    OPEN: "open",
    STILL: "still",
    EARLY: "too_early",
}


class Piece(NamedTuple):
    """A part of a bar, between two instants: the clock runs, time is left, the limit is past, not certain, it stands still, too early."""

    first: int
    last: int
    part: Part


Kind = Literal["event", "other", "unknown", "act", "judged"]


class Spot(NamedTuple):
    """A mark at an instant, or at one between two.

    An event by the account that decides, by another account, or not yet known; the act that discharges a duty; the event that is judged.
    """

    first: int
    last: int
    kind: Kind
    told: str = ""
    account: str = ""


class Drawn(NamedTuple):
    """What is drawn of one finding. `bounds` are the ends of its limits."""

    pieces: tuple[Piece, ...]
    spots: tuple[Spot, ...]
    bounds: tuple[int, ...]


def clock_of(finding: Finding, report: Report) -> Drawn:
    """Return the bar of a finding's duty, or the mark of the event that was judged."""
    details = explanation(finding)
    form = details.rule.form
    if isinstance(form, Precondition):
        return Drawn((), (_judged(finding),), ())
    if isinstance(form, Recurrence):
        return _period(finding, report)
    wording = Wording(report, details.timeline.pack)
    found = course(finding, wording)
    pieces = tuple(Piece(one.first, one.last, _PARTS[one.sign]) for one in found.stretches)
    acts = _act(finding, report)
    if finding.verdict is Verdict.UNDETERMINED:
        pieces += tuple(Piece(act.first, act.last, "open") for act in acts if act.first < act.last)
    return Drawn(pieces, acts, found.bounds)


def _period(finding: Finding, report: Report) -> Drawn:
    """Return the bar of a recurring duty in one period: to the day by which its acts are due, and from there to the act or `as_of`."""
    first, due = period_of(finding).first, due_of(finding)
    if finding.verdict is Verdict.UNDETERMINED:
        return Drawn((Piece(first, due, "open"),), _act(finding, report), (due,))
    stop = ended(finding, report)
    rest = (Piece(due, stop, "late"),) if stop > due else (Piece(max(first, stop), due, "spare"),) if stop < due else ()
    return Drawn((Piece(first, max(first, min(stop, due)), "runs"), *rest), _act(finding, report), (due,))


def _judged(finding: Finding) -> Spot:
    assert finding.trigger is not None
    at = finding.trigger.at.default
    return Spot(at.earliest, at.latest, "judged")


def _act(finding: Finding, report: Report) -> tuple[Spot, ...]:
    if finding.discharge is None:
        return ()
    at = finding.discharge.at.default
    if at.exact and finding.deadline is not None and finding.margin_seconds is not None:
        counted = ended(finding, report)
        return (Spot(counted, counted, "act"),)
    return (Spot(at.earliest, at.latest, "act"),)
