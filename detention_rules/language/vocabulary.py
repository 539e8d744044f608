"""A pack's vocabulary: the facts and events that its rules and people's scenarios may name, with the type of each value."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from detention_rules.language.times import TimeFault, read_clock, read_date, read_limit, read_moment
from detention_rules.model.catalogue import text
from detention_rules.model.periods import parse_iso
from detention_rules.model.problems import did_you_mean
from detention_rules.model.scenario import Value
from detention_rules.model.zones import Zone

_COUNTRY = re.compile(r"[A-Z]{2}")


class ValueFault(ValueError):
    """A value that does not fit its type: `code` names the text of the catalogue, `values` fill it."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


class ValueType(NamedTuple):
    """The type of a fact or attribute.

    `may_precede` tells whether an instant may lie before the event that carries it.
    `values` are the allowed words; an `open` type accepts others, which then fail every rule that lists them.
    """

    kind: str
    values: tuple[str, ...] = ()
    open: bool = False
    also: tuple[str, ...] = ()
    may_precede: bool = False

    def read(self, raw: Any, zone: Zone) -> Value:
        """Return the value that a file's data stands for. Raises ValueFault or TimeFault."""
        match self.kind:
            case "boolean" if isinstance(raw, bool):
                return raw
            case "number" if isinstance(raw, (int, float)) and not isinstance(raw, bool):
                if not 0 <= raw <= 1_000_000:
                    raise ValueFault("number-out-of-range", found=raw)
                return raw
            case "one_of" if isinstance(raw, str):
                return self.word(raw)
            case "list_of" if isinstance(raw, (list, tuple)) and all(isinstance(item, str) for item in raw):
                return tuple(sorted({self.word(item) for item in raw}))
            case "country" if isinstance(raw, str):
                if raw not in self.also and not _COUNTRY.fullmatch(raw):
                    raise ValueFault("not-a-country", found=raw, also=", ".join(self.also))
                return raw
            case "text" if isinstance(raw, str) and raw.strip():
                return raw.strip()
            case "date":
                return read_date(raw).isoformat()
            case "time":
                return read_clock(raw)
            case "limit":
                return read_limit(raw, zone)
            case "moment":
                return read_moment(raw, zone)
            case "duration" if isinstance(raw, str):
                try:
                    return parse_iso(raw)
                except ValueError as error:
                    raise ValueFault("not-a-duration", found=raw) from error
            case "span" if isinstance(raw, Mapping) and set(raw) == {"from", "until"}:
                first, last = read_moment_or_day(raw["from"], zone), read_limit(raw["until"], zone)
                if last <= first:
                    raise ValueFault("span-backwards")
                return (first, last)
        raise ValueFault("wrong-type", expected=text(f"type.{self.kind}", values=", ".join(self.values)), found=_shown(raw))

    def word(self, raw: str) -> str:
        """Return a word of the type. Raises ValueFault for an unknown word of a closed type."""
        if raw in self.values or self.open:
            return raw
        raise ValueFault("unknown-value", found=raw, hint=did_you_mean(str(raw), self.values))


def read_moment_or_day(raw: Any, zone: Zone) -> int:
    """Read an instant; a bare date is the beginning of that day."""
    return zone.midnight(read_date(raw)) if isinstance(raw, str) and len(raw.strip()) == 10 else read_moment(raw, zone)


def _shown(raw: Any) -> str:
    shown = repr(raw)
    return shown if len(shown) <= 60 else f"{shown[:57]}..."


class AgeAt(NamedTuple):
    """Another instant at which an age is tested under some reading: that of the last such event before."""

    event: str
    reading: str
    options: tuple[str, ...]


class Derivation(NamedTuple):
    """How a fact follows from another: by an age not reached (`younger_than_years`), or by a table of values."""

    source: str
    younger_than_years: int | None = None
    at: tuple[AgeAt, ...] = ()
    values: Mapping[str, Value] = MappingProxyType({})
    otherwise: Value | None = None


class FactType(NamedTuple):
    """A fact of the vocabulary."""

    path: str
    type: ValueType
    means: str
    default: Value | None = None
    derived: Derivation | None = None


class EventType(NamedTuple):
    """An event type of the vocabulary with the attributes that it may carry."""

    name: str
    means: str
    attributes: Mapping[str, ValueType]
    attribute_means: Mapping[str, str]


class Order(NamedTuple):
    """An event that contradicts the timeline where none of `needs` stands before it; None: where nobody is detained."""

    event: str
    needs: tuple[str, ...] | None


class Vocabulary(NamedTuple):
    """All that a pack's rules and scenarios may name."""

    facts: Mapping[str, FactType]
    events: Mapping[str, EventType]
    begins: tuple[str, ...]
    ends: tuple[str, ...]
    orders: tuple[Order, ...]
    moments: Mapping[str, tuple[str, ...]]
    """By event type, the attributes that are instants at which something happened: they too are known up to `as_of`."""


def read_vocabulary(data: Mapping[str, Any], zone: Zone) -> Vocabulary:
    """Build a vocabulary from all its parts' data, whose shape has been checked. Raises ValueFault for a default that does not fit."""
    facts = {path: _fact(path, fact, zone) for path, fact in data["facts"].items()}
    events = {
        name: EventType(
            name,
            event["means"],
            {key: _type(attribute) for key, attribute in event.get("attributes", {}).items()},
            {key: attribute["means"] for key, attribute in event.get("attributes", {}).items()},
        )
        for name, event in data["events"].items()
    }
    orders = tuple(
        Order(order["event"], None if order["needs"] == "detention" else tuple(order["needs"])) for order in data.get("orders", [])
    )
    detention = data["detention"]
    moments = {
        name: known
        for name, event in events.items()
        if (known := tuple(key for key, kind in event.attributes.items() if kind.kind == "moment"))
    }
    return Vocabulary(facts, events, tuple(detention["begins"]), tuple(detention["ends"]), orders, moments)


def _type(data: Mapping[str, Any]) -> ValueType:
    return ValueType(
        data["type"], tuple(data.get("values") or ()), data.get("open", False), tuple(data.get("also", ())), data.get("may_precede", False)
    )


def _fact(path: str, data: Mapping[str, Any], zone: Zone) -> FactType:
    kind = _type(data)
    default = None if data.get("default") is None else kind.read(data["default"], zone)
    return FactType(path, kind, data["means"], default, _derived(data.get("derived")))


def _derived(data: Mapping[str, Any] | None) -> Derivation | None:
    if data is None:
        return None
    ages = []
    for entry in data.get("at", []):
        ((key, option),) = entry["when"].items()
        ages.append(AgeAt(entry["event"], key.removeprefix("reading."), (option,) if isinstance(option, str) else tuple(option)))
    years = (data.get("younger_than") or {}).get("years")
    return Derivation(data["from"], years, tuple(ages), dict(data.get("values") or {}), data.get("otherwise"))


__all__ = ["TimeFault", "ValueFault", "ValueType", "Vocabulary", "read_vocabulary"]
