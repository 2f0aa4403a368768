# Everything a newcomer needs: make demo, make test, make run.
# The only requirements are Python 3.11 or newer, git and make.

PYTHON ?= python3
VENV ?= .venv
ARGS ?=
BIN := $(VENV)/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: demo test run check lint types layers docs screenshot format lock clean help

help:
	@echo "make demo            the bot with a local Telegram in the browser (ARGS=--once: play the tour and exit)"
	@echo "make test            every test; ARGS='tests/domain -k quiet' for some"
	@echo "make run             the bot, with the settings in .env"
	@echo "make check           what CI runs after the tests: lint, types, layers, docs"
	@echo "make screenshot      the README's picture, by this machine's Chromium"

demo: $(VENV)/.run
	@$(BIN)/newsbot demo $(ARGS)

run: $(VENV)/.run
	@$(BIN)/newsbot run $(ARGS)

test: $(VENV)/.dev
	@$(BIN)/python -m pytest -q -n auto $(ARGS)

check: lint types layers docs

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev
	$(BIN)/mypy

layers: $(VENV)/.dev
	$(BIN)/lint-imports

docs: $(VENV)/.dev
	$(BIN)/python -m pytest -q -p no:randomly tests/docs

screenshot: $(VENV)/.dev
	@$(BIN)/newsbot demo --screenshot docs/images/demo.png $(ARGS)

format: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Hashed, universal, and without the name of any host.
lock:
	@command -v uv >/dev/null || { echo "make lock needs uv: pip install uv"; exit 1; }
	uv pip compile $(LOCK) pyproject.toml -o requirements/run.lock
	uv pip compile $(LOCK) pyproject.toml --group test --group lint -c requirements/run.lock -o requirements/dev.lock
	uv pip compile $(LOCK) pyproject.toml --group test --group lint --group bench -c requirements/dev.lock -o requirements/bench.lock
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Newsbot needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) -V 2>&1)."; \
	  echo "Name another one: make PYTHON=/path/to/python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); \
	  echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }

$(VENV)/.run: $(VENV)/bin/python requirements/run.lock pyproject.toml
	@echo "Installing what Newsbot needs into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --no-index -e .
	@touch $@

$(VENV)/.dev: $(VENV)/.run requirements/dev.lock
	@echo "Installing what the tests need into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/dev.lock
	@touch $@

$(VENV)/.bench: $(VENV)/.dev requirements/bench.lock
	@echo "Installing what the benchmarks need into $(VENV) ..."
	@$(BIN)/python -m pip install -qq --require-hashes -r requirements/bench.lock
	@touch $@

bench-setup: $(VENV)/.bench

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
