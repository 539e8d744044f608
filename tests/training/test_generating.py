"""Generating: the same from the same seed, other cases tried where one is unfair, and classes of which no two share their answers."""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Sequence
from random import Random
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detention_rules import Pack
from detention_rules.training import Case, Exercise, NoExercise, faults, generate_class, solution
from detention_rules.training.classroom import signature

from .support import PACK, ZUBROVIA, case, custody

Invent = Callable[[int], dict[str, Any]]


def arrests(seed: int) -> dict[str, Any]:
    """Return an arrest and a release at minutes that a seed chooses."""
    random = Random(seed)
    first, last = random.randrange(60), random.randrange(60)
    events = [{"at": f"2021-03-01 09:{first:02}", "is": "arrest"}, {"at": f"2021-03-03 14:{last:02}", "is": "release"}]
    return custody(events=events)


@pytest.fixture
def invents(monkeypatch: pytest.MonkeyPatch) -> Callable[..., list[int]]:
    """Let cases be what a function makes of a seed; returns the seeds that it was asked for."""

    def install(make: Invent, *, alike: bool = False) -> list[int]:
        seeds: list[int] = []

        def invent(pack: Pack, *, seed: int, difficulty: int, themes: Sequence[str] | None, breaches: int | None) -> Case:
            seeds.append(seed)
            return case(make(seed), seed=0 if alike else seed, difficulty=difficulty, themes=tuple(themes or ()))

        module = ModuleType("detention_rules.training.cases")
        module.invent = invent  # type: ignore[attr-defined]
        monkeypatch.setitem(sys.modules, "detention_rules.training.cases", module)
        return seeds

    return install


def test_the_same_seed_makes_the_same_exercise(invents: Callable[..., list[int]]) -> None:
    invents(arrests)
    first, again, other = (Exercise.generate(PACK, seed) for seed in (7, 7, 8))
    assert first.to_json() == again.to_json()
    assert (first.seed, first.difficulty) == (7, 2)
    assert solution(first) != solution(other)


def test_another_case_is_tried_where_one_is_unfair(invents: Callable[..., list[int]]) -> None:
    seeds = invents(lambda seed: arrests(seed) if seed > 1000 else {"as_of": "2021-03-01 10:00", "events": []})
    exercise = Exercise.generate(PACK, 7)
    assert exercise.seed == 7
    assert seeds[0] == 7
    assert len(seeds) == 2
    assert exercise == Exercise.generate(PACK, 7)


def test_where_no_case_is_fair_it_says_why(invents: Callable[..., list[int]]) -> None:
    invents(lambda _: {"as_of": "2021-03-01 10:00", "events": []})
    with pytest.raises(NoExercise, match="nothing fair can be asked"):
        Exercise.generate(PACK, 7)


@pytest.mark.parametrize("difficulty", [0, 6, -1])
def test_there_are_five_difficulties(difficulty: int) -> None:
    with pytest.raises(NoExercise, match="choose 1 to 5"):
        Exercise.generate(PACK, 7, difficulty=difficulty)


def test_no_two_of_a_class_share_their_answers(invents: Callable[..., list[int]]) -> None:
    invents(arrests)
    found = generate_class(PACK, 3, 12, difficulty=1)
    assert len({signature(exercise) for exercise in found}) == len(found) == 12
    assert found == generate_class(PACK, 3, 12, difficulty=1)
    assert found[:5] == generate_class(PACK, 3, 5, difficulty=1)
    assert found[0] == Exercise.generate(PACK, 3, difficulty=1)


@pytest.mark.parametrize("difficulty", [1, 2, 5])
def test_no_two_of_a_class_share_an_answer_that_holds_a_number(difficulty: int) -> None:
    """Said again from the perfect sheets: which limits are named in words, and with which values."""
    seen = set()
    for exercise in generate_class(PACK, 1, 20, difficulty=difficulty):
        for task in exercise.tasks:
            names = {option.id: option.name for option in task.options}
            right = solution(exercise)[task.id]
            said = right if task.single else tuple(sorted((names[one], value) for one, value in right.items()))
            if task.single or (task.asks in ("minutes", "instant") and any(value for _, value in said)):
                whole = (task.kind, task.options[0].name if task.single else "", said)
                assert whole not in seen
                seen.add(whole)
    assert len(seen) > 25


def test_a_neighbour_with_the_same_number_is_passed_over(invents: Callable[..., list[int]]) -> None:
    """Arrests at one minute with other releases: the last minute would be shared."""
    arrest = {"at": "2021-03-01 09:15", "is": "arrest"}
    invents(lambda seed: custody(events=[arrest, {"at": f"2021-03-03 14:{seed % 60:02}", "is": "release"}]))
    with pytest.raises(NoExercise, match=r"only \d exercises"):
        generate_class(PACK, 3, 7, difficulty=1)


@given(seed=st.integers(0, 2**48), difficulty=st.integers(1, 5))
@settings(max_examples=max(10, settings().max_examples // 5))
def test_every_seed_makes_a_sound_exercise(seed: int, difficulty: int) -> None:
    exercise = Exercise.generate(PACK, seed, difficulty=difficulty)
    assert faults(exercise, PACK) == ()
    assert exercise.grade(solution(exercise)).score == 1
    assert exercise.without_key().scenario == {}


def test_the_same_seed_makes_the_same_exercise_on_every_python() -> None:
    """What is drawn and what is right, without a word of the telling, from the stories of the invented pack."""
    found = {}
    for seed, difficulty in ((1, 1), (2, 2), (3, 2)):
        exercise = Exercise.generate(ZUBROVIA, seed, difficulty=difficulty)
        events = [[event["is"], event["at"]] for event in exercise.scenario["events"]]
        tasks = [[task.kind, [option.name for option in task.options], solution(exercise)[task.id]] for task in exercise.tasks]
        found[seed] = hashlib.sha256(json.dumps([events, tasks]).encode()).hexdigest()[:12]
    assert found == MADE


MADE = {1: "0b1058704bd6", 2: "30543c582846", 3: "322990db06a9"}


def test_a_class_that_cannot_be_told_apart_is_refused(invents: Callable[..., list[int]]) -> None:
    invents(lambda _: arrests(1), alike=True)
    with pytest.raises(NoExercise, match="only 1 exercises"):
        generate_class(PACK, 3, 2, difficulty=1)
    with pytest.raises(NoExercise, match="no class of 0"):
        generate_class(PACK, 3, 0)
