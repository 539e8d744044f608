"""Mutation of the code that decides: whether the tests notice when it is changed."""
