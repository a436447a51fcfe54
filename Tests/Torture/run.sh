#!/usr/bin/env bash
# Tries to make a server lose a message. README.md beside this says how, and what all arguments are.
#
# Usage: run.sh [--seed N] [--minutes M] [--faults kill,pause,…]
# Exit:  0 every promise was kept, 1 one was broken, 4 the tools could not be installed.
set -euo pipefail
cd "$(dirname "$0")"
tools=$(../Web/tools.sh) || exit 4

export PYTHONDONTWRITEBYTECODE=1
exec "$tools/bin/python" -m torture "$@"
