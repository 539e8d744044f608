"""Systems that count a limit wrongly are refuted, each by a small counterexample and within seconds."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from profiles import examples

from detention_rules import Verdict, check, load_pack, scenario
from detention_rules.testing.strategies import Case, scenarios

PACK = load_pack("kazakhstan")
RULE = "custody.before-court-order"
CASES = st.one_of(
    *(scenarios(PACK, rule=RULE, verdict=verdict, near_limit=True, also=["arrest_record"]) for verdict in ("complied", "violated"))
)

ADULT = {  # the general case, 48 hours, and nothing else
    "offence.category": "minor",
    "offence.kinds": [],
    "circumstances.remote": False,
    "circumstances.emergency": False,
    "person.juvenile": False,
}


def times(case: Case) -> dict[str, int]:
    """Return when each event happened, by its type; the end of what is known stands for a release that has not come."""
    read = scenario(case, pack=PACK)
    found = {event.type: event.at.default.earliest for event in read.events}
    ends = [when for kind, when in found.items() if kind not in ("arrest", "arrest_record")]
    return {**found, "end": ends[0] if ends else read.as_of or 0}


def hours_of(case: Case) -> int:
    """Return the hours that the case allows, by its facts."""
    facts = case["facts"]
    grounds = facts.get("offence.category") == "especially_serious" or facts.get("offence.kinds")
    if grounds or facts.get("circumstances.remote") or facts.get("circumstances.emergency") or case["events"][0]["at"] < "2018-03-01":
        return 72
    return 24 if facts.get("person.juvenile") else 48


def from_the_record(case: Case) -> bool:
    return times(case)["end"] > times(case)["arrest_record"] + 3600 * hours_of(case)


def wall_clock(case: Case) -> bool:
    home = ZoneInfo(case["zone"])
    naive = datetime.fromtimestamp(times(case)["arrest"], home).replace(tzinfo=None) + timedelta(hours=hours_of(case))
    return times(case)["end"] > naive.replace(tzinfo=home, fold=1).timestamp()


def strict(case: Case) -> bool:
    return not times(case)["end"] < times(case)["arrest"] + 3600 * hours_of(case)


def seventy_two_for_all(case: Case) -> bool:
    return times(case)["end"] > times(case)["arrest"] + 3600 * 72


def as_it_should(case: Case) -> bool:
    return times(case)["end"] > times(case)["arrest"] + 3600 * hours_of(case)


def refuted(system: Callable[[Case], bool]) -> Case:
    """Return the smallest case in which a system says something else than the checker."""
    last: list[Case] = []

    @settings(max_examples=400, deadline=None, database=None, derandomize=True, report_multiple_bugs=False)
    @given(CASES)
    def agrees(case: Case) -> None:
        if system(case) is not (case.verdict is Verdict.VIOLATED):
            last.append(case)
            raise AssertionError(case)

    with pytest.raises(AssertionError):
        agrees()
    return last[-1]


@pytest.mark.parametrize("system", [from_the_record, wall_clock, strict, seventy_two_for_all], ids=lambda system: system.__name__)
def test_a_wrong_system_is_refuted(system: Callable[[Case], bool]) -> None:
    began = time.process_time()
    case = refuted(system)
    assert time.process_time() - began < 10
    assert len(case["events"]) <= 3
    assert {event["is"] for event in case["events"]} >= {"arrest", "arrest_record"}
    begun, ended = case["events"][0]["at"], case["events"][-1]["at"]
    shown = {  # the ordinary Monday; the clocks in Almaty went back an hour on 1 March 2024
        strict: ("2021-03-01 09:15", "2021-03-03 09:15"),
        from_the_record: ("2021-03-01 09:15", "2021-03-03 09:15:01"),
        seventy_two_for_all: ("2021-03-01 09:15", "2021-03-03 09:15:01"),
        wall_clock: ("2024-02-29 00:00", "2024-03-01 23:00:01"),
    }
    assert (begun, ended) == shown[system], case
    assert case["facts"] == ADULT


@examples(100)
@given(CASES)
def test_a_right_system_is_not(case: Case) -> None:
    assert as_it_should(case) is (case.verdict is Verdict.VIOLATED)
    finding = next(one for one in check(case, pack=PACK).findings if one.rule.id == RULE)
    assert finding.verdict is case.verdict
