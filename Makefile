# matchlist: `make` alone lists what it can do. Needs Python 3.11 or newer and make; everything else goes into .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:

PORT ?= 8501
EXAMPLE ?= data/examples/los-angeles-img.toml
WORKERS ?= auto

BIN := .venv/bin
PIP_INSTALL := $(BIN)/python -m pip --disable-pip-version-check --no-input --quiet --quiet install
# The checkout itself, with the build backend of the lock and without the network.
INSTALL_CHECKOUT := $(PIP_INSTALL) --no-index --no-deps --no-build-isolation --editable .
READY_TO_RUN := .venv/.ready-to-run
READY_TO_TEST := .venv/.ready-to-test
TYPED := $(wildcard optimizer app.py hatch_build.py tests benchmarks)
COMPILE := $(BIN)/uv --no-config --quiet pip compile pyproject.toml --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" $(UPGRADE)

# ---- using matchlist ---------------------------------------------------------------------------------------------------

.PHONY: run
run: $(READY_TO_RUN) ## install, print the example's list, then serve the dashboard (PORT=8501)
	@$(BIN)/matchlist build $(EXAMPLE)
	@# Without a display there is no browser to open, only an address to print.
	@[ "$$(uname)" = Darwin ] || [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || export STREAMLIT_SERVER_HEADLESS=true; \
		exec $(BIN)/matchlist app --port $(PORT)

# ---- working on matchlist ----------------------------------------------------------------------------------------------

.PHONY: test
test: $(READY_TO_TEST) ## install what the tests need, a browser among it, and run them with coverage (WORKERS=1: one by one)
	@chromium="$$($(BIN)/python tests/browser/provide_chromium.py)" \
		&& MATCHLIST_CHROMIUM="$$chromium" $(BIN)/python -m pytest \
			--numprocesses=$(WORKERS) --maxprocesses=4 --dist=worksteal --cov --cov-report=term-missing
	@# The mathematics is held to every line and every branch; said only where it falls short.
	@$(BIN)/coverage report --include='optimizer/portfolio/*' --fail-under=100 --format=total >/dev/null \
		|| { $(BIN)/coverage report --include='optimizer/portfolio/*' --fail-under=100; exit 1; }

.PHONY: check
check: format-check lint types arch test ## everything that has to hold: format, lint, types, import contracts, tests

.PHONY: format
format: $(READY_TO_TEST) ## rewrite the code in the house's format
	@$(BIN)/ruff check --quiet --select I --fix .
	@$(BIN)/ruff format .

.PHONY: format-check
format-check: $(READY_TO_TEST)
	@$(BIN)/ruff format --check .

.PHONY: lint
lint: $(READY_TO_TEST) ## look for faults of style (ruff)
	@$(BIN)/ruff check .

.PHONY: types
types: $(READY_TO_TEST) ## check the types (mypy --strict)
	@$(BIN)/mypy --strict $(TYPED)

.PHONY: arch
arch: $(READY_TO_TEST) ## check which room may import which (import-linter)
	@$(BIN)/lint-imports --no-logo

.PHONY: bench
bench: $(READY_TO_TEST) ## time the solver and compare its lists with a greedy search's
	@$(BIN)/python -m benchmarks

.PHONY: lock
lock: $(READY_TO_TEST) ## lock the dependencies anew (UPGRADE=--upgrade for the newest versions)
	@$(COMPILE) --group dev --output-file requirements/dev.lock
	@$(COMPILE) --group build --constraints requirements/dev.lock --output-file requirements/run.lock
	@if grep -nE '[a-z]+://' requirements/*.lock; then echo "A lock must not name a host or a file." >&2; exit 1; fi

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- setting up --------------------------------------------------------------------------------------------------------

$(BIN)/python:
	@sh requirements/create_environment.sh .venv

$(READY_TO_RUN): requirements/run.lock pyproject.toml | $(BIN)/python
	@echo "Installing what matchlist needs into .venv (a download of about 200 MB; a minute or a few) ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements/run.lock
	@$(INSTALL_CHECKOUT)
	@touch $@

$(READY_TO_TEST): requirements/dev.lock pyproject.toml | $(BIN)/python
	@echo "Installing what matchlist and its tests need into .venv (a download of about 300 MB; a minute or a few) ..."
	@$(PIP_INSTALL) --require-hashes --requirement requirements/dev.lock
	@$(INSTALL_CHECKOUT)
	@touch $@
