"""What every format writes, byte for byte.

After a change that is meant, write the files anew and read the difference:
UPDATE_GOLDEN=1 pytest tests/reporting/formats/test_golden.py -n0
"""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import pytest
from cli.support import process, run

from .support import CASES, DEMO, HERE

GOLDEN = HERE / "golden"
FORMATS = ("text", "markdown", "csv", "junit", "sarif", "github")
RUNS = {
    **{f"demo.{name}": (DEMO, ["check", "demo.yaml", "--format", name]) for name in FORMATS[1:]},
    **{f"demo-verbose.{name}": (DEMO, ["check", "demo.yaml", "--format", name, "-v", "--strict", "--no-expect"]) for name in FORMATS[1:]},
    **{f"hostile.{name}": (CASES, ["check", "hostile.yaml", "missing.yaml", "--format", name]) for name in FORMATS},
    **{f"redacted.{name}": (CASES, ["check", "hostile.yaml", "missing.yaml", "--redact", "--format", name]) for name in FORMATS},
    **{f"deadlines.{name}": (DEMO, ["deadlines", "demo.yaml", "--format", name]) for name in ("ics", "csv")},
}


def unnamed(found: bytes) -> bytes:
    """Return a calendar without the names of its entries, which hold the folder that the file lies in."""
    return re.sub(rb"(?m)^UID:[0-9a-f]{32}@", b"UID:@", found)


@pytest.mark.parametrize("name", RUNS)
def test_output_is_as_stored(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, args = RUNS[name]
    monkeypatch.chdir(folder)
    found, file = unnamed(run(*args).stdout_bytes), GOLDEN / name
    if os.environ.get("UPDATE_GOLDEN"):
        file.write_bytes(found)
    assert found == file.read_bytes()


@pytest.mark.parametrize("name", ["hostile.sarif", "hostile.csv", "demo.junit", "deadlines.ics"])
def test_output_depends_on_nothing_around_it(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, args = RUNS[name]
    monkeypatch.chdir(folder)
    for seed, zone, locale in (("1", "UTC", "C"), ("2", "America/New_York", "tr_TR.UTF-8")):
        process(*args, "-o", str(tmp_path / "found"), PYTHONHASHSEED=seed, TZ=zone, LC_ALL=locale, PYTHONUTF8="0")
        assert unnamed((tmp_path / "found").read_bytes()) == (GOLDEN / name).read_bytes()


@pytest.mark.skipif(sys.platform == "win32", reason="the console has its own encoding")
@pytest.mark.parametrize("name", ["hostile.csv", "hostile.junit", "hostile.markdown"])
def test_output_is_utf_8_whatever_the_stream_is(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    folder, args = RUNS[name]
    monkeypatch.chdir(folder)
    assert process(*args, PYTHONUTF8="0", PYTHONIOENCODING="cp1251").stdout == (GOLDEN / name).read_bytes()
