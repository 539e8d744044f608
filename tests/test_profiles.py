"""What `make fuzz` promises: every property follows EXAMPLES."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import Phase, settings
from profiles import examples

HERE = Path(__file__).parent
FIXED = {
    ("testing/test_wrong_systems.py", 400),  # a wrong system must be refuted within so many
    ("testing/test_strategies.py", 300),  # of so many moments, so many stand beside what makes counting hard
    ("testing/test_saved.py", 5),  # a few cases to save
}
"""What is no property."""


def fuzzed() -> Iterator[Path]:
    """Yield the test files that `make fuzz` and `make oracle` run."""
    makefile = (HERE.parent / "Makefile").read_text(encoding="utf-8")
    for place in re.findall(r"HYPOTHESIS_PROFILE=fuzz .* pytest (.+)", makefile):
        for name in place.split():
            path = HERE.parent / name
            yield from path.rglob("*.py") if path.is_dir() else [path]


def test_every_property_follows_the_examples_that_are_asked_for() -> None:
    files = set(fuzzed())
    assert len(files) > 40
    fixed = {
        (file.relative_to(HERE).as_posix(), int(number))
        for file in files
        for number in re.findall(r"max_examples=(\d+)", file.read_text(encoding="utf-8"))
    }
    assert fixed == FIXED


@pytest.mark.parametrize(
    ("profile", "asked", "number", "share", "tried"),
    [("ci", None, 6, 1, 6), ("ci", None, 400, 1, 400), ("fuzz", 3000, 400, 1, 3000), ("fuzz", 3000, 6, 10, 300), ("fuzz", 61, 7, 10, 7)],
)
def test_examples(profile: str, asked: int | None, number: int, share: int, tried: int) -> None:
    try:
        more = {} if asked is None else {"max_examples": asked}
        settings.register_profile("tried", settings.get_profile(profile), **more)
        settings.load_profile("tried")
        found = examples(number, share=share, phases=[Phase.generate])
        assert (found.max_examples, found.phases) == (tried, (Phase.generate,))
    finally:
        settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
