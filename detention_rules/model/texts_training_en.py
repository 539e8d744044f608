"""English texts of training exercises: questions, misconceptions, grades. `{name}` fields are filled in by `catalogue.text`."""

TRAINING_TEXTS: dict[str, str] = {
    # exercises that cannot be had
    "training.not-json": "not JSON: {why}",
    "training.not-an-exercise": 'not an exercise: expected an object with "format": "{format}"',
    "training.bad-exercise": "not an exercise: {faults}",
}
