#!/usr/bin/env bash
# Tests the IRC door with WeeChat and irssi. README.md beside this says more.
#
# Usage: run.sh [ARGUMENT OF PYTEST…]     such as: run.sh test_talking.py -k irssi
# Exit:  0 all good, 1 something failed, 4 the tools could not be installed.
set -euo pipefail
cd "$(dirname "$0")"
tools=$(../Web/tools.sh) || exit 4

export PYTHONDONTWRITEBYTECODE=1
exec "$tools/bin/pytest" "$@"
