"""The rule language: reading, checking and wording rules, packs and scenario files."""
