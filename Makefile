# Every command of the project; `make` alone lists them.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
STAMPS := .stamps

.PHONY: help run test bench soak demo demo-remove format static unit browser wheel fresh screenshots protocol messages clean ready

help: ## List the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-14s %s\n", $$1, $$2}'

# ---- set-up, done once and again only when its inputs change ---------------------------------

$(STAMPS)/machine: tools/machine.sh
	@mkdir -p $(STAMPS)
	@bash tools/machine.sh run
	@touch $@

$(STAMPS)/python: pyproject.toml uv.lock requirements/uv.txt $(STAMPS)/machine
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements/uv.txt
	@UV_PYTHON_DOWNLOADS=never $(BIN)/uv sync -q --frozen --inexact
	@touch $@

$(STAMPS)/node: package-lock.json $(STAMPS)/machine
	@npm ci --silent --no-audit --no-fund
	@touch $@

WEB_SOURCES := $(shell find web/src protocol/src plugin/src plugin/simulator plugin/static src/leavethemeeting/consent/texts/privacy.md -type f 2>/dev/null)
$(STAMPS)/web: $(STAMPS)/node web/build.mjs $(wildcard plugin/*.mjs) $(WEB_SOURCES)
	@npm run --silent build
	@touch $@

ready: $(STAMPS)/python $(STAMPS)/web

$(STAMPS)/test-machine: tools/machine.sh
	@mkdir -p $(STAMPS)
	@bash tools/machine.sh test
	@touch $@

# ---- the main job ----------------------------------------------------------------------------

run: ready ## Set everything up and serve on this machine
	@LOCAL_RUN=1 exec $(BIN)/leavethemeeting serve

demo: ready ## Serve an installation full of invented people
	@exec $(BIN)/leavethemeeting demo

demo-remove: ready ## Remove the demonstration and all its data
	@$(BIN)/leavethemeeting demo --remove

# ---- proofs ----------------------------------------------------------------------------------

test: ready $(STAMPS)/test-machine ## Set everything up and pass all tests
	@bash tools/test.sh

static: ready ## Formatting, lint, types, laws
	@bash tools/test.sh static

unit: ready $(STAMPS)/test-machine ## The suite without browsers, on SQLite
	@bash tools/test.sh unit

browser: ready $(STAMPS)/test-machine ## The journeys in real Chromium
	@bash tools/test.sh browser

wheel: ready ## Build the wheel and prove it in a bare virtual environment
	@bash tools/test.sh wheel

bench: ready $(STAMPS)/test-machine ## Ratios of our speed to limits measured in the same run
	@bash tools/bench.sh

soak: ready $(STAMPS)/test-machine ## Long fuzzing, and fifty kills on each database
	@bash tools/test.sh soak

fresh: ## Try `make run` and `make test` on a bare Debian in a chroot (root)
	@bash tools/fresh.sh

# ---- daily work ------------------------------------------------------------------------------

format: ready ## Put every file in its format
	@$(BIN)/ruff format -q . && $(BIN)/ruff check -q --fix .

protocol: ready ## Write the JSON Schema and TypeScript types of the wire
	@$(BIN)/python tools/protocol.py

messages: ready ## Collect texts for translation
	@cd src/leavethemeeting && ../../$(BIN)/python ../../manage.py makemessages -l en --no-location --no-obsolete

screenshots: ready $(STAMPS)/test-machine ## Take the pictures of docs and landing page from the demonstration
	@$(BIN)/python tools/screenshots.py
	@$(BIN)/python tools/landing_pictures.py

clean: ## Remove everything that was built or installed here (not the data folder)
	@rm -rf .venv node_modules web/node_modules plugin/node_modules protocol/node_modules $(STAMPS) dist src/leavethemeeting/shared/static/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
