"""Reports as one JSON array, in the published shape."""

from __future__ import annotations

import json
from collections.abc import Iterator
from textwrap import indent

from detention_rules.model.findings import ReportData
from detention_rules.reporting.opinions import opinion_data
from detention_rules.reporting.results import Checked, Result, Style


def write_json(results: Iterator[Result], style: Style) -> Iterator[str]:
    """Yield an array of reports, each finding with the second opinion on it where there is one."""
    before = "["
    for one in results:
        if isinstance(one, Checked):
            shown = json.dumps(_data(one), indent=2, ensure_ascii=style.ascii_only)
            yield f"{before}\n{indent(shown, '  ')}"
            before = ","
    yield "[]\n" if before == "[" else "\n]\n"


def _data(checked: Checked) -> ReportData:
    data = checked.report.to_dict()
    if checked.opinion is not None:
        for finding, opinion in zip(data["findings"], opinion_data(checked.opinion), strict=True):
            finding["second_opinion"] = opinion
    return data
