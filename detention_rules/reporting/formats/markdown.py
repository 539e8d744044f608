"""Reports as Markdown, for a wiki, an issue or a mail: tables first, then what each finding rests on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice

from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.reporting.blocks import details, due, event_words, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.doubts import contested
from detention_rules.reporting.expectations import held_line, mismatch_lines
from detention_rules.reporting.lines import BLANK, UNICODE, Line, soft
from detention_rules.reporting.markdown import bullets, escaped, folded, heading, page, table
from detention_rules.reporting.opinions import closing_line, opinion_lines
from detention_rules.reporting.results import Checked, Result, Style, Unread
from detention_rules.reporting.sources import readings, sources
from detention_rules.reporting.summary import Tally, breaches, summary_line
from detention_rules.reporting.text import counts_lines, doubt_lines, head_lines, order

_OPEN = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)
_REST = (Verdict.COMPLIED, Verdict.NOT_APPLICABLE)


def write_markdown(results: Iterator[Result], style: Style) -> Iterator[str]:
    """Yield each report, and after several what they come to."""
    tally, number = Tally(), 0
    for number, result in enumerate(results, 1):
        tally.add(result)
        rows = _checked(result, style) if isinstance(result, Checked) else _unread(result)
        yield ("\n" if number > 1 else "") + page(rows)
    if number > 1:
        yield "\n" + page(_summary(tally))


def report_markdown(report: Report) -> str:
    """Return one report as Markdown."""
    return page(_checked(Checked(report), Style()))


def _checked(checked: Checked, style: Style) -> Iterator[str]:
    report, verbose = checked.report, style.verbose
    clock = Clock(report)
    yield from heading(1, _shown(report.scenario.title or text("report.untitled")))
    yield from _lines(islice(head_lines(report, clock, UNICODE), 2, None))  # the first two are the title and its rule
    if checked.faults is not None:
        yield ""
        yield from _lines(mismatch_lines(report, checked.faults, UNICODE) if checked.faults else [held_line(report, UNICODE)])
    yield ""
    yield from _doubts(report)
    for verdict in _OPEN:
        yield from _section(text(f"report.heading.{verdict.value}", number=len(report.of(verdict))), report.of(verdict), report, verbose)
    hanging = [] if verbose else contested(report)
    yield from _section(text("report.heading.depends", number=len(hanging)), hanging, report, verbose)
    for verdict in _REST if verbose else ():
        yield from _section(text(f"report.heading.{verdict.value}", number=len(report.of(verdict))), report.of(verdict), report, verbose)
    yield from _timeline(report, clock)
    yield from _sources(report, verbose)
    yield ""
    yield from _lines(counts_lines(report, UNICODE, verbose=True))
    if checked.opinion is not None:
        yield ""
        yield from _lines(opinion_lines(checked.opinion, UNICODE))


def _doubts(report: Report) -> Iterator[str]:
    found = list(doubt_lines(report, UNICODE))[1:]  # the first is empty
    if found:
        yield from (f"**{_shown(found[0].words)}**", "", *_lines(found[1:]))


def _section(title: str, found: Iterable[Finding], report: Report, verbose: bool) -> Iterator[str]:
    findings = sorted(found, key=lambda finding: order(finding.verdict)(finding))
    if not findings:
        return
    clock = Clock(report)
    yield from heading(2, _shown(title))
    columns = [text(f"format.column.{name}") for name in ("status", "what", "limit", "due")]
    yield from table(columns, [[_shown(cell) for cell in _row(finding, report, clock)] for finding in findings])
    for finding in findings:
        yield from heading(3, _shown(finding.rule.title))
        yield from bullets(f"**{escaped(label)}:** {_shown(value)}" for label, value in details(finding, report, clock, verbose=verbose))
        if verbose or finding.verdict is Verdict.VIOLATED:
            yield ""
            yield from folded(text("format.reasoning"), [*bullets(map(_shown, finding.because)), ""])


def _row(finding: Finding, report: Report, clock: Clock) -> tuple[str, str, str, str]:
    told = "; ".join(finding.needs) if finding.verdict is Verdict.UNDETERMINED else status(finding)
    return (told, finding.rule.title, finding.limit, due(finding, report, clock))


def _timeline(report: Report, clock: Clock) -> Iterator[str]:
    if report.inconsistencies:
        yield from heading(2, _shown(text("report.heading.inconsistent", number=len(report.inconsistencies))))
        yield from bullets(map(_shown, sorted(report.inconsistencies)))
    for name, events in (("detained-again", report.detained_again), ("not-yet-known", report.not_yet_known)):
        if events:
            yield from heading(2, _shown(text(f"report.heading.{name}", number=len(events))))
            yield from bullets(_shown(text("report.later-event", event=event_words(one), time=clock.event(one))) for one in events)


def _sources(report: Report, verbose: bool) -> Iterator[str]:
    """Yield the documents and the readings that the findings name which are told."""
    shown = report.findings if verbose else [finding for finding in report.findings if finding.verdict in _OPEN] + contested(report)
    for name, entries in (("sources", sources(report, shown)), ("readings", readings(report, shown, verbose=verbose))):
        found = [f"**{escaped(key)}:** {_shown(said)}" for key, said in entries]
        if found:
            yield from (*heading(2, _shown(text(f"report.heading.{name}"))), *bullets(found))


def _unread(result: Unread) -> Iterator[str]:
    yield from heading(1, _shown(result.file))
    yield from bullets(_shown(problem) for problem in result.problems)


def _summary(tally: Tally) -> Iterator[str]:
    yield from heading(1, text("format.summary"))
    yield from _lines([summary_line(tally), *([closing_line(tally.agreement)] if tally.agreement else [])])
    for by, rows in breaches(tally):
        columns = [text(f"report.breached.{name}") for name in ("violated", "scenarios", "undetermined", by)]
        yield ""
        yield from table(columns, [[*(str(number) for number in one.numbers), _shown(one.name)] for one in rows])


def _lines(lines: Iterable[Line]) -> list[str]:
    return bullets(_shown(one.words) for one in lines if one != BLANK)


def _shown(words: object) -> str:
    return escaped(soft(str(words)))
