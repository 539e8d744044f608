"""Runs over many files: what is read when, where the output goes, and what a run ends with."""

from __future__ import annotations

import gc
import json
import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import detention_cli.inputs
import detention_cli.progress
import pytest
import yaml

from cli.support import CLEAN, HEARING, ROOT, VIOLATED, environment, process, run

HOLDING = CLEAN + "expect: {violated: []}\n"
FAILING = VIOLATED + "expect: {violated: []}\n"
BAD = "title: Ivanov\nevents:\n  - {at: 2021-03-01 09:15, is: Ivanov}\n"


@pytest.fixture
def put(tmp_path: Path):
    def write(*contents: str) -> list[str]:
        paths = [tmp_path / f"{number}.yaml" for number in range(len(contents))]
        for path, content in zip(paths, contents, strict=True):
            path.write_text(content, encoding="utf-8")
        return list(map(str, paths))

    return write


# --output-file


@pytest.mark.parametrize("format", ["text", "json", "junit", "csv"])
def test_a_file_gets_what_standard_output_would(format, put, tmp_path: Path) -> None:
    (path,) = put(VIOLATED)
    target = tmp_path / "out"
    result = run("check", path, "--format", format, "--output-file", str(target))
    assert (result.exit_code, result.stdout, result.stderr) == (1, "", "")
    assert target.read_bytes() == process("check", path, "--format", format).stdout


def test_a_dash_is_standard_output(put) -> None:
    (path,) = put(VIOLATED)
    assert run("check", path, "-o", "-").stdout == run("check", path).stdout


def test_a_file_is_replaced_whole_and_keeps_its_mode(put, tmp_path: Path) -> None:
    (path,) = put(VIOLATED)
    target = tmp_path / "out"
    target.write_text("older", encoding="utf-8")
    target.chmod(0o600)
    run("check", path, "-o", str(target))
    assert "VIOLATED" in target.read_text(encoding="utf-8")
    assert target.stat().st_mode & 0o777 == 0o600
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.yaml", "out"]


def test_a_run_that_fails_leaves_the_file_as_it_was(put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = tmp_path / "out"
    target.write_text("older", encoding="utf-8")
    paths, read = put(VIOLATED, VIOLATED), detention_cli.inputs.read

    def broken(name: str):
        if name == paths[1]:
            raise RuntimeError("broken")
        return read(name)

    monkeypatch.setattr(detention_cli.inputs, "read", broken)
    assert run("check", *paths, "-o", str(target)).exit_code == 70
    assert target.read_text(encoding="utf-8") == "older"
    assert sorted(one.name for one in tmp_path.iterdir()) == ["0.yaml", "1.yaml", "out"]


@pytest.mark.parametrize(
    ("name", "message"), [("nowhere/out", "there is no folder nowhere to write it to"), (".", "expected the name of a file to write")]
)
def test_a_file_that_cannot_be_written_is_one_line(name, message, put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = put(VIOLATED)
    monkeypatch.chdir(tmp_path)
    result = run("check", path, "-o", name)
    assert (result.exit_code, result.stdout, result.stderr) == (2, "", f"{name}: {message}\n")


@pytest.mark.parametrize("command", [["check", "case.yaml"], ["check", "."], ["deadlines", "case.yaml"], ["check", "link.yaml"]])
@pytest.mark.parametrize("name", ["case.yaml", "./case.yaml", "link.yaml"])
def test_a_case_is_never_replaced_by_its_report(command, name, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    case = tmp_path / "case.yaml"
    case.write_text(VIOLATED, encoding="utf-8")
    os.link(case, tmp_path / "link.yaml")
    result = run(*command, "-o", name)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"{name}: is one of the files to check, and would be replaced; name another file to write\n"
    assert case.read_text(encoding="utf-8") == VIOLATED


def test_standard_input_is_not_replaced_either(tmp_path: Path) -> None:
    case = tmp_path / "case.yaml"
    case.write_text(VIOLATED, encoding="utf-8")
    command = [sys.executable, "-m", "detention_cli", "check", "-", "-o", str(case)]
    with case.open("rb") as given:
        assert subprocess.run(command, stdin=given, capture_output=True, env=environment(), timeout=60, check=False).returncode == 2
    assert case.read_text(encoding="utf-8") == VIOLATED


def test_a_file_that_lies_beside_the_output_is_left_alone(put, tmp_path: Path) -> None:
    (path,) = put(VIOLATED)
    part = tmp_path / f".detention-rules-{os.getpid()}.part"
    part.write_text("another's", encoding="utf-8")
    assert run("check", path, "-o", str(tmp_path / "out")).exit_code == 1
    assert part.read_text(encoding="utf-8") == "another's"


def closed(*folders: Path) -> Callable[..., Any]:
    """Return an `open` of paths for which no new file can be made in some folders, as for one who may only write what is there."""
    whole = Path.open

    def open_(path: Path, mode: str = "r", **rest: Any) -> Any:
        if "x" in mode and path.parent in folders:
            raise PermissionError(13, "Permission denied", str(path))
        return whole(path, mode, **rest)

    return open_


def test_where_only_the_folder_is_closed_the_file_is_written(put, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (path,) = put(VIOLATED)
    monkeypatch.setattr(Path, "open", closed(tmp_path))
    target = tmp_path / "out"
    result = run("check", path, "-o", str(target))
    assert (result.exit_code, result.stderr) == (2, f"{target}: Permission denied\n")  # by the name that was typed
    target.write_text("older" * 9999, encoding="utf-8")
    assert run("check", path, "-o", str(target)).exit_code == 1
    assert target.read_text(encoding="utf-8") == run("check", path).stdout


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no such name")
@pytest.mark.parametrize("name", ["/dev/stdout", "/dev/stderr"])
def test_a_stream_may_be_named_as_a_file(name: str, put) -> None:
    (path,) = put(VIOLATED)
    result = process("check", path, "--format", "csv", "-o", name)
    expected = process("check", path, "--format", "csv").stdout
    assert {result.stdout, result.stderr} == {expected, b""}
    assert result.returncode == 1


def test_a_wrong_option_touches_no_file(put, tmp_path: Path) -> None:
    (path,) = put(VIOLATED)
    assert run("check", path, "--select", "nothing", "-o", str(tmp_path / "out")).exit_code == 2
    assert not (tmp_path / "out").exists()


# exit codes and stopping


@pytest.mark.parametrize(("content", "code"), [(VIOLATED, 0), (FAILING, 0), (HOLDING, 0), (BAD, 2)])
def test_exit_zero_forgives_findings_and_not_bad_input(content, code, put) -> None:
    assert run("check", *put(content), "--exit-zero").exit_code == code


@pytest.mark.parametrize(
    ("contents", "read", "left"),
    [
        ([CLEAN, VIOLATED, VIOLATED, BAD], 2, "2 files were not read"),
        ([FAILING, CLEAN], 1, "1 file was not read"),
        ([BAD, HOLDING, VIOLATED], 3, "0 files were not read"),
        ([CLEAN, HOLDING], 2, None),
    ],
)
def test_fail_fast_stops_at_the_first_file_that_fails(contents, read, left, put, monkeypatch: pytest.MonkeyPatch) -> None:
    opened, reading = [], detention_cli.inputs.read
    monkeypatch.setattr(detention_cli.inputs, "read", lambda name: opened.append(name) or reading(name))
    paths = put(*contents)
    result = run("check", *paths, "--fail-fast")
    assert opened == paths[:read]
    assert (left is None and "not read" not in result.stderr) or f"stopped at the first file that failed; {left}" in result.stderr


def test_files_are_read_one_by_one(put, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last is not read before the first is judged: no run holds every timeline."""
    events: list[str] = []
    reading = detention_cli.inputs.read
    monkeypatch.setattr(detention_cli.inputs, "read", lambda name: events.append("read") or reading(name))
    import detention_cli.runs as runs

    judging = runs.check
    monkeypatch.setattr(runs, "check", lambda *args, **kwargs: events.append("judge") or judging(*args, **kwargs))
    run("check", *put(*[VIOLATED] * 5), "--format", "csv")
    assert events == ["read", "judge"] * 5


@pytest.mark.parametrize(
    ("format", "most"), [("text", 3), *((name, 2) for name in ("json", "csv", "junit", "sarif", "github", "markdown"))]
)
def test_no_report_outlives_its_turn(format, most) -> None:
    """However many files there are, a format holds the report that it writes, and what asked for it the next one."""
    from detention_rules import Report, check, scenarios_from_text
    from detention_rules.reporting.formats import Format, writer
    from detention_rules.reporting.results import Checked, Style

    (one,) = scenarios_from_text(VIOLATED, "a.yaml")
    alive = []

    def living() -> int:
        gc.collect()
        return sum(type(found) is Report for found in gc.get_objects())

    def results():
        for _ in range(5):
            yield Checked(check(one))
            alive.append(living())

    before = living()
    for _ in writer(Format(format))(results(), Style()):
        pass
    assert max(alive) - before <= most


# reading


def test_an_option_may_name_what_only_a_later_pack_knows(put) -> None:
    pack = ROOT / "tests" / "cli" / "demo"
    other = f"pack: {pack}\nas_of: 2021-03-03\nevents: [{{at: 2021-03-01 09:15, is: seizure}}]\n"
    result = run("check", *put(CLEAN, other, CLEAN), "--select", "custody.hearing", "--format", "json")
    assert [len(report["findings"]) for report in json.loads(result.stdout)] == [0, 1, 0]
    assert "no rule's id begins" in run("check", *put(CLEAN, other), "--select", "custody.heering").stderr


def test_a_time_that_one_zone_skips_is_a_problem_of_its_file(put) -> None:
    skipped = VIOLATED.replace("events:", "zone: Europe/Berlin\nevents:")
    paths = put(VIOLATED, skipped)
    result = run("check", *paths, "--as-of", "2021-03-28 02:30", "--format", "json")
    assert (result.exit_code, len(json.loads(result.stdout))) == (2, 1)
    assert result.stderr.startswith(f"{paths[1]}:1: 2021-03-28 02:30 never occurred")


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a file that cannot be opened")
def test_a_file_that_may_not_be_opened_is_told(put) -> None:
    paths = put(CLEAN, CLEAN)
    Path(paths[0]).chmod(0)
    result = run("check", *paths)
    assert (result.exit_code, result.stderr.splitlines()) == (2, [f"{paths[0]}: cannot be read: Permission denied"])


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_to_itself_is_told(tmp_path: Path) -> None:
    (tmp_path / "loop.yaml").symlink_to("loop.yaml")
    result = run("check", str(tmp_path / "loop.yaml"))
    assert (result.exit_code, len(result.stderr.splitlines())) == (2, 1)


LONG = "x" * 300 + ".yaml"


@pytest.mark.parametrize("redact", [[], ["--redact"]])
def test_a_path_that_cannot_even_be_looked_at_stops_no_other(redact, put, tmp_path: Path) -> None:
    (good,) = put(VIOLATED)
    result = run("check", str(tmp_path / LONG), good, "--format", "json", *redact)
    assert (result.exit_code, len(json.loads(result.stdout))) == (2, 1)
    assert len(result.stderr.splitlines()) == 1
    assert result.stderr.startswith("file-1: unreadable" if redact else f"{tmp_path / LONG}: cannot be read")
    assert LONG not in result.output or not redact


def unlisted(name: str) -> Callable[..., Any]:
    """Return an `os.scandir` and `os.listdir` for which a folder cannot be listed."""

    def wrapped(whole: Callable[..., Any]) -> Callable[..., Any]:
        def list_(path: Any = ".") -> Any:
            if os.fspath(path).endswith(name):
                raise PermissionError(13, "Permission denied", os.fspath(path))
            return whole(path)

        return list_

    return wrapped


@pytest.mark.parametrize("redact", [[], ["--redact"]])
@pytest.mark.parametrize("inside", [True, False])
def test_a_folder_that_cannot_be_listed_is_told_and_stops_no_other(inside, redact, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Were it passed over, the cases in it would seem to be in order."""
    folder = tmp_path / "a" / "Ivanov"
    folder.mkdir(parents=True)
    (tmp_path / "a" / "good.yaml").write_text(CLEAN, encoding="utf-8")
    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, unlisted("Ivanov")(getattr(os, name)))
    paths = [tmp_path / "a"] if inside else [folder, tmp_path / "a" / "good.yaml"]
    result = run("check", *map(str, paths), "--format", "json", *redact)
    assert (result.exit_code, len(json.loads(result.stdout))) == (2, 1)
    assert result.stderr.startswith("file-1: unreadable" if redact else f"{folder}: cannot be read: Permission denied")
    assert ("Ivanov" in result.output) is not bool(redact)


# --select, --ignore


@pytest.mark.parametrize("format", ["text", "markdown", "html", "json", "csv", "junit", "sarif", "github", "svg"])
def test_every_format_says_that_rules_were_left_out(format, put) -> None:
    """Or whoever reads it takes the rules that nobody asked for as kept."""
    (path,) = put(VIOLATED)
    whole, some = (run("check", path, "--format", format, *more).output for more in ((), ("--select", "custody", "--ignore", "custody.a")))
    words = "those that begin with custody; without those that begin with custody.a; "
    if format in ("json", "sarif"):
        found = json.loads(some)
        told = found[0]["selection"] if format == "json" else found["runs"][0]["properties"]["selection"]
        left = len(json.loads(run("check", path, "--format", "json").stdout)[0]["findings"])
        left -= len(
            json.loads(run("check", path, "--format", "json", "--select", "custody", "--ignore", "custody.a").stdout)[0]["findings"]
        )
        assert told == {"select": ["custody"], "ignore": ["custody.a"], "left_out": left}
        assert left > 0
    else:
        assert words in " ".join(some.split())
    assert "begin with" not in whole


def test_a_filter_is_no_absence_of_violations(put) -> None:
    (path,) = put(VIOLATED)
    assert "VIOLATED" in run("check", path).stdout
    result = run("check", path, "--ignore", "custody", "--ignore", "notice")
    assert result.exit_code == 0
    assert "No violation among the selected rules" in result.stdout
    assert "No violation found" not in result.stdout
    several = run("check", path, *put(CLEAN, CLEAN), "--ignore", "custody").stdout
    assert "selected rules only: without those that begin with custody" in " ".join(several.splitlines()[-2:]).replace("  ", "")


# --redact


def test_redacted_output_has_labels_for_files_and_titles(tmp_path: Path) -> None:
    for name in ("Ivanov", "Petrov"):
        (tmp_path / f"{name}.yaml").write_text("title: Case of Ivanov\n" + VIOLATED, encoding="utf-8")
    found = json.loads(run("check", str(tmp_path), "--redact", "--format", "json").stdout)
    assert [(one["scenario"]["title"], one["scenario"]["file"]) for one in found] == [("Scenario 1", "file-1"), ("Scenario 2", "file-2")]


@pytest.mark.parametrize("format", ["text", "json", "junit", "sarif", "github", "markdown", "csv"])
def test_a_file_that_cannot_be_read_is_redacted_too(format, tmp_path: Path) -> None:
    path = tmp_path / "Ivanov.yaml"
    path.write_text(BAD, encoding="utf-8")
    result = run("check", str(path), "--redact", "--format", format)
    assert result.exit_code == 2
    assert "Ivanov" not in result.output
    assert "file-1" in result.output
    assert "unknown-event" in result.output


def test_expectations_are_redacted(tmp_path: Path) -> None:
    path = tmp_path / "Ivanov.yaml"
    path.write_text(FAILING.replace("events:", "title: Ivanov\nevents:"), encoding="utf-8")
    result = run("check", str(path), "--redact", "--format", "csv")
    assert result.exit_code == 3
    assert "Ivanov" not in result.output
    assert result.stderr.startswith("file-1:")


# progress


class Clock:
    def __init__(self, step: float) -> None:
        self.now, self.step = 0.0, step

    def monotonic(self) -> float:
        self.now += self.step
        return self.now


@pytest.mark.parametrize(
    ("step", "terminal", "wanted", "drawn"),
    [(2, True, True, 1), (0.01, True, True, 0), (2, False, True, 0), (2, True, False, 0)],
)
def test_a_bar_is_drawn_where_somebody_waits(step, terminal, wanted, drawn, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []

    class Bar:
        task_ids = (0,)

        def update(self, task, completed) -> None:
            made[-1].append(completed)

        def stop(self) -> None:
            made[-1].append("stopped")

    monkeypatch.setattr(detention_cli.progress, "time", Clock(step))
    monkeypatch.setattr(detention_cli.progress.Progress, "_draw", lambda self: made.append([]) or Bar())
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    with detention_cli.progress.Progress(3, wanted=wanted) as bar:
        for _ in range(3):
            bar.advance()
    assert made == [[1, 2, 3, "stopped"]] * drawn


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_the_bar_is_on_standard_error_alone(put, tmp_path: Path) -> None:
    import pty

    script = (
        "import sys, detention_cli.progress as p; p.PATIENCE = 0; sys.argv = ['detention-rules', *sys.argv[1:]]\n"
        "from detention_cli.app import main; main()"
    )
    ours, theirs = pty.openpty()
    started = subprocess.run(
        [sys.executable, "-c", script, "check", *put(*[VIOLATED] * 9), "--format", "csv"],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env=environment(TERM="xterm"),
        timeout=60,
        check=False,
    )
    os.close(theirs)
    shown = os.read(ours, 65536).decode()
    os.close(ours)
    assert "Checking" in shown
    assert b"\x1b" not in started.stdout
    assert started.stdout.count(b"\r\n") > 9


@pytest.mark.skipif(sys.platform == "win32", reason="signals are other ones there")
def test_ctrl_c_ends_a_run_quietly_and_leaves_no_file(tmp_path: Path) -> None:
    (tmp_path / "cases").mkdir()
    for number in range(300):
        (tmp_path / "cases" / f"{number}.yaml").write_text(VIOLATED, encoding="utf-8")
    started = subprocess.Popen(
        [sys.executable, "-c", HEARING, "check", str(tmp_path / "cases"), "--format", "json", "-v", "-o", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    for _ in range(500):
        if list(tmp_path.glob(".detention-rules-*")):
            break
        time.sleep(0.01)
    started.send_signal(signal.SIGINT)
    out, told = started.communicate(timeout=60)
    assert (started.returncode, out, told) == (130, b"", b"")
    assert [one.name for one in tmp_path.iterdir()] == ["cases"]


# the summary


def test_several_cases_end_with_what_was_breached_most(put) -> None:
    lines = run("check", *put(VIOLATED, VIOLATED, CLEAN), "--select", "custody").stdout.splitlines()
    start = next(number for number, line in enumerate(lines) if "violations  scenarios" in line)
    counts = [int(line.split()[0]) for line in lines[start + 1 :] if re.match(r" +\d+ ", line)]
    assert lines[start + 1].split()[:2] == ["2", "2"]
    by_rule = counts[: len(counts) - 1]
    assert by_rule == sorted(by_rule, reverse=True)
    assert "violations" not in run("check", *put(VIOLATED)).stdout.splitlines()[-1]


# the hook for pre-commit


def test_the_hook_runs_on_the_files_that_it_is_for(tmp_path: Path) -> None:
    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "case.scenario.yaml"
    path.write_text(HOLDING, encoding="utf-8")
    command, *args = hook["entry"].split()
    assert command == "detention-rules"
    assert process(*args, str(path)).returncode == 0
    path.write_text(FAILING, encoding="utf-8")
    assert process(*args, str(path)).returncode == 3
    pattern = re.compile(hook["files"])
    assert all(map(pattern.search, ("a.scenario.yaml", "b/c.scenario.yml")))
    assert not any(map(pattern.search, ("a.yaml", "scenario.yaml", "a.scenario.yaml.bak")))
