"""The report's limits in numbers, one row each: from these events on, this act is in time until this local time."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from .builder import ADULT, ALMATY, FOREIGNER, JUDGE, JUVENILE, UNKNOWN, Event, Facts, at, moment


@dataclass(frozen=True)
class Row:
    """A limit: `limit` is the last instant in time, to the minute; `done` is the act without its time."""

    rule: str
    facts: Facts
    before: tuple[Event, ...]
    done: dict[str, Any]
    limit: str
    readings: Mapping[str, str] = field(default_factory=dict)
    zone: str = ALMATY

    def __str__(self) -> str:
        readings = "".join(f", {name}={option}" for name, option in self.readings.items())
        return f"{self.rule}: {self.done['kind']} by {self.limit}{readings}"

    def instant(self, late: int) -> datetime:
        """Return the instant that lies so many seconds past the limit."""
        return moment(self.limit, self.zone, late)

    def act(self, late: int) -> Event:
        """Return the act so many seconds past the limit. A sentence stands at the day from which it is counted, and is passed then."""
        if self.done["kind"] == "sentence_started":
            return at(self.done["counted_from"], "sentence_started", judgment=self.instant(late))
        return at(self.instant(late), **self.done)


def act(kind: str, **attributes: object) -> dict[str, Any]:
    return {"kind": kind, **attributes}


def sentence(counted_from: str) -> dict[str, Any]:
    """Return a sentence whose judgment is the act, whatever day its term is counted from."""
    return act("sentence_started", counted_from=counted_from)


# 1 March 2021 was a Monday, and 8 March a holiday.
ARREST = at("2021-03-01 09:15", "arrest")
REMAND = at("2021-03-02 16:00", "remand_authorized", **JUDGE)
RELEASE = act("release")
COURT_ACTS = (
    RELEASE,
    act("surrendered"),
    act("remand_authorized", **JUDGE),
    act("remand_authorized", by="court"),
    act("house_arrest_authorized", **JUDGE),
)
OWN_ORDERS = (
    ("extradition", act("extradition_detention_authorized", **JUDGE)),
    ("administrative", act("administrative_detention_ordered", by="court")),
    ("deportation", act("movement_restriction_authorized", by="court")),
)
"""Orders that keep a person in custody in their own kind of proceeding only."""
SENTENCES = (sentence("2021-03-01 00:00"), sentence("2021-04-10 00:00"))
"""Counted from the day of the arrest, and from a day between: a sentence ends remand at its judgment."""
GROUNDS_FOR_72_HOURS: tuple[Facts, ...] = (
    {"offence.category": "especially_serious"},
    {"offence.kinds": ["terrorism"]},
    {"offence.kinds": ["extremism"]},
    {"offence.kinds": ["riot"]},
    {"offence.kinds": ["criminal_group"]},
    {"offence.kinds": ["drugs"]},
    {"offence.kinds": ["sexual_against_minor"]},
    {"offence.kinds": ["intentional_causing_death"]},
    {"circumstances.remote": True},
    {"circumstances.emergency": True},
)
EXTRADITION: Facts = {"proceeding": "extradition", "extradition.purpose": "prosecution"}
ENFORCEMENT: Facts = {"proceeding": "extradition", "extradition.purpose": "enforcement", "extradition.foreign_sentence": "P6M"}
WRITTEN = act("procurator_notified", written=True)


def custody() -> Iterator[Row]:
    rule, ceiling = "custody.before-court-order", "custody.constitutional-ceiling"
    for done in COURT_ACTS:
        yield Row(rule, ADULT, (ARREST,), done, "2021-03-03 09:15")
        yield Row(rule, JUVENILE, (ARREST,), done, "2021-03-02 09:15")
        yield Row(ceiling, UNKNOWN, (ARREST,), done, "2021-03-04 09:15")
    for proceeding, done in OWN_ORDERS:
        yield Row(rule, {**ADULT, "proceeding": proceeding}, (ARREST,), done, "2021-03-03 09:15")
        yield Row(rule, {**JUVENILE, "proceeding": proceeding}, (ARREST,), done, "2021-03-02 09:15")
        yield Row(ceiling, {"proceeding": proceeding}, (ARREST,), done, "2021-03-04 09:15")
    for ground in GROUNDS_FOR_72_HOURS:
        yield Row(rule, {**ADULT, **ground}, (ARREST,), RELEASE, "2021-03-04 09:15")
        yield Row(rule, {**JUVENILE, **ground}, (ARREST,), RELEASE, "2021-03-04 09:15")
        yield Row(rule, {**JUVENILE, **ground}, (ARREST,), RELEASE, "2021-03-02 09:15", {"A1": "juveniles-keep-24h"})
        yield Row(rule, {**ADULT, **ground}, (ARREST,), RELEASE, "2021-03-04 09:15", {"A1": "juveniles-keep-24h"})
        yield Row(rule, {**ADULT, **ground}, (ARREST,), RELEASE, "2021-03-04 09:15", {"A18": "at-arrest"})
    yield Row(rule, JUVENILE, (at("2017-06-01 09:15", "arrest"),), RELEASE, "2017-06-04 09:15")
    yield Row("custody.arrest-record", UNKNOWN, (ARREST,), act("arrest_record"), "2021-03-01 12:15")
    brought_in = at("2021-03-01 10:40", "brought_in")
    yield Row("custody.arrest-record", UNKNOWN, (ARREST, brought_in), act("arrest_record"), "2021-03-01 13:40", {"A2": "arrival"})
    until = at("2021-03-02 16:00", "remand_authorized", until="2021-04-30", **JUDGE)
    hour = at("2021-03-02 16:00", "remand_authorized", until="2021-04-30 10:00", **JUDGE)
    extended = act("remand_extended", by="court")
    for done in (RELEASE, act("surrendered"), extended, act("house_arrest_authorized", **JUDGE), *SENTENCES):
        yield Row("custody.authorized-period", UNKNOWN, (ARREST, until), done, "2021-05-01 00:00")
        yield Row("custody.authorized-period", UNKNOWN, (ARREST, hour), done, "2021-04-30 10:00")
    abroad = at("2021-03-02 16:00", "extradition_detention_authorized", until="2021-04-30", **JUDGE)
    for done in (
        RELEASE,
        act("surrendered"),
        act("extradition_detention_authorized", **JUDGE),
        act("extradition_detention_extended", **JUDGE),
    ):
        yield Row("custody.authorized-period", EXTRADITION, (ARREST, abroad), done, "2021-05-01 00:00")
        yield Row("custody.authorized-period", EXTRADITION, (ARREST, until), done, "2021-05-01 00:00")


def notices() -> Iterator[Row]:
    record = at("2021-03-01 11:45", "arrest_record")
    yield Row("notice.procurator", UNKNOWN, (ARREST,), WRITTEN, "2021-03-01 21:15")
    yield Row("notice.procurator", UNKNOWN, (ARREST, record), WRITTEN, "2021-03-01 21:15")
    yield Row("notice.procurator", UNKNOWN, (ARREST, record), WRITTEN, "2021-03-01 23:45", {"A3": "code-from-record"})
    moved = at("2021-03-10 14:00", "place_changed", place="Remand centre 1")
    named = act("procurator_notified", written=True, place="Remand centre 1")
    yield Row("notice.procurator-change-of-place", UNKNOWN, (ARREST, moved), named, "2021-03-11 02:00")
    early = at("2021-03-01 20:00", "place_changed", place="Remand centre 1")
    yield Row("notice.procurator-change-of-place", UNKNOWN, (ARREST, early), named, "2021-03-01 21:15", {"A4": "first-hours-only"})
    for done in (act("family_notified"), act("suspect_notified_family")):
        yield Row("notice.family", UNKNOWN, (ARREST,), done, "2021-03-01 21:15", {"A17": "custody-act-hours"})
        hours = {"A17": "custody-act-hours"}
        yield Row("notice.family-change-of-place", UNKNOWN, (ARREST, moved), done, "2021-03-11 02:00", hours)
        yield Row("notice.family-change-of-place", UNKNOWN, (ARREST, early), done, "2021-03-02 08:00", hours)
        shared = {**hours, "A4": "first-hours-only"}
        yield Row("notice.family-change-of-place", UNKNOWN, (ARREST, early), done, "2021-03-01 21:15", shared)


def consular() -> Iterator[Row]:
    mfa, mission = act("mfa_notified"), act("mission_notified")
    yield Row("consular.mfa-after-arrest", FOREIGNER, (ARREST,), mfa, "2021-03-01 15:15")
    yield Row("consular.mission-after-arrest", FOREIGNER, (ARREST,), mission, "2021-03-02 09:15")
    told = (ARREST, at("2021-03-01 12:00", "mfa_notified"), at("2021-03-01 12:05", "mission_notified"), REMAND)
    yield Row("consular.mfa-after-remand", FOREIGNER, told, mfa, "2021-03-02 22:00")
    yield Row("consular.mission-after-remand", FOREIGNER, told, mission, "2021-03-03 16:00")
    abroad = at("2021-03-02 16:00", "extradition_detention_authorized", **JUDGE)
    yield Row("consular.mission-after-remand", FOREIGNER, (*told[:3], abroad), mission, "2021-03-03 16:00")
    yield Row("consular.mission-after-arrest", FOREIGNER, (ARREST,), mission, "2021-03-01 21:15", {"C3": "custody-act-12h"})
    late = (ARREST, at("2021-03-02 09:00", "mfa_notified"))
    yield Row("consular.mission-after-arrest", FOREIGNER, late, mission, "2021-03-02 09:15")


def remand() -> Iterator[Row]:
    freed = (RELEASE, act("surrendered"), act("house_arrest_authorized", **JUDGE), *SENTENCES)
    extended = act("remand_extended", until="2021-05-02 00:01", **JUDGE)
    for done in (*freed, extended):
        yield Row("remand.two-months", UNKNOWN, (ARREST, REMAND), done, "2021-05-02 00:00")
    for done in freed:
        yield Row("remand.eighteen-months", UNKNOWN, (ARREST, REMAND), done, "2022-09-02 00:00")
    for done in (*freed, act("pretrial_ended")):
        yield Row("remand.juvenile-six-months", JUVENILE, (ARREST, REMAND), done, "2021-09-02 00:00")
    before: Mapping[str, str] = {"A5": "day-before"}
    yield Row("remand.two-months", UNKNOWN, (ARREST, REMAND), RELEASE, "2021-05-01 00:00", before)
    yield Row("remand.eighteen-months", UNKNOWN, (ARREST, REMAND), RELEASE, "2022-09-01 00:00", before)
    yield Row("remand.juvenile-six-months", JUVENILE, (ARREST, REMAND), RELEASE, "2021-09-01 00:00", before)
    # Dates that do not exist end on the last day of the month: 31 December + 2, 31 August + 18, 31 August + 6.
    year_end = (at("2020-12-31 10:00", "arrest"), at("2021-01-01 10:00", "remand_authorized", **JUDGE))
    yield Row("remand.two-months", UNKNOWN, year_end, RELEASE, "2021-03-01 00:00")
    yield Row("remand.two-months", UNKNOWN, year_end, RELEASE, "2021-02-28 00:00", before)
    summer = (at("2019-08-31 10:00", "arrest"), at("2019-09-01 10:00", "remand_authorized", **JUDGE))
    yield Row("remand.eighteen-months", UNKNOWN, summer, RELEASE, "2021-03-01 00:00")
    yield Row("remand.juvenile-six-months", JUVENILE, summer, RELEASE, "2020-03-01 00:00")
    # Where the arrest is entered twice, liberty was restricted at the first entry.
    twice = (at("2021-03-01 23:00", "arrest"), at("2021-03-02 01:30", "arrest"), REMAND)
    yield Row("remand.two-months", UNKNOWN, twice, RELEASE, "2021-05-02 00:00")
    yield Row("remand.eighteen-months", UNKNOWN, twice, RELEASE, "2022-09-02 00:00")
    yield Row("remand.juvenile-six-months", JUVENILE, twice, RELEASE, "2021-09-02 00:00")
    # After a release the months begin anew.
    anew = (at("2021-02-20 09:00", "arrest"), at("2021-02-21 09:00", "release"), ARREST, REMAND)
    yield Row("remand.two-months", UNKNOWN, anew, RELEASE, "2021-05-02 00:00")
    # Without an arrest in the timeline the months run from the authorization.
    yield Row("remand.two-months", UNKNOWN, (REMAND, at("2021-03-03 20:00", "admitted")), RELEASE, "2021-05-03 00:00")
    until = at("2021-03-02 16:00", "remand_authorized", until="2021-04-30", **JUDGE)
    for done in (act("release_decision"), extended):
        yield Row("remand.release-at-expiry", UNKNOWN, (ARREST, until), done, "2021-05-01 00:00")


def extradition() -> Iterator[Row]:
    extended = act("extradition_detention_extended", until="2022-03-02 00:01", **JUDGE)
    for done in (RELEASE, act("surrendered"), extended):
        yield Row("extradition.twelve-months", EXTRADITION, (ARREST,), done, "2022-03-02 00:00")
    yield Row("extradition.twelve-months", ENFORCEMENT, (ARREST,), extended, "2022-03-02 00:00", {"A10": "both-caps"})
    minute: Mapping[str, str] = {"C2": "same-minute"}
    yield Row("extradition.twelve-months", EXTRADITION, (ARREST,), RELEASE, "2022-03-01 09:15", minute)
    for done in (RELEASE, act("surrendered")):
        yield Row("extradition.sentence-cap", ENFORCEMENT, (ARREST,), done, "2021-09-02 00:00")
        yield Row("extradition.sentence-cap", ENFORCEMENT, (ARREST,), done, "2021-09-01 09:15", minute)
    mixed: Facts = {**ENFORCEMENT, "extradition.foreign_sentence": "P1M1DT6H"}
    yield Row("extradition.sentence-cap", mixed, (ARREST,), RELEASE, "2021-04-03 06:00")
    yield Row("extradition.sentence-cap", mixed, (ARREST,), RELEASE, "2021-04-02 15:15", minute)
    maximum: Facts = {**EXTRADITION, "extradition.foreign_maximum": "P3Y"}
    more = at("2022-02-25 10:00", "extradition_detention_extended", **JUDGE)
    yield Row("extradition.foreign-maximum", maximum, (ARREST, more), RELEASE, "2024-03-02 00:00")
    yield Row("extradition.foreign-maximum", maximum, (ARREST, more), RELEASE, "2025-02-26 00:00", {"A10": "extension-only"})
    yield Row("extradition.foreign-maximum", maximum, (ARREST, more), RELEASE, "2024-03-01 09:15", minute)
    yield Row("extradition.foreign-maximum", maximum, (ARREST, more), RELEASE, "2025-02-25 10:00", {"A10": "extension-only", **minute})
    twice = (at("2021-03-01 23:00", "arrest"), at("2021-03-02 01:30", "arrest"), more)
    yield Row("extradition.foreign-maximum", maximum, twice, RELEASE, "2024-03-02 00:00")


def release() -> Iterator[Row]:
    served = at("2018-03-15 00:00", "sentence_started", term="P3Y")
    for done in (RELEASE, act("surrendered")):
        yield Row("release.end-of-term", UNKNOWN, (served,), done, "2021-03-14 12:00")
    other = at("2021-03-01 22:30", "release_documents_received", early=False)
    yield Row("release.documents-same-day", UNKNOWN, (other,), RELEASE, "2021-03-02 00:00")
    same: Mapping[str, str] = {"A11": "same-day-always"}
    early = at("2021-03-01 20:30", "release_documents_received", early=True)
    yield Row("release.documents-same-day", UNKNOWN, (early,), RELEASE, "2021-03-02 00:00", same)
    yield Row("release.early", UNKNOWN, (early,), RELEASE, "2021-03-02 12:00")
    ends = at("2021-03-01 18:00", "release_documents_received", early=True)
    yield Row("release.early", UNKNOWN, (ends,), RELEASE, "2021-03-02 00:00")
    past = at("2021-03-01 18:00:01", "release_documents_received", early=True)
    yield Row("release.early", UNKNOWN, (past,), RELEASE, "2021-03-02 12:00")
    short = at("2021-03-01 17:01", "release_documents_received", early=True)
    yield Row("release.early", {"facility.working_day_ends": "17:00"}, (short,), RELEASE, "2021-03-02 12:00")


def working_days() -> Iterator[Row]:
    first: Mapping[str, str] = {"A12": "entry-day-counts"}
    convict = at("2021-03-01 15:00", "admitted", **{"as": "convict", "facility": "penal_institution"})
    centre = at("2021-03-01 15:00", "admitted", **{"as": "remanded", "facility": "remand_centre"})
    freed = (at("2020-03-01 00:00", "sentence_started", term="P1Y"), at("2021-03-01 10:00", "release"))
    found = at("2021-03-01 10:00", "discrepancy_found")
    two = [
        ("convict.family-notice", UNKNOWN, (convict,), act("convict_family_informed", written=True)),
        ("convict.mission-notice", FOREIGNER, (convict,), act("convict_mission_informed")),
    ]
    five = [
        ("records.cards", UNKNOWN, (centre,), act("records_sent")),
        ("records.electronic-notification", UNKNOWN, (centre,), act("electronic_notification_sent")),
        ("records.release-notification", UNKNOWN, freed, act("release_notification_issued")),
        ("records.discrepancy", UNKNOWN, (found,), act("discrepancy_resolved")),
    ]
    for rule, facts, before, done in two:
        yield Row(rule, facts, before, done, "2021-03-04 00:00")
        yield Row(rule, facts, before, done, "2021-03-03 00:00", first)
    for rule, facts, before, done in five:
        yield Row(rule, facts, before, done, "2021-03-10 00:00")
        yield Row(rule, facts, before, done, "2021-03-06 00:00", first)


def refugees() -> Iterator[Row]:
    applied = at("2021-03-01 09:00", "refugee_application")
    yield Row("refugee.registration", UNKNOWN, (applied,), act("refugee_registered"), "2021-03-04 00:00")
    registered = at("2021-03-02 09:00", "refugee_registered")
    yield Row("refugee.certificate", UNKNOWN, (applied, registered), act("refugee_certificate_issued"), "2021-03-03 00:00")


ROWS = (
    *custody(),
    *notices(),
    *consular(),
    *remand(),
    *extradition(),
    *release(),
    *working_days(),
    *refugees(),
)
