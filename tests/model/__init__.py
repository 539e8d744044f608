"""Tests of the model: time, calendars, problems and texts."""
