# Two commands matter: `make demo` (build the sample and open it) and `make test`.
PYTHON ?= python3
VENV   ?= .venv
PORT   ?= 8001
BIN    := $(VENV)/bin

.PHONY: install demo build-demo test lint bench clean

$(VENV)/.installed: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Chronolex needs Python 3.11 or newer: make PYTHON=/path/to/python3.11")'
	$(PYTHON) -m venv $(VENV)
	PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[dev]'
	touch $@

install: $(VENV)/.installed

permanence.db: $(VENV)/.installed $(shell find samples/permanence-des-soins chronolex ingest consolidate corpus graph -type f -not -name '*.pyc')
	$(BIN)/chronolex build samples/permanence-des-soins --db $@

build-demo: permanence.db

demo: permanence.db
	$(BIN)/chronolex serve --db permanence.db --port $(PORT)

test: $(VENV)/.installed
	$(BIN)/python -m pytest

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.installed
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) permanence.db
