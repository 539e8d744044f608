"""The shipped course: every exercise is sound, and its key is what the rules say today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from detention_rules.training import Exercise, faults, solution
from detention_rules.training.exports import handout, key_page

from .support import PACK, ROOT

FOLDER = ROOT / "scenarios" / "training"
FILES = sorted(FOLDER.glob("*.exercise"))


def test_the_course_rises_and_its_index_names_every_exercise() -> None:
    assert len(FILES) >= 12
    difficulties = [Exercise.from_json(file.read_text(encoding="utf-8")).difficulty for file in FILES]
    assert difficulties == sorted(difficulties)
    assert set(difficulties) == {1, 2, 3, 4, 5}
    index = (FOLDER / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"\((handouts/.*?)\)", index) == [f"handouts/{file.stem}.md" for file in FILES]
    assert f"in {len(FILES)} exercises" in index


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_an_exercise_of_the_course_is_sound_today(file: Path) -> None:
    exercise = Exercise.from_json(file.read_text(encoding="utf-8"))
    assert faults(exercise, PACK) == ()
    assert exercise.grade(solution(exercise)).score == 1
    assert exercise.grade({}).score == 0
    assert (FOLDER / "handouts" / f"{file.stem}.md").read_text(encoding="utf-8") == handout(exercise)
    assert (FOLDER / "keys" / f"{file.stem}.md").read_text(encoding="utf-8") == key_page(exercise)
