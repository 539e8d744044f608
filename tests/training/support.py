"""Cases to ask about: the shipped scenarios, and small timelines written here."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from detention_rules import Pack, load_pack
from detention_rules.language.source import documents, read_file
from detention_rules.training import Case, Document, Exercise, NoExercise, Task

ROOT = Path(__file__).resolve().parents[2]
PACK = load_pack()
ZUBROVIA = load_pack(ROOT / "tests" / "packs" / "zubrovia")

PLAIN = {
    "person": {"born": "1990-06-01", "nationality": "KZ"},
    "offence": {"category": "medium", "kinds": []},
    "circumstances": {"remote": False, "emergency": False},
}


def case(scenario: dict[str, Any], *, seed: int = 1, difficulty: int = 5, themes: tuple[str, ...] = ()) -> Case:
    """Return a case that is told by one paper."""
    title = str(scenario.get("title", "A case"))
    return Case(title, scenario, (Document("statement", "Statement", "As told."),), seed, difficulty, themes)


def custody(**changes: Any) -> dict[str, Any]:
    """Return an adult's arrest, record and late release, with changes."""
    found: dict[str, Any] = {
        "as_of": "2021-03-04 18:00",
        "facts": PLAIN,
        "events": [
            {"at": "2021-03-01 09:15", "is": "arrest"},
            {"at": "2021-03-01 14:00", "is": "arrest_record"},
            {"at": "2021-03-01 20:00", "is": "procurator_notified", "written": True},
            {"at": "2021-03-03 14:50", "is": "release"},
        ],
    }
    return {**found, **changes}


@cache
def shipped() -> tuple[dict[str, Any], ...]:
    """Return the data of every shipped scenario, without what it expects."""
    files = (read_file(path) for path in sorted((ROOT / "scenarios").rglob("*.yaml")))
    found = (document.data for content in files for document in documents(content))
    return tuple({key: value for key, value in data.items() if key != "expect"} for data in found if isinstance(data, dict))


@cache
def exercises(difficulty: int = 5, step: int = 1) -> tuple[Exercise, ...]:
    """Return an exercise on each shipped scenario, or each `step`th, about which one can be asked."""
    return tuple(_made(shipped()[::step], PACK, difficulty))


def _made(scenarios: tuple[dict[str, Any], ...], pack: Pack, difficulty: int) -> Iterator[Exercise]:
    for seed, data in enumerate(scenarios):
        try:
            yield Exercise.from_case(pack, case(data, seed=seed, difficulty=difficulty))
        except NoExercise:
            continue


def examples_of_zubrovia() -> Iterator[dict[str, Any]]:
    """Yield the worked examples of the invented pack as scenarios."""
    for rule in ZUBROVIA.rules:
        for example in rule.examples:
            yield {key: value for key, value in example.items() if key not in ("shows", "expect", "alternatives")}


def task(exercise: Exercise, kind: str) -> Task:
    """Return the first task of a kind."""
    return next(one for one in exercise.tasks if one.kind == kind)


def asked_of(rule: str, scenario: dict[str, Any], *, pack: Pack = PACK, seeds: int = 40) -> tuple[Exercise, Task]:
    """Return an exercise that asks for the last minute of a rule's limit, trying seeds until one does."""
    for seed in range(seeds):
        exercise = Exercise.from_case(pack, case(scenario, seed=seed))
        for one in exercise.tasks:
            if one.kind == "last_minute" and one.options[0].name == rule:
                return exercise, one
    raise AssertionError(rule)
