"""What importing the package costs: the slow libraries stay out until something asks for them; and the shipped files are found."""

from __future__ import annotations

import subprocess
import sys

import pytest

from detention_rules.language.bundled import bundled
from detention_rules.language.packs import pack_names

SLOW = ("typer", "rich", "hypothesis", "pydantic", "holidays")


def _loaded_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys\n{code}\nprint(' '.join(sys.modules))"], capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 0, done.stderr
    names = done.stdout.split()
    return {*names, *(name.split(".")[0] for name in names)}


def test_importing_the_package_is_light() -> None:
    loaded = _loaded_after("import detention_rules")
    assert {"detention_rules", "yaml", "dateutil"} <= loaded
    assert loaded.isdisjoint(SLOW)
    assert "detention_rules.training" not in loaded


def test_a_check_with_a_kept_pack_is_light() -> None:
    check = "detention_rules.check({'events': [{'at': '2021-03-01 09:15', 'is': 'arrest'}]})"
    _loaded_after(f"import detention_rules\n{check}")  # leaves the compiled pack behind
    loaded = _loaded_after(f"import detention_rules\n{check}")
    assert "detention_rules" in loaded
    assert loaded.isdisjoint(SLOW)


def test_a_check_does_not_load_the_second_engine() -> None:
    loaded = _loaded_after("import detention_rules\ndetention_rules.check({'events': [{'at': '2021-03-01 09:15', 'is': 'arrest'}]})")
    assert loaded.isdisjoint({"detention_rules.engine.durable", "durable_rules_engine", "durable", "multiprocessing"})


def test_the_second_engine_is_loaded_in_its_own_process_only() -> None:
    loaded = _loaded_after("import detention_rules.engine.durable.opinions")
    assert "detention_rules.engine.durable" in loaded
    assert "durable_rules_engine" not in loaded


@pytest.mark.parametrize("name", SLOW)
def test_the_measure_sees_a_slow_library(name: str) -> None:
    assert name in _loaded_after(f"import {name}")


def test_the_shipped_rules_are_found() -> None:
    assert (bundled("rules") / "kazakhstan" / "pack.yaml").is_file()
    assert "kazakhstan" in pack_names()
