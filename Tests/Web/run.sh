#!/usr/bin/env bash
# Tests the page in a real browser. README.md beside this says how to run one test and how to watch.
#
# Usage: run.sh [ARGUMENT OF PYTEST…]     such as: run.sh -k reaction --web-root web
# Exit:  0 all good, 1 something failed, 4 the tools could not be installed.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly tools=$PWD/.build/web-tests wanted=$PWD/Tests/Web/requirements.txt

if ! cmp -s "$wanted" "$tools/installed"; then
    echo "Installing Playwright and pytest …"
    rm -rf "$tools"
    if ! { python3 -m venv "$tools" && "$tools/bin/pip" install --disable-pip-version-check --quiet \
        --requirement "$wanted"; } >"$tools.log" 2>&1; then
        cat "$tools.log" >&2
        echo "The tools could not be installed; the lines above say why." >&2
        exit 4
    fi
    cp "$wanted" "$tools/installed"
fi

rm -rf .build/web-results
export PYTHONDONTWRITEBYTECODE=1
exec "$tools/bin/pytest" -p no:cacheprovider --quiet --numprocesses 2 --dist load Tests/Web "$@"
