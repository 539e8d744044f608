"""The pytest plugin: scenario files are collected where that is asked for, and a failure says what differs and why."""

from __future__ import annotations

import subprocess
import sys
import tomllib
from importlib.metadata import entry_points
from pathlib import Path

import pytest

HELD = """
title: {title}
facts: {{person: {{juvenile: false}}, offence: {{category: medium, kinds: []}}, circumstances: {{remote: false, emergency: false}}}}
events: [{{at: 2021-03-01 09:15, is: arrest}}, {{at: 2021-03-03 14:50, is: release}}]
expect: {{{expect}}}
"""


def run(folder: Path, *more: str, on: bool = True) -> subprocess.CompletedProcess[str]:
    """Run pytest on a folder as its reader would: the plugin is there because it is installed."""
    setting = "true" if on else "false"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    command += ["-o", f"detention_rules_scenarios={setting}", "-c", "/dev/null", "--rootdir", str(folder), *(more or (str(folder),))]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_a_file_that_holds_passes_and_one_that_does_not_says_why(tmp_path: Path) -> None:
    (tmp_path / "held.scenario.yaml").write_text(HELD.format(title="held", expect="complied: [custody.constitutional-ceiling]"))
    wrong = HELD.format(title="wrong", expect="complied: [custody.before-court-order]")
    (tmp_path / "wrong.scenario.yaml").write_text(wrong)
    (tmp_path / "other.yaml").write_text("not: a scenario")
    found = run(tmp_path)
    assert found.returncode == 1, found.stdout + found.stderr
    assert "1 failed" in found.stdout
    assert "- custody.before-court-order: complied" in found.stdout
    assert "+ custody.before-court-order: violated" in found.stdout
    assert "48 h" in found.stdout
    assert "wrong.scenario.yaml" in found.stdout


def test_it_is_off_unless_asked_for(tmp_path: Path) -> None:
    (tmp_path / "held.scenario.yaml").write_text(HELD.format(title="held", expect="violated: []"))
    assert run(tmp_path, on=False).returncode == pytest.ExitCode.NO_TESTS_COLLECTED


def test_a_file_that_cannot_be_read_names_its_faults(tmp_path: Path) -> None:
    (tmp_path / "bad.scenario.yaml").write_text("events: [{at: 2021-03-01 09:15, is: arest}]\nexpect: {violated: []}\n")
    found = run(tmp_path)
    assert found.returncode == pytest.ExitCode.INTERRUPTED
    assert "Did you mean 'arrest'" in found.stdout


def test_every_scenario_has_a_name_of_its_own_that_selects_it(tmp_path: Path) -> None:
    one = HELD.format(title="'{title}'", expect="complied: [custody.constitutional-ceiling]")
    titles = ["ok", "custody::late", "ok", "two\n\n  lines"]
    file = tmp_path / "several.scenario.yaml"
    untitled = one.replace("title: '{title}'\n", "")
    file.write_text("---\n".join([*(one.replace("{title}", title) for title in titles), untitled, untitled]))
    names = ["ok", "custody:late", "ok #2", "two lines", "several.scenario", "several.scenario #2"]
    collected = run(tmp_path, "--collect-only", str(tmp_path)).stdout
    assert [line.partition("::")[2] for line in collected.splitlines() if "::" in line] == names
    for name in names[1:3]:
        found = run(tmp_path, f"{file}::{name}").stdout
        assert "1 passed" in found, found


def test_what_the_project_declares_is_installed_and_loads() -> None:
    """Nobody imports these by name: pytest and Hypothesis find them as entry points of the installed package."""
    declared = tomllib.loads((Path(__file__).parents[2] / "pyproject.toml").read_text(encoding="utf-8"))["project"]["entry-points"]
    assert set(declared) == {"pytest11", "hypothesis"}
    for group, points in declared.items():
        for name, value in points.items():
            (found,) = entry_points(group=group, name=name)
            assert found.value == value
            assert found.load() is not None
