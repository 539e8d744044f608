"""A second opinion as lines for people, and as data."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from detention_rules.model.catalogue import count, text
from detention_rules.model.findings import Finding, OpinionData, Verdict
from detention_rules.model.opinions import Opinion, SecondOpinion
from detention_rules.reporting.lines import BLANK, Line, Symbols, line


class Agreement(NamedTuple):
    """Second opinions on several reports: on how many of a number of findings the engines agree, and on how many they differ."""

    engine: str
    agreed: int
    differ: int
    number: int


def opinion_lines(found: SecondOpinion, symbols: Symbols) -> Iterator[Line]:
    """Yield what the second engine says of a report: disagreements first, then on how many it agrees, and why it is silent on others."""
    yield BLANK
    differ = found.disagreements
    if differ:
        yield line((symbols.violated, "bold red"), " ", (count("opinion.differ", len(differ)), "bold red"), hang=2)
        for finding, opinion in differ:
            yield line(symbols.bullet, " ", _differs(found, finding, opinion), indent=2, hang=2)
        yield line(text("opinion.stands"), indent=2, hang=2)
    head = text("opinion.head", engine=found.engine, agreed=found.agreed, number=len(found.opinions))
    yield line((head, "bold"), hang=2)
    if found.reasons:
        yield line(_silent(found.reasons), indent=2, hang=2)


def agreement(found: SecondOpinion, before: Agreement | None = None) -> Agreement:
    """Return the sums of a second opinion, and of those before it."""
    sums = before or Agreement(found.engine, 0, 0, 0)
    differ = sums.differ + len(found.disagreements)
    return Agreement(found.engine, sums.agreed + found.agreed, differ, sums.number + len(found.opinions))


def closing_line(sums: Agreement) -> Line:
    """Return the second opinions on several reports in one line."""
    none = sums.number - sums.agreed - sums.differ
    return line(text("opinion.all", **sums._asdict(), none=none), hang=2)


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


def _differs(found: SecondOpinion, finding: Finding, opinion: Opinion) -> str:
    return text(
        "opinion.differs",
        rule=finding.rule.id,
        event="" if finding.trigger is None else finding.trigger.id,
        verdict=_verdict(finding.verdict, finding.margin_seconds),
        engine=found.engine,
        other=_verdict(opinion.verdict or Verdict.UNDETERMINED, opinion.margin_seconds),
    )


def _verdict(verdict: Verdict, margin: int | None) -> str:
    word = text(f"report.verdict.{verdict.value}")
    return word if margin is None else text("opinion.with-margin", verdict=word, margin=margin)
