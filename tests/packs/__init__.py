"""Tests of packs: the shipped one, its verification and its kept form, and a second one of an invented country."""
