# matchlist: `make` alone lists what it can do. Needs Python 3.11 or newer and make; everything else goes into .venv.

.DEFAULT_GOAL := help
.NOTPARALLEL:

PORT ?= 8501
EXAMPLE ?= data/examples/los-angeles-img.toml

BIN := .venv/bin
# Any Python from 3.7 on may start it; it looks for one that is new enough itself (PYTHON=/path/to/python names one).
install = for python in "$(PYTHON)" python3 python3.14 python3.13 python3.12 python3.11 python; do \
		"$$python" -c "import sys; sys.exit(sys.version_info < (3, 7))" 2>/dev/null \
			&& exec "$$python" requirements/install.py $(1); \
	done; \
	echo "matchlist needs Python 3.11 or newer: install it, then run make again." >&2; exit 1
TYPED := $(wildcard optimizer app.py hatch_build.py requirements docs/site tests benchmarks)
COMPILE := $(BIN)/uv --no-config --quiet pip compile --universal --python-version 3.11 \
	--generate-hashes --no-emit-index-url --no-annotate --custom-compile-command "make lock" $(UPGRADE)
# Whether each supported Python finds a wheel for everything on each system; nothing is installed.
WHEELS := $(BIN)/uv --no-config --quiet pip install --dry-run --no-deps --require-hashes --only-binary :all: \
	--target .venv/nowhere --reinstall

# ---- using matchlist ---------------------------------------------------------------------------------------------------

.PHONY: run
run: ## install, print the example's list, then serve the dashboard (PORT=8501)
	@$(call install,run --port $(PORT) --example "$(EXAMPLE)")

# ---- working on matchlist ----------------------------------------------------------------------------------------------

.PHONY: test
test: ## install what the tests need, a browser among it, and run them (WORKERS=1: one by one; COVERAGE=yes: as make check)
	@$(call install,test $(if $(COVERAGE),--coverage))

.PHONY: coverage
coverage: ## the same tests, held to how much of the code they run
	@$(call install,test --coverage)

.PHONY: check
check: format-check lint types arch docs coverage long ## everything that has to hold: format, lint, types, import contracts, docs, tests

.PHONY: mathematics
mathematics: ready-to-test ## the solver's own tests, held to every line and branch of it
	@$(BIN)/python -m pytest -q -n auto -m "not long" tests/portfolio --cov=optimizer.portfolio --cov-fail-under=100

.PHONY: long
long: ## the tests of many random cases, which make test leaves out
	@$(call install,test -m long -q)

.PHONY: format
format: ready-to-test ## rewrite the code in the house's format
	@$(BIN)/ruff check --quiet --select I --fix .
	@$(BIN)/ruff format .

.PHONY: format-check
format-check: ready-to-test
	@$(BIN)/ruff format --check .

.PHONY: lint
lint: ready-to-test ## look for faults of style (ruff)
	@$(BIN)/ruff check .

.PHONY: types
types: ready-to-test ## check the types (mypy --strict)
	@$(BIN)/mypy --strict $(TYPED)

.PHONY: arch
arch: ready-to-test ## check which room may import which (import-linter)
	@$(BIN)/lint-imports --no-logo

.PHONY: docs
docs: ready-to-test ## build the site of the docs into site/, with links checked, offline
	@$(BIN)/mkdocs build --strict --quiet --config-file docs/site/mkdocs.yml

.PHONY: bench
bench: ready-to-test ## measure every subject, and put the figures beside the last release's
	@$(BIN)/python -m benchmarks

.PHONY: pips
pips: ready-to-test ## install with the oldest pip and with the newest
	@$(BIN)/python requirements/trials.py pips

.PHONY: trials
trials: pips ## the same, and test the lowest versions that are allowed
	@$(BIN)/python requirements/trials.py lowest

.PHONY: audit
audit: ready-to-test ## licences and known vulnerabilities of what is locked; the latter where they can be looked up
	@$(BIN)/python requirements/audit.py

.PHONY: newest
newest: ready-to-test ## test today's newest versions of everything; what it says depends on the day
	@$(BIN)/python requirements/trials.py newest

.PHONY: lock
lock: ready-to-test ## lock the dependencies anew (UPGRADE=--upgrade for the newest versions)
	@$(COMPILE) pyproject.toml --group dev --output-file requirements/dev.lock
	@$(COMPILE) pyproject.toml --group build --constraints requirements/dev.lock --output-file requirements/run.lock
	@$(COMPILE) pyproject.toml --group build --group tests --resolution lowest-direct --output-file requirements/lowest.lock
	@echo pip | $(COMPILE) - --output-file requirements/newest-pip.lock
	@if grep -nE '[a-z]+://' requirements/*.lock; then echo "A lock must not name a host or a file." >&2; exit 1; fi
	@for lock in dev run lowest; do for python in 3.11 3.12 3.13 3.14; do for system in linux macos windows; do \
		$(WHEELS) --python-version $$python --python-platform $$system --requirement requirements/$$lock.lock || exit 1; \
	done; done; done

.PHONY: pictures
pictures: ready-to-test ## take the pictures of every page in docs/images anew: light, dark, on a phone
	@$(BIN)/python -m tests.browser.take_pictures

.PHONY: help
help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- setting up --------------------------------------------------------------------------------------------------------

.PHONY: ready-to-test
ready-to-test:
	@$(call install,ready test)
