"""The JSON Schema of a report, made from the shapes in `detention_rules.model.findings`, so that the two cannot drift apart."""

from __future__ import annotations

from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints, is_typeddict

from detention_rules.model.catalogue import text
from detention_rules.model.findings import REPORT_FORMAT, FindingData, PackData, ReportData, Verdict

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_INSTANT: dict[str, Any] = {"type": "string", "format": "date-time", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$"}
_INSTANTS = {"as_of", "deadline", "earliest", "latest"}
_SOMETIMES = {"needs", "violated_from", "earliest_end", "overrun", "second_opinion", "report", "act", "article"}
"""Keys that may be absent: `needs` and `violated_from` stand in undetermined findings only, a citation is of one kind."""

_SIMPLE: dict[Any, str] = {str: "string", int: "integer", bool: "boolean", NoneType: "null"}


def report_schema() -> dict[str, Any]:
    """Return the JSON Schema of what `check --format json` prints: an array of reports."""
    definitions: dict[str, Any] = {}
    items = _schema(ReportData, definitions)
    verdicts = {"type": "string", "enum": [verdict.value for verdict in Verdict]}
    properties = definitions["ReportData"]["properties"]
    properties["format"] = {"const": REPORT_FORMAT}
    properties["summary"] = {
        "type": "object",
        "properties": {verdict.value: {"type": "integer", "minimum": 0} for verdict in Verdict},
        "required": [verdict.value for verdict in Verdict],
        "additionalProperties": False,
    }
    definitions[PackData.__name__]["properties"]["sha256"] = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
    finding = definitions[FindingData.__name__]
    finding["properties"]["verdict"] = verdicts
    finding["properties"]["violated_from"]["additionalProperties"] = _INSTANT
    definitions["AlternativeData"]["properties"]["verdict"] = verdicts
    definitions["OpinionData"]["properties"]["verdict"] = {"enum": [*verdicts["enum"], None]}
    undetermined = {"properties": {"verdict": {"const": Verdict.UNDETERMINED.value}}, "required": ["verdict"]}
    finding["if"] = undetermined
    finding["then"] = {"required": ["needs", "violated_from"]}
    finding["else"] = {"not": {"anyOf": [{"required": ["needs"]}, {"required": ["violated_from"]}]}}
    return {"$schema": DIALECT, "title": text("report.schema.title"), "type": "array", "items": items, "$defs": definitions}


def _schema(shape: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if is_typeddict(shape):
        name = shape.__name__
        if name not in definitions:
            definitions[name] = {}
            definitions[name] = _object(shape, definitions)
        return {"$ref": f"#/$defs/{name}"}
    origin, parts = get_origin(shape), get_args(shape)
    if origin is list:
        return {"type": "array", "items": _schema(parts[0], definitions)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(parts[1], definitions)}
    if origin in (Union, UnionType):
        return {"anyOf": [_schema(part, definitions) for part in parts]}
    return {"type": _SIMPLE[shape]}


def _object(shape: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(shape)
    properties = {name: _instant(hint) if name in _INSTANTS else _schema(hint, definitions) for name, hint in hints.items()}
    found: dict[str, Any] = {
        "type": "object",
        "properties": properties,
        "required": [name for name in hints if name not in _SOMETIMES],
        "additionalProperties": False,
    }
    return {"description": " ".join(shape.__doc__.split()), **found} if shape.__doc__ else found


def _instant(hint: Any) -> dict[str, Any]:
    return {"anyOf": [_INSTANT, {"type": "null"}]} if NoneType in get_args(hint) else _INSTANT
