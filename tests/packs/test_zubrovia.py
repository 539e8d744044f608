"""A second, invented country: nothing but files, and every construct of the rule language at its boundary and with something unknown."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from detention_rules import Finding, InputError, Pack, Report, check, load_pack
from detention_rules.testing.verification import verify

FOLDER = Path(__file__).parent / "zubrovia"
PACK = load_pack(FOLDER)
HOME = ZoneInfo("Europe/Budapest")

Event = dict[str, Any]
PETTY = {"captive.child": False, "suspicion.weight": "petty", "ward.guarded": False}
GRAVE = {**PETTY, "suspicion.weight": "grave", "suspicion.years": 5, "suspicion.tags": []}
CHILD = {**PETTY, "captive.child": True}


def ev(when: object, kind: str, **attributes: object) -> Event:
    """Return an event."""
    return {"at": when, "is": kind, **attributes}


def run(facts: dict[str, Any], events: Sequence[Event], as_of: object = None, pack: Pack = PACK, **more: Any) -> Report:
    """Check a timeline."""
    data = {"facts": facts, "events": list(events), **more}
    return check(data if as_of is None else {**data, "as_of": as_of}, pack=pack)


def found(report: Report, rule: str) -> list[Finding]:
    """Return the findings of a rule."""
    return [finding for finding in report.findings if finding.rule.id == rule]


def verdicts(report: Report, rule: str) -> list[str]:
    """Return the verdicts of a rule."""
    return [finding.verdict.value for finding in found(report, rule)]


def moment(local: str, seconds: int = 0) -> datetime:
    """Return a local time, moved by elapsed seconds."""
    return datetime.fromisoformat(local).replace(tzinfo=HOME).astimezone(ZoneInfo("UTC")) + timedelta(seconds=seconds)


def test_the_pack_is_clean() -> None:
    result = verify(FOLDER)
    assert result.problems == ()
    assert (result.rules, result.limits) == (23, 18)


def with_rules(tmp_path: Path, *bodies: str, source: Path = FOLDER) -> Pack:
    """Return the pack with more rules, that have these forms: `paper.added`, `paper.added-1` and so on."""
    shutil.copytree(source, tmp_path / "pack")
    content = (FOLDER / "paper" / "call-home.yaml").read_text(encoding="utf-8")
    head, _, examples = content.partition("after: seizure")
    examples = examples.partition("breach:")[2]
    for number, body in enumerate(bodies):
        name = f"added-{number}" if number else "added"
        rule = f"{head}{body}\nbreach:{examples}".replace("rule: paper.call-home", f"rule: paper.{name}")
        (tmp_path / "pack" / "paper" / f"{name}.yaml").write_text(rule, encoding="utf-8")
    return load_pack(tmp_path / "pack")


SEIZED = ev("2021-05-03 08:00", "seizure")


@dataclass(frozen=True)
class Row:
    """A duty, the last instant at which `done` is in time, and what comes before."""

    name: str
    rule: str
    facts: dict[str, Any]
    before: list[Event]
    done: Event
    limit: str
    number: int = 0
    """Which of the rule's findings."""

    def __str__(self) -> str:
        return self.name


def act(kind: str, **attributes: object) -> Event:
    """Return an event without its time."""
    return {"is": kind, **attributes}


FREED = act("freed")
ROWS = [
    Row("hours", "custody.charge", PETTY, [SEIZED], FREED, "2021-05-04 08:00"),
    Row("minutes, in a case with dates", "custody.charge", CHILD, [SEIZED], FREED, "2021-05-03 20:00"),
    Row("a case before its dates", "custody.charge", CHILD, [ev("2020-05-31 08:00", "seizure")], FREED, "2020-06-01 08:00"),
    Row("a case tested at the limit", "custody.charge", GRAVE, [SEIZED], FREED, "2021-05-04 20:00"),
    Row(
        "a fact that changes before the limit",
        "custody.charge",
        {**GRAVE, "suspicion.weight": [{"value": "petty"}, {"from": "2021-05-04 08:00", "value": "grave"}]},
        [SEIZED],
        FREED,
        "2021-05-04 20:00",
    ),
    Row(
        "a fact that changes after the limit",
        "custody.charge",
        {**GRAVE, "suspicion.weight": [{"value": "petty"}, {"from": "2021-05-04 08:01", "value": "grave"}]},
        [SEIZED],
        FREED,
        "2021-05-04 08:00",
    ),
    Row("a fact derived from a birthday", "custody.charge", {**PETTY, "captive.child": None, "captive.birthday": "2005-05-04"}, [SEIZED],
        FREED, "2021-05-03 20:00"),
    Row("sixteen on the day", "custody.charge", {**PETTY, "captive.child": None, "captive.birthday": "2005-05-03"}, [SEIZED], FREED,
        "2021-05-04 08:00"),
    Row("hours when clocks change", "custody.charge", CHILD, [ev("2021-03-27 20:00", "seizure")], FREED, "2021-03-28 09:00"),
    Row("a pause", "custody.charge", PETTY,
        [SEIZED, ev("2021-05-03 12:00", "hospital_in"), ev("2021-05-03 15:30", "hospital_out")], FREED, "2021-05-04 11:30"),
    Row("a pause that began before the clock", "custody.charge", PETTY,
        [ev("2021-05-03 06:00", "hospital_in"), SEIZED, ev("2021-05-03 09:00", "hospital_out")], FREED, "2021-05-04 09:00"),
    Row("two pauses, one in the time that the other added", "custody.charge", PETTY,
        [SEIZED, ev("2021-05-04 07:00", "hospital_in"), ev("2021-05-04 09:00", "hospital_out"), ev("2021-05-04 09:30", "hospital_in"),
         ev("2021-05-04 10:00", "hospital_out")], FREED, "2021-05-04 10:30"),
    Row("pauses that overlap count once", "custody.charge", PETTY,
        [SEIZED, ev("2021-05-03 10:00", "hospital_in"), ev("2021-05-03 11:00", "hospital_in"), ev("2021-05-03 12:00", "hospital_out")],
        FREED, "2021-05-04 10:00"),
    Row("a pause that is over in the second in which it began", "custody.charge", PETTY,
        [SEIZED, ev("2021-05-03 10:00", "hospital_in"), ev("2021-05-03 10:00", "hospital_out"), ev("2021-05-03 12:00", "hospital_in"),
         ev("2021-05-03 13:00", "hospital_out")], FREED, "2021-05-04 09:00"),
    Row("a pause whose condition does not hold", "custody.charge", {**PETTY, "ward.guarded": True},
        [SEIZED, ev("2021-05-03 12:00", "hospital_in"), ev("2021-05-03 15:30", "hospital_out")], FREED, "2021-05-04 08:00"),
    Row("from the first of several triggers", "custody.check-after-check", {}, [SEIZED], act("check"), "2021-05-03 14:00"),
    Row("from the last of several triggers", "custody.check-after-check", {}, [SEIZED, ev("2021-05-03 10:00", "check")], act("check"),
        "2021-05-03 19:00", 1),
    Row("days, the next being the first", "custody.second-request", {}, [ev("2021-05-03 09:00", "warrant_refused")], act("warrant_asked"),
        "2021-05-14 00:00"),
    Row("months to the same time", "custody.ceiling", PETTY, [SEIZED, ev("2021-05-04 08:00", "warrant", by="magistrate")], FREED,
        "2021-07-03 08:00"),
    Row("months when clocks change", "custody.ceiling", PETTY,
        [ev("2021-02-15 08:00", "seizure"), ev("2021-02-16 08:00", "warrant", by="magistrate")], FREED, "2021-04-15 08:00"),
    Row("months from the trigger where nothing else began", "custody.ceiling", PETTY,
        [ev("2021-05-04 08:00", "warrant", by="magistrate")], FREED, "2021-07-04 08:00"),
    Row("years to the end of the day", "custody.ceiling", GRAVE,
        [SEIZED, ev("2021-05-04 08:00", "warrant", by="magistrate"), ev("2021-05-05 08:00", "handed_over")], FREED, "2024-05-04 00:00"),
    Row("an instant that the trigger carries", "custody.warrant-end", {"captive.passport": "ZU"},
        [ev("2021-05-04 08:00", "warrant", by="magistrate", ends_at="2021-05-20 13:07")], FREED, "2021-05-20 13:07"),
    Row("an instant that the trigger carries, in an hour that occurs twice", "custody.warrant-end", {"captive.passport": "ZU"},
        [ev("2021-10-30 08:00", "warrant", by="magistrate", ends_at="2021-10-31T02:30:00+02:00")], FREED, "2021-10-31 02:30"),
    Row("a period of hours that the trigger carries", "custody.warrant-end", {"captive.passport": "HU"},
        [ev("2021-05-04 08:00", "warrant", term="PT36H")], FREED, "2021-05-05 20:00"),
    Row("a period that the trigger carries", "custody.warrant-end", {"captive.passport": "HU"},
        [ev("2021-05-04 08:00", "warrant", term="P1M")], FREED, "2021-06-03 10:30"),
    Row("a day off moved one day back", "custody.warrant-end", {"captive.passport": "HU"},
        [ev("2021-05-04 08:00", "warrant", term="P20D")], FREED, "2021-05-22 10:30"),
    Row("an outer bound, with a tolerance beyond it", "custody.doctor", {}, [ev("2021-05-03 08:00", "seizure", cell="A")],
        act("doctor", cell="A"), "2021-05-03 14:00"),
    Row("a day that counts itself", "paper.rights", {}, [ev("2021-05-03 12:00", "charge")], act("rights_read"), "2021-05-04 00:00"),
    Row("working days over a weekend", "paper.copy", {"captive.alien": True}, [ev("2021-05-07 12:00", "charge")], act("copy_served"),
        "2021-05-12 16:30"),
    Row("working days from a Sunday", "paper.copy", {"captive.alien": True}, [ev("2021-05-09 12:00", "charge")], act("copy_served"),
        "2021-05-12 16:30"),
    Row("working days to another closing time", "paper.copy", {"captive.alien": True, "station.closes": "24:00"},
        [ev("2021-05-07 12:00", "charge")], act("copy_served"), "2021-05-13 00:00"),
    Row("working days to the closing time as it was when they began", "paper.copy",
        {"captive.alien": True, "station.closes": [{"value": "16:30"}, {"from": "2021-05-07 12:00", "value": "24:00"},
                                                   {"from": "2021-05-07 12:01", "value": "17:00"}]},
        [ev("2021-05-07 12:00", "charge")], act("copy_served"), "2021-05-13 00:00"),
    Row("back to a working day", "paper.filing", {"captive.alien": False}, [ev("2021-05-08 11:00", "hearing_set")], act("papers_filed"),
        "2021-05-07 11:00"),
    Row("days that count the first", "paper.filing", {"captive.alien": False}, [ev("2021-05-05 11:00", "hearing_set")],
        act("papers_filed"), "2021-05-06 11:00"),
    Row("a period and a start that are facts", "paper.filing",
        {"captive.alien": True, "ruling.day": "2021-04-08", "ruling.length": "P1M"}, [ev("2021-05-05 11:00", "hearing_set")],
        act("papers_filed"), "2021-05-11 00:00"),
    Row("a period and a start that are facts, as they are at the trigger", "paper.filing",
        {"captive.alien": True, "ruling.day": [{"value": "2021-04-07"}, {"from": "2021-05-05 11:00", "value": "2021-04-08"}],
         "ruling.length": [{"value": "P1M"}, {"from": "2021-05-05 11:00:01", "value": "P2M"}]}, [ev("2021-05-05 11:00", "hearing_set")],
        act("papers_filed"), "2021-05-11 00:00"),
    Row("from the next event", "paper.call-home", {}, [SEIZED, ev("2021-05-03 11:00", "doctor")], act("call_home"), "2021-05-03 12:30"),
    Row("each round, from the span's start", "custody.check-each-round", GRAVE, [SEIZED, ev("2021-05-04 01:30", "check")], act("check"),
        "2021-05-03 17:00"),
    Row("each seven days, when clocks change", "register.hearings", {}, [ev("2021-03-24 09:00", "warrant")], act("hearing"),
        "2021-03-31 09:00"),
    Row("by a day of the month", "register.log", {"station.log": {"from": "2021-04-15", "until": "2021-06-01"}}, [], act("log_signed"),
        "2021-05-04 00:00"),
]  # fmt: skip
LATE = "back to a working day"
"""Its limit lies before its trigger: whatever comes is late."""


@pytest.mark.parametrize("row", [row for row in ROWS if row.name != LATE], ids=str)
class TestBoundary:
    def judged(self, row: Row, events: list[Event], as_of: object) -> Finding:
        tolerances = {"custody.doctor": "24h"} if row.rule == "custody.doctor" else {}
        return found(run(row.facts, events, as_of, tolerances=tolerances), row.rule)[row.number]

    def test_done(self, row: Row) -> None:
        for late, verdict in ((-1, "complied"), (0, "complied"), (1, "violated"), (60, "violated")):
            when = moment(row.limit, late)
            finding = self.judged(row, [*row.before, {**row.done, "at": when}], when)
            assert (late, finding.verdict.value) == (late, verdict)
            assert finding.deadline == int(moment(row.limit).timestamp())
            assert finding.margin_seconds == -late

    def test_not_done(self, row: Row) -> None:
        events = [*row.before, SEIZED] if not row.before else row.before
        kinds = {event["is"] for event in events} & {row.done["is"]}
        if kinds and row.number == 0:
            return  # a later act of the same type would be the discharge
        for late, verdict in ((-1, "pending"), (0, "pending"), (1, "violated")):
            finding = self.judged(row, events, moment(row.limit, late))
            assert (late, finding.verdict.value) == (late, verdict)
            assert finding.margin_seconds == -late


def test_a_limit_before_its_trigger_is_missed_at_once() -> None:
    (row,) = [row for row in ROWS if row.name == LATE]
    finding = found(run(row.facts, [*row.before, ev("2021-05-08 11:00:01", "papers_filed")]), row.rule)[0]
    assert (finding.verdict.value, finding.margin_seconds) == ("violated", -86_401)
    assert finding.deadline == int(moment(row.limit).timestamp())


class TestFloor:
    @pytest.mark.parametrize(("when", "verdict"), [("2021-05-06 08:59:59", "violated"), ("2021-05-06 09:00", "complied")])
    def test_at_its_edge(self, when: str, verdict: str) -> None:
        events = [ev("2021-05-03 09:00", "warrant_refused"), ev(when, "warrant_asked")]
        assert verdicts(run({}, events, "2021-05-20"), "custody.second-request") == [verdict]

    def test_an_early_act_does_not_hide_a_later_one(self) -> None:
        events = [
            ev("2021-05-03 09:00", "warrant_refused"),
            ev("2021-05-04 09:00", "warrant_asked"),
            ev("2021-05-07 09:00", "warrant_asked"),
        ]
        (finding,) = found(run({}, events, "2021-05-20"), "custody.second-request")
        assert finding.verdict.value == "complied"
        assert finding.discharge is not None
        assert finding.discharge.id == "warrant_asked-2"


class TestActs:
    CHARGED = (SEIZED, ev("2021-05-04 07:00", "charge", by="magistrate", sent="2021-05-04 08:00"))

    def test_an_act_counts_when_its_attribute_says(self) -> None:
        (finding,) = found(run(PETTY, self.CHARGED), "custody.charge")
        assert (finding.verdict.value, finding.margin_seconds) == ("complied", 0)
        late = {**self.CHARGED[1], "sent": "2021-05-04 08:00:01"}
        (finding,) = found(run(PETTY, [SEIZED, late], "2021-05-04 12:00"), "custody.charge")
        assert (finding.verdict.value, finding.margin_seconds) == ("violated", -1)

    def test_the_required_form(self) -> None:
        wrong = {**self.CHARGED[1], "by": "sergeant"}
        assert verdicts(run(PETTY, [SEIZED, wrong], "2021-05-05"), "custody.charge") == ["violated"]

    def test_a_lapse_in_time_and_a_second_late(self) -> None:
        for when, verdict, margin in (("2021-05-04 08:00", "not_applicable", None), ("2021-05-04 08:00:01", "violated", -1)):
            (finding,) = found(run(PETTY, [SEIZED, ev(when, "handed_over")]), "custody.charge")
            assert (finding.verdict.value, finding.margin_seconds) == (verdict, margin)
            assert finding.deadline == int(moment("2021-05-04 08:00").timestamp())

    def test_the_same_attribute(self) -> None:
        seized = ev("2021-05-03 08:00", "seizure", cell="A")
        for cell, verdict in (("A", "complied"), ("B", "violated")):
            assert verdicts(run({}, [seized, ev("2021-05-03 08:00", "doctor", cell=cell)], "2021-05-03 20:00"), "custody.doctor") == [
                verdict
            ]

    def test_an_earlier_act_of_the_same_detention_only(self) -> None:
        read, charged = ev("2021-05-03 09:00", "rights_read"), ev("2021-05-05 12:00", "charge")
        assert verdicts(run({}, [SEIZED, read, charged], "2021-05-07"), "paper.rights") == ["complied"]
        freed = ev("2021-05-04 09:00", "freed")
        assert verdicts(run({}, [SEIZED, read, freed, charged], "2021-05-07"), "paper.rights") == ["violated"]

    def test_the_form_of_a_trigger(self) -> None:
        warrant = ev("2021-05-04 08:00", "warrant", by="sergeant")
        assert verdicts(run(PETTY, [SEIZED, warrant], "2021-05-05"), "custody.ceiling") == []


class TestLawInForce:
    @pytest.mark.parametrize(
        ("day", "verdict"),
        [("2024-12-31 23:59:59", "violated"), ("2025-01-01 00:00", "not_applicable"), ("2025-06-01 00:00", "not_applicable")],
    )
    def test_no_duty_after_its_end(self, day: str, verdict: str) -> None:
        assert verdicts(run({}, [ev(day, "seizure", cell="A")], "2025-12-31"), "custody.doctor") == [verdict]

    def test_unknown_before_its_beginning(self) -> None:
        for day, verdict in (("2014-12-31 23:59:59", "undetermined"), ("2015-01-01 00:00", "violated")):
            assert verdicts(run(PETTY, [ev(day, "seizure")], "2015-03-01"), "custody.charge") == [verdict]


class TestConditions:
    """The search at night: elapsed time, the time of day, earlier events, readings."""

    @pytest.mark.parametrize(
        ("when", "verdict"),
        [
            ("2021-05-03 09:59:59", "violated"),  # at least two hours
            ("2021-05-03 10:00", "complied"),
            ("2021-05-03 16:30", "complied"),  # not later than the closing time
            ("2021-05-03 16:30:01", "violated"),
        ],
    )
    def test_elapsed_time_and_time_of_day(self, when: str, verdict: str) -> None:
        assert verdicts(run({"captive.child": False}, [SEIZED, ev(when, "strip_search")]), "custody.night-search") == [verdict]

    def test_at_most(self) -> None:
        for when, verdict in (("2021-05-03 20:00", "complied"), ("2021-05-03 20:00:01", "violated")):
            report = run({"captive.child": False}, [SEIZED, ev(when, "strip_search")], readings={"Z2": "needs-none"})
            assert verdicts(report, "custody.night-search") == [verdict]

    def test_the_time_of_day_follows_a_fact(self) -> None:
        facts = {"captive.child": False, "station.closes": "17:00"}
        assert verdicts(run(facts, [SEIZED, ev("2021-05-03 17:00", "strip_search")]), "custody.night-search") == ["complied"]

    SEARCH = ev("2021-05-03 18:00", "strip_search")

    @pytest.mark.parametrize(
        ("earlier", "verdict"),
        [
            ([ev("2021-05-03 09:00", "warrant", by="magistrate")], "complied"),
            ([ev("2021-05-03 18:00", "warrant", by="magistrate")], "complied"),
            ([ev("2021-05-03 18:00:01", "warrant", by="magistrate")], "violated"),
            ([ev("2021-05-03 09:00", "warrant", by="sergeant")], "violated"),
            ([ev("2021-05-01 09:00", "warrant", by="magistrate"), ev("2021-05-02 09:00", "freed")], "violated"),  # of another detention
            ([ev("2021-05-01 09:00", "warrant_asked"), ev("2021-05-02 09:00", "freed")], "violated"),  # no child in it
        ],
    )
    def test_earlier_in_the_same_detention(self, earlier: list[Event], verdict: str) -> None:
        events = [ev("2021-05-01 08:00", "seizure"), *earlier, SEIZED, self.SEARCH]
        assert verdicts(run({"captive.child": False}, events), "custody.night-search") == [verdict]

    def test_earlier_anywhere_in_the_case(self) -> None:
        events = [
            ev("2021-05-01 08:00", "seizure"),
            ev("2021-05-01 09:00", "warrant_asked"),
            ev("2021-05-02 09:00", "freed"),
            SEIZED,
            self.SEARCH,
        ]
        assert verdicts(run({"captive.child": True}, events), "custody.night-search") == ["complied"]

    ASKED, REFUSED = ev("2021-05-03 10:00", "warrant_asked"), ev("2021-05-03 12:00", "warrant_refused")

    @pytest.mark.parametrize(
        ("events", "verdict"),
        [
            ([ASKED, ev("2021-05-03 09:59", "warrant_refused")], "complied"),  # of an older request
            ([ASKED, ev("2021-05-04 10:00", "warrant_refused")], "violated"),  # at the trigger
            ([ASKED, ev("2021-05-04 10:01", "warrant_refused")], "complied"),  # after it
            ([ASKED, ev("2021-05-03 10:00", "warrant_refused")], "undetermined"),  # in which order, nobody knows
            ([ASKED, REFUSED, ev("2021-05-03 13:00", "warrant_asked")], "complied"),  # asked anew
            ([ASKED, REFUSED, ev("2021-05-03 13:00", "warrant_asked"), ev("2021-05-03 14:00", "freed")], "violated"),
            ([ASKED, ev("2021-05-03 12:00", "charge", by="magistrate")], "complied"),  # not the form that undoes it
            ([ASKED, ev("2021-05-03 12:00", "charge"), REFUSED], "violated"),  # whoever laid the charge
            ([ASKED, ev({"between": ["2021-05-03 09:00", "2021-05-03 11:00"]}, "warrant_refused")], "undetermined"),
            ([ASKED, ev({"between": ["2021-05-03 10:01", "2021-05-04 09:00"]}, "warrant_refused")], "violated"),
        ],
    )
    def test_an_earlier_event_that_is_undone(self, events: list[Event], verdict: str) -> None:
        report = run({}, [SEIZED, *events, ev("2021-05-04 10:00", "warrant")])
        assert verdicts(report, "paper.standing-request") == [verdict]

    @pytest.mark.parametrize(
        ("events", "verdict", "needs"),
        [
            ([ev("2021-05-05 11:00", "charge", by="sergeant")], "complied", ()),  # another one's charge
            ([ev("2021-05-05 11:00", "warrant", by="magistrate")], "violated", ()),  # the last of either type
            ([ev("2021-05-05 11:00", "warrant")], "undetermined", ("warrant.by",)),
            ([ev("2021-05-03 11:00", "warrant")], "complied", ()),  # whoever ordered it, the time is over
        ],
    )
    def test_time_since_an_event_that_shares(self, events: list[Event], verdict: str, needs: tuple[str, ...]) -> None:
        heard = ev("2021-05-06 10:00", "complaint_heard", judge="magistrate")
        (finding,) = found(run({}, [ev("2021-05-03 10:00", "charge", by="magistrate"), *events, heard]), "paper.late-complaint")
        assert (finding.verdict.value, finding.needs) == (verdict, needs)

    @pytest.mark.parametrize(
        ("audit", "signed", "verdict"),
        [
            ("2021-05-04 23:59:59", "2021-05-04 00:00", "complied"),
            ("2021-05-04 00:00", "2021-05-04 23:59:59", "complied"),
            ("2021-05-05 00:00", "2021-05-04 23:59:59", "violated"),
            ("2021-05-03 23:59:59", "2021-05-04 00:00", "violated"),
            ("2021-05-04", "2021-05-04", "complied"),  # whatever the hours
            ("2021-05-05", "2021-05-04", "violated"),
            ({"between": ["2021-05-03 20:00", "2021-05-06 20:00"]}, "2021-05-05 12:00", "undetermined"),
            ("2021-05-05 12:00", {"between": ["2021-05-03 20:00", "2021-05-06 20:00"]}, "undetermined"),
        ],
    )
    def test_on_the_same_day(self, audit: object, signed: object, verdict: str) -> None:
        report = run({}, [ev(audit, "audited"), ev(signed, "log_signed")])
        assert verdicts(report, "paper.same-day") == [verdict]

    @pytest.mark.parametrize(("by", "verdict"), [("Agatha", "undetermined"), ("Gustave", "not_applicable"), (None, "undetermined")])
    def test_what_undoes_an_event_shares_something_with_the_trigger(self, by: str | None, verdict: str) -> None:
        first = ev("2021-05-03 10:00", "complaint_heard", judge="Gustave")
        again = ev("2021-05-06 10:00", "complaint_heard", judge="Agatha")
        report = run({}, [first, ev("2021-05-04 10:00", "seizure", by=by), again])
        assert verdicts(report, "paper.late-complaint")[1] == verdict

    def test_time_since_an_event_that_is_not_there(self) -> None:
        (finding,) = found(run({}, [ev("2021-05-06 10:00", "complaint_heard", judge="magistrate")]), "paper.late-complaint")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("an event charge", "an event warrant"))

    def test_not_and_attributes_of_the_trigger(self) -> None:
        warrant = ev("2021-05-04 08:00", "warrant", by="sergeant", ends_at="2021-05-20 18:00", term="P2D")
        (finding,) = found(run({"captive.passport": "ZU"}, [warrant]), "custody.warrant-end")
        assert finding.deadline == int(moment("2021-05-05 10:30").timestamp())


class TestActsInOrder:
    WARRANT = ev("2021-05-03 10:00", "warrant")

    @pytest.mark.parametrize(
        ("renewals", "verdict"),
        [
            ([("2021-05-05", "2021-05-20"), ("2021-05-07", "2021-05-12")], "violated"),
            ([("2021-05-05", "2021-05-12"), ("2021-05-07", "2021-05-20")], "complied"),
            ([("2021-05-05", "2021-05-20"), ("2021-05-07", "2021-05-16")], "complied"),
            ([("2021-05-05", "2021-05-20"), ("2021-05-14", "2021-05-16")], "complied"),
            ([("2021-05-05", "2021-05-20"), ("2021-05-13T00:00", "2021-05-12")], "violated"),
            ([("2021-05-05", "2021-05-20"), ("2021-05-07", None)], "undetermined"),
            ([("2021-05-05", "2021-05-20"), ("2021-05-05", "2021-05-12")], "undetermined"),
            ([("2021-05-05", "2021-05-12"), ("2021-05-05", "2021-05-20")], "undetermined"),
            ([("2021-05-05", "2021-05-12"), ("2021-05-05T10:00:01", "2021-05-20")], "complied"),
            ([("2021-05-05", "2021-05-20"), ("2021-05-05", None)], "undetermined"),  # in which order, nobody knows
            ([("2021-05-05", None), ("2021-05-05", "2021-05-20")], "undetermined"),
            ([("2021-05-05", None), ("2021-05-05T10:00:01", "2021-05-20")], "complied"),
        ],
    )
    def test_the_last_order_before_the_limit_is_the_one_in_force(self, renewals: list[tuple[str, str | None]], verdict: str) -> None:
        acts = [ev(day if "T" in day else f"{day} 10:00", "warrant_renewed", **({"ends_at": end} if end else {})) for day, end in renewals]
        (finding,) = found(run({}, [self.WARRANT, *acts], "2021-06-01"), "custody.renewal")
        assert finding.verdict.value == verdict

    def test_a_duty_never_met_is_late_up_to_the_event_that_ended_it(self) -> None:
        events = [SEIZED, ev("2021-05-04 08:01", "handed_over")]
        (finding,) = found(run(PETTY, events, "2021-08-01"), "custody.charge")
        assert (finding.verdict.value, finding.margin_seconds) == ("violated", -60)
        assert any("The duty ended with handed over, 2021-05-04 08:01 (+02:00), 1 min past the limit" in step for step in finding.because)


class TestRecurrences:
    LOG = {"station.log": {"from": "2021-04-15", "until": "2021-06-30"}}  # noqa: RUF012

    def test_only_whole_periods_inside_the_span(self) -> None:
        report = run(self.LOG, [SEIZED], "2021-12-31")
        assert [report.local(finding.deadline or 0).isoformat() for finding in found(report, "register.log")] == [
            "2021-05-04T00:00:00+02:00",
            "2021-06-04T00:00:00+02:00",
        ]

    def test_an_act_counts_in_its_own_period_only(self) -> None:
        report = run(self.LOG, [ev("2021-04-30 23:59", "log_signed"), ev("2021-06-02 12:00", "log_signed")], "2021-12-31")
        assert verdicts(report, "register.log") == ["violated", "complied"]

    def test_the_span_ends_with_the_detention(self) -> None:
        for freed, number in (("2021-05-04 01:59:59", 1), ("2021-05-04 02:00", 2)):
            events = [SEIZED, ev("2021-05-03 12:00", "check"), ev(freed, "freed")]
            assert len(found(run(GRAVE, events), "custody.check-each-round")) == number

    def test_a_span_whose_end_is_not_certain(self) -> None:
        """Whichever periods there may be are found; those that are whole only for some instants are open."""
        for freed, expected in (
            ({"between": ["2021-05-03 16:00", "2021-05-04 03:00"]}, ["undetermined", "undetermined"]),
            ({"between": ["2021-05-03 18:00", "2021-05-04 03:00"]}, ["violated", "undetermined"]),
            ({"accounts": {"log": "2021-05-03 16:00", "camera": "2021-05-04 03:00"}}, ["not_applicable", "not_applicable"]),
        ):
            findings = found(run(GRAVE, [SEIZED, ev(freed, "freed")], "2021-05-05"), "custody.check-each-round")
            assert [finding.verdict.value for finding in findings] == expected
            if "accounts" in freed:
                assert [[other.verdict.value for other in finding.alternatives] for finding in findings] == [["violated"], ["violated"]]
                assert [finding.margin_seconds for finding in findings] == [None, None]

    def rounds(self, *events: Event) -> list[tuple[str, str]]:
        """Return the detention and the verdict of every round in which a check was owed."""
        findings = found(run(GRAVE, events, "2021-06-01"), "custody.check-each-round")
        return [(finding.trigger.id if finding.trigger else "", finding.verdict.value) for finding in findings]

    @pytest.mark.parametrize("freed", ["2021-05-05 18:00", {"between": ["2021-05-05 18:00", "2021-05-05 19:00"]}])
    def test_spans_of_several_detentions(self, freed: object) -> None:
        """In order of time, each by its own acts, also where the end of one is not certain."""
        first = [ev("2021-05-03 08:00", "seizure", id="b"), ev("2021-05-03 12:00", "check"), ev("2021-05-03 18:00", "freed")]
        again = [ev("2021-05-05 08:00", "seizure", id="a"), ev(freed, "freed")]
        assert self.rounds(*first, *again) == [("b", "complied"), ("a", "violated")]

    def test_a_span_that_begins_in_the_second_in_which_another_ended(self) -> None:
        """Freed and seized again at the gate, the rounds begin anew; freed in the second of the only seizure, there are none."""
        gate = [ev(f"2021-05-03 {when}", kind) for when, kind in (("08:00", "seizure"), ("18:00", "freed"), ("18:00", "seizure"))]
        assert self.rounds(*gate, ev("2021-05-04 12:00", "freed")) == [("seizure", "violated"), *[("seizure-2", "violated")] * 2]
        assert self.rounds(SEIZED, {**SEIZED, "is": "freed"}, ev("2021-05-04 12:00", "freed")) == []

    def test_another_end_of_a_span_in_the_second_of_a_detention_begun_again(self, tmp_path: Path) -> None:
        """The hearing in that second is not the end of the detention before."""
        body = "every: {hours: 9}\nover: {after: seizure, until: [hearing, freed]}\nmust: [check]"
        kinds = [("08:00", "seizure"), ("16:00", "freed"), ("16:00", "seizure"), ("16:00", "hearing")]
        events = [ev("2021-05-02 12:00", "hearing_set"), *(ev(f"2021-05-03 {when}", kind) for when, kind in kinds)]
        assert verdicts(run({}, events, "2021-05-05", with_rules(tmp_path, body)), "paper.added") == []

    @pytest.mark.parametrize(
        ("check", "verdict"),
        [
            ({"between": ["2021-05-03 07:00", "2021-05-03 08:00"]}, "undetermined"),  # it may be in the first second of the round
            ({"between": ["2021-05-03 07:00", "2021-05-03 07:59:59"]}, "violated"),
            ({"accounts": {"log": {"between": ["2021-05-03 16:00", "2021-05-03 18:00"]}, "camera": "2021-05-05 12:00"}}, "undetermined"),
        ],
    )
    def test_an_uncertain_act_at_the_edge_of_a_round(self, check: object, verdict: str) -> None:
        assert self.rounds(SEIZED, ev(check, "check"), ev("2021-05-03 18:00", "freed")) == [("seizure", verdict)]

    def test_an_uncertain_act_bears_on_the_rounds_in_which_it_may_be(self) -> None:
        checks = [
            ev({"between": times}, "check")
            for times in (["2021-05-03 16:00", "2021-05-03 18:00"], ["2021-05-04 00:00", "2021-05-04 01:00"])
        ]
        assert self.rounds(SEIZED, *checks, ev("2021-05-04 02:00", "freed")) == [("seizure", "undetermined"), ("seizure", "complied")]

    def test_an_uncertain_end_of_a_span_beside_an_uncertain_act(self) -> None:
        check, freed = ["2021-05-03 12:00", "2021-05-03 13:00"], ["2021-05-03 16:00", "2021-05-03 19:00"]
        assert self.rounds(SEIZED, ev({"between": check}, "check"), ev({"between": freed}, "freed")) == [("seizure", "undetermined")]

    @pytest.mark.parametrize(("child", "verdict"), [(True, "undetermined"), (False, "not_applicable"), (None, "undetermined")])
    @pytest.mark.parametrize("over", ["{fact: station.log}", "{after: seizure, until: [freed]}"])
    def test_a_period_with_more_uncertain_acts_than_are_tried(self, over: str, child: bool | None, verdict: str, tmp_path: Path) -> None:
        """Seven: it is certain only that nothing is owed to others."""
        body = f"when: {{any: [{{reading.Z2: needs-none}}, {{captive.child: true}}]}}\nevery: {{hours: 20}}\nover: {over}\nmust: [check]"
        facts = {"captive.child": child, "station.log": {"from": "2021-05-03", "until": "2021-05-03"}}
        checks = [ev({"between": [f"2021-05-03 {hour:02}:00", f"2021-05-03 {hour:02}:30"]}, "check") for hour in range(9, 16)]
        events = [SEIZED, *checks, ev("2021-05-04 06:00", "freed")]
        assert verdicts(run(facts, events, "2021-05-05", with_rules(tmp_path, body)), "paper.added") == [verdict]

    def test_a_span_that_becomes_known(self) -> None:
        log = {"station.log": [{"from": "2021-08-01", "value": self.LOG["station.log"]}]}
        for as_of, number in (("2021-07-31 23:59", 0), ("2021-08-01 00:00", 2)):
            assert len(found(run(log, [SEIZED], as_of), "register.log")) == number

    def test_no_more_periods_than_can_be_read(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("detention_rules.engine.recurrences.MAX_PERIODS", 3)
        assert len(self.rounds(SEIZED)) == 3

    def test_an_act_on_the_boundary_serves_the_earlier_period_alone(self) -> None:
        events = [SEIZED, ev("2021-05-03 17:00", "check"), ev("2021-05-04 02:00", "freed")]
        assert verdicts(run(GRAVE, events, "2021-05-05"), "custody.check-each-round") == ["complied", "violated"]

    YEAR = {"station.log": {"from": "2021-01-01", "until": "2021-12-31"}}  # noqa: RUF012

    def test_so_many_acts_in_each_period(self) -> None:
        """The second of the acts discharges the duty; one in another period is none of them."""
        for acts, verdict, last in (
            (["2021-02-01", "2021-11-01", "2021-03-01"], "complied", "2021-03-01 12:00"),
            (["2020-12-31", "2021-11-01", "2022-01-02"], "violated", None),
            (["2021-01-01", "2021-01-01"], "complied", "2021-01-01 12:00"),
        ):
            events = [ev(f"{day} 12:00", "audited") for day in acts]
            (finding,) = found(run(self.YEAR, events, "2022-06-01"), "register.audit")
            assert finding.verdict.value == verdict
            at = None if finding.discharge is None else finding.discharge.at.default.earliest
            assert at == (None if last is None else int(moment(last).timestamp()))

    def test_an_event_that_fits_two_patterns_is_one_act(self, tmp_path: Path) -> None:
        shutil.copytree(FOLDER, tmp_path / "pack")
        rule = tmp_path / "pack" / "register" / "audit.yaml"
        both = "must: [{is: charge, with: {by: magistrate}}, {is: charge, with: {by: {not: sergeant}}}]"
        rule.write_text(rule.read_text(encoding="utf-8").replace("must: [audited]", both), encoding="utf-8")
        events = [ev("2021-02-01 12:00", "charge", by="magistrate")]
        assert verdicts(run(self.YEAR, events, "2022-06-01", load_pack(tmp_path / "pack")), "register.audit") == ["violated"]

    def test_an_act_that_may_count_may_be_one_of_so_many(self, tmp_path: Path) -> None:
        """Of two acts that count and one that may, the second is the one in the middle or the last."""
        shutil.copytree(FOLDER, tmp_path / "pack")
        rule = tmp_path / "pack" / "register" / "audit.yaml"
        rule.write_text(
            rule.read_text(encoding="utf-8").replace("must: [audited]", "must: [{is: blow, with: {at_night: false}}]"), encoding="utf-8"
        )
        pack = load_pack(tmp_path / "pack")
        maybe = ev("2021-03-01 12:00", "blow")
        events = [ev(f"2021-{day} 12:00", "blow", at_night=False) for day in ("02-01", "12-01")]
        events.insert(1, maybe)
        (finding,) = found(run(self.YEAR, events, "2022-06-01", pack), "register.audit")
        assert (finding.verdict.value, finding.discharge, finding.margin_seconds) == ("complied", None, None)
        (finding,) = found(run(self.YEAR, events[:2], "2022-06-01", pack), "register.audit")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("blow-2.at_night",))

    @pytest.mark.parametrize(("begun", "halves"), [("2021-07-01", 2), ("2021-07-02", 1), ("2021-12-31", 1), ("2022-01-02", 0)])
    def test_periods_of_months_are_those_of_the_year(self, begun: str, halves: int) -> None:
        log = {"station.log": {"from": begun, "until": "2022-06-30"}}
        assert len(found(run(log, [SEIZED], "2022-12-31", readings={"Z3": "each-half"}), "register.audit")) == halves

    def test_another_cycle_is_judged_on_its_own_periods_inside(self) -> None:
        """A year is complied with on the stricter reading only if both its halves are."""
        halves = [ev("2021-01-01 10:00", "audited"), ev("2021-07-01 10:00", "audited")]
        for events, alternatives in (
            (halves, [("Z3", "complied")]),
            ([halves[0], ev("2021-07-02 10:00", "audited")], [("Z3", "violated")]),
        ):
            (finding,) = found(run(self.YEAR, events, "2022-06-01"), "register.audit")
            assert finding.verdict.value == "complied"
            assert [(*other.assuming, other.verdict.value) for other in finding.alternatives] == alternatives
        strict = found(run(self.YEAR, halves, "2022-06-01", readings={"Z3": "each-half"}), "register.audit")
        assert [finding.verdict.value for finding in strict] == ["complied", "complied"]
        around = [[(*other.assuming, other.verdict.value) for other in finding.alternatives] for finding in strict]
        assert around == [[("Z3", "complied")]] * 2  # the year that each half lies in, to its own end
        assert "Bench art. 30" in [str(cite) for cite in strict[0].cites]

    def test_no_span_no_duty(self) -> None:
        assert verdicts(run({}, [SEIZED], "2021-12-31"), "register.log") == []


class TestUnknown:
    """Nothing that is missing counts as met, or as not met."""

    @pytest.mark.parametrize(
        ("rule", "facts", "events", "needs"),
        [
            ("custody.charge", {**PETTY, "suspicion.weight": None}, [SEIZED, ev("2021-05-04 09:00", "freed")], "suspicion.weight"),
            ("custody.charge", {**PETTY, "captive.child": None}, [SEIZED, ev("2021-05-03 21:00", "freed")], "captive.birthday"),
            ("custody.charge", CHILD, [ev("2020-06-10 08:00", "seizure"), ev("2020-06-10 21:00", "freed")],
             "the law in force on 2020-06-10"),
            ("custody.charge", PETTY, [SEIZED, ev("2021-05-04 07:00", "charge", sent="2021-05-04 07:30"), ev("2021-05-05", "freed")],
             "charge.by"),
            ("custody.charge", PETTY, [SEIZED, ev("2021-05-04 07:00", "charge", by="magistrate"), ev("2021-05-05", "freed")],
             "charge.sent"),
            ("custody.check-each-round", {}, [SEIZED, ev("2021-05-03 20:00", "freed")], "suspicion.weight"),
            ("custody.ceiling", GRAVE, [ev("2021-05-03 08:00", "warrant", by="magistrate"), ev("2021-05-04", "freed")], "an event seizure"),
            ("custody.ceiling", PETTY, [ev("2021-05-03 08:00", "warrant"), ev("2021-09-04", "freed")], "warrant.by"),
            ("custody.warrant-end", {"captive.passport": "ZU"}, [ev("2021-05-03", "warrant", by="magistrate"), ev("2021-05-04", "freed")],
             "warrant.ends_at"),
            ("custody.warrant-end", {"captive.passport": "HU"}, [ev("2021-05-03", "warrant"), ev("2021-05-04", "freed")], "warrant.term"),
            ("custody.night-search", {}, [ev("2021-05-03 12:00", "strip_search")], "an event seizure"),
            ("custody.doctor", {}, [ev("2021-05-03 08:00", "seizure"), ev("2021-05-03 09:00", "doctor", cell="A")], "seizure.cell"),
            ("custody.doctor", {}, [ev("2021-05-03 08:00", "seizure", cell="A"), ev("2021-05-03 09:00", "doctor", cell="A")],
             "tolerance custody.doctor"),
            ("paper.copy", {}, [ev("2021-05-06 12:00", "charge"), ev("2021-05-12 16:31", "copy_served")], "captive.passport"),
            ("paper.filing", {"captive.alien": True, "ruling.day": "2021-04-08"},
             [ev("2021-05-06", "hearing_set"), ev("2021-05-12", "papers_filed")], "ruling.length"),
            ("paper.call-home", {}, [SEIZED, ev("2021-05-03 09:00", "call_home")], "an event doctor"),
            ("custody.charge", PETTY, [SEIZED, ev({"between": ["2021-05-04 07:00", "2021-05-04 09:00"]}, "freed")], "the time of freed"),
            ("paper.rights", {},
             [ev("2021-05-03 12:00", "charge"), ev({"between": ["2021-05-03 23:00", "2021-05-04 01:00"]}, "rights_read")],
             "the time of rights_read"),
        ],
    )  # fmt: skip
    def test_is_named(self, rule: str, facts: dict[str, Any], events: list[Event], needs: str) -> None:
        (finding,) = found(run(facts, events, "2021-12-31" if "2020" not in str(events) else None), rule)
        assert finding.verdict.value == "undetermined"
        assert needs in finding.needs

    def test_the_condition_of_a_pause(self) -> None:
        events = [SEIZED, ev("2021-05-03 12:00", "hospital_in"), ev("2021-05-03 15:00", "hospital_out"), ev("2021-05-04 10:00", "freed")]
        (finding,) = found(run({**PETTY, "ward.guarded": None}, events), "custody.charge")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("ward.guarded",))

    def test_the_condition_of_a_pause_that_cannot_matter(self) -> None:
        events = [SEIZED, ev("2021-05-03 12:00", "hospital_in"), ev("2021-05-03 15:00", "hospital_out"), ev("2021-05-04 07:00", "freed")]
        assert verdicts(run({**PETTY, "ward.guarded": None}, events), "custody.charge") == ["complied"]

    def test_a_time_that_is_right_only_in_the_middle_of_an_interval(self) -> None:
        """One hour after the seizure is too soon for a search, fourteen are too late."""
        search = ev({"between": ["2021-05-03 09:00", "2021-05-03 22:00"]}, "strip_search")
        (finding,) = found(run({}, [SEIZED, search], readings={"Z2": "needs-none"}), "custody.night-search")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("the time of strip_search",))
        seizure = ev({"between": ["2021-05-03 08:00", "2021-05-03 21:00"]}, "seizure")
        late = ev("2021-05-03 22:00", "strip_search")
        (finding,) = found(run({}, [seizure, late], readings={"Z2": "needs-none"}), "custody.night-search")
        assert (finding.verdict.value, finding.needs) == ("undetermined", ("the time of seizure",))

    def test_the_time_of_an_act_in_a_recurrence(self) -> None:
        events = [SEIZED, ev({"between": ["2021-05-03 16:00", "2021-05-03 18:00"]}, "check"), ev("2021-05-03 20:00", "freed")]
        assert verdicts(run(GRAVE, events), "custody.check-each-round") == ["undetermined"]


class TestOtherRules:
    """Constructs that the pack's own rules do not need, in a rule added to a copy of it."""

    def judged(self, tmp_path: Path, body: str, facts: dict[str, Any], *events: Event, as_of: object = None) -> list[str]:
        return verdicts(run(facts, events, as_of, with_rules(tmp_path, body)), "paper.added")

    ROUNDS = "every: {hours: 9}\nover: {after: seizure, until: [freed]}\n"
    FREED = ev("2021-05-03 18:00", "freed")

    @pytest.mark.parametrize(("by", "verdict"), [("magistrate", "complied"), ("sergeant", "violated"), (None, "undetermined")])
    def test_the_form_of_an_act_in_a_recurrence(self, by: str | None, verdict: str, tmp_path: Path) -> None:
        body = f"{self.ROUNDS}must: [{{is: charge, with: {{by: magistrate}}}}]"
        assert self.judged(tmp_path, body, {}, SEIZED, ev("2021-05-03 16:00", "charge", by=by), self.FREED) == [verdict]

    @pytest.mark.parametrize(("child", "verdict"), [(True, "complied"), (False, "violated"), (None, "undetermined")])
    def test_the_circumstances_of_an_act_in_a_recurrence(self, child: bool | None, verdict: str, tmp_path: Path) -> None:
        body = f"{self.ROUNDS}must: [{{is: check, when: {{captive.child: true}}}}]"
        assert self.judged(tmp_path, body, {"captive.child": child}, SEIZED, ev("2021-05-03 16:00", "check"), self.FREED) == [verdict]

    def test_when_an_act_counts_in_a_recurrence(self, tmp_path: Path) -> None:
        body = f"{self.ROUNDS}must: [{{is: charge, counted: sent}}]"
        assert self.judged(tmp_path, body, {}, SEIZED, ev("2021-05-03 16:00", "charge", sent="2021-05-03 17:30"), self.FREED) == [
            "violated"
        ]

    def test_a_skipped_local_time_moves_one_period_and_not_those_after_it(self, tmp_path: Path) -> None:
        """The clocks skip from 02:00 to 03:00 on 28 March 2021; days are counted from the span's start."""
        body = "every: {days: 7}\nover: {after: seizure, until: [freed]}\nmust: [check]"
        done = [ev(when, "check") for when in ("2021-03-28 03:30", "2021-04-04 02:30", "2021-04-11 02:31")]
        events = [ev("2021-03-21 02:30", "seizure"), *done, ev("2021-04-12 00:00", "freed")]
        assert self.judged(tmp_path, body, {}, *events) == ["complied", "complied", "violated"]

    @pytest.mark.parametrize(
        ("audited", "verdict"),
        [
            ("2021-03-02 00:00", "complied"),
            ("2021-03-02 00:01", "violated"),
            ({"between": ["2021-03-01 09:00", "2021-03-02 09:00"]}, "undetermined"),
        ],
    )
    def test_a_limit_moved_forward_past_the_end_of_its_period(self, audited: Any, verdict: str, tmp_path: Path) -> None:
        """28 February 2021 was a Sunday: an act on the Monday, in March, is in time for February."""
        body = "every: {months: 1, by: {day: 28, non_working: next}}\nover: {fact: station.log}\nmust: [audited]"
        log = {"station.log": {"from": "2021-02-01", "until": "2021-02-28"}}
        assert self.judged(tmp_path, body, log, ev(audited, "audited"), as_of="2021-03-09 12:00") == [verdict]

    OVER = (SEIZED, ev("2021-05-03 18:00", "freed"))
    COPY = "after: charge\nmust: copy_served\nwithin: [{hours: "

    @pytest.mark.parametrize(
        ("body", "verdict"),
        [
            ("whenever: strip_search\nonly_if: {elapsed: {since: seizure, at_least: {hours: 24}}}", "undetermined"),
            ("whenever: strip_search\nonly_if: {elapsed: {since: seizure, at_least: {hours: 24}, scope: case}}", "complied"),
            ("whenever: strip_search\nonly_if: {elapsed: {since: seizure, at_least: {hours: 25}, scope: case}}", "violated"),
            (COPY + "48, from: {event: seizure, which: first, otherwise: unknown}}]", "undetermined"),
            (COPY + "48, from: {event: seizure, which: first, otherwise: unknown, scope: case}}]", "complied"),
            (COPY + "46, from: {event: seizure, which: last, otherwise: unknown, scope: case}}]", "violated"),
        ],
    )  # fmt: skip
    def test_what_is_looked_for_in_the_whole_case(self, body: str, verdict: str, tmp_path: Path) -> None:
        """The detention is over when the search and the charge come, exactly a day after the seizure."""
        later = [ev("2021-05-04 08:00", "strip_search"), ev("2021-05-04 08:00", "charge"), ev("2021-05-05 07:00", "copy_served")]
        assert self.judged(tmp_path, body, {}, *self.OVER, *later) == [verdict]

    def test_the_next_event_is_looked_for_up_to_the_end_of_the_detention(self) -> None:
        """The doctor of a second custody starts no clock of the first."""
        again = [ev("2021-05-04 09:00", "seizure"), ev("2021-05-04 10:00", "doctor"), ev("2021-05-04 11:00", "call_home")]
        first, second = found(run({}, [*self.OVER, *again]), "paper.call-home")
        assert (first.verdict.value, first.needs) == ("undetermined", ("an event doctor",))
        assert (second.verdict.value, second.margin_seconds) == ("complied", 1800)

    @pytest.mark.parametrize(
        ("end", "verdict"), [("2021-05-03 12:00:01", "complied"), ("2021-05-03 12:00", "violated"), (None, "undetermined")]
    )
    def test_an_earlier_order_that_is_still_running(self, end: str | None, verdict: str, tmp_path: Path) -> None:
        body = "whenever: strip_search\nonly_if: {earlier: {is: warrant, scope: case, reaches: ends_at}}"
        order = ev("2021-05-03 09:00", "warrant", **({"ends_at": end} if end else {}))
        assert self.judged(tmp_path, body, {}, SEIZED, order, ev("2021-05-03 12:00", "strip_search")) == [verdict]

    def test_a_detention_that_begins_in_the_second_in_which_another_ended(self, tmp_path: Path) -> None:
        """What came before that second belongs to the other."""
        body = "whenever: seizure\nonly_if: {not: {earlier: {is: warrant, scope: detention}}}"
        events = [SEIZED, ev("2021-05-03 09:00", "warrant"), ev("2021-05-03 18:00", "freed"), ev("2021-05-03 18:00", "seizure")]
        assert self.judged(tmp_path, body, {}, *events) == ["complied", "complied"]

    def test_a_stated_time_of_a_detention_that_is_over(self) -> None:
        for stated, verdict in (("2021-05-03 08:00", "complied"), ("2021-05-03 08:01", "violated")):
            note = ev("2021-05-05 10:00", "seizure_noted", noted_time=stated)
            assert verdicts(run({}, [*self.OVER, note]), "paper.seizure-note") == [verdict]

    def test_a_time_of_day_that_only_the_middle_of_an_interval_has(self, tmp_path: Path) -> None:
        body = "whenever: strip_search\nonly_if: {not: {time_of_day: {after: station.closes}}}"
        search = ev({"between": ["2021-05-03 17:00", "2021-05-04 17:00"]}, "strip_search")
        assert self.judged(tmp_path, body, {}, SEIZED, search) == ["undetermined"]

    FLOOR = (
        "after: warrant\nmust: freed\nwithin: [{days: 9, first_day: next, ends: day}]\n"
        "not_before: {period: {attribute: term}, ends: moment}"
    )

    @pytest.mark.parametrize(("term", "verdict"), [("P1D", "complied"), ("P3D", "violated"), (None, "undetermined")])
    def test_an_unknown_floor(self, term: str | None, verdict: str, tmp_path: Path) -> None:
        events = [ev("2021-05-03 08:00", "warrant", term=term), ev("2021-05-05 09:00", "freed")]
        assert self.judged(tmp_path, self.FLOOR, {}, *events, as_of="2021-06-01") == [verdict]

    LAPSE = "after: seizure\nmust: check\nwithin: [{hours: 5}]\n"

    @pytest.mark.parametrize(("by", "verdict"), [("magistrate", "not_applicable"), ("sergeant", "violated"), (None, "undetermined")])
    def test_the_form_of_a_lapse(self, by: str | None, verdict: str, tmp_path: Path) -> None:
        body = f"{self.LAPSE}lapses: [{{is: charge, with: {{by: magistrate}}}}]"
        assert self.judged(tmp_path, body, {}, SEIZED, ev("2021-05-03 09:00", "charge", by=by), as_of="2021-05-05") == [verdict]

    @pytest.mark.parametrize(("child", "verdict"), [(True, "not_applicable"), (False, "violated"), (None, "undetermined")])
    def test_the_circumstances_of_a_lapse(self, child: bool | None, verdict: str, tmp_path: Path) -> None:
        body = f"{self.LAPSE}lapses: [{{is: charge, when: {{captive.child: true}}}}]"
        charged = ev("2021-05-03 09:00", "charge")
        assert self.judged(tmp_path, body, {"captive.child": child}, SEIZED, charged, as_of="2021-05-05") == [verdict]

    @pytest.mark.parametrize("pattern", ["{is: charge, when: {captive.child: true}}", "{is: charge, counted: sent}"])
    @pytest.mark.parametrize("form", ["after: %s\nmust: freed\nwithin: [{hours: 5}]", "whenever: %s\nonly_if: {captive.child: true}"])
    def test_a_trigger_has_a_form_and_nothing_else(self, form: str, pattern: str, tmp_path: Path) -> None:
        with pytest.raises(InputError) as caught:
            self.judged(tmp_path, form % pattern, {}, SEIZED)
        assert [problem.code for problem in caught.value.problems] == ["trigger-pattern"]


def test_every_construct_of_the_language_is_used() -> None:
    """The keys and words of docs/rule-language.md, each somewhere in the pack's rules."""
    rules = "\n".join(path.read_text(encoding="utf-8").partition("\nexamples:")[0] for path in sorted(FOLDER.glob("*/*.yaml")))
    keys = set(re.findall(r"[{\s]([a-z_]+):(?=\s)", rules))
    words = """
        after whenever every over must within only_if by breach liability notes note cites in_force from until otherwise why when
        is with counted earlier_counts same lapses paused not_before tested hours minutes days months years working_days period
        attribute fact event which standard outer first_day ends less_days non_working trigger earlier scope elapsed since
        at_least at_most time_of_day shares states_time_of unless_followed_by on_day_of later detained
        all any not cannot
    """
    for key in words.split():
        assert key in keys, key
    for choice in (
        "ends: moment",
        "ends: day",
        "ends: morning",
        "ends: working_day",
        "non_working: previous",
        "non_working: day_before",
        "non_working: next",
        "first_day: next",
        "first_day: same",
        "which: last",
        "which: next",
        "otherwise: unknown",
        "otherwise: trigger",
        "otherwise: no_duty",
        "scope: detention",
        "scope: case",
        "tested: limit",
        "reading.Z2",
    ):
        assert choice in rules, choice
