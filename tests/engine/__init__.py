"""Tests of the reference engine with the Kazakhstan pack. Every number of the law in them is written by hand from the report."""
