"""Which event types a rule consults: whatever a chosen reading rules out makes no time matter, and nothing else is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from packs.test_zubrovia import FOLDER, ev, found, run, with_rules

from detention_rules import Pack, load_pack
from detention_rules.engine.conditions import settled
from detention_rules.engine.consulting import _named
from detention_rules.engine.reference import compiled_pack
from detention_rules.language.conditions import All, Condition, FactIs, Not, OneOf, Some

ASKED = "reading.Z2: needs-warrant"
LIMIT = "{hours: 5, from: {event: doctor, which: next, otherwise: trigger}"
PLACES = {
    "an act": "after: seizure\nmust: [freed, {is: doctor%s}]\nwithin: [{hours: 9}]",
    "a lapse": "after: seizure\nmust: freed\nlapses: [{is: doctor%s}]\nwithin: [{hours: 9}]",
    "an act of a recurrence": "every: {hours: 9}\nover: {after: seizure, until: [freed]}\nmust: [check, {is: doctor%s}]",
    "the start of a pause": "after: seizure\nmust: freed\npaused: [{from: doctor, until: check%s}]\nwithin: [{hours: 9}]",
    "the end of a pause": "after: seizure\nmust: freed\npaused: [{from: check, until: doctor%s}]\nwithin: [{hours: 9}]",
    "the start of a limit": f"after: seizure\nmust: freed\nwithin: [{LIMIT}%s}}, {{hours: 9}}]",
    "an outer bound": f"after: seizure\nmust: freed\nwithin: [{{standard: at once, outer: {LIMIT}}}%s}}, {{hours: 9}}]",
}
"""Where `doctor` may stand in a rule; `%s` is where a condition can be added."""
CONDITIONS = {
    "an earlier event": "{earlier: {is: doctor, scope: case}}",
    "what undoes one": "{earlier: {is: check, scope: case, unless_followed_by: [doctor]}}",
    "elapsed time": "{elapsed: {since: doctor, at_least: {hours: 1}}}",
    "the least time elapsed": f"{{elapsed: {{since: check, at_least: {LIMIT}}}}}}}",
    "the most time elapsed": f"{{elapsed: {{since: check, at_most: {LIMIT}}}}}}}",
    "a stated time": "{states_time_of: {attribute: noted_time, event: doctor}}",
    "a later event": "{later: {is: doctor, within: {hours: 1}}}",
    "the limit of a later event": f"{{later: {{is: check, within: {LIMIT}}}}}}}",
    "the same day": "{on_day_of: doctor}",
}
FORMS = {
    "when": "after: seizure_noted\nwhen: %s\nmust: freed\nwithin: [{hours: 9}]",
    "only_if": "whenever: seizure_noted\nonly_if: %s",
    "a case": "after: seizure_noted\nmust: freed\nwithin: [{hours: 5, when: %s}, {hours: 9}]",
    "an act": "after: seizure_noted\nmust: [freed, {is: check, when: %s}]\nwithin: [{hours: 9}]",
    "a pause": "after: seizure_noted\nmust: freed\npaused: [{from: hospital_in, until: hospital_out, when: %s}]\nwithin: [{hours: 9}]",
}
RULED_OUT = {
    "an act under a reading turned round": PLACES["an act"] % ", when: {not: {reading.Z2: needs-none}}",
    **{name: body % f", when: {{{ASKED}}}" for name, body in PLACES.items()},
    **{
        f"{name} in {where}": form % f"{{all: [{{{ASKED}}}, {condition}]}}"
        for where, form in FORMS.items()
        for name, condition in CONDITIONS.items()
    },
}
TWICE = {
    **{name: body % "" for name, body in PLACES.items()},
    **{f"{name} in {where}": form % condition for where, form in FORMS.items() for name, condition in CONDITIONS.items()},
    "a floor": f"after: seizure\nmust: freed\nnot_before: {LIMIT}}}\nwithin: [{{hours: 9}}]",
    "a trigger": "after: doctor\nmust: freed\nwithin: [{hours: 9}]",
    "the event that opens a span": "every: {hours: 9}\nover: {after: doctor, until: [freed]}\nmust: [check]",
    "the event that ends a span": "every: {hours: 9}\nover: {after: seizure, until: [freed, doctor]}\nmust: [check]",
}
ALSO = (
    ("within: [", f"within: [{{hours: 5, when: {{{ASKED}, on_day_of: doctor}}}}, "),
    ("must: [check", f"must: [{{is: doctor, when: {{{ASKED}}}}}, check"),
    (
        "whenever: seizure_noted\nonly_if: ",
        f"whenever: seizure_noted\nwhen: {{any: [{{not: {{{ASKED}}}}}, {{on_day_of: doctor}}]}}\nonly_if: ",
    ),
)
"""By form, how a second `doctor` is put where a reading rules it out."""


def with_another(body: str) -> str:
    """Return a rule's form with another mention of `doctor`, that stands only if a search needs a warrant."""
    return next(body.replace(*one) for one in ALSO if one[0] in body)


class Consulted:
    """The event types that added rules consult."""

    def __init__(self, folder: Path, bodies: dict[str, str]) -> None:
        self.pack = with_rules(folder, *bodies.values())
        rules = {rule.rule.id: rule for rule in compiled_pack(self.pack).rules}
        self.rules = {name: rules[f"paper.added-{number}" if number else "paper.added"] for number, name in enumerate(bodies)}

    def under(self, name: str, option: str) -> frozenset[str]:
        """Return what a rule consults under an option of Z2."""
        readings = {reading: option if reading == "Z2" else of.default for reading, of in self.pack.readings.items()}
        return self.rules[name].under(readings).events


@pytest.fixture(scope="module")
def ruled_out(tmp_path_factory: pytest.TempPathFactory) -> Consulted:
    return Consulted(tmp_path_factory.mktemp("ruled-out"), RULED_OUT)


@pytest.fixture(scope="module")
def twice(tmp_path_factory: pytest.TempPathFactory) -> Consulted:
    return Consulted(tmp_path_factory.mktemp("twice"), {name: with_another(body) for name, body in TWICE.items()})


@pytest.mark.parametrize("name", RULED_OUT)
def test_what_only_another_reading_asks_is_not_consulted(name: str, ruled_out: Consulted) -> None:
    assert "doctor" in ruled_out.under(name, "needs-warrant")
    assert "doctor" not in ruled_out.under(name, "needs-none")


@pytest.mark.parametrize("name", TWICE)
def test_what_is_asked_in_two_places_is_consulted_while_one_of_them_stands(name: str, twice: Consulted) -> None:
    assert "doctor" in twice.under(name, "needs-warrant")
    assert "doctor" in twice.under(name, "needs-none")


def test_what_ends_a_detention_is_consulted_without_being_named(tmp_path: Path) -> None:
    body = f"after: seizure\nmust: [check, {{is: freed, when: {{{ASKED}}}}}]\nwithin: [{{hours: 9}}]"
    assert "freed" in Consulted(tmp_path, {"an act": body}).under("an act", "needs-none")


def test_an_uncertain_time_that_the_reading_makes_idle_leaves_the_margin(tmp_path: Path) -> None:
    pack = with_rules(tmp_path, f"after: seizure\nmust: [freed, {{is: doctor, when: {{{ASKED}}}}}]\nwithin: [{{hours: 9}}]")
    doctor = ev({"between": ["2021-05-03 09:00", "2021-05-03 18:00"]}, "doctor")
    events = [ev("2021-05-03 08:00", "seizure"), doctor, ev("2021-05-03 16:00", "freed")]
    (asked,), (idle,) = (
        found(run({}, events, readings={"Z2": option}, pack=pack), "paper.added") for option in ("needs-warrant", "needs-none")
    )
    assert (asked.verdict.value, asked.margin_seconds) == ("complied", None)
    assert (idle.verdict.value, idle.margin_seconds) == ("complied", 3600)


CHILD, GRAVE = FactIs("captive.child", OneOf(frozenset({True}))), FactIs("suspicion.weight", OneOf(frozenset({"grave"})))


@pytest.mark.parametrize(
    ("condition", "child", "left"),
    [
        (CHILD, None, CHILD),
        (CHILD, True, True),
        (Not(CHILD), True, False),
        (Not(CHILD), False, True),
        (Not(CHILD), None, Not(CHILD)),
        (Not(All((CHILD, GRAVE))), True, Not(GRAVE)),
        (All((CHILD, GRAVE)), True, GRAVE),
        (All((CHILD, GRAVE)), False, False),
        (All((CHILD, GRAVE)), None, All((CHILD, GRAVE))),
        (All((CHILD, GRAVE, Not(GRAVE))), True, All((GRAVE, Not(GRAVE)))),
        (All((CHILD,)), True, True),
        (Some((CHILD, GRAVE)), True, True),
        (Some((CHILD, GRAVE)), False, GRAVE),
        (Some((CHILD,)), False, False),
        (All(()), None, True),
        (Some(()), None, False),
    ],
)
def test_what_is_left_of_a_condition(condition: Condition, child: bool | None, left: Condition | bool) -> None:
    """Once it is known whether the captive is a child, and nothing else."""
    assert settled(condition, lambda leaf: child if leaf == CHILD else None) == left


@pytest.mark.parametrize("pack", [load_pack(), load_pack(FOLDER)], ids=lambda pack: pack.id)
def test_only_events_are_consulted(pack: Pack) -> None:
    """No attribute or fact from which a limit starts."""
    readings = {name: reading.default for name, reading in pack.readings.items()}
    for rule in compiled_pack(pack).rules:
        assert set(_named(rule.rule, readings)) - {""} <= set(pack.vocabulary.events), rule.rule.id


def test_the_shipped_rules_consult_what_starts_their_duties_and_ends_detentions() -> None:
    pack = load_pack()
    for rule in compiled_pack(pack).rules:
        assert {pattern.type for pattern in rule.triggers} <= rule.events
        assert {one for one in (*pack.vocabulary.begins, *pack.vocabulary.ends) if one in rule.rule.events} <= rule.events
