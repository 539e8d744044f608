"""Every format against a parser of its own: what it says, and that nothing typed by a user becomes part of its structure."""

from __future__ import annotations

import csv
import io
import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator, FormatChecker
from junitparser import Error, Failure, JUnitXml, Skipped

from detention_rules import Verdict, check
from detention_rules.reporting.formats import Format
from detention_rules.reporting.formats.csv import BOM, COLUMNS
from detention_rules.reporting.formats.sarif import FINGERPRINT
from detention_rules.reporting.results import Checked, Style
from reporting.structure import shape

from .support import DEMO, HERE, HOSTILE, checked, demo, hostile, unread, written

PLAIN = "plain"
CONTROL = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]"
)


@pytest.fixture(autouse=True)
def _in_demo(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(DEMO)


def both(words: str) -> list[Any]:
    return [Checked(hostile(words)), unread(words)]


# SARIF


@cache
def sarif_schema() -> Draft4Validator:
    schema = json.loads((HERE.parent / "schemas" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return Draft4Validator(schema, format_checker=FormatChecker())


def sarif(results: Any, style: Style | None = None) -> dict[str, Any]:
    """Return the one run of a log that the official schema accepts."""
    log = json.loads(written(results, Format.SARIF, style))
    assert [error.message for error in sarif_schema().iter_errors(log)] == []
    return log["runs"][0]


def test_the_schema_refuses_what_is_wrong() -> None:
    assert list(sarif_schema().iter_errors({"version": "2.1.0", "runs": [{"results": []}]}))


@pytest.mark.parametrize("verbose", [False, True])
def test_sarif_holds_the_findings(verbose: bool) -> None:
    results = list(demo())
    run = sarif(results, Style(verbose=verbose))
    cases = [one for one in results if one.faults is None]
    expected = [
        (finding.rule.id, finding.verdict.value)
        for one in cases
        for finding in one.report.findings
        if verbose or finding.verdict not in (Verdict.COMPLIED, Verdict.NOT_APPLICABLE)
    ]
    found = [(one["ruleId"], one["properties"]["verdict"]) for one in run["results"] if "verdict" in one["properties"]]
    assert found == expected
    assert {one["kind"] == "fail" or one["level"] == "none" for one in run["results"]} == {True}
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"] if "ruleIndex" in one)
    assert all(rule["help"]["text"] and rule["fullDescription"]["text"] for rule in rules)
    assert run["invocations"][0]["executionSuccessful"]


def test_sarif_points_at_the_act_and_at_what_started_the_duty() -> None:
    run = sarif(demo())
    late = next(one for one in run["results"] if one["ruleId"] == "custody.hearing" and one["level"] == "error")
    place = late["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "demo.yaml"}, "region": {"startLine": 10, "startColumn": 5}}
    assert late["relatedLocations"][0]["physicalLocation"]["region"] == {"startLine": 6, "startColumn": 5}


def test_sarif_tells_expectations_that_fail_and_files_that_cannot_be_read() -> None:
    run = sarif([*demo(), unread()])
    (fault, *_), notes = [one for one in run["results"] if "expected" in one["properties"]], run["invocations"][0]
    assert fault["level"] == "error"
    expect = max(number for number, line in enumerate(Path("demo.yaml").read_text(encoding="utf-8").splitlines(), 1) if "expect:" in line)
    assert fault["locations"][0]["physicalLocation"]["region"]["startLine"] == expect
    assert not notes["executionSuccessful"]
    errors = [one for one in notes["toolExecutionNotifications"] if one["level"] == "error"]
    assert errors[0]["locations"][0]["physicalLocation"]["region"] == {"startLine": 2, "startColumn": 5}


def test_sarif_fingerprints_are_one_for_each_duty_and_do_not_move_with_lines(tmp_path: Path) -> None:
    whole = (DEMO / "late-notices.yaml").read_text(encoding="utf-8")

    def fingerprints(content: str) -> list[str]:
        from detention_rules import scenarios_from_text

        results = sarif([checked(check(one)) for one in scenarios_from_text(content, "a.yaml")])["results"]
        return [one["partialFingerprints"][FINGERPRINT] for one in results]

    found = fingerprints(whole)
    assert len(set(found)) == len(found) > 3
    assert fingerprints("# a remark\n\n" + whole) == found


def test_sarif_of_nothing_is_valid() -> None:
    assert sarif([])["results"] == []


@pytest.mark.parametrize("words", HOSTILE)
def test_sarif_is_valid_whatever_is_typed(words: str) -> None:
    assert not CONTROL.search(written(both(words), Format.SARIF))
    run = sarif(both(words))
    assert len(run["results"]) == len(sarif(both(PLAIN))["results"])
    for one in run["results"]:
        told = one["message"]["text"]
        assert not CONTROL.search(told)
        assert not re.search(r"(?<!\\)\[[^\]]*(?<!\\)\]\(", told)
        assert not re.search(r"(?<!\{)\{[0-9]\}", told.replace("{{", "").replace("}}", ""))


def test_sarif_fingerprints_of_equal_titles_differ() -> None:
    """Two documents of one file, and two files of one name: no result is taken for another's."""
    from detention_rules import scenarios_from_text

    one = "title: same\nas_of: 2021-03-09\nevents: [{at: 2021-03-01 09:15, is: arrest}]\n"
    pair = f"{one}---\n{one}"

    def found(*files: tuple[str, str]) -> list[str]:
        reports = [checked(check(each)) for content, file in files for each in scenarios_from_text(content, file)]
        return [result["partialFingerprints"][FINGERPRINT] for result in sarif(reports)["results"]]

    both_ = found((pair, "a/case.yaml"), (pair, "b/case.yaml"))
    assert len(set(both_)) == len(both_) > 4
    assert found((pair, "a/case.yaml"), (pair, "b/case.yaml")) == both_
    assert found((one, "b/case.yaml")) == both_[len(both_) // 2 : len(both_) * 3 // 4]


# JSON


@pytest.mark.parametrize("words", HOSTILE)
@pytest.mark.parametrize("ascii_only", [False, True])
def test_json_is_valid_and_shows_nothing_hidden(words: str, ascii_only: bool) -> None:
    shown = written(both(words), Format.JSON, Style(ascii_only=ascii_only))
    assert not CONTROL.search(shown)
    (report,) = json.loads(shown)
    assert report["scenario"]["title"] == report["scenario"]["file"] == words
    assert report["findings"][0]["trigger"]["event"] in (words, words + "3")


# JUnit


def junit(results: Any, style: Style | None = None) -> list[Any]:
    """Return the suites, and check that each counts its own cases."""
    suites = list(JUnitXml.fromstring(written(results, Format.JUNIT, style).encode()))
    for suite in suites:
        cases = [entry for case in suite for entry in case.result]
        kinds = [sum(isinstance(one, kind) for one in cases) for kind in (Failure, Error, Skipped)]
        assert [suite.tests, suite.failures, suite.errors, suite.skipped] == [len(list(suite)), *kinds]
    return suites


def test_junit_of_a_case_fails_where_it_is_violated_and_skips_what_is_undetermined() -> None:
    for one, suite in zip(demo(), junit(demo()), strict=True):
        assert suite.name == one.report.scenario.title
        if one.faults is None:
            summary = one.report.summary
            expected = (sum(summary.values()) - summary["not_applicable"], summary["violated"], summary["undetermined"])
            assert (suite.tests, suite.failures, suite.skipped) == expected


def test_junit_with_strict_fails_what_is_undetermined() -> None:
    for one, suite in zip(demo(), junit(demo(), Style(strict=True)), strict=True):
        if one.faults is None:
            assert (suite.failures, suite.skipped) == (one.report.summary["violated"] + one.report.summary["undetermined"], 0)


def test_junit_of_a_test_has_its_expectations() -> None:
    *_, held, failed = junit(demo())
    assert [(case.name, bool(case.result)) for case in held] == [
        ("custody.hearing: violated", False),
        ("notice.family: violated", False),
        ("records.review: violated", False),
        ("nothing else is violated", False),
    ]
    assert (failed.tests, failed.failures) == (3, 3)
    assert "expected violated" in failed.__iter__().__next__().result[0].message


def test_junit_tells_a_file_that_cannot_be_read() -> None:
    (suite,) = junit([unread()])
    assert (suite.tests, suite.errors) == (1, 1)


@pytest.mark.parametrize("words", HOSTILE)
def test_junit_has_the_same_elements_whatever_is_typed(words: str) -> None:
    def elements(results: Any) -> list[tuple[str, list[str]]]:
        return [(node.tag, sorted(node.attrib)) for node in ET.fromstring(written(results, Format.JUNIT)).iter()]

    assert elements(both(words)) == elements(both(PLAIN))
    assert not CONTROL.search(written(both(words), Format.JUNIT))


# CSV


def rows(results: Any) -> list[dict[str, str]]:
    text = written(results, Format.CSV)
    assert text.startswith(BOM)
    assert not re.search(r"(?<!\r)\n", text)
    return list(csv.DictReader(io.StringIO(text.removeprefix(BOM), newline=""), strict=True))


def test_csv_has_a_row_for_every_finding() -> None:
    results = list(demo())
    found = rows(results)
    assert [(row["rule"], row["verdict"], row["margin_seconds"]) for row in found] == [
        (finding.rule.id, finding.verdict.value, "" if finding.margin_seconds is None else str(finding.margin_seconds))
        for one in results
        for finding in one.report.findings
    ]
    assert {row["expectations"] for row in found} == {"", "held", "failed"}
    assert set(found[0]) == set(COLUMNS)


def test_csv_of_nothing_is_its_head() -> None:
    assert written([unread()], Format.CSV) == BOM + ",".join(COLUMNS) + "\r\n"


@pytest.mark.parametrize("words", HOSTILE)
def test_csv_has_no_formula_and_no_broken_row(words: str) -> None:
    found = rows(both(words))
    assert len(found) == len(rows(both(PLAIN)))
    for row in found:
        for name, cell in row.items():
            parts = re.split("[;\t]", cell)  # where a comma separates decimals, these separate cells
            assert name == "margin_seconds" or not any(part.lstrip()[:1] in tuple("=+-@＝＋－＠") for part in parts if part.strip())
            assert not CONTROL.search(cell)
            assert "\n" not in cell


# GitHub

_COMMAND = re.compile(r"::(error|warning|notice) (?:(?:file|line|col|title)=[^:,\r\n]*,?)+::[^\r\n]*")


def test_github_annotates_the_lines() -> None:
    lines = written([*demo(), unread()], Format.GITHUB).splitlines()
    assert all(_COMMAND.fullmatch(line) for line in lines[:-1])
    results = list(demo())
    counted = [Verdict.VIOLATED, Verdict.UNDETERMINED, Verdict.PENDING]
    for verdict, level in zip(counted, ("error", "warning", "notice"), strict=True):
        expected = sum(len(one.report.of(verdict)) for one in results if one.faults is None)
        extra = 1 + sum(len(one.faults or ()) for one in results) if level == "error" else 0
        assert sum(line.startswith(f"::{level} ") for line in lines) == expected + extra
        assert f" {expected + extra} {level}s" in lines[-1]  # GitHub itself leaves out those past the tenth
    assert "::error file=no.yaml,line=2,col=5,title=unknown-event::unknown event 'no.yaml'" in lines


def test_github_with_strict_has_no_warning() -> None:
    assert "::warning" not in written(demo(), Format.GITHUB, Style(strict=True))


@pytest.mark.parametrize("words", HOSTILE)
def test_github_has_one_command_on_each_line_whatever_is_typed(words: str) -> None:
    lines = written(both(words), Format.GITHUB).split("\n")
    assert len(lines) == len(written(both(PLAIN), Format.GITHUB).split("\n"))
    assert all(_COMMAND.fullmatch(line) for line in lines[:-2])
    assert not CONTROL.search("".join(lines))


# Markdown


def test_markdown_has_a_table_for_each_verdict_and_a_summary() -> None:
    found = written(demo(), Format.MARKDOWN)
    headings = [line for line in found.splitlines() if line.startswith("# ")]
    assert [line[2:] for line in headings] == [*(one.report.scenario.title for one in demo()), "Summary"]
    assert shape(found).count("table_open") == shape(found).count("table_close") > 5


@pytest.mark.parametrize("words", HOSTILE)
def test_markdown_has_the_same_structure_whatever_is_typed(words: str) -> None:
    found = written(both(words), Format.MARKDOWN)
    assert shape(found) == shape(written(both(PLAIN), Format.MARKDOWN))
    assert not CONTROL.search(found)


def test_a_report_writes_itself_as_markdown() -> None:
    one = next(demo())
    assert one.report.to_markdown() == written([one], Format.MARKDOWN)
