# `make help` lists the commands.

SHELL := /bin/sh
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin

# A stamp carries the content of its requirement file in its name: what is installed already is not looked at
# again, and a changed file is noticed whatever its date.
runtime := .venv/.runtime-$(shell cksum < requirements.txt | tr ' ' '-')
testing := .venv/.testing-$(shell cksum < requirements-test.txt | tr ' ' '-')
pip := $(BIN)/python -m pip install --quiet --disable-pip-version-check --only-binary :all: --require-hashes
supported := import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))

languages := kk ru
translations := roadmap/translations
keywords := -k lazy_gettext -k lazy_ngettext:1,2 -k lazy_pgettext:1c,2
catalogues := $(patsubst %.po,%.mo,$(wildcard $(translations)/*/LC_MESSAGES/messages.po))

.NOTPARALLEL:

.PHONY: help
help: ## List the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' Makefile

# ---- installing

.PHONY: install
install: $(runtime) ## Make .venv from the hash-locked requirements

$(BIN)/python:
	@$(PYTHON) -c '$(supported)' 2> /dev/null || { \
		echo "roadmap-monitor needs Python 3.11, 3.12 or 3.13, and '$(PYTHON)' is not: name one, as in make PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2> /dev/null || { \
		echo "'$(PYTHON)' lacks venv: install it (on Debian: apt install python3-venv)" >&2; exit 1; }
	@echo "Making .venv"
	@$(PYTHON) -m venv .venv

.PHONY: usable-venv
usable-venv: $(BIN)/python
	@$(BIN)/python -c '$(supported)' 2> /dev/null || { \
		echo ".venv does not run Python 3.11, 3.12 or 3.13: remove it and try again" >&2; exit 1; }

$(runtime): | usable-venv
	@echo "Installing requirements.txt"
	@$(pip) -r requirements.txt
	@rm -f .venv/.runtime-* && touch $@

$(testing): | usable-venv
	@echo "Installing requirements-test.txt"
	@$(pip) -r requirements-test.txt
	@rm -f .venv/.testing-* .venv/.runtime-* && touch $@ $(runtime)

# ---- running

.PHONY: run
run: install compile-messages ## Run it all on this machine, with the demonstration (PORT=8000)
	@exec $(BIN)/python -m roadmap.launch

.PHONY: reset
reset: ## Begin anew: remove the local data under instance/
	@if [ -d instance ]; then \
		rm -rf instance && echo "Removed instance/: database, mailbox and keys of this machine. The next make run begins anew."; \
	else \
		echo "Nothing to remove: there is no instance/."; \
	fi

# ---- testing

# Test databases wait for the disk at every commit; in memory they need not, and the program stays as it is.
in_memory = $(if $(wildcard /dev/shm/.),TMPDIR=/dev/shm)

.PHONY: test
test: $(testing) compile-messages ## Run every test, on PostgreSQL and in a browser too (ARGS="-k digest")
	@tests/services/provide chromium || true
	$(in_memory) $(BIN)/python -m pytest -n auto $(ARGS)

.PHONY: check
check: check-format check-lint check-types check-imports check-translations check-migrations ## Everything a change must pass
	@$(MAKE) --no-print-directory test

.PHONY: check-format
check-format: $(testing)
	$(BIN)/ruff format --check .

.PHONY: check-lint
check-lint: $(testing)
	$(BIN)/ruff check .

.PHONY: check-types
check-types: $(testing)
	$(BIN)/mypy

.PHONY: check-imports
check-imports: $(testing)
	$(BIN)/lint-imports

.PHONY: check-translations
check-translations: $(testing) compile-messages
	$(BIN)/python -m pytest -q tests/house/test_translations.py

.PHONY: check-migrations
check-migrations: $(testing)
	$(in_memory) $(BIN)/python -m pytest -q tests/migrations

.PHONY: check-long
check-long: $(testing) compile-messages ## What takes longer than a change should wait for
	@tests/services/provide chromium || true
	@$(in_memory) $(BIN)/python -m pytest -m long $(ARGS); status=$$?; \
	if [ $$status -eq 5 ]; then echo "Nothing long exists yet."; else exit $$status; fi

.PHONY: kill-test
kill-test: $(testing) compile-messages ## Kill clocks and senders 1,000 times on each database, and at every named point
	$(in_memory) $(BIN)/python -m tests.kills kill-test --keep $(ARGS)

.PHONY: crowd-test
crowd-test: $(testing) compile-messages ## Let 20 people write about the same measure at once on each database
	$(in_memory) $(BIN)/python -m tests.crowd --keep $(ARGS)

.PHONY: clocks-test
clocks-test: $(testing) compile-messages ## Let 8 clocks plan the same 1,000 mornings on each database
	$(in_memory) $(BIN)/python -m tests.kills clocks --keep $(ARGS)

.PHONY: chain-test
chain-test: $(testing) compile-messages ## Let 8 processes write 1,000 lines each into one record on each database
	$(in_memory) $(BIN)/python -m tests.chains --keep $(ARGS)

.PHONY: bench
bench: $(testing) compile-messages ## Measure large road maps, a long ledger, a morning's mail (benchmarks/README.md)
	$(BIN)/python -m benchmarks.oversight
	$(BIN)/python -m benchmarks.record
	$(BIN)/python -m benchmarks.digests

.PHONY: bench-record
bench-record: $(testing) ## Measure a long ledger alone: as-of pages and history with 10 and 10,000 lines behind them
	$(BIN)/python -m benchmarks.record

# ---- keeping it in order

.PHONY: format
format: $(testing) ## Format the code and mend what can be mended
	$(BIN)/ruff check --fix-only --quiet .
	$(BIN)/ruff format .

.PHONY: lock
lock: ## Resolve pyproject.toml into the requirement files anew (needs uv)
	@uv=$$(command -v $(BIN)/uv || command -v uv) || { echo "make lock needs uv: pip install uv" >&2; exit 1; }; \
	resolve() { "$$uv" pip compile --no-config --quiet --universal --python-version 3.11 --no-build --upgrade \
		--generate-hashes --custom-compile-command "make lock" "$$@" pyproject.toml; }; \
	resolve --output-file requirements.txt && \
	resolve --extra test --constraint requirements.txt --output-file requirements-test.txt
	@echo "Wrote requirements.txt and requirements-test.txt"

.PHONY: messages
messages: $(runtime) ## Bring the catalogues up to date with the words in the code
	@pot=$$(mktemp) && trap 'rm -f "$$pot"' EXIT && \
	$(BIN)/pybabel -q extract -F babel.cfg $(keywords) --add-location=file --sort-by-file \
		--project roadmap-monitor -o "$$pot" . && \
	for language in $(languages); do \
		po=$(translations)/$$language/LC_MESSAGES/messages.po; \
		if [ -f $$po ]; then verb="update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date"; else verb=init; fi; \
		mkdir -p $$(dirname $$po) && $(BIN)/pybabel -q $$verb -l $$language -i "$$pot" -o $$po || exit 1; \
	done
	@echo "Now translate what is empty in $(translations)/*/LC_MESSAGES/messages.po, then make compile-messages"

.PHONY: compile-messages
compile-messages: $(catalogues) ## Compile the catalogues that changed

%.mo: %.po | $(runtime)
	@$(BIN)/pybabel -q compile -i $< -o $@
