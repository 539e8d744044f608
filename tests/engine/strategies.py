"""Timelines for property tests: built from the Kazakhstan vocabulary, with times that crowd around the limits."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st

from detention_rules import load_pack
from detention_rules.language.vocabulary import ValueType

Data = dict[str, Any]
PACK = load_pack("kazakhstan")

BASE = datetime(2021, 3, 1, 9, 15)
DAYS = 86400
LAST = 800 * DAYS
"""No event stands later than this many seconds after BASE."""
AS_OF = LAST + 10 * DAYS

AUTHORITIES = ("investigating_judge", "court", "procurator", "investigator")
GROUNDS = ("no_permanent_residence", "identity_not_established", "absconded", "previous_record")
ZONES = ("Asia/Aqtobe", "Asia/Almaty", "Asia/Qyzylorda")


def examples(number: int) -> settings:
    """Return settings for a test that tries so many examples in an ordinary run, and more when the profile asks for more."""
    found = settings()
    return settings(found, max_examples=max(number, found.max_examples)) if found.max_examples > 1_000 else settings(max_examples=number)


def local(seconds: int, base: datetime = BASE) -> str:
    """Return the local time that stands so many seconds of the calendar after a base."""
    return (base + timedelta(seconds=seconds)).isoformat(" ")


NEAR = st.builds(
    lambda hours, seconds: max(0, hours * 3600 + seconds),
    st.sampled_from([0, 0, 3, 6, 12, 24, 30, 48, 60, 72, 96, 120]),
    st.sampled_from([-3600, -60, -1, 0, 0, 1, 60, 3600]),
)
FAR = st.builds(
    lambda days, seconds: min(LAST, days * DAYS + seconds), st.sampled_from([2, 5, 59, 60, 61, 184, 365, 550]), st.integers(0, DAYS)
)
SECONDS = st.one_of(NEAR, NEAR, FAR)


def optional(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return the strategy's values or None, which is "not given"."""
    return st.one_of(st.none(), strategy)


_SPANS = [{"from": "2021-01-01", "until": "2022-12-31"}, {"from": "2021-02-15", "until": "2021-08-31"}]


def value_of(kind: ValueType) -> st.SearchStrategy[Any]:
    """Return values of a type of the vocabulary. A moment is drawn as seconds, to be set after its event."""
    match kind.kind:
        case "boolean":
            return st.booleans()
        case "one_of":
            return st.sampled_from([*kind.values, *(["something_else"] if kind.open else [])])
        case "list_of":
            return st.lists(st.sampled_from(kind.values), max_size=3)
        case "number":
            return st.sampled_from([0, 1, 3, 5, 5.5, 12])
        case "country":
            return st.sampled_from(["KZ", "KG", *kind.also])
        case "text":
            return st.sampled_from(["A", "B"])
        case "date":
            return SECONDS.map(lambda seconds: local(seconds)[:10])
        case "duration":
            return st.sampled_from(["P1M", "P1Y", "P1Y6M", "P40D", "P3Y"])
        case "time":
            return st.sampled_from(["17:00", "18:30"])
        case "span":
            return st.sampled_from(_SPANS)
        case "limit":
            return st.integers(1, 90).map(lambda days: local(LAST + days * DAYS)[:10])
        case "moment":
            return SECONDS
    raise AssertionError(kind.kind)


_BY = optional(st.sampled_from(AUTHORITIES))
_UNTIL = optional(st.integers(1, 90).map(lambda days: local(LAST + days * DAYS)[:10]))
_TERM = optional(st.sampled_from(["P1M", "P1Y", "P1Y6M", "P40D", "P3Y"]))

_CHOSEN: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    "arrest": {
        "grounds": optional(st.lists(st.sampled_from(["caught_in_the_act", "other_information", "attempted_to_abscond"]), max_size=2))
    },
    "brought_in": {},
    "arrest_record": {},
    "grounds_explained": {},
    "counsel_access": {},
    "procurator_notified": {"written": optional(st.booleans()), "place": optional(st.sampled_from(["A", "B"]))},
    "family_notified": {},
    "suspect_notified_family": {},
    "mfa_notified": {},
    "mission_notified": {"means": optional(st.sampled_from(["email", "fax", "courier"]))},
    "place_changed": {"place": optional(st.sampled_from(["A", "B"]))},
    "placed": {
        "place": optional(st.sampled_from(["remand_centre", "temporary_holding_facility", "penal_institution", "cellar"])),
        "basis": optional(st.sampled_from(["arrest_record", "judge_decision"])),
        "remand_centre_unreachable": optional(st.booleans()),
    },
    "remand_requested": {},
    "remand_authorized": {
        "by": _BY,
        "until": _UNTIL,
        "grounds": optional(st.lists(st.sampled_from(GROUNDS), max_size=2)),
        "lenient_measure_possible": optional(st.booleans()),
    },
    "remand_extended": {"by": _BY, "until": _UNTIL},
    "house_arrest_authorized": {"by": _BY},
    "administrative_detention_ordered": {"by": _BY},
    "movement_restriction_authorized": {"by": _BY},
    "remand_refused": {},
    "release_decision": {},
    "release": {},
    "pretrial_ended": {},
    "file_reading_started": {},
    "file_reading_ended": {},
    "extradition_detention_authorized": {"by": _BY, "until": _UNTIL},
    "extradition_decided": {},
    "extradition_detention_extended": {
        "by": _BY,
        "requested_by": _BY,
        "until": _UNTIL,
        "ground": optional(st.sampled_from(["transfer", "appeal", "other"])),
    },
    "surrendered": {},
    "sentence_started": {"term": _TERM, "judgment": optional(SECONDS)},
    "admitted": {
        "as": optional(st.sampled_from(["remanded", "convict"])),
        "facility": optional(st.sampled_from(["remand_centre", "military_barracks", "penal_institution"])),
    },
    "release_documents_received": {"early": optional(st.booleans())},
    "release_certificate_issued": {},
    "convict_family_informed": {"written": optional(st.booleans())},
    "convict_mission_informed": {},
    "records_sent": {},
    "electronic_notification_sent": {},
    "release_notification_issued": {},
    "discrepancy_found": {},
    "discrepancy_resolved": {},
    "refugee_application": {},
    "refugee_registered": {},
    "refugee_certificate_issued": {},
}

ATTRIBUTES: dict[str, dict[str, st.SearchStrategy[Any]]] = {
    name: _CHOSEN.get(name) or {key: optional(value_of(kind)) for key, kind in event.attributes.items()}
    for name, event in PACK.vocabulary.events.items()
}
"""Values of every event's attributes: some chosen so that they matter, the rest any value of the type."""

_CATEGORY = st.sampled_from(["minor", "medium", "serious", "especially_serious"])
_DATED_CATEGORY = st.builds(lambda first, when, then: [{"value": first}, {"from": local(when), "value": then}], _CATEGORY, NEAR, _CATEGORY)
FACTS: dict[str, st.SearchStrategy[Any]] = {
    "person.nationality": st.sampled_from(["KZ", "KG", "stateless"]),
    "person.serviceman": st.booleans(),
    "person.no_abode_or_documents": st.booleans(),
    "offence.category": st.one_of(_CATEGORY, _DATED_CATEGORY),
    "offence.max_penalty_years": st.sampled_from([0, 3, 5, 5.5, 12]),
    "offence.kinds": st.lists(st.sampled_from(["terrorism", "riot", "drugs"]), max_size=2),
    "circumstances.remote": st.booleans(),
    "circumstances.emergency": st.booleans(),
    "proceeding": st.sampled_from(["criminal", "criminal", "extradition", "administrative", "deportation"]),
    "extradition.purpose": st.sampled_from(["prosecution", "enforcement"]),
    "extradition.foreign_sentence": st.sampled_from(["P6M", "P2Y"]),
    "extradition.foreign_maximum": st.sampled_from(["P1Y", "P8Y"]),
    "facility.working_day_ends": st.sampled_from(["17:00", "18:30"]),
}
AGE: st.SearchStrategy[Data] = st.one_of(
    st.just({}),
    st.booleans().map(lambda young: {"person.juvenile": young}),
    st.integers(-3, 3).map(lambda days: {"person.born": local(days * DAYS)[:10].replace("2021", "2003")}),
    st.just({"person.born": "1990-06-01"}),
)
"""Age is given once: as a truth or as a date of birth near the eighteenth birthday."""


_AGES = ("person.born", "person.juvenile")


@st.composite
def facts(draw: st.DrawFn, more: tuple[str, ...] = ()) -> Data:
    """Draw what is known: each common fact, and each of `more`, may be missing."""
    known = PACK.vocabulary.facts
    others = {path: value_of(known[path].type) for path in more if path not in FACTS and path not in _AGES and not known[path].derived}
    found = {path: value for path, drawn in {**FACTS, **others}.items() if (value := draw(optional(drawn))) is not None}
    return {**found, **draw(AGE)}


WHOLE = st.builds(lambda seconds: local(seconds)[:10], SECONDS)
EXACT = SECONDS.map(local)
LOOSE = st.builds(
    lambda first, length: {"between": [local(first), local(first + length)]}, SECONDS, st.sampled_from([1, 60, 3600, 7200, DAYS, 3 * DAYS])
)
DISPUTED = st.builds(lambda first, second: {"accounts": {"register": local(first), "camera": local(second)}}, SECONDS, SECONDS)
TIMES = st.one_of(EXACT, EXACT, EXACT, LOOSE, DISPUTED, WHOLE)

COMMON = ("arrest", "arrest", "release", "remand_authorized", "procurator_notified", "arrest_record", "mfa_notified")


def latest(when: Any) -> datetime:
    """Return the latest local time that a time may mean."""
    if isinstance(when, dict):
        return max(latest(each) for each in (when.get("between") or when["accounts"].values()))
    return datetime.fromisoformat(when) + timedelta(days=len(when) == 10)


@st.composite
def events(
    draw: st.DrawFn, times: st.SearchStrategy[Any] = EXACT, size: int = 6, kinds: tuple[str, ...] = (), loose: int = 99
) -> list[Data]:
    """Draw an arrest and up to `size` other events, each with an id of its own; at most `loose` have a time that is not exact."""
    pool = kinds or (*COMMON, *_CHOSEN)
    chosen = ["arrest", *draw(st.lists(st.sampled_from(pool), max_size=size))]
    found = []
    for number, kind in enumerate(chosen):
        given_ = {name: value for name, strategy in ATTRIBUTES[kind].items() if (value := draw(strategy)) is not None}
        exact = sum(isinstance(event["at"], dict) or len(event["at"]) == 10 for event in found) >= loose
        when = draw(EXACT if exact else times) if number else local(0)
        for name, of in PACK.vocabulary.events[kind].attributes.items():
            if of.kind == "moment" and name in given_:
                given_[name] = local(given_[name], latest(when))
        found.append({"at": when, "is": kind, "id": f"e{number}", **given_})
    return found


@st.composite
def scenarios(draw: st.DrawFn, times: st.SearchStrategy[Any] = EXACT, size: int = 6, loose: int = 99) -> Data:
    """Draw a whole timeline, with an `as_of` after everything: a custody, and what up to two rules of any theme are about."""
    about = draw(st.lists(st.sampled_from(PACK.rules), max_size=2))
    kinds = [kind for rule in about for kind in (*sorted(rule.events), *(pattern.type for pattern in rule.triggers))]
    return {
        "zone": draw(st.sampled_from(ZONES)),
        "facts": draw(facts(tuple(dict.fromkeys(path for rule in about for path in rule.facts)))),
        "events": draw(events(times, size, (*COMMON, *(kinds or _CHOSEN)), loose)),
        "as_of": local(AS_OF),
    }
