"""`docs/testing.md` is run from top to bottom, in one folder: what it shows is what happens."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import Phase, settings

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "testing.md").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A block of code on the page, with the mark above it."""

    mark: str
    language: str
    code: str


quick = settings(phases=set(Phase) - {Phase.explain}, database=None)
BLOCKS = [Block(*found) for found in re.findall(r"(?:<!-- ([^\n]+) -->\n)?```(\w+)\n(.*?)```", PAGE, re.DOTALL)]


def command(*words: str) -> subprocess.CompletedProcess[str]:
    settings = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": os.pathsep.join([str(ROOT / "cli"), str(ROOT)])}
    return subprocess.run([sys.executable, *words], env=settings, capture_output=True, encoding="utf-8", check=False, timeout=120)


def run_python(block: Block, file: Path) -> str:
    """Run a program and the tests in it; return what it prints or how its test fails."""
    file.write_text(block.code, encoding="utf-8")  # Hypothesis reads the lines of what it runs
    given: dict[str, Any] = {}
    shown = io.StringIO()
    with redirect_stdout(shown):
        exec(compile(block.code, str(file), "exec"), given)
    for test in [quick(value) for name, value in given.items() if name.startswith("test_")]:
        if block.mark != "fails":
            test()
            continue
        with pytest.raises(AssertionError) as failed:
            test()
        return "\n".join(failed.value.__notes__)
    return shown.getvalue()


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    shutil.copytree(ROOT / "tests" / "packs" / "zubrovia", tmp_path / "my-pack")
    monkeypatch.chdir(tmp_path)
    yield tmp_path


def test_the_page_is_true(told: Path) -> None:
    said = ""
    for number, block in enumerate(BLOCKS):
        match block.language:
            case "python":
                said = run_python(block, told / f"block_{number}.py")
            case "sh":
                words = block.code.split()
                assert words[0] == "detention-rules"
                done = command("-m", "detention_cli", *words[1:])
                assert (done.returncode, done.stderr) == (0, ""), done.stdout
            case "toml":
                (told / "pyproject.toml").write_text(block.code, encoding="utf-8")
                name = re.findall(r"pytest '([^']+)'", PAGE)[0]
                done = command("-m", "pytest", "-q", "-p", "no:cacheprovider", name)
                assert "1 passed" in done.stdout, done.stdout + done.stderr
            case "yaml" | "text":
                assert block.code.strip() in re.sub(r"^ *\n", "", said, flags=re.MULTILINE), said
            case _:
                raise AssertionError(f"nothing runs a block of {block.language}")


def test_the_page_shows_every_kind_of_block_and_is_found() -> None:
    assert {block.language for block in BLOCKS} == {"python", "sh", "toml", "yaml", "text"}
    assert [block.mark for block in BLOCKS if block.language == "python"].count("fails") == 1
    assert "(docs/testing.md)" in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "(testing.md)" in (ROOT / "docs" / "rule-language.md").read_text(encoding="utf-8")


def test_everything_that_is_public_is_on_the_page() -> None:
    from detention_rules.testing import __all__ as kit
    from detention_rules.testing.strategies import __all__ as strategies

    classes = {"Boundaries", "Boundary", "Unreached", "Case"}  # what is given back, and shown by what it holds
    for name in {*kit, *strategies} - classes:
        assert re.search(rf"\b{name}\b", PAGE), name
