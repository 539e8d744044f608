"""A second opinion, slow and simple: it walks through a timeline minute by minute, stops wherever something happened, and counts.

Written from the report's paragraphs with nothing of the engine in it. Every time is a whole second; every fact is known
or is tried with every value that it may have. `findings` gives, for each rule it knows, one (verdict, seconds to spare) per duty.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import product
from typing import Any
from zoneinfo import ZoneInfo

from holidays import HolidayBase, country_holidays

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

Happening = tuple[datetime, str, dict[str, Any]]
Opinion = tuple[str, int | None]
Holds = Callable[[str, dict[str, Any]], bool]

NOT_OWED: Opinion = ("not_applicable", None)
JUDGES = ("investigating_judge", "court")
POSSIBLE: dict[str, tuple[Any, ...]] = {
    "juvenile": (False, True),
    "category": ("minor", "medium", "serious", "especially_serious"),
    "kinds": ((), ("terrorism",)),
    "remote": (False, True),
    "emergency": (False, True),
    "foreign": (False, True),
    "proceeding": ("criminal",),
}
"""What a fact may be. A file that does not name its proceeding is about a suspect."""


@dataclass
class Timeline:
    """What happened, in UTC, in a place; and what is known (a fact that is left out is unknown)."""

    zone: str
    happenings: list[Happening]
    as_of: datetime
    facts: dict[str, Any] = field(default_factory=dict)
    readings: dict[str, str] = field(default_factory=dict)
    walked: dict[Any, Opinion] = field(default_factory=dict, repr=False)

    def instants(self) -> dict[datetime, list[Happening]]:
        found: dict[datetime, list[Happening]] = {}
        for one in self.happenings:
            found.setdefault(one[0], []).append(one)
        return found

    def triggers(self, holds: Holds) -> list[datetime]:
        return sorted(when for when, kind, said in self.happenings if holds(kind, said) and when <= self.as_of)

    def local(self, now: datetime) -> datetime:
        return now.astimezone(ZoneInfo(self.zone))


def by_judge(*kinds: str) -> Holds:
    return lambda kind, said: kind in kinds and said.get("by") in JUDGES


def either(*tests: Holds) -> Holds:
    return lambda kind, said: any(test(kind, said) for test in tests)


def is_a(*kinds: str) -> Holds:
    return lambda kind, said: kind in kinds


FREE = is_a("release", "surrendered")
REMAND = by_judge("remand_authorized")
DETENTION = either(REMAND, by_judge("extradition_detention_authorized"))
ORDERS = {
    "criminal": ("remand_authorized", "extradition_detention_authorized"),
    "extradition": ("remand_authorized", "extradition_detention_authorized"),
    "administrative": ("remand_authorized", "administrative_detention_ordered"),
    "deportation": ("remand_authorized", "movement_restriction_authorized"),
}
"""Orders to hold somebody in custody: each counts in its own kind of proceeding only, remand in all of them. A file that does not name the
proceeding is taken to be criminal, so detention before extradition counts there too."""
HELD_NO_LONGER = {
    proceeding: either(FREE, by_judge("house_arrest_authorized"), *(by_judge(kind) for kind in kinds))
    for proceeding, kinds in ORDERS.items()
}
RECORD = is_a("arrest_record")


# counting


def within_hours(timeline: Timeline, start: datetime, hours: int, done: Holds, spares: Holds | None = None) -> Opinion:
    """Return what a walk from the start finds; the same walk is not walked twice."""
    key = (start, hours, done, spares)
    if key not in timeline.walked:
        timeline.walked[key] = _walk(timeline, start, hours, done, spares)
    return timeline.walked[key]


def _walk(timeline: Timeline, start: datetime, hours: int, done: Holds, spares: Holds | None) -> Opinion:
    """Walk from the start until it is done or the present is reached; `spares` within the hours means that nothing is owed.

    After them it ends what is owed and never done: what is late is late up to then.
    """
    happened = timeline.instants()
    if at_the_gate(timeline, start):
        happened[start] = [one for one in happened[start] if not FREE(*one[1:])]
    ahead = sorted(when for when in {*happened, timeline.as_of} if when > start)
    allowed, gone, now, spared, over = hours * 3600, 0, start, False, 0
    while True:
        here = happened.get(now, [])
        if any(done(kind, said) for _, kind, said in here) and not (spared and gone > allowed):
            return ("complied" if gone <= allowed else "violated", allowed - gone)
        if spares and gone <= allowed and any(spares(kind, said) for _, kind, said in here):
            spared = True
        if spares and gone > allowed and not over and any(spares(kind, said) for _, kind, said in here):
            over = gone
        if spared and (gone >= allowed or now == timeline.as_of):
            return NOT_OWED
        if now == timeline.as_of:
            return ("violated" if gone > allowed else "pending", allowed - (over or gone))
        step = min(MINUTE, ahead[0] - now)
        now, gone = now + step, gone + step.seconds
        ahead = ahead[ahead[0] == now :]


def at_the_gate(timeline: Timeline, start: datetime) -> bool:
    """Tell whether who is arrested was held until then, and let go in that second: that release ends what was before."""
    earlier = [when for when in timeline.triggers(is_a("arrest")) if when < start]
    return any(when == start for when in timeline.triggers(FREE)) and any(
        not any(arrest <= when < start for when in timeline.triggers(FREE)) for arrest in earlier
    )


def until(timeline: Timeline, start: datetime, end: datetime, done: Holds, also: tuple[datetime, ...] = ()) -> Opinion:
    """Judge a duty that ends at an instant; the minutes between are subtracted and not walked, since they may be a million."""
    acts = [when for when, kind, said in timeline.happenings if done(kind, said)]
    acts = sorted(when for when in (*acts, *also) if start <= when <= timeline.as_of)
    if acts:
        return ("complied" if acts[0] <= end else "violated", int((end - acts[0]).total_seconds()))
    return ("violated" if timeline.as_of > end else "pending", int((end - timeline.as_of).total_seconds()))


def day_ends(timeline: Timeline, day: date) -> datetime:
    """Walk through a local day until the calendar on the wall shows the next."""
    now = datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(timeline.zone)).astimezone(UTC)
    while timeline.local(now).date() <= day:
        now += MINUTE
    return now


def noon(timeline: Timeline, day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=ZoneInfo(timeline.zone)).astimezone(UTC)


def months_later(day: date, months: int) -> date:
    """Turn the leaves of the calendar one by one; where the month has no such day, its last."""
    year, month = day.year, day.month
    for _ in range(months):
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
    number = day.day
    while True:
        try:
            return date(year, month, number)
        except ValueError:
            number -= 1


@cache
def holidays() -> HolidayBase:
    return country_holidays("KZ")


def worked(day: date) -> bool:
    """Tell whether a day is worked, as the list of holidays and transferred days has it."""
    return bool(holidays().is_working_day(day))


def stepping(day: date, step: timedelta) -> date:
    """Step from a day that is off to one that is worked."""
    while not worked(day):
        day += step
    return day


# the rules

WITHOUT_COURT = ("custody.before-court-order", "custody.constitutional-ceiling")


def without_court(timeline: Timeline, start: datetime, hours: int, proceeding: str, taken_back: int) -> Opinion:
    """Judge custody without a court from an arrest on: nothing is owed while an order made before it runs, and a later one ends it.

    House arrest ordered before the arrest is no such order; nor is remand that is refused within so many hours of the arrest. See `odd` for
    what is left aside, here only.
    """
    last = start + timedelta(hours=taken_back)
    refused = any(start < when <= last for when in timeline.triggers(is_a("remand_refused")))
    freed = max((when for when in timeline.triggers(FREE) if when <= start), default=None)
    before = [one for one in timeline.happenings if one[0] <= start and (freed is None or one[0] > freed)]
    running = [kind for _, kind, said in before if kind in ORDERS[proceeding] and said["by"] in JUDGES and said["until"] > start]
    if any(not (refused and kind.startswith("remand")) for kind in running):
        return NOT_OWED
    return within_hours(timeline, start, hours, HELD_NO_LONGER[proceeding])


def odd(timeline: Timeline, rule: str) -> bool:
    """Tell whether what a rule says of a timeline is left aside here, since it turns on what came first within one second.

    Two arrests, each in the second of a release; for custody without a court also a refusal before an arrest, or an order in such a second.
    """
    arrests, free = timeline.triggers(is_a("arrest")), timeline.triggers(FREE)
    twice = len({*arrests} & {*free}) > 1
    if rule not in WITHOUT_COURT:
        return twice and rule == "custody.arrest-record"
    ordered = [when for when, _, said in timeline.happenings if "by" in said]
    refused = timeline.triggers(is_a("remand_refused"))
    return twice or not {*ordered}.isdisjoint(free) or any(one <= arrest for one in refused for arrest in arrests)


def custody_before_court(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
    """Paragraphs 215 and 216, the exception reaching juveniles too."""
    longer = facts["category"] == "especially_serious" or facts["kinds"] or facts["remote"] or facts["emergency"]
    hours = 72 if longer else 24 if facts["juvenile"] else 48
    taken_back = 24 if facts["juvenile"] else 48
    return [without_court(timeline, start, hours, facts["proceeding"], taken_back) for start in timeline.triggers(is_a("arrest"))]


def ceiling(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
    """Paragraph 68."""
    return [without_court(timeline, start, 72, facts["proceeding"], 72) for start in timeline.triggers(is_a("arrest"))]


def record(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
    """Paragraph 81: more than three hours without a record make the detention unlawful; who is let go by then was not so held."""
    owed = facts["proceeding"] in ("criminal", "extradition")
    return [within_hours(timeline, start, 3, RECORD, FREE) if owed else NOT_OWED for start in timeline.triggers(is_a("arrest"))]


def in_writing(kind: str, said: dict[str, Any]) -> bool:
    return kind == "procurator_notified" and bool(said["written"])


def procurator(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
    """Paragraph 204, which speaks of suspects."""
    owed = facts["proceeding"] == "criminal"
    return [within_hours(timeline, start, 12, in_writing) if owed else NOT_OWED for start in timeline.triggers(is_a("arrest"))]


def told(
    kind: str, hours: int, trigger: Holds, proceedings: tuple[str, ...] = tuple(ORDERS)
) -> Callable[[Timeline, dict[str, Any]], list[Opinion]]:
    """Paragraphs 127, which speaks of those who conduct an investigation, and 128."""

    done = is_a(kind)

    def judged(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
        starts = timeline.triggers(trigger)
        owed = facts["foreign"] and facts["proceeding"] in proceedings
        return [within_hours_held(timeline, start, hours, done) if owed else NOT_OWED for start in starts]

    return judged


def within_hours_held(timeline: Timeline, order: datetime, hours: int, done: Holds) -> Opinion:
    """Count from the arrest where an order was made before it, in the person's absence; who was told in between was told in time."""
    if held_by_no_account(timeline, order):
        return ("undetermined", None)
    held = max(order, taken(timeline, order))
    before = [when for when in timeline.triggers(done) if order <= when < held]
    if before:
        return ("complied", hours * 3600 + int((held - before[0]).total_seconds()))
    return within_hours(timeline, held, hours, done)


def taken(timeline: Timeline, order: datetime) -> datetime:
    """Return the first arrest of the detention that an order belongs to: one made in the person's absence holds nobody before it."""
    freed = [when for when in timeline.triggers(FREE) if when <= order]
    first = min((when for when in timeline.triggers(is_a("arrest")) if not freed or when >= max(freed)), default=order)
    return order if any(order <= when < first for when in timeline.triggers(FREE)) else first


def held_by_no_account(timeline: Timeline, order: datetime) -> bool:
    """Tell whether nothing tells that an order ever held the person: nobody taken since the last release before it, nor let go after it."""
    since = max((when for when in timeline.triggers(FREE) if when < order), default=order.min.replace(tzinfo=order.tzinfo))
    begun = timeline.triggers(is_a("arrest", "sentence_started", "admitted"))
    return not any(when >= since for when in begun) and not any(when >= order for when in timeline.triggers(FREE))


def remand_months(months: int, extendable: bool) -> Callable[[Timeline, dict[str, Any]], list[Opinion]]:
    """Paragraph 122, counted from the first arrest of the detention, to the end of the corresponding date; a judgment ends remand.

    An extension lifts the limit where it reaches past it, unless a later one, still before the limit, takes that back. Where nothing tells
    when anybody was taken or let go, nobody knows whether the order ever held the person.
    """
    lifted = either(FREE, by_judge("house_arrest_authorized"))
    extended = by_judge("remand_extended")

    def judged(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
        found = []
        for start in timeline.triggers(REMAND):
            if held_by_no_account(timeline, start):
                found.append(("undetermined", None))
                continue
            end = day_ends(timeline, months_later(timeline.local(taken(timeline, start)).date(), months))
            judgments = tuple(said["judgment"] for when, kind, said in timeline.happenings if kind == "sentence_started")
            known = [one for one in timeline.happenings if extendable and one[0] <= timeline.as_of]
            orders = [(when, said["until"]) for when, kind, said in known if extended(kind, said)]
            acts: list[datetime] = []
            for when, reached in sorted(orders, key=lambda order: order[0]):
                if reached > end:
                    acts.append(when)
                elif when <= end:
                    acts = []
            found.append(until(timeline, start, end, lifted, (*judgments, *acts)))
        return found

    return judged


def end_of_term(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
    """Paragraph 302: the morning of the day before the term is complete; read with the Code, moved back from a day off."""
    found = []
    for when, kind, said in sorted(timeline.happenings, key=lambda one: one[0]):
        if kind == "sentence_started" and when <= timeline.as_of:
            last = months_later(timeline.local(when).date(), said["months"]) - DAY
            if timeline.readings.get("A7") == "code-preceding-working-day":
                last = stepping(last, -DAY)
            elif timeline.readings.get("A7") == "code-day-before" and not worked(last):
                last -= DAY
            found.append(until(timeline, when, noon(timeline, last), FREE))
    return found


def documents(early: bool) -> Callable[[Timeline, dict[str, Any]], list[Opinion]]:
    """Paragraph 303 for early release, with a working day that ends at 18:00, and paragraph 295 for any other."""

    def judged(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
        found = []
        for when, kind, said in sorted(timeline.happenings, key=lambda one: one[0]):
            if kind != "release_documents_received" or when > timeline.as_of:
                continue
            if said["early"] is not early:
                found.append(NOT_OWED)
                continue
            here = timeline.local(when)
            late = early and here.time() > time(18)
            day = here.date() + DAY if late else here.date()
            if early and timeline.readings.get("C27") == "next-working-day":
                day = stepping(day, DAY)
            end = noon(timeline, day) if late else day_ends(timeline, day)
            found.append(until(timeline, when, end, is_a("release")))
        return found

    return judged


def mission_of_convict(timeline: Timeline, facts: dict[str, Any]) -> list[Opinion]:
    """Paragraph 207: two working days, the day after the arrival being the first; or the day itself, where that is worked."""
    found = []
    for when, kind, said in sorted(timeline.happenings, key=lambda one: one[0]):
        if kind != "admitted" or when > timeline.as_of:
            continue
        if said["as"] != "convict" or not facts["foreign"]:
            found.append(NOT_OWED)
            continue
        day = timeline.local(when).date()
        counted = int(timeline.readings.get("A12") == "entry-day-counts" and worked(day))
        while counted < 2:
            day += DAY
            counted += worked(day)
        found.append(until(timeline, when, day_ends(timeline, day), is_a("convict_mission_informed")))
    return found


RULES: dict[str, tuple[Callable[[Timeline, dict[str, Any]], list[Opinion]], tuple[str, ...]]] = {
    "custody.before-court-order": (custody_before_court, ("juvenile", "category", "kinds", "remote", "emergency", "proceeding")),
    "custody.constitutional-ceiling": (ceiling, ("proceeding",)),
    "custody.arrest-record": (record, ("proceeding",)),
    "notice.procurator": (procurator, ("proceeding",)),
    "consular.mfa-after-arrest": (told("mfa_notified", 6, is_a("arrest"), ("criminal", "extradition")), ("foreign", "proceeding")),
    "consular.mission-after-arrest": (told("mission_notified", 24, is_a("arrest")), ("foreign", "proceeding")),
    "consular.mfa-after-remand": (told("mfa_notified", 6, REMAND), ("foreign", "proceeding")),
    "consular.mission-after-remand": (told("mission_notified", 24, DETENTION), ("foreign", "proceeding")),
    "remand.two-months": (remand_months(2, extendable=True), ()),
    "remand.eighteen-months": (remand_months(18, extendable=False), ()),
    "release.end-of-term": (end_of_term, ()),
    "release.early": (documents(early=True), ()),
    "release.documents-same-day": (documents(early=False), ()),
    "convict.mission-notice": (mission_of_convict, ("foreign",)),
}


def findings(timeline: Timeline, only: tuple[str, ...]) -> dict[str, list[Opinion]]:
    """Return the opinions on every duty under some rules. What differs between the values that an unknown fact may have is undetermined."""
    found = {}
    for rule in only:
        judged, asks = RULES[rule]
        worlds = [judged(timeline, facts) for facts in _worlds(timeline, asks)]
        found[rule] = [_shared(list(duty)) for duty in zip(*worlds, strict=True)]
    return found


def _worlds(timeline: Timeline, asks: tuple[str, ...]) -> Iterator[dict[str, Any]]:
    values = [(timeline.facts[name],) if name in timeline.facts else POSSIBLE[name] for name in asks]
    for chosen in product(*values):
        yield dict(zip(asks, chosen, strict=True))


def _shared(opinions: list[Opinion]) -> Opinion:
    verdicts = {verdict for verdict, _ in opinions}
    margins = {margin for _, margin in opinions}
    return (verdicts.pop() if len(verdicts) == 1 else "undetermined", margins.pop() if len(margins) == 1 else None)
