"""Tests of a value, at their bounds: what a rule may ask of a fact or an attribute that is known."""

from __future__ import annotations

import pytest

from detention_rules.language.conditions import All, Compared, Elapsed, FactIs, Limit, Not, OneOf, Some, Start, Test, Unless, leaves
from detention_rules.model.scenario import Value

WORDS = OneOf(frozenset({"drugs", "terrorism"}))


@pytest.mark.parametrize(
    ("test", "passes", "fails"),
    [
        (Compared("above", 5), [5.5, 6], [4, 5]),
        (Compared("at_least", 5), [5, 6], [4, 4.5]),
        (Compared("below", 5), [4, 4.5], [5, 6]),
        (Compared("at_most", 5), [4, 5], [5.5, 6]),
        (Compared("at_most", 5), [], ["4", ("4",)]),
        (WORDS, ["drugs", ("riot", "terrorism")], ["riot", (), ("riot",)]),
        (Unless(WORDS), ["riot", (), ("riot",)], ["drugs", ("riot", "terrorism")]),
        (OneOf(frozenset({True})), [True], [False]),
    ],
)
def test_what_passes(test: Test, passes: list[Value], fails: list[Value]) -> None:
    assert [test.holds(value) for value in passes] == [True] * len(passes)
    assert [test.holds(value) for value in fails] == [False] * len(fails)


def test_the_simple_conditions_of_one() -> None:
    one, two, three = (FactIs(f"offence.{name}", WORDS) for name in ("kinds", "category", "other"))
    assert list(leaves(All((one, Not(Some((two, Not(three)))))))) == [one, two, three]
    assert list(leaves(one)) == [one]
    assert list(leaves(None)) == []


def test_a_clock_that_starts_with_another_event_does_not_start_without_it() -> None:
    condition = Elapsed(("arrest",), Limit("elapsed", 3600, start=Start("next", "admitted")), None)
    (leaf,) = leaves(condition)
    assert leaf == Elapsed(("arrest",), Limit("elapsed", 3600, start=Start("next", "admitted", or_trigger=False)), None)
