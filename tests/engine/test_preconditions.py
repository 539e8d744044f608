"""The report's conditions, judged at their event: met, not met, and unknown; never pending."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from detention_rules import Finding

from .builder import FOREIGNER, JUDGE, UNKNOWN, Event, Facts, at, between, case, one

ARREST = "2021-03-01 09:15"
LATER = "2021-03-02 16:00"
AFTER = "2021-03-03 12:00"

PRISON: Facts = {"offence.max_penalty_years": 3}
EXCEPTIONS = (
    "no_permanent_residence",
    "identity_not_established",
    "breached_measure",
    "absconded",
    "organized_group",
    "previous_record",
    "still_involved",
)

Row = tuple[str, Facts, tuple[Event, ...], str]


def arrested(*grounds: str) -> Event:
    return at(ARREST, "arrest", grounds=list(grounds))


def remanded(**attributes: object) -> Event:
    return at(LATER, "remand_authorized", **{**JUDGE, **attributes})


def rows(rule: str, *rest: tuple[Facts, tuple[Event, ...], str]) -> list[Row]:
    return [(rule, *row) for row in rest]


ARREST_GROUNDS = rows(
    "custody.arrest-grounds",
    *[
        (PRISON, (arrested(ground),), "complied")
        for ground in ("caught_in_the_act", "identified_by_witnesses", "traces_found", "operational_materials")
    ],
    *[
        (PRISON, (arrested("other_information", extra),), "complied")
        for extra in ("attempted_to_abscond", "no_permanent_residence", "identity_not_established")
    ],
    (PRISON, (at("2021-03-01 08:00", "remand_requested"), arrested("other_information")), "complied"),
    (PRISON, (at(ARREST, "remand_requested"), arrested("other_information")), "complied"),
    (PRISON, (at("2021-03-01 09:15:01", "remand_requested"), arrested("other_information")), "violated"),
    (PRISON, (arrested("other_information"),), "violated"),
    (PRISON, (arrested(),), "violated"),
    ({"offence.max_penalty_years": 0}, (arrested("caught_in_the_act"),), "violated"),
    (UNKNOWN, (arrested("caught_in_the_act"),), "undetermined"),
    (PRISON, (at(ARREST, "arrest"),), "undetermined"),
    ({**PRISON, "proceeding": "deportation"}, (arrested(),), "not_applicable"),
    # An offence that carries no deprivation of liberty leaves paragraph 214 alone.
    (UNKNOWN, (arrested("other_information", "attempted_to_abscond"),), "complied"),
    (UNKNOWN, (arrested(),), "violated"),
    # Paragraph 214 takes both: other information, and one of the circumstances or an application for remand.
    *[(PRISON, (arrested(extra),), "violated") for extra in ("attempted_to_abscond", "no_permanent_residence", "identity_not_established")],
    (PRISON, (at("2021-03-01 08:00", "remand_requested"), arrested()), "violated"),
    (
        PRISON,
        (at("2021-02-26 16:00", "remand_requested"), at("2021-02-27 10:00", "remand_refused"), arrested("other_information")),
        "violated",
    ),
    (
        PRISON,
        (
            at("2021-02-25 10:00", "remand_requested"),
            at("2021-02-26 10:00", "remand_refused"),
            at("2021-02-26 10:05", "release"),
            at("2021-02-27 10:00", "remand_requested"),
            arrested("other_information"),
        ),
        "complied",
    ),
)

MEANS = rows(
    "consular.means",
    *[
        (FOREIGNER, (at(ARREST, "mission_notified", means=means),), "complied")
        for means in ("official_correspondence", "email", "fax", "telephone_message")
    ],
    (FOREIGNER, (at(ARREST, "mission_notified", means="courier"),), "violated"),
    (FOREIGNER, (at(ARREST, "mission_notified"),), "undetermined"),
)

WHO_DECIDES = [
    (rule, UNKNOWN, (at(LATER, kind, **attributes),), expected)
    for rule, kind in (
        ("remand.judge-authorization", "remand_authorized"),
        ("remand.judge-authorization", "house_arrest_authorized"),
        ("extradition.judge-authorization", "extradition_detention_authorized"),
    )
    for attributes, expected in (
        ({"by": "investigating_judge"}, "complied"),
        ({"by": "court"}, "complied"),
        ({"by": "procurator"}, "violated"),
        ({"by": "investigator"}, "violated"),
        ({}, "undetermined"),
    )
]

PENALTY = rows(
    "remand.penalty-threshold",
    ({"offence.max_penalty_years": 5.5}, (remanded(grounds=[]),), "complied"),
    ({"offence.max_penalty_years": 5.01}, (remanded(),), "complied"),
    ({"offence.max_penalty_years": 5}, (remanded(grounds=[]),), "violated"),
    ({"offence.max_penalty_years": 4}, (remanded(grounds=[]),), "violated"),
    *[({"offence.max_penalty_years": years}, (remanded(grounds=[ground]),), "complied") for years in (5, 2) for ground in EXCEPTIONS],
    ({"offence.max_penalty_years": 4}, (remanded(),), "undetermined"),
    (UNKNOWN, (remanded(grounds=[]),), "undetermined"),
    (UNKNOWN, (remanded(grounds=["absconded"]),), "complied"),
)

LENIENT = rows(
    "remand.no-lenient-measure",
    (UNKNOWN, (remanded(lenient_measure_possible=False),), "complied"),
    (UNKNOWN, (remanded(lenient_measure_possible=True),), "violated"),
    (UNKNOWN, (remanded(),), "undetermined"),
)

GRAVITY = rows(
    "remand.juvenile-gravity",
    *[
        ({"person.juvenile": True, "offence.category": category}, (remanded(),), expected)
        for category, expected in (
            ("minor", "violated"),
            ("medium", "violated"),
            ("serious", "complied"),
            ("especially_serious", "complied"),
        )
    ],
    ({"person.juvenile": True}, (remanded(),), "undetermined"),
    ({"person.juvenile": False}, (remanded(),), "not_applicable"),
    ({"offence.category": "serious"}, (remanded(),), "undetermined"),
    # Eighteen is reached at 00:00 on the birthday; age is taken when remand is authorized.
    ({"person.born": "2003-03-02", "offence.category": "minor"}, (remanded(),), "not_applicable"),
    ({"person.born": "2003-03-03", "offence.category": "minor"}, (remanded(),), "violated"),
)

DECIDED = at("2022-02-01 10:00", "extradition_decided")


def extended(**attributes: object) -> Event:
    return at(
        "2022-02-25 10:00", "extradition_detention_extended", **{**JUDGE, "requested_by": "procurator", "ground": "transfer", **attributes}
    )


EXTENSION = rows(
    "extradition.extension",
    (UNKNOWN, (DECIDED, extended()), "complied"),
    (UNKNOWN, (DECIDED, extended(ground="appeal")), "complied"),
    (UNKNOWN, (extended(),), "violated"),
    (UNKNOWN, (extended(), at("2022-02-25 10:00:01", "extradition_decided")), "violated"),
    (UNKNOWN, (DECIDED, extended(by="procurator")), "violated"),
    (UNKNOWN, (DECIDED, extended(requested_by="investigator")), "violated"),
    (UNKNOWN, (DECIDED, extended(ground="convenience")), "violated"),
    (UNKNOWN, (DECIDED, extended(ground=None)), "undetermined"),
    (UNKNOWN, (DECIDED, extended(by=None)), "undetermined"),
    # What is unknown does not matter where the order of events already decides.
    (UNKNOWN, (extended(ground=None),), "violated"),
)

ABROAD: Facts = {"proceeding": "extradition"}
HANDED_OVER = at(AFTER, "surrendered")

SURRENDER = rows(
    "extradition.surrender",
    (ABROAD, (at(LATER, "extradition_decided"), HANDED_OVER), "complied"),
    (ABROAD, (at(AFTER, "extradition_decided"), HANDED_OVER), "complied"),
    (ABROAD, (at("2021-03-03 12:00:01", "extradition_decided"), HANDED_OVER), "violated"),
    (ABROAD, (at(ARREST, "arrest"), HANDED_OVER), "violated"),
    # A judge's order of detention is no decision to extradite.
    (ABROAD, (at(LATER, "extradition_detention_authorized", **JUDGE), HANDED_OVER), "violated"),
    (ABROAD, (at(between("2021-03-03 08:00", "2021-03-03 14:00"), "extradition_decided"), HANDED_OVER), "undetermined"),
    # The review may go on while the person is free.
    (
        ABROAD,
        (
            at("2020-12-01 10:00", "arrest"),
            at("2020-12-02 10:00", "release"),
            at("2021-01-15 10:00", "extradition_decided"),
            at(ARREST, "arrest"),
            HANDED_OVER,
        ),
        "complied",
    ),
    # There is one way of handing a person over, whatever the proceeding.
    (UNKNOWN, (at(ARREST, "arrest"), HANDED_OVER), "violated"),
    ({"proceeding": "deportation"}, (at(ARREST, "arrest"), HANDED_OVER), "violated"),
    (UNKNOWN, (at(LATER, "extradition_decided"), HANDED_OVER), "complied"),
)


@pytest.mark.parametrize(
    ("rule", "facts", "events", "expected"), [*MEANS, *WHO_DECIDES, *PENALTY, *LENIENT, *GRAVITY, *EXTENSION, *SURRENDER]
)
def test_condition(rule: str, facts: Facts, events: tuple[Event, ...], expected: str) -> None:
    judged(one(case(facts, *events), rule), expected)


@pytest.mark.parametrize(("rule", "facts", "events", "expected"), ARREST_GROUNDS)
def test_grounds_of_arrest(rule: str, facts: Facts, events: tuple[Event, ...], expected: str) -> None:
    judged(one(case(facts, *events), rule), expected)


def judged(finding: Finding, expected: str) -> None:
    assert finding.verdict.value == expected
    assert (finding.deadline, finding.margin_seconds, finding.discharge) == (None, None, None)
    assert bool(finding.needs) == (expected == "undetermined")


@pytest.mark.parametrize(
    ("option", "years", "grounds", "expected"),
    [
        ("five-is-uncovered", 5, ["absconded"], "violated"),
        ("five-is-uncovered", 4.9, ["absconded"], "complied"),
        ("five-is-uncovered", 5.1, [], "complied"),
        ("over-five-only", 4, ["absconded"], "violated"),
        ("over-five-only", 5, ["absconded"], "violated"),
        ("over-five-only", 6, [], "complied"),
        ("code-residence-not-alone", 4, ["no_permanent_residence"], "violated"),
        ("code-residence-not-alone", 4, ["no_permanent_residence", "absconded"], "complied"),
        ("code-residence-not-alone", 5, ["previous_record"], "complied"),
        ("code-residence-not-alone", 6, ["no_permanent_residence"], "complied"),
    ],
)
def test_readings_of_the_penalty_threshold(option: str, years: float, grounds: list[str], expected: str) -> None:
    report = case({"offence.max_penalty_years": years}, remanded(grounds=grounds), readings={"A9": option})
    assert one(report, "remand.penalty-threshold").verdict.value == expected


@pytest.mark.parametrize("option", ["age-at-trigger", "age-at-arrest"])
def test_a_birthday_between_arrest_and_remand(option: str) -> None:
    facts: Mapping[str, object] = {"person.born": "2003-03-02", "offence.category": "medium"}
    report = case(facts, at(ARREST, "arrest"), remanded(), readings={"A22": option})
    expected = {"age-at-trigger": "not_applicable", "age-at-arrest": "violated"}[option]
    assert one(report, "remand.juvenile-gravity").verdict.value == expected


def placed(place: str, basis: str | None = None, **more: object) -> Event:
    return at(AFTER, "placed", place=place, basis=basis, **more)


REMOTE: Facts = {"circumstances.remote": True}
NEAR: Facts = {"circumstances.remote": False}
HELD = at(ARREST, "arrest")
RECORDED = at("2021-03-01 11:40", "arrest_record")
REMANDED = remanded()
ORDERED = at(LATER, "administrative_detention_ordered", by="court")
SERVED = at("2019-05-12 00:00", "sentence_started", term="P1Y")
SET_FREE = at("2020-05-11 12:00", "release")
PLACES: list[tuple[Facts, tuple[Event, ...], str]] = [
    (UNKNOWN, (HELD, RECORDED, placed("temporary_holding_facility", "arrest_record")), "complied"),
    (UNKNOWN, (HELD, placed("temporary_holding_facility", "arrest_record")), "violated"),
    (UNKNOWN, (HELD, at(AFTER, "arrest_record"), placed("temporary_holding_facility", "arrest_record")), "complied"),
    (UNKNOWN, (HELD, at("2021-03-03 12:00:01", "arrest_record"), placed("temporary_holding_facility", "arrest_record")), "violated"),
    (
        UNKNOWN,
        (
            at("2021-02-20 09:00", "arrest"),
            at("2021-02-20 10:00", "arrest_record"),
            at("2021-02-21 09:00", "release"),
            HELD,
            placed("temporary_holding_facility", "arrest_record"),
        ),
        "violated",
    ),
    (NEAR, (HELD, placed("temporary_holding_facility", "judge_decision", remand_centre_unreachable=False)), "violated"),
    (UNKNOWN, (HELD, placed("remand_centre", "judge_decision")), "violated"),
    (UNKNOWN, (HELD, REMANDED, placed("remand_centre", "judge_decision")), "complied"),
    (UNKNOWN, (HELD, REMANDED, placed("remand_centre", "arrest_record")), "violated"),
    (REMOTE, (HELD, REMANDED, placed("temporary_holding_facility", "judge_decision")), "complied"),
    (NEAR, (HELD, REMANDED, placed("temporary_holding_facility", "judge_decision", remand_centre_unreachable=False)), "violated"),
    (NEAR, (HELD, REMANDED, placed("temporary_holding_facility", "judge_decision", remand_centre_unreachable=True)), "complied"),
    (NEAR, (HELD, REMANDED, placed("temporary_holding_facility", "judge_decision")), "undetermined"),
    (UNKNOWN, (HELD, REMANDED, placed("temporary_holding_facility", "judge_decision")), "undetermined"),
    (REMOTE, (HELD, REMANDED, placed("temporary_holding_facility", "arrest_record")), "violated"),
    ({"person.serviceman": True}, (HELD, placed("military_barracks")), "complied"),
    ({"person.serviceman": False}, (HELD, placed("military_barracks")), "violated"),
    (UNKNOWN, (HELD, placed("military_barracks")), "undetermined"),
    ({"person.juvenile": True}, (HELD, placed("child_protection_institution", home_unfit=True)), "complied"),
    ({"person.juvenile": True}, (HELD, placed("child_protection_institution", home_unfit=False)), "violated"),
    ({"person.juvenile": True}, (HELD, placed("child_protection_institution")), "undetermined"),
    ({"person.juvenile": False}, (HELD, placed("child_protection_institution")), "violated"),
    (UNKNOWN, (at(ARREST, "sentence_started", term="P1Y"), placed("penal_institution")), "complied"),
    (UNKNOWN, (HELD, placed("penal_institution")), "violated"),
    (UNKNOWN, (SERVED, SET_FREE, HELD, placed("penal_institution")), "violated"),
    ({"proceeding": "administrative"}, (HELD, ORDERED, placed("special_holding_centre", "judge_decision")), "complied"),
    ({"proceeding": "administrative"}, (HELD, ORDERED, placed("temporary_holding_facility", "judge_decision")), "complied"),
    ({"proceeding": "administrative"}, (HELD, ORDERED, placed("special_holding_centre", "internal_affairs_decision")), "violated"),
    ({"proceeding": "administrative"}, (HELD, placed("special_holding_centre", "judge_decision")), "violated"),
    (
        {"proceeding": "administrative"},
        (HELD, at(LATER, "administrative_detention_ordered"), placed("special_holding_centre", "judge_decision")),
        "undetermined",
    ),
    (
        {"proceeding": "deportation"},
        (HELD, at(LATER, "movement_restriction_authorized", by="court"), placed("special_holding_centre", "internal_affairs_decision")),
        "complied",
    ),
    ({"proceeding": "deportation"}, (HELD, placed("special_holding_centre", "internal_affairs_decision")), "violated"),
    (
        {"proceeding": "deportation", "person.no_abode_or_documents": True},
        (HELD, placed("holding_and_processing_centre", "internal_affairs_decision", court_authorized=True)),
        "complied",
    ),
    (
        {"proceeding": "administrative", "person.no_abode_or_documents": True},
        (HELD, placed("holding_and_processing_centre", "internal_affairs_decision", court_authorized=False)),
        "violated",
    ),
    # A suspect may not be placed there, documents or not.
    (
        {"person.no_abode_or_documents": True},
        (HELD, placed("holding_and_processing_centre", "internal_affairs_decision", court_authorized=True)),
        "violated",
    ),
    (UNKNOWN, (HELD, placed("police_flat", "arrest_record")), "violated"),
    (UNKNOWN, (HELD, RECORDED, placed("temporary_holding_facility")), "undetermined"),
    # Neither act stands in the timeline, so it does not matter which was the basis.
    (UNKNOWN, (HELD, placed("temporary_holding_facility")), "violated"),
]


@pytest.mark.parametrize(("facts", "events", "expected"), PLACES)
def test_places_and_the_acts_behind_them(facts: Facts, events: tuple[Event, ...], expected: str) -> None:
    """Every placement is judged by the rule on recognized places and by at most one on the act: the worse of the two is its verdict."""
    found = [finding.verdict.value for finding in case(facts, *events).findings if finding.rule.id.startswith("place.")]
    applied = [verdict for verdict in found if verdict != "not_applicable"]
    assert 1 <= len(applied) <= 2
    assert next(verdict for verdict in ("violated", "undetermined", "complied") if verdict in applied) == expected
