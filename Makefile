# `make demo` and `make test` are all that is needed; each sets up .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# What the page needs beside Flet's client: wheels of another platform than this machine's, and a package of npm.
NATIVE := $(VENV)/share/companion

.DEFAULT_GOAL := help
.PHONY: help setup demo site run test test-fast check bench soak lock screenshots messages safety-rules browser clean

help: ## Say what can be done here
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

setup: $(READY) ## Install what the lock files name into .venv; the others do it by themselves

demo: $(READY) ## Build the site, serve it with the demo clinic and an invented patient in mid-course
	@$(BIN)/companion demo

site: $(READY) ## Build the site without a clinic into build/site
	@$(BIN)/companion build-web

run: $(READY) ## Start the device form empty, as a new patient meets it
	@$(BIN)/companion run

test: $(READY) browser ## Run every test, those in a real browser included
	@$(BIN)/python -m tests.run

test-fast: $(READY) ## Run what needs no browser
	@$(BIN)/python -m tests.run fast

check: $(READY) ## Lint, types, direction of imports, known holes in dependencies
	@$(BIN)/python -m tests.check

bench: $(READY) browser ## Measure against bare Flet and bare SQLite; prints a table and JSON
	@$(BIN)/python -m tests.bench

soak: $(READY) browser ## Kill the browser 2,000 times while it saves; takes an hour
	@$(BIN)/python -m tests.fault.soak 2000

screenshots: $(READY) browser ## Draw every screen in light, dark and at 200 % text into build/screenshots
	@$(BIN)/python -m tests.screenshots

messages: $(READY) ## Collect the texts into assets/locale/companion.pot
	@$(BIN)/python -m tests.messages

safety-rules: $(READY) ## Write docs/safety-rules.md, and the alerts of docs/hazards.md, from the red flags
	@$(BIN)/python -m tests.rules_document && $(BIN)/python -m tests.hazards_document

lock: $(READY) ## Resolve the dependencies anew into requirements.lock
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --all-extras --upgrade --generate-hashes \
	  --no-emit-index-url --no-emit-find-links --no-header --no-annotate --output-file requirements.lock pyproject.toml
	@$(BIN)/python -m tests.lock

browser:
	@$(BIN)/python -m tests.browser

$(READY): requirements.lock requirements.browser.lock requirements.browser.npm.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Companion needs Python 3.11 or newer; set PYTHON=…")'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@echo "Installing what requirements.lock names into .venv (once; about a minute)"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@rm -rf $(NATIVE) && $(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes \
	  --only-binary=:all: --platform pyemscripten_2026_0_wasm32 --python-version 3.14 --implementation cp --abi cp314 \
	  --dest $(NATIVE) --requirement requirements.browser.lock
	@$(BIN)/python -m tests.parts $(NATIVE)
	@touch $@

clean: ## Remove what was built (never the journal)
	@rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
