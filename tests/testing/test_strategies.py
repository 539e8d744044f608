"""The Hypothesis strategies: what they draw is valid, gives the verdict that it says, shrinks, and prints as a file."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from copy import copy
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st
from packs.test_zubrovia import with_rules
from profiles import examples

from detention_rules import Pack, Scenario, Verdict, load_pack, load_scenario, scenario
from detention_rules.engine.reference import run
from detention_rules.language.rules import Precondition
from detention_rules.model.periods import parse_iso
from detention_rules.testing.boundary import finding_about
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
        assert got == verdict.value
        assert case.verdict is verdict
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


@pytest.mark.parametrize(
    ("ask", "told"),
    [
        (lambda: scenarios(PACK, rule="custody.before-court-orde"), "Did you mean 'custody.before-court-order'"),
        (lambda: scenarios(PACK, rule=CUSTODY, verdict="violate"), "no verdict violate. Did you mean 'violated'"),
        (lambda: scenarios(PACK, rule=CUSTODY, also=["arest_record"]), "also=arest_record: there is no such event .* 'arrest_record'"),
        (lambda: scenarios(PACK, rule=CUSTODY, also=["release"]), "also=release: custody.before-court-order consults"),
        (lambda: timelines(PACK, rules=["custody"]), "no rule custody in pack kazakhstan"),
        (lambda: timelines(PACK, rules=[]), r"no rule to draw a timeline for: rules=\[\] in pack kazakhstan"),
        (lambda: timelines(PACK._replace(rules=())), "no rule to draw a timeline for"),
        (lambda: timelines(PACK, most_events=0), "most_events=0 is less than 1"),
        (lambda: timelines(PACK, most_uncertain=-1), "most_uncertain=-1 is less than 0"),
        (lambda: periods(longest_years=0), "longest_years=0"),
        (lambda: moments(zone="Asia/Almati"), "Did you mean 'Asia/Almaty'"),
        (lambda: moments(zone="Asia/Almaty", first=datetime(1, 1, 1)), "first=0001-01-01 00:00:00 is not a local time"),
        (lambda: moments(zone="Asia/Almaty", last=datetime(9999, 12, 31)), "last=9999-12-31 00:00:00 is not a local time"),
        (lambda: moments(zone="Asia/Almaty", last=datetime(2021, 1, 1, tzinfo=UTC)), "without an offset"),
        (lambda: moments(zone="Asia/Almaty", first=datetime(2022, 1, 1), last=datetime(2021, 1, 1)), "is after last"),
    ],
)
def test_what_cannot_be_drawn_is_said_at_once(ask: Callable[[], object], told: str) -> None:
    with pytest.raises(ValueError, match=told):
        ask()


def test_a_rule_of_no_verdict_says_why(tmp_path: Path) -> None:
    pack = with_rules(tmp_path, "after: seizure\nmust: [freed]\nwithin: [{days: 1, first_day: same, ends: moment}]")
    (rule,) = {rule.id for rule in pack.rules} - {rule.id for rule in ZUBROVIA.rules}
    with pytest.raises(NoSuchScenario, match=f"{rule} cannot give"):
        scenarios(pack, rule=rule)


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


PLAIN = [  # a dozen rules and verdicts
    (PACK, "custody.before-court-order", "complied"),
    (PACK, "custody.before-court-order", "violated"),
    (PACK, "custody.before-court-order", "pending"),
    (PACK, "custody.before-court-order", "not_applicable"),
    (PACK, "custody.arrest-record", "violated"),
    (PACK, "notice.family", "complied"),
    (PACK, "consular.mfa-after-arrest", "violated"),
    (PACK, "counsel.mandatory", "violated"),
    (PACK, "refugee.registration", "violated"),
    (PACK, "records.discrepancy", "pending"),
    (ZUBROVIA, "custody.charge", "violated"),
    (ZUBROVIA, "custody.warrant-end", "complied"),
]


@pytest.mark.parametrize(("pack", "rule", "verdict"), PLAIN)
def test_a_failure_shrinks_to_the_plainest_scenario(pack: Pack, rule: str, verdict: str) -> None:
    case = find(scenarios(pack, rule=rule, verdict=verdict), lambda _: True, settings=few)
    (trigger,) = [event for event in case["events"] if event.get("id") == "trigger"]
    assert trigger["at"] == "2021-03-01 09:15"
    facts, events = case["facts"], case["events"]
    less = [{"facts": {name: value for name, value in facts.items() if name != left}} for left in facts]
    less += [{"events": [event for event in events if event is not left]} for left in events if left is not trigger]
    for change in less:
        smaller = copy(case)
        smaller.update(change)
        assert found(smaller, pack) != found(case, pack), smaller


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


@given(st.one_of(moments(zone="Europe/Budapest"), moments(zone="Asia/Almaty", first=datetime(2, 1, 1), last=datetime(9998, 12, 31))))
@examples(60)
def test_moments_have_an_offset_and_whole_seconds(when: datetime) -> None:
    assert when.utcoffset() is not None
    assert when.microsecond == 0


def test_moments_often_stand_beside_what_makes_counting_hard() -> None:
    found: list[datetime] = []

    @settings(max_examples=300, deadline=None, database=None, derandomize=True)
    @given(moments(zone="Europe/Budapest"))
    def drawn(when: datetime) -> None:
        found.append(when)

    drawn()
    half = timedelta(minutes=30)
    midnights = [when for when in found if (when + half).time() <= time(1)]
    month_starts = [when for when in midnights if (when + half).day == 1]
    changes = [when for when in found if (when - 2 * half).utcoffset() != (when + 2 * half).utcoffset()]
    assert len(month_starts) > 20
    assert len(midnights) > 60
    assert len(changes) > 20


def test_moments_shrink_to_an_ordinary_monday() -> None:
    assert find(moments(zone="Asia/Almaty"), lambda _: True).isoformat() == "2021-03-01T09:15:00+06:00"


def test_hypothesis_knows_scenarios() -> None:
    drawn = find(st.from_type(Scenario), lambda scenario: len(scenario.events) > 1, settings=settings(database=None, deadline=None))
    assert (drawn.pack, drawn.zone) == ("kazakhstan", PACK.zone)  # the installed entry point: what Hypothesis makes by itself is neither
    assert all(event.type in PACK.vocabulary.events for event in drawn.events)
    done = "import sys, detention_rules.testing; assert 'hypothesis' not in sys.modules and 'pytest' not in sys.modules"
    subprocess.run([sys.executable, "-c", done], check=True, timeout=60)
