"""A missing fact never becomes a default: what is undetermined, what it needs, and what is decided all the same."""

from __future__ import annotations

import pytest

from .builder import ADULT, FOREIGNER, JUDGE, JUVENILE, UNKNOWN, Event, Facts, all_of, at, case, clock, one, verdict

ARREST = at("2021-03-01 09:15", "arrest")
CUSTODY = "custody.before-court-order"
TERRORISM: Facts = {**ADULT, "offence.kinds": ["terrorism"]}


def without(facts: Facts, *paths: str) -> Facts:
    return {path: value for path, value in facts.items() if path not in paths}


def freed_after(hours: int, minutes: int = 0) -> Event:
    day, hour = divmod(9 + hours + (15 + minutes) // 60, 24)
    return at(f"2021-03-{1 + day:02d} {hour:02d}:{(15 + minutes) % 60:02d}", "release")


@pytest.mark.parametrize(
    ("facts", "hours", "expected", "needs"),
    [
        # An adult whose category is unknown: 48 or 72 hours.
        (without(ADULT, "offence.category"), 48, "complied", ()),
        (without(ADULT, "offence.category"), 49, "undetermined", ("offence.category",)),
        (without(ADULT, "offence.category"), 72, "undetermined", ("offence.category",)),
        (without(ADULT, "offence.category"), 73, "violated", ()),
        # Nothing is known: 24, 48 or 72 hours.
        (UNKNOWN, 24, "complied", ()),
        (UNKNOWN, 73, "violated", ()),
        # Age alone is unknown: 24 or 48 hours.
        (without(ADULT, "person.juvenile"), 24, "complied", ()),
        (without(ADULT, "person.juvenile"), 25, "undetermined", ("person.born",)),
        (without(ADULT, "person.juvenile"), 49, "violated", ()),
        # One ground is known to exist: the others do not matter, nor does age.
        ({"offence.kinds": ["terrorism"]}, 60, "complied", ()),
        ({"offence.kinds": ["terrorism"]}, 73, "violated", ()),
        ({"circumstances.remote": True}, 72, "complied", ()),
        (without(JUVENILE, "offence.category"), 30, "undetermined", ("offence.category",)),
        (without(JUVENILE, "circumstances.remote"), 30, "undetermined", ("circumstances.remote",)),
        (without(ADULT, "offence.kinds", "circumstances.emergency"), 50, "undetermined", ("offence.kinds", "circumstances.emergency")),
    ],
)
def test_custody_with_missing_facts(facts: Facts, hours: int, expected: str, needs: tuple[str, ...]) -> None:
    finding = one(case(facts, ARREST, freed_after(hours)), CUSTODY)
    assert finding.verdict.value == expected
    assert set(finding.needs) == set(needs)


def test_everything_unknown_names_every_fact() -> None:
    finding = one(case(UNKNOWN, ARREST, freed_after(30)), CUSTODY)
    expected = {"person.born", "offence.category", "offence.kinds", "circumstances.remote", "circumstances.emergency"}
    assert finding.verdict.value == "undetermined"
    assert set(finding.needs) == expected


HELD = at("2021-03-02 18:00", "admitted")


@pytest.mark.parametrize(
    ("rule", "facts", "events", "needs"),
    [
        ("notice.procurator", UNKNOWN, (ARREST, at("2021-03-01 20:00", "procurator_notified")), ("procurator_notified.written",)),
        (
            "notice.procurator-change-of-place",
            UNKNOWN,
            (ARREST, at("2021-03-05 10:00", "place_changed", place="B"), at("2021-03-05 12:00", "procurator_notified", written=True)),
            ("procurator_notified.place",),
        ),
        (
            "notice.procurator-change-of-place",
            UNKNOWN,
            (ARREST, at("2021-03-05 10:00", "place_changed"), at("2021-03-05 12:00", "procurator_notified", written=True, place="B")),
            ("place_changed.place",),
        ),
        ("consular.mfa-after-arrest", UNKNOWN, (ARREST,), ("person.nationality",)),
        ("consular.mission-after-arrest", UNKNOWN, (ARREST,), ("person.nationality",)),
        ("consular.mfa-after-remand", FOREIGNER, (at("2021-03-02 16:00", "remand_authorized"), HELD), ("remand_authorized.by",)),
        ("consular.mission-after-remand", FOREIGNER, (at("2021-03-02 16:00", "remand_authorized"), HELD), ("remand_authorized.by",)),
        ("custody.constitutional-ceiling", UNKNOWN, (ARREST, at("2021-03-02 16:00", "remand_authorized")), ("remand_authorized.by",)),
        (
            "custody.authorized-period",
            UNKNOWN,
            (
                ARREST,
                at("2021-03-02 16:00", "remand_authorized", **JUDGE),
            ),
            ("remand_authorized.until",),
        ),
        (
            "remand.release-at-expiry",
            UNKNOWN,
            (
                ARREST,
                at("2021-03-02 16:00", "remand_authorized", **JUDGE),
            ),
            ("remand_authorized.until",),
        ),
        ("remand.two-months", UNKNOWN, (ARREST, at("2021-03-02 16:00", "remand_authorized")), ("remand_authorized.by",)),
        ("remand.eighteen-months", UNKNOWN, (ARREST, at("2021-03-02 16:00", "remand_authorized")), ("remand_authorized.by",)),
        ("remand.juvenile-six-months", UNKNOWN, (ARREST, at("2021-03-02 16:00", "remand_authorized", **JUDGE)), ("person.born",)),
        ("extradition.twelve-months", {"proceeding": "extradition"}, (ARREST,), ("extradition.purpose",)),
        (
            "extradition.sentence-cap",
            {"proceeding": "extradition", "extradition.purpose": "enforcement"},
            (ARREST,),
            ("extradition.foreign_sentence",),
        ),
        (
            "extradition.foreign-maximum",
            UNKNOWN,
            (ARREST, at("2022-02-25 10:00", "extradition_detention_extended", **JUDGE)),
            ("extradition.foreign_maximum",),
        ),
        ("release.end-of-term", UNKNOWN, (at("2021-03-01 00:00", "sentence_started"),), ("sentence_started.term",)),
        ("release.early", UNKNOWN, (at("2021-03-01 10:00", "release_documents_received"),), ("release_documents_received.early",)),
        (
            "release.documents-same-day",
            UNKNOWN,
            (at("2021-03-01 10:00", "release_documents_received"),),
            ("release_documents_received.early",),
        ),
        ("convict.family-notice", UNKNOWN, (at("2021-03-01 10:00", "admitted"),), ("admitted.as",)),
        ("convict.mission-notice", UNKNOWN, (at("2021-03-01 10:00", "admitted", **{"as": "convict"}),), ("person.nationality",)),
        ("records.cards", UNKNOWN, (at("2021-03-01 10:00", "admitted"),), ("admitted.facility",)),
        ("records.electronic-notification", UNKNOWN, (at("2021-03-01 10:00", "admitted"),), ("admitted.facility",)),
        ("records.release-notification", UNKNOWN, (at("2021-03-01 10:00", "admitted"), freed_after(2)), ("admitted.as",)),
        (
            "release.certificate",
            UNKNOWN,
            (at("2021-03-01 10:00", "admitted"), freed_after(2)),
            ("admitted.as", "tolerance release.certificate"),
        ),
    ],
)
def test_what_is_needed(rule: str, facts: Facts, events: tuple[Event, ...], needs: tuple[str, ...]) -> None:
    findings = all_of(case(facts, *events, as_of="2026-03-01 00:00"), rule)
    assert [finding.verdict.value for finding in findings] == ["undetermined"]
    assert findings[0].needs == needs


@pytest.mark.parametrize(
    ("rule", "facts", "events"),
    [
        ("consular.mfa-after-arrest", UNKNOWN, (ARREST,)),
        ("extradition.twelve-months", {"proceeding": "extradition"}, (ARREST,)),
        ("convict.family-notice", UNKNOWN, (at("2021-03-01 10:00", "admitted"),)),
    ],
)
def test_an_unknown_condition_is_not_a_pending_duty(rule: str, facts: Facts, events: tuple[Event, ...]) -> None:
    assert verdict(case(facts, *events, as_of="2021-03-01 11:00"), rule) == "undetermined"


def test_a_stateless_person_and_a_citizen_have_no_mission() -> None:
    for nationality in ("stateless", "KZ"):
        report = case({"person.nationality": nationality}, ARREST, as_of="2021-03-05 00:00")
        assert verdict(report, "consular.mfa-after-arrest") == "not_applicable"
        assert verdict(report, "consular.mission-after-arrest") == "not_applicable"


def test_an_unknown_authority_that_cannot_change_the_verdict() -> None:
    """Whoever decided within the limit, the release within the limit already discharges; after it, both are late."""
    unknown = at("2021-03-02 10:00", "remand_authorized")
    assert verdict(case(ADULT, ARREST, unknown, at("2021-03-03 09:15", "release")), CUSTODY) == "complied"
    late = at("2021-03-03 10:00", "remand_authorized")
    assert verdict(case(ADULT, ARREST, late, at("2021-03-03 12:00", "release")), CUSTODY) == "violated"
    assert verdict(case(ADULT, ARREST, unknown, at("2021-03-03 09:16", "release")), CUSTODY) == "undetermined"


def test_an_unknown_form_leaves_the_margin_open_but_not_the_deadline() -> None:
    report = case(UNKNOWN, ARREST, at("2021-03-01 20:00", "procurator_notified"), as_of="2021-03-02 12:00")
    finding = one(report, "notice.procurator")
    assert (finding.verdict.value, finding.margin_seconds, finding.discharge) == ("undetermined", None, None)
    assert clock(report, finding.deadline) == "2021-03-01 21:15:00"


def test_an_oral_notice_does_not_discharge_the_duty_to_write() -> None:
    oral = at("2021-03-01 10:00", "procurator_notified", written=False)
    assert verdict(case(UNKNOWN, ARREST, oral, as_of="2021-03-01 21:15:01"), "notice.procurator") == "violated"
    written = at("2021-03-01 21:15", "procurator_notified", written=True)
    assert verdict(case(UNKNOWN, ARREST, oral, written), "notice.procurator") == "complied"


def test_a_notice_of_another_place_does_not_discharge() -> None:
    moved = at("2021-03-05 10:00", "place_changed", place="B")
    other = at("2021-03-05 12:00", "procurator_notified", written=True, place="C")
    assert verdict(case(UNKNOWN, ARREST, moved, other, as_of="2021-03-06 10:00"), "notice.procurator-change-of-place") == "violated"


@pytest.mark.parametrize("authority", ["procurator", "investigator"])
@pytest.mark.parametrize("kind", ["remand_authorized", "house_arrest_authorized"])
def test_only_a_judge_or_court_discharges_custody(authority: str, kind: str) -> None:
    decided = at("2021-03-02 10:00", kind, by=authority)
    report = case(ADULT, ARREST, decided, as_of="2021-03-05 10:00")
    assert verdict(report, CUSTODY) == "violated"
    assert verdict(report, "custody.constitutional-ceiling") == "violated"


def test_a_dated_fact_is_unknown_before_its_first_value() -> None:
    known_late = {**ADULT, "offence.category": [{"from": "2021-03-03 12:00", "value": "serious"}]}
    assert verdict(case(known_late, ARREST, freed_after(50)), CUSTODY) == "undetermined"
    known_in_time = {**ADULT, "offence.category": [{"from": "2021-03-03 09:15", "value": "serious"}]}
    assert verdict(case(known_in_time, ARREST, freed_after(50)), CUSTODY) == "violated"


@pytest.mark.parametrize(
    ("since", "facts", "hours", "expected"),
    [
        ("2021-03-03 09:15:00", ADULT, 72, "complied"),
        ("2021-03-03 09:15:01", ADULT, 72, "violated"),
        ("2021-03-02 09:15:00", JUVENILE, 72, "complied"),
        ("2021-03-02 09:15:01", JUVENILE, 72, "violated"),
        ("2021-03-03 09:15:00", ADULT, 73, "violated"),
    ],
)
def test_a_ground_must_exist_by_the_shorter_limit(since: str, facts: Facts, hours: int, expected: str) -> None:
    requalified = {**facts, "offence.category": [{"value": "medium"}, {"from": since, "value": "especially_serious"}]}
    assert verdict(case(requalified, ARREST, freed_after(hours)), CUSTODY) == expected


def test_a_ground_at_the_arrest_under_the_other_reading() -> None:
    requalified = {**ADULT, "offence.category": [{"value": "medium"}, {"from": "2021-03-01 09:16", "value": "especially_serious"}]}
    strict = {"A18": "at-arrest"}
    assert verdict(case(requalified, ARREST, freed_after(49), readings=strict), CUSTODY) == "violated"
    dropped = {**ADULT, "offence.category": [{"value": "especially_serious"}, {"from": "2021-03-01 09:16", "value": "medium"}]}
    assert verdict(case(dropped, ARREST, freed_after(72), readings=strict), CUSTODY) == "complied"
    assert verdict(case(dropped, ARREST, freed_after(72)), CUSTODY) == "violated"


REMAND_RULES = ("custody.authorized-period", "remand.two-months", "remand.eighteen-months", "remand.juvenile-six-months")
REMANDED = at("2021-03-02 16:00", "remand_authorized", until="2021-04-30", **JUDGE)


@pytest.mark.parametrize("rule", REMAND_RULES)
def test_a_sentence_without_its_judgment_ends_no_remand_for_certain(rule: str) -> None:
    for counted in ("2021-03-01 00:00", "2021-04-10 00:00"):
        finding = one(case(JUVENILE, ARREST, REMANDED, at(counted, "sentence_started", term="P4Y"), as_of="2023-01-01"), rule)
        assert finding.verdict.value == "undetermined"
        assert finding.needs == ("sentence_started.judgment",)


@pytest.mark.parametrize("rule", REMAND_RULES)
def test_a_sentence_counted_from_an_earlier_detention_without_its_judgment(rule: str) -> None:
    """Its term may be counted from an earlier arrest in the same case, so the judgment may have come in time."""
    earlier = (at("2021-02-01 09:00", "arrest"), at("2021-02-02 09:00", "release"), ARREST, REMANDED)
    sentence = at("2021-02-01 00:00", "sentence_started", term="P4Y")
    known = case(JUVENILE, *earlier, {**sentence, "judgment": "2021-04-20 12:00"}, as_of="2023-01-01")
    assert verdict(known, rule) == "complied"
    assert verdict(case(JUVENILE, *earlier, sentence, as_of="2023-01-01"), rule) == "undetermined"


def test_detention_before_extradition_of_a_person_of_unknown_nationality() -> None:
    order = at("2021-03-02 16:00", "extradition_detention_authorized", **JUDGE)
    told = at("2021-03-01 10:00", "mission_notified")
    for facts, expected in ((UNKNOWN, "undetermined"), (FOREIGNER, "violated"), ({"person.nationality": "KZ"}, "not_applicable")):
        assert verdict(case(facts, ARREST, told, order, as_of="2021-03-10 09:00"), "consular.mission-after-remand") == expected


def test_an_order_before_extradition_without_a_period() -> None:
    order = at("2021-03-02 16:00", "extradition_detention_authorized", **JUDGE)
    finding = one(case({"proceeding": "extradition"}, ARREST, order, as_of="2021-06-10 09:00"), "custody.authorized-period")
    assert (finding.verdict.value, finding.needs) == ("undetermined", ("extradition_detention_authorized.until",))
