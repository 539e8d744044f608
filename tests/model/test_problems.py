"""Problems of input: their places, their order, and the nearest known name."""

from __future__ import annotations

import pytest

from detention_rules import DetentionRulesError, InputError, Place, Problem
from detention_rules.model.problems import Problems, did_you_mean


@pytest.mark.parametrize(
    ("place", "shown"),
    [
        (Place("case.yaml", 3, 5), "case.yaml:3:5"),
        (Place("case.yaml", 3), "case.yaml:3"),
        (Place("case.yaml"), "case.yaml"),
        (Place(None, 3, 5), "3:5"),
        (Place(), ""),
    ],
)
def test_places(place: Place, shown: str) -> None:
    assert str(place) == shown
    assert str(Problem(place, "empty", "nothing")) == (f"{shown}: nothing" if shown else "nothing")


def test_problems_stand_in_the_order_of_the_file() -> None:
    problems = Problems("b.yaml")
    problems.add("missing-key", Place("b.yaml", 9, 1), key="at")
    problems.add("empty")
    problems.add("missing-key", Place("b.yaml", 2, 7), key="is")
    problems.add("missing-key", Place("b.yaml", 2, 3), key="id")
    problems.add("missing-key", Place("a.yaml", 30, 1), key="events")
    with pytest.raises(InputError) as raised:
        problems.raise_if_any()
    places = [str(problem.place) for problem in raised.value.problems]
    assert places == ["a.yaml:30:1", "b.yaml", "b.yaml:2:3", "b.yaml:2:7", "b.yaml:9:1"]
    assert str(raised.value).splitlines()[0] == "a.yaml:30:1: 'events' is missing"
    assert isinstance(raised.value, DetentionRulesError)


def test_nothing_collected_raises_nothing() -> None:
    Problems().raise_if_any()


@pytest.mark.parametrize(
    ("wrong", "known", "hint"),
    [
        ("arest", ["arrest", "release"], "Did you mean 'arrest'?"),
        ("relase", ["arrest", "release"], "Did you mean 'release'?"),
        ("zzz", ["release", "arrest", "arrest"], "Known: arrest, release."),
        ("zzz", [], "None is known."),
        ("zzz", [f"n{number:02}" for number in range(12)], "Known: " + ", ".join(f"n{number:02}" for number in range(12)) + "."),
        ("zzz", [f"n{number:02}" for number in range(13)], "Known: " + ", ".join(f"n{number:02}" for number in range(12)) + ", ...."),
    ],
)
def test_did_you_mean(wrong: str, known: list[str], hint: str) -> None:
    assert did_you_mean(wrong, known) == hint
    assert did_you_mean(wrong, reversed(known)) == hint
