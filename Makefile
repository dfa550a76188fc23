PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test shuffle explore env env-dev lint lock

run: env
	@$(BIN)/concierta demo

test: env-dev
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(PYTEST_ARGS)

# The whole suite in another order: make shuffle SEED=2
shuffle: env-dev
	@$(BIN)/python -m pytest -n auto --dist loadgroup --random-order --random-order-seed=$(or $(SEED),1) $(PYTEST_ARGS)

# The property tests with other inputs: make explore SEED=2
explore: env-dev
	@$(BIN)/python -m pytest -n auto --dist loadgroup --hypothesis-profile=explore --hypothesis-seed=$(or $(SEED),1) \
	  -m hypothesis $(PYTEST_ARGS)

lint: env-dev
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/python -m concierta.web.kit.wrapping --check
	@$(BIN)/lint-imports
	@$(BIN)/mypy src

env: $(VENV)/.base
env-dev: $(VENV)/.dev

$(VENV)/.base: requirements/base.txt pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Preparing the environment (once)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/base.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt pyproject.toml
	@test -d $(VENV) || $(PYTHON) -m venv $(VENV)
	@echo "Preparing the development environment (once)…"
	@$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@ $(VENV)/.base

# Rewrites the pinned requirements; needs uv.
lock:
	uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements/base.txt
	uv pip compile pyproject.toml requirements/build.in --extra dev --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements/dev.txt
	uv pip compile requirements/peers.in --universal --python-version 3.12 --generate-hashes --no-header -q -o requirements/peers.txt
	sed -i '/^concierta/d' requirements/base.txt requirements/dev.txt
