# Everything lives in .venv, made here with the standard library's venv and pip.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
# two at once: half of the time, and a browser in each is what two cores carry
SHARED := -n 2 --dist loadfile

.PHONY: run test test-fast check bench fuzz install clean

run: $(STAMP)
	$(BIN)/python -m dashboard

test: $(STAMP)
	$(BIN)/python -m pytest -rs $(SHARED)

test-fast: $(STAMP)
	$(BIN)/python -m pytest -rs $(SHARED) --ignore tests/browser --ignore tests/fuzz

check: $(STAMP)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m pytest -rs $(SHARED)

bench: $(STAMP)
	$(BIN)/python -m tests.bench

fuzz: $(STAMP)
	end=$$(( $$(date +%s) + 60 * $${FUZZ_MINUTES:-120} )); while [ $$(date +%s) -lt $$end ]; do \
		FUZZ_EXAMPLES=500 $(BIN)/python -m pytest -x -q tests/fuzz || exit 1; done

install: $(STAMP)

$(STAMP): pyproject.toml constraints.txt Makefile
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Python 3.11 or newer is needed; name it with PYTHON=python3.11"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' || \
		{ echo "The venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $(STAMP)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache screens
