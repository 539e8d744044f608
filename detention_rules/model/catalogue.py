"""The one catalogue of texts that a user reads, keyed by id. A translation is another dictionary with the same keys."""

from __future__ import annotations

from detention_rules.model.texts_cli_en import CLI_TEXTS
from detention_rules.model.texts_en import ENGINE_TEXTS
from detention_rules.model.texts_formats_en import FORMAT_TEXTS
from detention_rules.model.texts_opinions_en import OPINION_TEXTS
from detention_rules.model.texts_picture_en import PICTURE_TEXTS
from detention_rules.model.texts_reference_en import REFERENCE_TEXTS
from detention_rules.model.texts_train_en import TRAIN_TEXTS
from detention_rules.model.texts_training_en import TRAINING_TEXTS

TEXTS = ENGINE_TEXTS | CLI_TEXTS | REFERENCE_TEXTS | OPINION_TEXTS | PICTURE_TEXTS | FORMAT_TEXTS | TRAINING_TEXTS | TRAIN_TEXTS


def text(key: str, /, **values: object) -> str:
    """Return the text of `key` with its `{name}` fields filled in. Raises KeyError for an unknown key or a missing value."""
    return TEXTS[key].format_map(values)


def count(key: str, number: int) -> str:
    """Return the text of `key.one` or `key.many`, which differ by number, with `{number}` filled in."""
    return text(f"{key}.one" if number == 1 else f"{key}.many", number=number)
