"""Cases of the invented country that no worked example shows: uncertain times, later events, a floor, acts without their form."""

from __future__ import annotations

from typing import Any

from packs.test_zubrovia import CHILD, GRAVE, PETTY, SEIZED, ev

Case = tuple[str, str, dict[str, Any]]


def case(rule: str, shows: str, facts: dict[str, Any], *events: dict[str, Any], **more: Any) -> Case:
    """Return a case."""
    return rule, shows, {"facts": facts, "events": list(events), **more}


FREED = "2021-05-04 08:00"
REFUSED = ev("2021-05-03 09:00", "warrant_refused")
UNGUARDED = {name: value for name, value in GRAVE.items() if name != "ward.guarded"}
CHARGED = ev("2021-05-04 07:00", "charge", by="magistrate", sent="2021-05-04 08:00")

MORE: list[Case] = [
    case(
        "paper.filing",
        "a limit that lies before its trigger",
        {"captive.alien": False},
        ev("2021-05-08 11:00", "hearing_set"),
        ev("2021-05-08 11:00:01", "papers_filed"),
    ),
    case(
        "custody.charge",
        "freed at a time that is certainly early enough",
        PETTY,
        SEIZED,
        ev({"between": ["2021-05-03 20:00", FREED]}, "freed"),
    ),
    case(
        "custody.charge", "freed at a time that straddles the limit", PETTY, SEIZED, ev({"between": [FREED, "2021-05-04 10:00"]}, "freed")
    ),
    case("custody.charge", "freed some time on a day", PETTY, SEIZED, ev("2021-05-04", "freed"), as_of="2021-05-06 08:00"),
    case(
        "custody.charge",
        "accounts that disagree, the first in time",
        PETTY,
        SEIZED,
        ev({"accounts": {"book": FREED, "camera": "2021-05-04 08:01"}}, "freed"),
    ),
    case("custody.charge", "freed after what is known", PETTY, SEIZED, ev("2021-05-05 08:00", "freed"), as_of="2021-05-04 07:00"),
    case(
        "custody.charge",
        "freed after what is known, and too late",
        PETTY,
        SEIZED,
        ev("2021-05-05 08:00", "freed"),
        as_of="2021-05-04 09:00",
    ),
    case("custody.charge", "a charge that counts when it is sent", PETTY, SEIZED, CHARGED),
    case("custody.charge", "a charge in the wrong form", PETTY, SEIZED, {**CHARGED, "by": "sergeant"}, as_of="2021-05-05 08:00"),
    case(
        "custody.charge",
        "a charge of which it is not known by whom",
        PETTY,
        SEIZED,
        ev("2021-05-04 07:00", "charge"),
        as_of="2021-05-05 08:00",
    ),
    case("custody.charge", "handed over in time", PETTY, SEIZED, ev(FREED, "handed_over")),
    case("custody.charge", "handed over a second late", PETTY, SEIZED, ev("2021-05-04 08:00:01", "handed_over")),
    case("custody.charge", "whatever the age, too late", {"suspicion.weight": "petty"}, SEIZED, ev("2021-05-05 08:00", "freed")),
    case("custody.charge", "seized before the law that is known", PETTY, ev("2014-12-31 23:59:59", "seizure"), as_of="2015-03-01 08:00"),
    case("custody.charge", "seized on the first day of the law", PETTY, ev("2015-01-01 00:00", "seizure"), as_of="2015-03-01 08:00"),
    case(
        "custody.charge",
        "seized again in the second of a release",
        CHILD,
        SEIZED,
        ev(FREED, "freed"),
        ev(FREED, "seizure"),
        as_of="2021-05-06 08:00",
    ),
    case(
        "custody.charge",
        "it is unknown whether the ward was guarded",
        UNGUARDED,
        SEIZED,
        ev("2021-05-03 12:00", "hospital_in"),
        ev("2021-05-03 14:00", "hospital_out"),
        ev("2021-05-04 21:00", "freed"),
    ),
    case(
        "custody.second-request",
        "asked too early, and again in time",
        {},
        REFUSED,
        ev("2021-05-04 09:00", "warrant_asked"),
        ev("2021-05-07 09:00", "warrant_asked"),
        as_of="2021-05-20 09:00",
    ),
    case(
        "custody.second-request",
        "asked a second before the floor",
        {},
        REFUSED,
        ev("2021-05-06 08:59:59", "warrant_asked"),
        as_of="2021-05-20 09:00",
    ),
    case(
        "custody.doctor",
        "seen in another cell",
        {},
        ev("2021-05-03 08:00", "seizure", cell="A"),
        ev("2021-05-03 08:00", "doctor", cell="B"),
        as_of="2021-05-03 20:00",
    ),
    case(
        "custody.doctor",
        "seen later, without a tolerance",
        {},
        ev("2021-05-03 08:00", "seizure", cell="A"),
        ev("2021-05-03 09:00", "doctor", cell="A"),
    ),
    case(
        "custody.doctor",
        "seen within a tolerance",
        {},
        ev("2021-05-03 08:00", "seizure", cell="A"),
        ev("2021-05-03 09:00", "doctor", cell="A"),
        tolerances={"custody.doctor": "1h"},
    ),
    case("custody.doctor", "no duty once the law has ended", {}, ev("2025-01-01 00:00", "seizure", cell="A"), as_of="2025-12-31 09:00"),
    case(
        "paper.rights",
        "read earlier in the same detention",
        {},
        SEIZED,
        ev("2021-05-03 09:00", "rights_read"),
        ev("2021-05-05 12:00", "charge"),
        as_of="2021-05-07 09:00",
    ),
    case(
        "paper.rights",
        "read in an earlier detention",
        {},
        SEIZED,
        ev("2021-05-03 09:00", "rights_read"),
        ev("2021-05-04 09:00", "freed"),
        ev("2021-05-05 12:00", "charge"),
        as_of="2021-05-07 09:00",
    ),
    case(
        "custody.night-search",
        "another reading",
        {"captive.child": False},
        SEIZED,
        ev("2021-05-03 20:00:01", "strip_search"),
        readings={"Z2": "needs-none"},
    ),
]
"""Rule, what it shows, scenario."""
