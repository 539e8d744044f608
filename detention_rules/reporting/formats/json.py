"""Reports as one JSON array, in the published shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent

from detention_rules.model.findings import ReportData
from detention_rules.reporting.lines import HIDDEN
from detention_rules.reporting.opinions import opinion_data
from detention_rules.reporting.results import Checked, Result, Style


def write_json(results: Iterator[Result], style: Style) -> Iterator[str]:
    """Yield an array of reports, each finding with the second opinion on it where there is one."""
    before = "["
    for one in results:
        if isinstance(one, Checked):
            yield f"{before}\n{indent(dumps(_data(one), style), '  ')}"
            before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def dumps(data: object, style: Style) -> str:
    """Return data as JSON in which what cannot be seen is escaped, so that a terminal or an editor that shows it is not steered by it."""
    return HIDDEN.sub(lambda match: json.dumps(match.group())[1:-1], json.dumps(data, indent=2, ensure_ascii=style.ascii_only))


def _data(checked: Checked) -> ReportData:
    data = checked.report.to_dict()
    if checked.opinion is not None:
        for finding, opinion in zip(data["findings"], opinion_data(checked.opinion), strict=True):
            finding["second_opinion"] = opinion
    return data
