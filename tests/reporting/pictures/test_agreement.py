"""The picture and the finding beside it say the same, over every example of the shipped and of the invented pack."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from detention_rules import Finding, Report, Verdict, load_pack
from detention_rules.reporting.clock import Clock
from detention_rules.reporting.lines import soft
from detention_rules.reporting.picture.clocks import clock_of
from detention_rules.reporting.picture.scene import scene
from detention_rules.reporting.reference.examples import judged
from reporting.pictures.cases import ROOT


def measured(folder: str) -> Iterator[tuple[str, Report, Finding, int]]:
    """Yield every finding with a margin, its example, and the instant by which the margin was measured."""
    pack = load_pack(ROOT / folder)
    for rule in pack.rules:
        for example in rule.examples:
            report = judged(example, rule, pack)
            for finding in report.findings:
                if finding.deadline is not None and finding.margin_seconds is not None:
                    yield f"{rule.id}: {example['shows']}", report, finding, finding.deadline - finding.margin_seconds


@pytest.mark.parametrize("folder", ["rules/kazakhstan", "tests/packs/zubrovia"])
def test_a_bar_ends_where_the_margin_was_measured(folder: str) -> None:
    late = 0
    for shows, report, finding, ended in measured(folder):
        drawn = clock_of(finding, report)
        parts = {piece.part: piece.last for piece in drawn.pieces}
        if finding.verdict is Verdict.VIOLATED and ended > (finding.deadline or 0):
            late += 1
            assert parts["late"] == ended == max(piece.last for piece in drawn.pieces), shows
            told = [row.told for group in scene(report).groups for row in group.rows if group.verdict is Verdict.VIOLATED]
            assert any(soft(Clock(report).time(ended)) in row for row in told), shows
        elif finding.verdict is Verdict.PENDING:
            assert ended == report.as_of
    assert late > (200 if "kazakhstan" in folder else 3)
