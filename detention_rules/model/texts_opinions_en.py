"""English texts of second opinions. `{name}` fields are filled in by `catalogue.text`."""

OPINION_TEXTS: dict[str, str] = {
    # whether it can be had
    "problem.engine-python": "durable-rules does not run on Python {found}: use Python 3.12 or earlier, or the reference engine alone",
    "problem.engine-missing": "durable-rules is not installed: pip install 'detention-rules[durable]', or use the reference engine alone",
    # what it says
    "opinion.head": "SECOND OPINION ({engine}): agrees on {agreed} of {number}",
    "opinion.all": "Second opinion ({engine}) in all: agrees on {agreed} of {number}, no opinion on {none}, disagrees on {differ}{failed}.",
    "opinion.all-failed": ", failed on {number}",
    "opinion.silent": "No opinion on {number}: {reasons}.",
    "opinion.reason": "{reason} ({number})",
    "opinion.differ.one": "THE ENGINES DISAGREE ON {number} FINDING. That is a fault of this program: please report it with the file.",
    "opinion.differ.many": "THE ENGINES DISAGREE ON {number} FINDINGS. That is a fault of this program: please report it with the file.",
    "opinion.failed.one": "THE SECOND OPINION FAILED ON {number} FINDING. That is a fault of this program: report it with the file.",
    "opinion.failed.many": "THE SECOND OPINION FAILED ON {number} FINDINGS. That is a fault of this program: report it with the file.",
    "opinion.fails": "{rule} ({event}): {reason}.",
    "opinion.differs": "{rule} ({event}): the reference engine says {verdict}, {engine} says {other}.",
    "opinion.with-margin": "{verdict} with a margin of {margin} s",
    "opinion.stands": "The verdicts above are the reference engine's, and stand.",
    # why it says nothing
    "opinion.none.uncertain-time": "an event has no certain time",
    "opinion.none.unknown": "it is unknown which act counts",
    "opinion.none.several-acts": "several acts are due in one period",
    "opinion.none.fault": "this program failed while it asked",
    "opinion.none.number": "a number is too fine",
    "opinion.none.too-large": "the rule has more conditions than the engine holds",
    "opinion.none.foreign": "the finding is not the reference engine's",
    "opinion.none.hung": "the engine's process did not answer in time",
    "opinion.none.died": "the engine's process died",
    "opinion.none.failed": "the engine failed",
    "opinion.none.incomplete": "the engine did not finish",
    "opinion.none.contradiction": "the engine contradicts itself",
    "opinion.none.given-up": "the engine's process failed before, and was not started again",
}
