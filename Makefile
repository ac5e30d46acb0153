# Everything a newcomer needs: `make run` and `make test`. Each sees to its own set-up.
.PHONY: run test bench screenshots package translations clean
.DEFAULT_GOAL := run

PYTHON ?= python3
VENV := .venv/bin

# Stamps: the second `make` is quick. A changed pin or package description sets up again.
READY := .venv/ready
PINS := packaging/requirements.txt packaging/requirements-development.txt

$(READY): $(PINS) pyproject.toml packaging/set_up.sh
	@PYTHON="$(PYTHON)" sh packaging/set_up.sh
	@touch $@

run: $(READY)
	@$(VENV)/python packaging/demonstrate.py

test: $(READY)
	@sh packaging/check.sh

bench: $(READY)
	@$(VENV)/python -m tests.benchmarks

screenshots: $(READY)
	@$(VENV)/python -m tests.screenshots

package: $(READY)
	@$(VENV)/python packaging/build_package.py

translations: $(READY)
	@$(VENV)/python packaging/translate.py

clean:
	rm -rf .venv build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
