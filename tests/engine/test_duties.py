"""How a duty meets its events: the design's sentences on verdicts, one test each."""

from __future__ import annotations

import pytest

from detention_rules import InputError, Verdict, check, load_pack
from detention_rules.language.bundled import bundled

from .builder import (
    ADULT,
    FOREIGNER,
    JUDGE,
    JUVENILE,
    RULES,
    UNKNOWN,
    all_of,
    at,
    case,
    clock,
    one,
    verdict,
    verdicts,
)

ARREST = at("2021-03-01 09:15", "arrest")
CUSTODY, CEILING = "custody.before-court-order", "custody.constitutional-ceiling"


def test_every_file_of_the_rules_is_a_rule() -> None:
    found = (bundled("rules") / "kazakhstan").glob("*/*.yaml")
    files = {f"{file.parent.name}.{file.stem}" for file in found if file.parent.name not in ("vocabulary", "training")}
    assert len(files) > 30
    assert set(RULES) == files
    assert len(RULES) == len(files)


def test_the_earliest_matching_event_discharges() -> None:
    first, second = at("2021-03-02 10:00", "release", id="first"), at("2021-03-02 12:00", "surrendered", id="second")
    for events in ((first, second), (second, first)):
        finding = one(case(ADULT, ARREST, *events), CUSTODY)
        assert finding.discharge is not None
        assert (finding.discharge.id, finding.margin_seconds) == ("first", 23 * 3600 + 15 * 60)


def test_an_event_at_the_instant_of_the_trigger_counts() -> None:
    report = case(UNKNOWN, ARREST, at("2021-03-01 09:15", "arrest_record"))
    assert (verdict(report, "custody.arrest-record"), one(report, "custody.arrest-record").margin_seconds) == ("complied", 3 * 3600)


def test_an_event_before_the_trigger_does_not_count() -> None:
    report = case(UNKNOWN, at("2021-03-01 09:14:59", "arrest_record"), ARREST, as_of="2021-03-01 12:15:01")
    assert verdict(report, "custody.arrest-record") == "violated"
    told = case(FOREIGNER, at("2021-03-01 09:14:59", "mfa_notified"), ARREST, as_of="2021-03-01 15:15:01")
    assert verdict(told, "consular.mfa-after-arrest") == "violated"


def test_an_earlier_event_counts_only_where_the_rule_says_so() -> None:
    served = (at("2020-03-01 00:00", "sentence_started", term="P1Y"), at("2021-02-28 10:00", "release"))
    early = case(UNKNOWN, *served, at("2021-02-27 10:00", "release_certificate_issued"))
    assert verdict(early, "release.certificate") == "complied"
    notified = case(UNKNOWN, *served, at("2021-02-27 10:00", "release_notification_issued"), as_of="2021-06-01 10:00")
    assert verdict(notified, "records.release-notification") == "violated"


def test_one_event_discharges_several_duties() -> None:
    report = case(ADULT, ARREST, at("2021-03-02 10:00", "remand_authorized", id="order", until="2021-05-01", **JUDGE))
    for rule in (CUSTODY, CEILING):
        found = one(report, rule).discharge
        assert found is not None
        assert found.id == "order"
    twice = case(FOREIGNER, ARREST, at("2021-03-01 09:30", "arrest", id="again"), at("2021-03-01 10:00", "mfa_notified"))
    assert verdicts(twice, "consular.mfa-after-arrest") == ["complied", "complied"]


def test_release_does_not_extinguish_a_duty_of_notice() -> None:
    released = at("2021-03-01 11:00", "release")
    report = case(FOREIGNER, ARREST, released, as_of="2021-03-05 00:00")
    for rule in ("notice.procurator", "consular.mfa-after-arrest", "consular.mission-after-arrest", "notice.family"):
        assert verdict(report, rule) == "violated"
    still_open = case(FOREIGNER, ARREST, released, as_of="2021-03-01 12:00")
    for rule in ("notice.procurator", "consular.mfa-after-arrest", "consular.mission-after-arrest"):
        assert verdict(still_open, rule) == "pending"


@pytest.mark.parametrize(("released", "expected"), [("12:15:00", "not_applicable"), ("12:15:01", "violated")])
def test_no_record_is_owed_for_someone_let_go_within_the_three_hours(released: str, expected: str) -> None:
    report = case(UNKNOWN, ARREST, at(f"2021-03-01 {released}", "release"), as_of="2021-03-02 00:00")
    assert verdict(report, "custody.arrest-record") == expected


def test_a_record_drawn_up_in_time_counts_even_where_the_person_was_let_go() -> None:
    report = case(UNKNOWN, ARREST, at("2021-03-01 10:00", "arrest_record"), at("2021-03-01 11:00", "release"))
    assert verdict(report, "custody.arrest-record") == "complied"


def test_a_late_extension_violates_the_first_duty_and_opens_the_next() -> None:
    order = at("2021-03-02 10:00", "remand_authorized", until="2021-04-30", **JUDGE)
    extension = at("2021-05-02 09:00", "remand_extended", until="2021-06-30", **JUDGE)
    report = case(UNKNOWN, ARREST, order, extension, as_of="2021-06-01 00:00")
    for rule in ("custody.authorized-period", "remand.release-at-expiry"):
        late, running = all_of(report, rule)
        assert (late.verdict.value, late.margin_seconds) == ("violated", -33 * 3600)
        assert (running.verdict.value, clock(report, running.deadline)) == ("pending", "2021-07-01 00:00:00")
    assert verdict(report, "remand.two-months") == "violated"


def test_an_extension_in_time_discharges_the_first_duty_and_opens_the_next() -> None:
    order = at("2021-03-02 10:00", "remand_authorized", until="2021-04-30", **JUDGE)
    extension = at("2021-05-01 00:00", "remand_extended", until="2021-06-30", **JUDGE)
    report = case(UNKNOWN, ARREST, order, extension, at("2021-07-01 00:00:01", "release"))
    assert verdicts(report, "custody.authorized-period") == ["complied", "violated"]
    assert verdict(report, "remand.two-months") == "complied"


def test_an_extension_by_a_procurator_extends_nothing() -> None:
    order = at("2021-03-02 10:00", "remand_authorized", until="2021-04-30", **JUDGE)
    report = case(
        UNKNOWN, ARREST, order, at("2021-04-29 10:00", "remand_extended", by="procurator", until="2021-06-30"), as_of="2021-05-02 00:00:01"
    )
    assert verdicts(report, "custody.authorized-period") == ["violated"]
    assert verdict(report, "remand.two-months") == "violated"


def test_events_after_as_of_decide_nothing_and_are_listed() -> None:
    known, later = at("2021-03-01 10:00", "arrest_record"), at("2021-03-02 10:00", "release", id="later")
    report = case(ADULT, ARREST, known, later, as_of="2021-03-02 09:59:59")
    without = case(ADULT, ARREST, known, as_of="2021-03-02 09:59:59")
    assert verdict(report, CUSTODY) == "pending"
    assert [event.id for event in report.not_yet_known] == ["later"]
    assert report.to_dict()["findings"] == without.to_dict()["findings"]


def test_an_event_at_as_of_is_known() -> None:
    report = case(ADULT, ARREST, at("2021-03-02 10:00", "release"), as_of="2021-03-02 10:00")
    assert (verdict(report, CUSTODY), report.not_yet_known) == ("complied", ())


def test_a_trigger_after_as_of_gives_no_finding() -> None:
    report = case(ADULT, ARREST, at("2021-04-01 10:00", "arrest"), as_of="2021-03-10 00:00")
    assert verdicts(report, CUSTODY) == ["violated"]


def test_as_of_defaults_to_the_latest_possible_instant_of_the_last_event() -> None:
    exact = case(ADULT, ARREST, at("2021-03-02 10:00", "arrest_record"))
    assert (exact.as_of_defaulted, clock(exact, exact.as_of)) == (True, "2021-03-02 10:00:00")
    loose = case(ADULT, ARREST, at({"between": ["2021-03-02 10:00", "2021-03-02 18:00"]}, "arrest_record"))
    assert (loose.as_of_defaulted, clock(loose, loose.as_of)) == (True, "2021-03-02 18:00:00")
    disputed = case(ADULT, ARREST, at({"accounts": {"a": "2021-03-02 10:00", "b": "2021-03-04 10:00"}}, "arrest_record"))
    assert clock(disputed, disputed.as_of) == "2021-03-04 10:00:00"
    day = case(ADULT, ARREST, at("2021-03-05", "arrest_record"))
    assert clock(day, day.as_of) == "2021-03-05 23:59:59"
    given = case(ADULT, ARREST, as_of="2021-03-05 00:00")
    assert (given.as_of_defaulted, given.to_dict()["scenario"]["as_of_defaulted"]) == (False, False)


def test_a_date_as_of_is_the_end_of_that_day() -> None:
    report = case(ADULT, ARREST, as_of="2021-03-03")
    assert clock(report, report.as_of) == "2021-03-04 00:00:00"


def test_a_refusal_of_remand_discharges_nothing() -> None:
    refused = at("2021-03-02 10:00", "remand_refused")
    assert verdict(case(ADULT, ARREST, refused, as_of="2021-03-03 09:15"), CUSTODY) == "pending"
    assert verdict(case(ADULT, ARREST, refused, as_of="2021-03-03 09:15:01"), CUSTODY) == "violated"
    released = case(ADULT, ARREST, refused, at("2021-03-03 09:15", "release"))
    assert verdict(released, CUSTODY) == "complied"


def test_a_decision_to_release_is_not_a_release() -> None:
    report = case(ADULT, ARREST, at("2021-03-02 10:00", "release_decision"), as_of="2021-03-04 10:00")
    assert verdict(report, CUSTODY) == "violated"


def test_two_transfers_give_two_duties() -> None:
    report = case(
        UNKNOWN,
        ARREST,
        at("2021-03-05 10:00", "place_changed", place="B", id="to-b"),
        at("2021-03-08 10:00", "place_changed", place="C", id="to-c"),
        at("2021-03-05 12:00", "procurator_notified", written=True, place="B"),
        as_of="2021-03-08 22:00:01",
    )
    findings = all_of(report, "notice.procurator-change-of-place")
    assert [(f.trigger.id if f.trigger else "", f.verdict.value) for f in findings] == [("to-b", "complied"), ("to-c", "violated")]


def test_a_stricter_cap_does_not_switch_off_a_general_one() -> None:
    juvenile = {**JUVENILE, "offence.category": "serious"}
    remand = at("2021-03-02 09:00", "remand_authorized", until="2021-04-30", **JUDGE)
    report = case(juvenile, ARREST, remand, as_of="2022-10-01 00:00")
    for rule in ("remand.two-months", "remand.juvenile-six-months", "remand.eighteen-months", CUSTODY, CEILING):
        assert len(all_of(report, rule)) == 1
    assert verdict(report, "remand.juvenile-six-months") == "violated"
    assert verdict(report, "remand.eighteen-months") == "violated"


@pytest.mark.parametrize("proceeding", ["criminal", "extradition", "administrative", "deportation"])
def test_the_custody_limits_bind_in_every_proceeding(proceeding: str) -> None:
    facts = {**ADULT, **FOREIGNER, "proceeding": proceeding}
    report = case(facts, ARREST, as_of="2021-03-05 00:00")
    for rule in (CUSTODY, CEILING, "consular.mission-after-arrest"):
        assert verdict(report, rule) == "violated"
    arrested_under_the_code = proceeding in ("criminal", "extradition")
    for rule in ("custody.arrest-record", "consular.mfa-after-arrest"):
        assert verdict(report, rule) == ("violated" if arrested_under_the_code else "not_applicable")
    for rule in ("notice.procurator", "notice.family", "custody.arrest-grounds"):
        assert (verdict(report, rule) == "not_applicable") == (proceeding != "criminal")


def test_a_rule_without_a_trigger_gives_a_count_and_no_finding() -> None:
    report = case(ADULT, at("2021-03-01 09:15", "discrepancy_found"), as_of="2021-03-01 09:15")
    assert [finding.rule.id for finding in report.findings] == ["records.discrepancy"]
    assert report.untriggered == len(RULES) - 1
    assert report.to_dict()["scenario"]["untriggered"] == len(RULES) - 1


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2014-12-31 23:59", "undetermined"),
        ("2015-01-01 00:00", "violated"),
        ("2026-06-30 23:59", "violated"),
        ("2026-07-01 00:00", "violated"),
    ],
)
def test_custody_before_the_code_of_2014_is_undetermined(day: str, expected: str) -> None:
    finding = one(case(ADULT, at(day, "arrest"), as_of="2027-01-01 00:00"), CUSTODY)
    assert finding.verdict.value == expected
    assert (finding.deadline is None) == (expected == "undetermined")


@pytest.mark.parametrize(("day", "expected"), [("2026-06-30 23:59:59", "violated"), ("2026-07-01 00:00", "undetermined")])
def test_the_ceiling_after_the_constitution_of_1995_is_undetermined(day: str, expected: str) -> None:
    finding = one(case(ADULT, at(day, "arrest"), as_of="2027-01-01 00:00"), CEILING)
    assert finding.verdict.value == expected
    if expected == "undetermined":
        assert finding.deadline is None
        assert len(finding.needs) == 1
        assert any("1 July 2026" in step for step in finding.because)


def test_findings_stand_in_rule_order_then_time() -> None:
    report = case(ADULT, at("2021-03-05 09:15", "arrest", id="second"), ARREST, as_of="2021-03-09 00:00")
    order = [(RULES.index(finding.rule.id), finding.trigger.at.default.earliest if finding.trigger else 0) for finding in report.findings]
    assert order == sorted(order)
    assert len(order) > 10


def test_a_second_detention_is_pointed_out_and_has_its_own_clocks() -> None:
    events = [
        {"at": "2021-03-01 09:15", "is": "arrest"},
        {"at": "2021-03-02 10:00", "is": "release"},
        {"at": "2021-03-02 10:00", "is": "arrest", "id": "again"},
        {"at": "2021-03-05 10:00", "is": "release", "id": "free"},
    ]
    facts = {"person": {"juvenile": False}, "offence": {"category": "medium", "kinds": []}, "circumstances": {"remote": False}}
    report = check({"facts": {**facts, "circumstances": {"remote": False, "emergency": False}}, "events": events})
    assert [event.id for event in report.detained_again] == ["again"]
    assert report.to_dict()["scenario"]["detained_again"][0]["event"] == "again"
    custody = [finding for finding in report.findings if finding.rule.id == CUSTODY]
    assert [(finding.verdict.value, finding.margin_seconds) for finding in custody] == [("complied", 83700), ("violated", -24 * 3600)]
    assert check({"events": events[:2]}).detained_again == ()
    assert check({"events": [events[1], events[2]]}).detained_again == ()


def test_a_facility_at_which_nothing_happened() -> None:
    """Without an event there is nothing to take `as_of` from, so it must be given; then silence is what is found."""
    data = {
        "facts": {"facility.observed": {"from": "2021-01-01", "until": "2021-12-31"}, "facility.category": "penal_institution"},
        "events": [],
    }
    report = check({**data, "as_of": "2022-02-01 12:00"})
    assert {(finding.rule.id, finding.verdict.value) for finding in report.findings} == {
        ("records.files-and-prisoners", "violated"),
        ("records.sentence-terms-check", "violated"),
    }
    with pytest.raises(InputError, match="`events: \\[\\]` with `as_of`"):
        check(data)


def test_a_pack_changed_in_memory_is_judged_as_it_is() -> None:
    pack = load_pack()
    fewer = pack._replace(rules=tuple(rule for rule in pack.rules if rule.id == CUSTODY))
    events = [{"at": "2021-03-01 09:15", "is": "arrest"}, {"at": "2021-03-02 10:00", "is": "release"}]
    assert len(check({"events": events}, pack=pack).findings) > len(check({"events": events}, pack=fewer).findings) == 1
    assert len(check({"events": events}, pack=pack).findings) > 1


def test_the_summary_counts_every_verdict() -> None:
    report = case(ADULT, ARREST, as_of="2021-03-03 10:00")
    assert set(report.summary) == {verdict.value for verdict in Verdict}
    assert sum(report.summary.values()) == len(report.findings)
    assert report.summary["violated"] == len(report.of(Verdict.VIOLATED))
    assert verdict(report, CUSTODY) == "violated"
    assert verdict(report, CEILING) == "pending"


def test_a_decision_that_counts_when_it_arrives() -> None:
    order = at("2021-03-03 08:00", "remand_authorized", received="2021-03-03 10:00", **JUDGE)
    received = {"A19": "code-decision-received"}
    assert verdict(case(ADULT, ARREST, order), CUSTODY) == "complied"
    late = one(case(ADULT, ARREST, order, readings=received), CUSTODY)
    assert (late.verdict.value, late.margin_seconds) == ("violated", -45 * 60)
    unsaid = at("2021-03-03 08:00", "remand_authorized", **JUDGE)
    finding = one(case(ADULT, ARREST, unsaid, readings=received, as_of="2021-03-05 00:00"), CUSTODY)
    assert (finding.verdict.value, finding.needs) == ("undetermined", ("remand_authorized.received",))


ORDERS = {
    "extradition_detention_authorized": "extradition",
    "administrative_detention_ordered": "administrative",
    "movement_restriction_authorized": "deportation",
}


@pytest.mark.parametrize("proceeding", ["criminal", *ORDERS.values()])
@pytest.mark.parametrize("kind", ORDERS)
@pytest.mark.parametrize("rule", [CUSTODY, CEILING])
def test_an_order_keeps_a_person_in_custody_in_its_own_proceeding_only(rule: str, kind: str, proceeding: str) -> None:
    ordered = at("2021-03-02 09:15", kind, by="court")
    report = case({**ADULT, "proceeding": proceeding}, ARREST, ordered, as_of="2021-03-11 09:00")
    # A file that does not name the proceeding is taken to be criminal: an order of detention before extradition speaks for itself there.
    own = (ORDERS[kind], "criminal") if kind == "extradition_detention_authorized" else (ORDERS[kind],)
    assert verdict(report, rule) == ("complied" if proceeding in own else "violated")


@pytest.mark.parametrize("kind", ["extradition_detention_authorized", "extradition_detention_extended"])
def test_an_order_for_an_extradition_does_not_lengthen_remand(kind: str) -> None:
    remand = at("2021-03-02 16:00", "remand_authorized", until="2021-03-20", **JUDGE)
    abroad = at("2021-03-19 09:00", kind, until="2022-03-20", **JUDGE)
    for proceeding, expected in (("criminal", "violated"), ("extradition", "complied")):
        report = case({"proceeding": proceeding}, ARREST, remand, abroad, as_of="2021-04-25 09:00")
        assert verdicts(report, "custody.authorized-period") == [expected, "pending"]


@pytest.mark.parametrize("kind", ["remand_authorized", "extradition_detention_authorized"])
def test_the_authorized_period_of_each_order_ends(kind: str) -> None:
    order = at("2021-03-02 16:00", kind, until="2021-03-20", **JUDGE)
    for as_of, expected in (("2021-03-21 00:00", "pending"), ("2021-03-21 00:00:01", "violated")):
        report = case({"proceeding": "extradition"}, ARREST, order, as_of=as_of)
        assert verdict(report, "custody.authorized-period") == expected


TERMS = {
    "custody.authorized-period": "2021-05-01 00:00",
    "remand.two-months": "2021-05-02 00:00",
    "remand.eighteen-months": "2022-09-02 00:00",
    "remand.juvenile-six-months": "2021-09-02 00:00",
}
REMANDED = at("2021-03-02 16:00", "remand_authorized", until="2021-04-30", **JUDGE)


@pytest.mark.parametrize("rule", TERMS)
def test_a_sentence_moved_back_does_not_end_remand_before_its_judgment(rule: str) -> None:
    counted = at("2021-03-01 09:15", "sentence_started", term="P4Y", judgment="2022-12-01 15:00")
    assert verdict(case(JUVENILE, ARREST, REMANDED, counted, as_of="2023-01-01"), rule) == "violated"


@pytest.mark.parametrize("rule", TERMS)
def test_a_judgment_after_as_of_is_not_yet_known(rule: str) -> None:
    counted = at("2021-03-01 09:15", "sentence_started", term="P4Y", judgment="2021-04-20 15:00")
    for as_of, expected in (("2021-04-20 14:59:59", "pending"), ("2021-04-20 15:00", "complied")):
        assert verdict(case(JUVENILE, ARREST, REMANDED, counted, as_of=as_of), rule) == expected
