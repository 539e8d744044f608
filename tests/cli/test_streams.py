"""Terminals, pipes, encodings: the same words everywhere, and never a traceback."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from cli.support import CASES, VIOLATED, environment, process, run

CASE = str(CASES / "late-notices.yaml")
TITLE = "title: Задержан в Алматы ✗\n"


def test_piped_output_has_no_colour_and_stays_within_its_width() -> None:
    result = process("check", CASE, "-v")
    assert (result.returncode, result.stderr) == (1, b"")
    assert b"\x1b" not in result.stdout
    assert max(len(row) for row in result.stdout.decode().splitlines()) <= 100


def test_width_of_a_pipe_does_not_depend_on_the_environment() -> None:
    assert process("check", CASE, COLUMNS="60").stdout == process("check", CASE).stdout


@pytest.mark.parametrize("encoding", ["ascii", "cp866", "cp1251", "cp1252"])
def test_legacy_console(encoding: str) -> None:
    result = process("check", "-", input=(TITLE + VIOLATED).encode(), PYTHONUTF8="0", PYTHONIOENCODING=encoding)
    assert (result.returncode, result.stderr) == (1, b"")
    shown = result.stdout.decode(encoding)
    assert "x 5 h 45 min late" in shown
    assert ("Задержан" in shown) == (encoding in ("cp866", "cp1251"))


def test_json_is_valid_in_any_encoding() -> None:
    result = process("check", "-", "--format", "json", input=(TITLE + VIOLATED).encode(), PYTHONUTF8="0", PYTHONIOENCODING="ascii")
    assert json.loads(result.stdout.decode("ascii"))[0]["scenario"]["title"] == "Задержан в Алматы ✗"


def test_json_keeps_its_characters_where_it_can() -> None:
    assert "Алматы" in process("check", "-", "--format", "json", input=(TITLE + VIOLATED).encode()).stdout.decode()


def test_input_cannot_steer_the_terminal() -> None:
    result = run("check", "-", input='title: "red \\e[31m"\n' + VIOLATED)
    assert "\x1b" not in result.stdout
    assert "\\x1b[31m" in result.stdout
    assert "\x1b" not in run("check", "-", input='events: [{at: 2021-03-01, is: "\\e[31m"}]').stderr


def test_closed_pipe_is_quiet() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "detention_cli", "check", CASE, "-v"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as started:
        assert started.stdout is not None
        started.stdout.close()
        assert started.stderr is not None
        assert started.stderr.read() == b""
    assert started.returncode == 141


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is always full")
def test_full_disk_is_one_line() -> None:
    with Path("/dev/full").open("wb") as full:
        result = subprocess.run(
            [sys.executable, "-m", "detention_cli", "check", CASE], stdout=full, stderr=subprocess.PIPE, env=environment(), check=False
        )
    assert result.returncode == 2
    assert result.stderr.decode().startswith("cannot write the output: ")
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
@pytest.mark.parametrize("columns", [80, 140])
def test_terminal(columns: int) -> None:
    shown = terminal(["check", CASE], COLUMNS=str(columns), TERM="xterm-256color")
    assert "\x1b[1;31m" in shown
    rows = re.sub(r"\x1b\[[0-9;]*m", "", shown).splitlines()
    assert columns - 20 < max(len(row) for row in rows) <= columns


@pytest.mark.skipif(sys.platform == "win32", reason="needs a pseudo terminal")
def test_no_color() -> None:
    shown = terminal(["check", CASE], TERM="xterm-256color", NO_COLOR="1")
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", shown)
    assert "VIOLATED" in shown


def terminal(args: list[str], **env: str) -> str:
    """Return what the program writes to a terminal."""
    import pty

    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "detention_cli", *args], stdout=theirs, stderr=theirs, stdin=theirs, env=environment(**env)
    ) as started:
        os.close(theirs)
        shown = b""
        while True:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux reports the other end's closing so
                part = b""
            if not part:
                break
            shown += part
    os.close(ours)
    assert started.returncode in (0, 1)
    return shown.decode()


def test_checking_brings_in_nothing_slow() -> None:
    process("check", CASE)  # compiles the pack, once
    script = (
        "import sys; sys.argv = ['detention-rules', 'check', sys.argv[1]]\n"
        "from detention_cli.app import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "slow = {'pydantic', 'rich', 'holidays', 'hypothesis'} & {name.partition('.')[0] for name in sys.modules}\n"
        "print(sorted(slow), file=sys.stderr)"
    )
    result = subprocess.run([sys.executable, "-c", script, CASE], capture_output=True, env=environment(), check=False)
    assert result.stderr.decode().strip() == "[]"
