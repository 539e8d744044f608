"""`check`: what it reads, its options and its exit codes."""

from __future__ import annotations

import json
from pathlib import Path

import detention_cli.inputs
import pytest

from cli.support import CASES, CLEAN, ONE_EVENT, ROOT, VIOLATED, run
from detention_rules import Verdict

BAD = "events:\n  - {at: 2021-03-01 09:15, is: arest}\n"
FAILING = VIOLATED + "expect: {violated: []}\n"
HOLDING = CLEAN + "expect: {violated: []}\n"


@pytest.fixture
def put(tmp_path: Path):
    def write(name: str, content: str) -> str:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([CLEAN], 0),
        ([VIOLATED], 1),
        ([BAD], 2),
        ([FAILING], 3),
        ([HOLDING], 0),
        ([CLEAN, VIOLATED], 1),
        ([HOLDING, VIOLATED], 1),
        ([VIOLATED, FAILING], 3),
        ([VIOLATED, FAILING, BAD], 2),
        ([BAD, VIOLATED], 2),
    ],
)
def test_exit_code_and_precedence(files, code, put) -> None:
    assert run("check", *(put(f"{index}.yaml", content) for index, content in enumerate(files))).exit_code == code


def test_a_bad_file_does_not_stop_the_others(put) -> None:
    bad, good = put("bad.yaml", BAD), put("good.yaml", "title: The good one\n" + VIOLATED)
    result = run("check", bad, good)
    assert "The good one" in result.stdout
    assert "1 file could not be read" in result.stdout
    (problem,) = result.stderr.splitlines()
    assert problem.startswith(f"{bad}:2:")
    assert "Did you mean 'arrest'?" in problem


def test_folder_is_searched_for_scenarios(put, tmp_path: Path) -> None:
    for name in ("a.yaml", "deep/b.yml", "deep/er/c.json"):
        put(name, CLEAN if not name.endswith("json") else json.dumps({"events": [{"at": "2021-03-01 09:15", "is": "arrest_record"}]}))
    put("notes.txt", "not a scenario")
    result = run("check", str(tmp_path), "--format", "json")
    assert [Path(report["scenario"]["file"]).name for report in json.loads(result.stdout)] == ["a.yaml", "b.yml", "c.json"]


def test_folder_without_scenarios_is_told(tmp_path: Path) -> None:
    result = run("check", str(tmp_path))
    assert result.exit_code == 2
    assert "no scenario files" in result.stderr


def test_missing_file_is_told() -> None:
    result = run("check", "nowhere.yaml")
    assert (result.exit_code, result.stderr) == (2, "nowhere.yaml: there is no such file\n")


def test_same_file_is_checked_once(put, tmp_path: Path) -> None:
    path = put("a.yaml", CLEAN)
    assert len(json.loads(run("check", path, str(tmp_path), path, "--format", "json").stdout)) == 1


def test_standard_input() -> None:
    result = run("check", "-", input=VIOLATED)
    assert result.exit_code == 1
    assert "<stdin>" in result.stdout


def test_standard_input_has_its_place_in_problems() -> None:
    result = run("check", "-", input="events: 3")
    assert result.exit_code == 2
    assert result.stderr.startswith("<stdin>:1:1: ")


def test_standard_input_twice_is_an_error() -> None:
    result = run("check", "-", "-", input=VIOLATED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "only once" in result.stderr


def test_strict_counts_what_is_undetermined() -> None:
    unknown = ONE_EVENT.format(as_of="2021-03-01 10:00")
    assert run("check", "-", input=unknown).exit_code == 0
    assert run("check", "-", "--strict", input=unknown).exit_code == 1


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--select", "custody"], {"custody"}),
        (["--select", "custody", "--select", "notice.family"], {"custody", "notice"}),
        (["--select", "notice", "--ignore", "notice.family"], {"notice"}),
    ],
)
def test_select_and_ignore(options, expected) -> None:
    result = run("check", str(CASES / "late-notices.yaml"), "--format", "json", *options)
    rules = {finding["rule"] for finding in json.loads(result.stdout)[0]["findings"]}
    assert {rule.split(".")[0] for rule in rules} == expected
    assert ("notice.family" in rules) == ("notice.family" in options and "--ignore" not in options)


def test_selection_decides_the_exit_code() -> None:
    assert run("check", "-", "--select", "custody.arrest-record", input=VIOLATED).exit_code == 1
    assert run("check", "-", "--ignore", "custody.arrest-record", input=VIOLATED).exit_code == 0


def test_selection_does_not_affect_expectations() -> None:
    assert run("check", "-", "--select", "refugee", input=FAILING).exit_code == 3


def test_no_expect_takes_a_test_as_a_case() -> None:
    assert run("check", "-", "--no-expect", input=FAILING).exit_code == 1


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--select", "custdy"], "Did you mean 'custody'?"),
        (["--ignore", "custody.arest-record"], "Did you mean 'custody.arrest-record'?"),
        (["--select", ""], "no rule's id begins with ''"),
        (["--reading", "A1"], "expected ID=OPTION"),
        (["--reading", "B1=x"], "unknown reading 'B1'"),
        (["--reading", "A1=juveniles-keep-24"], "Did you mean 'juveniles-keep-24h'?"),
        (["--tolerance", "3h"], "expected RULE=TIME"),
        (["--tolerance", "notice.famly=3h"], "Did you mean 'notice.family'?"),
        (["--tolerance", "notice.procurator=3h"], "notice.procurator has no open standard"),
        (["--tolerance", "notice.family=soon"], "such as 3h"),
        (["--tolerance", "notice.family=-3h"], "such as 3h"),
        (["--as-of", "yesterday"], "--as-of: found 'yesterday'"),
        (["--format", "xml"], "Known: csv, github, html, json, junit, markdown, sarif, svg, text"),
        (["--engine", "referenc"], "Did you mean 'reference'?"),
    ],
)
def test_wrong_option_is_one_error_before_any_finding(options, message) -> None:
    result = run("check", "-", *options, input=VIOLATED)
    assert (result.exit_code, result.stdout) == (2, "")
    assert message in result.stderr


def test_every_wrong_option_is_told_at_once() -> None:
    assert len(run("check", "-", "--select", "x", "--reading", "y", "--as-of", "z", input=VIOLATED).stderr.splitlines()) == 3


def test_as_of_overrides_the_file() -> None:
    report = json.loads(run("check", "-", "--as-of", "2021-03-01 10:00", "--format", "json", input=VIOLATED).stdout)[0]
    assert report["as_of"] == "2021-03-01T10:00:00+06:00"
    assert report["summary"][Verdict.VIOLATED] == 0


def test_tolerance_decides_an_open_standard() -> None:
    told = VIOLATED + "  - {at: 2021-03-01 11:00, is: family_notified}\n"
    for tolerance, verdict in (("3h", "complied"), ("1h", "violated")):
        result = run("check", "-", "--tolerance", f"notice.family={tolerance}", "--select", "notice.family", "--format", "json", input=told)
        assert [finding["verdict"] for finding in json.loads(result.stdout)[0]["findings"]] == [verdict]


def test_reading_overrides_the_default() -> None:
    told = VIOLATED + "  - {at: 2021-03-01 20:00, is: family_notified}\n"
    result = run("check", "-", "--reading", "A17=custody-act-hours", "--select", "notice.family", "--as-of", "2021-03-02", input=told)
    assert "A17 = custody-act-hours" in result.stdout
    assert "complied 1" in result.stdout


def test_failed_expectation_shows_expected_and_found() -> None:
    result = run("check", str(CASES / "tests.yaml"))
    assert result.exit_code == 3
    assert "notice.procurator: expected violated, found pending" in result.stdout
    assert "records.cards: expected complied, found no finding" in result.stdout
    assert "custody.arrest-record: expected not violated, found violated" in result.stdout
    assert "2 scenarios; 1 as expected; 1 not as expected." in result.stdout


def test_failed_expectation_in_json_mode_is_told_on_standard_error() -> None:
    result = run("check", str(CASES / "tests.yaml"), "--format", "json")
    assert len(json.loads(result.stdout)) == 2
    assert f"{CASES / 'tests.yaml'}:16: notice.procurator: expected violated, found pending" in result.stderr


def test_shipped_scenarios_are_as_they_expect() -> None:
    result = run("check", str(ROOT / "scenarios"))
    assert (result.exit_code, result.stderr) == (0, ""), result.stdout


def test_order_of_events_does_not_matter(put) -> None:
    lines = (CASES / "late-notices.yaml").read_text(encoding="utf-8").splitlines()
    start = lines.index("events:") + 1
    outputs = []
    for events in (lines[start:], lines[start:][::-1]):
        path = put("case.yaml", "\n".join([*lines[:start], *events]))
        outputs.append(run("check", path, "-v").stdout)
    assert outputs[0] == outputs[1]


def test_interrupt_is_quiet(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt() -> str:
        raise KeyboardInterrupt

    monkeypatch.setattr(detention_cli.inputs, "read_stdin", interrupt)
    result = run("check", "-")
    assert (result.exit_code, result.stdout, result.stderr) == (130, "", "")


def test_internal_fault_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> str:
        raise RuntimeError("broken")

    monkeypatch.delenv("DETENTION_RULES_DEBUG", raising=False)
    monkeypatch.setattr(detention_cli.inputs, "read_stdin", fail)
    result = run("check", "-")
    assert result.exit_code == 70
    assert len(result.stderr.splitlines()) == 1
    assert "RuntimeError: broken" in result.stderr
