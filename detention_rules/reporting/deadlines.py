"""What is due next, as lines: the soonest first, what has no number last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from detention_rules.engine.timeline import FAR
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.periods import rough
from detention_rules.reporting.blocks import assuming_words, block_of, details, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import BLANK, Line, Symbols, line
from detention_rules.reporting.results import Checked, Result, Style
from detention_rules.reporting.text import head_lines


def due_at(finding: Finding) -> int | None:
    """Return when an open duty is due at the earliest, under any reading, account and uncertain time; None where no limit has a number."""
    earliest = finding.earliest_end
    return None if earliest is None else earliest.deadline


def particulars_due(finding: Finding, report: Report, clock: Clock) -> list[tuple[str, str]]:
    """Return what a reader needs to act on an open duty, first of all when it may be due before it is by the defaults."""
    rows, earliest = details(finding, report, clock), finding.earliest_end
    if earliest is None or earliest.deadline == finding.deadline:
        return rows
    passed = earliest.deadline < report.as_of
    told = text("report.earliest-passed" if passed else "report.earliest", time=clock.time(earliest.deadline))
    if earliest.assuming:
        told = text("report.if", what=f"{told},", assuming=assuming_words(earliest.assuming, report))
    more = [(text("report.label.note"), text("report.more-worlds"))] if earliest.more and not finding.more_worlds else []
    return [(text("report.label.earliest"), told), *rows, *more]


def due(report: Report) -> tuple[Finding, ...]:
    """Return what is still to be done: the duties that may be due soonest first, those without any number last."""
    return tuple(sorted((finding for finding in report.findings if finding.open), key=_soonest))


def _soonest(finding: Finding) -> tuple[int, str]:
    instant = due_at(finding)
    return (FAR if instant is None else instant, finding.rule.id)


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
    stands = [_stands(finding, report) for finding in pending]
    column = max(map(len, stands), default=0)
    for finding, words in zip(pending, stands, strict=True):
        yield from block_of(finding, words, particulars_due(finding, report, clock), symbols, column=column)
    if not pending:
        yield line(text("report.nothing-due"))
    for verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED):
        if number := sum(finding not in pending for finding in report.of(verdict)):
            yield line(count(f"report.also-{verdict.value}", number), hang=2)


def _stands(finding: Finding, report: Report) -> str:
    """Return how long is left by every account and reading, which may be less than by the defaults."""
    instant = due_at(finding)
    if instant is None or instant == finding.deadline or finding.verdict is not Verdict.PENDING:
        return status(finding)
    left = instant - report.as_of
    return text("report.status.may-be-late") if left < 0 else text("report.status.at-least", time=rough(left))
