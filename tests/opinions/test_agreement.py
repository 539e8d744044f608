"""The two engines say the same; and where one of them is wrong, that is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from engine.builder import ADULT, PACK, at, case
from engine.strategies import examples
from hypothesis import given

from detention_rules import Verdict, check
from detention_rules.engine.durable import limits, program, standards
from detention_rules.engine.durable.network import Join
from detention_rules.engine.durable.opinions import DurableRules
from detention_rules.model.opinions import Opinion, SecondOpinion
from opinions.agreement import both, near_limits, told
from opinions.support import needs_durable_rules

pytestmark = needs_durable_rules


@pytest.fixture(scope="module")
def engine() -> Iterator[DurableRules]:
    with DurableRules() as found:
        yield found


@given(data=near_limits())
@examples(60)
def test_near_limits(engine: DurableRules, data: dict[str, Any]) -> None:
    _, found = both(data, engine)
    assert told(found) == []


FAULTS = {
    "strictly less": ("_IN_TIME", Join("lt", "at", "now", "limit")),
    "at the limit is late": ("_LATE", Join("gte", "at", "now", "limit")),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_engine_is_found_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, *FAULTS[fault])
    monkeypatch.setattr(program, "_LIMITS", limits.limits())
    report = case(ADULT, at("2021-03-01 09:15", "arrest"), at("2021-03-03 09:15", "release"))
    with DurableRules() as engine:
        found = engine.second_opinion(report)
    wrong_ones = {finding.rule.id for finding, _ in found.disagreements}
    contradicted = found.reasons.get("contradiction", 0)
    assert "custody.before-court-order" in wrong_ones or contradicted
    assert {finding.rule.id for finding in found.report.of(Verdict.COMPLIED)} >= {"custody.before-court-order"}  # the reference stands


def test_a_standard_judged_wrongly_is_found_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(standards, "_VERDICTS", {**standards._VERDICTS, "unsaid": Verdict.COMPLIED})
    report = case(ADULT, at("2021-03-01 09:15", "arrest"), at("2021-03-01 10:15", "family_notified"))
    with DurableRules() as engine:
        found = engine.second_opinion(report)
    assert "notice.family" in {finding.rule.id for finding, _ in found.disagreements}


def test_a_wrong_verdict_or_margin_of_the_reference_is_found_out(engine: DurableRules) -> None:
    report = case(ADULT, at("2021-03-01 09:15", "arrest"), at("2021-03-03 09:16", "release"))
    found = engine.second_opinion(report)
    assert found.disagreements == ()
    for finding, opinion in found.pairs:
        assert opinion.agrees(finding) is True
        assert opinion.agrees(finding._replace(margin_seconds=12_345)) is False
        other = Verdict.PENDING if finding.verdict is not Verdict.PENDING else Verdict.VIOLATED
        assert opinion.agrees(finding._replace(verdict=other)) is False
        assert Opinion(None, reason="hung").agrees(finding) is None


@pytest.mark.parametrize(
    ("events", "rule", "reason"),
    [
        ([{"at": "2021-03-01", "is": "arrest"}], "custody.before-court-order", "uncertain-time"),
        (
            [{"at": "2021-03-01 09:15", "is": "arrest"}, {"at": "2021-03-01 10:15", "is": "procurator_notified"}],
            "notice.procurator",
            "unknown",
        ),
    ],
)
def test_what_it_cannot_express_it_has_no_opinion_on(engine: DurableRules, events, rule: str, reason: str) -> None:
    found = engine.second_opinion(check({"facts": ADULT, "events": events, "as_of": "2021-03-05 10:00"}, pack=PACK))
    assert [opinion.reason for finding, opinion in found.pairs if finding.rule.id == rule] == [reason]
    assert found.disagreements == ()


def test_what_is_unknown_and_does_not_matter_does_not_silence_it(engine: DurableRules) -> None:
    report = case({}, at("2021-03-01 09:15", "arrest"), at("2021-03-05 09:15", "release"))
    found = engine.second_opinion(report)
    said = {finding.rule.id: opinion for finding, opinion in found.pairs}
    assert said["custody.before-court-order"] == Opinion(Verdict.VIOLATED, None)
    assert isinstance(found, SecondOpinion)
    assert found.agreed == len(found.opinions)
