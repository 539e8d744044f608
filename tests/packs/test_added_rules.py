"""Boundaries of single constructs, each in a rule added to the invented country's pack."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from detention_rules import Finding, InputError, load_pack

from .test_zubrovia import FOLDER, PETTY, Event, ev, found, moment, run, with_rules

SEIZED, FREED = ev("2021-05-03 08:00", "seizure"), ev("2021-05-03 18:00", "freed")


def findings(tmp_path: Path, body: str, *events: Event, facts: dict[str, Any] | None = None, as_of: object = None) -> list[Finding]:
    """Return what a rule of this form finds."""
    return found(run(facts or {}, events, as_of, with_rules(tmp_path, body)), "paper.added")


def judged(tmp_path: Path, body: str, *events: Event, facts: dict[str, Any] | None = None, as_of: object = None) -> list[str]:
    """Return the verdicts of a rule of this form."""
    return [finding.verdict.value for finding in findings(tmp_path, body, *events, facts=facts, as_of=as_of)]


class TestActs:
    def test_acts_of_two_types_are_counted_in_order_of_time(self, tmp_path: Path) -> None:
        body = "every: {months: 12, times: 2, by: {day: 28}}\nover: {fact: station.log}\nmust: [audited, log_signed]"
        acts = [ev("2021-01-05 12:00", "audited"), ev("2021-12-01 12:00", "audited"), ev("2021-01-20 12:00", "log_signed")]
        year = {"station.log": {"from": "2021-01-01", "until": "2021-12-31"}}
        assert judged(tmp_path, body, *acts, facts=year, as_of="2022-06-01") == ["complied"]

    def test_of_acts_that_count_later_the_first_to_count_discharges(self, tmp_path: Path) -> None:
        body = "after: seizure\nmust: [{is: charge, counted: sent}]\nwithin: [{hours: 5}]"
        slow, quick = ev("2021-05-03 09:00", "charge", sent="2021-05-03 20:00"), ev("2021-05-03 10:00", "charge", sent="2021-05-03 11:00")
        (finding,) = findings(tmp_path, body, SEIZED, slow, quick, as_of="2021-05-04")
        assert (finding.verdict.value, finding.margin_seconds) == ("complied", 2 * 3600)

    @pytest.mark.parametrize(("child", "verdict"), [(True, "complied"), (False, "violated"), (None, "undetermined")])
    def test_the_circumstances_in_which_an_act_discharges(self, child: bool | None, verdict: str, tmp_path: Path) -> None:
        body = "after: seizure\nmust: [{is: check, when: {captive.child: true}}]\nwithin: [{hours: 5}]"
        events, facts = [SEIZED, ev("2021-05-03 09:00", "check")], {"captive.child": child}
        assert judged(tmp_path, body, *events, facts=facts, as_of="2021-05-04") == [verdict]

    def test_each_type_of_trigger_has_its_own_form(self, tmp_path: Path) -> None:
        body = "after: [{is: warrant, with: {by: magistrate}}, charge]\nmust: freed\nwithin: [{hours: 5}]"
        for by, verdicts in (("magistrate", ["violated"]), ("sergeant", []), (None, ["undetermined"])):
            assert judged(tmp_path / str(by), body, ev("2021-05-03 09:00", "warrant", by=by), as_of="2021-05-04") == verdicts

    WARRANT_OR_CHARGE = "after: [{is: warrant, with: {by: magistrate}}, charge]\nmust: freed\nwithin: [{hours: 5}]"

    def test_triggers_of_two_types_are_judged_in_order_of_time(self, tmp_path: Path) -> None:
        events = [ev("2021-05-03 09:00", "charge"), ev("2021-05-03 10:00", "warrant", by="magistrate"), ev("2021-05-03 11:00", "charge")]
        begun = [one.trigger.id for one in findings(tmp_path, self.WARRANT_OR_CHARGE, *events) if one.trigger is not None]
        assert begun == ["charge", "warrant", "charge-2"]

    def test_an_event_that_fits_two_triggers_starts_one_duty(self, tmp_path: Path) -> None:
        body = (
            "after: [{is: warrant, with: {by: magistrate}}, {is: warrant, with: {by: {not: sergeant}}}]\nmust: freed\nwithin: [{hours: 5}]"
        )
        assert judged(tmp_path, body, ev("2021-05-03 09:00", "warrant", by="magistrate"), as_of="2021-05-03 10:00") == ["pending"]

    @pytest.mark.parametrize(
        ("event", "number"),
        [
            (ev(None, "warrant", by="magistrate"), 1),
            (ev(None, "warrant"), 1),
            (ev(None, "warrant", by="sergeant"), 0),
            (ev(None, "charge"), 1),
            (ev(None, "doctor"), 0),
        ],
    )
    def test_a_trigger_that_may_have_happened_by_as_of(self, event: Event, number: int, tmp_path: Path) -> None:
        disputed = {**event, "at": {"accounts": {"register": "2021-05-05 08:00", "camera": "2021-05-03 08:00"}}}
        verdicts = judged(tmp_path, self.WARRANT_OR_CHARGE, SEIZED, disputed, as_of="2021-05-04")
        assert verdicts == ["not_applicable"] * number

    def test_a_rule_whose_trigger_has_another_form_was_not_triggered(self, tmp_path: Path) -> None:
        pack = with_rules(tmp_path, self.WARRANT_OR_CHARGE)
        for by, number in (("magistrate", 1), ("sergeant", 0)):
            report = run({}, [ev("2021-05-03 09:00", "warrant", by=by)], "2021-05-04", pack)
            assert len(found(report, "paper.added")) == number
            assert report.untriggered == len(pack.rules) - len({finding.rule.id for finding in report.findings})

    def test_an_unknown_condition_where_the_form_of_the_trigger_is_known(self, tmp_path: Path) -> None:
        body = f"when: {{captive.child: true}}\n{self.WARRANT_OR_CHARGE}"
        for child, verdict in ((True, "violated"), (False, "not_applicable"), (None, "undetermined")):
            events = [ev("2021-05-03 09:00", "warrant", by="magistrate")]
            found = judged(tmp_path / str(child), body, *events, facts={"captive.child": child}, as_of="2021-05-04")
            assert found == [verdict]

    def test_an_earlier_act_does_not_count_where_the_rule_does_not_say_so(self, tmp_path: Path) -> None:
        body = "after: charge\nmust: check\nwithin: [{hours: 5}]\nlapses: [handed_over]"
        events = [SEIZED, ev("2021-05-03 09:00", "check"), ev("2021-05-03 10:00", "charge")]
        assert judged(tmp_path, body, *events, as_of="2021-05-04") == ["violated"]

    @pytest.mark.parametrize(("read", "verdict"), [("18:00", "violated"), ("18:00:01", "complied")])
    def test_an_earlier_act_in_the_first_second_after_another_detention(self, read: str, verdict: str) -> None:
        events = [SEIZED, FREED, ev(f"2021-05-03 {read}", "rights_read"), ev("2021-05-03 19:00", "charge")]
        assert [one.verdict.value for one in found(run({}, events, "2021-05-07"), "paper.rights")] == [verdict]

    def test_an_act_in_the_second_of_the_trigger(self, tmp_path: Path) -> None:
        """Freed in the second of the seizure is freed in time; so is whoever is charged in the second of a second seizure."""
        body = "after: seizure\nmust: [freed, charge]\nwithin: [{hours: 5}]"
        assert judged(tmp_path / "freed", body, SEIZED, {**FREED, "at": "2021-05-03 08:00"}, as_of="2021-05-04") == ["complied"]
        again = [ev("2021-05-03 18:00", "seizure"), ev("2021-05-03 18:00", "charge")]
        assert judged(tmp_path / "charge", body, SEIZED, FREED, *again, as_of="2021-05-04") == ["violated", "complied"]

    def test_the_end_of_an_earlier_detention_does_not_discharge(self, tmp_path: Path) -> None:
        events = [SEIZED, FREED, ev("2021-05-03 18:00", "seizure")]
        body = "after: seizure\nmust: freed\nwithin: [{hours: 24}]"
        assert judged(tmp_path, body, *events, as_of="2021-05-06") == ["complied", "violated"]

    def test_a_detention_that_begins_and_ends_as_others_do(self, tmp_path: Path) -> None:
        """Freed and seized again at the gate, twice: each end is of the detention before it."""
        gate = [ev(when, kind) for when in ("2021-05-03 18:00", "2021-05-03 20:00") for kind in ("freed", "seizure")]
        body = "after: seizure\nmust: freed\nwithin: [{hours: 24}]"
        assert judged(tmp_path, body, SEIZED, *gate, as_of="2021-05-06") == ["complied", "complied", "violated"]

    def test_an_order_that_must_reach_past_an_unknown_limit(self, tmp_path: Path) -> None:
        body = "after: warrant\nmust: [{is: warrant_renewed, reaches: ends_at}]\nwithin: [{from: {attribute: ends_at}}]"
        renewed = ev("2021-05-05 08:00", "warrant_renewed", ends_at="2021-05-20")
        (finding,) = findings(tmp_path, body, ev("2021-05-03 08:00", "warrant"), renewed)
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("warrant.ends_at",))

    def test_the_first_of_two_orders_that_reach_far_enough_discharges(self) -> None:
        orders = [ev(f"2021-05-{day} 10:00", "warrant_renewed", ends_at=f"2021-05-{end}") for day, end in (("05", "20"), ("07", "16"))]
        (finding,) = found(run({}, [ev("2021-05-03 10:00", "warrant"), *orders], "2021-06-01"), "custody.renewal")
        assert finding.verdict.value == "complied"
        assert finding.margin_seconds == int((moment("2021-05-13 00:00") - moment("2021-05-05 10:00")).total_seconds())

    def test_a_trigger_that_only_another_account_places_before_as_of(self) -> None:
        """It may have started a duty: not applicable by the default, and what the other account makes of it."""
        seized = ev({"accounts": {"register": "2021-05-05 08:00", "camera": "2021-05-03 08:00"}}, "seizure")
        checked = ev("2021-05-03 09:00", "check")
        (finding,) = found(run(PETTY, [checked, seized], "2021-05-04 12:00"), "custody.charge")
        assert (finding.verdict.value, finding.margin_seconds) == ("not_applicable", None)
        assert [(dict(other.assuming), other.verdict.value) for other in finding.alternatives] == [({"seizure": "camera"}, "violated")]
        no_trigger = {**seized, "is": "doctor"}
        assert len(found(run(PETTY, [SEIZED, checked, no_trigger], "2021-05-04 12:00"), "custody.charge")) == 1

    @pytest.mark.parametrize(
        ("times", "verdicts"),
        [
            ({"between": ["2021-05-03 16:00", "2021-05-03 17:00"]}, ["complied", "violated"]),
            ({"between": ["2021-05-03 16:00", "2021-05-03 18:00"]}, ["undetermined", "undetermined"]),
            ({"between": ["2021-05-03 17:00", "2021-05-03 18:00"]}, ["undetermined", "undetermined"]),
            ({"between": ["2021-05-03 17:00:01", "2021-05-03 18:00"]}, ["violated", "complied"]),
            ({"accounts": {"log": "2021-05-03 16:00", "camera": "2021-05-03 18:00"}}, ["complied", "violated"]),
        ],
    )
    def test_an_uncertain_act_in_one_of_two_periods(self, times: object, verdicts: list[str]) -> None:
        """The one period ends at 17:00, which is in it."""
        events = [SEIZED, ev(times, "check"), ev("2021-05-04 02:00", "freed")]
        findings = found(run({"suspicion.weight": "grave"}, events, "2021-05-05"), "custody.check-each-round")
        assert [one.verdict.value for one in findings] == verdicts
        others = [["violated"], ["complied"]] if isinstance(times, dict) and "accounts" in times else [[], []]
        assert [[other.verdict.value for other in one.alternatives] for one in findings] == others

    def test_a_period_of_a_span_whose_beginning_is_not_certain(self) -> None:
        """The first nine hours hold the check, whenever they began."""
        events = [ev({"between": ["2021-05-03 08:00", "2021-05-03 10:00"]}, "seizure"), ev("2021-05-03 12:00", "check")]
        verdicts = [
            one.verdict.value
            for one in found(run({"suspicion.weight": "grave"}, [*events, ev("2021-05-04 02:30", "freed")]), "custody.check-each-round")
        ]
        assert verdicts == ["complied", "undetermined"]


class TestStarts:
    @pytest.mark.parametrize(("doctor", "verdict"), [("11:00", "complied"), ("18:00", "complied"), ("18:00:01", "undetermined")])
    def test_the_next_event_of_a_detention_that_is_over(self, doctor: str, verdict: str) -> None:
        events = [SEIZED, ev(f"2021-05-03 {doctor}", "doctor"), FREED, ev("2021-05-03 11:30", "call_home")]
        (finding,) = found(run({}, events, "2021-05-06"), "paper.call-home")
        assert finding.verdict.value == verdict

    COPY = "after: charge\nmust: copy_served\nwithin: [{hours: 2, from: {event: seizure, which: last, otherwise: unknown}}]"

    @pytest.mark.parametrize(
        ("again", "verdict"),
        [
            (None, "undetermined"),  # the seizure before belongs to another detention
            ("2021-05-03 19:00:01", "undetermined"),  # the last one at or before the charge is meant
            ("2021-05-03 19:00", "complied"),
            ("2021-05-03 18:00", "complied"),  # in the second in which the other ended
            ("2021-05-03 18:00:01", "complied"),
        ],
    )
    def test_the_last_event_of_the_same_detention(self, again: str | None, verdict: str, tmp_path: Path) -> None:
        events = [SEIZED, FREED, *([ev(again, "seizure")] if again else []), ev("2021-05-03 19:00", "charge")]
        assert judged(tmp_path, self.COPY, *events, ev("2021-05-03 20:00", "copy_served")) == [verdict]

    @pytest.mark.parametrize(
        ("events", "as_of", "verdict"),
        [
            ([ev("2021-05-03 10:00", "doctor")], "2021-05-04", "undetermined"),
            ([ev("2021-05-03 14:00:01", "doctor")], "2021-05-04", "violated"),
            ([], "2021-05-03 14:00", "undetermined"),
            ([], "2021-05-03 14:00:01", "violated"),
            ([ev("2021-05-03 09:00", "freed")], "2021-05-03 10:00", "violated"),
            ([ev("2021-05-03 09:00", "charge"), ev("2021-05-03 09:00", "doctor")], "2021-05-04", "complied"),
        ],
    )
    def test_an_open_standard_whose_clock_starts_with_what_may_never_come(
        self, events: list[Event], as_of: str, verdict: str, tmp_path: Path
    ) -> None:
        start = "from: {event: charge, which: next, otherwise: unknown}"
        body = f"after: seizure\nmust: doctor\nwithin: [{{standard: at once, {start}, outer: {{hours: 6}}}}]"
        (finding,) = findings(tmp_path, body, SEIZED, *events, as_of=as_of)
        assert finding.verdict.value == verdict
        assert finding.needs == (("an event charge",) if verdict == "undetermined" else ())

    def test_a_closing_time_that_nobody_gave(self, tmp_path: Path) -> None:
        shutil.copytree(FOLDER, tmp_path / "pack")
        words = tmp_path / "pack" / "vocabulary.yaml"
        words.write_text(words.read_text(encoding="utf-8").replace('default: "16:30", ', ""), encoding="utf-8")
        events = [ev("2021-05-07 12:00", "charge"), ev("2021-05-20 12:00", "copy_served")]
        (finding,) = found(run({"captive.alien": True}, events, pack=load_pack(tmp_path / "pack")), "paper.copy")
        assert (finding.verdict.value, finding.deadline, finding.needs) == ("undetermined", None, ("station.closes",))
        pack = with_rules(
            tmp_path / "more", "whenever: strip_search\nonly_if: {time_of_day: {after: station.closes}}", source=tmp_path / "pack"
        )
        (finding,) = found(run({}, [SEIZED, ev("2021-05-03 18:00", "strip_search")], pack=pack), "paper.added")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("station.closes",))

    @pytest.mark.parametrize(
        ("convention", "rule"), [('  morning_ends: "10:30"\n', "warrant-end"), ("  working_day_ends: station.closes\n", "copy")]
    )
    def test_a_limit_needs_the_convention_by_which_it_ends(self, convention: str, rule: str, tmp_path: Path) -> None:
        shutil.copytree(FOLDER, tmp_path / "pack")
        head = tmp_path / "pack" / "pack.yaml"
        head.write_text(head.read_text(encoding="utf-8").replace(convention, ""), encoding="utf-8")
        with pytest.raises(InputError) as caught:
            load_pack(tmp_path / "pack")
        (problem,) = caught.value.problems
        assert (problem.code, Path(problem.place.file or "").stem) == ("no-convention", rule)
        assert convention.strip().partition(":")[0] in problem.message


class TestLawInForce:
    def test_a_law_that_may_have_been_in_force_and_would_not_apply(self) -> None:
        """The children's limit may have been law on 10 June 2020; whoever is no child is not touched by that."""
        events = [ev("2020-06-10 08:00", "seizure"), ev("2020-06-11 07:00", "freed")]
        (finding,) = found(run(PETTY, events), "custody.charge")
        assert (finding.verdict.value, finding.margin_seconds) == ("complied", 3600)

    DATES = "{from: 2021-05-03, until: 2021-05-05"

    @pytest.mark.parametrize(
        ("day", "verdict"),
        [("2020-05-31", "not_applicable"), ("2020-06-01", "undetermined"), ("2020-06-30", "undetermined"), ("2020-07-01", "violated")],
    )
    def test_a_rule_whose_first_day_is_not_certain(self, day: str, verdict: str, tmp_path: Path) -> None:
        body = "in_force: {from: children-amendment, otherwise: no_duty, why: lost}\nafter: seizure\nmust: freed\nwithin: [{hours: 5}]"
        hour = "23:59:59" if verdict in ("not_applicable", "undetermined") and day != "2020-06-01" else "00:00"
        (finding,) = findings(tmp_path, body, ev(f"{day} {hour}", "seizure"), as_of="2020-08-01")
        assert finding.verdict.value == verdict
        assert (finding.margin_seconds is None) == (verdict != "violated")

    def test_a_law_that_began_and_ended_inside_an_uncertain_time(self, tmp_path: Path) -> None:
        seized = ev({"between": ["2021-05-01 08:00", "2021-05-10 08:00"]}, "seizure")
        rule = f"in_force: {self.DATES}, otherwise: no_duty, why: it was repealed}}\nafter: seizure\nmust: freed\nwithin: [{{hours: 5}}]"
        assert judged(tmp_path / "rule", rule, seized, as_of="2021-06-01") == ["undetermined"]
        case = f"after: seizure\nmust: freed\nwithin: [{{hours: 5, in_force: {self.DATES}}}}}, {{hours: 4000}}]"
        assert judged(tmp_path / "case", case, seized, as_of="2021-06-01") == ["undetermined"]


class TestFacts:
    def test_a_change_after_as_of_is_not_yet_known(self) -> None:
        weights = {**PETTY, "suspicion.years": 5, "suspicion.weight": [{"value": "petty"}, {"from": "2021-05-04 06:00", "value": "grave"}]}
        for as_of, limit in (("2021-05-04 05:59:59", "2021-05-04 08:00"), ("2021-05-04 06:00", "2021-05-04 20:00")):
            (finding,) = found(run(weights, [SEIZED], as_of), "custody.charge")
            assert (finding.verdict.value, finding.deadline) == ("pending", int(moment(limit).timestamp()))


class TestUncertainTimes:
    def test_the_day_between_two_days(self) -> None:
        """At both ends of its time the audit falls on a day on which the log was signed, and not between."""
        signed = [ev(when, "log_signed") for when in ("2021-05-03 10:00", "2021-05-05 14:00")]
        for last, verdict in (("2021-05-03 23:59:59", "complied"), ("2021-05-05 12:00", "undetermined")):
            (finding,) = found(run({}, [ev({"between": ["2021-05-03 12:00", last]}, "audited"), *signed]), "paper.same-day")
            assert finding.verdict.value == verdict

    def test_what_is_held_in_the_second_of_as_of_was_set_by_then(self) -> None:
        events = [ev({"between": ["2021-05-03 11:00", "2021-05-03 13:00"]}, "hearing_set"), ev("2021-05-03 12:00", "hearing")]
        (finding,) = found(run({"captive.alien": False}, events, "2021-05-03 12:00"), "paper.filing")
        assert finding.verdict.value == "pending"

    @pytest.mark.parametrize(("number", "verdict"), [(6, "complied"), (7, "undetermined")])
    def test_so_many_uncertain_times_are_tried_together(self, number: int, verdict: str) -> None:
        """Six intervals have 64 ends together, which is as many as are tried."""
        visits = [
            ev(
                {"between": [f"2021-05-03 {9 + hour:02}:00:00", f"2021-05-03 {9 + hour:02}:00:01"]},
                ("hospital_in", "hospital_out")[hour % 2],
            )
            for hour in range(number)
        ]
        (finding,) = found(run(PETTY, [SEIZED, *visits, ev("2021-05-03 20:00", "freed")]), "custody.charge")
        assert finding.verdict.value == verdict

    def test_an_uncertain_event_that_the_rule_does_not_ask_for_contradicts_only_where_it_must(self) -> None:
        """The hearing may be after any of the days on which it may have been set."""
        hearing = ev({"between": ["2021-05-04 09:00", "2021-05-10 09:00"]}, "hearing")
        fixed = ev({"between": ["2021-05-03 09:00", "2021-05-05 09:00"]}, "hearing_set")
        filed = ev("2021-05-05 12:00", "papers_filed")
        for events, verdict in (
            ([fixed, filed, hearing], "undetermined"),
            ([fixed, filed, {**hearing, "at": "2021-05-03 12:00"}], "violated"),
        ):
            (finding,) = found(run({"captive.alien": False}, events, "2021-06-01"), "paper.filing")
            assert finding.verdict.value == verdict

    @pytest.mark.parametrize("length", ["days: {0}, first_day: next, ends: moment", "hours: {1}"])
    def test_a_window_that_only_the_middle_of_an_uncertain_trigger_meets(self, length: str, tmp_path: Path) -> None:
        """At the one end the act comes too late, at the other too early to count."""
        warrant = ev({"between": ["2021-01-01 08:00", "2021-03-01 08:00"]}, "warrant")
        floor, limit = ("{" + length.format(days, 24 * days) + "}" for days in (30, 41))
        body = f"after: warrant\nmust: freed\nwithin: [{limit}]\nnot_before: {floor}"
        assert judged(tmp_path, body, warrant, ev("2021-03-05 08:00", "freed"), as_of="2021-06-01") == ["undetermined"]

    @pytest.mark.parametrize(
        ("seized", "searched", "verdict"),
        [
            ("08:00", ("09:00", "22:00"), "undetermined"),  # in time only between the two
            ("08:00", ("09:00", "09:59:59"), "violated"),
            ("08:00", ("10:00", "20:00"), "complied"),
            ("08:00", ("10:00", "20:00:01"), "undetermined"),
            (("08:00", "21:00"), "22:00", "undetermined"),
            (("08:00", "09:59:59"), "22:00", "violated"),
            (("10:00", "20:00"), "22:00", "complied"),
            (("09:00", "10:00"), ("11:00", "11:30"), "undetermined"),
        ],
    )
    def test_time_that_elapsed_between_uncertain_times(self, seized: object, searched: object, verdict: str, tmp_path: Path) -> None:
        """Two hours at least, and twelve at most."""
        body = "whenever: strip_search\nonly_if: {elapsed: {since: seizure, at_least: {hours: 2}, at_most: {hours: 12}}}"

        def day(clock: object) -> object:
            return {"between": [f"2021-05-03 {one}" for one in clock]} if isinstance(clock, tuple) else f"2021-05-03 {clock}"

        assert judged(tmp_path, body, ev(day(seized), "seizure"), ev(day(searched), "strip_search")) == [verdict]

    @pytest.mark.parametrize(
        "body",
        ["every: {hours: 9}\nover: {after: seizure, until: [freed]}\nmust: [check]", "after: seizure\nmust: check\nwithin: [{hours: 9}]"],
    )
    def test_a_disputed_act_is_explained_as_the_first_account_has_it(self, body: str, tmp_path: Path) -> None:
        """Also which part of a condition is not met."""
        rule = f"when: {{all: [{{suspicion.weight: grave}}, {{captive.child: true}}]}}\n{body}"
        pack, told = with_rules(tmp_path, rule), []
        for when in ("2021-05-03 12:00", {"accounts": {"log": "2021-05-03 12:00", "camera": "2021-05-03 20:00"}}):
            facts = {"suspicion.weight": "grave", "captive.child": False}
            (finding,) = found(run(facts, [SEIZED, ev(when, "check"), FREED], pack=pack), "paper.added")
            told.append([step for step in finding.because if "disputed" not in step])
        assert told[0] == told[1]
        assert any("child" in step for step in told[0])
        assert not any("grave" in step for step in told[0])

    def test_a_fact_that_follows_from_one_that_changes(self) -> None:
        facts = {"captive.passport": [{"value": "ZU"}, {"from": "2021-05-05", "value": "HU"}]}
        charges = [ev("2021-05-04 12:00", "charge"), ev("2021-05-06 12:00", "charge")]
        assert [one.verdict.value for one in found(run(facts, charges, "2021-06-01"), "paper.copy")] == ["not_applicable", "violated"]

    @pytest.mark.parametrize(("seized", "verdict"), [("2021-05-05 09:00", "complied"), (None, "violated")])
    def test_age_is_that_at_the_seizure_of_the_same_detention(self, seized: str | None, verdict: str, tmp_path: Path) -> None:
        """Sixteen on 6 May, searched on that day; an earlier seizure ended before."""
        again = [ev(seized, "seizure")] if seized else []
        events = [SEIZED, FREED, *again, ev("2021-05-06 12:00", "strip_search")]
        pack = with_rules(tmp_path, "whenever: strip_search\nonly_if: {captive.child: true}")
        report = run({"captive.birthday": "2005-05-06"}, events, readings={"Z1": "age-at-seizure"}, pack=pack)
        assert [one.verdict.value for one in found(report, "paper.added")] == [verdict]


class TestReadings:
    def test_a_condition_that_the_reading_makes_always_hold(self, tmp_path: Path) -> None:
        body = "whenever: strip_search\nonly_if: {any: [{reading.Z2: needs-warrant}, {captive.child: true}]}"
        assert judged(tmp_path, body, ev("2021-05-03 12:00", "strip_search")) == ["complied"]

    def test_a_condition_that_the_reading_makes_never_hold(self, tmp_path: Path) -> None:
        body = "whenever: strip_search\nonly_if: {all: [{reading.Z2: needs-none}, {captive.child: true}]}"
        assert judged(tmp_path, body, ev("2021-05-03 12:00", "strip_search")) == ["violated"]

    def test_a_condition_that_the_reading_turns(self, tmp_path: Path) -> None:
        body = "whenever: strip_search\nonly_if: {any: [{not: {reading.Z2: needs-warrant}}, {captive.child: true}]}"
        assert judged(tmp_path, body, ev("2021-05-03 12:00", "strip_search"), facts={"captive.child": False}) == ["violated"]

    def test_a_recurrence_without_a_cycle_under_the_reading(self, tmp_path: Path) -> None:
        body = "every: [{hours: 9, when: {reading.Z3: each-half}}]\nover: {after: seizure, until: [freed]}\nmust: [check]"
        assert judged(tmp_path, body, SEIZED, FREED, as_of="2021-05-05") == []


class TestConditions:
    @pytest.mark.parametrize(
        ("named", "verdict"), [(["x", "y"], "complied"), (["y"], "violated"), ([], "violated"), (None, "undetermined")]
    )
    @pytest.mark.parametrize(
        "body",
        [
            "whenever: charge\nonly_if: {trigger: {counts: [x, z]}}",
            "after: seizure\nmust: [{is: charge, with: {counts: [x, z]}}]\nwithin: [{hours: 2}]",
            "after: seizure\nmust: [{is: charge, with: {counts: [x, z], by: magistrate}}]\nwithin: [{hours: 2}]",
        ],
    )
    def test_an_attribute_that_is_a_list(self, body: str, named: list[str] | None, verdict: str, tmp_path: Path) -> None:
        """One of the words is enough."""
        shutil.copytree(FOLDER, tmp_path / "words")
        words = tmp_path / "words" / "vocabulary.yaml"
        counts = "means: a charge is laid\n    attributes:\n      counts: {type: list_of, values: [x, y, z], means: the counts}"
        content = words.read_text(encoding="utf-8").replace("means: a charge is laid\n    attributes:", counts)
        words.write_text(content, encoding="utf-8")
        charge = ev("2021-05-03 09:00", "charge", by="magistrate", counts=named)
        report = run({}, [SEIZED, charge], "2021-05-04", with_rules(tmp_path, body, source=tmp_path / "words"))
        assert [one.verdict.value for one in found(report, "paper.added")] == [verdict]

    def test_a_test_of_the_trigger_that_is_no_list_of_words(self, tmp_path: Path) -> None:
        body = "whenever: warrant\nonly_if: {trigger: {by: {not: sergeant}}}"
        warrants = [ev(f"2021-05-03 1{hour}:00", "warrant", by=by) for hour, by in enumerate(("magistrate", "sergeant", None))]
        assert judged(tmp_path, body, *warrants) == ["complied", "violated", "undetermined"]

    def test_no_time_has_elapsed_in_the_second_itself(self, tmp_path: Path) -> None:
        body = "whenever: strip_search\nonly_if: {elapsed: {since: seizure, at_most: {hours: 1}}}"
        assert judged(tmp_path, body, SEIZED, ev("2021-05-03 08:00", "strip_search")) == ["complied"]

    def test_time_elapsed_since_another_event_of_the_type_of_the_trigger(self, tmp_path: Path) -> None:
        body = "whenever: check\nonly_if: {elapsed: {since: check, at_least: {hours: 1}, scope: case}}"
        checks = [ev(f"2021-05-03 {clock}", "check") for clock in ("09:00", "10:00", "10:59")]
        assert judged(tmp_path, body, *checks) == ["undetermined", "complied", "violated"]

    def test_a_stated_time_is_that_of_the_first_event_of_the_detention(self) -> None:
        for stated, verdict in (("08:00", "complied"), ("09:00", "violated")):
            note = ev("2021-05-03 10:00", "seizure_noted", noted_time=f"2021-05-03 {stated}")
            (finding,) = found(run({}, [SEIZED, ev("2021-05-03 09:00", "seizure"), note]), "paper.seizure-note")
            assert finding.verdict.value == verdict

    @pytest.mark.parametrize(
        ("stated", "verdict"),
        [
            ("2021-10-31T02:30:59+02:00", "complied"),
            ("2021-10-31T02:30:00+01:00", "undetermined"),  # the same on the clock, an hour later: which was meant is not written
            ("2021-10-31T02:31:00+01:00", "violated"),
            ("2021-10-31T02:29:00+02:00", "violated"),
        ],
    )
    def test_a_stated_time_in_an_hour_that_occurs_twice(self, stated: str, verdict: str) -> None:
        events = [ev("2021-10-31T02:30:30+02:00", "seizure"), ev("2021-10-31 10:00", "seizure_noted", noted_time=stated)]
        (finding,) = found(run({}, events), "paper.seizure-note")
        assert finding.verdict.value == verdict

    def test_a_condition_of_the_limit_where_the_limit_is_unknown(self, tmp_path: Path) -> None:
        """It is tested at the trigger: a suspicion that became grave later changes nothing."""
        body = (
            "after: warrant\nmust: freed\nwithin:\n  - {hours: 72, when: {suspicion.weight: grave}, tested: limit}\n"
            "  - {period: {attribute: term}, ends: moment}"
        )
        weights = {"suspicion.weight": [{"value": "petty"}, {"from": "2021-05-04", "value": "grave"}]}
        (finding,) = findings(tmp_path, body, ev("2021-05-03 08:00", "warrant"), facts=weights, as_of="2021-05-20")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("warrant.term",))

    WHEN_GRAVE = "when: {suspicion.weight: grave}, tested: limit"

    def test_a_condition_of_the_only_limit_is_tested_at_that(self, tmp_path: Path) -> None:
        body = f"after: warrant\nmust: freed\nwithin: [{{hours: 72, {self.WHEN_GRAVE}}}]"
        for since, verdict in (("2021-05-06 08:00", "violated"), ("2021-05-06 08:00:01", "not_applicable")):
            weights = {"suspicion.weight": [{"value": "petty"}, {"from": since, "value": "grave"}]}
            (finding,) = findings(tmp_path / verdict, body, ev("2021-05-03 08:00", "warrant"), facts=weights, as_of="2021-05-20")
            assert (finding.verdict.value, finding.margin_seconds is None) == (verdict, verdict == "not_applicable")

    @pytest.mark.parametrize(("day", "verdict"), [("05-31", "complied"), ("06-10", "undetermined"), ("07-01", "violated")])
    def test_a_limit_that_may_have_been_law_and_is_tested_at_the_other(self, day: str, verdict: str, tmp_path: Path) -> None:
        body = (
            f"after: warrant\nmust: freed\nwithin: [{{hours: 5, {self.WHEN_GRAVE}, in_force: {{from: children-amendment}}}}, {{hours: 24}}]"
        )
        events = [ev(f"2020-{day} 08:00", "warrant"), ev(f"2020-{day} 18:00", "freed")]
        assert judged(tmp_path, body, *events, facts={"suspicion.weight": "grave"}) == [verdict]

    def test_an_unknown_limit_and_a_clock_that_stood_still(self, tmp_path: Path) -> None:
        body = (
            "after: warrant\nmust: freed\nwithin: [{period: {attribute: term}, ends: moment}]\n"
            "paused: [{from: hospital_in, until: hospital_out}]"
        )
        stay = [ev("2021-05-03 12:00", "hospital_in"), ev("2021-05-03 13:00", "hospital_out"), ev("2021-05-05 08:30", "freed")]
        for term, verdict, margin in (("PT48H", "complied", 1800), (None, "undetermined", None)):
            (finding,) = findings(tmp_path / verdict, body, ev("2021-05-03 08:00", "warrant", term=term), *stay)
            assert (finding.verdict.value, finding.margin_seconds) == (verdict, margin)
            assert finding.discharge is not None
            assert finding.discharge.type == "freed"

    def test_a_number_that_changes_is_that_of_the_trigger(self, tmp_path: Path) -> None:
        body = "whenever: charge\nonly_if: {suspicion.years: {above: 3}}"
        facts = {"suspicion.years": [{"value": 3}, {"from": "2021-05-04", "value": 4}]}
        charges = [ev("2021-05-03 23:59:59", "charge"), ev("2021-05-04 00:00", "charge")]
        assert judged(tmp_path, body, *charges, facts=facts) == ["violated", "complied"]

    def test_a_trigger_does_not_undo_what_came_before_it(self, tmp_path: Path) -> None:
        body = "whenever: charge\nonly_if: {earlier: {is: warrant_asked, scope: case, unless_followed_by: [charge]}}"
        charges = [ev(f"2021-05-03 {clock}", "charge") for clock in ("10:00", "11:00")]
        assert judged(tmp_path, body, ev("2021-05-03 09:00", "warrant_asked"), *charges) == ["complied", "violated"]

    def test_an_event_is_not_on_the_day_of_itself(self, tmp_path: Path) -> None:
        body = "whenever: check\nonly_if: {on_day_of: check}"
        checks = [ev(when, "check") for when in ("2021-05-03 10:00", "2021-05-04 10:00", "2021-05-04 18:00")]
        assert judged(tmp_path, body, *checks) == ["violated", "complied", "complied"]

    def test_a_fact_that_is_derived_until_it_is_given(self) -> None:
        """Each charge is judged by what was known of the passport or of the captive when it was laid."""
        facts = {"captive.passport": "ZU", "captive.alien": [{"from": "2021-05-05", "value": True}]}
        charges = [ev("2021-05-04 12:00", "charge"), ev("2021-05-06 12:00", "charge"), ev("2021-05-06 13:00", "charge")]
        report = run(facts, charges, "2021-06-01")
        assert [one.verdict.value for one in found(report, "paper.copy")] == ["not_applicable", "violated", "violated"]


class TestUnknown:
    @pytest.mark.parametrize("earlier", [[], [ev("2021-05-03 09:00", "warrant_asked")]], ids=len)
    def test_the_time_of_what_undoes_an_event_in_the_same_second(self, earlier: list[Event]) -> None:
        events = [
            SEIZED,
            *earlier,
            ev("2021-05-03 10:00", "warrant_asked"),
            ev("2021-05-03 10:00", "warrant_refused"),
            ev("2021-05-04 10:00", "warrant"),
        ]
        (finding,) = found(run({}, events), "paper.standing-request")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("the time of warrant_refused",))

    def test_two_uncertain_times_have_no_single_instant_of_violation(self) -> None:
        seized = ev({"between": ["2021-05-03 08:00", "2021-05-03 09:00"]}, "seizure")
        freed = ev({"between": ["2021-05-04 07:00", "2021-05-04 10:00"]}, "freed")
        (finding,) = found(run(PETTY, [seized, freed]), "custody.charge")
        assert (finding.verdict.value, dict(finding.violated_from)) == ("undetermined", {})
        assert finding.needs == ("the time of seizure", "the time of freed")

    @pytest.mark.parametrize(("by", "needs"), [("Agatha", ("an event charge", "an event warrant")), (None, ("seizure.by",))])
    def test_what_undoes_an_event_is_named(self, by: str | None, needs: tuple[str, ...]) -> None:
        heard = [ev(f"2021-05-0{day} 10:00", "complaint_heard", judge=judge) for day, judge in ((3, "Gustave"), (6, "Agatha"))]
        report = run({}, [heard[0], ev("2021-05-04 10:00", "seizure", by=by), heard[1]])
        assert set(needs) <= set(found(report, "paper.late-complaint")[1].needs)


class TestStandards:
    @pytest.mark.parametrize(
        ("freed", "seen", "verdict"),
        [
            ("09:00", "09:00", "undetermined"),
            ("09:00", "09:00:01", "violated"),  # the detention was over
            ("20:00", "14:00", "undetermined"),
            ("20:00", "14:00:01", "violated"),  # past the bound that the text gives
            ("20:00", "08:00", "complied"),
        ],
    )
    def test_the_earlier_of_the_outer_bound_and_the_end_of_the_detention(self, freed: str, seen: str, verdict: str) -> None:
        events = [ev(f"2021-05-03 {clock}", kind, cell="A") for clock, kind in (("08:00", "seizure"), (seen, "doctor"))]
        (finding,) = found(run(PETTY, [*events, ev(f"2021-05-03 {freed}", "freed")], "2021-05-05"), "custody.doctor")
        assert finding.verdict.value == verdict

    def test_not_done_by_the_end_of_the_detention_before_the_outer_bound(self) -> None:
        """It is violated, and nothing was late by any number."""
        events = [ev("2021-05-03 08:00", "seizure", cell="A"), ev("2021-05-03 09:00", "freed")]
        (finding,) = found(run(PETTY, events, "2021-05-03 10:00"), "custody.doctor")
        assert (finding.verdict.value, finding.margin_seconds) == ("violated", None)
        assert finding.deadline == int(moment("2021-05-03 14:00").timestamp())
        (finding,) = found(run(PETTY, events, "2021-05-03 14:00"), "custody.doctor")
        assert (finding.verdict.value, finding.margin_seconds) == ("violated", None)
        (finding,) = found(run(PETTY, events, "2021-05-03 14:00:01"), "custody.doctor")
        assert (finding.verdict.value, finding.margin_seconds) == ("violated", -1)

    @pytest.mark.parametrize(
        ("seen", "verdict", "told"),
        [
            ("09:59:59", "complied", "is 2 h"),
            ("10:00", "complied", "is 2 h"),
            ("10:00:01", "violated", "is only 2 h"),
        ],
    )
    def test_a_tolerance_and_what_is_said_of_it(self, seen: str, verdict: str, told: str) -> None:
        events = [ev(f"2021-05-03 {clock}", kind, cell="A") for clock, kind in (("08:00", "seizure"), (seen, "doctor"))]
        (finding,) = found(run(PETTY, events, "2021-05-05", tolerances={"custody.doctor": "2h"}), "custody.doctor")
        assert finding.verdict.value == verdict
        assert any(told in step for step in finding.because)

    @pytest.mark.parametrize(("as_of", "verdict", "margin"), [("10:00", "pending", 0), ("10:00:01", "violated", -1)])
    def test_a_tolerance_that_is_running(self, as_of: str, verdict: str, margin: int) -> None:
        events = [ev("2021-05-03 08:00", "seizure", cell="A")]
        (finding,) = found(run(PETTY, events, f"2021-05-03 {as_of}", tolerances={"custody.doctor": "2h"}), "custody.doctor")
        assert (finding.verdict.value, finding.margin_seconds) == (verdict, margin)
