#!/usr/bin/env bash
# Tests the page in a real browser. README.md beside this says how to run one test and how to watch.
#
# Usage: run.sh [ARGUMENT OF PYTEST…]     such as: run.sh test_entry.py -k invite --web-root web
# Exit:  0 all good, 1 something failed, 4 the tools could not be installed.
set -euo pipefail
cd "$(dirname "$0")"
tools=$(./tools.sh) || exit 4

export PYTHONDONTWRITEBYTECODE=1
exec "$tools/bin/pytest" "$@"
