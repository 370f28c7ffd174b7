# What a person types. Each verb's sentence is the comment after its `##`, and bare `make` prints them.
# Needs on a bare machine: python3 >= 3.11 with venv; for `make test` also npm and Java 17 (see .ci/run for Debian).
SHELL := /bin/bash
.DEFAULT_GOAL := verbs
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# make's own words for the layers' build (layers/layer.mk): arm64, or `host` to measure here.
ARCH ?= arm64
# Arguments handed on, e.g. `make test ARGS='tests/core -x'`, `make run ARGS='--place US-CA'`.
ARGS ?=
# The first interpreter that is new enough; say `make PYTHON=...` for another.
PYTHON ?= $(shell for each in python3 python3.13 python3.12 python3.11; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$each"; break; }; done)

VENV := .venv
BIN := $(VENV)/bin
SAM := .venv-sam/bin
SAM_PINS := aws-sam-cli==1.170.0 cfn-lint==1.58.0
CHECKOV := .venv-checkov/bin
CHECKOV_PIN := checkov==3.3.30
BUILD_DIR := .aws-sam/$(if $(filter arm64,$(ARCH)),build,build-$(ARCH))
MUTMUT_PIN := mutmut==3.8.1
# Measured against, in an environment of its own.
LITELLM_PIN := litellm[proxy]==1.106.2
TYPED := layers/engine/python layers/reader/python functions tools

# Amazon's own DynamoDB engine for tests, under the Amazon DynamoDB Local License: fetched, never committed.
DYNAMODB := .cache/dynamodb-local/emulator/DynamoDBLocal.jar
DYNAMODB_PACKAGE := amplify-dynamodb-simulator@2.9.30
DYNAMODB_SHA256 := 454305e9bc3e6ebcca5b62569869e31563b8d7e346474e94557b2600702146c7

# axe-core (MPL-2.0), which listens to the console as a screen reader's user would: fetched, never committed.
AXE := .cache/axe/axe.min.js
AXE_PACKAGE := axe-core@4.14.1
AXE_SHA256 := 29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c

export SAM_CLI_TELEMETRY := 0
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: verbs
verbs:
	@echo "Lexloci: an image generator's gate that judges by the law of the place."
	@echo
	@sed -nE 's/^([a-z]+):.*## (.*)/  make \1\t\2/p' Makefile | expand -t 18

.PHONY: setup
setup: $(VENV)/.made  ## make .venv with the `lexloci` command, the tools and what tests need

$(VENV)/.made: pyproject.toml
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer here"; echo "hint: apt-get install python3"; exit 2; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "make: \`$(PYTHON)\` cannot make virtual environments"; echo "hint: apt-get install python3-venv"; exit 2; }
	test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --editable '.[tools,test]'
	@touch $@

.PHONY: run
run: setup  ## start the gate on this machine, with a stand-in for the cloud around it
	$(BIN)/lexloci serve $(ARGS)

.PHONY: test
test: setup dynamodb axe  ## run every test but the long ones
	$(BIN)/pytest -n 2 --dist loadfile $(ARGS)

# Tracing every branch doubles the time, so it stands apart.
.PHONY: coverage
coverage: setup dynamodb axe  ## run the same tests and report branch coverage
	$(BIN)/coverage run -m pytest $(ARGS)
	@$(BIN)/coverage report > .cache/branches.txt
	@echo "branch coverage: $$($(BIN)/coverage report --format=total) %, by file in .cache/branches.txt"

.PHONY: check
check: setup $(SAM)/.made $(CHECKOV)/.made  ## lint, format and types of the code; lint of the template; the rules and their frozen rulebook
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(TYPED)
	$(SAM)/cfn-lint template.yaml
	$(SAM)/sam validate --lint --region us-east-1
	$(CHECKOV)/checkov --file template.yaml --config-file .ci/checkov.yaml
	$(BIN)/lexloci check
	$(BIN)/lexloci build --check

.PHONY: build
build: $(SAM)/.made  ## build functions and layers for arm64 without Docker, and print their sizes (ARCH=host: for here)
	ARCH=$(ARCH) PYTHON=$(CURDIR)/$(SAM)/python $(SAM)/sam build --build-dir $(BUILD_DIR)
	@$(SAM)/python tools/lexloci_tools/build_sizes.py $(BUILD_DIR)/template.yaml

.PHONY: model
model: setup  ## train the reader's models anew from the development prompts: the same bytes every time
	$(BIN)/python -m lexloci_tools.corpus.train_abroad
	$(BIN)/python -m lexloci_tools.corpus.train

.PHONY: evaluate
evaluate: setup  ## measure the reader on the frozen test prompts, which nobody tuned it on
	$(BIN)/lexloci evaluate --worst 0 tools/lexloci_tools/corpus/prompts/test-*.jsonl

.PHONY: bench
bench: setup  ## measure what the gate adds to a call, its cold start, and the verdict next to its peers
	$(BIN)/python -m pip install --quiet --editable '.[tools,test,bench]'
	@test -x .cache/litellm/bin/litellm || { $(BIN)/python -m venv .cache/litellm && \
		.cache/litellm/bin/python -m pip install --quiet '$(LITELLM_PIN)'; } || \
		echo "bench: LiteLLM cannot be installed here, so it is left out"
	$(BIN)/lexloci bench $(ARGS)

.PHONY: soak
soak: setup dynamodb  ## run the tests that take minutes
	$(BIN)/pytest -m soak $(ARGS)

# mutmut knows code in src/ only, so it gets a copy of the core there; .cache/mutants/ keeps what it found.
.PHONY: mutants
mutants: setup  ## change the core in one place at a time, and see whether its tests notice (many minutes)
	$(BIN)/python -m pip install --quiet $(MUTMUT_PIN)
	rm -rf .cache/mutants && mkdir -p .cache/mutants/src
	cp -R layers/engine/python/lexloci .cache/mutants/src/
	cp -R tests layers rules tools pyproject.toml .cache/mutants/
	cd .cache/mutants && ../../$(BIN)/mutmut run $(ARGS)
	cd .cache/mutants && ../../$(BIN)/mutmut results

.PHONY: format
format: setup  ## rewrite the code as `make check` wants it
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

.PHONY: wheels
wheels: setup  ## pin the engine layer's wheels anew (layers/engine/requirements.txt)
	$(BIN)/python tools/lexloci_tools/build_wheels.py

.PHONY: dynamodb
dynamodb: $(DYNAMODB)  ## fetch Amazon's DynamoDB Local for the ledger's tests
	@command -v java >/dev/null || { \
		echo "make: DynamoDB Local runs on Java 17 or newer, and no \`java\` is here"; \
		echo "hint: apt-get install default-jre-headless"; exit 2; }

$(DYNAMODB):
	@command -v npm >/dev/null || { \
		echo "make: DynamoDB Local comes in an npm package, and no \`npm\` is here"; \
		echo "hint: apt-get install npm"; exit 2; }
	@mkdir -p .cache/npm .cache/dynamodb-local
	npm pack --silent --pack-destination .cache/npm $(DYNAMODB_PACKAGE)
	tar -xzf .cache/npm/amplify-dynamodb-simulator-*.tgz -C .cache/dynamodb-local --strip-components=1 package/emulator
	@rm -r .cache/npm
	@echo "$(DYNAMODB_SHA256)  $@" | sha256sum --check --quiet
	@touch $@

.PHONY: axe
axe: $(AXE)  ## fetch axe-core for the console's tests (which also want Debian's chromium, and skip without it)

$(AXE):
	@command -v npm >/dev/null || { \
		echo "make: axe-core comes as an npm package, and no \`npm\` is here"; \
		echo "hint: apt-get install npm"; exit 2; }
	@mkdir -p .cache/npm-axe .cache/axe
	npm pack --silent --pack-destination .cache/npm-axe $(AXE_PACKAGE)
	tar -xzf .cache/npm-axe/axe-core-*.tgz -C .cache/axe --strip-components=1 package/axe.min.js
	@rm -r .cache/npm-axe
	@echo "$(AXE_SHA256)  $@" | sha256sum --check --quiet
	@touch $@

.PHONY: screenshots
screenshots: setup  ## take pictures of the console into .cache/screenshots, and the README's two (needs chromium)
	$(BIN)/python -m lexloci_tools.console.picturing .cache/screenshots $(or $(ARGS),--chosen)

# SAM pins its own boto3, so it lives apart from the tests.
$(SAM)/.made: Makefile
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer here"; echo "hint: apt-get install python3"; exit 2; }
	test -x $(SAM)/python || "$(PYTHON)" -m venv .venv-sam
	$(SAM)/python -m pip install --quiet $(SAM_PINS)
	@touch $@

# It pins a boto3 of its own too.
$(CHECKOV)/.made:
	@test -n "$(PYTHON)" || { echo "make: no Python 3.11 or newer here"; echo "hint: apt-get install python3"; exit 2; }
	test -x $(CHECKOV)/python || "$(PYTHON)" -m venv .venv-checkov
	$(CHECKOV)/python -m pip install --quiet $(CHECKOV_PIN)
	@touch $@

.PHONY: clean
clean:  ## remove everything that make made here
	rm -rf .venv .venv-sam .venv-checkov .aws-sam .cache .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
