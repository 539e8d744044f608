"""A counterexample that is saved is a file that the checker and the pytest plugin read, and that gives the verdict again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import Phase, find, settings

from detention_rules import InputError, Verdict, check, load_pack, load_scenario
from detention_rules.testing.strategies import Case, NoSuchScenario, scenarios, timelines
from testing.test_plugin import run

FOLDER = Path(__file__).parent.parent / "packs" / "zubrovia"
KAZAKHSTAN, ZUBROVIA = load_pack("kazakhstan"), load_pack(FOLDER)
SAVED = [
    (KAZAKHSTAN, "custody.before-court-order"),
    (KAZAKHSTAN, "notice.family"),
    (KAZAKHSTAN, "consular.means"),
    (ZUBROVIA, "custody.charge"),
    (ZUBROVIA, "custody.check-each-round"),
]
quick = settings(max_examples=5, deadline=None, database=None, phases=set(Phase) - {Phase.explain})


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    found = []
    for pack, rule in SAVED:
        for verdict in Verdict:
            try:
                found.append(find(scenarios(pack, rule=rule, verdict=verdict), lambda _: True, settings=quick))
            except NoSuchScenario:
                assert verdict in (Verdict.PENDING, Verdict.NOT_APPLICABLE)
    return found


def checked(*paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "detention_cli", "check", *map(str, paths)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_the_command_and_the_plugin_find_what_is_saved(tmp_path: Path, cases: list[Case]) -> None:
    for number, case in enumerate(cases):
        case.save(tmp_path / f"{number}.scenario.yaml")
        loaded = load_scenario(tmp_path / f"{number}.scenario.yaml")
        assert case.verdict in {finding.verdict for finding in check(loaded).findings if finding.rule.id == case.rule}
    assert len(cases) > 20
    done = checked(tmp_path)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout
    collected = run(tmp_path)
    assert collected.returncode == 0, collected.stdout
    assert f"{len(cases)} passed" in collected.stdout


def test_a_saved_case_fails_where_the_verdict_is_another(tmp_path: Path, cases: list[Case]) -> None:
    case = next(case for case in cases if case.verdict is Verdict.COMPLIED)
    case.save(tmp_path / "right.scenario.yaml")
    text = (tmp_path / "right.scenario.yaml").read_text(encoding="utf-8")
    (tmp_path / "wrong.scenario.yaml").write_text(text.replace("03-03 09:15", "03-03 09:16"), encoding="utf-8")
    assert checked(tmp_path / "wrong.scenario.yaml").returncode == 3
    assert run(tmp_path).returncode == pytest.ExitCode.TESTS_FAILED


def test_the_pack_is_named_so_that_it_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FOLDER.parent)
    case = find(scenarios(ZUBROVIA, rule="custody.charge", verdict="pending"), lambda _: True, settings=quick)
    assert "\npack: zubrovia\n" in str(case)  # the folder below the current one
    assert check(case).pack["id"] == "zubrovia"
    case.save(tmp_path / "case.yaml", pack=FOLDER)
    monkeypatch.chdir(tmp_path)
    elsewhere = find(scenarios(ZUBROVIA, rule="custody.charge", verdict="pending"), lambda _: True, settings=quick)
    assert elsewhere["pack"] == FOLDER.as_posix()
    assert checked(tmp_path / "case.yaml").returncode == 0
    with pytest.raises(InputError, match="unknown pack"):
        Case(case).save(tmp_path / "none.yaml", pack="nowhere")
    assert not (tmp_path / "none.yaml").exists()


def test_a_timeline_of_no_rule_expects_nothing(tmp_path: Path) -> None:
    case = find(timelines(ZUBROVIA), lambda _: True, settings=quick)
    case.save(tmp_path / "case.yaml")
    assert load_scenario(tmp_path / "case.yaml").expect is None
    assert checked(tmp_path / "case.yaml").returncode == 0
