# Two commands for a newcomer: make demo, make test. All of them set up what they need first.
.DELETE_ON_ERROR:
.PHONY: demo setup setup-dev test lint bench lock clean help

VENV := .venv/bin
UV := .tools/uv/bin/uv
UV_VERSION := 0.13.9

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

demo: setup ## a demo site in ./site-demo: sample letters in, PDF answers out
	@$(VENV)/python -m dsr.entrypoints.cli demo site-demo

setup: ## system packages and .venv, as locked; leaves .venv/bin/dsr
	@.ci/setup.sh runtime

setup-dev:
	@.ci/setup.sh dev

test: setup-dev ## the whole test suite
	@$(VENV)/python -m pytest -n 2 --dist loadfile $(ARGS)

lint: setup-dev ## style, types, import rules, workflow tables
	$(VENV)/ruff check .
	$(VENV)/ruff format --check .
	$(VENV)/mypy --strict dsr
	$(VENV)/lint-imports
	$(VENV)/dsr workflow check

bench: setup-dev ## the benchmarks, into bench/results/, with a table of ratios
	@$(VENV)/python -m bench.run $(ARGS)

# Keeps every pin that still fits; `make lock UPGRADE=--upgrade` takes the newest of all.
lock: $(UV) ## the locked requirements, anew from pyproject.toml
	$(call compile,dev,--extra build --extra dev)
	$(call compile,runtime,--extra build --constraint requirements/dev.txt)

define compile
$(UV) pip compile pyproject.toml $(2) --output-file requirements/$(1).txt $(UPGRADE) --quiet \
	--universal --python-version 3.11 --no-build --generate-hashes \
	--override requirements/overrides.txt --custom-compile-command 'make lock'
endef

$(UV): Makefile
	python3 -m venv --clear .tools/uv
	.tools/uv/bin/python -m pip install --quiet --only-binary :all: uv==$(UV_VERSION)
	touch $@

clean: ## everything that can be made again, .venv included; never a site
	rm -rf .venv .tools build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
