"""The data that everything else speaks of: time, scenarios, findings, problems, texts."""
