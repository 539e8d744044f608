"""Tools to test rules and the software that must keep to them."""
