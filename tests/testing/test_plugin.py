"""The pytest plugin: scenario files are collected where that is asked for, and a failure says what differs and why."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

HELD = """
title: {title}
facts: {{person: {{juvenile: false}}, offence: {{category: medium, kinds: []}}, circumstances: {{remote: false, emergency: false}}}}
events: [{{at: 2021-03-01 09:15, is: arrest}}, {{at: 2021-03-03 14:50, is: release}}]
expect: {{{expect}}}
"""


def run(folder: Path, *, on: bool = True) -> subprocess.CompletedProcess[str]:
    setting = "true" if on else "false"
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:xdist"]
    if not _registered():
        command += ["-p", "detention_rules.testing.pytest_scenarios"]
    command += ["-o", f"detention_rules_scenarios={setting}", "-c", "/dev/null", "--rootdir", str(folder), str(folder)]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=folder, timeout=120)


def _registered() -> bool:
    from importlib.metadata import entry_points

    return any(point.name == "detention_rules.testing.pytest_scenarios" for point in entry_points(group="pytest11"))


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
