"""Tests of training exercises: keys, misconceptions, grading, forms and classes."""
