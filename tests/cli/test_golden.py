"""What the program prints, word for word.

After a change that is meant, write the files anew and read the difference:  UPDATE_GOLDEN=1 pytest tests/cli/test_golden.py -n0
"""

from __future__ import annotations

import os

import pytest

from cli.support import CASES, GOLDEN, run
from detention_rules import check, load_scenarios
from detention_rules.reporting.lines import ASCII, UNICODE, plain
from detention_rules.reporting.text import report_lines

COMMANDS = {
    "check": ["check", "demo.yaml"],
    "check-verbose": ["check", "demo.yaml", "-v", "--select", "custody"],
    "deadlines": ["deadlines", "demo.yaml"],
    "rules": ["rules", "--pack", "../demo"],
    "rule": ["rule", "custody.hearing", "--pack", "../demo"],
    "readings": ["readings", "--pack", "../demo"],
}
"""The pack is an invented one, so that a change of the law does not touch these files."""


def compare(name: str, found: str) -> None:
    file = GOLDEN / f"{name}.txt"
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", COMMANDS)
def test_output_is_as_stored(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    result = run(*COMMANDS[name])
    assert result.stderr == ""
    compare(name, result.stdout)


@pytest.mark.parametrize(("name", "symbols", "width"), [("width-80", UNICODE, 80), ("width-140", UNICODE, 140), ("ascii", ASCII, 80)])
def test_layout_is_as_stored(name, symbols, width, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(CASES)
    reports = [check(scenario) for scenario in load_scenarios("demo.yaml")[:3]]
    compare(name, "\n".join(plain(report_lines(report, symbols), width) for report in reports))
