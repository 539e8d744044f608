"""The Hypothesis strategies: what they draw is valid, gives the verdict that it says, shrinks, and prints as a file."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, find, given
from hypothesis import strategies as st
from profiles import examples

from detention_rules import Pack, Scenario, Verdict, load_pack, load_scenario, scenario
from detention_rules.engine.reference import run
from detention_rules.language.rules import Precondition
from detention_rules.model.periods import parse_iso
from detention_rules.testing.boundary import finding_about
from detention_rules.testing.registering import register
from detention_rules.testing.strategies import Case, NoSuchScenario, moments, periods, scenarios, timelines

PACK = load_pack("kazakhstan")
ZUBROVIA = load_pack(Path(__file__).parent.parent / "packs" / "zubrovia")
RULES = [(pack, rule.id) for pack in (PACK, ZUBROVIA) for rule in pack.rules]
few = examples(6, share=10, database=None, phases=set(Phase) - {Phase.explain})
CUSTODY = "custody.before-court-order"


def found(case: Case, pack: Pack) -> tuple[str, int | None]:
    one = finding_about(run(scenario(case, pack=pack), pack, only=(case.rule,)), case.rule, case.period)
    assert one is not None
    return one.verdict.value, one.margin_seconds


@pytest.mark.parametrize(("pack", "rule"), RULES, ids=[f"{pack.id}-{rule}" for pack, rule in RULES])
def test_a_scenario_gives_its_verdict(pack: Pack, rule: str) -> None:
    for verdict in Verdict:
        try:
            strategies = [scenarios(pack, rule=rule, verdict=verdict, near_limit=near, any_reading=near) for near in (True, False)]
        except NoSuchScenario as error:
            assert rule in str(error)
            assert _may_not(pack, rule, verdict)
        else:
            always(st.one_of(strategies), pack, verdict)


def always(strategy: st.SearchStrategy[Case], pack: Pack, verdict: Verdict) -> None:
    @few
    @given(strategy)
    def drawn(case: Case) -> None:
        got, margin = found(case, pack)
        assert got == verdict.value == case.verdict
        assert case.margin is None or case.margin == margin

    drawn()


def _may_not(pack: Pack, name: str, verdict: Verdict) -> bool:
    """Tell whether a rule need not give a verdict: it says so, it is a precondition, or it applies always."""
    rule = pack.rule(name)
    assert rule is not None
    if verdict is Verdict.NOT_APPLICABLE:
        return rule.when is None
    if verdict is Verdict.PENDING:
        return isinstance(rule.form, Precondition)
    return verdict.value in rule.cannot


def test_the_reason_is_said() -> None:
    with pytest.raises(NoSuchScenario, match="never pending"):
        scenarios(PACK, rule="consular.means", verdict="pending")
    with pytest.raises(NoSuchScenario, match="applies whenever"):
        scenarios(PACK, rule="records.interpol-comparison", verdict="not_applicable")
    with pytest.raises(NoSuchScenario, match="never in line with the entitlement"):
        scenarios(PACK, rule="convict.contact", verdict="complied")
    with pytest.raises(ValueError, match="no rule custody"):
        scenarios(PACK, rule="custody")
    with pytest.raises(ValueError, match="consults release"):
        scenarios(PACK, rule=CUSTODY, also=["release"])
    with pytest.raises(ValueError, match="longest_years=0"):
        periods(longest_years=0)


@examples(60)
@given(scenarios(PACK, rule=CUSTODY, near_limit=True, also=["arrest_record"]))
def test_near_the_limit_margins_are_small(case: Case) -> None:
    assert sum(event["is"] == "arrest_record" for event in case["events"]) == 1
    _, margin = found(case, PACK)
    assert margin is None or abs(margin) <= 4


def test_a_counterexample_is_small_and_prints_as_a_file(tmp_path: Path) -> None:
    case = find(scenarios(PACK, rule=CUSTODY, verdict="violated", near_limit=True), lambda case: found(case, PACK)[0] == "violated")
    assert case.margin is not None
    assert -4 <= case.margin < 0
    assert repr(case).startswith("\ntitle: 'custody.before-court-order: violated'\n")
    assert len(case["events"]) <= 2
    case.save(tmp_path / "case.yaml")
    loaded = load_scenario(tmp_path / "case.yaml", pack=PACK)
    assert [(one.type, one.at, one.attributes) for one in loaded.events] == [
        (one.type, one.at, one.attributes) for one in scenario(case, pack=PACK).events
    ]
    assert loaded.facts == scenario(case, pack=PACK).facts


@examples(150)
@given(timelines(PACK))
def test_timelines_are_read(case: Case) -> None:
    assert run(scenario(case, pack=PACK), PACK).as_of


@examples(50)
@given(timelines(ZUBROVIA, known=True, most_events=3))
def test_timelines_of_another_pack_are_read(case: Case) -> None:
    assert 1 <= len(scenario(case, pack=ZUBROVIA).events) <= 3


@given(periods(longest_years=3), st.data())
@examples(60)
def test_periods_are_no_longer_than_asked(value: str, data: st.DataObject) -> None:
    read = parse_iso(value)
    assert read.years * 365 + read.months * 30 + read.days + read.seconds / 86_400 <= 3 * 366


@given(moments(zone="Europe/Budapest"))
@examples(60)
def test_moments_have_an_offset_and_whole_seconds(when: object) -> None:
    assert when.utcoffset() is not None  # type: ignore[attr-defined]
    assert when.microsecond == 0  # type: ignore[attr-defined]


def test_moments_shrink_to_an_ordinary_monday() -> None:
    assert find(moments(zone="Asia/Almaty"), lambda _: True).isoformat() == "2021-03-01T09:15:00+06:00"


def test_hypothesis_knows_scenarios() -> None:
    register()
    assert isinstance(find(st.from_type(Scenario), lambda _: True, settings=few), Scenario)
    done = "import sys, detention_rules.testing; assert 'hypothesis' not in sys.modules and 'pytest' not in sys.modules"
    subprocess.run([sys.executable, "-c", done], check=True, timeout=60)
