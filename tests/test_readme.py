"""What the README shows is what happens: its commands, its screen of output, its scenario and its program."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from contextlib import nullcontext, redirect_stdout
from pathlib import Path
from typing import Any

import pytest

from detention_rules import check, scenarios_from_text

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    """Return the README's code blocks in a language."""
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def run(command: str) -> subprocess.CompletedProcess[str]:
    """Run a `detention-rules` command line in the repository's root, as the README's reader would."""
    words = command.split()
    assert words[0] == "detention-rules"
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join([str(ROOT / "cli"), str(ROOT)])}
    settings.pop("COLUMNS", None)
    return subprocess.run(
        [sys.executable, "-m", "detention_cli", *words[1:]], cwd=ROOT, env=settings, capture_output=True, encoding="utf-8", check=False
    )


def test_the_first_command_prints_the_screen_shown_and_exits_with_1() -> None:
    found = run(blocks("sh")[0].split("&& ")[1])
    assert found.stderr == ""
    assert [line.rstrip() for line in found.stdout.splitlines()] == [line.rstrip() for line in blocks("text")[0].splitlines()]
    assert found.returncode == 1
    assert "5 h 35 min late" in found.stdout
    assert "paras. 215" in found.stdout


def test_the_test_command_stands_where_ci_looks_for_it() -> None:
    after = README.split("<!-- test command -->")[1]
    assert re.search(r"^pip install '\.\[test\]' && python -m pytest$", after, re.MULTILINE)


def test_the_scenario_shown_is_read_and_checked() -> None:
    (found,) = scenarios_from_text(blocks("yaml")[0])
    assert check(found).summary["violated"] > 0


def test_the_program_shown_runs() -> None:
    shown = io.StringIO()
    with redirect_stdout(shown):
        exec(compile(blocks("python")[0], "README.md", "exec"), {})
    lines = shown.getvalue().splitlines()
    assert "custody.before-court-order" in lines
    assert "  -7200" in lines  # a juvenile, 26 hours: two hours past the 24


def test_the_training_example_runs() -> None:
    shown = io.StringIO()
    with redirect_stdout(shown):
        exec(compile(blocks("python")[1], "README.md", "exec"), {})
    assert re.search(r"^# .+\n\n\*Exercise x", shown.getvalue())
    assert re.search(r"^75%$", shown.getvalue(), re.MULTILINE)
    assert {"partly", "right"} <= set(shown.getvalue().splitlines())
    assert "counted from arrest record" in shown.getvalue()  # the mistake is recognised


def test_the_training_commands_run_as_shown(tmp_path: Path) -> None:
    made = [
        line.partition("#")[0].strip() for line in README.split("## Train")[1].split("```")[1].splitlines() if line.startswith("detention")
    ]
    new, take, grade = (line.replace("class", str(tmp_path / "class")).replace("answers/", str(tmp_path / "answers")) for line in made)
    assert run(new).returncode == 0
    assert run(take).returncode == 0  # no input: it says how to go on
    (tmp_path / "answers").mkdir()
    for form in (tmp_path / "class" / "handouts").glob("*-answers.md"):
        form.rename(tmp_path / "answers" / form.name)
    done = run(grade)
    assert (done.returncode, done.stderr) == (0, "")
    assert "sheets: 30" in done.stdout
    assert (tmp_path / "class.csv").is_file()


@pytest.mark.parametrize("right", [True, False])
def test_the_test_shown_runs_and_finds_a_wrong_system(tmp_path: Path, right: bool) -> None:
    shown = blocks("python")[2]
    assert len([line for line in shown.splitlines() if line.strip()]) <= 15
    file = tmp_path / "test_mine.py"  # Hypothesis reads the lines of what it runs
    file.write_text(shown if right else shown.replace("> 3 * 3600", ">= 3 * 3600"), encoding="utf-8")
    given: dict[str, Any] = {}
    exec(compile(file.read_text(encoding="utf-8"), str(file), "exec"), given)
    with nullcontext() if right else pytest.raises(AssertionError):
        given["test_my_system"]()


def test_every_command_shown_exists() -> None:
    for name in re.findall(r"`?detention-rules (new|check|deadlines|readings|rules|rule|schema|verify|train)\b", README):
        assert run(f"detention-rules {name} --help").returncode == 0


def test_the_picture_shown_is_there() -> None:
    (path,) = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", README)
    assert (ROOT / path).read_text(encoding="utf-8").startswith("<?xml")


def test_the_ways_to_draw_a_case_that_are_shown_work() -> None:
    case = "scenarios/custody/held-past-48-hours.yaml"
    shown = re.findall(r"detention-rules (check --(?:timeline|format \w+)) case\.yaml", README)
    assert len(shown) == 3
    for command in shown:
        found = run(f"detention-rules {command} --no-expect {case}")
        assert found.returncode == 1
        assert found.stderr == ""
        assert "5 h 35 min late" in found.stdout
