"""Whether a scenario's `expect` holds, and where it does not."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detention_rules.language.sentences import listed
from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, Report, Verdict
from detention_rules.model.scenario import Expectation
from detention_rules.reporting.blocks import steps
from detention_rules.reporting.lines import Line, Symbols, line


@dataclass(frozen=True, slots=True)
class Mismatch:
    """An expectation of one rule that does not hold. `unexpected`: a violation that an exhaustive list leaves out."""

    rule: str
    expected: Verdict
    unexpected: bool
    findings: tuple[Finding, ...]
    line: int

    def __str__(self) -> str:
        expected = text(f"report.verdict.{self.expected.value}")
        verdicts = dict.fromkeys(text(f"report.verdict.{finding.verdict.value}") for finding in self.findings)
        found = listed(verdicts, "and") or text("report.expect.nothing")
        key = "report.expect.unexpected" if self.unexpected else "report.expect.missing"
        return text(key, rule=self.rule, expected=expected, found=found)


def mismatches(report: Report, expect: Expectation) -> tuple[Mismatch, ...]:
    """Return every expectation that does not hold: `violated` must name all violated rules, the other verdicts some."""
    return tuple(_mismatches(report, expect))


def _mismatches(report: Report, expect: Expectation) -> Iterator[Mismatch]:
    by_rule: dict[str, list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault(finding.rule.id, []).append(finding)
    for name, rules in expect.verdicts.items():
        verdict, where = Verdict(name), expect.lines.get(name, 0)
        for rule in dict.fromkeys(rules):
            found = tuple(by_rule.get(rule, ()))
            if not any(finding.verdict is verdict for finding in found):
                yield Mismatch(rule, verdict, False, found, where)
        if verdict is Verdict.VIOLATED:
            for rule, findings in by_rule.items():
                violated = tuple(finding for finding in findings if finding.verdict is verdict)
                if violated and rule not in rules:
                    yield Mismatch(rule, verdict, True, violated, where)


def held_line(report: Report, symbols: Symbols) -> Line:
    """Return the one line of a scenario that is found as it expects."""
    telling = (Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING)
    counts = [text("report.count", verdict=text(f"report.verdict.{one}"), number=len(report.of(one))) for one in telling if report.of(one)]
    found = ", ".join(counts) or text("report.expect.clean")
    told = text("report.expect.held", title=report.scenario.title, where=_where(report), found=found)
    return line((symbols.complied, "green"), " ", told, hang=2)


def mismatch_lines(report: Report, found: tuple[Mismatch, ...], symbols: Symbols) -> Iterator[Line]:
    """Yield what was expected and what was found instead, with the reasoning of each finding."""
    head = text(
        "report.expect.failed", title=report.scenario.title, where=_where(report), number=count("report.expect.mismatch", len(found))
    )
    yield line((symbols.violated, "bold red"), " ", (head, "bold"), hang=2)
    for one in found:
        yield line((str(one), "bold"), indent=2, hang=2)
        for finding in one.findings:
            yield from steps(finding, symbols, indent=4)


def _where(report: Report) -> str:
    return text("report.where", file=report.scenario.file or "", line=report.scenario.line or 1)
