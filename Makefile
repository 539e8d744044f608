# The one list of commands. PYTHON names the interpreter of an environment with `.[test,dev]` installed.
PYTHON ?= python

.PHONY: test test-all fuzz oracle mutate-rules mutate-code agree conformance lint types layers verify docs docs-check course bench check

test:            ## the test suite
	$(PYTHON) -m pytest

test-all:        ## the suite on every supported Python that is installed, each in a fresh environment
	$(PYTHON) .ci/test_all.py 3.11 3.12 3.13

fuzz:            ## the same properties on 100,000 examples each, a tenth where one is run for each rule: hours; EXAMPLES=5000 for fewer
	HYPOTHESIS_PROFILE=fuzz EXAMPLES=$(or $(EXAMPLES),100000) $(PYTHON) -m pytest tests/engine tests/language/test_redaction.py tests/testing tests/training

oracle:          ## the engine against one that counts minute by minute, 10,000 timelines of each kind near limits and hard days
	HYPOTHESIS_PROFILE=fuzz EXAMPLES=$(or $(EXAMPLES),10000) $(PYTHON) -m pytest tests/engine/test_oracle.py

mutate-rules:    ## every rule changed in one place at a time, and what notices: docs/mutation.md
	$(PYTHON) tests/testing/mutate_rules.py

agree:           ## what the two engines say of 10,000 timelines near limits and of every example; needs .[durable]
	PYTHONPATH=tests $(PYTHON) -m opinions.agreement 10000

mutate-code:     ## the code that decides, changed in one place at a time: docs/code-mutation.md; SAMPLE=300 mutants, MODULES=engine.law
	PYTHONPATH=tests $(PYTHON) -m mutation.run $(if $(SAMPLE),--sample $(SAMPLE)) $(MODULES)

conformance:     ## tests/conformance, made anew from its sources and the reference engine
	PYTHONPATH=tests $(PYTHON) -m conformance.build

lint:            ## style
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .

types:           ## both type checkers
	$(PYTHON) -m mypy
	$(PYTHON) -m pyright

layers:          ## what may import what
	lint-imports

verify:          ## the shipped pack and the shipped scenarios
	detention-rules verify
	detention-rules check scenarios

docs:            ## docs/reference and docs/images, made anew from the shipped pack
	$(PYTHON) docs/generate.py

docs-check:      ## whether docs/reference and docs/images are what the shipped pack makes
	$(PYTHON) docs/generate.py --check

course:          ## scenarios/training, made anew from the stories of the shipped pack
	$(PYTHON) docs/course.py

bench:           ## speed and memory, as ratios within one run
	$(PYTHON) benchmarks/run.py

check: lint types layers verify docs-check test
