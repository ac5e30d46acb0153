#!/bin/sh
# Renew the pinned, hashed requirements: `sh packaging/pin.sh` (after a change of dependencies in pyproject.toml),
# `sh packaging/pin.sh --upgrade` (newest versions). Names no index and no path, whatever the machine's pip is set to.
set -eu
cd "$(dirname "$0")/.."
pin() {
    output=$1
    shift
    .venv/bin/pip-compile --quiet --generate-hashes --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options \
        --strip-extras --allow-unsafe --no-header --no-annotate --newline=lf --output-file "$output" "$@" pyproject.toml
}
pin packaging/requirements.txt "$@"
pin packaging/requirements-development.txt --extra development --extra postgresql --constraint packaging/requirements.txt "$@"
# The development file alone installs everything: the run-time pins are part of it.
# pip-tools says in a comment that it finds pip and setuptools unsafe to pin.
sed -i '/^# The following packages are considered/d' packaging/requirements*.txt
if grep -nE '^-|://|file:/' packaging/requirements*.txt; then
    echo "The lines above name an index or a path; they must not." >&2
    exit 1
fi
