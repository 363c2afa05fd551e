# The two that a newcomer needs are `make run` and `make test`.
VENV := .venv
UV := $(VENV)/bin/uv
BIN := $(VENV)/bin
PYTEST := $(BIN)/pytest --numprocesses auto --dist loadfile --no-loadscope-reorder
# The engine's loops are compiled when it is imported for the first time, so that nobody waits for it later.
COMPILE := $(BIN)/python -c 'import core.engine'
# The first Python on this machine that is new enough.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)

.PHONY: help run test coverage check format bench facts clean
.DEFAULT_GOAL := help

help: ## Say what there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

run: $(VENV)/.for-use ## Start the chat at http://127.0.0.1:8080 (no account, token or key needed)
	@$(BIN)/osusume run

test: check ## Everything that must hold: lint, types, import rules, tests
	$(PYTEST)

coverage: $(VENV)/.for-work ## The tests again, slower, with the lines that none of them reaches
	$(PYTEST) --cov --cov-report=term

check: $(VENV)/.for-work ## The quick part of it: lint, types, import rules
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo

format: $(VENV)/.for-work ## Lay the code out as `make check` wants it
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.for-work ## Measure: quality, speed, memory (DATA=folder of the real data)
	$(BIN)/python -m benchmarks $(if $(DATA),--data $(DATA))

facts: $(VENV)/.for-work ## Hold the bundled catalogue against another one (CATALOGUE=file.parquet)
	$(BIN)/python -m sources.bundled.facts $(CATALOGUE)

clean: ## Remove the environment and caches (never your data)
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache .coverage

# An environment of the project's own, filled from the lock file: first without, then with the tools to work on it.
$(UV):
	@test -n "$(PYTHON)" || { echo "Osusume needs Python 3.11 or newer; please install it and try again." >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python could not make a virtual environment. On Debian and Ubuntu: apt install python3-venv" >&2; rm -rf $(VENV); exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

$(VENV)/.for-use: $(UV) pyproject.toml uv.lock
	@echo "Installing what Osusume needs (once, a minute or two) …"
	@test -e $(VENV)/.for-work || UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --quiet --frozen --inexact --compile-bytecode --no-dev
	@test ! -e $(VENV)/.for-work || UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --quiet --frozen --inexact --compile-bytecode
	@$(COMPILE)
	@touch $@

$(VENV)/.for-work: $(UV) pyproject.toml uv.lock
	@UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --quiet --frozen --inexact --compile-bytecode
	@$(COMPILE)
	@touch $@ $(VENV)/.for-use
