"""Findings on a page: in short, each with its reasoning, and those that were complied with as a table."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from detention_rules.language.rules import Rule
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.reporting.blocks import particulars, provisions, status
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.doubts import Doubt, conclusion, depends, doubts
from detention_rules.reporting.html.parts import heading, sign, table, terms, timed
from detention_rules.reporting.markup import Markup, element, join
from detention_rules.reporting.sources import readings, sources
from detention_rules.reporting.text import order

Link = Callable[[Finding, str], Markup]
"""Makes a link to a finding from words."""
TOLD = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)
"""The verdicts whose findings are told in full."""


def in_short(report: Report, clock: Clock, key: str) -> Markup:
    """Return the result in a few lines: each violation with how late it was, or that there is none."""
    numbers = {id(finding): number for number, finding in enumerate(report.findings, 1)}
    violated = sorted(report.of(Verdict.VIOLATED), key=order(Verdict.VIOLATED))
    counts = [
        text("report.count", verdict=text(f"report.verdict.{verdict.value}"), number=len(report.of(verdict)))
        for verdict in (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING, Verdict.COMPLIED)
    ]
    parts: list[Markup] = []
    if said := conclusion(report):
        parts.append(element("p", element("strong", text(said))))

    def link(finding: Finding, words: str) -> Markup:
        return element("a", words, href=f"#{key}-{numbers[id(finding)]}")

    if violated:
        parts.append(element("ul", *(_violation(finding, link, clock) for finding in violated)))
    if found := list(doubts(report)):
        parts.append(element("p", text("report.doubts")))
        parts.append(element("ul", *(_doubt(doubt, link) for doubt in found)))
    if any(finding.outside_source for finding in report.findings):
        parts.append(element("p", text("report.outside-source-head")))
    parts.append(element("p", text("report.counts", counts=", ".join(counts)), " ", text("html.advice"), class_="dr-muted"))
    return element("div", *parts, class_="dr-short")


def _violation(finding: Finding, link: Link, clock: Clock) -> Markup:
    how = element("strong", status(finding), class_="dr-violated")
    due = text("report.overview-due", due=clock.time(finding.deadline)) if finding.deadline is not None else ""
    tail = "; ".join(part for part in (finding.limit, due) if part)
    facts = timed(text("report.overview", facts=tail)) if tail else ""
    return element("li", sign(Verdict.VIOLATED), how, " ", link(finding, finding.rule.title), facts)


def _doubt(doubt: Doubt, link: Link) -> Markup:
    titles = join((link(finding, title) for finding, title in zip(doubt.findings, doubt.titles, strict=True)), "; ")
    return element("li", sign(Verdict.UNDETERMINED), doubt.words, ": " if titles else "", titles)


def finding_part(finding: Finding, report: Report, clock: Clock, key: str, level: int) -> Markup:
    """Return one finding: how it stands, what a reader needs to act on it, and the reasoning."""
    verdict = finding.verdict
    how = status(finding) or text(f"report.verdict.{verdict.value}")
    head = heading(level, sign(verdict), finding.rule.title, " ", element("span", how, class_=f"dr-status dr-{verdict.value}"))
    entries = [
        (text(f"report.label.{name}"), said) for name, said in particulars(finding, report, clock, verbose=True) if said and name != "note"
    ]
    parts = [head, terms(entries, "dr-particulars"), _reasoning(finding)]
    if finding.more_worlds:
        parts.append(element("p", text("report.more-worlds")))
    return element("article", *parts, id=key, class_=f"dr-finding dr-is-{verdict.value}")


def complied_table(found: Sequence[Finding], clock: Clock) -> Markup:
    """Return the findings on what was complied with, each with its reasoning folded away."""
    heads = [text(f"html.column.{name}") for name in ("duty", "limit", "due", "done", "spare")]
    rows = [
        [
            join((element("span", finding.rule.title), element("small", provisions(finding)), _folded(finding))),
            finding.limit,
            "" if finding.deadline is None else timed(clock.of(finding).time(finding.deadline)),
            timed(_done(finding, clock.of(finding))),
            status(finding),
        ]
        for finding in found
    ]
    return table(heads, rows, "dr-complied-table")


def notes_part(report: Report, level: int) -> Iterator[Markup]:
    """Yield the notes on the rules whose findings are told in full, each rule once."""
    rules = {finding.rule.id: finding.rule for finding in report.findings if finding.verdict in TOLD or depends(finding)}
    noted = [rule for rule in rules.values() if isinstance(rule, Rule) and rule.notes]
    if noted:
        entries = ((rule.title, join(element("p", note) for note in rule.notes)) for rule in noted)
        yield element("section", heading(level, text("html.heading.notes")), terms(entries, "dr-notes"), class_="dr-minor")


def sources_part(report: Report, level: int) -> Iterator[Markup]:
    """Yield the documents that the page cites, and the readings that it names."""
    cited = [finding for finding in report.findings if finding.verdict is not Verdict.NOT_APPLICABLE or depends(finding)]
    told = [finding for finding in cited if finding.verdict in TOLD or depends(finding)]
    for name, entries in (("sources", sources(report, cited)), ("readings", readings(report, told, verbose=True))):
        found = list(entries)
        if found:
            yield element("section", heading(level, text(f"html.heading.{name}")), terms(found, "dr-notes"), class_="dr-minor")


def _done(finding: Finding, clock: Clock) -> str:
    if finding.discharge is not None:
        return clock.act(finding)
    return clock.event(finding.trigger) if finding.trigger is not None else ""


def _steps(finding: Finding) -> Iterator[Markup]:
    notes = finding.rule.notes if isinstance(finding.rule, Rule) else ()
    told = {text("because.note", note=note) for note in notes}  # they stand together at the end, each once
    return (element("li", timed(step)) for step in finding.because if step not in told)


def _reasoning(finding: Finding) -> Markup:
    return element("ol", *_steps(finding), class_="dr-steps", aria_label=text("html.reasoning"))


def _folded(finding: Finding) -> Markup:
    return element("details", element("summary", text("html.reasoning")), _reasoning(finding))
