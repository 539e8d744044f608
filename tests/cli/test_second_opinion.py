"""`check --engine durable|both`: the report as it is without, then what the other engine says; a disagreement is loud."""

from __future__ import annotations

import importlib.util
import json
from typing import Self

import pytest
from jsonschema import Draft202012Validator
from opinions.support import needs_durable_rules

from cli.support import CLEAN, ROOT, VIOLATED, run
from detention_rules import Report, Verdict
from detention_rules.engine import engines
from detention_rules.model.opinions import Opinion, SecondOpinion
from detention_rules.reporting.schema import report_schema

CASE = str(ROOT / "scenarios" / "custody" / "held-past-48-hours.yaml")


class Fixed:
    """An engine that says one thing of every violation, and agrees or is silent on the rest."""

    def __init__(self, of_violations: Opinion, silent: str = "") -> None:
        self.of_violations, self.silent = of_violations, silent

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None: ...

    def second_opinion(self, report: Report) -> SecondOpinion:
        said = [
            self.of_violations
            if finding.verdict is Verdict.VIOLATED
            else Opinion(None, reason=self.silent)
            if self.silent
            else Opinion(finding.verdict, finding.margin_seconds)
            for finding in report.findings
        ]
        return SecondOpinion("fixed", report, tuple(said))


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch):
    def put(opinion: Opinion, silent: str = "") -> None:
        monkeypatch.setattr(engines, "second_engine", lambda: Fixed(opinion, silent))

    return put


WRONG = Opinion(Verdict.COMPLIED, 60)


@needs_durable_rules
@pytest.mark.parametrize("engine", ["durable", "both"])
def test_the_report_is_as_without_and_the_opinion_follows(engine: str) -> None:
    alone, found = run("check", "--no-expect", CASE), run("check", "--no-expect", "--engine", engine, CASE)
    assert found.stdout == alone.stdout + "\nSECOND OPINION (durable-rules): agrees on 17 of 17\n"
    assert (found.exit_code, found.stderr) == (alone.exit_code, "") == (1, "")


@needs_durable_rules
def test_json_carries_the_opinion_under_a_key_of_its_own() -> None:
    alone = json.loads(run("check", "--no-expect", "--format", "json", CASE).stdout)
    found = json.loads(run("check", "--no-expect", "--format", "json", "--engine", "both", CASE).stdout)
    assert [error.message for error in Draft202012Validator(report_schema()).iter_errors(found)] == []
    said = [finding.pop("second_opinion") for finding in found[0]["findings"]]
    assert found == alone
    for finding, opinion in zip(alone[0]["findings"], said, strict=True):
        assert opinion == {
            "engine": "durable-rules",
            "verdict": finding["verdict"],
            "margin_seconds": finding["margin_seconds"],
            "agrees": True,
            "reason": None,
        }


@needs_durable_rules
def test_only_what_is_selected_is_asked(tmp_path) -> None:
    file = tmp_path / "case.yaml"
    file.write_text(VIOLATED, encoding="utf-8")
    assert "agrees on 2 of 2" in run("check", "--engine", "both", "--select", "consular", str(file)).stdout


def test_a_disagreement_is_loud_and_a_fault_of_the_program(second) -> None:
    second(WRONG)
    found = run("check", "--no-expect", "--engine", "both", CASE)
    assert found.exit_code == 70
    told = " ".join(found.stdout.split())
    assert "✗ THE ENGINES DISAGREE ON 1 FINDING. That is a fault of this program" in told
    reference, other = "violated with a margin of -20100 s", "complied with a margin of 60 s"
    assert f"custody.before-court-order (arrest): the reference engine says {reference}, fixed says {other}." in told
    assert "The verdicts above are the reference engine's, and stand." in told
    assert "VIOLATED: 1" in told


def test_a_disagreement_in_json(second) -> None:
    second(WRONG)
    found = run("check", "--no-expect", "--format", "json", "--engine", "durable", CASE)
    assert found.exit_code == 70
    assert "THE ENGINES DISAGREE ON 1 FINDING" in found.stderr
    said = [finding["second_opinion"]["agrees"] for finding in json.loads(found.stdout)[0]["findings"]]
    assert said.count(False) == 1


def test_a_disagreement_shows_even_where_a_file_is_as_expected(second, tmp_path) -> None:
    second(WRONG)
    folder = tmp_path / "cases"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.yaml").write_text(VIOLATED + "expect: {}\n", encoding="utf-8")
    found = run("check", "--engine", "both", str(folder))
    assert found.exit_code == 70
    assert found.stdout.count("THE ENGINES DISAGREE") == 2
    assert "Second opinion (fixed) in all: agrees on" in found.stdout


@pytest.mark.parametrize("reason", ["fault", "contradiction"])
def test_a_failure_of_this_program_is_loud_and_no_silence(reason: str, second, tmp_path) -> None:
    second(Opinion(None, reason=reason))
    found = run("check", "--no-expect", "--engine", "both", CASE)
    assert found.exit_code == 70
    told = " ".join(found.stdout.split())
    assert "✗ THE SECOND OPINION FAILED ON 1 FINDING. That is a fault of this program" in told
    why = {"fault": "this program failed while it asked", "contradiction": "the engine contradicts itself"}[reason]
    assert f"custody.before-court-order (arrest): {why}" in told
    assert "No opinion on" not in told
    assert "VIOLATED: 1" in told

    data = run("check", "--no-expect", "--format", "json", "--engine", "both", CASE)
    assert data.exit_code == 70
    assert "THE SECOND OPINION FAILED ON 1 FINDING" in data.stderr
    assert [one["second_opinion"]["reason"] for one in json.loads(data.stdout)[0]["findings"] if one["second_opinion"]["reason"]] == [why]

    for name in ("a", "b"):
        (tmp_path / f"{name}.yaml").write_text(VIOLATED + "expect: {}\n", encoding="utf-8")
    several = run("check", "--engine", "both", str(tmp_path))
    assert several.exit_code == 70
    assert several.stdout.count("THE SECOND OPINION FAILED") == 2
    assert "no opinion on 0, disagrees on 0, failed on 2." in " ".join(several.stdout.split())


def test_silence_says_why_and_changes_nothing(second, tmp_path) -> None:
    second(Opinion(None, reason="died"), silent="uncertain-time")
    for content, code in ((VIOLATED, 1), (CLEAN, 0)):
        file = tmp_path / "case.yaml"
        file.write_text(content, encoding="utf-8")
        found = run("check", "--engine", "both", str(file))
        assert found.exit_code == code
        assert "SECOND OPINION (fixed): agrees on 0 of" in found.stdout
        assert "an event has no certain time (" in found.stdout


@pytest.mark.parametrize("engine", ["durable", "both"])
def test_where_it_is_not_installed_one_line_says_so(engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_WITHOUT_DURABLE_RULES", "99.0")
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None)
    found = run("check", "--engine", engine, CASE)
    assert (found.exit_code, found.stdout) == (2, "")
    (line,) = found.stderr.splitlines()
    assert "pip install 'detention-rules[durable]'" in line


def test_where_python_is_too_new_one_line_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines, "_WITHOUT_DURABLE_RULES", "3.0")
    found = run("check", "--engine", "durable", CASE)
    assert (found.exit_code, found.stdout) == (2, "")
    (line,) = found.stderr.splitlines()
    assert "durable-rules does not run on Python 3." in line
