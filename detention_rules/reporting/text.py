"""A report as lines for people: what was breached first, then what is not known, then what is still due."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice

from detention_rules.engine.timeline import FAR
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.periods import rough
from detention_rules.reporting.blocks import STYLES, block, event_words, overview, selection_words, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.doubts import conclusion, contested, doubts
from detention_rules.reporting.lines import BLANK, Line, Symbols, cells, hard, line
from detention_rules.reporting.sources import source_lines

_WIDEST_STATUS = 24


def report_lines(report: Report, symbols: Symbols, *, verbose: bool = False) -> Iterator[Line]:
    """Yield a whole report. `verbose` lists every finding with all its reasoning."""
    clock = Clock(report)
    yield from head_lines(report, clock, symbols)
    yield from doubt_lines(report, symbols)
    for verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING):
        yield from _section(verdict, report, symbols, verbose)
    rest = (Verdict.COMPLIED, Verdict.NOT_APPLICABLE)
    hanging = [] if verbose else contested(report)
    yield from _blocks(hanging, text("report.heading.depends", number=len(hanging)), "bold", report, symbols)
    if verbose:
        for verdict in rest:
            yield from _section(verdict, report, symbols, verbose)
    yield from _timeline(report, clock, symbols)
    if verbose:
        yield from source_lines(report, report.findings, verbose=True)
    yield BLANK
    yield from counts_lines(report, symbols, verbose)


def head_lines(report: Report, clock: Clock, symbols: Symbols) -> Iterator[Line]:
    """Yield what a report is about: its title, file, zone and the time up to which events are known."""
    scenario = report.scenario
    title = scenario.title or text("report.untitled")
    yield line((title, "bold"))
    yield line((symbols.rule * min(cells(title), 78), "dim"))
    if scenario.file:
        yield line(text("report.head.file", file=scenario.file), hang=4)
    key = "report.head.as-of-defaulted" if report.as_of_defaulted else "report.head.as-of"
    as_of = text(key, time=clock.time(report.as_of))
    yield line(text("report.head.zone", zone=scenario.zone, offset=clock.offset, as_of=as_of), hang=4)
    yield line(text("report.head.pack", pack=report.pack["id"], version=report.pack["version"]), hang=4)
    for name, chosen in choices(report):
        yield line(text(f"report.head.{name}", **{name: chosen}), hang=4)
    if report.selection is not None:
        yield line(text("report.head.selection", selection=selection_words(report.selection)), hang=4)


def choices(report: Report) -> Iterator[tuple[str, str]]:
    """Yield the readings and the tolerances that a file chose: which of the two, and words."""
    readings, tolerances = report.scenario.readings, report.scenario.tolerances
    if readings:
        chosen = (text("report.assuming-reading", name=name, option=option) for name, option in sorted(readings.items()))
        yield "readings", "; ".join(chosen)
    if tolerances:
        spans = (text("report.head.tolerance", rule=rule, time=rough(seconds)) for rule, seconds in sorted(tolerances.items()))
        yield "tolerances", "; ".join(spans)


def doubt_lines(report: Report, symbols: Symbols) -> Iterator[Line]:
    """Yield what would be a violation under another account or reading, after an empty line; nothing where nothing would."""
    found = list(doubts(report))
    if found:
        yield BLANK
        yield line((text("report.doubts"), "bold"))
    for doubt in found:
        told = text("report.doubt-of", doubt=doubt.words, titles="; ".join(doubt.titles)) if doubt.titles else doubt.words
        yield line((symbols.mark("undetermined"), "bold yellow"), " ", told, indent=2, hang=2)


def order(verdict: Verdict) -> Callable[[Finding], tuple[int, str]]:
    """Return the key by which a section's findings are sorted: the latest first, the soonest due first, otherwise by rule."""
    if verdict in (Verdict.VIOLATED, Verdict.PENDING):
        return lambda finding: (FAR if (margin := _margin(finding)) is None else margin, finding.rule.id)
    return lambda finding: (0, finding.rule.id)


def _margin(finding: Finding) -> int | None:
    """Return the time to spare, or that of the shortest limit that may apply to a duty that is still open."""
    if finding.margin_seconds is None and finding.verdict is Verdict.PENDING:
        return finding.earliest_margin
    return finding.margin_seconds


def _section(verdict: Verdict, report: Report, symbols: Symbols, verbose: bool) -> Iterator[Line]:
    found = sorted(report.of(verdict), key=order(verdict))
    heading = text(f"report.heading.{verdict.value}", number=len(found))
    yield from _blocks(found, heading, f"bold {STYLES[verdict]}".strip(), report, symbols, verbose)


def _blocks(found: Sequence[Finding], heading: str, style: str, report: Report, symbols: Symbols, verbose: bool = False) -> Iterator[Line]:
    if not found:
        return
    yield BLANK
    yield line((heading, style))
    if len(found) > 1 and found[0].verdict is Verdict.UNDETERMINED:
        yield _needed(found)
    clock = Clock(report)
    column = min(max(len(status(finding)) for finding in found), _WIDEST_STATUS)
    if len(found) > 1 and found[0].verdict is Verdict.VIOLATED:
        for finding in found:
            yield overview(finding, report, clock, symbols, column)
        yield BLANK
    for index, finding in enumerate(found):
        if index and verbose:
            yield BLANK
        yield from block(finding, report, clock, symbols, column=column, verbose=verbose)
    yield from _tolerance_hint(found)


def _tolerance_hint(found: Sequence[Finding]) -> Iterator[Line]:
    """Yield how a tolerance is set, for the first finding that lacks one."""
    lacking = (one.rule.id for one in found if text("needs.tolerance", rule=one.rule.id) in one.needs)
    yield from (line(text("report.tolerance-hint", rule=hard(rule)), indent=2, hang=2) for rule in islice(lacking, 1))


def _needed(found: Sequence[Finding]) -> Line:
    needs = Counter(need for finding in found for need in finding.needs)
    ordered = sorted(needs.items(), key=lambda entry: (-entry[1], entry[0]))
    shown = (text("report.need", need=need, number=number) for need, number in ordered)
    return line(text("report.needed", needs="; ".join(shown)), indent=2, hang=2)


def _timeline(report: Report, clock: Clock, symbols: Symbols) -> Iterator[Line]:
    """Yield what is odd about the timeline itself."""
    if report.inconsistencies:
        yield BLANK
        yield line((text("report.heading.inconsistent", number=len(report.inconsistencies)), "bold yellow"))
        for one in sorted(report.inconsistencies):
            yield line(f"{symbols.bullet} {one}", indent=2, hang=2)
    for heading, events in (("detained-again", report.detained_again), ("not-yet-known", report.not_yet_known)):
        if events:
            yield BLANK
            yield line((text(f"report.heading.{heading}", number=len(events)), "bold"), hang=2)
        for event in events:
            told = text("report.later-event", event=event_words(event), time=clock.event(event))
            yield line(f"{symbols.bullet} {told}", indent=2, hang=2)


def counts_lines(report: Report, symbols: Symbols, verbose: bool) -> Iterator[Line]:
    """Yield what a report comes to, in words and in numbers."""
    if key := conclusion(report):
        mark = symbols.mark("undetermined" if key.endswith("-but") else "complied")
        yield line((mark, "bold"), " ", (text(key), "bold"), hang=2)
    if any(finding.outside_source for finding in report.findings):
        yield line(text("report.outside-source-head"), hang=2)
    parts = [text("report.count", verdict=text(f"report.verdict.{name}"), number=number) for name, number in report.summary.items()]
    parts.append(count("report.untriggered", report.untriggered))
    yield line(text("report.counts" if verbose else "report.counts-hint", counts=", ".join(parts)), hang=2)
