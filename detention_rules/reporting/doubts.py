"""What hangs on whose account is right and on how the text is read: violations that there would be under other choices."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from detention_rules.engine.timeline import FAR
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Alternative, Finding, Report, Verdict
from detention_rules.reporting.blocks import assuming_words, overrun

_READINGS, _TITLES = 6, 3
"""So many readings are named on top, and of each so many rules; the findings tell them all."""


class Doubt(NamedTuple):
    """A departure from the defaults, in words, and the findings that it would make violations, each named once."""

    words: str
    findings: tuple[Finding, ...]
    titles: tuple[str, ...]


def depends(finding: Finding) -> bool:
    """Tell whether a finding that is no violation would be one under another reading or account."""
    return finding.verdict is not Verdict.VIOLATED and any(_violations(finding))


def contested(report: Report) -> list[Finding]:
    """Return what was complied with or does not apply, and would be a violation under another reading or account."""
    return [finding for verdict in (Verdict.COMPLIED, Verdict.NOT_APPLICABLE) for finding in report.of(verdict) if depends(finding)]


def conclusion(report: Report) -> str:
    """Return the key of what a report without a violation comes to; empty where there is one."""
    if report.of(Verdict.VIOLATED):
        return ""
    doubt = report.of(Verdict.UNDETERMINED) or any(map(depends, report.findings))
    if report.selection is None:
        return "report.no-violation-but" if doubt else "report.no-violation"
    return "report.no-violation-selected-but" if doubt else "report.no-violation-selected"


def doubts(report: Report) -> Iterator[Doubt]:
    """Yield what would be a violation by another account, the latest first and each with how late, then what would be by other readings."""
    events = {event.id for event in report.scenario.events}
    by_account: list[tuple[int, Doubt]] = []
    by_reading: dict[str, list[Finding]] = {}
    for finding in report.findings:
        if finding.verdict is Verdict.VIOLATED:
            continue
        told = [other for other in _violations(finding) if not events.isdisjoint(other.assuming)]
        if told:
            worst = min(told, key=lambda other: (len(other.assuming), _margin(other)))
            words = text(
                "report.doubt", what=overrun(worst) or text("report.verdict.violated"), assuming=assuming_words(worst.assuming, report)
            )
            by_account.append((_margin(worst), Doubt(words, (finding,), (finding.rule.title,))))
        for other in _violations(finding):
            if events.isdisjoint(other.assuming):
                words = text("report.doubt", what=text("report.verdict.violated"), assuming=assuming_words(other.assuming, report))
                by_reading.setdefault(words, []).append(finding)
    yield from (doubt for _, doubt in sorted(by_account, key=lambda entry: entry[0]))
    for words, found in list(by_reading.items())[:_READINGS]:
        yield Doubt(words, *_once(found))
    if len(by_reading) > _READINGS:
        yield Doubt(text("report.more-doubts", number=len(by_reading) - _READINGS), (), ())


def _violations(finding: Finding) -> Iterator[Alternative]:
    return (other for other in finding.alternatives if other.verdict is Verdict.VIOLATED)


def _margin(other: Alternative) -> int:
    return FAR if other.margin_seconds is None else other.margin_seconds


def _once(found: list[Finding]) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return the first finding of each rule, with the rule's title and how often it was found."""
    first = {finding.rule.id: finding for finding in reversed(found)}
    numbers = Counter(finding.rule.id for finding in found)
    shown = [first[rule] for rule in dict.fromkeys(finding.rule.id for finding in found)][:_TITLES]
    titles = [
        one.rule.title if numbers[one.rule.id] == 1 else text("report.need", need=one.rule.title, number=numbers[one.rule.id])
        for one in shown
    ]
    return tuple(shown), tuple(titles)


__all__ = ["Doubt", "conclusion", "contested", "depends", "doubts"]
