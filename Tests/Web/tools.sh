#!/usr/bin/env bash
# Installs what the tests need from PyPI, into .build/web-tests, and prints where that is. Silent when it is there.
# Exit: 4 when it could not be installed.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly tools=$PWD/.build/web-tests wanted=$PWD/Tests/Web/requirements.txt

if ! cmp -s "$wanted" "$tools/installed"; then
    echo "Installing Playwright and pytest …" >&2
    rm -rf "$tools"
    if ! { python3 -m venv "$tools" && "$tools/bin/pip" install --disable-pip-version-check --quiet \
        --requirement "$wanted"; } >"$tools.log" 2>&1; then
        cat "$tools.log" >&2
        echo "The tools could not be installed; the lines above say why." >&2
        exit 4
    fi
    cp "$wanted" "$tools/installed"
fi
echo "$tools"
