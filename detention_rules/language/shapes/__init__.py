"""The shapes of a pack's files as pydantic models, imported only when a pack is new or changed."""
