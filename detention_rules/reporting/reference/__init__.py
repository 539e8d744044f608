"""Reference pages made from a pack: Markdown that is the same on every platform, and nothing that is not in the pack's files."""
