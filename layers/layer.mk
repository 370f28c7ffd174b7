# How a layer with Python in it is built. `sam build` calls `make build-<LogicalId>` in the layer's own folder
# (build_in_source in samconfig.toml) with ARTIFACTS_DIR set. Needs pip and nothing of the Lambda platform: no Docker,
# no interpreter of the runtime's version.
#
#   ARCH=arm64 (default)  wheels for Lambda on Graviton, whatever this machine is
#   ARCH=host             wheels for this machine's processor, to measure the layer here
SHELL := /bin/bash
.DELETE_ON_ERROR:
.SILENT:

ARCH ?= arm64
PYTHON ?= python3
MACHINE := $(if $(filter host,$(ARCH)),$(shell uname -m | sed s/arm64/aarch64/),aarch64)
# Lambda's Python 3.13 runs on glibc 2.34, so it takes every tag up to that.
PLATFORMS := $(foreach tag,manylinux_2_34 manylinux_2_28 manylinux_2_17 manylinux2014,--platform $(tag)_$(MACHINE))
# The first Python 3.13 that really runs (a shim of a version manager may be there and not run).
PYTHON313 := $(shell for each in python3.13 /usr/bin/python3.13 python3; do \
	"$$each" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 13))' 2>/dev/null && { echo "$$each"; break; }; done)

.PHONY: layer
layer:
	test -n "$(ARTIFACTS_DIR)" || { echo "layers: ARTIFACTS_DIR is not set"; echo "hint: run \`make build\`"; exit 2; }
	rm -rf "$(ARTIFACTS_DIR)/python"
	mkdir -p "$(ARTIFACTS_DIR)"
	cp -R python "$(ARTIFACTS_DIR)/python"
	if test -f requirements.txt; then \
		"$(PYTHON)" -m pip install --quiet --disable-pip-version-check --root-user-action ignore --require-hashes --no-deps --no-compile \
			$(PLATFORMS) \
			--python-version 3.13 --implementation cp --only-binary=:all: \
			--requirement requirements.txt --target "$(ARTIFACTS_DIR)/python" --upgrade; fi
# Scripts name the interpreter of this machine, and RECORD holds their hashes: without both, machines build alike.
	rm -rf "$(ARTIFACTS_DIR)/python/bin"
	find "$(ARTIFACTS_DIR)/python" -path '*.dist-info/RECORD' -delete
	find "$(ARTIFACTS_DIR)/python" -name __pycache__ -type d -prune -exec rm -rf {} +
# Byte code saves the first start its compiling. unchecked-hash: Lambda unpacks with other times than ours, and /opt
# never changes. A fixed hash seed keeps two builds equal.
ifneq ($(PYTHON313),)
	PYTHONHASHSEED=0 "$(PYTHON313)" -m compileall -q -j 1 --invalidation-mode unchecked-hash \
		-s "$(ARTIFACTS_DIR)" -p /opt "$(ARTIFACTS_DIR)/python"
	echo "byte code: compiled with $$($(PYTHON313) --version)"
else
	echo "byte code: none, for no Python 3.13 is here; the layer works and starts a little slower"
endif
