#!/bin/sh
# Every check of the project, all of them also after the first failure; the tests come last, so that their summary ends the output.
# Leaves with 1 when anything failed.
set -u
cd "$(dirname "$0")/.."
bin=.venv/bin
log=$(mktemp)
trap 'rm -f "$log"' EXIT
failed=

step() {
    name=$1
    shift
    began=$(date +%s)
    if "$@" >"$log" 2>&1; then
        printf '%-16s fine (%s s)\n' "$name" "$(($(date +%s) - began))"
    else
        failed="$failed $name"
        printf '%-16s FAILED (%s s)\n' "$name" "$(($(date +%s) - began))"
        cat "$log"
    fi
}

step ruff "$bin/ruff" check .
step mypy "$bin/mypy"
step import-linter "$bin/lint-imports" --no-cache
step package "$bin/python" packaging/build_package.py
grep -h '^size' "$log" 2>/dev/null
[ -z "$failed" ] || printf 'Failed before the tests:%s\n' "$failed"

"$bin/python" -m pytest -n auto -q || failed="$failed pytest"
[ -z "$failed" ]
