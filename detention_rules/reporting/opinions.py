"""A second opinion as lines for people, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, OpinionData, Verdict
from detention_rules.model.opinions import Opinion, SecondOpinion
from detention_rules.reporting.lines import BLANK, Line, Symbols, line


class Agreement(NamedTuple):
    """Second opinions on several reports: on how many of a number of findings the engines agree, differ, or this program failed."""

    engine: str
    agreed: int
    differ: int
    failed: int
    number: int


def opinion_lines(found: SecondOpinion, symbols: Symbols) -> Iterator[Line]:
    """Yield what the second engine says of a report: what is wrong first, then on how many it agrees, and why it is silent on others."""
    yield BLANK
    if found.disagreements:
        yield _alarm("opinion.differ", len(found.disagreements), symbols)
        for finding, opinion in found.disagreements:
            yield line(symbols.bullet, " ", _differs(found, finding, opinion), indent=2, hang=2)
        yield line(text("opinion.stands"), indent=2, hang=2)
    if found.faults:
        yield _alarm("opinion.failed", len(found.faults), symbols)
        for finding, opinion in found.faults:
            told = text("opinion.fails", rule=finding.rule.id, event=_event(finding), reason=_reason(opinion.reason))
            yield line(symbols.bullet, " ", told, indent=2, hang=2)
    head = text("opinion.head", engine=found.engine, agreed=found.agreed, number=len(found.opinions))
    yield line((head, "bold"), hang=2)
    if found.reasons:
        yield line(_silent(found.reasons), indent=2, hang=2)


def alarms(found: SecondOpinion) -> Iterator[str]:
    """Yield in a line each what a second opinion shows to be wrong with this program."""
    if found.disagreements:
        yield count("opinion.differ", len(found.disagreements))
    if found.faults:
        yield count("opinion.failed", len(found.faults))


def agreement(found: SecondOpinion, before: Agreement | None = None) -> Agreement:
    """Return the sums of a second opinion, and of those before it."""
    sums = before or Agreement(found.engine, 0, 0, 0, 0)
    differ, failed = sums.differ + len(found.disagreements), sums.failed + len(found.faults)
    return Agreement(found.engine, sums.agreed + found.agreed, differ, failed, sums.number + len(found.opinions))


def closing_line(sums: Agreement) -> Line:
    """Return the second opinions on several reports in one line."""
    none = sums.number - sums.agreed - sums.differ - sums.failed
    failed = text("opinion.all-failed", number=sums.failed) if sums.failed else ""
    return line(text("opinion.all", **{**sums._asdict(), "failed": failed}, none=none), hang=2)


def opinion_data(found: SecondOpinion) -> list[OpinionData]:
    """Return the opinions as plain data, in the order of the report's findings."""
    return [
        {
            "engine": found.engine,
            "verdict": None if opinion.verdict is None else opinion.verdict.value,
            "margin_seconds": opinion.margin_seconds,
            "agrees": opinion.agrees(finding),
            "reason": _reason(opinion.reason) if opinion.reason else None,
        }
        for finding, opinion in found.pairs
    ]


def _silent(reasons: dict[str, int]) -> str:
    told = (text("opinion.reason", reason=_reason(reason), number=number) for reason, number in reasons.items())
    return text("opinion.silent", number=sum(reasons.values()), reasons="; ".join(told))


def _reason(reason: str) -> str:
    return text(f"opinion.none.{reason}")


def _alarm(key: str, number: int, symbols: Symbols) -> Line:
    return line((symbols.violated, "bold red"), " ", (count(key, number), "bold red"), hang=2)


def _event(finding: Finding) -> str:
    return "" if finding.trigger is None else finding.trigger.id


def _differs(found: SecondOpinion, finding: Finding, opinion: Opinion) -> str:
    return text(
        "opinion.differs",
        rule=finding.rule.id,
        event=_event(finding),
        verdict=_verdict(finding.verdict, finding.margin_seconds),
        engine=found.engine,
        other=_verdict(opinion.verdict or Verdict.UNDETERMINED, opinion.margin_seconds),
    )


def _verdict(verdict: Verdict, margin: int | None) -> str:
    word = text(f"report.verdict.{verdict.value}")
    return word if margin is None else text("opinion.with-margin", verdict=word, margin=margin)
