# labelflow: one place for the commands of the house. `make help` lists them.
# Everything runs in .venv, made and kept in step with the locks by scripts/setup.

.DEFAULT_GOAL := help
.PHONY: demo test fast lint fmt bench shots lock help setup-demo setup-test

BIN := .venv/bin
UV ?= $(or $(shell command -v uv),$(BIN)/uv)
PYTEST := $(BIN)/pytest -n 2 --dist load
COMPILE := $(UV) pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header -p 3.11 \
	$(if $(UPGRADE),--upgrade)

demo: setup-demo ## A living demonstration, served (FRESH=1 starts over, PORT=8001 chooses the port)
	@$(BIN)/labelflow demo $(if $(filter-out 0,$(FRESH)),--fresh) $(if $(PORT),--port $(PORT))

test: setup-test lint ## Lint, types, layers, then the whole suite on SQLite and on PostgreSQL
	$(PYTEST) --db both

fast: setup-test ## The quick part of the suite, on SQLite, in less than two minutes
	$(PYTEST) --db sqlite -m "not slow" --hypothesis-profile fast

lint: setup-test ## Style, formatting, types, layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

fmt: setup-test ## Format the code, hold French punctuation, mend what can be mended
	$(BIN)/python scripts/typography.py
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: setup-test ## Measure against a floor taken in the same run (ratios)
	@set -e; for file in benchmarks/[a-z]*.py; do echo "== $$file"; $(BIN)/python $$file; done
	@set -e; for name in step acts writers; do echo "== $$name"; $(BIN)/python benchmarks/$$name.py --postgresql; done

shots: setup-test ## Pictures of the main pages, on a phone and on a desk, in build/shots
	@$(BIN)/python scripts/shots.py

lock: ## Renew the locks from pyproject.toml (UPGRADE=1 takes newer versions); needs uv
	$(COMPILE) --all-extras pyproject.toml -o requirements-test.lock
	$(COMPILE) --extra build -c requirements-test.lock pyproject.toml -o requirements.lock

setup-demo:
	@scripts/setup demo

setup-test:
	@scripts/setup test

help: ## This list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-8s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)
