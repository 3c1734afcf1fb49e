#!/bin/sh
# Check Netkontor: linters, types and the whole test suite without a screen. With arguments it is
# `pytest ARGS...` and nothing else. Sets everything up first, as run.sh does.
#
# Exit code: 0 when all is well, 1 when a check failed, 2 when the set-up failed; with arguments
# pytest's own.
set -eu
root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
# shellcheck source=packaging/setup.sh
. "$root/packaging/setup.sh"

set_up requirements-dev offscreen
provide_qt offscreen || exit 2

# The same on every machine, whatever the language of the person at it.
unset LANGUAGE NETKONTOR_LANGUAGE NETKONTOR_TODAY
export LC_ALL=C.UTF-8 QT_QPA_PLATFORM=offscreen
python=$venv/bin/python
if [ ! -w "$root" ]; then
    export MYPY_CACHE_DIR="$venv/cache/mypy" RUFF_CACHE_DIR="$venv/cache/ruff"
    export PYTEST_ADDOPTS="${PYTEST_ADDOPTS:-} -o cache_dir='$venv/cache/pytest'"
fi

case $(pwd -P)/ in
"$root"/*) ;;
*) cd -- "$root" ;;
esac
if [ "$#" -gt 0 ]; then
    exec "$python" -P -m pytest --rootdir "$root" -c "$root/pyproject.toml" "$@"
fi

cd -- "$root"
failed=
check() {
    printf '\n== %s\n' "$*"
    "$python" -P -m "$@" || failed="$failed, $*"
}
check ruff check
check ruff format --check
check mypy
check pytest
if [ -n "$failed" ]; then
    say "Failed: ${failed#, }"
    exit 1
fi
