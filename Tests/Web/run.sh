#!/usr/bin/env bash
# Tests the page in a real browser. README.md beside this says how to run one test and how to watch.
#
# Usage: run.sh [ARGUMENT OF PYTEST…]     such as: run.sh -k reaction --web-root web
# Exit:  0 all good, 1 something failed, 4 the tools could not be installed.
set -euo pipefail
tools=$("$(dirname "$0")/tools.sh") || exit 4
cd "$(dirname "$0")/../.."

rm -rf .build/web-results
export PYTHONDONTWRITEBYTECODE=1
exec "$tools/bin/pytest" -p no:cacheprovider --quiet --numprocesses 2 Tests/Web "$@"
