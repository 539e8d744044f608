"""The two engines say the same; and where one of them is wrong, that is seen."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from engine.builder import ADULT, PACK, at, case
from hypothesis import given
from profiles import examples

from detention_rules import Verdict, check
from detention_rules.engine.durable import limits, program, standards
from detention_rules.engine.durable.network import Join
from detention_rules.engine.durable.opinions import DurableRules
from detention_rules.model.opinions import Opinion, SecondOpinion
from opinions import agreement
from opinions.agreement import Figures, both, near_limits, told
from opinions.support import needs_durable_rules

pytestmark = needs_durable_rules


@pytest.fixture(scope="module")
def engine() -> Iterator[DurableRules]:
    with DurableRules() as found:
        yield found


def agree(engine: DurableRules) -> None:
    figures = Figures()

    @given(near_limits())
    @examples(60)
    def drawn(data: dict[str, Any]) -> None:
        found = both(data, engine)[1]
        figures.add(data, found)
        assert told(found) == []

    drawn()
    assert figures.share > 0.8  # of a few timelines, more may be uncertain than of many


def test_near_limits(engine: DurableRules) -> None:
    agree(engine)


def breaks(*_: object) -> None:
    raise ZeroDivisionError


def test_an_engine_that_always_fails_is_not_silent(
    engine: DurableRules, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(program.Program, "opinion", breaks)
    found = engine.second_opinion(case(ADULT, at("2021-03-01 09:15", "arrest")))
    assert (found.agreed, found.disagreements, found.reasons) == (0, (), {})
    assert len(found.faults) == len(found.opinions) == len(told(found)) > 10
    assert not found.sound
    with pytest.raises(AssertionError):
        agree(engine)
    monkeypatch.setattr(agreement, "PACKS", (agreement.ZUBROVIA,))
    assert agreement.main(1) == 70
    assert "THIS PROGRAM FAILED, fault" in capsys.readouterr().out


def test_an_engine_that_says_nothing_does_not_agree() -> None:
    figures = Figures()
    report = case(ADULT, at("2021-03-01 09:15", "arrest"))
    figures.add({}, SecondOpinion("x", report, tuple(Opinion(None, reason="unknown") for _ in report.findings)))
    assert (figures.wrong, figures.good) == (0, False)


IN_TIME, LATE = ("_IN_TIME", Join("lt", "at", "now", "limit")), ("_LATE", Join("gte", "at", "now", "limit"))
FAULTS = {
    "in time, and late too": ([LATE], "contradiction"),
    "neither in time nor late": ([IN_TIME], "contradiction"),
    "late, not in time": ([IN_TIME, LATE], Verdict.VIOLATED),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrong_engine_is_found_out(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    changes, said = FAULTS[fault]
    for name, join in changes:
        monkeypatch.setattr(limits, name, join)
    monkeypatch.setattr(program, "_LIMITS", limits.limits())
    report = case(ADULT, at("2021-03-01 09:15", "arrest"), at("2021-03-03 09:15", "release"))
    with DurableRules() as engine:
        found = engine.second_opinion(report)
    wrong = {finding.rule.id: opinion.verdict or opinion.reason for finding, opinion in (*found.disagreements, *found.faults)}
    assert wrong["custody.before-court-order"] == said
    assert not found.sound
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
