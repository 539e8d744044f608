"""Exercises in other forms: a handout and a key to print, and questions for a learning platform."""

from detention_rules.training.exports.gift import gift
from detention_rules.training.exports.markdown import handout, key_page
from detention_rules.training.exports.moodle import moodle_xml

__all__ = ["gift", "handout", "key_page", "moodle_xml"]
