"""Running the program, in process and as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from detention_cli.app import PROGRAM, app
from typer.testing import CliRunner, Result

HERE = Path(__file__).parent
CASES = HERE / "cases"
GOLDEN = HERE / "golden"
ROOT = HERE.parent.parent

ONE_EVENT = "as_of: {as_of}\nevents:\n  - {{at: 2021-03-01 09:15, is: arrest}}\n"
CLEAN = "events:\n  - {at: 2021-03-01 09:15, is: refugee_application}\n  - {at: 2021-03-01 10:00, is: refugee_registered}\n"
"""A timeline without violation, and without anything undetermined among the rules that begin with refugee.registration."""
VIOLATED = ONE_EVENT.format(as_of="2021-03-01 18:00")


def run(*args: str, input: str | bytes | None = None) -> Result:
    """Run the program in this process."""
    return CliRunner().invoke(app, list(args), input=input, prog_name=PROGRAM)


def process(*args: str, input: bytes = b"", **env: str) -> subprocess.CompletedProcess[bytes]:
    """Run the program as a process of its own, with its output piped."""
    return subprocess.run(
        [sys.executable, "-m", "detention_cli", *args], input=input, capture_output=True, timeout=60, env=environment(**env), check=False
    )


def environment(**env: str) -> dict[str, str]:
    """Return this process's environment without what would change the output."""
    kept = {name: value for name, value in os.environ.items() if name not in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "PYTHONIOENCODING")}
    return {**kept, "PYTHONUTF8": "1", **env}


HEARING = (
    "import runpy, signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    "runpy.run_module('detention_cli', run_name='__main__', alter_sys=True)"
)
"""The program as `python -c` runs it, hearing Ctrl-C also where a job in the background has it ignored by whatever it starts."""
