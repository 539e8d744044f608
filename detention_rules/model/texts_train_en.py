"""English texts of inventing cases, and of the command `train` with what it writes."""

TRAIN_TEXTS: dict[str, str] = {
    "training.no-case": "no case found in which only limits of {themes} are breached, at difficulty {difficulty}; ask for another "
    "difficulty, or for more themes",
    "training.no-case-breaches": "no case found with {breaches} breached limits of {themes} at difficulty {difficulty}; ask for fewer",
    "training.no-stories": "the pack {pack} has no stories for training (a folder `training`: `common.yaml`, and a file for each story)",
    "training.unknown-theme": "no theme '{theme}'. {hint}",
    "training.no-story": "no story of difficulty {difficulty} can breach a limit of {themes}; the themes of the stories, with "
    "their difficulties, are {known}",
    # faults in stories
    "problem.unknown-in-story": "unknown '{name}' in a story. {hint}",
    "problem.unknown-placeholder": "a text speaks of '{name}', which this story does not have. {hint}",
    "problem.step-without-time": "step '{name}' says neither after which delay it comes nor which rule it answers",
    "problem.step-answers-nothing": "step '{name}' may breach a limit, but does not say of which rule (`answers`)",
    "problem.step-never-wrong": "step '{name}' may be wrong, but does not say how (`wrong`)",
    "problem.no-start": "there is no start for difficulty {difficulty}",
    "problem.duplicate-step": "several steps are called '{name}'",
    "problem.no-exercise": "{why}",
    # handout and key
    "handout.head": "*Exercise {id}, difficulty {difficulty} of 5.*",
    "handout.documents": "## Documents",
    "handout.given": "**To be taken as given:**",
    "handout.choices": "What may be missing:",
    "handout.tasks": "## Tasks",
    "key.title": "# Key: {title}",
    "key.head": "*Exercise {id}, seed {seed}. For the trainer.*",
    "key.none": "None of them is to be named.",
    "key.not-named": "not to be named",
    "key.named": "to be named",
    "key.cites": "    - Sources: {cites}",
    "key.left-out": "left out",
    "key.mistakes": "Mistakes to expect:",
    # questions for a learning platform
    "quiz.category": "$course$/top/{title} ({id})",
    "quiz.none": "None of these",
    "quiz.minutes": "Was it breached, and how late was it kept: {title}?",
    "quiz.instant": "Is it due, and until when at the latest: {title}? ({question})",
    "quiz.choices": "Can it be decided, and if not, what is missing: {title}?",
    "quiz.no": "no none",
    "quiz.not-minutes": "not breached",
    "quiz.not-instant": "not due",
    "quiz.not-choices": "nothing is missing: it can be decided",
    "quiz.bare": "breached",
    "quiz.how-single": "(Write it as in: 2021-03-03 09:15)",
    "quiz.how-minutes": "(Write it as in: 5 h 35 min. Or: not breached. Or, where it was and that is no matter of time: breached)",
    "quiz.how-instant": "(Write it as in: 2021-03-03 09:15. Or: not due)",
    "quiz.hours-and-minutes": "{hours} hours {minutes} minutes",
    "quiz.hours": "{hours} hours",
    "quiz.minutes-only": "{minutes} minutes",
    # the command
    "cli.train.short": "Exercises for a class: make, take, grade.",
    "cli.train.help": (
        "Exercises on invented cases: make a class set with keys, take one in the terminal, grade a class. "
        "Every key comes from the rules, and each question has exactly one right answer."
    ),
    "cli.train.exercises.one": "{number} exercise",
    "cli.train.exercises.many": "{number} exercises",
    "cli.train.not-a-folder": "not a folder",
    "cli.train.exists": "is there already; give another folder, or --force to put the new class in the place of an earlier one",
    "cli.train.no-key": "an exercise without its key, as it was handed out; grade with the file in `keys`",
    "cli.train.no-keys": "no exercise files here (they end in .exercise)",
    "cli.train.no-answers": "no answers found: give files that end in .md, .yaml, .yml or .json, or folders of them",
    "cli.train.other-exercise": "answers to exercise {exercise}, for which there is no key here",
    "cli.train.passed-over": "passed over: answers end in .md, .yaml, .yml or .json",
    "cli.train.no-form": "passed over: a page, but no answer form",
    "cli.train.which-exercise": "does not say to which exercise it belongs, and there are several keys",
    "cli.train.other-answers": "not the answers to this exercise; --restart begins anew and writes over them",
    "cli.train.new.short": "Make a class set of exercises, with keys apart.",
    "cli.train.new.help": (
        "Make different exercises for a class. Handouts and answer forms are written to DIR/handouts, keys to DIR/keys. "
        "The same seed and wishes make the same files, byte for byte.\n\n"
        "Difficulty: 1 one clock and plain hours; 2 several clocks, and entries that do not matter; 3 juveniles, foreign nationals, forms "
        "and weekends; 4 clock changes, times in dispute, months; 5 long cases with readings, missing facts and requalification."
    ),
    "cli.train.new.out": "The folder to write to.",
    "cli.train.new.theme": "Only limits of this theme are breached; see `detention-rules rules`. May be repeated.",
    "cli.train.new.difficulty": "How hard, from 1 to 5.",
    "cli.train.new.breaches": "How many limits are breached in each case.",
    "cli.train.new.seed": "The number from which a class is made, to make the same again. Drawn, and shown, unless given.",
    "cli.train.new.count": "How many exercises.",
    "cli.train.new.moodle": "Also write keys/moodle.xml, for the question bank of Moodle.",
    "cli.train.new.gift": "Also write keys/questions.gift.",
    "cli.train.new.force": "Put the new class in the place of an earlier one: its files are removed, no others.",
    "cli.train.new.drawn": "Seed: {seed} (keep it from the class: whoever has it can make the keys)",
    "cli.train.new.written": "{exercises} written to {folder}: hand out what is in `handouts`, keep `keys`.",
    "cli.train.take.short": "Take an exercise in the terminal.",
    "cli.train.take.help": (
        "Take an exercise, one task at a time, with feedback after each where the file has its key, and a score. Answers are kept beside "
        "the file; run it again to go on where you stopped."
    ),
    "cli.train.take.file": "An exercise file (.exercise): one with its key gives feedback.",
    "cli.train.take.restart": "Begin anew; earlier answers are written over.",
    "cli.train.take.no-color": "Plain text, without colour.",
    "cli.train.take.answered.one": "{number} answer is kept",
    "cli.train.take.answered.many": "{number} answers are kept",
    "cli.train.take.stopped": "{answered} in {kept}. To go on: detention-rules train take {file}",
    "cli.train.take.resumed": "Going on where you stopped: {answered}.",
    "cli.train.take.how-single": "A date and a time, as in 2021-03-03 09:15. Press Enter alone to leave it blank.",
    "cli.train.take.how-minutes": "Letters and how late, as in: a: 5 h 35 min; c. Or: none. Press Enter alone to leave it blank.",
    "cli.train.take.how-instant": "Letters and until when, as in: a: 2021-03-03 09:15; c: 2021-03-01 21:15. Or: none. Enter alone: blank.",
    "cli.train.take.how-choices": "Letters and the numbers of what is missing, as in: a: 2; c: 1, 3. Or: none. Enter alone: blank.",
    "cli.train.take.how-nothing": "Letters, as in: a, c. Or: none. Press Enter alone to leave it blank.",
    "cli.train.take.again": "Please answer once more. Enter alone keeps the answer as it is.",
    "cli.train.take.score": "Score: {score}%",
    "cli.train.take.done": "All tasks are answered. Your answers are in {kept}.",
    "cli.train.grade.short": "Grade the answers of a class.",
    "cli.train.grade.help": (
        "Grade answers: filled-in forms in Markdown or YAML, or JSON. Shows a table, and what the class got wrong most. What cannot be "
        "read is told, the rest is graded, and the exit code is then 2."
    ),
    "cli.train.grade.key": "An exercise file with its key, or a folder of them.",
    "cli.train.grade.answers": "Files with answers, or folders of them.",
    "cli.train.grade.csv": "Also write the table as CSV.",
    "cli.train.grade.feedback": "Also write feedback on every sheet to this folder.",
    "cli.train.grade.mean": "Mean {mean}%, sheets: {sheets}",
    "cli.train.grade.limits": "Got wrong most often:",
    "cli.train.grade.kinds": "Tasks that lost points:",
    "cli.train.grade.misconceptions": "Misconceptions recognised, by sheets:",
    "cli.train.grade.missed": "  {wrong} of {asked}  {title}",
}
