"""Deadlines as a calendar, read back with a parser."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, timedelta
from pathlib import Path

import icalendar
import pytest
from cli.support import process, run

from detention_rules import Verdict, check, scenario
from detention_rules.reporting.deadlines import only_due
from detention_rules.reporting.formats import DeadlineFormat, deadline_writer
from detention_rules.reporting.formats.csv import BOM
from detention_rules.reporting.results import Checked, Style

from .support import HOSTILE, hostile

EVENTS = [{"at": "2021-03-01 09:15", "is": "arrest"}]
FACTS = {"person.juvenile": False, "offence.category": "medium", "offence.kinds": [], "circumstances.remote": False}


def calendar(*reports) -> list[icalendar.Event]:
    pieces = deadline_writer(DeadlineFormat.ICS)(iter([Checked(only_due(report)) for report in reports]), Style())
    return list(icalendar.Calendar.from_ical("".join(map(str, pieces))).walk("VEVENT"))


def report(as_of: str = "2021-03-01 10:00", title: str = "A case"):
    return check(scenario({"title": title, "as_of": as_of, "facts": FACTS, "events": EVENTS}))


def entries(one, kind: str) -> list[tuple[str, int]]:
    """Return the titles and instants of the entries of one kind."""
    told = [(str(entry["SUMMARY"]), int(entry.start.timestamp())) for entry in calendar(one)]
    scenario_title = f" ({one.scenario.title})"
    return sorted((words.removeprefix(kind).removesuffix(scenario_title), at) for words, at in told if words.startswith(kind))


def test_every_pending_duty_with_a_number_is_an_entry() -> None:
    one = report()
    due = [(finding.rule.title, finding.deadline) for finding in one.findings if finding.open and finding.deadline is not None]
    assert {finding.verdict for finding in one.findings if finding.open} == {Verdict.PENDING, Verdict.UNDETERMINED}
    assert entries(one, "Due: ") == sorted(due)
    sooner = [(finding.rule.title, finding.earliest_end.deadline) for finding in one.findings if finding.earliest_end is not None]
    assert entries(one, "Due at the earliest: ") == sorted(set(sooner) - set(due))
    assert all(entry.start.tzinfo is not None and entry.start.utcoffset() == timedelta(0) for entry in calendar(one))
    assert {int(entry["DTSTAMP"].dt.timestamp()) for entry in calendar(one)} == {one.as_of}


def test_alarms_ring_before_the_deadline_and_after_as_of() -> None:
    one = report()
    for entry in calendar(one):
        before = [alarm["TRIGGER"].dt for alarm in entry.walk("VALARM")]
        ring = [entry.start.astimezone(UTC) + delta for delta in before]
        assert all(one.as_of < moment.timestamp() < entry.start.timestamp() for moment in ring)
    (record,) = [entry for entry in calendar(one) if "record" in str(entry["SUMMARY"])]
    assert [alarm["TRIGGER"].dt for alarm in record.walk("VALARM")] == [timedelta(hours=-1)]


def test_a_duty_keeps_its_name_as_time_goes_by_and_shares_it_with_no_other() -> None:
    def names(one) -> set[str]:
        return {str(entry["UID"]) for entry in calendar(one)}

    early, later = names(report()), names(report("2021-03-01 13:00"))
    assert later < early
    assert names(report(title="Another case")).isdisjoint(early)
    assert len(names(report())) == len(calendar(report()))


@pytest.mark.parametrize("words", HOSTILE)
def test_a_calendar_has_the_same_entries_whatever_is_typed(words: str) -> None:
    def shape(typed: str) -> list[tuple[list[str], int]]:
        return [(sorted(entry), len(entry.walk("VALARM"))) for entry in calendar(hostile(typed), report(title=" ".join(typed.split())))]

    assert shape(words) == shape("plain")


def test_a_missing_package_is_one_line_that_says_what_to_install(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "icalendar.py").write_text("raise ModuleNotFoundError('no', name='icalendar')\n", encoding="utf-8")
    result = process("deadlines", "-", "--format", "ics", input=b"as_of: 2021-03-01\nevents: []\n", PYTHONPATH=str(tmp_path))
    assert (result.returncode, result.stdout) == (2, b"")
    assert result.stderr.decode().strip() == "--format ics needs the package icalendar: pip install 'detention-rules[ics]'"


def test_duties_without_a_number_are_told() -> None:
    result = run("deadlines", "-", "--format", "ics", input="as_of: 2021-03-01 10:00\nevents: [{at: 2021-03-01 09:15, is: arrest}]\n")
    assert result.exit_code == 0
    assert result.stderr.startswith("1 duty without a number is not in the calendar")
    assert "Grounds of the arrest" not in result.stdout


def test_json_and_csv_hold_what_is_due() -> None:
    given = "as_of: 2021-03-01 10:00\nevents: [{at: 2021-03-01 09:15, is: arrest}]\n"
    (found,) = json.loads(run("deadlines", "-", "--format", "json", input=given).stdout)
    assert {finding["verdict"] for finding in found["findings"]} == {"pending", "undetermined"}
    due = [finding["margin_seconds"] for finding in found["findings"] if finding["margin_seconds"] is not None]
    assert due == sorted(due)
    table = list(csv.DictReader(io.StringIO(run("deadlines", "-", "--format", "csv", input=given).stdout.removeprefix(BOM), newline="")))
    assert [row["rule"] for row in table] == [finding["rule"] for finding in found["findings"]]


RUNNING = "facts: {{person: {{nationality: KZ, born: {born}}}}}\nas_of: 2021-03-01 10:00\nevents: [{{at: 2021-03-01 09:15, is: arrest}}]\n"
ADULT, JUVENILE = RUNNING.format(born="1990-01-01"), RUNNING.format(born="2004-01-01")


def names(*args: str) -> list[str]:
    shown = run("deadlines", *args, "--format", "ics").stdout
    return [str(entry["UID"]) for entry in icalendar.Calendar.from_ical(shown).walk("VEVENT")]


@pytest.mark.parametrize("redact", [[], ["--redact"]])
def test_no_deadline_takes_the_place_of_another_persons(redact: list[str], tmp_path: Path) -> None:
    """Neither in one file of two, nor in two files of one name, whose scenarios have one title or under --redact none."""
    files = [tmp_path / folder / "case.yaml" for folder in ("a", "b")]
    for file in files:
        file.parent.mkdir()
        file.write_text(f"{ADULT}---\n{JUVENILE}", encoding="utf-8")
    first, second = (names(str(file), *redact) for file in files)
    assert len({*first, *second}) == len(first) + len(second) > 8
    assert names(str(files[0]), *redact) == first
    assert names(str(files[0]), "--as-of", "2021-03-01 11:00", *redact) == first


def test_the_names_of_redacted_deadlines_do_not_hang_on_what_is_hidden(tmp_path: Path) -> None:
    """Somebody who guesses a name or a date of birth cannot try whether the names of the entries come out the same."""
    file = tmp_path / "Ivanov.yaml"
    file.write_text("title: Ivanov\n" + ADULT, encoding="utf-8")
    found = names(str(file), "--redact")
    file.write_text("title: Petrov\n" + RUNNING.format(born="1980-01-01"), encoding="utf-8")
    assert names(str(file.rename(tmp_path / "Petrov.yaml")), "--redact") == found


def test_a_duty_with_a_bound_but_without_a_number_is_in_the_calendar() -> None:
    one = check(
        scenario(
            {
                "title": "A case",
                "readings": {"A8": "immediately"},
                "as_of": "2021-03-01 12:00",
                "facts": {"person.nationality": "UZ"},
                "events": EVENTS,
            }
        )
    )
    (mission,) = (finding for finding in one.findings if finding.rule.id == "consular.mission-after-arrest")
    assert (mission.verdict, mission.deadline is not None) == (Verdict.UNDETERMINED, True)
    assert (mission.rule.title, mission.deadline) in entries(one, "Due: ")


def test_periods_of_a_duty_that_began_at_no_certain_time_are_entries_of_their_own(tmp_path: Path) -> None:
    pack = Path(__file__).parent.parent.parent / "cli" / "demo"
    seized = "{between: [2021-03-01 09:00, 2021-03-01 12:00]}"
    case = tmp_path / "case.yaml"
    case.write_text(f"pack: {pack}\nas_of: 2021-03-01 13:00\nevents: [{{at: {seized}, is: seizure}}]\n", encoding="utf-8")
    found = names(str(case), "--as-of", "2021-03-02 08:00")
    assert len(set(found)) == len(found) > 1
