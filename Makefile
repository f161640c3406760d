# make demo    set up, then mark the sample class
# make test    set up, then run every test
# make lint    formatting, style and types
# make clean   remove what the others made
#
# PYTHON chooses the interpreter, VENV the folder of the environment:
#     make test PYTHON=python3.13 VENV=.venv-3.13

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet -c constraints.txt

.PHONY: demo test lint clean

demo: $(INSTALLED)
	$(BIN)/grader autograde examples/submissions --out reports

test: $(INSTALLED)
	$(BIN)/grader generate --check
	$(BIN)/pytest -q tests/kit
	$(BIN)/pytest -q --target solutions

lint: $(INSTALLED)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy

$(INSTALLED): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("neurokata needs Python 3.11 or newer: make PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) hatchling editables
	$(PIP) --no-build-isolation -e '.[dev]'
	touch $@

clean:
	rm -rf $(VENV) reports .pytest_cache .mypy_cache .ruff_cache .hypothesis
