"""The other commands."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from cli.support import CASES, ROOT, VIOLATED, run
from detention_rules import __version__, load_pack

PACK = load_pack()
INVENTED = ROOT / "tests" / "packs" / "zubrovia"


def test_version() -> None:
    assert run("--version").stdout == f"detention-rules {__version__}\n"


COMMANDS = ("check", "deadlines", "new", "rules", "rule", "readings", "verify", "schema")


@pytest.mark.parametrize("command", [[], *([name] for name in COMMANDS)])
def test_help(command) -> None:
    result = run(*command, "--help")
    assert result.exit_code == 0
    assert "Usage: detention-rules" in result.stdout
    assert result.stderr == ""


@pytest.mark.parametrize("args", [["check"], ["chek"], ["check", "--nonsense", "x"], ["rule"], ["schema", "scenari"]])
def test_wrong_usage(args) -> None:
    result = run(*args)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "Error" in result.stderr


def test_rules_lists_every_rule() -> None:
    result = run("rules")
    assert result.exit_code == 0
    for rule in PACK.rules:
        assert rule.id in result.stdout


def test_rules_with_a_prefix() -> None:
    result = run("rules", "refugee")
    assert "refugee.registration" in result.stdout
    assert "custody." not in result.stdout
    assert run("rules", "refuge.").exit_code == 2


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_every_rule_has_its_page(rule) -> None:
    result = run("rule", rule.id)
    assert (result.exit_code, result.stderr) == (0, "")
    page = " ".join(result.stdout.split())
    for part in (rule.title, rule.id, " ".join(rule.owed_by.split()), " ".join(rule.means.split())):
        assert part in page
    for name in rule.readings:
        assert name in page


def test_unknown_rule() -> None:
    result = run("rule", "custody.arrest-recrd")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Did you mean 'custody.arrest-record'?" in result.stderr


def test_readings() -> None:
    result = run("readings")
    for name, reading in PACK.readings.items():
        assert name in result.stdout
        assert f"{reading.default} (default)" in result.stdout
    assert run("readings", "A1").stdout in result.stdout
    assert run("readings", "Z9").exit_code == 2


def test_unknown_pack() -> None:
    for command in (["rules"], ["rule", "x"], ["readings"], ["schema", "scenario"], ["new"]):
        result = run(*command, "--pack", "kazakstan")
        assert result.exit_code == 2
        assert "Did you mean 'kazakhstan'?" in result.stderr


def test_verify_passes_a_pack_that_is_right() -> None:
    result = run("verify", str(INVENTED))
    assert result.exit_code == 0
    assert f"{len(load_pack(INVENTED).rules)} rules" in result.stdout


def test_verify_tells_what_is_wrong(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(INVENTED, folder)
    rule = folder / "custody" / "charge.yaml"
    text = rule.read_text(encoding="utf-8")
    rule.write_text(text.replace("{hours: 24}", "{hours: 25}"), encoding="utf-8")
    assert rule.read_text(encoding="utf-8") != text
    result = run("verify", str(folder))
    assert result.exit_code == 2
    assert "custody.charge" in result.stderr
    rule.write_text("rule: custody.charge\n", encoding="utf-8")
    assert run("verify", str(folder)).exit_code == 2


def test_deadlines_are_sorted() -> None:
    result = run("deadlines", str(CASES / "late-notices.yaml"))
    assert result.exit_code == 0
    places = [
        result.stdout.index(rule) for rule in ("notice.family", "remand.two-months", "remand.juvenile-six-months", "remand.eighteen-months")
    ]
    assert places == sorted(places)  # the family's notice has a number under another reading only, and that is past


def test_deadlines_when_nothing_is_due() -> None:
    result = run("deadlines", "-", "--as-of", "2021-03-01 10:00", input="events: [{at: 2021-03-01 09:15, is: brought_in}]")
    assert result.exit_code == 0
    assert "Nothing is due." in result.stdout


def test_deadlines_of_a_bad_file() -> None:
    assert run("deadlines", "-", input="events: 3").exit_code == 2
    assert run("deadlines", "-", "--as-of", "never", input=VIOLATED).exit_code == 2


def test_new_writes_a_file_once(tmp_path: Path) -> None:
    target = tmp_path / "case.yaml"
    result = run("new", str(target))
    assert (result.exit_code, result.stdout) == (0, "")
    content = target.read_bytes()
    assert b"\r" not in content
    again = run("new", str(target))
    assert again.exit_code == 2
    assert again.stderr.startswith(f"{target}: ")
    assert target.read_bytes() == content
    assert run("check", str(target)).exit_code == 0


def test_new_to_standard_output_and_to_nowhere(tmp_path: Path) -> None:
    assert run("check", "-", input=run("new").stdout).exit_code == 0
    result = run("new", str(tmp_path / "no" / "such" / "folder.yaml"))
    assert result.exit_code == 2
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("kind", ["scenario", "rule", "report"])
def test_schema_is_json(kind) -> None:
    result = run("schema", kind)
    assert result.exit_code == 0
    assert json.loads(result.stdout)["$schema"].startswith("https://json-schema.org/")


def test_pack_in_a_folder_works_everywhere(tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    shutil.copytree(ROOT / "rules" / "kazakhstan", folder)
    assert run("rules", "--pack", str(folder)).exit_code == 0
    result = run("check", "-", "--format", "json", input=f"pack: {json.dumps(str(folder))}\n{VIOLATED}")
    assert (result.exit_code, result.stderr) == (1, "")
