"""What the mutator makes of code: the changes that a test suite has to notice, each once."""

from __future__ import annotations

import pytest

from mutation.operators import mutants


def changes(code: str) -> set[tuple[str, str]]:
    """Return what is replaced in a piece of code, and by what."""
    return {(mutant.before, mutant.after) for mutant in mutants("sample", code)}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("late = end > limit", {("end > limit", "end >= limit")}),
        ("late = end <= limit", {("end <= limit", "end < limit")}),
        ("off = found is not None", {("found is not None", "found is None")}),
        ("end = start + length", {("start + length", "start - length")}),
        ("days = seconds // day", {("seconds // day", "seconds * day")}),
        ("both = a and b", {("a and b", "a or b"), ("a and b", "a"), ("a and b", "b")}),
        ("off = not on", {("not on", "on")}),
        ("limit = 48", {("limit = 48", "limit = 49")}),
        ("known = True", {("known = True", "known = False")}),
        ("end = min(a, b)", {("min(a, b)", "max(a, b)")}),
        ("end = account.latest", {("end = account.latest", "end = account.earliest")}),
        ("end = shift(day, months)", {("shift(day, months)", "shift(months, day)")}),
        ("end = a if known else b", {("a if known else b", "a"), ("a if known else b", "b")}),
        ("found = [a for a in acts if a]", {("for a in acts if a", "for a in acts")}),
        ("count += step", {("count += step", "count -= step"), ("count += step", "pass")}),
        ("note(act)", {("note(act)", "pass")}),
    ],
)
def test_each_kind_of_change(code: str, expected: set[tuple[str, str]]) -> None:
    assert changes(code) == expected


def test_a_condition_is_held_true_and_held_false() -> None:
    assert changes("if found is None:\n    raise Missing") == {
        ("if found is None:", "if False:"),
        ("if found is None:", "if True:"),
        ("raise Missing", "pass"),
    }


def test_a_function_returns_nothing() -> None:
    assert changes("def due(duty):\n    return duty.limit") == {("return duty.limit", "return")}
    assert changes("def due(duty):\n    return None") == set()


def test_every_case_of_a_match_is_left_out_once() -> None:
    found = changes('match ends:\n    case "day":\n        late = a\n    case _:\n        late = b')
    assert found == {("case 'day'", "no such case"), ("case _", "no such case")}


@pytest.mark.parametrize(
    "code",
    [
        '"""A text of 3 words."""',
        "from datetime import date",
        "assert form is not None",
        '__all__ = ["a", "b"]',
        "@lru_cache(maxsize=64)\ndef home(name: Literal[1]) -> Limit[2]: ...",
        "if TYPE_CHECKING:\n    limit = 1",
    ],
)
def test_what_is_not_changed(code: str) -> None:
    assert changes(code) == set()


def test_a_mutant_is_the_whole_module_with_one_change() -> None:
    (first, second) = mutants("sample", "limit = 1\n\n\ndef late(end):\n    return end\n")
    assert first.source == "limit = 2\n\ndef late(end):\n    return end"
    assert (first.where, first.line, second.where, second.line) == ("", 1, "late", 5)
    assert first.key != second.key


def test_the_key_of_a_mutant_lasts_while_its_function_is_the_same() -> None:
    (before,) = mutants("sample", "def late(end):\n    return end")
    (*_, after) = mutants("sample", "limit = 1\ndef late(end):\n    # why\n    return end")
    (other,) = mutants("sample", "def late(begin):\n    return begin")
    assert before.key == after.key != other.key


def test_a_method_that_no_longer_calls_super_is_not_exchanged() -> None:
    """It needs no cell for its class, and so is another kind of code."""
    code = "class Fault(ValueError):\n    def __init__(self, code):\n        super().__init__(code)\n        self.code = code + 1"
    inside = {mutant.after: mutant.inside for mutant in mutants("sample", code)}
    assert inside == {"pass": False, "code - 1": True, "code + 2": True}
