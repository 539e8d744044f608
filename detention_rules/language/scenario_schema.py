"""The JSON Schema of a scenario file, made from a pack's vocabulary: what `detention-rules schema scenario` prints for editors."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from detention_rules.language.rules import Pack
from detention_rules.language.scenarios import SCENARIO_FORMAT
from detention_rules.language.vocabulary import EventType, FactType, ValueType
from detention_rules.model.catalogue import text
from detention_rules.model.findings import Verdict

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, Any]

_DAY = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_CLOCK = r"([01]\d|2[0-3]):[0-5]\d"
_TIME = rf"{_DAY}[T ]+{_CLOCK}(:[0-5]\d)?\s*(Z|[+-]\d{{2}}:?\d{{2}})?"
_SPAN = r"\s*(?=\d)(\d+\s*d)?\s*(\d+\s*h)?\s*(\d+\s*m(in)?)?\s*(\d+\s*s)?\s*"
_DURATION = r"P(?=\d|T\d)(\d{1,3}Y)?(\d{1,4}M)?(\d{1,3}W)?(\d{1,5}D)?(T(?=\d)(\d{1,6}H)?(\d{1,7}M)?(\d{1,8}S)?)?"
_NULL: Schema = {"type": "null"}
_TEXT: Schema = {"type": ["string", "number", "null"]}


def scenario_schema(pack: Pack) -> Schema:
    """Return the JSON Schema of a scenario, or of a list of scenarios, for one pack."""
    rules = [rule.id for rule in pack.rules]
    definitions: Schema = {
        "scenario": _scenario(pack),
        "event": _event(pack),
        "rule-id": {"type": "string", "enum": rules},
        "day": _pattern(_DAY, "day"),
        "time": _pattern(_TIME, "time"),
        "limit": _pattern(f"({_DAY}|{_TIME})", "limit"),
        "account": {"anyOf": [_ref("limit"), _between()]},
        "at": _at(),
        "span": _pattern(_SPAN, "span"),
        **{f"event-{name}": _event_type(kind) for name, kind in pack.vocabulary.events.items()},
    }
    return {
        "$schema": DIALECT,
        "title": text("report.schema.scenario", pack=pack.title),
        "if": {"type": "array"},
        "then": {"items": _ref("scenario"), "minItems": 1},
        "else": _ref("scenario"),
        "$defs": definitions,
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _pattern(pattern: str, key: str) -> Schema:
    return {"type": "string", "pattern": f"^{pattern}$", "description": text(f"report.schema.{key}")}


def _object(properties: Schema, *, required: list[str] | None = None, nullable: bool = False, **more: Any) -> Schema:
    kind: str | list[str] = ["object", "null"] if nullable else "object"
    found: Schema = {"type": kind, "properties": properties, "additionalProperties": False, **more}
    return {**found, "required": required} if required else found


def _scenario(pack: Pack) -> Schema:
    def about(key: str, **values: object) -> Schema:
        return {"description": text(f"report.schema.key.{key}", **values)}

    readings = {
        name: {"enum": list(reading.names), "default": reading.default, "description": _question(reading.question, reading.options)}
        for name, reading in pack.readings.items()
    }
    verdicts = {verdict.value: {"type": "array", "items": _ref("rule-id"), **about(f"expect-{verdict.value}")} for verdict in Verdict}
    properties: Schema = {
        "format": {"const": SCENARIO_FORMAT, **about("format")},
        "title": {**_TEXT, **about("title")},
        "note": {**_TEXT, **about("note")},
        "pack": {"type": "string", "default": pack.id, **about("pack")},
        "zone": {"type": "string", "default": pack.zone, **about("zone")},
        "as_of": {"anyOf": [_ref("limit"), _NULL], **about("as_of")},
        "facts": {**_facts(pack.vocabulary.facts), **about("facts")},
        "events": {"type": "array", "minItems": 1, "items": _ref("event"), **about("events")},
        "readings": _object(readings, nullable=True, **about("readings")),
        "tolerances": _object({rule.id: _ref("span") for rule in pack.rules}, nullable=True, **about("tolerances")),
        "expect": _object(verdicts, nullable=True, **about("expect")),
    }
    return _object(properties, required=["events"])


def _question(question: str, options: Any) -> str:
    return " ".join([question, *(text("report.schema.option", option=option.name, means=option.means) for option in options)])


# times


def _between() -> Schema:
    ends: Schema = {"type": "array", "items": _ref("limit"), "minItems": 2, "maxItems": 2}
    return _object({"between": ends}, required=["between"], description=text("report.schema.between"))


def _at() -> Schema:
    accounts: Schema = {"type": "object", "minProperties": 2, "additionalProperties": _ref("account")}
    disputed = _object({"accounts": accounts}, required=["accounts"], description=text("report.schema.accounts"))
    return {"anyOf": [_ref("limit"), _between(), disputed], "description": text("report.schema.at")}


# facts


def _facts(facts: Mapping[str, FactType]) -> Schema:
    """Nest facts by the dots of their paths."""
    root: Schema = _object({}, nullable=True)
    for path, kind in facts.items():
        *groups, name = path.split(".")
        node = root
        for group in groups:
            node = node["properties"].setdefault(group, _object({}, nullable=True))
        node["properties"][name] = _fact(kind)
    return root


def _fact(kind: FactType) -> Schema:
    value = _value(kind.type)
    since: Schema = {"anyOf": [_ref("limit"), _NULL], "description": text("report.schema.from")}
    dated: Schema = {"type": "array", "minItems": 1, "items": _object({"from": since, "value": value}, required=["value"])}
    return {"anyOf": [value, dated, _NULL], "description": kind.means}


def _value(kind: ValueType) -> Schema:
    match kind.kind:
        case "boolean":
            return {"type": "boolean"}
        case "number":
            return {"type": "number", "minimum": 0, "maximum": 1_000_000}
        case "one_of":
            return _word(kind)
        case "list_of":
            return {"type": "array", "items": _word(kind)}
        case "country":
            code: Schema = {"type": "string", "pattern": "^[A-Z]{2}$"}
            return {"anyOf": [code, {"enum": list(kind.also)}]} if kind.also else code
        case "text":
            return {"type": "string", "pattern": r"\S"}
        case "date":
            return _ref("day")
        case "time":
            return {"type": "string", "pattern": r"^(([01]\d|2[0-3]):[0-5]\d|24:00)$"}
        case "duration":
            return _pattern(_DURATION, "duration")
        case "span":
            return _object({"from": _ref("limit"), "until": _ref("limit")}, required=["from", "until"])
        case "moment":
            return _ref("time")
        case _:
            return _ref(kind.kind)


def _word(kind: ValueType) -> Schema:
    known: Schema = {"enum": list(kind.values)}
    return {"anyOf": [known, {"type": "string"}]} if kind.open else known


# events


def _event(pack: Pack) -> Schema:
    names = list(pack.vocabulary.events)
    chosen = [{"if": {"properties": {"is": {"const": name}}, "required": ["is"]}, "then": _ref(f"event-{name}")} for name in names]
    return {"type": "object", "required": ["at", "is"], "properties": {"is": {"enum": names}}, "allOf": chosen}


def _event_type(kind: EventType) -> Schema:
    attributes = {
        name: {"anyOf": [_value(value), _NULL], "description": kind.attribute_means[name]} for name, value in kind.attributes.items()
    }
    common: Schema = {
        "at": _ref("at"),
        "is": {"const": kind.name, "description": kind.means},
        **{key: {**_TEXT, "description": text(f"report.schema.event.{key}")} for key in ("id", "note", "source")},
    }
    return _object({**common, **attributes}, required=["at", "is"], description=kind.means)
