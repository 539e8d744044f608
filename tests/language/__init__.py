"""Tests of the language: reading sources, scenarios and rules, and putting rules into words."""
