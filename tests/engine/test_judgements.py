"""What is certain of a duty where unknowns leave several outcomes open."""

from __future__ import annotations

import pytest

from detention_rules.engine.judgements import Outcome, combined
from detention_rules.model.findings import Verdict
from detention_rules.model.scenario import Account, Event, Moment

IN_TIME, LATE = (Event(name, "release", Moment((Account(time, time),))) for name, time in (("first", 90), ("second", 130)))
COMPLIED = Outcome(Verdict.COMPLIED, 100, IN_TIME, 10, "")


def test_one_outcome_is_certain() -> None:
    lapsed = Outcome(Verdict.NOT_APPLICABLE, 100, None, None, "lapsed")
    found = combined([lapsed])
    assert Outcome(*found[:5]) == lapsed
    assert (found.several, found.outcomes) == ((), (lapsed,))


@pytest.mark.parametrize(
    ("other", "shared"),
    [
        (COMPLIED, (Verdict.COMPLIED, 100, IN_TIME, 10)),
        (Outcome(Verdict.COMPLIED, 110, IN_TIME, 20, ""), (Verdict.COMPLIED, None, IN_TIME, None)),
        (Outcome(Verdict.VIOLATED, 100, LATE, -30, ""), (Verdict.UNDETERMINED, 100, None, None)),
        (Outcome(Verdict.VIOLATED, 80, IN_TIME, -10, ""), (Verdict.UNDETERMINED, None, IN_TIME, None)),
        (Outcome(Verdict.NOT_APPLICABLE, None, None, None, "conditions"), (Verdict.UNDETERMINED, None, None, None)),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_what_all_outcomes_share_is_certain(other: Outcome, shared: tuple[object, ...], turned: bool) -> None:
    outcomes = [COMPLIED, other][:: -1 if turned else 1]
    found = combined(outcomes)
    assert found[:4] == shared
    assert found.reason == ""
    assert found.outcomes == tuple(outcomes)


def test_one_of_three_is_enough_to_leave_it_open() -> None:
    late = Outcome(Verdict.VIOLATED, 100, LATE, -30, "")
    assert combined([COMPLIED, COMPLIED, late]).verdict is Verdict.UNDETERMINED
    assert combined([COMPLIED, late, COMPLIED]).margin is None
