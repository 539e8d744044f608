"""The script that writes the reference pages and checks them."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
DEMO = ROOT / "tests" / "cli" / "demo"


def script() -> ModuleType:
    """Return docs/generate.py as a module."""
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_pages_are_written_byte_for_byte_and_those_of_rules_that_are_gone_are_removed(tmp_path: Path) -> None:
    generate, folder = script(), tmp_path / "reference"
    pages = generate.made(DEMO)
    generate.write(pages, folder)
    gone = folder / "gone" / "rule.md"
    gone.parent.mkdir()
    gone.write_text("x", encoding="utf-8")
    (folder / "index.md").write_bytes(b"stale\r\n")
    before = (folder / "by-theme.md").stat().st_mtime_ns
    generate.write(pages, folder)
    assert generate.kept(folder) == {path: content.encode() for path, content in pages.items()}
    assert not gone.parent.exists()
    assert (folder / "by-theme.md").stat().st_mtime_ns == before


def test_the_check_names_what_is_not_up_to_date(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    generate = script()
    pages = generate.made(DEMO)
    images = tmp_path_factory.mktemp("images")
    monkeypatch.setattr(generate, "IMAGES", images)
    monkeypatch.setattr(generate, "made", lambda: pages)
    monkeypatch.setattr(generate.write, "__defaults__", (tmp_path,))
    monkeypatch.setattr(generate.kept, "__defaults__", (tmp_path,))
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    assert capsys.readouterr() == ("", "")
    (tmp_path / "index.md").write_bytes(b"stale\n")
    (tmp_path / "readings.md").unlink()
    (tmp_path / "surplus.md").write_bytes(b"x\n")
    (images / "held-past-48-hours.svg").write_bytes(b"<svg/>")
    assert generate.main(["--check"]) == 1
    told = capsys.readouterr()
    assert told.out == "stale: index.md\nmissing: readings.md\nsurplus: surplus.md\nstale: held-past-48-hours.svg\n"
    assert told.err == "docs/reference or docs/images is not up to date; run: make docs\n"
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0


def test_other_words_on_the_command_line_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert script().main(["--chek"]) == 2
    assert "Usage" in capsys.readouterr().err
