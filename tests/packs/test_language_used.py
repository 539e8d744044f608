"""The rule language has no construct that only one rule uses, unless docs/decisions says why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from .mutants import RULES, data_of

STRUCTURE = {
    # what a construct is made of, or which of its ways is meant: no construct of its own
    "rule", "title", "means", "cites", "report", "act", "article", "owed_by", "breach", "consequence", "liability", "notes", "note",
    "cannot", "why", "otherwise", "is", "with", "attribute", "fact", "event", "since", "first_day", "ends", "examples",
}  # fmt: skip

ALONE = {
    "times": "said by no other construct: decision 7",
    "below": "completes the comparisons",
    "earlier_counts: detention": "decision 4",
    "non_working: day_before": "an option of the reading on the end of a sentence",
    "non_working: previous": "an option of the reading on the end of a sentence",
    "on_day_of": "a decision becomes final on a day, at no hour that anybody notes: decision 7",
    "time_of_day": "documents that arrive after working hours",
}
"""Constructs that a single rule uses, with where the reason stands."""


def constructs(value: Any, inside: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield the constructs of a rule's data: its keys, and `key: value` where the value says which way is meant."""
    if isinstance(value, list):
        for one in value:
            yield from constructs(one, inside)
    if not isinstance(value, dict):
        return
    for key, inner in value.items():
        if key == "examples" or (inside and inside[-1] in ("with", "trigger", "shares", "cannot")):
            continue
        name = str(key)
        if "." not in name:
            yield name
        if name in ("scope", "which", "tested", "non_working", "earlier_counts") or inner == "never":
            yield f"{name}: {inner}"
        yield from constructs(inner, (*inside, name))


def test_every_construct_is_used() -> None:
    users = Counter(name for rule in RULES for name in set(constructs(data_of(rule))))
    assert users["hours"] > 10
    assert users["only_if: never"] > 1
    once = {name for name, number in users.items() if number == 1 and name not in STRUCTURE}
    assert once == set(ALONE)
