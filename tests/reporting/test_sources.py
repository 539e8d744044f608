"""Every page says which documents its short names mean, and words the readings that it names."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from detention_rules import Report, Verdict, check, load_pack
from detention_rules.reporting.lines import UNICODE, plain, soft
from detention_rules.reporting.sources import readings, sources
from detention_rules.reporting.text import report_lines
from reporting.pictures.cases import KEPT, ROOT, invented, report


def page_parts(shown: Report) -> dict[str, str]:
    """Return the sections of a page as plain text, by their heading."""
    found = re.findall("<section><h2>(.*?)</h2>(.*?)</section>", soft(shown.to_html()).replace(' class="dr-minor"', ""), flags=re.DOTALL)
    return {re.sub("<[^>]+>", "", head): re.sub("<[^>]+>", " ", rest) for head, rest in found}


@pytest.mark.parametrize("name", KEPT)
def test_every_act_that_a_page_cites_is_named_in_full(name: str) -> None:
    shown = report(name)
    listed = dict(sources(shown, shown.findings))
    acts = {cite.act for finding in shown.findings for cite in (*finding.cites, *finding.rule.breach.liability) if cite.act}
    assert acts and acts <= set(listed)
    assert "CED/C/KAZ/AI/1" in listed["paragraphs"]
    told = " ".join(page_parts(shown)["Sources"].split())
    assert all(said in told for _, said in sources(shown, shown.of(Verdict.VIOLATED)))


@pytest.mark.parametrize("name", KEPT)
def test_every_reading_that_decides_otherwise_is_worded(name: str) -> None:
    shown = report(name)
    events = {event.id for event in shown.scenario.events}
    found = dict(readings(shown, shown.findings, verbose=True))
    for finding in shown.findings:
        for other in finding.alternatives:
            for reading, option in other.assuming.items():
                assert reading in events or f"Not taken: {option}. " in found[reading]


def test_where_sources_stand_in_each_form() -> None:
    shown = report("eighteen-months")
    parts = page_parts(shown)
    assert "those of CED/C/KAZ/AI/1" in parts["Sources"]
    assert "Not taken: day-before. At 24:00 of the day before the corresponding date." in parts["Readings of the text"]
    markdown = shown.to_markdown()
    assert "## SOURCES" in markdown and "**A5:** On which day do the months of remand end? Taken: corresponding-date." in markdown
    assert "SOURCES" not in plain(report_lines(shown, UNICODE), 100)
    assert "SOURCES" in plain(report_lines(shown, UNICODE, verbose=True), 100)


def test_a_reading_that_the_file_chose_is_the_one_taken() -> None:
    arrest = {"at": "2021-03-01 09:00", "is": "arrest"}
    shown = check({"events": [arrest], "as_of": "2021-03-01 10:00", "readings": {"A2": "arrival"}})
    assert "Taken: arrival. " in dict(readings(shown, (), verbose=False))["A2"]


def test_another_country_names_its_own() -> None:
    shown = invented()
    found = dict(sources(shown, shown.findings))
    assert "paragraphs" not in found
    assert all("Zubrovia" in said or name != "StationAct" for name, said in found.items())


def test_a_page_asks_no_pack_by_name() -> None:
    """The rules are those that were given, whatever the file calls its pack, and whether or not anything was found."""
    pack = load_pack(ROOT / "tests" / "packs" / "zubrovia")
    name = next(iter(pack.vocabulary.events))
    found = check({"facts": {}, "events": [{"at": "2021-03-01 09:00", "is": name}], "zone": "UTC"}, pack=pack)
    shown = replace(found, scenario=replace(found.scenario, pack="kazakhstan"), findings=())
    assert f">{name.replace('_', ' ')}<" in shown.to_html()
