"""Every deadline of the report at its edge: a second inside, exactly at it, a second past it, discharged and not."""

from __future__ import annotations

import pytest

from detention_rules.engine.limits import paused_until

from . import limit_rows
from .builder import all_of, case, clock, one
from .limit_rows import Row


@pytest.mark.parametrize("row", limit_rows.ROWS, ids=str)
class TestLimit:
    def test_discharge(self, row: Row) -> None:
        for late, expected in [(-3600, "complied"), (-1, "complied"), (0, "complied"), (1, "violated"), (60, "violated")]:
            report = case(row.facts, *row.before, row.act(late), zone=row.zone, readings=row.readings, as_of=row.instant(late))
            finding = all_of(report, row.rule)[0]
            assert (late, finding.verdict.value) == (late, expected)
            assert clock(report, finding.deadline) == f"{row.limit}:00"
            assert finding.margin_seconds == -late
            assert finding.discharge is not None
            assert finding.discharge.type == row.done["kind"]

    def test_nothing_done(self, row: Row) -> None:
        for late, expected in [(-1, "pending"), (0, "pending"), (1, "violated")]:
            report = case(row.facts, *row.before, zone=row.zone, readings=row.readings, as_of=row.instant(late))
            finding = one(report, row.rule)
            assert (late, finding.verdict.value) == (late, expected)
            assert clock(report, finding.deadline) == f"{row.limit}:00"
            assert finding.margin_seconds == -late
            assert finding.discharge is None


@pytest.mark.parametrize(
    ("pauses", "deadline"),
    [
        ([], 100),
        ([(10, 20)], 110),
        ([(-10, 0)], 100),  # over when the clock starts
        ([(-10, 5)], 105),
        ([(99, 120)], 121),
        ([(100, 120)], 100),  # the clock had run out
        ([(101, 120)], 100),
        ([(10, 20), (99, 105)], 116),  # in time only since the first moved the deadline
        ([(99, 105), (10, 20)], 116),  # in whatever order they are given
        ([(10, 30), (20, 40)], 130),  # what overlaps counts once
        ([(10, 40), (20, 30)], 130),
        ([(10, 40), (20, 30), (35, 45)], 135),
    ],
)
def test_a_clock_that_stands_still(pauses: list[tuple[int, int]], deadline: int) -> None:
    """It started at 0 and would end at 100."""
    assert paused_until(100, 0, pauses) == deadline


def test_every_rule_with_a_number_has_a_row() -> None:
    assert {row.rule for row in limit_rows.ROWS} == {
        "consular.mfa-after-arrest",
        "consular.mfa-after-remand",
        "consular.mission-after-arrest",
        "consular.mission-after-remand",
        "convict.family-notice",
        "convict.mission-notice",
        "custody.arrest-record",
        "custody.authorized-period",
        "custody.before-court-order",
        "custody.constitutional-ceiling",
        "extradition.foreign-maximum",
        "extradition.sentence-cap",
        "extradition.twelve-months",
        "notice.family",
        "notice.family-change-of-place",
        "notice.procurator",
        "notice.procurator-change-of-place",
        "records.cards",
        "records.discrepancy",
        "records.electronic-notification",
        "records.release-notification",
        "refugee.certificate",
        "refugee.registration",
        "release.documents-same-day",
        "release.early",
        "release.end-of-term",
        "remand.eighteen-months",
        "remand.juvenile-six-months",
        "remand.release-at-expiry",
        "remand.two-months",
    }
