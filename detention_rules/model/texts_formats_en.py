"""English texts of the formats that other programs read, and of what `--redact` puts in place of people's own words."""

FORMAT_TEXTS: dict[str, str] = {
    # findings
    "format.headline": "{status}: {title}",
    "format.case": "{rule} ({which})",
    "format.expected": "{rule}: {verdict}",
    "format.nothing-else": "nothing else is violated",
    "format.column.status": "how it stands",
    "format.column.what": "what",
    "format.column.limit": "limit",
    "format.column.due": "due, done",
    "format.due": "Due: {title} ({scenario})",
    "format.due-earliest": "Due at the earliest: {title} ({scenario})",
    "format.annotations": "Annotations: {error} errors, {warning} warnings, {notice} notices; GitHub shows about ten of each for a step.",
    "format.reasoning": "Reasoning",
    "format.summary": "Summary",
    # what stands for words of the author's own
    "redacted.account": "account",
    "redacted.label": "{name} {number}",
    "redacted.title": "Scenario {number}",
    "redacted.file": "file-{number}",
    "redacted.unshown": "not shown",
    "redacted.problem": "{code}; what was found is not shown, since it may be somebody's name: check the file without --redact",
}
