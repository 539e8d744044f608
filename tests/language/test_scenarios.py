"""What a sound scenario file means."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from detention_rules import Account, Fact, Moment, Period, check, load_scenario, load_scenarios, scenario, scenarios_from_text
from detention_rules.language.scenarios import scenario_files

ARREST = {"at": "2021-03-01 09:15", "is": "arrest"}


def utc(text: str) -> int:
    """Return the instant of a UTC time."""
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def moment(at: Any, zone: str = "Asia/Almaty") -> Moment:
    """Return the moment that `at` means."""
    return scenario({"zone": zone, "events": [{"at": at, "is": "arrest"}]}).events[0].at


class TestTimes:
    @pytest.mark.parametrize(
        ("at", "instant"),
        [
            ("2021-03-01 09:15", "2021-03-01 03:15"),
            ("2021-03-01T09:15", "2021-03-01 03:15"),
            ("2021-03-01 09:15:30", "2021-03-01 03:15:30"),
            ("2021-03-01 09:15+05:00", "2021-03-01 04:15"),
            ("2021-03-01 09:15 +0500", "2021-03-01 04:15"),
            ("2021-03-01T09:15:00Z", "2021-03-01 09:15"),
            ("2021-03-01 09:15-14:00", "2021-03-01 23:15"),
            (" 2021-03-01 09:15 ", "2021-03-01 03:15"),
            ("2024-02-29 23:30+06:00", "2024-02-29 17:30"),
            ("1930-01-01 00:00+14:00", "1929-12-31 10:00"),
            ("2200-12-31 23:59:59Z", "2200-12-31 23:59:59"),
            (datetime(2021, 3, 1, 3, 15, 0, 5, tzinfo=UTC), "2021-03-01 03:15"),
        ],
    )
    def test_exact(self, at: Any, instant: str) -> None:
        assert moment(at) == Moment((Account(utc(instant), utc(instant)),))

    def test_a_bare_date_is_any_time_of_that_local_day(self) -> None:
        """Its first instant is left out, since that is 24:00 of the day before."""
        assert moment("2021-03-01") == Moment((Account(utc("2021-02-28 18:00:01"), utc("2021-03-01 17:59:59"), kind="day"),))

    def test_a_repeated_local_time_is_both_its_instants(self) -> None:
        assert moment("2024-02-29 23:30") == Moment((Account(utc("2024-02-29 17:30"), utc("2024-02-29 18:30"), kind="repeated"),))

    def test_between(self) -> None:
        found = moment({"between": ["2021-03-01 12:00", "2021-03-02"]})
        assert found == Moment((Account(utc("2021-03-01 06:00"), utc("2021-03-02 17:59:59"), kind="between"),))

    def test_accounts(self) -> None:
        found = moment({"accounts": {"register": "2021-03-01 14:00", "camera": {"between": ["2021-03-01 09:00", "2021-03-01 09:30"]}}})
        register = Account(utc("2021-03-01 08:00"), utc("2021-03-01 08:00"), "register")
        camera = Account(utc("2021-03-01 03:00"), utc("2021-03-01 03:30"), "camera", "between")
        assert found == Moment((register, camera))
        assert found.default == register
        assert found.disputed

    @pytest.mark.parametrize(
        ("as_of", "instant"),
        [
            ("2021-03-04 18:00", "2021-03-04 12:00"),
            ("2021-03-04", "2021-03-04 18:00"),  # the end of that day
            ("2024-02-29 23:30", "2024-02-29 18:30"),  # the later of two
        ],
    )
    def test_as_of(self, as_of: str, instant: str) -> None:
        assert scenario({"events": [ARREST], "as_of": as_of}).as_of == utc(instant)
        assert check({"events": [ARREST]}, as_of=as_of).as_of == utc(instant)

    def test_a_limit_given_as_a_date_ends_with_that_day(self) -> None:
        event = {"at": "2021-03-02", "is": "remand_authorized", "until": "2021-05-01", "received": "2021-03-03 10:00"}
        found = scenario({"events": [event]}).events[0]
        assert dict(found.attributes) == {"until": utc("2021-05-01 18:00"), "received": utc("2021-03-03 04:00")}


class TestFacts:
    @pytest.mark.parametrize(
        ("name", "raw", "value"),
        [
            ("person.born", "1990-06-01", "1990-06-01"),
            ("person.juvenile", False, False),
            ("person.nationality", "KZ", "KZ"),
            ("person.nationality", "stateless", "stateless"),
            ("offence.max_penalty_years", 4, 4),
            ("offence.max_penalty_years", 4.5, 4.5),
            ("offence.kinds", [], ()),
            ("offence.kinds", ["terrorism", "drugs", "drugs"], ("drugs", "terrorism")),
            ("extradition.foreign_sentence", "P3Y6M", Period(3, 6)),
            ("facility.working_day_ends", "17:30", 63_000),
            ("facility.working_day_ends", "24:00", 86_400),
            ("facility.observed", {"from": "2021-01-01", "until": "2021-01-31"}, (utc("2020-12-31 18:00"), utc("2021-01-31 18:00"))),
            (
                "facility.observed",
                {"from": "2021-01-01 12:00", "until": "2021-01-01 13:00"},
                (utc("2021-01-01 06:00"), utc("2021-01-01 07:00")),
            ),
        ],
    )  # fmt: skip
    def test_values_nested_or_by_path(self, name: str, raw: Any, value: Any) -> None:
        group, key = name.split(".")
        for facts in ({name: raw}, {group: {key: raw}}):
            assert scenario({"events": [ARREST], "facts": facts}).facts == {name: Fact(((None, value),))}

    def test_what_is_left_empty_is_unknown(self) -> None:
        found = scenario({"events": [ARREST], "facts": {"person": None, "offence": {"category": None}}, "readings": None, "expect": None})
        assert found.facts == {}
        assert found.expect is None

    def test_dated(self) -> None:
        content = """
events: [{at: 2021-03-01 09:15, is: arrest}]
facts:
  offence:
    category: [{from: 2021-03-02 12:00, value: serious}, {value: medium}, {from: 2021-04-01, value: minor}]
"""
        fact = scenarios_from_text(content)[0].facts["offence.category"]
        noon, april = utc("2021-03-02 06:00"), utc("2021-03-31 18:00")
        assert fact.changes == ((None, "medium"), (noon, "serious"), (april, "minor"))
        assert [fact.at(instant) for instant in (0, noon - 1, noon, april - 1, april)] == [
            "medium",
            "medium",
            "serious",
            "serious",
            "minor",
        ]

    def test_dated_without_a_beginning_is_unknown_before(self) -> None:
        dated = [{"from": "2021-03-02", "value": ["drugs"]}]
        fact = scenario({"events": [ARREST], "facts": {"offence.kinds": dated}}).facts["offence.kinds"]
        since = utc("2021-03-01 18:00")
        assert [fact.at(instant) for instant in (since - 1, since)] == [None, ("drugs",)]


class TestEvents:
    def test_texts_and_lines(self) -> None:
        release = "{at: 2021-03-01, is: release, id: r1, note: тест, source: 5}"
        content = f"title:  Дело   №\n  7\nevents:\n  - {release}\n  - {{at: 2021-02-01, is: arrest}}\n"
        found = scenarios_from_text(content, "дело.yaml")[0]
        assert (found.title, found.file, found.line) == ("Дело № 7", "дело.yaml", 1)
        assert [(e.id, e.type, e.line, e.note, e.source) for e in found.events] == [
            ("arrest", "arrest", 5, None, None),
            ("r1", "release", 4, "тест", "5"),
        ]

    def test_the_title_defaults_to_the_file(self, tmp_path: Path) -> None:
        path = tmp_path / "Ахметов 12.yaml"
        path.write_text("events: [{at: 2021-03-01, is: arrest}]\n")
        assert load_scenario(path).title == "Ахметов 12"
        assert scenario({"events": [ARREST]}).title == ""

    EVENTS: tuple[dict[str, Any], ...] = (
        {"at": "2021-03-01 09:15", "is": "arrest"},
        {"at": "2021-03-02 09:15", "is": "arrest"},
        {"at": "2021-03-02 09:15", "is": "procurator_notified", "written": True},
        {"at": "2021-03-02 09:15", "is": "procurator_notified", "written": False},
        {"at": "2021-03-02 09:15", "is": "procurator_notified"},
        {"at": "2021-03-01", "is": "arrest"},
        {"at": "2021-03-05 10:00", "is": "arrest", "id": "arrest-2"},
        {"at": {"accounts": {"a": "2021-03-01 09:15", "b": "2021-03-04 09:15"}}, "is": "arrest"},
    )

    @given(st.permutations(EVENTS))
    def test_ids_do_not_depend_on_the_order_of_the_file(self, events: list[dict[str, Any]]) -> None:
        found = scenario({"events": events}).events
        assert [(event.id, event.at.default.kind, event.attributes.get("written")) for event in found] == [
            ("arrest", "day", None),
            ("arrest-3", "exact", None),
            ("arrest-4", "exact", None),
            ("arrest-5", "exact", None),
            ("procurator_notified", "exact", None),
            ("procurator_notified-2", "exact", False),
            ("procurator_notified-3", "exact", True),
            ("arrest-2", "exact", None),
        ]

    def test_the_report_does_not_depend_on_the_order_of_the_file(self) -> None:
        events = [
            {"at": "2021-03-01 09:15", "is": "arrest"},
            {"at": "2021-03-01 09:15", "is": "family_notified"},
            {"at": "2021-03-01 09:15", "is": "arrest_record"},
            {"at": "2021-03-03 10:15", "is": "release"},
        ]
        reports = [check({"events": list(order)}).to_dict() for order in itertools.permutations(events)]
        assert all(report == reports[0] for report in reports)


class TestFiles:
    def test_several_documents_and_lists(self) -> None:
        one = "events: [{at: 2021-03-01, is: arrest}]"
        found = scenarios_from_text(f"title: a\n{one}\n---\n- title: b\n  {one}\n- title: c\n  {one}\n")
        assert [(entry.title, entry.line) for entry in found] == [("a", 1), ("b", 4), ("c", 6)]

    def test_json_and_yaml_say_the_same(self, tmp_path: Path) -> None:
        data = {
            "title": "Қамау",
            "zone": "Asia/Qyzylorda",
            "as_of": "2021-03-04 18:00",
            "facts": {"person": {"born": "1990-06-01"}, "offence": {"kinds": [], "category": [{"value": "minor"}]}},
            "events": [ARREST, {"at": {"between": ["2021-03-01 12:00", "2021-03-01 16:00"]}, "is": "family_notified"}],
            "readings": {"A1": "juveniles-keep-24h"},
            "tolerances": {"notice.family": "3h"},
            "expect": {"violated": ["custody.arrest-record"], "pending": []},
        }
        texts = {
            "a.yaml": yaml.safe_dump(data, allow_unicode=True),
            "b.json": json.dumps(data),
            "c.json": json.dumps(data, indent="\t", ensure_ascii=False),
            "d.yml": json.dumps(data, indent=2),
        }
        for name, content in texts.items():
            (tmp_path / name).write_text(content, encoding="utf-8")
        files = scenario_files(tmp_path)
        assert [path.name for path in files] == list(texts)
        reports = []
        for path in files:
            (found,) = load_scenarios(path)
            assert found.tolerances == {"notice.family": 10_800}
            assert found.expect is not None
            assert found.expect.verdicts == {"violated": ("custody.arrest-record",), "pending": ()}
            report: Any = check(found).to_dict()
            report["scenario"]["file"] = report["scenario"]["line"] = None
            for finding in report["findings"]:
                for key in ("trigger", "discharge"):
                    if finding[key]:
                        finding[key]["line"] = None
            reports.append(report)
        assert len(reports[0]["findings"]) > 5
        assert all(report == reports[0] for report in reports)

    def test_scenario_files_of_a_folder(self, tmp_path: Path) -> None:
        for name in ("b/z.yaml", "b/a.json", "a.yml", "note.txt", "c.yaml.bak"):
            (tmp_path / name).parent.mkdir(exist_ok=True)
            (tmp_path / name).write_text("")
        (tmp_path / "folder.yaml").mkdir()
        assert [path.relative_to(tmp_path).as_posix() for path in scenario_files(tmp_path)] == ["a.yml", "b/a.json", "b/z.yaml"]
