"""English texts of inventing cases, and of the command `train` with what it writes."""

TRAIN_TEXTS: dict[str, str] = {
    "training.no-case": "no case found with {breaches} breached limits of {themes} at difficulty {difficulty}; ask for fewer or for other themes",
    "training.no-stories": "the pack {pack} has no stories for training (a folder `training` with `common.yaml` and one file for each story)",
    "training.unknown-theme": "no theme '{theme}'. {hint}",
    "training.no-story": "no story of difficulty {difficulty} in which a limit of {themes} can be breached; the themes of the stories are {known}",
}
