#!/bin/sh
# Write the two lock files anew from pyproject.toml. Needs uv on the PATH.
#
# The locks hold exact versions for Python 3.11 and newer on Linux, Windows and macOS, and no address
# of a package index. Everything the program needs has the same version in both: run.sh and test.sh
# share one virtual environment.
set -eu
here=$(dirname -- "$(readlink -f -- "$0")")
cd -- "$here/.."

compile() {
    uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-header --no-annotate \
        --no-emit-index-url --no-emit-find-links "$@" pyproject.toml
}

compile --extra dev --output-file packaging/requirements-dev.lock
compile --constraint packaging/requirements-dev.lock --output-file packaging/requirements.lock
