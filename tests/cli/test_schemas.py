"""The published schemas: what the program reads and writes fits them, what it refuses does not."""

from __future__ import annotations

import copy
import json

import pytest
from jsonschema import Draft202012Validator

from cli.support import CASES, ROOT, run
from detention_rules import load_pack
from detention_rules.language.scenario_schema import scenario_schema
from detention_rules.language.scenarios import scenario_files
from detention_rules.language.schema import rule_schema
from detention_rules.language.source import documents, read_file
from detention_rules.reporting.schema import report_schema

PACK = load_pack()
SCENARIO = Draft202012Validator(scenario_schema(PACK))
REPORT = Draft202012Validator(report_schema())
FILES = [
    *scenario_files(ROOT / "scenarios"),
    *(file for file in scenario_files(CASES) if file.stem != "demo"),
    ROOT / "rules" / "kazakhstan" / "template.txt",
]
GOOD = {"title": "x", "events": [{"at": "2021-03-01 09:15", "is": "arrest"}]}


@pytest.mark.parametrize("schema", [SCENARIO.schema, REPORT.schema, rule_schema()])
def test_schema_is_itself_valid(schema) -> None:
    Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_shipped_scenarios_fit(file) -> None:
    for document in documents(read_file(file), str(file)):
        assert [error.message for error in SCENARIO.iter_errors(document.data)] == []


def test_every_pack_has_a_schema_of_its_own() -> None:
    other = Draft202012Validator(scenario_schema(load_pack(CASES.parent / "demo")))
    Draft202012Validator.check_schema(other.schema)
    for document in documents(read_file(CASES / "demo.yaml")):
        assert other.is_valid(document.data)
        assert not SCENARIO.is_valid(document.data)


def test_examples_of_rules_fit() -> None:
    """Each event, and each of everything else that examples say, is looked at once."""
    examples = [example for rule in PACK.rules for example in rule.examples]
    events = {repr(event): event for example in examples for event in example["events"]}
    assert [error.message for error in SCENARIO.iter_errors({**GOOD, "events": list(events.values())})] == []
    for key in ("zone", "as_of", "facts", "readings", "tolerances"):
        for value in {repr(example[key]): example[key] for example in examples if key in example}.values():
            assert [error.message for error in SCENARIO.iter_errors({**GOOD, key: value})] == [], (key, value)


@pytest.mark.parametrize(
    "change",
    [
        {"evnts": []},
        {"events": []},
        {"events": "arrest"},
        {"format": "detention-rules/scenario/2"},
        {"as_of": "yesterday"},
        {"as_of": "2021-13-01 10:00"},
        {"facts": {"person": {"age": 17}}},
        {"facts": {"person": {"born": "1990"}}},
        {"facts": {"person": {"nationality": "Kazakh"}}},
        {"facts": {"offence": {"category": "grave"}}},
        {"facts": {"offence": {"kinds": "drugs"}}},
        {"facts": {"offence": {"category": [{"value": "grave"}]}}},
        {"facts": {"offence": {"max_penalty_years": -1}}},
        {"events": [{"is": "arrest"}]},
        {"events": [{"at": "2021-03-01 09:15"}]},
        {"events": [{"at": "2021-03-01 09:15", "is": "arest"}]},
        {"events": [{"at": "2021-03-01 24:00", "is": "arrest"}]},
        {"events": [{"at": "2021-03-01 09:15", "is": "arrest", "written": True}]},
        {"events": [{"at": "2021-03-01 09:15", "is": "procurator_notified", "written": "yes"}]},
        {"events": [{"at": {"between": ["2021-03-01"]}, "is": "arrest"}]},
        {"events": [{"at": {"accounts": {"camera": "2021-03-01"}}, "is": "arrest"}]},
        {"events": [{"at": "2021-03-01 09:15", "is": "sentence_started", "term": "3 years"}]},
        {"readings": {"A1": "maybe"}},
        {"readings": {"Z9": "x"}},
        {"tolerances": {"notice.family": "soon"}},
        {"tolerances": {"notice.famly": "3h"}},
        {"expect": {"violated": ["custody.nothing"]}},
        {"expect": {"broken": []}},
    ],
    ids=str,
)
def test_what_the_program_refuses_does_not_fit(change) -> None:
    wrong = {**GOOD, **change}
    assert SCENARIO.is_valid(GOOD)
    assert run("check", "-", input=json.dumps(wrong)).exit_code == 2
    assert not SCENARIO.is_valid(wrong)


def test_reports_fit() -> None:
    result = run("check", str(ROOT / "scenarios"), str(CASES / "late-notices.yaml"), str(CASES / "tests.yaml"), "--format", "json")
    reports = json.loads(result.stdout)
    assert len(reports) > 3
    assert [error.message for error in REPORT.iter_errors(reports)] == []


def test_a_changed_report_does_not_fit() -> None:
    (report,) = json.loads(run("check", str(CASES / "late-notices.yaml"), "--format", "json").stdout)
    for spoil in (
        lambda data: data.pop("summary"),
        lambda data: data.update(format="other"),
        lambda data: data["findings"][0].update(verdict="guilty"),
        lambda data: data["findings"][0].pop("because"),
        lambda data: data["findings"][0].update(deadline="2021-03-01 09:15"),
        lambda data: next(one for one in data["findings"] if one["verdict"] == "undetermined").pop("needs"),
        lambda data: next(one for one in data["findings"] if one["verdict"] == "violated").update(needs=[]),
    ):
        wrong = copy.deepcopy(report)
        spoil(wrong)
        assert not REPORT.is_valid([wrong])


def test_report_has_the_published_keys() -> None:
    (report,) = json.loads(run("check", str(CASES / "disputed-release.yaml"), "--format", "json").stdout)
    assert list(report) == ["format", "scenario", "pack", "as_of", "selection", "summary", "inconsistencies", "findings"]
    assert report["format"] == "detention-rules/report/1"
    assert set(report["pack"]) == {"id", "version", "sha256"}
    keys = {
        "rule",
        "verdict",
        "trigger",
        "deadline",
        "discharge",
        "margin_seconds",
        "because",
        "cites",
        "owed_by",
        "breach",
        "depends_on",
        "alternatives",
    }
    assert all(keys <= set(finding) for finding in report["findings"])
    (finding,) = (one for one in report["findings"] if one["rule"] == "custody.before-court-order")
    assert finding["trigger"] == {
        "event": "arrest",
        "is": "arrest",
        "earliest": "2021-03-01T09:15:00+06:00",
        "latest": "2021-03-01T09:15:00+06:00",
        "line": 9,
    }
    assert finding["deadline"] == "2021-03-03T09:15:00+06:00"
    assert finding["margin_seconds"] == 900
    assert finding["alternatives"][0]["assuming"] == {"release": "camera"}


def test_the_schema_of_an_exercise_is_printed() -> None:
    done = run("schema", "exercise")
    assert done.exit_code == 0
    schema = json.loads(done.stdout)
    Draft202012Validator.check_schema(schema)
    assert schema["properties"]["format"] == {"const": "detention-rules/exercise/1"}
