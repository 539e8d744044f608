"""The page: well-formed, its places and links right, its parts in order, light, and the same for a notebook."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from detention_rules import Report, Verdict, check, load_pack
from detention_rules.reporting.html import document
from reporting.pictures.cases import KEPT, ROOT, crowd, every_report, invented, parsed_page, report

HEAVIEST = 300_000
"""No page of 60 events and 80 findings may weigh more, in bytes."""


def checked(page: str) -> ElementTree.Element:
    """Return a page as a tree after what holds for every page was tested."""
    root = parsed_page(page)
    assert root.get("lang") == "en"
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    for node in root.iter("a"):
        assert node.get("href", "")[1:] in ids
    levels = [int(node.tag[1]) for node in root.iter() if re.fullmatch("h[1-6]", str(node.tag))]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert root.find("head/title").text
    assert not list(root.iter("script")) and not list(root.iter("img")) and not list(root.iter("link"))
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)|@import|@font-face|url\((?!#)", page)
    return root


@pytest.mark.parametrize("name", KEPT)
def test_a_page_is_sound(name: str) -> None:
    checked(report(name).to_html())


def test_a_page_of_every_shipped_scenario_is_sound() -> None:
    reports = every_report()
    root = checked(document(reports))
    rows = root.findall(".//nav//tbody/tr")
    assert len(rows) == len(reports)
    for row, one in zip(rows, reports, strict=True):
        assert [cell.text for cell in row.findall("td")[1:]] == [str(len(one.of(verdict))) for verdict in list(Verdict)[:4]]


def test_events_stand_under_the_names_by_which_findings_call_them() -> None:
    first, second = {"at": "2021-03-01 09:00", "is": "arrest", "id": "arrest-by-camera"}, {"at": "2021-03-03 09:00", "is": "arrest"}
    page = check({"events": [first, {"at": "2021-03-02 09:00", "is": "release"}, second]}).to_html()
    cells = re.findall('<td data-label="Event">(.*?)</td>', page)
    assert cells[0] == "arrest (arrest-by-camera)"
    assert len(set(cells)) == 3


def test_what_a_reader_needs_stands_on_the_page() -> None:
    page = report("held-past-48-hours").to_html()
    plain = page.replace("\N{NO-BREAK SPACE}", " ")
    text = re.sub("<[^>]+>", "", plain)
    for part in (
        "5 h 35 min late",
        "2021-03-01 09:15 (+06:00) + 48 h = 2021-03-03 09:15 (+06:00).",
        "paras. 215, 216, 217, 81",
        "kazakhstan 1.0",
        "0" * 64,
        "notice.family 3 h",
        "2021-03-03 14:50, the last event, since the file names no time",
        "It is not legal advice.",
        "Source: camera at the market gate",
        "two guards hold him by the arms",
        "offence.max_penalty_years",
    ):
        assert part in text, part


def test_violations_come_first_and_what_hangs_on_a_reading_is_told_before_what_was_kept() -> None:
    page = report("eighteen-months").to_html()
    heads = re.findall(r"<h2>([^<]+)", page)
    expected = ["Events and clocks", "Violated ", "A violation under another reading or account ", "Complied with ", "Not applicable "]
    assert [head for head in heads if head in expected] == expected
    assert "code-file-reading-excluded" in page


def test_inconsistencies_and_what_is_not_yet_known_are_told() -> None:
    events = [
        {"at": "2021-03-01 08:00", "is": "arrest_record"},
        {"at": "2021-03-01 09:15", "is": "arrest"},
        {"at": "2021-03-05 09:15", "is": "release"},
    ]
    page = check({"events": events, "as_of": "2021-03-02 09:00"}).to_html()
    assert "The timeline contradicts itself" in page
    assert "Not yet known, decides nothing" in page
    checked(page)


def test_a_large_report_is_light() -> None:
    found = crowd()
    assert len(found.scenario.events) == 60
    assert sum(map(len, (found.of(verdict) for verdict in list(Verdict)[:4]))) >= 80
    page = found.to_html()
    checked(page)
    assert len(page.encode()) < HEAVIEST


@pytest.mark.parametrize("number", [0, 2])
def test_none_and_several_reports_are_a_page(number: int) -> None:
    checked(document([report("clock-change"), report("clock-change")][:number]))


def test_an_empty_timeline_is_a_page() -> None:
    checked(check({"events": [], "as_of": "2021-03-01 10:00"}).to_html())


def test_another_country_is_shown_also_where_nothing_was_found() -> None:
    checked(invented().to_html())
    pack = load_pack(ROOT / "tests" / "packs" / "zubrovia")
    checked(check({"events": [], "as_of": "2021-03-01 10:00"}, pack=pack).to_html())


def test_a_notebook_shows_a_part_of_a_page_whose_styles_stay_inside_it() -> None:
    first, second = report("clock-change")._repr_html_(), report("disputed-time")._repr_html_()
    root = ElementTree.fromstring(first)
    assert root.tag == "div" and root.get("class") == "dr"
    places = [{node.get("id") for node in ElementTree.fromstring(one).iter() if node.get("id")} for one in (first, second)]
    assert places[0] and not places[0] & places[1]
    style = root.findtext("style")
    assert style is not None
    for selector in re.findall(r"(?:^|[}\n])\s*([^{}@\n]+)\{", style):
        assert all(part.strip().startswith((".dr", "body.dr")) for part in re.split(r",(?![^(]*\))", selector)), selector


def test_writing_leaves_the_report_as_it_is() -> None:
    one: Report = report("clock-change")
    before = one.to_dict()
    assert one.to_html() == one.to_html()
    assert one.to_dict() == before
