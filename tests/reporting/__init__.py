"""Tests of what reports and pages show."""
