"""Engines: they give rules their meaning. `reference` is the one that decides."""
