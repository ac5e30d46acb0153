# Everything a newcomer needs: `make run` and `make test`. Each sees to its own set-up; a second time they start at once.
.PHONY: run test bench screenshots package translations clean
.DEFAULT_GOAL := run

PYTHON ?= python3
VENV := .venv/bin
SET_UP := packaging/set_up.sh pyproject.toml

# Two stamps: running needs less than testing. A changed pin sets up again.
.venv/ready-to-run: packaging/requirements.txt $(SET_UP)
	@PYTHON="$(PYTHON)" sh packaging/set_up.sh run
	@touch $@

.venv/ready-to-test: packaging/requirements.txt packaging/requirements-development.txt $(SET_UP)
	@PYTHON="$(PYTHON)" sh packaging/set_up.sh test
	@touch .venv/ready-to-run $@

run: .venv/ready-to-run
	@$(VENV)/python packaging/demonstrate.py

test: .venv/ready-to-test
	@sh packaging/check.sh

bench: .venv/ready-to-test
	@$(VENV)/python -m tests.benchmarks

screenshots: .venv/ready-to-test
	@$(VENV)/python -m tests.screenshots
	@$(VENV)/python -m tests.handshake_pictures
	@$(VENV)/python -m tests.issuing_pictures

package: .venv/ready-to-test
	@$(VENV)/python packaging/build_package.py

translations: .venv/ready-to-test
	@$(VENV)/python packaging/translations.py

clean:
	rm -rf .venv build dist out *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
