"""What another engine says of a report's findings."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import NamedTuple

from detention_rules.model.findings import Finding, Report, Verdict

_FAULTS = ("fault", "contradiction")
"""Reasons that are neither of the law, nor of the machine: this program, or what it told the engine, is wrong."""


class Opinion(NamedTuple):
    """A second opinion on one finding: a verdict with its margin, or none and why (a key of the catalogue under `opinion.none`)."""

    verdict: Verdict | None
    margin_seconds: int | None = None
    reason: str = ""

    def agrees(self, finding: Finding) -> bool | None:
        """Tell whether it says what the finding says; None where it says nothing."""
        if self.verdict is None:
            return None
        return (self.verdict, self.margin_seconds) == (finding.verdict, finding.margin_seconds)


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """One opinion for each finding of a report, in its order."""

    engine: str
    report: Report
    opinions: tuple[Opinion, ...]

    @property
    def agreed(self) -> int:
        """On how many findings the engines agree."""
        return sum(opinion.agrees(finding) is True for finding, opinion in self.pairs)

    @property
    def disagreements(self) -> tuple[tuple[Finding, Opinion], ...]:
        """The findings of which the other engine says something else."""
        return tuple((finding, opinion) for finding, opinion in self.pairs if opinion.agrees(finding) is False)

    @property
    def faults(self) -> tuple[tuple[Finding, Opinion], ...]:
        """The findings on which there is no opinion because this program failed."""
        return tuple((finding, opinion) for finding, opinion in self.pairs if opinion.reason in _FAULTS)

    @property
    def sound(self) -> bool:
        """Whether the engines differ nowhere, and this program failed nowhere."""
        return not self.disagreements and not self.faults

    @property
    def reasons(self) -> dict[str, int]:
        """Why there is no opinion where nothing failed, with the number of findings, the commonest first."""
        silent = (opinion.reason for opinion in self.opinions if opinion.verdict is None)
        return dict(Counter(reason for reason in silent if reason not in _FAULTS).most_common())

    @property
    def pairs(self) -> tuple[tuple[Finding, Opinion], ...]:
        """Each finding with what is said of it."""
        return tuple(zip(self.report.findings, self.opinions, strict=True))
