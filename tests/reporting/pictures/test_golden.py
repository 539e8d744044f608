"""Pictures and pages, byte for byte.

After a change that is meant, write the files anew and look at them:  UPDATE_GOLDEN=1 pytest tests/reporting/pictures/test_golden.py -n0
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from detention_rules.reporting.lines import ASCII, UNICODE, plain
from detention_rules.reporting.picture.terminal import timeline_lines
from reporting.pictures.cases import KEPT, ROOT, report

GOLDEN = Path(__file__).parent / "golden"


def compare(name: str, found: str) -> None:
    file = GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_text(found, encoding="utf-8", newline="\n")
    assert found == file.read_bytes().decode()


@pytest.mark.parametrize("name", KEPT)
def test_the_picture_is_as_kept(name: str) -> None:
    compare(f"{name}.svg", report(name).to_svg())


@pytest.mark.parametrize("name", KEPT)
def test_the_page_is_as_kept(name: str) -> None:
    compare(f"{name}.html", report(name).to_html())


@pytest.mark.parametrize("name", KEPT)
def test_the_picture_in_a_terminal_is_as_kept(name: str) -> None:
    shown = [plain(timeline_lines(report(name), symbols, width), width) for symbols, width in ((UNICODE, 80), (ASCII, 80), (UNICODE, 120))]
    compare(f"{name}.txt", "\n".join(shown))


def test_a_second_process_with_another_seed_writes_the_same_bytes() -> None:
    code = (
        "import sys\nfrom detention_rules import check, load_scenarios\n"
        "report = check(load_scenarios('scenarios/custody/clock-change.yaml')[0])\n"
        "sys.stdout.buffer.write((report.to_svg() + report.to_html()).encode())\n"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}, capture_output=True, check=True
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "America/New_York"))
    ]
    assert runs[0] == runs[1] != b""
